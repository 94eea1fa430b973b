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
from functools import cache
from operator import itemgetter
from typing import cast

import ahocorasick

from sitrep.extract import lexicon
from sitrep.extract.actors import fold, is_whole
from sitrep.extract.analysis import Analysis
from sitrep.extract.event_senses import words
from sitrep.extract.event_sites import Site
from sitrep.extract.event_triggers import Trigger
from sitrep.extract.frozen import frozen
from sitrep.extract.holders import holder_under_fire, side_under_fire
from sitrep.extract.mentions import Voice
from sitrep.records import Side

RULES = {
    "side-agent": "'By Russian forces': the agent of a passive or of a noun.",
    "side-adjective": "'Russian strikes', 'enemy attacks': the word before the noun.",
    "side-subject": "The actor before the verb in its clause.",
    "side-place": "A strike on a place is by the side that does not hold it; who defends or evacuates holds it.",
    "side-wording": "'Liberated', 'fell': the word of the side that tells it.",
    "side-own": "'Its troops', 'we': the side of who says so.",
    "side-target": "What was downed belonged to the other side.",
    "side-voice": "Interceptions and gains without an actor are told by who made them, strikes by who suffered them.",
    "side-fire": "All the fire that the article tells of is of one side: the other defends.",
}

_OPPOSITE: dict[Side | None, Side | None] = {"ua": "ru", "ru": "ua", "other": None, None: None}
_GAP = re.compile(r"(?:['’]s)?\s(?:(?!on |against |in |to |from |and |\w+ed )[\w’'“”\"-]+\s){0,3}")
# "On Monday Russian troops", "said in May that Moscow's forces": behind a date or "that" a subject begins.
_OBJECT = re.compile(
    r"\b(?:on|against|at|of|from|with|to|in|inside|near|into|over|for|among|killing|between)\s+(?:the\s+)?"
    r"(?:[A-Z]\w+ and\s+)?(?:(?!(?:that|who|which|when|while|as)\b)[a-z0-9]\w*\s+){0,2}$"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|got)\s+(?:\w+\s+){0,2}$")
_PASSIVE_CHARS = 30
_NEXT_CHARS = 20
_OBJECT_CHARS = 30
_ATTACKS = re.compile(r" (?:[\w’'-]+ ){0,3}(?:attacks?|assaults?|attempts?|offensives?)\b")
_OWN = re.compile(
    r"\b(?:we|our|(?:its|their) (?:\w+ )?(?:troops|forces|units|army|air|military|soldiers|fighters|defen\w+))\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby (?:the )?(?:\w+ ){0,2}$")
_SENT = re.compile(
    r"\b(?:launched|fired|sent|used|deployed|operated|backed)\b"
)  # "drones launched by Russia" were not downed by it
_FIRED = re.compile(r"\b(?:launched|fired|sent|unleashed|attacked|attack|salvo|barrage)\b")
_TARGET_CHARS = 40
_VERBS = frozenset(["verb", "hit"])
_JOINED = re.compile(r"\band $")
_COUNTRIES: tuple[tuple[str, Side], ...] = (("ukrain", "ua"), ("russia", "ru"))
_DEFENDS = frozenset(["air_defence", "evacuation"])


