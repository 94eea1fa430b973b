"""Choose among places of one name: by the places named beside it, by the fronts of the day, by size.

In      candidates, most populous first; the company as (place, characters away); a day or None
Out     one of the candidates
Units   kilometres, characters
Errors  LexiconError from the theatre's readers
Source  own reasoning; the theatre's place_specials.csv lists the names that asked for it
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from sitrep.extract import fronts
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.theatres import Place
from sitrep.theatres.geography import read_geography

_COMPANY_SIZE = 3
_COMPANY_REACH_KM = 45.0
_FRONT_REACH_KM = 30.0
_CITY = 50_000
_CITY_TIMES = 10
_REGION_CHARS = 60
_FAR_KM = 2_000.0


def choose(
    candidates: Sequence[Place],
    company: Sequence[tuple[Place, int]],
    day: dt.date | None,
    theatre: str = DEFAULT_THEATRE,
) -> Place:
    """Return the likeliest place."""
    named = _in_named_region(candidates, company)
    if len(named) == 1:
        return named[0]
    candidates = named or candidates
    if len(candidates) == 1:
        return candidates[0]
    largest = candidates[0]
    scored = [(_company_km(place, company), place) for place in candidates]
    near = [(way, place) for way, place in scored if way <= _COMPANY_REACH_KM]
    is_city = largest.population >= _CITY and largest.population >= _CITY_TIMES * candidates[1].population
    if is_city and (not near or _company_km(largest, company) <= 2 * _COMPANY_REACH_KM):
        return largest
    if near:
        return min(near, key=lambda pair: (pair[0], -pair[1].population, pair[1].place_id))[1]
    if is_city or day is None:
        return _by_country(candidates, company, theatre)
    at_front = [(_front_km(place, day, theatre), place) for place in candidates]
    way, place = min(at_front, key=lambda pair: (pair[0], pair[1].place_id))
    return place if way <= _FRONT_REACH_KM else _by_country(candidates, company, theatre)


def _in_named_region(candidates: Sequence[Place], company: Sequence[tuple[Place, int]]) -> list[Place]:
    """Keep those in the region that stands close by: "Novoselivka in Kharkiv region"."""
    regions = [(chars, place) for place, chars in company if place.kind == "region" and chars <= _REGION_CHARS]
    if not regions:
        return []
    _, region = min(regions, key=lambda pair: (pair[0], pair[1].place_id))
    return [place for place in candidates if (place.country, place.admin1) == (region.country, region.admin1)]


def _by_country(candidates: Sequence[Place], company: Sequence[tuple[Place, int]], theatre: str) -> Place:
    """Prefer the country that the company lies in; the theatre's before others."""
    home = read_geography(theatre).home
    countries = [place.country for place, _ in company if place.kind != "country"]
    return max(candidates, key=lambda place: (place.country in countries, place.country == home, place.population))


def _company_km(place: Place, company: Sequence[tuple[Place, int]]) -> float:
    """The mean distance to the nearest few of the company."""
    if place.lat is None or place.lon is None:
        return _FAR_KM
    ways = sorted(
        fronts.distance_km(place.lat, place.lon, other.lat, other.lon)
        for other, _ in company
        if other.lat is not None
        and other.lon is not None
        and other.kind not in ("region", "country", "area", "sea", "river")
    )[:_COMPANY_SIZE]
    return sum(ways) / len(ways) if ways else math.inf


def _front_km(place: Place, day: dt.date, theatre: str) -> float:
    if place.lat is None or place.lon is None or place.country not in read_geography(theatre).sides:
        return math.inf
    return min(fronts.nearest_fronts(place.lat, place.lon, day, theatre).values(), default=math.inf)
