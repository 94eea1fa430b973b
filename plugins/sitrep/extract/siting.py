"""Say where a figure or an event belongs: the most specific place that the text gives it, and the front of its day.

In      Analysis; a Draft; the day that the record counts on, or None
Out     Siting; text None where the article gives no place, front_id None only where there is no day
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError from the theatre's readers
Source  eval guidelines, "Place"; lexicon/en/places.toml [siting]

A figure's own clause comes first, then its sentence. Victims without a place of their own were hit where the text last
said that something was hit; counts of weapons and running totals without one are the whole war's.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sitrep.extract import fronts, lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.mentions import Draft, PlaceMention, Siting
from sitrep.extract.text import Sentence
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.records import PEOPLE

RULES = {
    "site-quote": "The place stands in the figure's own words.",
    "site-right": "The place follows in the clause: 'killed three people in X'.",
    "site-left": "The place stands before in the clause or sentence: 'In X, three people were killed'.",
    "site-back": "The clause points back: 'in this area', 'at the scene'.",
    "site-carried": "The place of the sentences before holds on: victims of the strike told of there.",
    "site-speaker": "Only the speaker's office names a place: 'the Kharkiv governor said two were killed'.",
    "site-dateline": "Only the dateline names a town.",
    "site-title": "No sentence names a place, and the headline does.",
    "site-scope": "The direction that the sentence before is about holds for its losses.",
    "site-none": "The text gives no place: a count of the whole war.",
    "site-given": "The event is where its trigger says.",
}

_BROAD = frozenset({"country", "region", "area", "sea", "river", "capital"})
_WIDTH = {"country": 4, "area": 3, "region": 3, "district": 2}
_LIST = re.compile(
    r"\s*(?:,|;|/|and|or|&|, and|, or|,? as well as|and the|, the)?\s*(?:(?:in|over|near|on|at) )?(?:the )?",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\s*(?:,|\(|,? in|,? of|,? near)\s*(?:the )?(?:[a-z-]+ ){0,3}", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|several|hundreds|thousands)\b",
    re.IGNORECASE,
)
_NEAR_CHARS = 120
_LEAD_CHARS = 60
_CARRY_SENTENCES = 6
_SCOPE_SENTENCES = 2
_ORIGIN_WORDS = 5
_VICTIMS = frozenset({"killed", "wounded", "casualties", "missing", "evacuated", "damaged", "captured"})
_SCOPED = frozenset({"killed", "wounded", "casualties", "destroyed", "damaged", "captured"})
_CIVIL = (PEOPLE | {"building"}) - {"military"}


@dataclass(frozen=True, slots=True)
class _Group:
    """Places that the text lists as one: a figure for them all is never split.

    `is_speaker` marks a name that only says who speaks: "the Kharkiv governor".
    """

    places: tuple[PlaceMention, ...]
    is_speaker: bool

    @property
    def start(self) -> int:
        return self.places[0].start

    @property
    def end(self) -> int:
        return self.places[-1].end

    @property
    def is_broad(self) -> bool:
        return all(place.kind in _BROAD for place in self.places)

    @property
    def is_country(self) -> bool:
        return all(place.kind == "country" for place in self.places)

    @property
    def is_vague_front(self) -> bool:
        return self.places[0].role == "front" and self.places[0].rule == "place-vague"


@dataclass(frozen=True, slots=True)
class _SitingWords:
    back: re.Pattern[str]
    war: frozenset[str]
    war_times: frozenset[str]
    origin: frozenset[str]
    origin_verbs: frozenset[str]
    speakers: frozenset[str]
    breaks: re.Pattern[str]
    weak_breaks: re.Pattern[str]
    wide: tuple[str, ...]


def site_record(analysis: Analysis, draft: Draft, day: dt.date | None, *, theatre: str = DEFAULT_THEATRE) -> Siting:
    """Return the place of a figure, as the article writes it, and its front."""
    group, rule = _Site(analysis, draft).find()
    return _to_siting(analysis, group.places if group else (), day, rule, theatre)


def site_mention(
    analysis: Analysis,
    place: PlaceMention | None,
    day: dt.date | None,
    *,
    theatre: str = DEFAULT_THEATRE,
) -> Siting:
    """Return the siting of an event whose place is known."""
    return _to_siting(analysis, (place,) if place else (), day, "site-given" if place else "site-none", theatre)


def _to_siting(
    analysis: Analysis,
    places: Sequence[PlaceMention],
    day: dt.date | None,
    rule: str,
    theatre: str,
) -> Siting:
    text = analysis.document.text[places[0].start : places[-1].end] if places else None
    place_id = places[0].place_id if len(places) == 1 else None
    return Siting(text=text, place_id=place_id, front_id=_front_id(places, day, theatre), rule=rule)


def _front_id(places: Sequence[PlaceMention], day: dt.date | None, theatre: str) -> str | None:
    """The front of the day, or several joined by "|"; a place of no front beside one of a front adds nothing."""
    if day is None:
        return None
    verdicts = [fronts.resolve_front(place, day, theatre) for place in places]
    ids = dict.fromkeys(front_id for verdict in verdicts for front_id in verdict.front_id.split("|"))
    ids.pop(fronts.UNSPECIFIED, None)
    return "|".join(ids) or fronts.UNSPECIFIED


@cache
def _words() -> _SitingWords:
    data = lexicon.load("places")["siting"]
    sets = {name: frozenset(data[name]) for name in ("war", "war_times", "origin", "origin_verbs", "speakers")}
    return _SitingWords(
        **sets,
        back=re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in data["back"]) + r")\b", re.IGNORECASE),
        breaks=re.compile("|".join(re.escape(phrase) for phrase in data["breaks"])),
        weak_breaks=re.compile("|".join(re.escape(phrase) for phrase in data["weak_breaks"])),
        wide=tuple(data["wide"]),
    )


class _Site:
    """Looks for the place of one draft."""

    def __init__(self, analysis: Analysis, draft: Draft) -> None:
        self._analysis = analysis
        self._text = analysis.document.text
        self._draft = draft
        self._sentence = analysis.document.sentence_at(draft.anchor)

    def find(self) -> tuple[_Group | None, str]:
        sentence = self._sentence
        if sentence is None:
            return None, "site-none"
        groups = [g for g in _sites(self._analysis, sentence) if not (g.is_country and self._is_home(g))]
        own, rule = self._find_own([g for g in groups if not g.is_speaker])
        if own is None or own.is_country:
            speaker, _ = self._find_own([g for g in groups if g.is_speaker])
            if _words().back.search(sentence.text) and (before := self._find_before(sentence, _CARRY_SENTENCES)):
                return before, "site-back"
            if own is None and speaker is not None and self._is_victim():
                return speaker, "site-speaker"
        return (own, rule) if own is not None else self._carry(sentence)

    def _is_home(self, group: _Group) -> bool:
        """Whether a country is only where troops come from or are raised for."""
        return self._draft.what == "mobilised" and group.start > self._draft.anchor

    def _find_own(self, groups: Sequence[_Group]) -> tuple[_Group | None, str]:
        """The place in the figure's words, behind them, or before them in the sentence."""
        draft = self._draft
        behind = [g for g in groups if g.start >= draft.anchor]
        before = [g for g in groups if g.start < draft.anchor]
        if behind and behind[0].start < draft.end:
            return behind[0], "site-quote"
        if before and before[-1].start >= draft.start:
            return before[-1], "site-quote"
        left = before[-1] if before else None
        if behind and self._reaches(behind[0], left):
            return behind[0], "site-right"
        return (left, "site-left") if left is not None else (None, "site-none")

    def _reaches(self, right: _Group, left: _Group | None) -> bool:
        """Whether the place behind still belongs to the figure's clause."""
        words = _words()
        gap = self._text[self._draft.anchor : right.start]
        if words.breaks.search(gap):
            return False
        if left is None:
            return True
        if len(gap) > _NEAR_CHARS or words.weak_breaks.search(gap):
            return False
        return not _NUMBER.search(self._text, self._draft.end, right.start)

    def _find_before(self, sentence: Sentence, reach: int) -> _Group | None:
        """The site of the nearest sentence before that has one; countries are none."""
        sentences = self._analysis.document.sentences
        for index in range(sentence.index - 1, max(-1, sentence.index - 1 - reach), -1):
            if site := _main_site(_sites(self._analysis, sentences[index])):
                return site
        return None

    def _carry(self, sentence: Sentence) -> tuple[_Group | None, str]:
        """No place in the sentence: the one before holds for victims and for a direction's losses."""
        if sentence.text.lower().startswith(_words().wide):
            return None, "site-none"
        if self._is_victim():
            if before := self._find_before(sentence, _CARRY_SENTENCES):
                return before, "site-carried"
            if title := self._title_site():
                return title, "site-title"
            if town := self._dateline():
                return town, "site-dateline"
        elif self._draft.kind == "period" and self._draft.what in _SCOPED:
            scope = self._find_before(sentence, _SCOPE_SENTENCES)
            if scope is not None and scope.places[0].role == "front" and not scope.is_vague_front:
                return scope, "site-scope"
        return None, "site-none"

    def _is_victim(self) -> bool:
        draft = self._draft
        if draft.kind == "incident":
            return True
        return draft.entity in _CIVIL and draft.what in _VICTIMS

    def _title_site(self) -> _Group | None:
        sentences = self._analysis.document.sentences
        if not sentences or not sentences[0].is_title:
            return None
        return _main_site(_sites(self._analysis, sentences[0]))

    def _dateline(self) -> _Group | None:
        """The reporter's town, where it is no capital: nobody else would send one there."""
        for place in self._analysis.places:
            if place.rule == "place-dateline" and place.country == "UA" and place.admin1 != "12":
                return _Group((place,), is_speaker=False)
        return None


