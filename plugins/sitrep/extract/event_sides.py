"""Say which side acts in an event.

In      Analysis with the words that name speakers; a Trigger, its Site and the Voice that tells it
Out     ua, ru, other, or None where nobody in particular acts
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if a lexicon or towns_held.csv is malformed
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from sitrep.extract import lexicon
from sitrep.extract.actors import fold
from sitrep.extract.analysis import Analysis
from sitrep.extract.event_sites import Site
from sitrep.extract.event_triggers import Trigger
from sitrep.extract.mentions import Voice
from sitrep.extract.speakers import holder_of
from sitrep.records import Side

RULES = {
    "side-agent": "'By Russian forces': the agent of a passive or of a noun.",
    "side-adjective": "'Russian strikes', 'enemy attacks': the word before the noun.",
    "side-subject": "The actor before the verb in its clause.",
    "side-place": "A strike on a place is by the side that does not hold it; who defends or evacuates holds it.",
    "side-wording": "'Liberated', 'fell': the word of the side that tells it.",
    "side-voice": "Interceptions without an actor are told by who made them.",
}

_OPPOSITE: dict[Side | None, Side | None] = {"ua": "ru", "ru": "ua", "other": None, None: None}
_AGENT = re.compile(r"\b(?:by|of) (?:the )?(?:[\w’'-]+ ){0,2}$")
_GAP = re.compile(r"(?:['’]s)?\s(?:(?!on |against |in |to |from |and )[\w’'“”\"-]+\s){0,4}")
_OBJECT = re.compile(
    r"\b(?:on|against|at|of|from|with|to|into|over|for|among|killing|between)\s+(?:the\s+)?(?:\w+\s+){0,2}$"
)
_BOTH = frozenset(["fighting", "clashes", "clash", "combat clashes", "combat engagements", "combat engagement", "combat encounters"]
    + ["firefight", "firefights", "skirmishes", "battles", "battle", "hostilities", "street fighting", "combat operations", "street battles", "fierce battles"])  # fmt: skip
_REPELS = frozenset(
    [
        "repelled",
        "repulsed",
        "repelling",
        "repulsing",
        "repels",
        "beat back",
        "fought off",
        "thwarted",
        "held off",
        "hold back",
        "holding back",
        "defended positions",
    ]
)
_BY_WORDING = frozenset(
    [
        "liberated",
        "liberates",
        "liberating",
        "liberation of",
        "de-occupied",
        "deoccupied",
        "liberate",
        "completely liberated",
    ]
)
_FALLS = frozenset(
    [
        "fall of",
        "fell to",
        "fallen to",
        "has fallen",
        "had fallen",
        "have fallen",
        "came under russian control",
        "came under russian occupation",
        "occupied",
        "occupation of",
    ]
)
_DEFENDS = frozenset(["air_defence", "evacuation"])


@dataclass(frozen=True, slots=True)
class _Party:
    """Words that name a side."""

    start: int
    end: int
    side: Side
    is_enemy: bool = False


class Sides:
    """Who acts, for the events of one article."""

    def __init__(self, analysis: Analysis, speaking: Sequence[tuple[int, int]]) -> None:
        """Gather the words that name a side and do not name a speaker."""
        self._analysis = analysis
        self._text = analysis.document.text
        self._parties = self._find_parties(speaking)
        self._starts = [party.start for party in self._parties]

    def of(self, trigger: Trigger, site: Site | None, voice: Voice) -> tuple[Side | None, str]:
        """Return the side and the rule that says so."""
        own: Side = "ru" if voice.claimant_side == "ru" else "ua"
        named, rule = self._named(trigger, own)
        if trigger.type in ("prisoner_exchange",):
            return None, rule
        if trigger.type == "ground_attack":
            return self._of_fighting(trigger, named, rule, own)
        if trigger.type == "territorial_change":
            return self._of_change(trigger, named, rule, own)
        if trigger.type in _DEFENDS:
            held = holder_of(site.mention, self._analysis.document.published) if site else None
            if held in ("ua", "ru"):
                return held, "side-place"
            if trigger.type == "air_defence":
                named = self._defender(trigger, named, rule)
            return (named, rule) if named else (own if voice.claimant_side in ("ua", "ru") else None, "side-voice")
        if trigger.type == "strike" and named is None and site is not None:
            return _OPPOSITE[
                cast("Side | None", holder_of(site.mention, self._analysis.document.published))
            ], "side-place"
        return named, rule

    def _of_fighting(self, trigger: Trigger, named: Side | None, rule: str, own: Side) -> tuple[Side | None, str]:
        if trigger.word in _REPELS:
            if named is None or rule != "side-subject":
                return named or _OPPOSITE[own], rule
            return _OPPOSITE[named], rule
        if trigger.word in _BOTH and rule != "side-adjective":
            return None, rule
        return named, rule

    def _of_change(self, trigger: Trigger, named: Side | None, rule: str, own: Side) -> tuple[Side | None, str]:
        if named is None and trigger.word in _BY_WORDING:
            return own, "side-wording"
        if named is None and trigger.word in _FALLS:
            return "ru", "side-wording"
        return named, rule

    def _defender(self, trigger: Trigger, named: Side | None, rule: str) -> Side | None:
        """'Downed 15 Ukrainian drones': the drones' side is not the defender's."""
        if named is not None and rule == "side-subject":
            return named
        target = self._after(trigger, 60)
        return _OPPOSITE[target.side] if target else named

    def _named(self, trigger: Trigger, own: Side) -> tuple[Side | None, str]:
        agent = self._agent(trigger)
        if agent is not None:
            return self._side(agent, own), "side-agent"
        before = self._before(trigger)
        if before is None:
            return None, ""
        gap = self._text[before.end : trigger.start]
        is_adjacent = _GAP.fullmatch(gap) is not None or not gap.strip()
        if trigger.family in ("noun", "generic") and is_adjacent:
            return self._side(before, own), "side-adjective"
        return self._side(before, own), "side-subject"

    def _side(self, party: _Party, own: Side) -> Side:
        return cast("Side", _OPPOSITE[own]) if party.is_enemy else party.side

    def _agent(self, trigger: Trigger) -> _Party | None:
        party = self._after(trigger, 70)
        if party is None:
            return None
        between = self._text[trigger.end : party.start]
        return party if re.search(r"\bby (?:the )?(?:\w+ ){0,2}$", between) else None

    def _after(self, trigger: Trigger, reach: int) -> _Party | None:
        i = bisect.bisect_left(self._starts, trigger.end)
        if i < len(self._parties) and self._parties[i].start < min(trigger.clause_end, trigger.end + reach):
            return self._parties[i]
        return None

    def _before(self, trigger: Trigger) -> _Party | None:
        """The nearest party before the trigger that is no object of something else: first in the clause."""
        sentence = self._analysis.document.sentences[trigger.sentence]
        first = bisect.bisect_left(self._starts, sentence.start)
        last = bisect.bisect_left(self._starts, trigger.start)
        parties = self._parties[first:last]
        subjects = [p for p in parties if not _OBJECT.search(self._text[max(sentence.start, p.start - 30) : p.start])]
        inside = [p for p in subjects if p.start >= trigger.clause_start]
        return (inside or subjects or [None])[-1]

    def _find_parties(self, speaking: Sequence[tuple[int, int]]) -> list[_Party]:
        found: dict[int, _Party] = {}
        for match in _party_words().finditer(fold(self._text)):
            word = match[0].replace("'s", "")
            side = _sides_of_words()[word]
            found[match.start()] = _Party(match.start(), match.end(), side, word.startswith("enem"))
        for actor in self._analysis.actors:
            side_of = {"ua": "ua", "ru": "ru"}.get(actor.party or "")
            if side_of is not None:
                found[actor.start] = _Party(actor.start, actor.end, cast("Side", side_of))
        parties = sorted(found.values(), key=lambda p: p.start)
        starts = [start for start, _ in speaking]
        kept = []
        for party in parties:
            i = bisect.bisect_right(starts, party.start) - 1
            if i < 0 or party.start >= speaking[i][1]:
                kept.append(party)
        return kept


@cache
def _sides_of_words() -> dict[str, Side]:
    data = lexicon.load("events")["sides"]
    sides: dict[str, Side] = {}
    for side in ("ua", "ru", "other"):
        sides.update(dict.fromkeys(data[side], cast("Side", side)))
    sides.update(dict.fromkeys(data["enemy"], "ru"))
    return sides


@cache
def _party_words() -> re.Pattern[str]:
    phrases = "|".join(re.escape(p) for p in sorted(_sides_of_words(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{phrases})(?:'s)?(?![\w-])")
