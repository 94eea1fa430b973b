"""Tell the places where things happen from those that speak, act or only say where another place lies.

In      Analysis, with the spans of the words that name speakers
Out     the site places of a stretch of text, in groups: "in A, B and C of the Kherson region" is one group of three
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if a lexicon is malformed
Source  lexicon/en/events.toml, [place]
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from sitrep.extract import lexicon
from sitrep.extract.actors import fold
from sitrep.extract.analysis import Analysis
from sitrep.extract.event_senses import fold_name, words
from sitrep.extract.holders import names_region
from sitrep.extract.mentions import PlaceMention
from sitrep.extract.place_groups import MEETING, is_shore

Group = list[PlaceMention]

BROAD = 2  # a region or more: a named part says more
_RANKS = {"country": 4, "area": 3, "region": BROAD, "front": 1, "district": 1}
# What may stand between "in" and a name: "the areas of".
OF = r"(?:the )?(?:territory of (?:the )?|directions? of (?:the )?|areas? of (?:the )?|vicinity of (?:the )?)?"
_COUNTED = (
    r"(?:and )?(?:\d+|[a-z]+|another \w+)(?: (?:drones?|UAVs?|more|missiles?|attacks?|times))?(?: each)? "
    r"(?=over|in\b|on\b|near)"
)
_FLANK = r"(?:(?:north|south|east|west)\w*(?:[ -](?:and )?(?:north|south|east|west)\w*)? (?:of |[—–-] )?)?"
_KIND = (
    r"(?:(?:neighbou?ring|nearby|adjacent) )?"
    r"(?:(?:village|town|city|citie|settlement|area|communitie|Republic)s? of (?:the )?)?"
)
_LIST = re.compile(
    rf"\s*(?:[,;/–—-]|and|or|,? and|; and|, or|,? as well as|&|,? including|of|:)?\s*(?:{_COUNTED})?(?:– )?{_FLANK}"
    rf"(?:(?:also )?(?:over|in|near|at|on|around|to|of|towards?)\s+)?{OF}{_FLANK}{_KIND}"
)
_INSIDE = re.compile(
    r"\s*(?:and its (?:suburbs|outskirts|surroundings))?(?:,\s*|\(|\s)(?:(?:located\s+)?(?:in|of|on)\s+)?"
    r"(?:the\s+)?(?:(?!and\b|or\b)[\w’'-]+\s+){0,2}(?:in\s+(?:the\s+)?)?\(?"
)
_SAME = re.compile(r"\s*(?:,|\(|of|of the|the)?\s*(?:(?!and\b|or\b)[\w’'-]+\s+)?")
_PASSIVE_SEAT = re.compile(
    r" (?:was|were|has been|had been|came under|bore|comes under|also came under)\b(?! \w+ing\b)"
)
_SEAT = "(?:kyiv|kiev|moscow|washington|ukraine|russia)"
_TWO_SEATS = re.compile(rf"\b{_SEAT} and {_SEAT}\b")
# "Known in Ukraine as Krasna Hora".
_ALSO_CALLED = re.compile(
    r"\b(?:known|spelled|spelt|called)(?: \w+){0,3} as $"
    r"|\b(?:Ukraine|Ukrainians|Russia|Russians|Moscow|Kyiv) (?:spells|calls?|call it) $"
)
_CALLING = (" as ", " it ", "spells ", "call ", "calls ")
_OWNED = re.compile(r"\b(?:missiles|drones|strikes?|attacks?|barrage|shells|rockets|bombs) (?:at|on|against|across) $")
_AWAY = re.compile(
    r",? ?\(?(?:[a-z]+ ){0,3}(?:\d[\d.,]*|[a-z]+)[ -](?:kilomet(?:re|er)s?|km|miles?|met(?:re|er)s)\b"
    r"(?: \([^()]{1,20}\))? (?:\w+ ){0,3}(?:of|from) (?:the )?(?:\w+ of )?"
)
_COMPASS = r"(?:north|south|east|west)\w*"
_BESIDE = re.compile(
    # "A — south of B", "A, a village on the northern edge of B"; but "A, west of B" is a list.
    rf"(?: [—–-]|, (?:a|the) (?:village|town|settlement)|,(?= near )|,(?= {_COMPASS} of the (?:city|town|village) of))?"
    r" (?:just |to the )?"
    rf"(?:(?:on|at) the (?:\w+ )?(?:edge|outskirts|side) of|{_COMPASS}(?:[ -](?:and )?{_COMPASS})? of|near|outside)"
    r" (?:the )?(?:(?:city|town|village) of )?"
)
# "In the A and B directions, in the areas of C and D", "in the A direction near B".
_WITHIN = re.compile(
    r",? (?:near|in (?:the )?(?:areas?|districts?|vicinity) of) (?:the )?(?:(?:settlements?|villages?) of )?(?:the )?"
)
_AT = re.compile(
    r"(?:,| (?:air ?)?base| airfield| plant)? (?:in|near|outside) (?:the )?(?:[\w’'-]+ ){0,2}"
    r"(?:(?:city|town|port) of )?"
)
_SITES = frozenset(["airfield", "bridge", "dam", "plant", "reservoir"])
_FLANKS = frozenset(lexicon.load("places")["compass"])  # "the governor of the southern Mykolaiv region"
# "In the Belgorodsky district, the villages of Otradnoye and Ustinka".
_VILLAGES = re.compile(r", (?:the )?(?:settlements?|villages?|towns?|city|cities) of (?:the )?")
_GOES_ON = re.compile(r"(?: in (?:the )?\w+(?: \w+)?)?,? and [A-Z]|, [A-Z]")
_SHORE = re.compile(r",? (?:on|in) the ")
_NEARER = re.compile(r",? (?:in |near )?(?:the )?(?:(?:city|town|village|settlement)s? of )?(?:the )?")
_ASIDE = re.compile(r"^ \([^()]{1,30}\)")  # "in Donetsk region (east) and"
_LIST_GAP_CHARS = 90
_BEFORE_CHARS = 50
_LIST_CHARS = 8
_PAIR_CHARS = 16


@cache
def seats() -> frozenset[str]:
    """Seats of government, folded: their names act unless the text makes places of them."""
    return frozenset(lexicon.load("speech")["metonyms"])


def rank(place: PlaceMention) -> int:
    """How much a place holds: a settlement or feature 0, a country 4."""
    return _RANKS.get("area" if place.rule == "place-vague" and place.kind != "capital" else place.kind, 0)


class SitePlaces:
    """The site places of one article."""

    def __init__(self, analysis: Analysis, speaking: Sequence[tuple[int, int]]) -> None:
        """Keep the places that are no speakers: `speaking` are the sorted spans of who says what."""
        self._analysis = analysis
        self._text = analysis.document.text
        self._speaking = speaking
        self._speaking_starts = [start for start, _ in speaking]
        self._offices: list[PlaceMention] = []
        self.places = [place for place in analysis.places if self._is_site(place)]
        self._office_starts = [place.start for place in self._offices]
        self.starts = [place.start for place in self.places]
        self.told = Counter(place.name for place in self.places)

    def groups(self, start: int, end: int) -> list[Group]:
        """Return the places of a stretch, lists together."""
        first, last = bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)
        groups: list[Group] = []
        reached = -1
        for place in self.places[first:last]:
            gap = _ASIDE.sub("", self._text[reached : place.start])
            if not groups or not self._join(groups[-1], place, gap):
                groups.append([place])
            reached = place.end
        return groups

    def end_before(self, place: PlaceMention) -> int:
        """Where the place before this one ends, also one that only says where another lies."""
        return self.places[bisect.bisect_left(self.starts, place.start) - 1].end

    def office(self, start: int, end: int) -> PlaceMention | None:
        """The place of an office that a stretch names last: "the governor of Saratov region"."""
        i = bisect.bisect_left(self._office_starts, end) - 1
        return self._offices[i] if i >= 0 and self._offices[i].start >= start else None

    def _join(self, group: Group, place: PlaceMention, gap: str) -> bool:
        """Whether the place belongs to the group before it; it is added, or says more, or only says where."""
        if len(gap) >= _LIST_GAP_CHARS:
            return False
        last = group[-1]
        is_inside = len(group) == 1 and rank(place) < rank(last) and _VILLAGES.fullmatch(gap) is not None
        if is_inside or ((rank(place) <= rank(last) or last.kind == "sea") and _beyond().fullmatch(gap)):
            # "The Donbas town of Bakhmut": the first name only says where the second lies.
            group[-1] = place
        elif "including" in gap and last.kind in ("country", "area"):
            # "Attacks across Ukraine, including one on Kyiv"; but "several regions, including Sumy" is the whole.
            if last.kind == "country" or _GOES_ON.match(self._text, place.end):
                group[-1] = place
        elif last.rule == "place-vague" and _SAME.fullmatch(gap):
            # "The capital Kyiv", "the north of Kharkiv Oblast": the name says it.
            is_same = last.kind == "capital"
            whole = replace(place, start=last.start, text=self._text[last.start : place.end])
            group[-1] = place if is_same else whole
        elif (last.kind == "front" != place.kind and _WITHIN.fullmatch(gap)) or _narrows(last, place, gap):
            group[:] = [place]
        elif _says_where(last, place, gap) or (len(group) == 1 and gap == ", " and self._is_regional(place)):
            pass
        elif gap.strip() and _LIST.fullmatch(gap):
            group.append(place)
        else:
            return False
        return True

    def _is_regional(self, place: PlaceMention) -> bool:
        """Read "Ocheretyne, Donetsk, some nine miles from": the second name is the region."""
        return fold_name(place.text) in words("regional", "place") and self._ends(place)

    def _ends(self, place: PlaceMention) -> bool:
        """Whether no list goes on behind the place."""
        behind = self._text[place.end : place.end + _LIST_CHARS]
        is_comma = behind[:2] == ", " and not behind[2:3].isupper() and behind[2:6] != "and "
        return is_comma or behind[:1] in (".", "", ")")

    def _is_site(self, place: PlaceMention) -> bool:
        """A place where things happen: no dateline, no governor's region, no "front line", no seat that acts."""
        if place.rule == "place-dateline" or fold_name(place.text) in words("broad"):
            return False
        before = self._text[max(0, place.start - _BEFORE_CHARS) : place.start]
        if (before.endswith(("in ", "in the ", "St. ")) and MEETING.search(before)) or (
            before.endswith(_CALLING) and _ALSO_CALLED.search(before)
        ):
            return False
        if place.kind == "sea" and is_shore(self._text, place):
            return False
        is_office = _is_behind_office(before) or _behind_office().match(self._text, place.end)
        if is_office or self._is_speaking(place):
            self._offices.append(place)
            return False
        if fold_name(place.text) in seats() or place.kind == "country":
            return self._is_site_of_seat(place, before)
        return place.role != "actor"

    def _is_site_of_seat(self, place: PlaceMention, before: str) -> bool:
        """Whether things happen at a state or its seat: "on Kyiv", "Sumy, Kyiv and Odesa regions"."""
        is_country = place.kind == "country"
        around = self._text[max(0, place.start - _PAIR_CHARS) : place.end + _PAIR_CHARS]
        if " and " in around and _TWO_SEATS.search(fold(around)) is not None:
            # "Pressure on Kyiv and Moscow".
            return False
        if place.role == "actor" and before.endswith("in "):
            return False
        if self._text[place.end : place.end + 2] in ("'s", "’s"):
            is_target = _owned().match(self._text, place.end) is not None and is_country
            return is_target and _OWNED.search(before) is not None
        is_told = not is_country and (
            names_region(self._analysis, place) or _PASSIVE_SEAT.match(self._text, place.end) is not None
        )
        return is_told or _aimed().search(before) is not None

    def _is_speaking(self, place: PlaceMention) -> bool:
        i = bisect.bisect_right(self._speaking_starts, place.start) - 1
        return i >= 0 and place.start < self._speaking[i][1]


