"""Find the words that tell of an event of the war, and the type of what they tell.

In      Document
Out     list[Trigger], by start
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if events.toml is malformed
Source  lexicon/en/events.toml, after the guidelines' event types
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

import ahocorasick

from sitrep.extract import lexicon
from sitrep.extract.actors import fold
from sitrep.extract.text import Document, Sentence
from sitrep.records import EventType

RULES = {
    "strike-noun": "A noun that names a strike: 'shelling', 'drone attack'.",
    "strike-verb": "A verb that only strikes have: 'shelled', 'came under fire'.",
    "strike-launch": "'Launched', 'fired', 'unleashed' with a weapon as its object.",
    "strike-hit": "'Hit', 'targeted', 'destroyed' in a clause with a weapon or a thing that was hit.",
    "strike-generic": "'Attack' in a clause with a weapon of the air or the artillery.",
    "ground_attack-noun": "A noun that names fighting on the ground: 'clashes', 'offensive actions'.",
    "ground_attack-verb": "A verb of troops: 'advanced', 'stormed', 'repelled'.",
    "ground_attack-ground": "Square kilometres taken: gains short of taking a place.",
    "ground_attack-trying": "Attempts to take a place: short of taking it they are fighting.",
    "territorial_change-verb": "A place or ground was taken, retaken or left.",
    "territorial_change-noun": "'The capture of X', 'the fall of X'.",
    "air_defence-verb": "'Shot down', 'intercepted'.",
    "air_defence-target": "'Destroyed', 'repelled' where the clause has drones, missiles or aircraft and who defends.",
    "prisoner_exchange-noun": "An exchange of prisoners or bodies.",
    "prisoner_exchange-verb": "Prisoners or bodies returned.",
    "mobilisation-verb": "A mobilisation ordered, or recruits counted.",
    "evacuation-verb": "People taken out or resettled.",
    "explosion-noun": "A blast of unstated cause, or the breach of a dam.",
    "explosion-verb": "Something blew up.",
}

_TYPES = (
    "strike",
    "ground_attack",
    "territorial_change",
    "air_defence",
    "prisoner_exchange",
    "mobilisation",
    "evacuation",
    "explosion",
)
_WORD = re.compile(r"[\w'’/.-]*\w")
_CUT = re.compile(
    r"[;:]|\s[–—-]\s|,? (?:while|but|whereas|although|though|after|before|since|because|when|where|which|who) |"
    r",? and (?=(?:[\w’'-]+ ){1,4}(?:was|were|had|has|have|said|are|is)\b)|, as (?!well)"
)
_OBJECT_CHARS = 75
_NEAR_CHARS = 60
_INFINITIVE = re.compile(r"\bto\s+(?:\w+ly\s+)?$")
_NEXT = re.compile(r"[ -]([\w’'-]+)")
_MEN = re.compile(
    r"\b(?:prisoners?|soldiers?|servicemen|troops|fighters|tanks?|vehicles?|pows?|people|russians|equipment)\b"
)
_ADJECTIVE = re.compile(
    r"\b(?:the|of|in|from|temporarily|russian|newly|freshly|to|for|under|with|and|currently|recently)[ -]$"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|got|has|have|had)\s+(?:\w+\s+){0,2}$")
_GROUND_CUE = re.compile(
    r"\b(?:direction|directions|axis|axes|sector|sectors|positions|assaults?|infantry|offensive)\b"
)
_AREA = re.compile(r"\b(?:square (?:kilomet|mile)|sq\.? ?km|km2)")
_UNLIKELY = re.compile(r"\b(?:unlikely|no sign|no evidence|unable)\b")
_ONWARD = frozenset(
    [
        "",
        "in",
        "on",
        "to",
        "toward",
        "towards",
        "into",
        "near",
        "within",
        "along",
        "west",
        "east",
        "north",
        "south",
        "further",
        "from",
        "up",
    ]
    + [
        "around",
        "about",
        "by",
        "over",
        "a",
        "the",
        "deeper",
        "closer",
        "several",
        "some",
        "at",
        "through",
        "across",
        "westward",
        "back",
        "back",
    ]
    + [
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "as",
        "against",
        "and",
        "during",
        "slightly",
        "one",
        "two",
        "last",
        "this",
        "out",
    ]
)
_DAM = re.compile(r"\bdam\b")
_ORDERED = re.compile(
    r"\b(?:order\w*|decree\w*|announc\w*|declar\w*|launch\w*|began|wave of|joined|looking to|partial|total|general|call\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger word with the clause that it stands in; `has_weapon` where the clause names one."""

    start: int
    end: int
    type: EventType
    family: str
    clause_start: int
    clause_end: int
    sentence: int
    word: str

    @property
    def rule(self) -> str:
        """The rule that took it."""
        return f"{self.type}-{self.family}"


@dataclass(frozen=True, slots=True)
class _Hit:
    """A trigger word before its sense is chosen."""

    start: int
    end: int
    word: str
    senses: tuple[tuple[str, str], ...]


