"""Find the sitemaps that a sitemap index on the disk names, where they lie beside it.

In      the path of a file
Out     paths of its children, in its order
Units   bytes
Errors  none: a file that cannot be read names no children here, and its reading says why
Source  sitemaps.org 0.9; the folders that wget and the like make of a site: as it is, below its host, or all in one
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitrep.codings import decode_body
from sitrep.errors import SitrepError

MOST_BYTES = 50_000_000
_HEAD_BYTES = 65_536
_GZIP_MAGIC = b"\x1f\x8b"
_IS_INDEX = re.compile(rb"<(?:[\w.-]+:)?sitemapindex[\s>]")
_LOCATION = re.compile(rb"<(?:[\w.-]+:)?loc\s*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,2000})")


def list_children(index: Path) -> list[Path]:
    """Return the children that lie here; none for a file that is no index."""
    try:
        body = read_snapshot(index)
    except (OSError, SitrepError):
        return []
    if not _IS_INDEX.search(body[:_HEAD_BYTES]):
        return []
    addresses = (html.unescape(match[1].decode("utf-8", "replace")) for match in _LOCATION.finditer(body))
    found = (find_child(index, address) for address in addresses)
    return list(dict.fromkeys(path for path in found if path is not None and path != index))


def find_child(index: Path, address: str) -> Path | None:
    """Find the file of a sitemap's address: beside the index, or where a mirror of the site has it."""
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", unquote(parts.path).strip("/")
    except ValueError:
        return None
    if not path or ".." in path.split("/"):
        return None
    names = (path, path.removesuffix(".gz"), f"{path}.gz")
    return next((place for place in _list_places(index, host, names) if place.is_file()), None)


def _list_places(index: Path, host: str, names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        yield index.parent / name
        yield from (folder / name for folder in index.parents if folder.name == host)
        yield index.parent / name.rpartition("/")[2]


def read_snapshot(path: Path) -> bytes:
    """Read a feed or sitemap; one that was gzipped is unpacked. Errors: OSError; ParseError, RefusedError."""
    with path.open("rb") as file:
        body = file.read(MOST_BYTES + 1)
    return decode_body(body, "gzip", MOST_BYTES, subject=str(path)) if body.startswith(_GZIP_MAGIC) else body