def _main_site(groups: Sequence[_Group]) -> _Group | None:
    """The site that a sentence hands on: the first narrow one, else the first region, else the speaker's."""
    named = [g for g in groups if not g.is_country and not g.is_vague_front]
    sites = [g for g in named if not g.is_speaker]
    narrow = [g for g in sites if not g.is_broad]
    return (narrow or sites or named or [None])[0]


def _sites(analysis: Analysis, sentence: Sentence) -> list[_Group]:
    """The groups of places in a sentence where something may have happened, worked out once an article."""
    known: dict[int, list[_Group]] = analysis.memo.setdefault("siting.sites", {})
    if sentence.index not in known:
        if "siting.starts" not in analysis.memo:
            analysis.memo["siting.starts"] = [place.start for place in analysis.places]
        starts = analysis.memo["siting.starts"]
        lower, upper = bisect.bisect_left(starts, sentence.start), bisect.bisect_left(starts, sentence.end)
        text = analysis.document.text
        places = [p for p in analysis.places[lower:upper] if p.role != "actor" and p.rule != "place-dateline"]
        groups = [_Group(tuple(group), _is_speaker(text, group[-1])) for group in _group(text, places)]
        known[sentence.index] = [g for g in groups if _is_site(text, sentence.start, g)]
    return known[sentence.index]


