"""Write an answer as a table for the eye, or as CSV, JSON or Parquet for other programs.

In      an Arrow table
Out     text on standard output, or a file that appears when it is whole
Units   instants in UTC, ISO 8601; days as ISO dates; null is empty in CSV, a dash in a table
Errors  none of its own
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from rich.text import Text

_MOST_ROWS = 500
_MANY_COLUMNS = 12


def write_answer(answer: pa.Table, form: str, out: Path | None) -> None:
    """Write to `out`, or to standard output."""
    if form == "parquet" and out is not None:
        draft = _draft(out)
        pq.write_table(answer, draft)
        draft.replace(out)
        return
    text = _WRITERS[form](answer)
    if out is None:
        sys.stdout.write(text)
    else:
        draft = _draft(out)
        draft.write_text(text, encoding="utf-8")
        draft.replace(out)


def to_csv(answer: pa.Table) -> str:
    """Comma-separated values with a header."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(answer.column_names)
    for row in answer.to_pylist():
        writer.writerow(["" if value is None else _plain(value) for value in row.values()])
    return sink.getvalue()


def to_json(answer: pa.Table) -> str:
    """A list of objects, one a line."""
    rows = [json.dumps(row, ensure_ascii=False, default=_plain) for row in answer.to_pylist()]
    return "[" + ",\n ".join(rows) + "]\n"


def to_table(answer: pa.Table) -> str:
    """A table for the eye. Of wide tables the columns that are null throughout are left out, and named below."""
    names, empty = answer.column_names, []
    if len(names) > _MANY_COLUMNS:
        empty = [name for name in names if answer[name].null_count == answer.num_rows]
        names = [name for name in names if name not in empty] or names
    table = Table(show_lines=False)
    for name in names:
        table.add_column(name, justify="right" if _is_number(answer.schema.field(name).type) else "left")
    for row in answer.slice(0, _MOST_ROWS).to_pylist():
        table.add_row(*(_cell(row[name]) for name in names))
    sink = io.StringIO()
    # A pipe has no width: there nothing is cut.
    width = None if sys.stdout.isatty() else 10_000
    console = Console(file=sink, width=width, highlight=False, force_terminal=sys.stdout.isatty())
    if answer.num_columns:
        console.print(table)
    if answer.num_rows > _MOST_ROWS:
        console.print(f"the first {_MOST_ROWS:,} of {answer.num_rows:,} rows; --format csv writes all")
    if empty:
        console.print(f"{len(empty)} columns without a value are left out: {empty[0]} … {empty[-1]}")
    return sink.getvalue()


def _cell(value: Any) -> Text:  # noqa: ANN401  # whatever a column holds
    if value is None:
        return Text("–", style="dim")
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return Text(f"{value:,}")
    return Text(str(_plain(value)))


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return ", ".join(str(_plain(item)) for item in value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _draft(out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    return out.with_name(f".{out.name}.draft")


_WRITERS: dict[str, Callable[[pa.Table], str]] = {"table": to_table, "csv": to_csv, "json": to_json}


def to_plain_rows(answer: pa.Table) -> list[dict[str, Any]]:
    """The rows as values that JSON knows."""
    return [{name: _plain(value) for name, value in row.items()} for row in answer.to_pylist()]
