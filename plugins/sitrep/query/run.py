"""Run one question against the snapshot, within a time limit, and write the answer.

In      SQL, or one of .tables, .schema [TABLE], .examples [NAME]
Out     a table, CSV, JSON or Parquet; to standard output or a file
Units   timeout_seconds: wall time from the start of the query to its last row
Errors  SettingsError saying what is wrong with the question, in DuckDB's words; or that it took too long
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from sitrep.errors import SettingsError
from sitrep.query.dot import expand_dot_command
from sitrep.query.formats import write_answer
from sitrep.settings import Settings
from sitrep.warehouse import open_snapshot

DEFAULT_SECONDS = 60.0


def run_query(
    settings: Settings,
    sql: str,
    *,
    format: str = "table",  # noqa: A002  # the option's own name
    out: Path | None = None,
    timeout_seconds: float = DEFAULT_SECONDS,
) -> None:
    """Answer one question, to standard output or to the file `out`."""
    if format == "parquet" and out is None:
        raise SettingsError("wants a file: name one with --out", subject="--format parquet")
    answer = ask(settings, sql, timeout_seconds=timeout_seconds)
    write_answer(answer, format, out)


def ask(settings: Settings, sql: str, *, timeout_seconds: float = DEFAULT_SECONDS) -> pa.Table:
    """Return the answer to one question as an Arrow table; a statement without a result gives an empty one."""
    con = open_snapshot(settings, timeout_seconds=timeout_seconds)
    try:
        return ask_connection(con, expand_dot_command(sql), timeout_seconds)
    finally:
        con.close()


def ask_connection(con: duckdb.DuckDBPyConnection, sql: str, timeout_seconds: float) -> pa.Table:
    """Return the answer to one question asked on an open connection."""
    if not sql.strip(" \n;"):
        raise SettingsError("asks nothing; .tables lists what there is, .examples what can be asked", subject="query")
    with _time_limit(con, timeout_seconds) as is_over:
        try:
            relation = con.sql(sql)
            return pa.table({}) if relation is None else relation.to_arrow_table()
        except duckdb.Error as exc:
            if is_over.is_set() or "max_execution_time" in str(exc) or isinstance(exc, duckdb.InterruptException):
                reason = f"took longer than {timeout_seconds:g} s and was stopped: ask for less, or raise --timeout"
            else:
                reason = _explain(exc)
            raise SettingsError(reason, subject="query") from exc


@contextmanager
def _time_limit(con: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[threading.Event]:
    is_over = threading.Event()

    def stop() -> None:
        is_over.set()
        con.interrupt()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()


def _explain(exc: duckdb.Error) -> str:
    """Say what DuckDB says, and what it means where that is not plain."""
    message = str(exc).strip()
    hints = {
        "read-only": "the snapshot is read-only",
        "disabled by configuration": "nothing outside the database can be read or written here; use --out for files",
        "configuration has been locked": "the settings of a query cannot be changed",
        "Out of Memory": "ask for less, or raise SITREP_QUERY_MEMORY",
    }
    hint = next((f" ({text})" for mark, text in hints.items() if mark.lower() in message.lower()), "")
    if isinstance(exc, duckdb.CatalogException) and "Table with name" in message:
        hint = " (.tables lists what there is)"
    return message + hint
