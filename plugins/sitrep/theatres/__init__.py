"""What is particular to one war, as data: its fronts, their names, places, towns held, official series.

In      a theatre: the name of a folder beside this file, or a path to a folder of your own
Out     frozen rows, in file order; each reader is cached by folder
Units   days inclusive at both ends; degrees WGS84; radii in kilometres
Errors  LexiconError naming file and line, for a missing file, column or value, and for a front id nobody defined

It is a room of data because another war is another folder: no module elsewhere names a town or a front.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sitrep.errors import LexiconError

__all__ = [
    "Alias",
    "Front",
    "FrontAnchor",
    "FrontLabel",
    "FrontPlace",
    "HeldTown",
    "Measure",
    "Place",
    "folder",
    "read_aliases",
    "read_border",
    "read_front_anchors",
    "read_front_labels",
    "read_front_places",
    "read_fronts",
    "read_measures",
    "read_places",
    "read_rows",
    "read_towns_held",
]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Front:
    """One front while it had that name; `predecessors` are the fronts it took over from."""

    front_id: str
    name: str
    lineage: str
    sector: str
    valid_from: dt.date
    valid_to: dt.date | None
    predecessors: tuple[str, ...]
    radius_km: float | None
    aliases: tuple[str, ...]

    def is_active(self, day: dt.date) -> bool:
        """Whether the front was a front on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class FrontLabel:
    """A command's name for one or more fronts, while it used it."""

    authority: str
    label: str
    front_ids: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class FrontAnchor:
    """A settlement that marks where a front runs."""

    front_id: str
    name: str
    admin1: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class FrontPlace:
    """A settlement that a command counted under a front on those days, whatever the distances say."""

    front_id: str
    place: str
    lat: float
    lon: float
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class HeldTown:
    """A larger town and the days on which the occupier held it; open-ended while it still does."""

    town: str
    admin1: str
    lat: float
    lon: float
    held_from: dt.date
    held_to: dt.date | None

    def is_held(self, day: dt.date) -> bool:
        """Whether the occupier held it on that day."""
        return self.held_from <= day and (self.held_to is None or day <= self.held_to)


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement, region or feature; `admin1` is GeoNames' code, `front_ids` the front that it names outright."""

    place_id: str
    name: str
    name_uk: str
    kind: str
    country: str
    admin1: str
    lat: float | None
    lon: float | None
    population: int
    spellings: tuple[str, ...]
    front_ids: tuple[str, ...]
    coord_source: str

    @property
    def is_approx(self) -> bool:
        """Whether the coordinates are only good to about 3 km."""
        return "approx" in self.coord_source


@dataclass(frozen=True, slots=True)
class Alias:
    """Other spellings and older names of one settlement."""

    canonical: str
    name_uk: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One official series: figures of `side`, `entity` and `effects` belong to it, where `wording` fits the quote."""

    measure_id: str
    name: str
    side: str
    entity: str
    effects: tuple[str, ...]
    unit: str
    wording: tuple[str, ...]
    group: str


def folder(name_or_path: str | Path) -> Path:
    """Return the theatre's folder: a name is looked up beside this file, a path is taken as it is."""
    for path in (_HERE / str(name_or_path), Path(name_or_path)):
        if (path / "fronts.csv").is_file():
            return path.absolute()
    known = ", ".join(sorted(p.parent.name for p in _HERE.glob("*/fronts.csv")))
    raise LexiconError(
        f"no such theatre (with a fronts.csv); those that come along: {known}", subject=str(name_or_path)
    )


