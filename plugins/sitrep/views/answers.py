"""Run a question against the published tables, within a time limit.

In      a connection to the snapshot, a Question
Out     Answer: columns and rows as Python values
Units   timeout_seconds: how long the query may run
Errors  SlowQueryError past the limits of time and memory; SettingsError where the snapshot lacks a table, as one of
        an older version does
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import duckdb

from sitrep.errors import SettingsError, TransientError
from sitrep.views.questions import Question

TIMEOUT_SECONDS = 20.0


class SlowQueryError(TransientError):
    """The query ran into its limit of time or memory."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gave; `is_cut` where there may be more rows than the limit let through."""

    question: Question
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    @property
    def is_cut(self) -> bool:
        """Whether the limit was reached."""
        return self.question.limit is not None and len(self.rows) >= self.question.limit

    def as_dicts(self) -> list[dict[str, Any]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(con: duckdb.DuckDBPyConnection, question: Question, *, timeout_seconds: float = TIMEOUT_SECONDS) -> Answer:
    """Run one question. DuckDB 1.5 has no time limit of its own, so a timer interrupts."""
    timer = threading.Timer(timeout_seconds, con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        cursor = con.execute(question.sql, question.params)
        columns = tuple(str(column[0]) for column in cursor.description or ())
        return Answer(question, columns, cursor.fetchall())
    except duckdb.InterruptException as exc:
        raise SlowQueryError(f"took longer than {timeout_seconds:g} s; choose less", subject=question.name) from exc
    except duckdb.OutOfMemoryException as exc:
        reason = "needs more memory than SITREP_QUERY_MEMORY gives it: raise that, or choose less"
        raise SlowQueryError(reason, subject=question.name) from exc
    except (duckdb.CatalogException, duckdb.BinderException) as exc:
        reason = f"the published tables are of another version; build the models and publish again ({exc})"
        raise SettingsError(reason, subject=question.name) from exc
    finally:
        timer.cancel()
