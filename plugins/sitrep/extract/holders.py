"""Say which side holds a place, and so whose are the people there.

In      Analysis with its places; the finding; the side that speaks
Out     Side or None
Units   none
Errors  LexiconError at first use, if towns_held.csv is malformed
Source  theatres/<theatre>/towns_held.csv
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from functools import cache
from typing import cast

from sitrep import theatres
from sitrep.extract import lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.findings import Finding
from sitrep.extract.gazetteer import load_gazetteer, sound
from sitrep.extract.mentions import PlaceMention
from sitrep.records import Party, Side

# GeoNames' codes of the oblasts that are partly or wholly occupied; of Crimea and Sevastopol.
_OCCUPIED_CODES = frozenset(["05", "14", "08", "26", "11", "20"])
_CRIMEA = frozenset(["11", "20", "Crimea", "Sevastopol"])
_SELF_PROCLAIMED = ("crimea", "sevastopol", "donetsk people", "luhansk people", "lugansk people", "dpr", "lpr")
_HELD = frozenset(lexicon.load("sides")["things"]["held"])
_CAPITALS = frozenset(["moscow", "kyiv", "kiev"])
_REGIONAL = ("region", "oblast", "governor", "province", "direction", "sector", "front", "axis", "military")
# "Donetsk Regional State Administration", "Donetsk and Kherson regions"
_REGION = re.compile(
    r"(?:(?:,|,? and|,? or|,? as well as) (?:the )?[A-Z][\w’'-]+){0,6} "
    r"(?:region|oblast|province|RSA\b|OVA\b|military administration)",
    re.IGNORECASE,
)
_FIRE = r"(?:\w+ ){0,2}(?:attack|strike|shell|bomb|missile|drone|fire|artillery|troops (?:killed|shelled|hit|struck))"
_FIRE_OF = {
    side: re.compile(rf"\b{word}s?(?:'s|’s)? {_FIRE}") for side, word in (("ru", "russian?"), ("ua", "ukrain(?:e|ian)"))
}
_LOOK_BACK = 6
_ADJECTIVES = 50  # characters: "occupied parts of the Kherson region"
_DATELINE = 3


class Holders:
    """The places of one article and who holds them."""

    def __init__(self, analysis: Analysis) -> None:
        """Keep the places, by offset; a dateline is no place of a figure."""
        self._places = [
            place for place in analysis.places if place.role == "place" and not _is_dateline(place, analysis)
        ]
        self._starts = [place.start for place in self._places]
        self._analysis = analysis
        self._text = analysis.document.text

    def find(self, finding: Finding, speaker: Side | None) -> Side | None:
        """The holder of the nearest place of the sentence, else of the last one named before."""
        sentence, anchor = finding.line.sentence, finding.counted.quantity.start
        low, high = bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)
        is_held = not _HELD.isdisjoint(finding.line.lows)
        is_moved = finding.effect in {"evacuated", "displaced"}
        for place in sorted(self._places[low:high], key=lambda place: abs(place.start - anchor)):
            if is_moved and self._text[max(0, place.start - 4) : place.start].lower().endswith(" to "):
                continue
            # "Nikopol, across the river from the occupied plant": each place has its own adjectives.
            near = self._text[max(sentence.start, place.start - _ADJECTIVES) : place.end].lower().split()
            is_its = is_held and not _HELD.isdisjoint(near)
            if (side := self._holder(place, speaker, is_held=is_its)) is not None:
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
        if is_held_town(self._analysis, place):
            # The governor of a half-occupied oblast speaks of the part that is his.
            is_his = speaker == "ua" and after.lstrip().startswith(_REGIONAL)
            return "ua" if is_his or (speaker != "ru" and self._is_of_region(place)) else "ru"
        if place.admin1 in _CRIMEA or is_held:
            return "ru"
        return "ua" if speaker != "ru" else self._holder_by_russia(place)

    def _is_of_region(self, place: PlaceMention) -> bool:
        return names_region(self._analysis, place) or is_under_russian_fire(self._analysis)

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


def holder_of(analysis: Analysis, place: PlaceMention) -> Party | None:
    """The side whose officials a place has on the day of the article; None where no country is known."""
    if place.country == "UA":
        is_held = is_held_town(analysis, place) and not names_region(analysis, place)
        return "ru" if is_held or place.admin1 in _CRIMEA else "ua"
    if place.country is None:
        return None
    return "ru" if place.country == "RU" else "third"


def holder_under_fire(analysis: Analysis, place: PlaceMention) -> Party | None:
    """The side that a place's victims belong to: the town's name is its region's where all fire is Russia's."""
    held = holder_of(analysis, place)
    is_front = held == "ru" and place.country == "UA" and place.admin1 not in _CRIMEA
    return "ua" if is_front and is_under_russian_fire(analysis) else held


def names_region(analysis: Analysis, place: PlaceMention) -> bool:
    """Whether the name of an occupied town stands for its region, whose officials and people are Ukraine's."""
    if _REGION.match(analysis.document.text, place.end) is None:
        return False
    return load_gazetteer(analysis.theatre).find_region(place.text) is not None


def is_under_russian_fire(analysis: Analysis) -> bool:
    """Whether all fire that the article tells of is Russia's: who is hit by it is on Ukraine's side of the front."""
    return side_under_fire(analysis) == "ua"


def side_under_fire(analysis: Analysis) -> Side | None:
    """Whose side is hit by all the fire that the article tells of; None where both are, or nobody is said to fire."""
    known = analysis.memo.get("under-fire", "")
    if known == "":
        low = analysis.document.text.lower()
        by_russia, by_ukraine = (_FIRE_OF[side].search(low) is not None for side in ("ru", "ua"))
        known = analysis.memo["under-fire"] = None if by_russia == by_ukraine else "ua" if by_russia else "ru"
    return cast("Side | None", known)


def is_held_town(analysis: Analysis, place: PlaceMention) -> bool:
    """Whether a place is a town whose officials are the occupier's: of its oblast, however it is spelt."""
    towns = held_towns(analysis.document.published, analysis.theatre)
    return (sound(place.name), place.admin1) in towns and place.kind == "settlement"


@cache
def held_towns(day: dt.date | None, theatre: str) -> frozenset[tuple[str, str | None]]:
    """Towns whose officials are the occupier's on the day, by sound and oblast."""
    towns = theatres.read_towns_held(theatre)
    return frozenset((sound(town.town), town.admin1) for town in towns if day is None or town.is_held(day))
