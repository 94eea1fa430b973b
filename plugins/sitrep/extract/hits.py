"""Find the word that governs a counted phrase: a verb before it, or a participle or verb after it.

In      Line; a Counted; the entity it is taken for
Out     Hit or None
Units   token indexes into the line, end excluded
Errors  none
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sitrep.extract.measures import ACTIVE, GROUND, LOSER, MUNITIONS, PASSIVE, POST, Trigger, effect_of
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.words import (
    ANAPHORS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    FUNCTION_WORDS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    word_set,
)
from sitrep.records import PEOPLE

_LEFT_SKIP = word_set("left_skip")
_CLAUSE_ENDS = word_set("clause_ends")
_FLOODED = word_set("flooded")
_LANDED = word_set("landed")
_RIGHT_REACH = 24
_LEFT_REACH = 8
_LOOSE_REACH = 16
_APPOSITION = 12
_INJURED, _INJURIES = word_set("injured_verbs"), word_set("injuries")
_WOUND = Trigger("wound", POST, ("injured",))
_MEMBER_WORDS = 6
_FIRING = frozenset(["fired", "launched", "dropped", "unleashed", "rained"])
_SUBJECTS = frozenset(["they", "it", "he", "she", "we", "its", "their"])
_MASSING = ("amass", "mass", "concentrat", "deploy", "assembl", "gather")
_DENIALS = frozenset(["not", "never"])
_NO_OBJECT_AFTER = frozenset(["by", ",", *DASHES])
_TAKING_OUT = frozenset(["took", "take", "taken", "taking"])
_RESCUED = frozenset(PEOPLE) - {"military"}
_AGE_JOINTS = frozenset([",", "and", "between", "from", "to"])
_KINDS = frozenset(["type", "kind", "class", "sort", "model"])
_BEFORE_DEATH = frozenset({"wound", "capture"})
_FATES = frozenset({"kill", "wound", "casualty", "capture", "miss"})
_NEAR = 3
_ADJACENT = 2
_TAKES_OBJECT = frozenset({"launch", "mobilise", "displace", "evacuate", "wound"})
_NOT_LOOSE = frozenset({"deploy", "attack", "launch", "mobilise", "exchange", "evacuate", "damage", "seize", "capture"})
_OBJECT_WORDS = frozenset(
    [
        "ukrainian",
        "russian",
        "several",
        "many",
        "ukraine",
        "russia",
        "them",
        "him",
        "civilian",
        "residential",
        "enemy",
        "it",
        "that",
    ]
)
_WEAK_DEPLOY = frozenset(
    [
        *("are", "in", "there", "have", "has", "at", "remain", "had", "having", "number", "fighting", "serving"),
        *("entered", "lived", "were"),
    ]
)


@dataclass(slots=True)
class Hit:
    """A governing trigger: where it starts and how close it stands (3 is next to the phrase, 1 far)."""

    trigger: Trigger
    at: int
    strength: int
    rule: str


def fits(line: Line, trigger: Trigger, entity: str | None, pos: int) -> bool:
    """Whether a trigger can have happened to an entity; without one, to people."""
    if entity is None:
        return trigger.group != "deploy" and effect_of(trigger.group, "person") is not None
    is_rescue = trigger.group == "destroy" and trigger.words[0] in _TAKING_OUT and entity in _RESCUED
    if effect_of(trigger.group, entity) is None or is_rescue:
        return False  # "took out 35 civilians"
    if entity == "settlement" and trigger.group == "damage":
        return bool(_FLOODED & set(line.lows[pos : pos + len(trigger.words)]))
    if trigger.group == "seize" and trigger.words[-1] == "by":
        return entity in GROUND  # "expanded by"
    if trigger.group == "deploy" and entity != "military":
        return entity not in PEOPLE and trigger.words[0] not in _WEAK_DEPLOY
    return True


# --- to the right ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Walk:
    """How far a look to the right has come."""

    line: Line
    entity: str | None
    start: int
    pos: int
    limit: int
    has_aux: bool = False
    has_be: bool = False
    in_pp: bool = False
    in_relative: bool = False
    unknown: int = 0
    most_unknown: int = 1
    fallback: Hit | None = None


def right_hit(line: Line, counted: Counted, entity: str | None) -> Hit | None:
    """The participle or intransitive verb whose subject the phrase is."""
    start = counted.end
    limit = min(len(line.lows), start + _RIGHT_REACH)
    walk = _Walk(line, entity, start, start, limit, most_unknown=1 if counted.noun is not None else 2)
    while walk.pos < walk.limit:
        if line.lows[walk.pos] in _INJURED and (hurt := _injured(walk)) is not None:
            return hurt
        found = line.terms.triggers.get(walk.pos)
        if found is not None and (hit := _subject_role(walk, found)) is not None:
            is_weak = hit.trigger.group == "deploy" and hit.trigger.words[0] in _WEAK_DEPLOY
            # "Rockets aimed at the capital were shot down": the finite verb goes before the participle.
            if hit.trigger.group == "damage":
                hit = _worst(walk, hit)
            is_bare = hit.rule == "governor-participle"
            is_open = hit.trigger.group == "launch" and is_bare and not _is_finite(walk, hit)
            if not is_weak and not is_open:
                return (_death(walk, hit) if is_bare and hit.trigger.group in _BEFORE_DEATH else None) or hit
            walk.fallback = walk.fallback or hit
            walk.in_pp = True
        if not _step(walk):
            break
        walk.pos += 1
    return walk.fallback or _second_verb(walk)


def _second_verb(walk: _Walk) -> Hit | None:
    """Read "Three fighters crossed the river and surrendered", "two men drove over a mine and were killed"."""
    line, entity = walk.line, walk.entity
    if entity not in PEOPLE or not line.low(walk.start).endswith("ed"):
        return None
    for pos in range(walk.start + 1, walk.limit):
        low = line.lows[pos]
        if low == "," or _opens_clause(low):
            return None
        if low != "and":
            continue
        at = pos + 1
        while line.low(at) in AUXILIARIES:
            at += 1
        found = line.terms.triggers.get(at, ())
        # "and killed a guard" has an object: a bare verb has to be one that takes none.
        is_bare = at == pos + 1
        if is_bare and any(t.role == ACTIVE and len(t.words) == 1 and effect_of(t.group, entity) for t in found):
            return None
        fate = next((t for t in found if t.group in _FATES and t.role in {POST, PASSIVE}), None)
        return Hit(fate, at, 1, "governor-passive") if fate is not None else None
    return None


def _opens_clause(low: str) -> bool:
    return low in SUBORDINATORS or low in RELATIVES or low in _CLAUSE_ENDS


def _death(walk: _Walk, hit: Hit) -> Hit | None:
    """Read "a woman wounded in that attack died in hospital": the finite verb tells the end of it."""
    line = walk.line
    for pos in range(hit.at + len(hit.trigger.words), walk.limit):
        low = line.lows[pos]
        is_that = low == "that" and line.low(pos - 1) in PREPOSITIONS  # "in that attack"
        if (low in {",", "and", "or"} or _opens_clause(low)) and not is_that:
            return None
        found = line.terms.triggers.get(pos, ())
        died = next((t for t in found if t.group == "kill" and t.role == POST), None)
        if died is not None and not any(t.role == PASSIVE for t in found):
            return Hit(died, pos, hit.strength, "governor-passive")
    return None


def _is_finite(walk: _Walk, hit: Hit) -> bool:
    """Whether "three rockets hit the depot" ends its clause with "and": another clause follows."""
    if hit.trigger.words[0] not in _LANDED or hit.at != walk.start:
        return False
    lows = walk.line.lows[hit.at : walk.limit]
    return "and" in lows and walk.line.low(hit.at + lows.index("and") + 1) in {"a", "another"}


def _worst(walk: _Walk, hit: Hit) -> Hit:
    """Read "was hit and sunk", "damaged and destroyed": the second tells the end of it."""
    at = hit.at + len(hit.trigger.words)
    if walk.line.low(at) != "and":
        return hit
    found = walk.line.terms.triggers.get(at + 1, ())
    end = next((t for t in found if t.group == "destroy" and t.role in {PASSIVE, POST}), None)
    return Hit(end, at + 1, hit.strength, hit.rule) if end is not None else hit


def _injured(walk: _Walk) -> Hit | None:
    """Read "received a blast injury", "suffered shrapnel wounds"."""
    near = walk.line.lows[walk.pos + 1 : walk.pos + 6]
    if not _INJURIES.intersection(near) or "fatal" in near or (walk.entity is not None and walk.entity not in PEOPLE):
        return None
    return Hit(_WOUND, walk.pos, 1 if walk.in_pp else _NEAR, "governor-passive")


def _step(walk: _Walk) -> bool:
    """Whether the word may stand between a subject and its verb."""
    low = walk.line.lows[walk.pos]
    if low in _DENIALS and walk.has_aux and walk.line.low(walk.pos + 1) != "only":
        return False  # "could not be evacuated"
    if _is_kind(walk):
        return True
    if low in AUXILIARIES:
        walk.has_aux = True
        walk.has_be = walk.has_be or low in BE
        return True
    if low in PREPOSITIONS:
        walk.in_pp = True
        return walk.line.low(walk.pos + 1) not in _SUBJECTS
    if (passer := _PASSERS.get(low)) is not None:
        return passer(walk)
    return low not in SUBORDINATORS and (walk.in_pp or _is_filler(walk, walk.line, low))


def _is_kind(walk: _Walk) -> bool:
    """Whether it is "210 missiles of that type were fired"."""
    low = walk.line.lows[walk.pos]
    if low in _KINDS:
        return walk.line.low(walk.pos - 1) in {"that", "this"}
    return low in {"that", "this"} and walk.line.low(walk.pos + 1) in _KINDS


def _stop(walk: _Walk) -> bool:
    del walk
    return False


def _pass_conjunction(walk: _Walk) -> bool:
    # "A man and his wife died": the subject goes on.
    if walk.line.low(walk.pos + 1) in {"his", "her", "their", "a", "an"} and not walk.has_aux:
        walk.in_pp = True
    walk.unknown += 1
    return walk.in_pp and not walk.has_aux


def _is_filler(walk: _Walk, line: Line, low: str) -> bool:
    pos = walk.pos
    if pos in line.leads and pos > walk.start:
        return False
    found = line.terms.triggers.get(pos, ())
    if any(t.role in {ACTIVE, LOSER} for t in found) and pos not in line.terms.nouns and not walk.has_be:
        return False
    if not low.endswith("ly") and pos not in line.terms.nouns:
        walk.unknown += 1
    return walk.unknown <= walk.most_unknown


def _skip_dashes(walk: _Walk) -> bool:
    """Pass "– 13 men and one woman –" between a subject and its verb."""
    for pos in range(walk.pos + 1, min(walk.pos + _APPOSITION, walk.limit)):
        if walk.line.lows[pos] in DASHES or walk.line.lows[pos] == "-":
            walk.pos = pos
            return True
    return False


def _skip_brackets(walk: _Walk) -> bool:
    lows = walk.line.lows
    while walk.pos < walk.limit and lows[walk.pos] != ")":
        walk.pos += 1
    return True


def _opens_passive(walk: _Walk) -> bool:
    """Whether "who were killed" follows, and not "who Russia had deployed"."""
    low = walk.line.lows[walk.pos]
    follows = walk.line.low(walk.pos + 1)
    is_verb = follows in AUXILIARIES or (walk.pos + 1) in walk.line.terms.triggers or follows.endswith("ly")
    return is_verb and (not walk.in_pp or low == "who")


def _skip_comma(walk: _Walk) -> bool:
    """Pass ", who ...", ", including a child," and ", a car and a shed", but no other comma."""
    following = walk.line.low(walk.pos + 1)
    is_aged = following == "aged"
    if is_aged or (following.isdigit() and walk.pos + 1 not in walk.line.leads):
        walk.pos += is_aged
        return _skip_ages(walk)
    if following in {"who", "which"}:
        walk.in_relative = True
        return True
    if walk.in_relative and following in AUXILIARIES:
        # "mercenaries, who were fighting there, have lost their lives": the main clause goes on.
        walk.in_relative = walk.has_aux = walk.has_be = walk.in_pp = False
        return True
    listed = walk.line.low(walk.pos + 2) if following == "and" and walk.in_pp else following
    if listed in {"a", "an"} and not walk.has_aux:
        walk.in_pp = True
        return True
    return _skip_apposition(walk, following)


def _skip_apposition(walk: _Walk, following: str) -> bool:
    """Pass ", including a child," and ", two of them children,"."""
    lows, is_share = walk.line.lows, _is_share(walk, walk.pos + 1)
    if following not in {"including", "all", "most", "mostly"} and not is_share:
        return False
    pos = walk.pos + 1
    while pos < walk.limit and lows[pos] not in {",", ";"}:
        pos += 1
    # An apposition in the apposition: "including the largest in Ukraine, Okhmatdyt, were damaged".
    if pos + 2 < walk.limit and lows[pos + 2] == ",":
        pos += 2
    if is_share and (pos >= walk.limit or not _is_verb_ahead(walk, pos + 1)):
        return False
    walk.pos = pos
    return True


def _skip_ages(walk: _Walk) -> bool:
    """Pass "aged 34, 45 and 61" and ", 61 and 72," between people and their verb."""
    lows, pos = walk.line.lows, walk.pos
    while pos + 1 < walk.limit and (lows[pos + 1].isdigit() or lows[pos + 1] in _AGE_JOINTS):
        pos += 1
    is_age = pos > walk.pos and pos not in walk.line.leads
    walk.pos = pos
    return is_age


def _is_share(walk: _Walk, pos: int) -> bool:
    """Whether a share of them stands there: "two of them children", "among them a nurse"."""
    line = walk.line
    if line.low(pos) == "among":
        return line.low(pos + 1) in ANAPHORS
    return pos in line.leads and any(line.low(k) == "of" and line.low(k + 1) in ANAPHORS for k in (pos + 1, pos + 2))


def _is_verb_ahead(walk: _Walk, pos: int) -> bool:
    """Whether the sentence goes on with a verb of the subject: "were killed", "died"."""
    return walk.line.low(pos) in AUXILIARIES or pos in walk.line.terms.triggers


_PASSERS: dict[str, Callable[[_Walk], bool]] = {
    "(": _skip_brackets,
    ",": _skip_comma,
    "aged": _skip_ages,
    **dict.fromkeys(RELATIVES, _opens_passive),
    **dict.fromkeys([*DASHES, "-"], _skip_dashes),
    **dict.fromkeys(CONJUNCTIONS - AUXILIARIES - PREPOSITIONS, _pass_conjunction),
    **dict.fromkeys([";", ":", "!", "?"], _stop),
}


def _subject_role(walk: _Walk, found: tuple[Trigger, ...]) -> Hit | None:
    best: Hit | None = None
    for trigger in found:
        if trigger.role not in {PASSIVE, POST} or not fits(walk.line, trigger, walk.entity, walk.pos):
            continue
        hit = _as_passive(walk, trigger) if trigger.role == PASSIVE else _as_phrase(walk, trigger)
        if hit is not None and (best is None or hit.strength > best.strength):
            best = hit
    return best


def _as_passive(walk: _Walk, trigger: Trigger) -> Hit | None:
    if walk.has_be:
        return Hit(trigger, walk.pos, 1 if walk.in_pp else _NEAR, "governor-passive")
    is_near = walk.pos - walk.start <= _ADJACENT and not walk.in_pp and not walk.has_aux
    if not is_near or _has_object(walk.line, walk.pos + len(trigger.words)):
        return None
    return Hit(trigger, walk.pos, _ADJACENT, "governor-participle")


def _as_phrase(walk: _Walk, trigger: Trigger) -> Hit | None:
    is_open = trigger.group in _TAKES_OBJECT or trigger.words[-1] in PREPOSITIONS  # "lived in the dormitory"
    has_object = not is_open and _has_object(walk.line, walk.pos + len(trigger.words))
    if has_object and not walk.has_be:
        return None
    if walk.has_be or walk.has_aux:
        return Hit(trigger, walk.pos, 1 if walk.in_pp else _NEAR, "governor-passive")
    if walk.in_pp and (walk.entity is None or walk.pos - walk.start > _LEFT_REACH):
        return None
    return Hit(trigger, walk.pos, 1 if walk.in_pp else _ADJACENT, "governor-participle")


def _has_object(line: Line, pos: int) -> bool:
    """Whether an object follows, which makes the participle before it an active verb."""
    low = line.low(pos)
    if not low:
        return False
    is_noun = pos in line.terms.nouns or any(other.lead == pos for other in line.counted)
    return low in DETERMINERS or is_noun or low in _OBJECT_WORDS


# --- to the left ----------------------------------------------------------------------------------------------


def left_hit(line: Line, lead: int, entity: str | None) -> Hit | None:
    """The verb or nominal phrase whose object the phrase is, close on its left."""
    pos, commas = lead, 0
    while pos > 0 and lead - pos < _LEFT_REACH:
        for start in line.ends.get(pos, ()):
            if (hit := _object_role(line, start, pos, entity, lead)) is not None:
                return hit
            if line.low(start - 1) in BE:
                break  # "had been shot down: 18 missiles": nor does its last word govern
        low = line.lows[pos - 1]
        if low == ")" and "(" in line.lows[max(0, pos - 8) : pos]:
            while line.lows[pos - 1] != "(":
                pos -= 1
            pos -= 1
            continue
        commas += low == ","
        if low in {"and", ","} and (hit := _past_member(line, pos - 1, entity, lead)) is not None:
            return hit
        if commas > 1 or not (low in _LEFT_SKIP or low in DASHES or low.endswith("ly")):
            return None
        pos -= 1
    return None


def _past_member(line: Line, pos: int, entity: str | None, lead: int) -> Hit | None:
    """Pass a member of the list that is not counted: "damaging a school and 14 houses"."""
    for k in range(pos, max(0, pos - _MEMBER_WORDS), -1):
        if k < pos and any(start in line.terms.nouns for start in range(k, pos)):
            for start in line.ends.get(k, ()):
                if (
                    hit := _object_role(line, start, k, entity, lead)
                ) is not None and hit.trigger.group not in _NOT_LOOSE - {"damage"}:
                    return Hit(hit.trigger, hit.at, _ADJACENT, hit.rule)
        low = line.lows[k - 1]
        is_word = low[0].isalnum() and (low not in FUNCTION_WORDS or low in {"a", "an", "the"})
        if not is_word or (k - 1) in line.leads:
            return None
    return None


def _object_role(line: Line, start: int, end: int, entity: str | None, lead: int) -> Hit | None:
    best: Hit | None = None
    found = [trigger for trigger in line.terms.triggers[start] if start + len(trigger.words) == end]
    is_participle = any(trigger.role == PASSIVE for trigger in found)
    for trigger in found:
        if trigger.role not in {ACTIVE, LOSER} or not fits(line, trigger, entity, start):
            continue
        if trigger.role == ACTIVE and not _takes_object(line, trigger, start, lead, is_participle=is_participle):
            continue
        rule = "governor-loser" if trigger.role == LOSER else "governor-active"
        gap = lead - start - len(trigger.words)
        hit = Hit(trigger, start, _NEAR if gap <= _NEAR else _ADJACENT, rule)
        if best is None or _rank(hit, entity) > _rank(best, entity):
            best = hit
    return best


def _takes_object(line: Line, trigger: Trigger, start: int, lead: int, *, is_participle: bool) -> bool:
    """Whether the word is a verb in the active, or a noun with "of", and nothing parts it from its object."""
    before = line.low(start - 1)
    if "of" in trigger.words:
        return True
    if is_participle and before in BE:
        return False
    gap = line.lows[start + len(trigger.words) : lead]
    if gap and (gap[0] in _NO_OBJECT_AFTER or gap[-1] == ","):
        return False  # "144 targets – 102 missiles"
    return not (start in line.terms.nouns and (before in DETERMINERS or before in PREPOSITIONS))


def _rank(hit: Hit, entity: str | None) -> int:
    """Which of a word's classes means this entity: "captured" takes people prisoner and seizes ground."""
    order = {"capture": 2, "repel": 2, "intercept": 3, "destroy": 2, "casualty": 4, "exchange": 2}
    return order.get(hit.trigger.group, 1) + (3 if entity == "attack" and hit.trigger.group == "attack" else 0)


