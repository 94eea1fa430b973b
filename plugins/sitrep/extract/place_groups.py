"""The places of a sentence as siting sees them: lists as one, each with what the words around make of it.

In      Analysis; a Sentence
Out     SentenceSites: the groups, left to right, worked out once an article
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if places.toml is malformed
Source  lexicon/en/places.toml [siting]
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from sitrep.extract import lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.frozen import frozen
from sitrep.extract.mentions import PlaceMention
from sitrep.extract.place_words import load_place_lexicon
from sitrep.extract.sieve import Sieve
from sitrep.extract.text import Sentence

_BROAD = frozenset({"country", "region", "area", "sea", "river", "capital"})
_WIDTH = {"country": 4, "area": 3, "region": 3, "sea": 3, "district": 2}
_LIST = re.compile(
    r"\s*(?:,|;|/|and|or|&|, and|, or|,? as well as|and the|, the)?\s*(?:(?:in|over|near|on|at) )?(?:the )?"
    r"(?:(?:neighbou?ring|nearby|adjacent) )?(?:(?:village|town|settlement|cit(?:y|ie)|communit(?:y|ie))s? of )?"
    r"(?:(?:north|south|east|west)[\w-]* of )?",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\s*(?:and its (?:suburbs|outskirts|surroundings))?(?:,|\(|,?\s*(?:located\s+)?(?:in|of|near))\s*(?:in\s+)?"
    r"(?:the\s+)?(?:(?:Ukraine|Russia)['’]s\s+)?(?:[\w-]+\s+){0,3}",
    re.IGNORECASE,
)
# "In the Kharkiv region, near the town of X": the narrower place is the site.
_NEARER = re.compile(r"\s*,?\s*(?:near|in|at|off|outside|around)\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}", re.IGNORECASE)
NUMBER = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|several|hundreds|thousands)\b)",
    re.IGNORECASE,
)
# "The Black Sea port of X", "the capital Y": the second name says more than the first.
_CALLED = re.compile(
    r"(?:['’]s)? (?:[a-z-]+ ){0,2}(?:city|town|village|port|settlement|hub|resort|region|suburb|outskirts) of (?:the )?"
)
# "Talks in Kyiv", "said in Brussels": nothing happened there.
MEETING = re.compile(
    r"\b(?:talks?|meetings?|summit|visit|conference|embassy|reporters|negotiations|said|speaking) in (?:the |St\. )?$",
    re.IGNORECASE,
)
# "A port on the Black Sea": the sea says where the port lies.
_COAST = re.compile(r" (?:coast\w*|territory|shores?|ports?|fleet|resorts?|basin|peninsula)\b")
_SHORE = re.compile(r"\b(?:port|city|town|resort|coast|shores?|terminal|harbou?r|base) on the $", re.IGNORECASE)
# "From the eastern shore of X".
_FROM_SIDE = re.compile(r"\bfrom (?:the )?(?:[\w-]+ ){1,3}of (?:the )?$", re.IGNORECASE)
# "The governor of X", "the ministry in X": who speaks sits there.
_OFFICE = re.compile(
    r"\b(?:governor|mayor|head|ministry|department|administration|staff|prosecutors?|spokes(?:man|woman|person)|officials?"
    r"|authorities|council|embassy|analysts?|correspondent|reporter)s?,? (?:of|in|for) (?:the )?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
# "X, known in Ukraine as Y", "X (Ukrainian name: Y)": a second name, not a second place.
_ALIAS = Sieve(
    r"(?:\bknown (?:\w+ ){0,3}as|\bwhich \w+ calls?|\bname:?|\bname is|\bformerly|\bcalled in \w+|\((?-i:[A-Z])\w+:)"
    r" [“\"]?$",
    re.IGNORECASE,
)
# "In the battle for the town": the place of that kind was named before.
_BACK_NOUN = (
    r"(?:in|for|around|near|over|across|outside|inside|throughout|attacked|hit|struck|shelled|targeted)"
    r" (?:the|this|that) "
    r"(?:region|oblast|city|town|village|settlement|district|community)(?! of\b)(?-i:(?! [A-Z]))"
)
_AIMS = frozenset({"to", "toward", "towards"})
_LEAD_CHARS = 60
_ORIGIN_WORDS = 5
_REGIONAL_SHARE = 0.75
_WHOLE_FRONTS = 3
_WHOLE_REGIONS = 5


@frozen
class PlaceGroup:
    """Places that the text lists as one: a figure for them all is never split.

    `is_speaker`: the name only says who speaks ("the Kharkiv governor"); `is_origin`: where something came from;
    `is_aim`: where something that flies is headed;
    `is_compared`: a country that only says among which ("the deadliest attack in Ukraine"); `is_compass`: a part of
    a country ("northeastern Ukraine"); `tail_end`: the end of the wider place behind a list ("A and B in X region").
    """

    places: tuple[PlaceMention, ...]
    is_speaker: bool = False
    is_origin: bool = False
    is_aim: bool = False
    is_compared: bool = False
    is_compass: bool = False
    tail_end: int = 0

    @property
    def start(self) -> int:
        """Where the first place begins."""
        return self.places[0].start

    @property
    def end(self) -> int:
        """Where the last place ends."""
        return self.places[-1].end

    @property
    def is_broad(self) -> bool:
        """Whether no place is narrower than a region."""
        return all(place.kind in _BROAD for place in self.places)

    @property
    def is_country(self) -> bool:
        """Whether the places are states."""
        return all(place.kind == "country" for place in self.places)

    @property
    def is_vague(self) -> bool:
        """Whether the place has no name: "the east"."""
        return self.places[-1].rule == "place-vague"

    @property
    def is_whole_front(self) -> bool:
        """Whether the places are so many that the figure is the whole war's."""
        if self.places[0].role == "front":
            return len(self.places) >= _WHOLE_FRONTS
        return self.is_broad and len(self.places) >= _WHOLE_REGIONS


