"""Bring WARC files here that lie inside something else, or elsewhere.

In      a member of a WACZ file; an address of a WARC file or listing
Out     a file under its final name, whole or not at all
Units   bytes
Errors  ParseError for a damaged WACZ; FetchError for a server that fails for now, RefusedError for good
Source  the addresses of Common Crawl's listings: one path a line, below `https://data.commoncrawl.org/`
"""

from __future__ import annotations

import io
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO
from urllib.parse import urlsplit

import urllib3

from sitrep.errors import FetchError, ParseError, RefusedError
from sitrep.settings import Settings

_STEP_BYTES = 1 << 20
# In the local header of a ZIP entry: where the lengths of its name and extra field stand; the data follow these.
_NAME_LENGTHS_AT = 26
_OK = 200
_TOO_MANY = 429
_SERVER_FAULT = 500


def list_warc_members(path: Path) -> list[tuple[str, int]]:
    """Return the WARC files in a WACZ file, with their sizes, in one order."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sorted(
                (entry.filename, entry.file_size)
                for entry in archive.infolist()
                if entry.filename.startswith("archive/") and entry.filename.endswith((".warc", ".warc.gz"))
            )
    except (OSError, zipfile.BadZipFile) as exc:
        raise ParseError(f"no WACZ: {exc}", subject=str(path)) from exc


def copy_member(path: Path, member: str, target: Path) -> None:
    """Copy one WARC file out of a WACZ file."""
    try:
        with (
            zipfile.ZipFile(path) as archive,
            _open_member(archive, path, member) as source,
            _write_whole(target) as out,
        ):
            shutil.copyfileobj(source, out, _STEP_BYTES)
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as exc:
        raise ParseError(f"cannot read {member}: {exc}", subject=str(path)) from exc


@contextmanager
def _open_member(archive: zipfile.ZipFile, path: Path, member: str) -> Iterator[IO[bytes] | _Window]:
    """Open a member; of one that is stored as it is, as WACZ wants, the bytes themselves.

    zipfile would withhold all of it for one wrong byte, of which the WARC's own digests say where it is.
    """
    entry = archive.getinfo(member)
    if entry.compress_type != zipfile.ZIP_STORED:
        with archive.open(entry) as source:
            yield source
        return
    with path.open("rb") as file:
        file.seek(entry.header_offset + _NAME_LENGTHS_AT)
        name_bytes, extra_bytes = struct.unpack("<HH", file.read(4))
        file.seek(name_bytes + extra_bytes, os.SEEK_CUR)
        yield _Window(file, entry.compress_size)


class _Window(io.RawIOBase):
    """The next bytes of a file, and no more."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__()
        self._file = file
        self._left = size

    def read(self, size: int = -1) -> bytes:
        """Read on, to the window's end at most."""
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data


def download(url: str, target: Path, settings: Settings) -> None:
    """Download a file, however large, without holding it in memory."""
    with _request(url, settings) as response, _write_whole(target) as out:
        try:
            for chunk in response.stream(_STEP_BYTES, decode_content=False):
                out.write(chunk)
        except urllib3.exceptions.HTTPError as exc:
            raise FetchError(f"download broke off: {exc}", subject=url) from exc


@contextmanager
def _request(url: str, settings: Settings) -> Iterator[urllib3.BaseHTTPResponse]:
    parts = urlsplit(url)
    address = settings.resolve.get((parts.hostname or "").lower())
    asked = f"http://{address}{parts.path}" if address else url
    timeout = urllib3.Timeout(connect=settings.connect_timeout_seconds, read=settings.read_timeout_seconds)
    agent = f"sitrep (+{settings.contact})" if settings.contact else "sitrep"
    with urllib3.PoolManager(timeout=timeout, retries=urllib3.Retry(3, redirect=3)) as pool:
        try:
            response = pool.request("GET", asked, preload_content=False, headers={"User-Agent": agent})
        except urllib3.exceptions.HTTPError as exc:
            raise FetchError(f"no answer: {exc}", subject=url) from exc
        try:
            if response.status != _OK:
                is_temporary = response.status == _TOO_MANY or response.status >= _SERVER_FAULT
                kind = FetchError if is_temporary else RefusedError
                raise kind(f"answer has status {response.status}", subject=url)
            yield response
        finally:
            response.close()


@contextmanager
def _write_whole(target: Path) -> Iterator[BinaryIO]:
    """Write under a temporary name, and rename once the disk has it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    try:
        with partial.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