def _reaches_far(trigger: Trigger, entity: str, distance: int) -> bool:
    """Whether a verb governs over a place: "have fired into the town 343 shells", "amassed forces - 10,000 men"."""
    if trigger.words[0].startswith(_MASSING):
        return entity == "military"
    return trigger.words[0] in _FIRING and entity in MUNITIONS and distance <= _LEFT_REACH


def loose_hit(line: Line, counted: Counted, entity: str) -> Hit | None:
    """A verb of the same clause further left, where nothing nearer governs."""
    lows = line.lows
    for pos in range(counted.lead, max(0, counted.lead - _LOOSE_REACH), -1):
        for start in line.ends.get(pos, ()):
            is_life = not {"life", "lives"}.isdisjoint(
                lows[start + 1 : start + 3]
            )  # "lost their lives" takes no object
            if start in line.terms.nouns or line.low(start - 1) in BE or is_life:
                continue
            for trigger in line.terms.triggers[start]:
                is_open = trigger.group not in _NOT_LOOSE or _reaches_far(trigger, entity, counted.lead - start)
                if trigger.role in {ACTIVE, LOSER} and is_open and fits(line, trigger, entity, start):
                    return Hit(trigger, start, 1, "governor-loose")
        if lows[pos - 1] in _CLAUSE_ENDS or lows[pos - 1] in RELATIVES or lows[pos - 1] == "population":
            return None
    return None
