"""Load the theatre's own data (fronts, places, official series, actors, sources) where it has changed.

In      Settings: the theatre and the list of feeds
Out     the reference tables of schema `raw`, each replaced whole when its content differs
Errors  LexiconError, SettingsError from the readers, naming file and line
"""

from __future__ import annotations

import dataclasses
from typing import Any

import duckdb
import pyarrow as pa

from sitrep import theatres
from sitrep.settings import Settings
from sitrep.sources import read_sources


def load_references(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Bring every reference table up to date, inside the caller's transaction."""
    theatre = settings.theatre
    feeds = settings.feeds or theatres.folder(theatre) / "feeds.toml"
    _replace(con, "fronts", _rows(theatres.read_fronts(theatre).values()))
    _replace(con, "front_anchors", _rows(theatres.read_front_anchors(theatre)))
    _replace(con, "places", _rows(theatres.read_places(theatre)))
    measures = [{**row, "position": n} for n, row in enumerate(_rows(theatres.read_measures(theatre)))]
    _replace(con, "measures", measures)
    _replace(con, "actors", _read_actors(theatre))
    _replace(con, "sources", _rows(read_sources(feeds)))


def _rows(records: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # dataclasses of seven kinds
    return [dataclasses.asdict(record) for record in records]


def _read_actors(theatre: str) -> list[dict[str, Any]]:
    columns = ("actor_id", "name", "kind", "party", "valid_from", "valid_to", "aliases")
    rows = theatres.read_rows(theatre, "actors.csv", frozenset(columns))
    return [{name: row[name] or None for name in columns} | {"aliases": row["aliases"].split(";")} for _, row in rows]


def _replace(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    columns = [(str(name), str(kind)) for name, kind, *_ in con.execute(f"describe raw.{table}").fetchall()]
    # The table is read by DuckDB through this name.
    arrived = pa.table({name: [row[name] for row in rows] for name, _ in columns})
    con.register("arrived", arrived)
    casts = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in columns)
    con.execute(f"create or replace temp table new_reference as select {casts} from arrived")  # noqa: S608  # ours
    con.unregister("arrived")
    differs = con.execute(f"""
        select exists ((from new_reference except all from raw.{table})
            union all (from raw.{table} except all from new_reference))
    """).fetchall()  # noqa: S608  # names are ours
    if differs[0][0]:
        con.execute(f"delete from raw.{table}")  # noqa: S608  # names are ours
        con.execute(f"insert into raw.{table} from new_reference")  # names are ours
    con.execute("drop table temp.new_reference")
