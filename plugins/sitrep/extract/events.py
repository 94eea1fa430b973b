"""Find the events that an article tells of: each distinct type, day and place once.

In      Analysis; Voices
Out     list[EventDraft], by start: what the engine dates, sites and numbers
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if events.toml is malformed
Source  GUIDELINES: "An event", "Settled cases"; lexicon/en/events.toml

Over-coding is the known disease of event coders: a candidate must tell something new to be kept.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections import defaultdict
from dataclasses import replace

from sitrep.extract.analysis import Analysis
from sitrep.extract.attribution import Voices
from sitrep.extract.event_senses import fold_name, words
from sitrep.extract.event_sides import Sides
from sitrep.extract.event_sites import Site, Sites
from sitrep.extract.event_triggers import Trigger, find_triggers
from sitrep.extract.frozen import frozen
from sitrep.extract.gazetteer import sound
from sitrep.extract.mentions import Draft, PlaceMention
from sitrep.extract.text import Document
from sitrep.records import Side, Status

RULES = {
    "event-nationwide": "Launches and interceptions that are counted but not placed: one event without a place.",
    "event-restated": "The same type at the same place and time, by the same side, is not told twice.",
    "event-broad": "A broad place beside its named parts is an event only with its own count.",
    "event-means": "'As a result of offensive actions … liberated X', 'gains, including the capture of X': told twice.",
    "event-sounds": "Explosions in an article about a strike are the strike's, no event of their own.",
}

_PLACELESS = frozenset(
    [
        "strike-launch",
        "air_defence-verb",
        "air_defence-target",
        "prisoner_exchange-noun",
        "prisoner_exchange-verb",
        "mobilisation-verb",
    ]
)
# Told in another sentence.
_ELSEWHERE = frozenset(["place-anaphor", "place-among", "place-carried", "place-scope", "place-salvo"])
_SIDED = frozenset(["ground_attack", "territorial_change"])
_AXIS = re.compile(
    r"^(?:the )?(?:(?:city|town|village|area) of )?"
    r"|(?: (?:axis|axes|direction|directions|sector|sectors|front|area|city|town|village|settlement|hromada"
    r"|community))+$"
)
_MEANS = re.compile(r"\b(?:as a result of|during|after|following|amid)\s+(?:the |active |successful |its )*$")
_TAKING = re.compile(r"(?: \w+)?(?:, (?:including|such as|with)|:) (?:the )?(?:capture|seizure|liberation|taking) of\b")
_COUNT = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens|several|hundreds|massive|barrage|wave)\b"
)
_WITH_SO_MANY = re.compile(r" with (?:[a-z]+ ){0,3}\d")  # "attacked the region with over 40 drones"
_IT_WAS = re.compile(
    r"\W*(?:it|this|that|which)(?: \w+)? (?:was|is|marks|marked|became)\b", re.IGNORECASE
)  # told before
_RECORD = re.compile(r"\b(?:largest|biggest|heaviest|deadliest)\b")
_TOLL_OF = re.compile(r"\b(?:killed|wounded|injured|died|dead|deaths|casualties) (?:in|by|from) (?:[\w’'-]+ ){0,3}$")
_IN_STRIKE = re.compile(r" (?:in|by) (?:an?|the) (?:[\w’'-]+ ){0,2}(?:strike|attack|shelling|raid|bombardment)\b")
# "Seven civilians were injured" says nothing of "seven missiles".
_PEOPLE = re.compile(
    r" (?:\w+ )?(?:people|persons?|civilians?|child(?:ren)?|residents?|wom[ae]n|m[ae]n|workers?|others|killed|wounded"
    r"|injured)\b"
)
_PART = re.compile(
    r"\b(?:of (?:them|which|these|those|the)|the (?:rest|remaining)|others?|another"
    r"|a (?:second|third|fourth|fifth|sixth)|projectiles?)\b",
    re.IGNORECASE,
)
_SALVO = 6  # more than these, fired together, are told beside what they hit
_MEANS_CHARS = 25
_TOLL_CHARS = 60
_COUNT_BEFORE_CHARS, _COUNT_AFTER_CHARS, _TOLL_AFTER_CHARS = 25, 30, 60


@frozen
class EventDraft:
    """An event before it has its days: `place` is the mention that sites it, None for one without a place."""

    draft: Draft
    place: PlaceMention | None
    status: Status
    rules: tuple[str, ...]


@frozen
class _Candidate:
    """A trigger at one of its sites, with the days and numbers of its clause. `name` is the place's bare name."""

    trigger: Trigger
    site: Site | None
    draft: Draft
    status: Status
    side_rule: str
    name: str
    is_title: bool
    days: tuple[dt.date, dt.date] | None
    numbers: frozenset[float]


