"""Read articles from Parquet, a row an article.

In      a shard: a file and its row groups from `start` to `end`
Out     Document for each row with a text or markup, Reject for each without
Units   row numbers from 0 over the whole file
Errors  ParseError if the file is no Parquet, or has none of the columns
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
        row = sum(file.metadata.row_group(group).num_rows for group in range(shard.start))
        try:
            for batch in file.iter_batches(_BATCH_ROWS, row_groups=list(range(shard.start, shard.end))):
                for fields in batch.to_pylist():
                    subject = f"{path.name}@{row}"
                    row += 1
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
        except (OSError, pa.ArrowException) as exc:
            raise ParseError(f"cannot read on: {exc}", subject=shard.path) from exc


def open_parquet(path: Path) -> pq.ParquetFile:
    """Open a file, or say that it is none."""
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as exc:
        raise ParseError(f"no Parquet: {exc}", subject=str(path)) from exc
