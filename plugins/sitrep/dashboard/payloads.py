"""Turn answers into what the page and other programs get: JSON, CSV, Parquet.

In      an Answer of `sitrep.views`
Out     JSON values, bytes of a CSV or Parquet file
Units   days as ISO days, instants as ISO instants in UTC
Errors  none
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from pydantic import BaseModel, ConfigDict

from sitrep.display import QUOTE_CHARS, TITLE_CHARS, clean_text
from sitrep.views import Answer

# A spreadsheet runs a cell that starts like this as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SPAN_COLUMNS = frozenset({"text_before", "text_after"})
_LIMITS = {"title": TITLE_CHARS}


class Table(BaseModel):
    """An answer as columns and rows; `sql` gives the same rows anywhere."""

    model_config = ConfigDict(ser_json_inf_nan="null")

    columns: list[str]
    rows: list[list[Any]]
    is_cut: bool
    sql: str


def make_table(answer: Answer) -> Table:
    """The answer for the page, its texts fit to be shown."""
    limits = [_LIMITS.get(name, QUOTE_CHARS) for name in answer.columns]
    rows = [[_to_json(value, limit) for value, limit in zip(row, limits, strict=True)] for row in answer.rows]
    return Table(columns=list(answer.columns), rows=rows, is_cut=answer.is_cut, sql=answer.question.written_out)


def make_record(answer: Answer) -> dict[str, Any] | None:
    """The one row of a detail view by column name, its texts fit to be shown; None where there is none."""
    if not answer.rows:
        return None
    row = zip(answer.columns, answer.rows[0], strict=True)
    # What stands around a quote keeps its line breaks: they end sentences.
    return {
        name: value if name in _SPAN_COLUMNS else _to_json(value, _LIMITS.get(name, QUOTE_CHARS)) for name, value in row
    }


def write_csv(answer: Answer) -> bytes:
    """The answer as CSV in UTF-8 with a byte-order mark, which spreadsheets want."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(answer.columns)
    writer.writerows([_to_cell(value) for value in row] for row in answer.rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def write_parquet(answer: Answer) -> bytes:
    """The answer as Parquet, values as they are."""
    table = pa.table({name: [row[i] for row in answer.rows] for i, name in enumerate(answer.columns)})
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _to_json(value: Any, limit: int = QUOTE_CHARS) -> Any:  # noqa: ANN401  # whatever a column holds
    if isinstance(value, str):
        return clean_text(value, limit)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return [_to_json(item, limit) for item in value]
    return value


def _to_cell(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    if isinstance(value, list):
        value = "|".join(str(item) for item in value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return _to_json(value) if isinstance(value, dt.datetime) else value
