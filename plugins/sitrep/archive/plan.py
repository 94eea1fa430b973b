"""Plan a backfill: which shards its sources make.

In      sources as the user names them: files, folders, listings, addresses, `wayback:` addresses
Out     list[Shard], in the order of the sources; the same files and choice give the same shards
Units   bytes; days inclusive
Errors  SettingsError for a source that is not there, is of no kind we know, or wants what was not given;
        ParseError for a file that is not what its name says
Source  Common Crawl's names of news files: CC-NEWS-YYYYMMDDhhmmss-NNNNN.warc.gz
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import xxhash

from sitrep.archive.documents import FIELD_NAMES
from sitrep.archive.folder import PAGE_SUFFIXES, SIDECAR, TEXT_SUFFIXES, list_files
from sitrep.archive.indexes import list_children
from sitrep.archive.shards import PublishedFrom, Selection, Shard, ShardKind
from sitrep.archive.tables import open_parquet
from sitrep.archive.transfer import download, list_warc_members
from sitrep.archive.wayback import PREFIX, is_address
from sitrep.captures import is_sliceable, make_shard_id
from sitrep.errors import ParseError, SettingsError
from sitrep.settings import Settings

_EDGE_BYTES = 65_536
_MOST_FILES = 2_000
_SLICES = 8
_LEAST_STEP_BYTES = 2_000_000
_SUFFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("listing", (".paths.gz", ".paths")),
    ("warc", (".warc", ".warc.gz", ".warc.zst")),
    ("arc", (".arc", ".arc.gz")),
    ("wacz", (".wacz",)),
    ("jsonl", (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")),
    ("parquet", (".parquet", ".pq")),
    ("feed", (".xml", ".rss", ".atom", ".rdf", ".xml.gz", ".json")),
    ("folder", tuple(sorted(PAGE_SUFFIXES | TEXT_SUFFIXES))),
)
_LISTED_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*\.warc(?:\.gz)?")
_LISTED_ROOT = "https://data.commoncrawl.org/"
_LISTED_DAY = re.compile(r"CC-NEWS-(\d{4})(\d\d)(\d\d)\d{6}")
# News crawls see a page within days of its publication: later files hold next to nothing of the days asked for.
_LISTED_MARGIN = dt.timedelta(days=3)
_LISTED_BYTES = 1_070_000_000
_WAYBACK_BYTES_A_DAY = 25_000 * 20


def plan_shards(
    sources: Sequence[str | Path],
    *,
    settings: Settings,
    since: dt.date | None = None,
    until: dt.date | None = None,
    hosts: Sequence[str] = (),
    published_from: str = "page",
    columns: Mapping[str, str] | None = None,
) -> list[Shard]:
    """Return the shards of all sources; a source that is given twice is planned once."""
    selection = _choose(since, until, hosts, published_from, columns or {})
    shards: dict[str, Shard] = {}
    for source in sources:
        for shard in _plan_source(str(source), selection, settings):
            shards.setdefault(shard.shard_id, shard)
    if not shards:
        raise SettingsError("nothing to read", subject=", ".join(map(str, sources)))
    return list(shards.values())


def _choose(
    since: dt.date | None, until: dt.date | None, hosts: Sequence[str], published_from: str, columns: Mapping[str, str]
) -> Selection:
    if since and until and since > until:
        raise SettingsError(f"the first day {since} is after the last {until}", subject="--from/--to")
    for known in get_args(PublishedFrom):
        if published_from == known:
            break
    else:
        raise SettingsError(
            f"wants one of {', '.join(get_args(PublishedFrom))}, got {published_from!r}", subject="--published-from"
        )
    if unknown := sorted(set(columns) - FIELD_NAMES):
        raise SettingsError(f"no field {unknown[0]!r}; there are {', '.join(sorted(FIELD_NAMES))}", subject="--columns")
    return Selection(
        since=since, until=until, hosts=tuple(hosts), published_from=known, columns=tuple(sorted(columns.items()))
    )


def _plan_source(source: str, selection: Selection, settings: Settings) -> Iterator[Shard]:
    if source.startswith(PREFIX):
        yield from _plan_wayback(source, selection)
    elif source.startswith(("http://", "https://")):
        yield from _plan_address(source, selection, settings)
    else:
        path = Path(source).expanduser().absolute()
        if path.is_dir():
            yield from _plan_folder(path, selection, settings)
        elif path.is_file():
            yield from _plan_file(path, _find_kind(path), selection, settings)
        else:
            raise SettingsError("there is no such file or folder", subject=source)


def _plan_address(address: str, selection: Selection, settings: Settings) -> Iterator[Shard]:
    kind = _match_suffix(address)
    if kind == "warc":
        yield _make_shard("remote", address, selection, size_bytes=_LISTED_BYTES)
    elif kind == "feed":
        yield _make_shard("feed", address, selection, size_bytes=0)
    elif kind == "listing":
        with TemporaryDirectory() as folder:
            path = Path(folder, address.rpartition("/")[2])
            download(address, path, settings)
            yield from _plan_listing(path, selection, settings)
    else:
        raise SettingsError("an address wants to be a WARC file, a listing, a feed or a sitemap", subject=address)


def _plan_file(path: Path, kind: str, selection: Selection, settings: Settings) -> Iterator[Shard]:
    planners: dict[str, Callable[[Path, Selection, Settings], Iterable[Shard]]] = {
        "listing": _plan_listing,
        "warc": _plan_warc,
        "wacz": _plan_wacz,
        "jsonl": _plan_jsonl,
        "parquet": _plan_parquet,
        "folder": _plan_pages,
        "feed": _plan_feed,
    }
    if kind in planners:
        yield from planners[kind](path, selection, settings)
    elif kind == "arc":
        yield _make_shard("arc", str(path), selection, size_bytes=path.stat().st_size, marks=(_mark_edges(path),))
    else:
        known = sorted(suffix for _, suffixes in _SUFFIXES for suffix in suffixes)
        raise SettingsError(f"no kind of archive we know: wants {' '.join(known)}", subject=str(path))


def _plan_feed(path: Path, selection: Selection, _: Settings) -> Iterator[Shard]:
    """A sitemap index brings the sitemaps that lie here: each is a shard, and each only once."""
    waiting, seen = [path], {path}
    while waiting:
        file = waiting.pop(0)
        yield _make_shard("feed", str(file), selection, size_bytes=file.stat().st_size, marks=(_mark_edges(file),))
        children = [child for child in list_children(file) if child not in seen]
        seen.update(children)
        waiting.extend(children)


def _plan_folder(folder: Path, selection: Selection, settings: Settings) -> Iterator[Shard]:
    """Archives in a folder are planned one by one, everything else together."""
    files = list_files(folder)
    is_archive = [_match_suffix(path.name) not in {"folder", None} for path in files]
    if selection.published_from == "sidecar" and not all(is_archive) and not any(folder.rglob(SIDECAR)):
        raise SettingsError(f"no {SIDECAR} in the folder", subject=str(folder))
    yield from _slice_files(folder, files, [not archive for archive in is_archive], selection, settings)
    for path, archive in zip(files, is_archive, strict=True):
        if archive:
            yield from _plan_file(path, _find_kind(path), selection, settings)


def _plan_pages(path: Path, selection: Selection, settings: Settings) -> Iterator[Shard]:
    """A single page or text: the folder it lies in, and of that one place."""
    files = list_files(path.parent)
    yield from _slice_files(path.parent, files, [other == path for other in files], selection, settings)


def _slice_files(
    folder: Path, files: Sequence[Path], chosen: Sequence[bool], selection: Selection, settings: Settings
) -> Iterator[Shard]:
    """Cut the listing into runs of chosen files of bounded size."""
    step = _choose_step(sum(_read_size(file) for file, taken in zip(files, chosen, strict=True) if taken), settings)
    start, size = 0, 0
    for place in range(len(files) + 1):
        is_chosen = place < len(files) and chosen[place]
        if place > start and (not is_chosen or size > step or place - start >= _MOST_FILES):
            yield _make_folder_shard(folder, files, start, place, selection)
            start, size = place, 0
        if is_chosen:
            size += _read_size(files[place])
        else:
            start = place + 1


def _make_folder_shard(folder: Path, files: Sequence[Path], start: int, end: int, selection: Selection) -> Shard:
    """The bytes are part of the name: they are few, and read anyway."""
    marks = xxhash.xxh3_128()
    sidecars = sorted(folder.rglob(SIDECAR))
    for path in (*files[start:end], *sidecars):
        marks.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\x00")
        try:
            marks.update(path.read_bytes())
        except OSError:
            continue  # the reading says so, with the file's name
    return _make_shard(
        "folder",
        str(folder),
        selection,
        size_bytes=sum(map(_read_size, files[start:end])),
        part=f"{end - start} files",
        start=start,
        end=end,
        marks=(marks.hexdigest(),),
    )


def _plan_warc(path: Path, selection: Selection, settings: Settings) -> Iterator[Shard]:
    if is_sliceable(path):
        yield from _slice_file("warc", path, selection, settings)
    else:
        yield _make_shard("warc", str(path), selection, size_bytes=path.stat().st_size, marks=(_mark_edges(path),))


def _plan_jsonl(path: Path, selection: Selection, settings: Settings) -> Iterator[Shard]:
    if path.suffix.lower() == ".gz":
        yield _make_shard("jsonl", str(path), selection, size_bytes=path.stat().st_size, marks=(_mark_edges(path),))
    else:
        yield from _slice_file("jsonl", path, selection, settings)


def _slice_file(kind: ShardKind, path: Path, selection: Selection, settings: Settings) -> Iterator[Shard]:
    """Cut a file of records into runs of bytes; a record belongs to the run in which it begins."""
    size, mark = path.stat().st_size, _mark_edges(path)
    step = _choose_step(size, settings)
    for start in range(0, max(size, 1), step):
        end = min(start + step, size)
        part = f"bytes {start}-{end}" if size > step else ""
        yield _make_shard(
            kind, str(path), selection, size_bytes=end - start, part=part, start=start, end=end, marks=(mark,)
        )


def _choose_step(size: int, settings: Settings) -> int:
    """How many bytes make a shard: fewer of a small archive, so that it too is work for several workers.

    Not by their number: whoever runs again with more of them must find the same shards done.
    """
    return min(settings.shard_bytes, max(_LEAST_STEP_BYTES, -(-size // _SLICES)))


def _plan_parquet(path: Path, selection: Selection, settings: Settings) -> Iterator[Shard]:
    mark = _mark_edges(path)
    with open_parquet(path) as file:
        sizes = [_sum_sizes(file.metadata.row_group(group)) for group in range(file.metadata.num_row_groups)]
    step = _choose_step(sum(sizes), settings)
    start, size = 0, 0
    for group, group_bytes in enumerate([*sizes, None]):
        if group > start and (group_bytes is None or size + group_bytes > step):
            part = f"row groups {start}-{group - 1}" if len(sizes) > 1 else ""
            yield _make_shard(
                "parquet", str(path), selection, size_bytes=size, part=part, start=start, end=group, marks=(mark,)
            )
            start, size = group, 0
        size += group_bytes or 0


def _plan_wacz(path: Path, selection: Selection, _: Settings) -> Iterator[Shard]:
    mark = _mark_edges(path)
    for member, size in list_warc_members(path):
        yield _make_shard("wacz", str(path), selection, size_bytes=size, part=member, marks=(mark,))


def _plan_listing(path: Path, selection: Selection, settings: Settings) -> Iterator[Shard]:
    """Each line names a WARC file: the one that lies here, if it does, else the one of Common Crawl."""
    for line in _read_listing(path):
        if not _wants_listed(line, selection):
            continue
        local = _find_listed(path, line)
        if local is not None:
            yield from _plan_warc(local, selection, settings)
        else:
            yield _make_shard("remote", _LISTED_ROOT + line, selection, size_bytes=_LISTED_BYTES)


def _read_listing(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
        lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode().split()
    except (OSError, EOFError, ValueError, zlib.error) as exc:
        raise ParseError(f"cannot read the listing: {exc}", subject=str(path)) from exc
    for line in lines:
        if _LISTED_PATH.fullmatch(line) is None or ".." in line:
            raise ParseError(f"names no WARC file: {line[:100]!r}", subject=str(path))
    return lines


def _find_listed(listing: Path, line: str) -> Path | None:
    places = [listing.parent / line.rpartition("/")[2], *(parent / line for parent in listing.parents)]
    return next((place for place in places if place.is_file()), None)


def _wants_listed(line: str, selection: Selection) -> bool:
    match = _LISTED_DAY.search(line)
    try:
        day = dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return True
    if day is None:
        return True
    late = dataclasses.replace(selection, until=selection.until + _LISTED_MARGIN) if selection.until else selection
    return late.wants_day(day)


def _plan_wayback(source: str, selection: Selection) -> Iterator[Shard]:
    """One shard a month: a search that breaks off costs no more than that."""
    if not is_address(source.removeprefix(PREFIX)):
        raise SettingsError("wants wayback:https://host/path, with * at its end for all below", subject=source)
    if selection.since is None or selection.until is None:
        raise SettingsError("the Wayback Machine wants --from and --to", subject=source)
    first = selection.since
    while first <= selection.until:
        last = min(first.replace(day=calendar.monthrange(first.year, first.month)[1]), selection.until)
        days = (last - first).days + 1
        yield _make_shard("wayback", source, selection, size_bytes=days * _WAYBACK_BYTES_A_DAY, part=f"{first}..{last}")
        first = last + dt.timedelta(days=1)


def _find_kind(path: Path) -> str:
    kind = _match_suffix(path.name)
    if path.suffix.lower() == ".json":
        with path.open("rb") as file:
            return "feed" if b"jsonfeed.org" in file.read(_EDGE_BYTES) else "jsonl"
    return kind or ""


def _match_suffix(name: str) -> str | None:
    lowered = name.lower()
    return next((kind for kind, suffixes in _SUFFIXES if lowered.endswith(suffixes)), None)


def _make_shard(
    kind: ShardKind,
    path: str,
    selection: Selection,
    *,
    size_bytes: int,
    part: str = "",
    start: int = 0,
    end: int = 0,
    marks: tuple[str, ...] = (),
) -> Shard:
    """Name the shard by what it holds and what is wanted of it, not by where it lies."""
    named = path if "://" in path else Path(path).name
    shard = Shard(
        shard_id="", kind=kind, path=path, size_bytes=size_bytes, part=part, start=start, end=end, selection=selection
    )
    fields = json.loads(shard.to_json())
    identity = json.dumps({**fields, "path": named, "marks": marks}, sort_keys=True)
    return dataclasses.replace(shard, shard_id=make_shard_id(f"{named} {part}".strip(), identity))


def _mark_edges(path: Path) -> str:
    """Tell a file from others of its name by its size and both ends; its middle would take as long as reading it."""
    size = path.stat().st_size
    marks = xxhash.xxh3_128(str(size).encode())
    with path.open("rb") as file:
        marks.update(file.read(_EDGE_BYTES))
        file.seek(max(size - _EDGE_BYTES, 0))
        marks.update(file.read(_EDGE_BYTES))
    return marks.hexdigest()


def _read_size(path: Path) -> int:
    """0 for a link that leads nowhere: the reading says so, with its name."""
    return path.stat().st_size if path.exists() else 0


def _sum_sizes(group: object) -> int:
    return int(getattr(group, "total_byte_size", 0))
