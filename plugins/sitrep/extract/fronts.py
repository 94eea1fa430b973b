"""Say which front a place belongs to on a day.

In      a spot: kind, country, admin1, coordinates and the fronts that its name names; a day
Out     a front id of the theatre, or several joined by "|" where a label names several; "unspecified" where none fits
Units   kilometres, as the crow flies
Errors  LexiconError from the theatre's readers
Source  the theatre's fronts.csv, front_labels.csv, front_anchors.csv, front_places.csv, towns_held.csv,
        border.csv, geography.toml

In this order: the label that the text uses, a place that a front names outright, a town known to be held, distance to
the anchors of the fronts that are active that day, and last the special fronts (rear, border, Crimea, abroad).
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from sitrep import theatres
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.theatres.geography import Geography, read_geography

UNSPECIFIED = "unspecified"

RULES = {
    "front-label": "The text names the direction, axis or sector of a command.",
    "front-outright": "The place is one that a front names outright: a bridge, a plant, an island, a whole region.",
    "front-anchor": "The place marks a front that is active on the day, or lies nearest to one that does.",
    "front-held": "The place is, or lies by, a town that the occupier held on the day.",
    "front-special": "No front is near: rear, border belt, Russian rear, Crimea and the sea, or abroad.",
    "front-none": "Only a country, a region without a front of its own, or no place at all.",
}

_AT_KM = 3.0  # two records of one town differ by less
_AT_DEGREES = 0.03
_KM_PER_DEGREE = 111.2
_AREAS = frozenset({"country", "region", "area", "river", "sea"})


class Spot(Protocol):
    """What must be known of a place: PlaceMention and theatres.Place both do."""

    @property
    def kind(self) -> str: ...  # noqa: D102  # a protocol's members are told by its docstring
    @property
    def country(self) -> str | None: ...  # noqa: D102
    @property
    def admin1(self) -> str | None: ...  # noqa: D102
    @property
    def lat(self) -> float | None: ...  # noqa: D102
    @property
    def lon(self) -> float | None: ...  # noqa: D102
    @property
    def front_ids(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Verdict:
    """A front and the rule that found it. `distance_km` is the way to the anchor that decided."""

    front_id: str
    rule: str
    distance_km: float | None = None


_NOWHERE = Verdict(UNSPECIFIED, "front-none")


@dataclass(frozen=True, slots=True)
class _Anchor:
    front_id: str
    lat: float
    lon: float
    radius_km: float


def resolve_front(spot: Spot | None, day: dt.date, theatre: str = DEFAULT_THEATRE) -> Verdict:
    """Return the front of a place on a day. A spot that is a label itself has kind "front"."""
    if spot is None:
        return _NOWHERE
    if spot.front_ids and (named := _named(spot, day, theatre)):
        return Verdict(named, "front-label" if spot.kind == "front" else "front-outright")
    geography = read_geography(theatre)
    if spot.country and spot.country not in geography.sides | geography.silent:
        return Verdict(geography.special.abroad, "front-special")
    if spot.kind in _AREAS:
        return _resolve_area(spot, day, geography)
    if spot.lat is None or spot.lon is None or spot.kind == "front":
        return _NOWHERE
    return _resolve_point(spot, spot.lat, spot.lon, day, theatre)


def label_fronts(name: str, day: dt.date | None, theatre: str = DEFAULT_THEATRE) -> tuple[str, ...]:
    """Return the fronts that a command's label names: "Avdiivka", "South Donetsk", "Slobozhanskyi".

    Of several periods the one of the day wins, else the nearest in time; its fronts are carried to the day.
    """
    periods = _labels(theatre).get(_label_key(name), ())
    if not periods:
        return ()
    if day is None:
        return periods[0].front_ids if len(periods) == 1 else ()
    best = min(periods, key=lambda label: _days_off(label.valid_from, label.valid_to, day))
    return best.front_ids


def active_fronts(front_ids: Iterable[str], day: dt.date, theatre: str = DEFAULT_THEATRE) -> tuple[str, ...]:
    """Carry fronts to a day: one that was not yet, or is no more, gives way to what it came from or became."""
    fronts = theatres.read_fronts(theatre)
    kept: list[str] = []
    for front_id in front_ids:
        front = fronts[front_id]
        if front.is_active(day):
            kept.append(front_id)
            continue
        kin = [f for f in fronts.values() if f.lineage == front.lineage and f.sector != "special" and f.is_active(day)]
        succession = [f for f in kin if front_id in f.predecessors or f.front_id in front.predecessors]
        kept.extend(f.front_id for f in (succession or kin)[:1])
    return tuple(dict.fromkeys(kept))


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two points; exact enough for some hundred kilometres."""
    north = (lat - other_lat) * _KM_PER_DEGREE
    east = (lon - other_lon) * _KM_PER_DEGREE * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(north, east)