def read_rows(theatre: str | Path, file: str, columns: frozenset[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row of a theatre's CSV with its "file:line"; every named column must be there."""
    path = folder(theatre) / file
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if missing := columns - set(reader.fieldnames or ()):
                raise LexiconError(f"lacks the columns {', '.join(sorted(missing))}", subject=str(path))
            for row in reader:
                where = f"{path}:{reader.line_num}"
                if None in row or None in row.values():
                    raise LexiconError("has not as many fields as the header", subject=where)
                yield where, row
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise LexiconError(f"cannot be read ({exc})", subject=str(path)) from exc


@cache
def read_fronts(theatre: str | Path) -> dict[str, Front]:
    """Read fronts.csv, by id, in file order."""
    fronts: dict[str, Front] = {}
    columns = frozenset(
        ["front_id", "name", "lineage", "sector", "valid_from", "valid_to", "predecessor", "radius_km", "aliases"]
    )
    for where, row in read_rows(theatre, "fronts.csv", columns):
        front = Front(
            front_id=_text(row, "front_id", where),
            name=_text(row, "name", where),
            lineage=row["lineage"],
            sector=row["sector"],
            valid_from=_day(row, "valid_from", where),
            valid_to=_day_or_none(row, "valid_to", where),
            predecessors=_split(row["predecessor"], "|"),
            radius_km=_number(row, "radius_km", where) if row["radius_km"] else None,
            aliases=_split(row["aliases"], ";"),
        )
        if front.front_id in fronts:
            raise LexiconError(f"front {front.front_id!r} stands twice", subject=where)
        fronts[front.front_id] = front
    for front in fronts.values():
        _check_fronts(front.predecessors, fronts, f"fronts.csv: {front.front_id}")
    return fronts


@cache
def read_front_labels(theatre: str | Path) -> tuple[FrontLabel, ...]:
    """Read front_labels.csv; every front id must stand in fronts.csv."""
    fronts, labels = read_fronts(theatre), []
    columns = frozenset(["authority", "label_en", "front_ids", "valid_from", "valid_to"])
    for where, row in read_rows(theatre, "front_labels.csv", columns):
        ids = _split(row["front_ids"], "|")
        _check_fronts(ids, fronts, where)
        labels.append(
            FrontLabel(
                authority=row["authority"],
                label=_text(row, "label_en", where),
                front_ids=ids,
                valid_from=_day(row, "valid_from", where),
                valid_to=_day_or_none(row, "valid_to", where),
            ),
        )
    return tuple(labels)


@cache
def read_front_anchors(theatre: str | Path) -> tuple[FrontAnchor, ...]:
    """Read front_anchors.csv; every front id must stand in fronts.csv."""
    fronts, anchors = read_fronts(theatre), []
    columns = frozenset(["front_id", "settlement_geonames", "admin1", "lat", "lon"])
    for where, row in read_rows(theatre, "front_anchors.csv", columns):
        _check_fronts((row["front_id"],), fronts, where)
        name = _text(row, "settlement_geonames", where)
        lat, lon = _number(row, "lat", where), _number(row, "lon", where)
        anchors.append(FrontAnchor(row["front_id"], name, row["admin1"], lat, lon))
    return tuple(anchors)


@cache
def read_front_places(theatre: str | Path) -> tuple[FrontPlace, ...]:
    """Read front_places.csv; every front id must stand in fronts.csv."""
    fronts, places = read_fronts(theatre), []
    columns = frozenset(["front_id", "place", "admin1", "lat", "lon", "valid_from", "valid_to"])
    for where, row in read_rows(theatre, "front_places.csv", columns):
        _check_fronts((row["front_id"],), fronts, where)
        lat, lon = _number(row, "lat", where), _number(row, "lon", where)
        days = _day(row, "valid_from", where), _day_or_none(row, "valid_to", where)
        places.append(FrontPlace(row["front_id"], _text(row, "place", where), lat, lon, *days))
    return tuple(places)


@cache
def read_towns_held(theatre: str | Path) -> tuple[HeldTown, ...]:
    """Read towns_held.csv; a town may stand twice, for two stretches."""
    towns = []
    columns = frozenset(["town", "admin1", "lat", "lon", "held_from", "held_to"])
    for where, row in read_rows(theatre, "towns_held.csv", columns):
        lat, lon = _number(row, "lat", where), _number(row, "lon", where)
        days = _day(row, "held_from", where), _day_or_none(row, "held_to", where)
        towns.append(HeldTown(_text(row, "town", where), row["admin1"], lat, lon, *days))
    return tuple(towns)


@cache
def read_places(theatre: str | Path) -> tuple[Place, ...]:
    """Read places.csv: some ten thousand rows, so that the readers below it are called once a process."""
    fronts, places, seen = read_fronts(theatre), [], set()
    columns = frozenset(
        [
            "place_id",
            "name",
            "name_uk",
            "kind",
            "country",
            "admin1",
            "lat",
            "lon",
            "population",
            "spellings",
            "front_ids",
            "coord_source",
        ],
    )
    for where, row in read_rows(theatre, "places.csv", columns):
        if row["place_id"] in seen:
            raise LexiconError(f"place {row['place_id']!r} stands twice", subject=where)
        seen.add(row["place_id"])
        _check_fronts(_split(row["front_ids"], "|"), fronts, where)
        places.append(
            Place(
                place_id=_text(row, "place_id", where),
                name=_text(row, "name", where),
                name_uk=row["name_uk"],
                kind=_text(row, "kind", where),
                country=row["country"],
                admin1=row["admin1"],
                lat=_number(row, "lat", where) if row["lat"] else None,
                lon=_number(row, "lon", where) if row["lon"] else None,
                population=int(_number(row, "population", where)) if row["population"] else 0,
                spellings=_split(row["spellings"], ";"),
                front_ids=_split(row["front_ids"], "|"),
                coord_source=row["coord_source"],
            ),
        )
    return tuple(places)


@cache
def read_aliases(theatre: str | Path) -> tuple[Alias, ...]:
    """Read place_aliases.csv."""
    columns = frozenset(["canonical", "name_uk", "aliases"])
    return tuple(
        Alias(_text(row, "canonical", where), row["name_uk"], _split(row["aliases"], ";"))
        for where, row in read_rows(theatre, "place_aliases.csv", columns)
    )


@cache
def read_measures(theatre: str | Path) -> tuple[Measure, ...]:
    """Read measures.csv; where a figure fits several rows, the first one has it."""
    columns = frozenset(["measure_id", "name", "side", "entity", "effects", "unit", "wording", "group"])
    return tuple(
        Measure(
            measure_id=_text(row, "measure_id", where),
            name=_text(row, "name", where),
            side=row["side"],
            entity=_text(row, "entity", where),
            effects=_split(row["effects"], "|"),
            unit=row["unit"],
            wording=_split(row["wording"], "|"),
            group=row["group"],
        )
        for where, row in read_rows(theatre, "measures.csv", columns)
    )


@cache
def read_border(theatre: str | Path) -> tuple[tuple[float, float], ...]:
    """Read border.csv: points along the border that the war is fought over, good to some 5 km."""
    return tuple(
        (_number(row, "lat", where), _number(row, "lon", where))
        for where, row in read_rows(theatre, "border.csv", frozenset(["lat", "lon"]))
    )


def _check_fronts(ids: tuple[str, ...], fronts: dict[str, Front], where: str) -> None:
    if unknown := [front_id for front_id in ids if front_id not in fronts]:
        raise LexiconError(f"names fronts that fronts.csv does not have: {', '.join(unknown)}", subject=where)


def _split(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def _text(row: dict[str, str], column: str, where: str) -> str:
    if not (value := row[column].strip()):
        raise LexiconError(f"{column} is empty", subject=where)
    return value


def _number(row: dict[str, str], column: str, where: str) -> float:
    try:
        return float(row[column])
    except ValueError as exc:
        raise LexiconError(f"{column} is no number: {row[column]!r}", subject=where) from exc


def _day(row: dict[str, str], column: str, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(row[column])
    except ValueError as exc:
        raise LexiconError(f"{column} is no day: {row[column]!r}", subject=where) from exc


def _day_or_none(row: dict[str, str], column: str, where: str) -> dt.date | None:
    return _day(row, column, where) if row[column] else None