def find_triggers(document: Document) -> list[Trigger]:
    """Return the triggers of all sentences, headlines left out: the body tells it with its place."""
    folded = fold(document.text)
    hits: dict[int, list[_Hit]] = defaultdict(list)
    for hit in _find_hits(folded):
        sentence = document.sentence_at(hit.start)
        if sentence is not None and hit.end <= sentence.end and not sentence.is_title:
            hits[sentence.index].append(hit)
    triggers: list[Trigger] = []
    for index, row in hits.items():
        sentence = document.sentences[index]
        text = folded[sentence.start : sentence.end]
        if not any(phrase in text for phrase in words("background")):
            triggers += _Reader(folded, sentence).read(row)
    return triggers


@cache
def words(kind: str) -> frozenset[str]:
    """One list of [words] of events.toml."""
    return frozenset(lexicon.load("events")["words"][kind])


@cache
def _index() -> ahocorasick.Automaton:
    data = lexicon.load("events")
    senses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for type_ in _TYPES:
        for family, phrases in data[type_].items():
            for phrase in phrases:
                senses[phrase].append((type_, family))
    automaton = ahocorasick.Automaton()
    for phrase, pairs in senses.items():
        automaton.add_word(phrase, (len(phrase), tuple(pairs)))
    automaton.make_automaton()
    return automaton


def _find_hits(folded: str) -> Iterator[_Hit]:
    """Whole-word hits, leftmost and longest."""
    size, hits = len(folded), []
    for last, (length, senses) in _index().iter(folded):
        start, end = last - length + 1, last + 1
        if start and (folded[start - 1].isalnum() or folded[start - 1] == "-"):
            continue
        if end == size or not (folded[end].isalnum() or folded[end] == "-"):
            hits.append((start, -end, senses))
    hits.sort(key=lambda hit: hit[:2])
    covered = -1
    for start, end, senses in hits:
        if start >= covered:
            covered = -end
            yield _Hit(start, -end, folded[start:-end], senses)


@cache
def _ending(kind: str, gap: str) -> re.Pattern[str]:
    phrases = "|".join(re.escape(p) for p in sorted(words(kind), key=len, reverse=True))
    return re.compile(rf"\b(?:{phrases})\s+{gap}$")


class _Reader:
    """Chooses the senses of one sentence's hits."""

    def __init__(self, folded: str, sentence: Sentence) -> None:
        self._folded = folded
        self._sentence = sentence
        self._cuts = [(m.start(), m.end()) for m in _CUT.finditer(folded, sentence.start, sentence.end)]

    def read(self, hits: list[_Hit]) -> list[Trigger]:
        """Return the triggers among the hits."""
        triggers = []
        for hit in hits:
            begin = max((end for _, end in self._cuts if end <= hit.start), default=self._sentence.start)
            stop = min((start for start, _ in self._cuts if start >= hit.end), default=self._sentence.end)
            context = _Context(self._folded, hit, begin, stop, self._sentence.start)
            for type_, family in hit.senses:
                chosen = context.accept(type_, family)
                if chosen is not None:
                    triggers.append(
                        Trigger(
                            start=hit.start,
                            end=hit.end,
                            type=cast("EventType", type_),
                            family=chosen,
                            clause_start=begin,
                            clause_end=stop,
                            sentence=self._sentence.index,
                            word=hit.word,
                        )
                    )
                    break
        return triggers


