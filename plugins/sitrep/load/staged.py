"""Write the rows of one shard as Parquet, a folder a shard, a file a record type; and find them again.

In      ShardResult; the folder into which a shard was staged
Out     a folder with `<table>.parquet` for each record type and `shard.json`; there as a whole or not at all
Units   instants in UTC, microseconds; days as dates
Errors  AuditError where two texts of the shard claim the same article and revision: their figures could not be told
        apart any more; SettingsError for a folder that was never staged
Same rows give the same bytes: no clock, no file name goes into a file.

A shard keeps the name of its folder for good. Compaction (`compaction.py`) moves the rows of many shards into one
folder beside them, so that every reader asks `find_staged` where the rows lie, and takes those of its `shard_id`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import glob
import hashlib
import json
import os
import platform
import re
import shutil
import types
import typing
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sitrep.errors import AuditError, SettingsError
from sitrep.records import Article, Event, Fetch, Figure, Reject, ShardResult

TABLES: dict[str, type] = {
    "articles": Article,
    "figures": Figure,
    "events": Event,
    "rejects": Reject,
    "fetches": Fetch,
}
"""Raw tables and the records that are their rows."""

COMPACTED = "compacted-"
"""How the folders begin that hold many shards; the number after it grows, and of two the higher counts."""

_ARROW = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
    dt.datetime: pa.timestamp("us", tz="UTC"),
}


def write_staged(result: ShardResult, folder: Path) -> Path:
    """Write the shard's rows into `folder`, replacing what a former version left there."""
    _check_revisions(result)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_orphans(folder)
    draft = folder.with_name(name_draft(folder.name))
    draft.mkdir()
    for table, record in TABLES.items():
        rows = getattr(result, table)
        columns = [pa.array([getattr(row, field.name) for row in rows], field.type) for field in arrow_schema(record)]
        columns.append(pa.array([result.shard_id] * len(rows), pa.string()))
        pq.write_table(pa.Table.from_arrays(columns, schema=staged_schema(record)), draft / f"{table}.parquet")
    counts = {table: len(getattr(result, table)) for table in TABLES}
    (draft / "shard.json").write_text(json.dumps(make_note(result.shard_id, counts)), encoding="utf-8")
    sync_folder(draft)
    _put_in_place(draft, folder)
    return folder


@dataclass(frozen=True, slots=True)
class Staged:
    """Where a shard's rows lie: in the Parquet of `holder`, those of this `shard_id`; `counts` by table."""

    holder: Path
    shard_id: str
    counts: dict[str, int]
    is_current: bool
    """Whether the Parquet has the columns that this version writes."""

    def file(self, table: str) -> Path:
        """Return the Parquet that holds the shard's rows of this table, maybe among those of other shards."""
        return self.holder / f"{table}.parquet"


def is_staged(folder: Path) -> bool:
    """Whether the shard is there as a whole, with the columns of today: folders appear by renaming only."""
    staged = _look_up(folder)
    return staged is not None and staged.is_current


def find_staged(folder: Path) -> Staged:
    """Find the rows of the shard that was staged in this folder, wherever they lie now."""
    staged = _look_up(folder)
    if staged is None:
        raise SettingsError("is no staged shard", subject=str(folder))
    if not staged.is_current:
        raise SettingsError("was staged with other columns by another version: extract it again", subject=str(folder))
    return staged


def list_staged(group: Path) -> list[Path]:
    """List the folders of all shards of a group (the folder above theirs), compacted or not, by name."""
    names = {folder.name for folder in list_loose(group)}
    for holder in list_compacted(group):
        names.update(read_compacted(holder))
    return [group / name for name in sorted(names)]


def list_loose(group: Path) -> list[Path]:
    """List the shards of a group that have a folder of their own, by name."""
    return sorted(note.parent for note in group.glob("[!.]*/shard.json"))


def list_compacted(group: Path) -> list[Path]:
    """List the folders of a group that hold many shards; of a shard that two hold the last counts."""
    return sorted(note.parent for note in group.glob(f"{COMPACTED}*/shards.json"))


def read_compacted(holder: Path) -> dict[str, Staged]:
    """Read which shards a folder of many holds, by the name of the folder that each had."""
    note = holder / "shards.json"
    return _read_compacted(note, note.stat().st_mtime_ns)


