"""Read articles from Parquet, a row an article.

In      a shard: a file and its row groups from `start` to `end`
Out     Document for each row with a text or markup, Reject for each without, and for each damaged row group
Units   row numbers from 0 over the whole file
Errors  ParseError if the file is no Parquet
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sitrep.archive.context import Context, read_mtime
from sitrep.archive.documents import Document, make_document, read_body
from sitrep.archive.shards import Shard
from sitrep.errors import ParseError, SitrepError
from sitrep.records import Reject

_BATCH_ROWS = 256


def read_parquet(shard: Shard, context: Context) -> Iterator[Document | Reject]:
    """Yield the rows of some row groups."""
    path = Path(shard.path)
    captured_at = read_mtime(path)
    with open_parquet(path) as file:
        first = sum(file.metadata.row_group(group).num_rows for group in range(shard.start))
        for group in range(shard.start, shard.end):
            try:
                for row, fields in enumerate(_read_rows(file, group), first):
                    subject = f"{path.name}@{row}"
                    try:
                        body, content_type = read_body(fields, shard.selection)
                        yield make_document(
                            fields,
                            body=body,
                            content_type=content_type,
                            captured_at=captured_at,
                            selection=shard.selection,
                            outlets=context.outlets,
                            subject=subject,
                        )
                    except SitrepError as exc:
                        yield context.reject(subject, exc, captured_at)
            except (OSError, ValueError, pa.ArrowException) as exc:
                fault = ParseError(f"cannot read on in row group {group}: {exc}"[:300])
                yield context.reject(f"{path.name}@{first}", fault, captured_at)
            first += file.metadata.row_group(group).num_rows


def _read_rows(file: pq.ParquetFile, group: int) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(_BATCH_ROWS, row_groups=[group]):
        yield from batch.to_pylist()


def open_parquet(path: Path) -> pq.ParquetFile:
    """Open a file, or say that it is none."""
    try:
        return pq.ParquetFile(path, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as exc:
        raise ParseError(f"no Parquet: {exc}", subject=str(path)) from exc