def _is_site(text: str, start: int, group: _Group) -> bool:
    """Whether something may have happened there: no origin of drones, no name of the war."""
    lead = text[max(start, group.start - _LEAD_CHARS) : group.start].lower().split()
    words = _words()
    if group.is_country and words.war & set(lead[-4:]) and words.war_times & set(lead):
        return False
    tail = lead[-_ORIGIN_WORDS:]
    return not (words.origin & set(tail[-2:]) and words.origin_verbs & set(tail)) and "directions" not in tail


def _is_speaker(text: str, place: PlaceMention) -> bool:
    """Whether the words behind a name make a speaker of it: "Kharkiv Mayor", "Kherson regional police"."""
    behind = text[place.end : place.end + 40].replace("’", "'").removeprefix("'s").lower().split(None, 2)
    return bool(behind) and behind[0].strip(",.") in _words().speakers and place.kind != "country"


def _group(text: str, places: Sequence[PlaceMention]) -> list[list[PlaceMention]]:
    """Join what the text lists; drop the wider place that only says where the narrower lies."""
    groups: list[list[PlaceMention]] = []
    end = -1
    for place in places:
        gap = text[end : place.start] if groups else ""
        if groups:
            last = groups[-1][-1]
            if _is_wider(place, last) and _INSIDE.fullmatch(gap):
                end = place.end
                continue
            if last.kind == place.kind and gap.strip() and _LIST.fullmatch(gap):
                groups[-1].append(place)
                end = place.end
                continue
        groups.append([place])
        end = place.end
    return groups


def _is_wider(place: PlaceMention, other: PlaceMention) -> bool:
    return _WIDTH.get(place.kind, 1) > _WIDTH.get(other.kind, 1)
