"""Choose the places that an event's trigger governs.

In      Analysis with the words that name speakers; a Trigger
Out     Sites, one event each; empty where the sentence names no place for it
Units   offsets in code points into `Document.text`, end excluded
Errors  none
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitrep.extract import lexicon
from sitrep.extract.actors import fold
from sitrep.extract.analysis import Analysis
from sitrep.extract.event_triggers import Trigger, words
from sitrep.extract.mentions import PlaceMention

RULES = {
    "place-governed": "The places behind the trigger in its clause: 'shelled A, B and C' is three events.",
    "place-before": "The places before the trigger: 'In Sumy, …', 'X was liberated'.",
    "place-listed": "The lines of a list behind the sentence name the places: 'downed 21 drones: 7 over …'.",
    "place-anaphor": "'The town', 'there', 'the region': the last place of that kind.",
}

_LIST = re.compile(
    r"\s*(?:[,;/–—-]|and|or|, and|; and|, or|as well as|, as well as|&|including|, including|of|:)?\s*"
    r"(?:(?:and )?(?:\d+|[a-z]+|others?|another \w+)(?: (?:drones?|UAVs?|more|missiles?|attacks?|times))? (?=over|in\b|on\b|near))?(?:– )?"
    r"(?:(?:also )?(?:over|in|near|at|on|around|to|of|towards|toward)\s+)?"
    r"(?:the )?(?:territory of (?:the )?|directions? of (?:the )?|areas? of |(?:village|town|city|settlement|area|vicinity|communitie)s? of (?:the )?)?"
)
_INSIDE = re.compile(
    r"\s*(?:,\s*|\(|\s)(?:(?:located\s+)?(?:in|of|on)\s+)?(?:the\s+)?(?:[\w’'-]+\s+){0,2}(?:in\s+)?\(?"
)
_MORE = re.compile(
    r"(?: in the (?:morning|evening|afternoon|night))?(?:,? and|,|;)(?: (?!was |were |has |had |said |is |are |will |as )[\w’'-]+){0,6}? (?:in|at|near|over|on|of|area of)(?: the)? (?:areas? of |vicinity of )?"
    r"|(?: in the (?:morning|evening|afternoon|night)),? and (?:the )?"
)
_PARTICULAR = re.compile(
    r",? (?:in particular|namely|including|specifically|especially),? (?:in |near )?(?:the )?(?:areas? of |vicinity of )?"
)
_SAME = re.compile(r"\s*(?:,|\(|of|of the|the)?\s*(?:[\w’'-]+\s+){0,1}")
_FROM = re.compile(
    r"\b(?:from|out of|via)\s+(?:(?!against\b|at\b|on\b|into\b|to\b|over\b)[\w’',-]+\s+){0,7}$", re.IGNORECASE
)
_OFFICE_BEFORE = re.compile(
    r"\b(?:mayor|governor|head|chief|leader|commander|authorities|council|administration|spokesm[ae]n|spokesperson) (?:of|in) (?:the )?(?:city of )?$",
    re.IGNORECASE,
)
_OFFICE_BEHIND = re.compile(
    r"(?:['’]s)? (?:(?:regional|oblast|city|region|military|acting|deputy|local|state)\s)*"
    r"(?:governor|mayor|prosecutor|council|administration|authorities|police|officials?|residents?|operational|spokes|groups? of forces|military admin|grouping)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:on|against|at|across|over|into|in|near|around|throughout|inside|outside|to|hit|struck|shelled|attacked|targeted|bombed|pounded|captured|seized|"
    r"liberated|reached|capture|attack|strike|including|toward|towards|capital|attack of|shelling of|bombing of|capture of|bombardment of|fall of|siege of|strikes of|city of|areas of|area of)\s+(?:the\s+)?(?:(?:city|capital|port|town|outskirts|centre|center|suburbs)\s+(?:of\s+)?|,\s)?$"
)
_LEADING = re.compile(r"(?:[–—-]\s*)?(?:In|At|On|Near|Over|Around|Across|Along|Throughout)\b")
_ANAPHOR = re.compile(
    r"\b(?:the|this) (region|oblast|province|city|town|village|settlement|district|community|hromada|peninsula|port|area|capital)\b|\b(there)\b"
)
_UNPLACED = frozenset(["prisoner_exchange", "mobilisation"])
_REGIONAL = frozenset(["region", "oblast", "province", "peninsula", "area"])
_RANKS = {"country": 4, "area": 3, "region": 2, "front": 1, "district": 1}
_BROAD = 2
_PASSIVE_SEAT = re.compile(
    r"(?: (?:was|were|has been|had been|came under|bore|comes under|also came under|region was)\b)"
)
_AUX = re.compile(r"\b(?:was|were|said|will|would|are|is)\b|, [A-Z]")
_NEAR_CHARS = 130
_LIST_GAP_CHARS = 90


@dataclass(frozen=True, slots=True)
class Site:
    """A place of an event: `text` as the article writes it, `mention` what it means."""

    start: int
    end: int
    text: str
    mention: PlaceMention
    rule: str

    @property
    def is_broad(self) -> bool:
        """A country, a region or a vague area: a named part says more."""
        return _rank(self.mention) >= _BROAD


class Sites:
    """The places of one article that can be sites of events."""

    def __init__(self, analysis: Analysis, speaking: Sequence[tuple[int, int]]) -> None:
        """Keep the places that are no speakers: `speaking` are the sorted spans of who says what."""
        self._document = analysis.document
        self._text = analysis.document.text
        self._seats = frozenset(lexicon.load("speech")["metonyms"])
        self._speaking = speaking
        self._speaking_starts = [start for start, _ in speaking]
        self._places = [place for place in analysis.places if self._is_site(place)]
        self._starts = [place.start for place in self._places]

    def of(self, trigger: Trigger) -> list[Site]:
        """Return the sites of the trigger's event."""
        sentence = self._document.sentences[trigger.sentence]
        groups = self._group(self._between(sentence.start, sentence.end))
        groups = [g for g in groups if self._suits(trigger, sentence.start, g[0])]
        inside = [g for g in groups if trigger.clause_start <= g[0].start < trigger.clause_end]
        behind = [g for g in inside if 0 <= g[0].start - trigger.end < _NEAR_CHARS]
        if (
            behind
            and _AUX.search(self._text, trigger.end, behind[0][0].start)
            and trigger.family in ("noun", "generic")
        ):
            behind = []
        before = [g for g in inside if g[0].start < trigger.start]
        if trigger.type in _UNPLACED:
            return []
        if behind:
            return _name(self._continued(behind), "place-governed")
        if before:
            return _name(before[-1], "place-before")
        if listed := self._listed(trigger):
            return listed
        if (known := self._anaphor(trigger)) is not None:
            return [known]
        fronted = [g for g in groups if g[0].start < trigger.start and self._is_fronted(sentence.start, g[0])]
        left = fronted or [g for g in groups if g[0].start < trigger.start and trigger.start - g[-1].end < _NEAR_CHARS]
        if left:
            return _name(left[-1], "place-before")
        right = [g for g in groups if 0 <= g[0].start - trigger.end < _NEAR_CHARS]
        return _name(right[0], "place-governed") if right else []

    def _continued(self, groups: list[list[PlaceMention]]) -> list[PlaceMention]:
        """The first group with those that its sentence adds: "in A, and power stations in B", "in particular in C"."""
        chosen = groups[0]
        for group in groups[1:]:
            gap = self._text[chosen[-1].end : group[0].start]
            if _PARTICULAR.fullmatch(gap):
                chosen = group
            elif _MORE.fullmatch(gap):
                chosen = chosen + group
            else:
                break
        return chosen

    def _between(self, start: int, end: int) -> list[PlaceMention]:
        return self._places[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]

    def _is_site(self, place: PlaceMention) -> bool:
        """A place where things happen: no dateline, no governor's region, no "front line", no seat that acts."""
        folded = fold(place.text)
        if place.rule == "place-dateline" or folded in words("broad"):
            return False
        i = bisect.bisect_right(self._speaking_starts, place.start) - 1
        if i >= 0 and place.start < self._speaking[i][1]:
            return False
        before = self._text[max(0, place.start - 50) : place.start]
        if _OFFICE_BEFORE.search(before) or _OFFICE_BEHIND.match(self._text, place.end):
            return False
        is_seat = folded in self._seats or place.kind == "country"
        if place.role == "actor" or is_seat:
            if not is_seat or self._text[place.end : place.end + 2] in ("'s", "’s"):
                return False
            return _AT.search(before) is not None or (
                place.kind != "country" and _PASSIVE_SEAT.match(self._text, place.end) is not None
            )
        return True

    def _group(self, places: list[PlaceMention]) -> list[list[PlaceMention]]:
        """Join lists; drop the region that only says where a place lies: "A and B in the Kherson region"."""
        groups: list[list[PlaceMention]] = []
        end = -1
        for place in places:
            gap = self._text[end : place.start] if groups else ""
            last = groups[-1][-1] if groups else None
            if last is not None and len(gap) < _LIST_GAP_CHARS:
                is_broader = _rank(place) > _rank(last)
                is_vague = last.rule == "place-vague"
                if is_vague and _SAME.fullmatch(gap):
                    # "The capital Kyiv", "the north of Kharkiv Oblast": the name says it.
                    groups[-1][-1] = place if last.kind == "capital" else self._join(last, place)
                    end = place.end
                    continue
                if is_broader and _INSIDE.fullmatch(gap):
                    end = place.end
                    continue
                if _LIST.fullmatch(gap) and gap.strip():
                    groups[-1].append(place)
                    end = place.end
                    continue
            groups.append([place])
            end = place.end
        return groups

    def _join(self, area: PlaceMention, place: PlaceMention) -> PlaceMention:
        return replace(place, start=area.start, text=self._text[area.start : place.end])

    def _suits(self, trigger: Trigger, start: int, place: PlaceMention) -> bool:
        if place.kind == "country" and trigger.type not in ("strike", "air_defence"):
            return False
        if trigger.type in ("evacuation", "territorial_change"):
            return True
        return _FROM.search(self._text[max(start, place.start - 70) : place.start]) is None

    def _is_fronted(self, start: int, place: PlaceMention) -> bool:
        return place.start - start < _NEAR_CHARS // 3 and _LEADING.match(self._text, start) is not None

    def _listed(self, trigger: Trigger) -> list[Site]:
        """The lines of a list that the sentence opens with a colon."""
        sentences = self._document.sentences
        if not sentences[trigger.sentence].text.rstrip().endswith(":"):
            return []
        found: list[Site] = []
        for sentence in sentences[trigger.sentence + 1 :]:
            if not re.match(r"[\d–—•*-]", sentence.text):
                break
            for group in self._group(self._between(sentence.start, sentence.end))[:1]:
                found += _name(group, "place-listed")
        return found

    def _anaphor(self, trigger: Trigger) -> Site | None:
        match = _ANAPHOR.search(fold(self._text[trigger.clause_start : trigger.clause_end]))
        if match is None:
            return None
        is_regional = (match[1] or "") in _REGIONAL
        i = bisect.bisect_left(self._starts, trigger.clause_start)
        for place in reversed(self._places[max(0, i - 8) : i]):
            if match[2] or (place.kind == "region") == is_regional:
                return _name([place], "place-anaphor")[0]
        return None


def _rank(place: PlaceMention) -> int:
    """How much a place holds: a settlement or feature 0, a country 4."""
    return _RANKS.get("area" if place.rule == "place-vague" and place.kind != "capital" else place.kind, 0)


def _name(group: list[PlaceMention], rule: str) -> list[Site]:
    return [Site(place.start, place.end, place.text, place, rule) for place in group]
