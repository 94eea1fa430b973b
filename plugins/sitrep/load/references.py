"""Load the theatre's own data (fronts, places, official series, actors, sources) where it has changed.

In      Settings: the theatre and the list of feeds
Out     the reference tables of schema `raw`, each replaced whole when its content differs
Errors  LexiconError, SettingsError from the readers, naming file and line
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from sitrep import theatres
from sitrep.settings import Settings
from sitrep.sources import read_sources

_FILES = ("fronts.csv", "front_anchors.csv", "places.csv", "measures.csv", "actors.csv")
_ACTORS = ("actor_id", "name", "kind", "party", "valid_from", "valid_to", "aliases")


def load_references(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Bring every reference table up to date, inside the caller's transaction; unchanged files are not parsed."""
    theatre, folder = settings.theatre, theatres.folder(settings.theatre)
    feeds = settings.feeds or folder / "feeds.toml"
    fingerprint = _fingerprint([*(folder / name for name in _FILES), feeds])
    if con.execute("select fingerprint from raw.reference_state").fetchall() == [(fingerprint,)]:
        return
    _replace(con, "fronts", theatres.read_fronts(theatre).values())
    _replace(con, "front_anchors", theatres.read_front_anchors(theatre))
    _replace(con, "places", theatres.read_places(theatre))
    measures = theatres.read_measures(theatre)
    _replace(con, "measures", measures, position=range(len(measures)))
    _replace(con, "sources", read_sources(feeds))
    actors = [row for _, row in theatres.read_rows(theatre, "actors.csv", frozenset(_ACTORS))]
    columns: dict[str, list[object]] = {name: [row[name] or None for row in actors] for name in _ACTORS}
    columns["aliases"] = [row["aliases"].split(";") for row in actors]
    _replace(con, "actors", (), **columns)
    con.execute("delete from raw.reference_state")
    con.execute("insert into raw.reference_state values (?)", [fingerprint])


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        # A missing file is for its reader to name.
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def _replace(con: duckdb.DuckDBPyConnection, table: str, records: Iterable[object], **more: Iterable[object]) -> None:
    """Replace the table's rows by the records; `more` holds columns that are no field of theirs."""
    columns = [(str(name), str(kind)) for name, kind, *_ in con.execute(f"describe raw.{table}").fetchall()]
    rows = list(records)
    arrived = pa.table(
        {name: list(more[name]) if name in more else [getattr(row, name) for row in rows] for name, _ in columns}
    )
    con.register("arrived", arrived)
    casts = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in columns)
    con.execute(f"delete from raw.{table}")  # noqa: S608  # names are ours
    con.execute(f"insert into raw.{table} select {casts} from arrived")  # noqa: S608  # names are ours
    con.unregister("arrived")
