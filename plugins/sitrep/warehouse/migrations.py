"""Bring a warehouse's schema up to date: numbered SQL files, applied once each, in order, on every open.

In      an open connection; `migrations/NNNN_name.sql` beside this file
Out     the tables of schema `raw`, and `raw.migrations` that lists what was applied
Errors  SettingsError where the file was written by a newer version: its rows may mean what we do not know
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb

from sitrep.errors import SettingsError


def apply_migrations(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Apply what is missing, each step in a transaction of its own; returns the version reached."""
    con.execute("create schema if not exists raw")
    con.execute("create table if not exists raw.migrations (version integer, name varchar)")
    steps = list_migrations()
    newest = steps[-1][0]
    row = con.execute("select coalesce(max(version), 0) from raw.migrations").fetchone()
    reached = int(row[0]) if row else 0
    if reached > newest:
        raise SettingsError(
            f"was written by a newer Sitrep (schema {reached}, this one knows {newest}): upgrade it, "
            "or take another SITREP_HOME",
            subject=str(path),
        )
    for version, name, sql in steps:
        if version > reached:
            con.begin()
            con.execute(sql)
            con.execute("insert into raw.migrations values (?, ?)", [version, name])
            con.commit()
    return newest


def list_migrations() -> list[tuple[int, str, str]]:
    """Every step as (version, name, SQL), oldest first."""
    folder = resources.files("sitrep.warehouse") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [(int(file.name[:4]), file.name[5:-4], file.read_text(encoding="utf-8")) for file in files]