def _either(kind: str) -> str:
    return "|".join(re.escape(word) for word in sorted(lexicon.load("events")["place"][kind], key=len, reverse=True))


def _narrows(last: PlaceMention, place: PlaceMention, gap: str) -> bool:
    """Whether a settlement of the district or region before says more: "in the X district, A and B were shelled"."""
    is_inside = last.kind in ("district", "region") and place.kind == "settlement" and place.admin1 == last.admin1
    return is_inside and place.admin1 is not None and _NEARER.fullmatch(gap) is not None


def _says_where(last: PlaceMention, place: PlaceMention, gap: str) -> bool:
    """Whether the second place only says where the first lies."""
    if last.kind == "district" and gap in (" of ", " of the ", " in ", " in the "):
        # "The Darnytskyi district of the capital", "Mezhova community in Synelnykove district".
        return True
    if rank(place) > rank(last) and _INSIDE.fullmatch(gap):
        # "Hroza in Kharkiv region".
        return True
    if last.kind in _SITES and place.kind == "settlement" and _AT.fullmatch(gap):
        # "The steelworks in the city of Mariupol".
        return True
    # "A north of B", "A, five kilometres from B", "Odesa on the Black Sea".
    is_beside = _AWAY.fullmatch(gap) or _BESIDE.fullmatch(gap)
    return bool(is_beside or (place.kind == "sea" and _SHORE.fullmatch(gap)))


