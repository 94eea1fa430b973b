"""Keep the newest snapshot open, and answer questions from many threads.

In      Settings; questions of `sitrep.views`
Out     answers of the snapshot that is newest when they are asked
Errors  SettingsError before the first publish; those of `sitrep.views.ask`
Why     Opening takes longer than asking. A publish moves a link: when it leads elsewhere, the next question opens the
        new file, and those still running finish on the old one. A cursor of a hardened connection would lose its
        default database, which can no longer be set; so each thread that asks borrows a whole connection.
"""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sitrep.errors import SettingsError
from sitrep.settings import Settings
from sitrep.views import Answer, Filters, Span, ask, build_question, read_instant, read_span
from sitrep.warehouse import find_snapshot, open_snapshot

# Two cores: more queries at once would only make each slower, and all of them late.
_CONNECTIONS = 3


class OpenSnapshot:
    """One published file with a few connections to it, opened when they are needed."""

    def __init__(self, settings: Settings, path: Path) -> None:
        """Open the first connection, and ask it what is asked of every snapshot."""
        self.path = path
        self.published_at: dt.datetime = read_instant(path)
        self._settings = settings
        self._slots = threading.BoundedSemaphore(_CONNECTIONS)
        self._idle: queue.SimpleQueue[duckdb.DuckDBPyConnection] = queue.SimpleQueue()
        with self.connection() as con:
            self.span: Span = read_span(con)

    @contextmanager
    def connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Borrow a connection; where all are out, wait for one."""
        with self._slots:
            try:
                con = self._idle.get_nowait()
            except queue.Empty:
                con = _open(self._settings, self.path)
            try:
                yield con
            finally:
                self._idle.put(con)


def _open(settings: Settings, path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return open_snapshot(settings, path=path)
    except (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException) as exc:
        raise SettingsError(f"cannot be read; publish again ({exc})", subject=path.name) from exc


class SnapshotReader:
    """The one place that opens the snapshot for the dashboard."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet: there may be nothing to open."""
        self._settings = settings
        self._lock = threading.Lock()
        self._open: OpenSnapshot | None = None

    def current(self) -> OpenSnapshot:
        """The newest snapshot, open."""
        path = find_snapshot(self._settings)
        with self._lock:
            if self._open is None or self._open.path != path:
                self._open = OpenSnapshot(self._settings, path)
            return self._open

    def ask(self, view: str, filters: Filters, *, record_id: str | None = None) -> Answer:
        """Answer a view."""
        snapshot = self.current()
        question = build_question(view, filters, snapshot.span, record_id=record_id)
        with snapshot.connection() as con:
            return ask(con, question)