@lru_cache(maxsize=4096)
def nearest_fronts(lat: float, lon: float, day: dt.date, theatre: str = DEFAULT_THEATRE) -> dict[str, float]:
    """Return every front with anchors on that day, and the distance to its nearest one."""
    if named := _outright(lat, lon, day, theatre):
        return {named: 0.0}
    near: dict[str, float] = {}
    for anchor in _anchors(day, theatre):
        way = distance_km(lat, lon, anchor.lat, anchor.lon)
        if way < near.get(anchor.front_id, math.inf):
            near[anchor.front_id] = way
    return near


def radius_km(front_id: str, theatre: str = DEFAULT_THEATRE) -> float:
    """Return how far from its anchors a front reaches; 0 for a special front."""
    return theatres.read_fronts(theatre)[front_id].radius_km or 0.0


def _named(spot: Spot, day: dt.date, theatre: str) -> str:
    fronts = theatres.read_fronts(theatre)
    if spot.kind == "front":
        return "|".join(active_fronts(spot.front_ids, day, theatre))
    return "|".join(front_id for front_id in spot.front_ids if fronts[front_id].is_active(day))


def _resolve_area(spot: Spot, day: dt.date, geography: Geography) -> Verdict:
    if spot.country != geography.opponent or spot.kind == "country":
        return _NOWHERE
    salient, special = geography.salient, geography.special
    if spot.admin1 == salient.region and salient.first <= day <= salient.last:
        return Verdict(salient.front_id, "front-outright")
    return Verdict(special.border if spot.admin1 in geography.belt_regions else special.deep, "front-special")


def _resolve_point(spot: Spot, lat: float, lon: float, day: dt.date, theatre: str) -> Verdict:
    geography = read_geography(theatre)
    if spot.country in geography.silent:
        return _NOWHERE
    if spot.country == geography.opponent:
        return _resolve_abroad(lat, lon, spot.admin1, day, theatre)
    if spot.admin1 in geography.sea_regions:
        return Verdict(geography.special.sea, "front-special")
    verdict = _resolve_at_home(lat, lon, day, theatre)
    is_rear = verdict.front_id == geography.special.rear
    if (
        is_rear
        and spot.admin1 in geography.north_regions
        and _is_near_border(lat, lon, geography.north_reach_km, theatre)
    ):
        return Verdict(geography.north_front_id, "front-special")
    return verdict


def _resolve_abroad(lat: float, lon: float, admin1: str | None, day: dt.date, theatre: str) -> Verdict:
    """The opponent's ground: a salient, the border belt, or the rear."""
    geography = read_geography(theatre)
    salient = geography.salient
    way = nearest_fronts(lat, lon, day, theatre).get(salient.front_id, math.inf)
    if admin1 == salient.region and way <= radius_km(salient.front_id, theatre):
        return Verdict(salient.front_id, "front-anchor", way)
    if admin1 in geography.border_regions and _is_near_border(lat, lon, geography.border_reach_km, theatre):
        return Verdict(geography.special.border, "front-special")
    return Verdict(geography.special.deep, "front-special")


@lru_cache(maxsize=16_384)
def _resolve_at_home(lat: float, lon: float, day: dt.date, theatre: str) -> Verdict:
    if named := _outright(lat, lon, day, theatre):
        return Verdict(named, "front-outright")
    reach = _reach_degrees(theatre)
    near_by = [a for a in _anchors(day, theatre) if abs(a.lat - lat) <= reach]
    anchors = [(distance_km(lat, lon, a.lat, a.lon), a) for a in near_by]
    if at := _nearest((way, a) for way, a in anchors if way <= _AT_KM):
        return at
    geography = read_geography(theatre)
    reservoir, special = geography.reservoir, geography.special
    by_reservoir = any(distance_km(lat, lon, *town) <= reservoir.reach_km for town in reservoir.towns)
    if by_reservoir and theatres.read_fronts(theatre)[reservoir.front_id].is_active(day):
        return Verdict(reservoir.front_id, "front-special")
    held = min(_held(lat, lon, day, theatre), default=math.inf)
    near = _nearest((way, a) for way, a in anchors if way <= a.radius_km) if held > _AT_KM else None
    if near is not None:
        return near
    if held <= geography.held_reach_km:
        return Verdict(special.held, "front-held", held)
    return Verdict(special.rear, "front-special")