@cache
def _aimed() -> re.Pattern[str]:
    part = r"(?:(?:city|capital|port|town|outskirts|centre|center|suburbs),? (?:of )?)?"
    return re.compile(rf"\b(?:{_either('aimed')}),? (?:the )?{part}$")


@cache
def _owned() -> re.Pattern[str]:
    return re.compile(rf"['’]s (?:{_either('owned')})\b")


def _is_behind_office(before: str) -> bool:
    """'The governor of', 'mayor of the city of'."""
    before, _, last = before.lower().rstrip().rpartition(" ")
    if last not in _FLANKS:
        before += f" {last}"
    if not before.endswith(("of", "in", "the", "city")):
        return False
    left = before.split()
    while left and left[-1] in ("the", "city"):
        left.pop()
        if left and left[-1] == "of" and before.endswith("city of"):
            left.pop()
    return len(left) > 1 and left[-1] in ("of", "in") and left[-2] in words("office_before", "place")


@cache
def _behind_office() -> re.Pattern[str]:
    return re.compile(
        rf"(?:['’]s)? (?:(?:{_either('office_adjectives')}) )*(?:{_either('office_behind')})\b", re.IGNORECASE
    )


@cache
def _beyond() -> re.Pattern[str]:
    return re.compile(rf" (?:\w+ )?(?:{_either('beyond')}) of (?:the )?")
