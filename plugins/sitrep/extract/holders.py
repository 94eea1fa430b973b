"""Say which side holds the place of a figure.

In      Analysis with its places; the finding; the side that speaks
Out     Side or None
Units   none
Errors  LexiconError at first use, if towns_held.csv is malformed
Source  theatres/<theatre>/towns_held.csv
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from functools import cache

from sitrep import theatres
from sitrep.extract import lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.findings import Finding
from sitrep.extract.mentions import PlaceMention
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.records import Side

# GeoNames' codes of the oblasts that are partly or wholly occupied; of Crimea and Sevastopol.
_OCCUPIED_CODES = frozenset(["05", "14", "08", "26", "11", "20"])
_CRIMEA_CODES = frozenset(["11", "20"])
_SELF_PROCLAIMED = ("crimea", "sevastopol", "donetsk people", "luhansk people", "lugansk people", "dpr", "lpr")
_HELD = frozenset(lexicon.load("sides")["things"]["held"])
_CAPITALS = frozenset(["moscow", "kyiv", "kiev"])
_REGIONAL = ("region", "oblast", "governor", "province", "direction", "sector", "front", "axis", "military")
_LOOK_BACK = 6
_DATELINE = 3


class Holders:
    """The places of one article and who holds them."""

    def __init__(self, analysis: Analysis) -> None:
        """Keep the places, by offset; a dateline is no place of a figure."""
        self._places = [
            place for place in analysis.places if place.role == "place" and not _is_dateline(place, analysis)
        ]
        self._starts = [place.start for place in self._places]
        self._text = analysis.document.text
        self._day = analysis.document.published

    def find(self, finding: Finding, speaker: Side | None) -> Side | None:
        """The holder of the nearest place of the sentence, else of the last one named before."""
        sentence, anchor = finding.line.sentence, finding.counted.quantity.start
        low, high = bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)
        is_held = bool(_HELD.intersection(finding.line.lows))
        is_moved = finding.effect in {"evacuated", "displaced"}
        for place in sorted(self._places[low:high], key=lambda place: abs(place.start - anchor)):
            if is_moved and self._text[max(0, place.start - 4) : place.start].lower().endswith(" to "):
                continue
            if (side := self._holder(place, speaker, is_held=is_held)) is not None:
                return side
        around = [*reversed(self._places[max(0, low - _LOOK_BACK) : low]), *self._places[high : high + 1]]
        for place in around:
            if place.kind != "country" and (side := self._holder(place, speaker, is_held=False)) is not None:
                return side
        return None

    def _holder(self, place: PlaceMention, speaker: Side | None, *, is_held: bool) -> Side | None:
        name = place.text.lower().removesuffix("'s").removesuffix("’s")
        after = self._text[place.end : place.end + 12].lower()
        if name in _CAPITALS and after.startswith(("'s", "’s")):
            return None
        if place.country == "RU" or any(word in name for word in _SELF_PROCLAIMED):
            return "ru"
        if place.country != "UA":
            return None if place.country is None else "other"
        is_town = name in _held_towns(self._day)
        if speaker == "ua" and is_town and after.lstrip().startswith(_REGIONAL):
            return "ua"  # the governor of a half-occupied oblast speaks of the part that is his
        if place.admin1 in _CRIMEA_CODES or is_town or is_held:
            return "ru"
        return "ua" if speaker != "ru" else self._holder_by_russia(place)

    @staticmethod
    def _holder_by_russia(place: PlaceMention) -> Side | None:
        """A Russian source speaks of the occupied part of an oblast, and of Ukraine as either."""
        if place.kind == "country":
            return None
        return "ru" if place.admin1 in _OCCUPIED_CODES else "ua"


def _is_dateline(place: PlaceMention, analysis: Analysis) -> bool:
    """Whether it is "KYIV, Ukraine (AP) —", which tells where the reporter sits."""
    document = analysis.document
    if place.start - document.body_start > 60:  # noqa: PLR2004  # a dateline opens the text
        return False
    return place.text.isupper() and len(place.text) > _DATELINE


@cache
def _held_towns(day: dt.date | None) -> frozenset[str]:
    towns = theatres.read_towns_held(DEFAULT_THEATRE)
    return frozenset(town.town.lower() for town in towns if day is None or town.is_held(day))
