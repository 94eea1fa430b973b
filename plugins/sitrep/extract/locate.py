"""Locate rows of a table: which settlement each place is, where it lies, and to which front it belonged that day.

In      rows with `date` (ISO) and `place`; `group` holds the same value for places that a report names together
Out     the same rows in the same order, with `place_id`, `lat`, `lon` and `front_id` added; "" where unknown
Units   degrees WGS84
Errors  ParseError, naming row and column, for a table without those columns or a date that is none
Source  the theatre's places.csv and fronts

Places named together stand under one heading of a report, so that they are resolved together: the front that fits most
of them best decides which of several villages of one name is meant. A row with its own clear front keeps it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitrep.errors import ParseError
from sitrep.extract import fronts
from sitrep.extract.gazetteer import load_gazetteer
from sitrep.extract.homonyms import choose
from sitrep.extract.places import find_places
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.theatres import Place

_NEEDED = ("date", "place")
_REACH = 2.0  # times its radius: how far from a group's front its places may lie, their coordinates being rough
_SPREAD_KM = 12.0  # the distance over which a vote for a front falls to a third


@dataclass(slots=True)
class _Spot:
    """One row's day and candidates; `label` holds fronts that the place names as a direction."""

    day: dt.date
    candidates: tuple[Place, ...]
    label: str | None = None
    place: Place | None = None


def locate_rows(rows: Iterable[Mapping[str, str]], *, theatre: str = DEFAULT_THEATRE) -> Iterator[dict[str, str]]:
    """Yield each row with what is known of its place."""
    listed = list(rows)
    spots = [_read_spot(row, number, theatre) for number, row in enumerate(listed, 1)]
    groups: dict[str, list[_Spot]] = {}
    for row, spot in zip(listed, spots, strict=True):
        if row.get("group"):
            groups.setdefault(row["group"], []).append(spot)
    settled = {id(spot): front for group in groups.values() for spot, front in _resolve_group(group, theatre)}
    for row, spot in zip(listed, spots, strict=True):
        front = settled.get(id(spot)) or _resolve_alone(spot, theatre)
        yield {**row, **_columns(spot.place), "front_id": front}


def _columns(place: Place | None) -> dict[str, str]:
    if place is None:
        return {"place_id": "", "lat": "", "lon": ""}
    return {"place_id": place.place_id, "lat": _degrees(place.lat), "lon": _degrees(place.lon)}


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}".rstrip("0").rstrip(".")


def _read_spot(row: Mapping[str, str], number: int, theatre: str) -> _Spot:
    for column in _NEEDED:
        if row.get(column) is None:
            raise ParseError(f"lacks the column {column!r}", subject=f"row {number}")
    try:
        day = dt.date.fromisoformat(row["date"].strip()[:10])
    except ValueError as exc:
        raise ParseError(f"date is no day: {row['date']!r}", subject=f"row {number}") from exc
    name = " ".join(row["place"].split())
    gazetteer = load_gazetteer(theatre)
    if found := gazetteer.find(name):
        # "Pervomaiske" may be spelled like one village and sound like another: the company decides.
        return _Spot(day, tuple(dict.fromkeys([*found, *gazetteer.find_like(name)])))
    for mention in find_places(name, day, theatre=theatre):
        if mention.role == "front":
            ids = fronts.active_fronts(mention.front_ids, day, theatre)
            return _Spot(day, (), "|".join(ids) or fronts.UNSPECIFIED)
        if mention.start == 0 and mention.place_id is not None:
            return _Spot(day, tuple(p for p in gazetteer.places if p.place_id == mention.place_id))
    return _Spot(day, gazetteer.find_like(name))


def _resolve_alone(spot: _Spot, theatre: str) -> str:
    if spot.label:
        return spot.label
    if spot.candidates:
        spot.place = choose(spot.candidates, (), spot.day, theatre)
    return fronts.resolve_front(spot.place, spot.day, theatre).front_id


def _resolve_group(group: Sequence[_Spot], theatre: str) -> Iterator[tuple[_Spot, str]]:
    """Let the places vote for a front, each by its candidate nearest to it; then hold them to it."""
    votes: dict[str, float] = {}
    for spot in group:
        for front_id, way in _ways(spot, theatre).items():
            votes[front_id] = votes.get(front_id, 0.0) + math.exp(-way / _SPREAD_KM)
    if not votes:
        return
    winner = min(votes, key=lambda front_id: (-votes[front_id], front_id))
    reach = _REACH * fronts.radius_km(winner, theatre)
    for spot in group:
        if spot.label:
            yield spot, spot.label
            continue
        if not spot.candidates:
            yield spot, winner
            continue
        way, nearest = min(
            ((_way(place, winner, spot.day, theatre), place) for place in spot.candidates),
            key=lambda pair: (pair[0], pair[1].place_id),
        )
        if way <= reach:
            spot.place = nearest
            yield spot, winner


def _ways(spot: _Spot, theatre: str) -> dict[str, float]:
    """For each front of the day the distance from its anchors to the nearest candidate."""
    ways: dict[str, float] = {}
    for place in spot.candidates:
        if place.lat is None or place.lon is None or place.kind == "region":
            continue
        for front_id, way in fronts.nearest_fronts(place.lat, place.lon, spot.day, theatre).items():
            if way <= fronts.radius_km(front_id, theatre):
                ways[front_id] = min(way, ways.get(front_id, math.inf))
    return ways


def _way(place: Place, front_id: str, day: dt.date, theatre: str) -> float:
    if place.lat is None or place.lon is None:
        return math.inf
    return fronts.nearest_fronts(place.lat, place.lon, day, theatre).get(front_id, math.inf)