def read_staged(folder: Path, table: str, columns: list[str]) -> pa.Table:
    """Read some columns of a shard's rows, in the order in which they were staged."""
    staged = find_staged(folder)
    return pq.read_table(staged.file(table), columns=columns, filters=[("shard_id", "=", staged.shard_id)])


def _look_up(folder: Path) -> Staged | None:
    note = folder / "shard.json"
    if note.is_file():
        return _parse_note(folder, json.loads(note.read_text(encoding="utf-8")))
    for holder in reversed(list_compacted(folder.parent)):
        if staged := read_compacted(holder).get(folder.name):
            return staged
    return None


# Such a note is written once and never changed; its instant tells a folder from one that bore the name before.
@lru_cache(maxsize=64)
def _read_compacted(note: Path, _mtime_ns: int) -> dict[str, Staged]:
    entries = json.loads(note.read_text(encoding="utf-8"))
    return {name: _parse_note(note.parent, entry) for name, entry in entries.items()}


def _parse_note(holder: Path, entry: dict[str, Any]) -> Staged:
    counts = {table: int(entry[table]) for table in TABLES}
    return Staged(holder, str(entry["shard_id"]), counts, entry.get("layout") == _layout())


def make_note(shard_id: str, counts: dict[str, int]) -> dict[str, Any]:
    """Make what is written beside a shard's Parquet: whose rows they are, how many, and in which columns."""
    return {"shard_id": shard_id, **counts, "layout": _layout()}


@cache
def _layout() -> str:
    schemas = {table: str(staged_schema(record)) for table, record in TABLES.items()}
    return hashlib.sha256(json.dumps(schemas).encode()).hexdigest()[:12]


@cache
def arrow_schema(record: type) -> pa.Schema:
    """Derive the columns from the record class, so that the two cannot drift apart."""
    hints = typing.get_type_hints(record)
    return pa.schema([pa.field(field.name, _arrow_type(hints[field.name])) for field in dataclasses.fields(record)])


def staged_schema(record: type) -> pa.Schema:
    """Derive the columns of the Parquet: the record's, and after them the `shard_id`."""
    return arrow_schema(record).append(pa.field("shard_id", pa.string()))


def _arrow_type(hint: Any) -> pa.DataType:  # noqa: ANN401  # annotations are values of no common type
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:
        return _arrow_type(next(arg for arg in args if arg is not types.NoneType))
    if origin is typing.Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(_arrow_type(args[0]))
    return _ARROW[hint]


def _check_revisions(result: ShardResult) -> None:
    texts: dict[tuple[str, int], str] = {}
    for article in result.articles:
        key = (article.article_id, article.revision)
        if texts.setdefault(key, article.text_hash) != article.text_hash:
            raise AuditError(f"two texts of shard {result.shard_id} are both revision {key[1]}", subject=key[0])


def name_draft(name: str) -> str:
    """Name what becomes the folder of this name: by writer and machine, and passed over by every reader."""
    return f".{name}.{os.getpid()}@{platform.node()}"


def _remove_orphans(folder: Path) -> None:
    """Remove the drafts of this shard that killed writers of this machine left."""
    ours = re.compile(rf"\.{re.escape(folder.name)}\.(\d{{1,10}})@{re.escape(platform.node())}(?:\.old)?")
    for draft in sorted(folder.parent.glob(f".{glob.escape(folder.name)}.*")):
        match = ours.fullmatch(draft.name)
        if match and (int(match[1]) == os.getpid() or not _is_alive(int(match[1]))):
            shutil.rmtree(draft)


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except OSError as exc:
        return exc.errno != errno.ESRCH
    return True


def _put_in_place(draft: Path, folder: Path) -> None:
    if folder.exists():
        # A folder cannot be renamed over a full one: the old one steps aside first.
        aside = _step_aside(folder)
        draft.rename(folder)
        shutil.rmtree(aside)
    else:
        draft.rename(folder)
    _fsync(folder.parent)


def remove_staged(folder: Path) -> None:
    """Remove a folder of staged rows: at once for every reader, since it loses its name first."""
    shutil.rmtree(_step_aside(folder))


def _step_aside(folder: Path) -> Path:
    aside = folder.with_name(f"{name_draft(folder.name)}.old")
    shutil.rmtree(aside, ignore_errors=True)
    return folder.rename(aside)


def sync_folder(folder: Path) -> None:
    """Have the files of a folder, and the folder, on the disk before it gets its name."""
    for path in (*folder.iterdir(), folder):
        _fsync(path)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
