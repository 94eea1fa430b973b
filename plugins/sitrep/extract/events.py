"""Find the events that an article tells of: each distinct type, day and place once.

In      Analysis; Voices
Out     list[EventDraft], by start: what the engine dates, sites and numbers
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if events.toml is malformed
Source  GUIDELINES: "An event", "Settled cases"; lexicon/en/events.toml
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from sitrep.extract.actors import fold
from sitrep.extract.analysis import Analysis
from sitrep.extract.attribution import Voices
from sitrep.extract.event_sides import Sides
from sitrep.extract.event_sites import Site, Sites
from sitrep.extract.event_triggers import Trigger, find_triggers
from sitrep.extract.mentions import Draft, PlaceMention
from sitrep.records import Status

RULES = {
    "event-placed": "A trigger and the places that it governs: one event each.",
    "event-nationwide": "Launches and interceptions that are counted but not placed: one event without a place.",
    "event-broad-dropped": "A broad place beside its named parts is one only with its own count.",
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
_AXIS = re.compile(
    r"^(?:the )?(?:city of |town of |village of |area of )?|(?: (?:axis|axes|direction|directions|sector|sectors|front|area|city|town|village|settlement))+$"
)
_MEANS = re.compile(r"\b(?:as a result of|during|after|following|amid)\s+(?:the |active |successful |its )*$")
_COUNT = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens|several|hundreds|massive|barrage)\b")


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event before it has its days: `place` is the mention that sites it, None for one without a place."""

    draft: Draft
    place: PlaceMention | None
    status: Status
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A trigger at one of its sites, with the days and numbers of its clause."""

    trigger: Trigger
    site: Site | None
    days: tuple[dt.date, dt.date] | None
    numbers: frozenset[float]


def find_events(analysis: Analysis, voices: Voices) -> list[EventDraft]:
    """Return the events of the article."""
    finder = _Finder(analysis, voices)
    return finder.find()


class _Finder:
    def __init__(self, analysis: Analysis, voices: Voices) -> None:
        self._analysis = analysis
        self._text = analysis.document.text
        self._voices = voices
        self._sides = Sides(analysis, voices.speaking)

    def find(self) -> list[EventDraft]:
        """Take each candidate that tells something new."""
        candidates = self._candidates()
        self._types = {c.trigger.type for c in candidates}
        kept: list[_Candidate] = []
        for candidate in candidates:
            if self._is_news(candidate, candidates, kept):
                kept.append(candidate)
        return [self._to_draft(candidate) for candidate in kept]

    def _candidates(self) -> list[_Candidate]:
        sites = Sites(self._analysis, self._voices.speaking)
        found = []
        for trigger in find_triggers(self._analysis.document):
            placed = sites.of(trigger)
            days, numbers = self._days(trigger), self._numbers(trigger)
            found += [_Candidate(trigger, site, days, numbers) for site in placed]
            if not placed and trigger.rule in _PLACELESS:
                found.append(_Candidate(trigger, None, days, numbers))
        return found

    def _days(self, trigger: Trigger) -> tuple[dt.date, dt.date] | None:
        """The days that the trigger's clause names, else None."""
        for mention in self._analysis.dates:
            if trigger.clause_start <= mention.start < trigger.clause_end and mention.first and mention.last:
                return mention.first, mention.last
        return None

    def _numbers(self, trigger: Trigger) -> frozenset[float]:
        return frozenset(
            q.value for q in self._analysis.quantities if trigger.clause_start <= q.start < trigger.clause_end
        )

    def _is_news(self, candidate: _Candidate, candidates: list[_Candidate], kept: list[_Candidate]) -> bool:
        type_ = candidate.trigger.type
        same = [other for other in kept if other.trigger.type == type_]
        if any(_key(other) == _key(candidate) and _is_same_time(other, candidate) for other in same):
            return False
        if type_ == "explosion" and "strike" in self._types:
            return False
        if type_ == "ground_attack" and self._is_means(candidate, candidates):
            return False
        others = [other for other in candidates if other.trigger.type == type_ and other is not candidate]
        if candidate.site is None:
            # Told again with its places: "15 drones", then "15 drones in the areas of …".
            return not any(other.site and other.numbers & candidate.numbers for other in others)
        return not self._is_broad(candidate, others)

    def _is_means(self, candidate: _Candidate, candidates: list[_Candidate]) -> bool:
        """'As a result of offensive actions … liberated X': the fighting is how it was taken."""
        before = self._text[max(0, candidate.trigger.start - 25) : candidate.trigger.start].lower()
        return _MEANS.search(before) is not None and any(
            other.trigger.type == "territorial_change" and other.trigger.sentence == candidate.trigger.sentence
            for other in candidates
        )

    def _is_broad(self, candidate: _Candidate, others: list[_Candidate]) -> bool:
        """A region or "the east" beside its named parts, without a count of its own."""
        site = candidate.site
        if site is None or not site.is_broad:
            return False
        trigger = candidate.trigger
        near = self._text[max(trigger.clause_start, trigger.start - 40) : min(trigger.clause_end, trigger.end + 40)]
        if _COUNT.search(near):
            return False
        admin1 = site.mention.admin1
        return any(
            other.site is not None
            and not other.site.is_broad
            and (admin1 is None or other.site.mention.admin1 == admin1)
            for other in others
        )

    def _to_draft(self, candidate: _Candidate) -> EventDraft:
        trigger, site = candidate.trigger, candidate.site
        start = min(trigger.start, site.start) if site and site.rule != "place-anaphor" else trigger.start
        end = max(trigger.end, site.end) if site and site.rule != "place-anaphor" else trigger.end
        draft = Draft(start=start, end=end, anchor=trigger.start, what=trigger.type, entity=None, side=None, kind=None)
        voice = self._voices.at(draft)
        side, side_rule = self._sides.of(trigger, site, voice)
        rules = tuple(rule for rule in (trigger.rule, site.rule if site else "", side_rule) if rule)
        return EventDraft(replace(draft, side=side), site.mention if site else None, voice.status, rules)


def _key(candidate: _Candidate) -> str:
    return _AXIS.sub("", fold(candidate.site.text)) if candidate.site else ""


def _is_same_time(one: _Candidate, other: _Candidate) -> bool:
    """Days that touch, or days that one of them does not tell."""
    if one.days is None or other.days is None:
        return True
    slack = dt.timedelta(days=1)
    return one.days[0] <= other.days[1] + slack and other.days[0] <= one.days[1] + slack
