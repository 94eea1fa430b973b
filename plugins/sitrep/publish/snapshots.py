"""Publish the warehouse: close, copy, fsync, check, rename, link.

In      Settings; `now`, the instant that names the file
Out     `snapshots/sitrep-<instant>.duckdb`, mode 0444, and the link `sitrep.duckdb` to it; the last N stay
Errors  BusyError where somebody holds the warehouse; AuditError where the copy is not whole or breaks a promise;
        SettingsError where there is nothing to publish
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

import duckdb

from sitrep.errors import AuditError, SettingsError
from sitrep.settings import Settings
from sitrep.warehouse import connect_file, lock_warehouse

KEYS = {
    "front_days": "day, front_id",
    "front_day_claims": "day, front_id, effect, entity_group, side",
    "incidents": "incident_id",
    "contested": "incident_id",
    "tallies": "day, claimant_side, measure_id",
    "timeline": "event_id",
    "source_health": "day, source_id",
    "coverage": "day",
}
"""The marts, and what each has one row of."""


def publish_snapshot(settings: Settings, now: dt.datetime, *, wait_seconds: float = 0.0) -> Path:
    """Publish what the warehouse holds now; returns the new file."""
    if not settings.warehouse.is_file():
        raise SettingsError("does not exist: load something first", subject=str(settings.warehouse))
    folder = settings.snapshots
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"sitrep-{now.astimezone(dt.UTC):%Y%m%dT%H%M%S%fZ}.duckdb"
    draft = folder / f".{final.name}.draft"
    with lock_warehouse(settings, "publish", wait_seconds=wait_seconds):
        # Whoever held the lock before us is gone: its drafts are debris of a killed run.
        for debris in folder.glob(".*.draft*"):
            debris.unlink()
        counts = _settle(settings)
        shutil.copyfile(settings.warehouse, draft)
        _check(draft, counts, settings)
        _fsync(draft)
        draft.chmod(0o444)
        draft.replace(final)
        _fsync(folder)
        _link(settings.snapshot, final)
        _prune(settings, keep=final)
    return final


def latest_snapshot(settings: Settings) -> Path | None:
    """Return the published file that readers get now, or None where nothing has been published."""
    file = settings.snapshot.resolve()
    return file if file.is_file() else None


def _settle(settings: Settings) -> dict[str, int]:
    """Count the rows, and write the WAL into the file, so that a plain copy is the whole database."""
    con = connect_file(settings.warehouse, memory=settings.warehouse_memory)
    try:
        counts = _count_rows(con)
        con.execute("force checkpoint")
    finally:
        con.close()
    wal = settings.warehouse.with_name(settings.warehouse.name + ".wal")
    if wal.exists():
        raise AuditError("was not written into the database", subject=str(wal))
    return counts


def _check(draft: Path, counts: dict[str, int], settings: Settings) -> None:
    """Open the copy as a reader would, and hold it against what was there."""
    con = connect_file(draft, memory=settings.warehouse_memory, read_only=True)
    try:
        copied = _count_rows(con)
        if copied != counts:
            differing = sorted(name for name in counts.keys() | copied.keys() if counts.get(name) != copied.get(name))
            raise AuditError(f"has other row counts than the warehouse: {', '.join(differing)}", subject=str(draft))
        if missing := [mart for mart in KEYS if f"main.{mart}" not in counts]:
            raise AuditError(f"lacks {', '.join(missing)}: build the models first", subject=str(settings.warehouse))
        for mart, key in KEYS.items():
            twins = con.execute(f"select {key} from {mart} group by all having count(*) > 1 limit 1").fetchall()  # noqa: S608  # ours
            if twins:
                raise AuditError(f"has two rows for {twins[0]}", subject=mart)
    finally:
        con.close()


def _count_rows(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = con.execute("select schema_name, table_name from duckdb_tables() where not temporary").fetchall()
    names = [f'"{schema}"."{table}"' for schema, table in tables]
    counts = [con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in names]  # noqa: S608  # the catalog's
    return {f"{schema}.{table}": count for (schema, table), count in zip(tables, counts, strict=True)}


def _link(link: Path, target: Path) -> None:
    """Move the link in one step; relative, so that the home can be moved or mounted elsewhere."""
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target.relative_to(link.parent))
    fresh.replace(link)
    _fsync(link.parent)


def _prune(settings: Settings, *, keep: Path) -> None:
    """Remove all but the last N; a reader that has one open keeps it until it closes."""
    files = sorted(settings.snapshots.glob("sitrep-*.duckdb"))
    for old in files[: -settings.snapshots_kept]:
        if old != keep:
            old.unlink(missing_ok=True)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