@frozen
class SentenceSites:
    """The groups of a sentence; `main` is the one that it hands on to the sentences after it.

    `backs` are its phrases that point back, with their offsets: "in this area".
    """

    groups: list[PlaceGroup]
    starts: list[int]
    main: PlaceGroup | None
    backs: list[tuple[int, str]]

    def between(self, start: int, end: int) -> list[PlaceGroup]:
        """The groups that begin in a stretch of the text."""
        return self.groups[bisect.bisect_left(self.starts, start) : bisect.bisect_left(self.starts, end)]

    def back_between(self, start: int, end: int) -> str | None:
        """The first phrase in a stretch of the text that points back."""
        i = bisect.bisect_left(self.backs, (start, ""))
        return self.backs[i][1] if i < len(self.backs) and self.backs[i][0] < end else None


@frozen
class SitingWords:
    """places.toml [siting], as patterns and sets."""

    back: Sieve
    war: frozenset[str]
    war_times: frozenset[str]
    origin: frozenset[str]
    origin_verbs: frozenset[str]
    retreats: frozenset[str]
    speakers: frozenset[str]
    breaks: re.Pattern[str]
    weak_breaks: re.Pattern[str]
    parts: re.Pattern[str]
    superlatives: frozenset[str]
    neighbours: tuple[str, ...]
    wide: tuple[str, ...]
    national: re.Pattern[str]


@cache
def siting_words() -> SitingWords:
    """Read the words of siting once a process."""
    data = lexicon.load("places")["siting"]
    sets = {
        name: frozenset(data[name])
        for name in ("war", "war_times", "origin", "origin_verbs", "retreats", "speakers", "superlatives")
    }
    return SitingWords(
        **sets,
        back=Sieve(
            r"\b(?:" + "|".join(re.escape(phrase) for phrase in data["back"]) + rf"|{_BACK_NOUN})\b(?! of\b)",
            re.IGNORECASE,
        ),
        breaks=re.compile("|".join(re.escape(phrase) for phrase in data["breaks"])),
        weak_breaks=re.compile("|".join(re.escape(phrase) for phrase in data["weak_breaks"])),
        parts=re.compile(
            r"(?:\b(?:"
            + "|".join(re.escape(phrase) for phrase in data["parts"])
            + r")\b|[–—:])\s*(?:\w+\s+){0,2}?"
            + NUMBER.pattern
            + "|"
            + NUMBER.pattern
            + r"[\w,.]*\s+of\s+(?:them|those|which|whom|these)\s+(?:\w+\s+){0,3}$",
            re.IGNORECASE,
        ),
        neighbours=tuple(data["neighbours"]),
        wide=tuple(data["wide"]),
        national=re.compile(r"\b(?:" + "|".join(re.escape(word) for word in data["national"]) + r")\b", re.IGNORECASE),
    )


def main_region(analysis: Analysis) -> PlaceGroup | None:
    """The first site in the one region that nearly all places of the article lie in, worked out once an article."""
    if "siting.region" not in analysis.memo:
        named = [p for p in analysis.places if p.role != "actor" and p.admin1 and p.rule != "place-dateline"]
        regions = Counter((place.country, place.admin1) for place in named)
        top, count = max(regions.items(), key=lambda pair: pair[1], default=(None, 0))
        first = next((p for p in named if (p.country, p.admin1) == top and p.kind in _BROAD), None)
        is_regional = first is not None and count >= _REGIONAL_SHARE * len(named)
        analysis.memo["siting.region"] = PlaceGroup((first,)) if first is not None and is_regional else None
    region: PlaceGroup | None = analysis.memo["siting.region"]
    return region


def _main_site(groups: Sequence[PlaceGroup]) -> PlaceGroup | None:
    """The site that a sentence hands on: the first narrow one, else the first region, else the speaker's."""
    named = [g for g in groups if not g.is_country and not g.is_origin and g.places[0].rule != "place-vague"]
    sites = [g for g in named if not g.is_speaker]
    narrow = [g for g in sites if not g.is_broad]
    towns = [g for g in narrow if g.places[0].kind != "district"]
    return next(iter(towns or narrow or sites or named), None)