def find_events(analysis: Analysis, voices: Voices) -> list[EventDraft]:
    """Return the events of the article."""
    candidates = _Gatherer(analysis, voices).gather()
    kept = _Filter(analysis.document, candidates).keep()
    return sorted((_to_draft(candidate) for candidate in kept), key=lambda event: event.draft.start)


class _Gatherer:
    """Joins triggers, sites, sides and voices."""

    def __init__(self, analysis: Analysis, voices: Voices) -> None:
        self._analysis = analysis
        self._voices = voices
        speaking = voices.speaking
        self._sites = Sites(analysis, speaking)
        self._sides = Sides(analysis, speaking)
        self._dates = [mention for mention in analysis.dates if mention.first and mention.last]
        self._date_starts = [mention.start for mention in self._dates]
        self._number_starts = [number.start for number in analysis.quantities]

    def gather(self) -> list[_Candidate]:
        """Return all candidates, by start."""
        found: list[_Candidate] = []
        struck: Site | None = None
        places = self._analysis.places
        towns = frozenset(p.start for p in places if p.role == "place" and p.kind == "settlement")
        for trigger in find_triggers(self._analysis.document, towns):
            sites: list[Site | None] = [*self._sites.of(trigger)]
            if not sites and trigger.rule in _PLACELESS:
                sites = [self._salvo_site(trigger, struck)]
            if sites:
                found += self._read(trigger, sites)
                struck = (sites[-1] or struck) if trigger.type == "strike" else struck
        return found

    def _salvo_site(self, trigger: Trigger, struck: Site | None) -> Site | None:
        """'Two of them were shot down': where the few missiles of the strike told last were sent."""
        numbers = self._numbers(trigger)
        clause = self._analysis.document.text[trigger.clause_start : trigger.clause_end]
        if trigger.type != "air_defence" or any(n > _SALVO for n in numbers) or _PART.search(clause) is None:
            return None
        return replace(struck, rule="place-salvo") if struck and struck.mention.kind != "country" else None

    def _read(self, trigger: Trigger, sites: list[Site | None]) -> list[_Candidate]:
        voice = self._voices.at(_draft(trigger, trigger.start, trigger.end, None))
        days, numbers = self._days(trigger), self._numbers(trigger)
        is_title = self._analysis.document.sentences[trigger.sentence].is_title
        status = voice.status
        if status == "denied" and self._is_cause(trigger):
            status = "asserted"
        found = []
        for site in sites:
            start, end = _span(trigger, site)
            side, rule = self._sides.of(trigger, site, voice)
            whole = _draft(trigger, start, end, side)
            name = sound(_AXIS.sub("", fold_name(site.text))) if site else ""
            found.append(_Candidate(trigger, site, whole, status, rule, name, is_title, days, numbers))
        return found

    def _is_cause(self, trigger: Trigger) -> bool:
        """'Denied that 600 were killed in a strike on A': the toll is denied, not the strike."""
        text = self._analysis.document.text
        begin = max(trigger.clause_start, trigger.start - _TOLL_CHARS)
        if trigger.type != "strike":
            return False
        is_toll = trigger.word in words("harm", "checks") and _IN_STRIKE.match(text, trigger.end) is not None
        return is_toll or _TOLL_OF.search(text, begin, trigger.start) is not None

    def _days(self, trigger: Trigger) -> tuple[dt.date, dt.date] | None:
        """The days that the trigger's clause names, else None."""
        i = bisect.bisect_left(self._date_starts, trigger.clause_start)
        if i == len(self._dates) or self._dates[i].start >= trigger.clause_end:
            return None
        first, last = self._dates[i].first, self._dates[i].last
        return (first, last) if first and last else None

    def _numbers(self, trigger: Trigger) -> frozenset[float]:
        first = bisect.bisect_left(self._number_starts, trigger.clause_start)
        last = bisect.bisect_left(self._number_starts, trigger.clause_end)
        text = self._analysis.document.text
        return frozenset(
            number.value for number in self._analysis.quantities[first:last] if not _PEOPLE.match(text, number.end)
        )