class _Context:
    """What stands around one trigger word."""

    def __init__(self, folded: str, hit: _Hit, begin: int, stop: int, sentence_start: int) -> None:
        self._hit = hit
        self._before = folded[max(sentence_start, hit.start - 60) : hit.start]
        self._clause_before = folded[begin : hit.start]
        self._after = folded[hit.end : stop]
        self._near = folded[max(begin, hit.start - _NEAR_CHARS) : min(stop, hit.end + _NEAR_CHARS)]
        self._words = frozenset(_WORD.findall(folded, begin, hit.start)) | frozenset(
            _WORD.findall(folded, hit.end, stop)
        )
        following = _NEXT.match(self._after)
        self._next = following[1] if following else ""
        self.is_trying = _ending("trying", r"(?:\w+ ){0,1}").search(self._before) is not None
        self._is_infinitive = _INFINITIVE.search(self._before) is not None

    def accept(self, type_: str, family: str) -> str | None:
        """The family under which the word is a trigger of the type, or None."""
        if self._next in words("modifiers") and family not in ("launch", "verb", "target", "hit"):
            return None
        if _ending("unreal", r"(?:[\w-]+ ){0,2}").search(self._before):
            return None
        if type_ == "strike" and self._hits_dam():
            return None
        check = getattr(self, f"_{type_}")
        return cast("str | None", check(family))

    def _has(self, kind: str) -> bool:
        return bool(self._words & words(kind))

    def _follows(self, kind: str) -> bool:
        """Whether a word of the kind stands soon behind."""
        return bool(frozenset(_WORD.findall(self._after[:_OBJECT_CHARS])) & words(kind))

    def _precedes(self, kind: str) -> bool:
        return bool(frozenset(_WORD.findall(self._clause_before[-_OBJECT_CHARS:])) & words(kind))

    def _defends(self) -> bool:
        return any(phrase in self._near for phrase in words("air_defenders"))

    def _hits_dam(self) -> bool:
        return self._hit.word in ("destroyed", "struck", "damaged") and _DAM.search(self._after[:50]) is not None

    def _strike(self, family: str) -> str | None:
        if self._is_infinitive and not self.is_trying:
            return None
        if family == "noun":
            return family if self._hit.word not in ("strike", "strikes") or self._next not in words("weapons") else None
        if family == "launch":
            is_passive = _PASSIVE.search(self._clause_before) is not None
            return family if self._follows("weapons") or (is_passive and self._precedes("weapons")) else None
        if family == "hit":
            if self._has("air_targets") and self._defends():
                return None
            is_harm = self._hit.word in ("injured", "wounded", "killed", "eliminated", "broke out", "landed")
            has_weapon = self._has("weapons")
            return family if has_weapon or (not is_harm and self._has("hit_things")) else None
        if family == "generic":
            has_thing = self._has("weapons") or self._follows("hit_things")
            return family if has_thing and not self._has_ground_cue() else None
        return family

    def _ground_attack(self, family: str) -> str | None:
        word = self._hit.word
        if family == "ground":
            return family if _AREA.search(self._after[:60]) or _AREA.search(self._clause_before[-40:]) else None
        if word in ("advanced", "advance", "pushed") and self._next not in _ONWARD and not self._next.isdigit():
            return None
        if _UNLIKELY.search(self._before):
            return None
        if word in ("repelled", "repulsed", "repelling", "repulsing", "repels", "thwarted"):
            return None if self._has("air_targets") or self._defends() else family
        if word in ("attack", "attacks", "attacked", "attacking"):
            return family if not self._has("weapons") and self._has_ground_cue() else None
        if family == "verb" and word in ("attempted", "attempting", "tried", "trying"):
            is_taking = re.search(
                r"\bto (?:\w+ )?(?:advance|capture|take|storm|break|encircle|push|seize|enter|dislodge|regain)",
                self._after[:40],
            )
            return "trying" if is_taking else None
        if self._is_infinitive and not self.is_trying:
            return None
        if word in (
            "engaged",
            "conducted",
            "gained",
            "improved",
            "entered",
            "entering",
            "activity",
            "pressure",
            "success",
            "successes",
            "defended positions",
            "raid",
        ):
            return family if self._has("troops") and self._has_ground_cue() else None
        return family

    def _has_ground_cue(self) -> bool:
        return _GROUND_CUE.search(self._clause_before + self._after) is not None

    def _territorial_change(self, family: str) -> str | None:
        word = self._hit.word
        if self._is_infinitive:
            return None
        if word in ("occupied", "occupy") and _ADJECTIVE.search(self._before):
            return None
        is_passive = _PASSIVE.search(self._clause_before) is not None
        if not is_passive and self._next == "by":
            # "Territory occupied by Russia" tells of no day.
            return None
        if word in ("took", "taken") and (
            self._next in ("part", "place", "off", "action", "advantage", "out", "up", "to", "steps")
            or not self._has("troops")
        ):
            return None
        if _AREA.search(self._after[:60]) or (is_passive and _AREA.search(self._clause_before[-40:])):
            # Ground gained, no place taken: the guidelines call it fighting.
            return None
        if family == "verb" and not is_passive and _MEN.match(self._after.lstrip()[:30]):
            return None
        if word in ("took", "taken", "left", "secured", "abandoned", "cleared", "freed", "capture", "seize"):
            return family if self._follows("ground_objects") and self._has("troops") else None
        return family

    def _air_defence(self, family: str) -> str | None:
        if self._is_infinitive and not self.is_trying:
            return None
        if family == "verb":
            return family
        return (
            family
            if self._has("air_targets")
            and (
                self._defends()
                or self._hit.word
                in ("neutralized", "neutralised", "suppressed", "jammed", "destroyed", "destruction of")
            )
            else None
        )

    def _prisoner_exchange(self, family: str) -> str | None:
        if family == "verb" and self._hit.word in ("swapped", "exchanged", "brought home", "repatriated"):
            return family if re.search(r"\b(?:prisoners?|pows?|bod(?:y|ies)|captiv)", self._near) else None
        return family

    def _mobilisation(self, family: str) -> str | None:
        return family if _ORDERED.search(self._near) else None

    def _evacuation(self, family: str) -> str | None:
        if self._hit.word == "transferred":
            return family if re.search(r"\b(?:children|patients|residents|civilians)\b", self._near) else None
        return None if self._is_infinitive else family

    def _explosion(self, family: str) -> str | None:
        if self._hit.word in ("destroyed", "breached"):
            return family if _DAM.search(self._near) else None
        return family
