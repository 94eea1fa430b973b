"""Take what happened from the phrase's own verb, noun or participle.

In      Line, Counted, the entity it counts
Out     Finding or None
Units   token indexes into the line, end excluded
Errors  none
"""

from __future__ import annotations

from sitrep.extract.findings import Finding, Reading, head_trigger, make_finding
from sitrep.extract.hits import Hit, left_hit, loose_hit, right_hit
from sitrep.extract.measures import ACTIVE, HEAD, MUNITIONS, effect_of
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.words import word_set
from sitrep.records import PEOPLE, Entity

_FAILED = frozenset(["unsuccessful", "failed", "futile", "fruitless"])
_ATTACK_WORDS = word_set("attack_words")
_WEAPON_LEADS = word_set("weapon_leads")
_VAGUE_ATTACKS = word_set("vague_attacks")
_TIMES_VERBS = word_set("times_verbs")
_COMPARING = frozenset(["more", "as", "the", "higher", "less", "greater", "that"])
_TIMES_REACH = 12
_REGAINED = frozenset(["recovers", "recovered", "recover", "retrieved", "retrieves", "retrieve", "got", "gets"])
_SHELLS = frozenset(["windows", "roofs"])
_BODIES = frozenset(["body", "bodies", "corpse", "corpses", "remains"])


def by_verb(line: Line, counted: Counted, entity: Entity) -> Finding | None:
    """Take the verb next to the phrase, or what its noun or a participle inside it says."""
    right, left = right_hit(line, counted, entity), left_hit(line, counted.lead, entity)
    head = head_trigger(line, counted)
    is_victims = (
        head is not None and "victims" in head.words and right is not None and right.trigger.group in {"kill", "wound"}
    )
    if head is not None and effect_of(head.group, entity) is not None and not is_victims:
        outer = next((hit for hit in (left, right) if hit and hit.trigger.group == "exchange"), None)
        if outer is not None:
            return make_finding(
                line, counted, "military" if head.group == "kill" and entity == "person" else entity, outer
            )
        return make_finding(line, counted, entity, Hit(head, counted.noun_at, 3, "governor-noun"), left)
    if left is not None and right is not None and _is_suffered(left, right):
        return make_finding(line, counted, entity, right, left)
    hit = _choose(left, right)
    is_some = counted.quantity.text.lower() != "one"
    if entity == "attack" and is_some and _FAILED.intersection(line.lows[counted.last : counted.end]):
        return Finding(line, counted, "repelled", entity, "repel", ACTIVE, hit.at if hit else -1, ["governor-inner"])
    if hit is None and counted.inner is not None and effect_of(counted.inner.group, entity):
        at = next((k for k in range(counted.last, counted.end) if counted.inner in line.terms.triggers.get(k, ())), -1)
        hit = Hit(counted.inner, at, 3, "governor-inner")
    return make_finding(line, counted, entity, hit) if hit else None


def by_body(reading: Reading, i: int, entity: Entity) -> Finding | None:
    """Read "pulled the bodies of two men and a woman from the rubble": they are dead, unless handed over."""
    line, counted = reading.line, reading.line.counted[i]
    if entity not in PEOPLE:
        return None
    host = reading.last
    if host is not None and host.rules == ["governor-body"] and reading.groups[i] == reading.groups[i - 1]:
        return Finding(line, counted, "killed", entity, "kill", HEAD, host.trigger, ["governor-body"])
    at = counted.lead - 2
    if line.low(at + 1) != "of" or line.low(at) not in _BODIES:
        return None
    is_returned = entity == "military" and not _REGAINED.isdisjoint(line.lows[:at])
    if is_returned or any(t.group == "exchange" for found in line.terms.triggers.values() for t in found):
        return None
    return Finding(line, counted, "killed", entity, "kill", HEAD, at, ["governor-body"])


def _is_suffered(left: Hit, right: Hit) -> bool:
    """Read "Suffered 20,000 soldiers wounded": the participle says what, the verb says whose."""
    return (
        left.rule == "governor-loser"
        and right.rule == "governor-participle"
        and right.trigger.group in {"kill", "wound"}
    )


def _choose(left: Hit | None, right: Hit | None) -> Hit | None:
    if left is None or right is None:
        return left or right
    if left.trigger.group in {"intercept", "destroy"} and right.trigger.group == "launch" and left.strength > 1:
        return left  # "destroyed all 24 drones that were sent"
    if right.rule == "governor-passive" and right.strength > 1 and left.trigger.words[0] not in _SHELLS:
        return right
    return left if left.strength >= right.strength else right


def by_far_verb(line: Line, counted: Counted, entity: Entity) -> Finding | None:
    """Take a verb further left in the clause."""
    hit = loose_hit(line, counted, entity)
    return make_finding(line, counted, entity, hit) if hit else None


def by_noun(line: Line, counted: Counted, entity: Entity) -> Finding | None:
    """Take attacks as carried out."""
    noun = counted.noun
    if (
        entity != "attack"
        or noun is None
        or counted.is_single
        or counted.quantity.text.lower() == "one"
        or (len(noun.words) == 1 and noun.words[0] in _VAGUE_ATTACKS)
    ):
        return None
    return Finding(line, counted, "carried_out", entity, "attack", HEAD, -1, ["governor-noun"])


def by_weapon(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Take weapons named as the means of an attack as launched."""
    line = reading.line
    if entity not in MUNITIONS or counted.is_single or line.low(counted.lead - 1) not in _WEAPON_LEADS:
        return None
    previous = reading.previous
    is_next = previous is not None and previous.effect == "launched" and previous.entity == entity
    if not _ATTACK_WORDS.intersection(line.lows) and not is_next:
        return None
    return Finding(line, counted, "launched", entity, "launch", HEAD, -1, ["governor-weapon"])


def by_area(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Take ground as taken where the sentence or one before speaks of ground taken."""
    if entity != "area_km2":
        return None
    told = any(f.entity == "area_km2" for f in [*reading.findings[-8:], *reading.earlier])
    near = any(t.group == "seize" for found in reading.line.terms.triggers.values() for t in found)
    if not told and not near:
        return None
    return Finding(reading.line, counted, "seized", entity, "seize", HEAD, -1, ["governor-noun"])


def by_times(line: Line, counted: Counted) -> Finding | None:
    """Take "shelled it 17 times" as 17 attacks."""
    is_word = counted.quantity.text.lower() == "twice"
    if line.low(counted.end + (not is_word)) in _COMPARING or counted.quantity.qualifier == "vague":
        return None
    for k in range(counted.lead - 1, max(-1, counted.lead - _TIMES_REACH), -1):
        if line.lows[k] in _TIMES_VERBS:
            counted.end += not is_word
            return Finding(line, counted, "carried_out", "attack", "attack", ACTIVE, k, ["governor-times"])
    return None