class _Filter:
    """Keeps the candidates that tell something new."""

    def __init__(self, document: Document, candidates: list[_Candidate]) -> None:
        self._text = document.text
        self._sentences = document.sentences
        self._candidates = candidates
        self._kept: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)
        self._national: dict[str, list[_Candidate]] = defaultdict(list)
        self._placed: set[str] = set()
        self._kept_types: set[str] = set()
        placed = [candidate for candidate in candidates if candidate.site is not None]
        self._types = {candidate.trigger.type for candidate in candidates}
        self._placed_types = {candidate.trigger.type for candidate in placed}
        self._placed_numbers = {(c.trigger.type, number) for c in placed for number in c.numbers if number > 1}
        taken = [c for c in placed if c.trigger.type == "territorial_change"]
        self._taken = {c.trigger.sentence for c in taken}
        self._taken_at = {(c.trigger.sentence, c.name) for c in taken}
        self._fought = {self._paragraph(c) for c in placed if c.trigger.type == "ground_attack" and not _is_of_scope(c)}
        # The regions that an event with a narrower place lies in, and None for "any".
        self._narrow: set[tuple[str, str | None]] = set()
        for candidate in placed:
            if candidate.site is not None and not candidate.site.is_broad:
                self._narrow.add((candidate.trigger.type, candidate.site.mention.admin1))
                self._narrow.add((candidate.trigger.type, None))

    def keep(self) -> list[_Candidate]:
        """Go through the candidates in order."""
        kept = []
        for candidate in self._candidates:
            if self._is_news(candidate):
                kept.append(candidate)
                self._kept_types.add(candidate.trigger.type)
                for key in _keys(candidate):
                    self._kept[key].append(candidate)
                if candidate.site is not None:
                    self._placed.add(candidate.trigger.type)
                    if candidate.site.mention.kind == "country":
                        self._national[candidate.trigger.type].append(candidate)
        return kept

    def _is_news(self, candidate: _Candidate) -> bool:
        type_ = candidate.trigger.type
        if candidate.is_title and type_ in self._kept_types:
            return False
        if any(_is_restated(candidate, other) for key in _keys(candidate) for other in self._kept.get(key, [])):
            return False
        if candidate.trigger.rule == "explosion-noun" and "strike" in self._types:
            return False
        if type_ == "ground_attack" and (self._is_means(candidate) or self._is_summed_up(candidate)):
            return False
        return (
            self._is_nationwide(candidate) if candidate.site is None else not self._is_broad(candidate, candidate.site)
        )

    def _paragraph(self, candidate: _Candidate) -> int:
        return self._sentences[candidate.trigger.sentence].paragraph

    def _is_summed_up(self, candidate: _Candidate) -> bool:
        """'Fighting goes on in six places' of a direction whose paragraph names places of fighting."""
        return _is_of_scope(candidate) and self._paragraph(candidate) in self._fought

    def _is_nationwide(self, candidate: _Candidate) -> bool:
        """Whether what has no place is no restatement of what has one: "15 drones", then "15 drones over A"."""
        type_ = candidate.trigger.type
        if type_ == "strike" and type_ in self._placed and not any(n > _SALVO for n in candidate.numbers):
            return False
        if any(candidate.days in (None, other.days) for other in self._national[type_]):
            # "Attacked Ukraine", then "450 drones were launched in the assault".
            return False
        if type_ == "air_defence" and not candidate.numbers and type_ in self._placed_types:
            return False
        return (type_, max(candidate.numbers, default=0)) not in self._placed_numbers

    def _is_means(self, candidate: _Candidate) -> bool:
        start, end = candidate.trigger.start, candidate.trigger.end
        sentence = candidate.trigger.sentence
        if sentence not in self._taken:
            return False
        if candidate.trigger.word in words("means", "checks") and (sentence, candidate.name) in self._taken_at:
            return True
        before = self._text[max(0, start - _MEANS_CHARS) : start].lower()
        return _MEANS.search(before) is not None or _TAKING.match(self._text, end) is not None

    def _is_broad(self, candidate: _Candidate, site: Site) -> bool:
        """A region or "the east" beside its named parts, without a count of its own."""
        trigger = candidate.trigger
        if not site.is_broad or (trigger.type, site.mention.admin1) not in self._narrow:
            return False
        begin = max(trigger.clause_start, trigger.start - _COUNT_BEFORE_CHARS)
        reach = _TOLL_AFTER_CHARS if trigger.type == "strike" else _COUNT_AFTER_CHARS
        end = min(trigger.clause_end, trigger.end + reach)
        if trigger.type == "evacuation":
            begin, end = trigger.clause_start, trigger.clause_end
        is_record = site.mention.kind == "country" and _RECORD.search(self._text, begin, trigger.start) is not None
        if is_record and _IT_WAS.match(self._text, trigger.clause_start) is None:
            return False
        if trigger.type == "strike" and _WITH_SO_MANY.match(self._text, site.end):
            return False
        return _COUNT.search(self._text, begin, end) is None