def read_sites(analysis: Analysis, sentence: Sentence) -> SentenceSites:
    """Return the places of a sentence where something may have happened, worked out once an article."""
    known: dict[int, SentenceSites] = analysis.memo.setdefault("siting.sites", {})
    if sentence.index not in known:
        if "siting.starts" not in analysis.memo:
            analysis.memo["siting.starts"] = [place.start for place in analysis.places]
        starts = analysis.memo["siting.starts"]
        lower, upper = bisect.bisect_left(starts, sentence.start), bisect.bisect_left(starts, sentence.end)
        text = analysis.document.text
        places = [p for p in analysis.places[lower:upper] if _is_ground(p) and not _is_aside(text, p)]
        groups = [_describe(text, sentence.start, *group) for group in _group(text, places)]
        backs = [(m.start(), m[0]) for m in siting_words().back.finditer(text, sentence.start, sentence.end)]
        known[sentence.index] = SentenceSites(groups, [g.start for g in groups], _main_site(groups), backs)
    return known[sentence.index]


def _is_ground(place: PlaceMention) -> bool:
    """Whether a mention is a place at all: no state that acts, no dateline, no "front line"."""
    if place.role == "actor" or place.rule == "place-dateline":
        return False
    return not (place.rule == "place-vague" and "line" in place.text)


def is_shore(text: str, place: PlaceMention) -> bool:
    """Whether a sea only says on which shore: "a port on the Black Sea", "the Black Sea coast"."""
    before = text[max(0, place.start - _LEAD_CHARS) : place.start]
    return _SHORE.search(before) is not None or _COAST.match(text, place.end) is not None


def _is_aside(text: str, place: PlaceMention) -> bool:
    """Whether the name only repeats a place under another spelling, or says where people meet or a port lies."""
    near = max(0, place.start - _LEAD_CHARS)
    if _ALIAS.search(text, near, place.start) is not None:
        return True
    before = text[near : place.start]
    if place.kind == "sea":
        return is_shore(text, place)
    return before.endswith(("in ", "in the ", "St. ")) and MEETING.search(before) is not None


def _describe(text: str, start: int, places: Sequence[PlaceMention], tail_end: int) -> PlaceGroup:
    """Read in the words before and behind what the places are to the sentence."""
    near = max(start, places[0].start - _LEAD_CHARS)
    lead = text[near : places[0].start].lower().split()
    words, tail = siting_words(), lead[-_ORIGIN_WORDS:]
    is_country = places[0].kind == "country"
    is_office = not is_country and _OFFICE.search(text, near, places[0].start) is not None
    is_speaker = is_office or _is_speaker(text, places[-1])
    is_origin = not (is_speaker or words.retreats & set(tail)) and (
        "from" in tail[-3:]
        or _FROM_SIDE.search(text, near, places[0].start) is not None
        or "directions" in tail
        or bool(
            words.origin & set(tail[-2:]) and words.origin_verbs & set(tail),
        )
    )
    is_compared = is_country and bool(
        (words.war & set(lead[-4:]) and words.war_times & set(lead)) or words.superlatives & set(tail),
    )
    is_compass = is_country and bool(tail) and tail[-1] in load_place_lexicon().compass
    is_aim = bool(_AIMS & set(tail[-2:]) and load_place_lexicon().flights & set(tail))
    return PlaceGroup(tuple(places), is_speaker, is_origin, is_aim, is_compared, is_compass, tail_end)


def _is_speaker(text: str, place: PlaceMention) -> bool:
    """Whether the words behind a name make a speaker of it: "Kharkiv Mayor", "Kherson regional police"."""
    behind = text[place.end : place.end + 40].replace("’", "'").removeprefix("'s").lower().split(None, 2)
    return bool(behind) and behind[0].strip(",.") in siting_words().speakers and place.kind != "country"


def _group(text: str, places: Sequence[PlaceMention]) -> list[tuple[list[PlaceMention], int]]:
    """Join what the text lists, each with the end of the wider place that says where the narrower lie."""
    groups: list[tuple[list[PlaceMention], int]] = []
    for place in places:
        if groups:
            group, end = groups[-1]
            gap = text[end : place.start]
            if _is_wider(place, group[-1]) and _INSIDE.fullmatch(gap):
                groups[-1] = (group, place.end)
                continue
            if (group[-1].kind == "capital" and gap in (" ", ", ")) or (
                _is_wider(group[-1], place) and (_NEARER.fullmatch(gap) or _CALLED.fullmatch(gap))
            ):
                groups[-1] = ([place], place.end)
                continue
            if group[-1].kind == "district" and gap in (" of ", " of the "):
                groups[-1] = (group, place.end)
                continue
            if group[-1].kind == place.kind and gap.strip() and _LIST.fullmatch(gap):
                group.append(place)
                groups[-1] = (group, place.end)
                continue
        groups.append(([place], place.end))
    return groups


def _is_wider(place: PlaceMention, other: PlaceMention) -> bool:
    return _WIDTH.get(place.kind, 1) > _WIDTH.get(other.kind, 1)