@frozen
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
        self._seats: dict[str, str] = lexicon.load("speech")["metonyms"]
        self._asked: tuple[Trigger, tuple[Side | None, str]] | None = None
        self._parties = self._find_parties(speaking)
        self._starts = [party.start for party in self._parties]

    def of(self, trigger: Trigger, site: Site | None, voice: Voice) -> tuple[Side | None, str]:
        """Return the side and the rule that says so; an exchange has two."""
        if trigger.type == "prisoner_exchange":
            return None, ""
        own: Side = "ru" if voice.claimant_side == "ru" else "ua"
        named, rule = self._told(trigger, voice)
        if trigger.type == "ground_attack":
            return self._of_fighting(trigger, named, rule, own)
        if trigger.type == "territorial_change":
            return self._of_change(trigger, named, rule, voice)
        if trigger.type in _DEFENDS:
            is_told = voice.claimant_side in ("ua", "ru")
            defends = own if is_told else side_under_fire(self._analysis) if trigger.type == "air_defence" else None
            fallback = defends, "side-voice" if is_told else "side-fire"
            held = self._holder(site)
            if trigger.type == "air_defence" and is_told and named is None:
                # Neither side reports what the other downs.
                held = None
            return self._of_defence(trigger, held, named, rule) or fallback
        if trigger.type == "strike":
            return self._of_strike(trigger, site, named, rule, voice)
        is_call = trigger.type == "mobilisation" and named is None and voice.claimant_side in ("ua", "ru")
        return (own, "side-voice") if is_call else (named, rule)

    def _of_strike(
        self, trigger: Trigger, site: Site | None, named: Side | None, rule: str, voice: Voice
    ) -> tuple[Side | None, str]:
        held = self._holder(site)
        if named is not None and rule == "side-subject" and self._is_repelled(trigger, rule):
            return _OPPOSITE[named], rule  # "the fleet repelled a drone attack on the port"
        if held is not None and not self._is_sure(trigger, named, rule, held):
            return _OPPOSITE[held], "side-place"
        if named is None and voice.claimant_side in ("ua", "ru"):
            # Each side tells of the other's strikes first.
            return ("ua" if voice.claimant_side == "ru" else "ru"), "side-voice"
        if named is None and (hit := side_under_fire(self._analysis)) is not None:
            return _OPPOSITE[hit], "side-fire"
        return named, rule

    def _is_sure(self, trigger: Trigger, named: Side | None, rule: str, held: Side) -> bool:
        """Whether who is named did strike: a subject that is hit, or that holds the place, seldom did."""
        if named is None or trigger.word in words("bare", "checks"):
            return False
        if rule != "side-subject":
            return True
        return not self._is_passive(trigger) and (named != held or self._is_next(trigger))

    def _is_next(self, trigger: Trigger) -> bool:
        """Whether a party stands right before the verb."""
        party = self._before(trigger)
        return party is not None and trigger.start - party.end < _NEXT_CHARS

    def _holder(self, site: Site | None) -> Side | None:
        if site is None:
            return None
        held = holder_under_fire(self._analysis, site.mention)
        if held is None:  # "southern Russia", "four Russian regions"
            seat = (side for word, side in _COUNTRIES if word in fold(site.mention.text))
            return next(seat, None)
        return None if held == "third" else held

    def _of_defence(
        self, trigger: Trigger, held: Side | None, named: Side | None, rule: str
    ) -> tuple[Side | None, str] | None:
        """Who is said to, else who holds the place defends and evacuates it."""
        if trigger.type == "air_defence" and (defender := self._defender(trigger, held, named, rule)) is not None:
            return defender
        if held is not None:
            return held, "side-place"
        return (named, rule) if named else None

    def _of_fighting(self, trigger: Trigger, named: Side | None, rule: str, own: Side) -> tuple[Side | None, str]:
        if trigger.word in words("repels", "sides") or self._is_repelled(trigger, rule) or self._is_thrown(trigger):
            # "Ukrainian units repelled", "was repelled by Ukrainian units"; but "Russian attacks were repelled".
            is_repelling = rule in ("side-subject", "side-own", "side-agent") and (
                self._is_passive(trigger) == (rule == "side-agent")
            )
            if named is not None and is_repelling:
                return _OPPOSITE[named], rule
            return named or _OPPOSITE[own], rule
        if trigger.word in words("trapped", "sides") and named is not None and self._is_passive(trigger):
            return _OPPOSITE[named], rule
        if trigger.word in words("mutual", "sides") and rule != "side-adjective":
            return None, rule
        return named, rule

    def _is_thrown(self, trigger: Trigger) -> bool:
        """'Pushed back several attacks'."""
        return trigger.word in words("thrown", "sides") and _ATTACKS.match(self._text, trigger.end) is not None

    def _is_repelled(self, trigger: Trigger, rule: str) -> bool:
        """'Repelled 36 assaults': the noun behind the verb, without a side of its own."""
        is_noun = trigger.family in ("noun", "generic") or trigger.word in words("assailing", "checks")
        if not is_noun or rule in ("side-agent", "side-adjective"):
            return False
        before = self._text[max(trigger.clause_start, trigger.start - _PASSIVE_CHARS) : trigger.start].lower()
        if any(word in words("repels", "sides") for word in before.split()):
            return True
        return any(phrase in before for phrase in words("thrown", "sides"))

    def _of_change(self, trigger: Trigger, named: Side | None, rule: str, voice: Voice) -> tuple[Side | None, str]:
        own: Side = "ru" if voice.claimant_side == "ru" else "ua"
        if named is None and trigger.word in words("freeing", "sides"):
            return own, "side-wording"
        if named is None and trigger.word in words("falling", "sides"):
            return "ru", "side-wording"
        if named is None and voice.claimant_side in ("ua", "ru"):
            return own, "side-voice"
        return named, rule

    def _defender(
        self, trigger: Trigger, held: Side | None, named: Side | None, rule: str
    ) -> tuple[Side | None, str] | None:
        """'Downed 15 Ukrainian drones', 'Ukrainian drones were downed': the drones' side is not the defender's."""
        if rule == "side-agent":
            return named, rule
        if self._is_passive(trigger):
            before = self._before(trigger)
            is_near = before is not None and trigger.start - before.end < _TARGET_CHARS
            return (_OPPOSITE[named], "side-target") if named is not None and (is_near or held is None) else None
        target = self._after(trigger, _TARGET_CHARS)
        if target is not None:
            return _OPPOSITE[target.side], "side-target"
        if named is not None and self._is_sender(trigger):
            return _OPPOSITE[named], "side-target"
        return (named, rule) if named is not None else None

    def _is_sender(self, trigger: Trigger) -> bool:
        """'Russia fired 55 missiles and air defences shot down 47 of them': who is named fired them."""
        party = self._before(trigger)
        return party is not None and _FIRED.search(self._text, party.end, trigger.start) is not None

    def _is_passive(self, trigger: Trigger) -> bool:
        if trigger.word.endswith("ing"):
            return False  # "is targeting"
        before = self._text[max(trigger.clause_start, trigger.start - _PASSIVE_CHARS) : trigger.start]
        return _PASSIVE.search(before) is not None

    def _is_own(self, trigger: Trigger) -> bool:
        """'Its troops', 'we', 'our units': the speaker's side acts."""
        sentence = self._analysis.document.sentences[trigger.sentence]
        return _OWN.search(self._text, sentence.start, trigger.start) is not None

    def _told(self, trigger: Trigger, voice: Voice) -> tuple[Side | None, str]:
        """What the words say, whatever the place; asked again for each place of a list."""
        if self._asked is not None and self._asked[0] is trigger:
            return self._asked[1]
        own: Side = "ru" if voice.claimant_side == "ru" else "ua"
        told = self._named(trigger, own)
        if told[0] is None and voice.claimant_side in ("ua", "ru") and self._is_own(trigger):
            told = own, "side-own"
        self._asked = trigger, told
        return told

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
        return party if _BY.search(between) and not _SENT.search(between) else None

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
        subjects = []
        for party in parties:
            begin = trigger.clause_start if party.start >= trigger.clause_start else sentence.start
            if not _OBJECT.search(self._text, max(begin, party.start - _OBJECT_CHARS), party.start):
                subjects.append(party)
        inside = [p for p in subjects if p.start >= trigger.clause_start]
        if len(inside) > 1 and trigger.family in _VERBS and _JOINED.search(self._text, inside[-1].end, trigger.start):
            # "Ukraine's air defence hit Russian positions and downed two drones".
            return inside[0]
        near = inside or subjects
        return near[-1] if near else None

    def _find_parties(self, speaking: Sequence[tuple[int, int]]) -> list[_Party]:
        found: dict[int, _Party] = {}
        folded = fold(self._text)
        for last, (length, side, is_enemy) in _party_words().iter(folded):
            start, end = last - length + 1, last + 1
            if is_whole(folded, start, end) and (start not in found or found[start].end < end):
                found[start] = _Party(start, end, side, is_enemy)
        for place in self._analysis.places:
            seat = self._seats.get(fold(place.text))
            is_owner = self._text[place.end : place.end + 2] in ("'s", "’s")
            if (place.role == "actor" or is_owner) and place.rule != "place-dateline" and seat in ("ua", "ru"):
                found[place.start] = _Party(place.start, place.end, cast("Side", seat))
        for actor in self._analysis.actors:
            if actor.party is not None and actor.party != "third":
                found[actor.start] = _Party(actor.start, actor.end, actor.party)
        # "Over northern Ukraine": the state's name ends that of a place, which does nothing.
        areas = [(p.start, p.end) for p in self._analysis.places if p.kind == "area" and p.role == "place"]
        parties = sorted(found.values(), key=lambda p: p.start)
        return [p for p in parties if not _covers(speaking, p.start) and not _covers(areas, p.start)]


def _covers(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether one of some sorted spans holds the offset."""
    i = bisect.bisect_right(spans, offset, key=itemgetter(0)) - 1
    return i >= 0 and offset < spans[i][1]


@cache
def _party_words() -> ahocorasick.Automaton:
    """The words of [sides], each with its length, its side and whether it is the speaker's enemy."""
    data = lexicon.load("events")["sides"]
    automaton = ahocorasick.Automaton()
    for kind in ("ua", "ru", "other", "enemy"):
        for word in data[kind]:
            automaton.add_word(word, (len(word), "ru" if kind == "enemy" else kind, kind == "enemy"))
    automaton.make_automaton()
    return automaton