def _draft(trigger: Trigger, start: int, end: int, side: Side | None) -> Draft:
    return Draft(start=start, end=end, anchor=trigger.start, what=trigger.type, entity=None, side=side, kind=None)


def _span(trigger: Trigger, site: Site | None) -> tuple[int, int]:
    """The trigger, with its place where that is near."""
    if site is None or site.rule in _ELSEWHERE:
        return trigger.start, trigger.end
    return min(trigger.start, site.start), max(trigger.end, site.end)


def _is_of_scope(candidate: _Candidate) -> bool:
    return candidate.site is not None and candidate.site.rule == "place-scope"


def _to_draft(candidate: _Candidate) -> EventDraft:
    site = candidate.site
    rules = (candidate.trigger.rule, site.rule if site else "event-nationwide", candidate.side_rule)
    return EventDraft(
        candidate.draft, site.mention if site else None, candidate.status, tuple(rule for rule in rules if rule)
    )


def _keys(candidate: _Candidate) -> list[tuple[str, str]]:
    """By what a restatement is found: the place's bare name, or its id."""
    type_ = candidate.trigger.type
    keys: list[tuple[str, str]] = [(type_, candidate.name)]
    if candidate.site is not None and candidate.site.mention.place_id is not None:
        keys.append((type_, f"#{candidate.site.mention.place_id}"))
    return keys


def _is_restated(one: _Candidate, other: _Candidate) -> bool:
    """The same time, too; for taking and fighting, by the same side."""
    if one.status != other.status or not _is_same_time(one, other):
        return False
    return one.trigger.type not in _SIDED or {one.draft.side, other.draft.side} != {"ua", "ru"}


def _is_same_time(one: _Candidate, other: _Candidate) -> bool:
    """Days that meet, or days that one of them does not tell."""
    if one.days is None or other.days is None:
        return one.trigger.type != "prisoner_exchange" or one.days == other.days
    if one.site is None and other.site is None and one.numbers.isdisjoint(other.numbers):
        # "47 missiles on Thursday morning", "overnight also 24 drones".
        return one.days == other.days
    return one.days[0] <= other.days[1] and other.days[0] <= one.days[1]
