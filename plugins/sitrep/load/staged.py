"""Write the rows of one shard as Parquet: a folder a shard, a file a record type.

In      ShardResult
Out     a folder with `<table>.parquet` for each record type and `shard.json`; there as a whole or not at all
Units   instants in UTC, microseconds; days as dates
Errors  AuditError where two texts of the shard claim the same article and revision: their figures could not be told
        apart any more
Same rows give the same bytes: no clock, no file name goes into a file.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import shutil
import types
import typing
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sitrep.errors import AuditError
from sitrep.records import Article, Event, Fetch, Figure, Reject, ShardResult

TABLES: dict[str, type] = {
    "articles": Article,
    "figures": Figure,
    "events": Event,
    "rejects": Reject,
    "fetches": Fetch,
}
"""Raw tables and the records that are their rows."""

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
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for table, record in TABLES.items():
        schema, rows = arrow_schema(record), getattr(result, table)
        columns = [pa.array([getattr(row, field.name) for row in rows], field.type) for field in schema]
        pq.write_table(pa.Table.from_arrays(columns, schema=schema), draft / f"{table}.parquet")
    counts = {table: len(getattr(result, table)) for table in TABLES}
    (draft / "shard.json").write_text(json.dumps({"shard_id": result.shard_id, **counts}), encoding="utf-8")
    for path in (*draft.iterdir(), draft):
        _fsync(path)
    _put_in_place(draft, folder)
    return folder


def is_staged(folder: Path) -> bool:
    """Whether the shard is there as a whole: folders appear by renaming only."""
    return (folder / "shard.json").is_file()


def read_shard_id(folder: Path) -> str:
    """Return the id of the shard that was staged in this folder."""
    return str(_read_note(folder)["shard_id"])


def count_staged(folder: Path) -> dict[str, int]:
    """Return how many rows of each table the shard gave."""
    note = _read_note(folder)
    return {table: int(note[table]) for table in TABLES}


def _read_note(folder: Path) -> dict[str, Any]:
    note: dict[str, Any] = json.loads((folder / "shard.json").read_text(encoding="utf-8"))
    return note


@cache
def arrow_schema(record: type) -> pa.Schema:
    """Derive the columns from the record class, so that the two cannot drift apart."""
    hints = typing.get_type_hints(record)
    return pa.schema([pa.field(field.name, _arrow_type(hints[field.name])) for field in dataclasses.fields(record)])


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


def _put_in_place(draft: Path, folder: Path) -> None:
    if folder.exists():
        # A folder cannot be renamed over a full one: the old one steps aside first.
        aside = folder.with_name(f".{folder.name}.{os.getpid()}.old")
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
        draft.rename(folder)
        shutil.rmtree(aside)
    else:
        draft.rename(folder)
    _fsync(folder.parent)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
