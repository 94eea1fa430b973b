"""Open the published snapshot for reading, so that no query can change, reach or hold anything.

In      Settings, or the path of a published file
Out     a connection with the snapshot as its default database, every mart reachable by its bare name
Units   memory: as DuckDB writes it ("2GB")
Errors  SettingsError where nothing has been published yet

A connection that is only `read_only` can still write files and read others (`COPY TO`, `read_text`). So the snapshot
is attached to a database in memory, access to anything outside is switched off, and the configuration is locked.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from sitrep.errors import SettingsError
from sitrep.settings import Settings

_ATTEMPTS = 5
SEARCH_PATH = ("main", "intermediate", "staging", "raw")


def open_snapshot(
    settings: Settings, *, path: Path | None = None, timeout_seconds: float | None = None
) -> duckdb.DuckDBPyConnection:
    """Open the newest snapshot, or the one at `path`. DuckDB 1.5 has no time limit of its own: see `sitrep.query`."""
    con = duckdb.connect(
        config={
            "memory_limit": settings.query_memory,
            "threads": 2,
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "python_enable_replacements": "false",
            # Nothing may be written beside the database, spilled rows included.
            "temp_directory": "",
        }
    )
    _attach(con, settings, path)
    con.execute("use sitrep")
    found = con.execute("select schema_name from duckdb_schemas() where database_name = 'sitrep'").fetchall()
    present = [f"sitrep.{schema}" for schema in SEARCH_PATH if (schema,) in found]
    con.execute(f"set search_path = '{','.join(present)}'")
    con.execute("set timezone = 'UTC'")
    if timeout_seconds is not None and has_time_limit(con):
        con.execute(f"set max_execution_time = {max(1, round(timeout_seconds * 1000))}")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


def _attach(con: duckdb.DuckDBPyConnection, settings: Settings, path: Path | None) -> None:
    """Attach the snapshot. Between reading the link and opening the file many publishes may remove it: look again."""
    for attempt in range(_ATTEMPTS):
        file = path.resolve() if path else find_snapshot(settings)
        name = str(file).replace("'", "''")
        try:
            con.execute(f"attach '{name}' as sitrep (read_only)")
        except duckdb.IOException:
            if file.exists() or attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def find_snapshot(settings: Settings) -> Path:
    """Return the published file itself, past the link: what is open stays, though the link moves on."""
    file = settings.snapshot.resolve()
    if not file.is_file():
        raise SettingsError(
            "nothing is published yet: run `sitrep demo`, `sitrep nightly` or `sitrep backfill`",
            subject=str(settings.snapshot),
        )
    return file


def has_time_limit(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether this DuckDB stops long queries by itself (2.0 does)."""
    found = con.execute("select 1 from duckdb_settings() where name = 'max_execution_time'").fetchall()
    return bool(found)
