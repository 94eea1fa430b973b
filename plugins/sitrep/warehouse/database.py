"""Hold the warehouse: one process at a time, and whoever comes second is told who came first.

In      Settings, and what the holder is about to do ("load", "models", "publish")
Out     a lock on `warehouse.lock`; with `hold_warehouse` a connection to a migrated database as well
Units   wait_seconds: how long to wait for another holder before giving up
Errors  BusyError naming the holder's process, machine and job; SettingsError for a file of a newer version
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from sitrep.errors import BusyError
from sitrep.settings import Settings
from sitrep.warehouse.migrations import apply_migrations

STORAGE = "v1.5.0"


@contextmanager
def lock_warehouse(settings: Settings, what: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock file without opening the database: dbt opens it by itself."""
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / "warehouse.lock"
    holder = settings.home / "warehouse.holder"
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as exc:
        raise BusyError(f"is held by {_read_holder(holder)}; try again when it has ended", subject=str(path)) from exc
    try:
        holder.write_text(json.dumps({"pid": os.getpid(), "host": platform.node(), "what": what}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


@contextmanager
def hold_warehouse(settings: Settings, what: str, *, wait_seconds: float = 0.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Lock the warehouse, open it, bring its schema up to date, and close it at the end so that no WAL is left."""
    with lock_warehouse(settings, what, wait_seconds=wait_seconds):
        con = connect_file(settings.warehouse, memory=settings.warehouse_memory)
        try:
            apply_migrations(con, settings.warehouse)
            yield con
        finally:
            con.close()


def connect_file(path: Path, *, memory: str, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database file. A file held by a process that ignores our lock (a client, say) is BusyError too."""
    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": memory}
    if not read_only:
        config["storage_compatibility_version"] = STORAGE
    try:
        con = duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.IOException as exc:
        if "lock" not in str(exc).lower():
            raise
        raise BusyError(f"is open in another program ({exc})", subject=str(path)) from exc
    # Instants are UTC wherever the machine stands.
    con.execute("set timezone = 'UTC'")
    return con


def _read_holder(holder: Path) -> str:
    try:
        seen = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {seen['pid']} on {seen['host']} ({seen['what']})"
    except (OSError, ValueError, KeyError):
        # Killed or just starting: the lock is real, the note is not there.
        return "another process"