def _nearest(anchors: Iterable[tuple[float, _Anchor]]) -> Verdict | None:
    way, anchor = min(anchors, key=lambda pair: pair[0], default=(math.inf, None))
    return None if anchor is None else Verdict(anchor.front_id, "front-anchor", way)


def _outright(lat: float, lon: float, day: dt.date, theatre: str) -> str | None:
    """The front that a command counted this very settlement under on that day."""
    for place in theatres.read_front_places(theatre):
        if abs(place.lat - lat) > _AT_DEGREES or distance_km(lat, lon, place.lat, place.lon) > _AT_KM:
            continue
        if place.valid_from <= day and (place.valid_to is None or day <= place.valid_to):
            return place.front_id
    return None


@cache
def _reach_degrees(theatre: str) -> float:
    """How far north or south anything can matter to a place: what lies farther needs no distance."""
    radii = [front.radius_km or 0.0 for front in theatres.read_fronts(theatre).values()]
    return max(*radii, read_geography(theatre).held_reach_km, _AT_KM) / _KM_PER_DEGREE


def _held(lat: float, lon: float, day: dt.date, theatre: str) -> list[float]:
    reach = _reach_degrees(theatre)
    return [
        distance_km(lat, lon, town.lat, town.lon)
        for town in theatres.read_towns_held(theatre)
        if abs(town.lat - lat) <= reach and town.is_held(day)
    ]


def _is_near_border(lat: float, lon: float, reach_km: float, theatre: str) -> bool:
    points = theatres.read_border(theatre)
    return any(_distance_to_line((lat, lon), first, second) <= reach_km for first, second in itertools.pairwise(points))


def _distance_to_line(point: tuple[float, float], first: tuple[float, float], second: tuple[float, float]) -> float:
    (lat, lon), (lat1, lon1), (lat2, lon2) = point, first, second
    shrink = math.cos(math.radians(lat))
    east, north = (lon2 - lon1) * shrink, lat2 - lat1
    share = (((lon - lon1) * shrink) * east + (lat - lat1) * north) / (east * east + north * north)
    share = min(1.0, max(0.0, share))
    return distance_km(lat, lon, lat1 + share * (lat2 - lat1), lon1 + share * (lon2 - lon1))


def _days_off(start: dt.date, end: dt.date | None, day: dt.date) -> int:
    if day < start:
        return (start - day).days
    return (day - end).days if end is not None and day > end else 0


@lru_cache(maxsize=512)
def _anchors(day: dt.date, theatre: str) -> tuple[_Anchor, ...]:
    fronts = theatres.read_fronts(theatre)
    return tuple(
        _Anchor(anchor.front_id, anchor.lat, anchor.lon, fronts[anchor.front_id].radius_km or 0.0)
        for anchor in theatres.read_front_anchors(theatre)
        if fronts[anchor.front_id].is_active(day)
    )


@cache
def label_names(theatre: str = DEFAULT_THEATRE) -> dict[str, int]:
    """Return the first words of labels, and how many words the longest of each has."""
    longest: dict[str, int] = {}
    for key in _labels(theatre):
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


@cache
def _labels(theatre: str) -> dict[str, tuple[theatres.FrontLabel, ...]]:
    labels: dict[str, list[theatres.FrontLabel]] = {}
    for label in theatres.read_front_labels(theatre):
        labels.setdefault(_label_key(label.label), []).append(label)
        kind, _, name = label.label.partition(" ")
        if kind == "Battlegroup" and "(" in name:  # "Battlegroup Sever (North)" goes by either name
            labels.setdefault(_label_key(f"{kind} {name.partition('(')[2].rstrip(')')}"), []).append(label)
    return {key: tuple(periods) for key, periods in labels.items()}


def _label_key(label: str) -> str:
    """Make one label of "Kharkiv (2024-25)", "Donetsk direction" and "Donetsk"."""
    bare = label.partition("(")[0].replace("-", " ").replace("'", "").lower()
    words = [word for word in bare.split() if word not in ("direction", "sector", "axis", "sector/axis", "front")]
    return " ".join(words)
