"""Take what happened from the list that a phrase stands in: members share a verb, a heading, a loss.

In      Reading, the index of the phrase, the entity it counts
Out     Finding or None
Units   token indexes into the line, end excluded
Errors  none
Source  figure_phenomena 4, 5, 9, 35
"""

from __future__ import annotations

from sitrep.extract.findings import Finding, Reading, derive, make_finding, share
from sitrep.extract.hits import Hit, fits, right_hit
from sitrep.extract.measures import ACTIVE, LOSER, MUNITIONS, PASSIVE, POST, TOLL, Trigger, effect_of
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.words import BE, DASHES, RELATIVES, word_set
from sitrep.records import PEOPLE, Entity

_FIRED = word_set("fired")
_JOINTS = frozenset([",", "and", "or", "plus", ";", "&"])
_NO_LOSS = PEOPLE | {"attack", "settlement", "area_km2", "building", "missile", "bomb", "shell"}
_OPENING = frozenset([":", *DASHES])
_LIST_REACH = 26
_MEMBERS = 30
_COLON_REACH = 120
_LOSSES_REACH = 80


def coordinate(line: Line) -> list[int]:
    """For each counted phrase the first member of its list."""
    groups: list[int] = []
    for i, counted in enumerate(line.counted):
        groups.append(i)
        for back in range(i - 1, max(-1, i - 3), -1):
            before = line.counted[back]
            if before.increment_of is not None or before.is_included:
                continue
            if _is_list_gap(line, before.end, counted.lead):
                groups[i] = groups[back]
            break
    return groups


def _is_list_gap(line: Line, start: int, end: int) -> bool:
    if end <= start or end - start > _LIST_REACH:
        return False
    has_joint, depth = False, 0
    for k in range(start, end):
        low = line.lows[k]
        depth += (low == "(") - (low == ")")
        if depth > 0 or low == ")":
            continue
        if low in _JOINTS:
            has_joint = True
        elif _parts_lists(line, k):
            return False
    return has_joint


def _parts_lists(line: Line, k: int) -> bool:
    """Whether a word between two phrases is a verb or opens a clause, so that they share none."""
    low = line.lows[k]
    if low in RELATIVES or low in BE or low in {"while", "but", "said", "has", "have", "had"}:
        return True
    found = line.terms.triggers.get(k, ())
    is_verb = any(trigger.role in {ACTIVE, PASSIVE, POST} and "of" not in trigger.words for trigger in found)
    return is_verb and k not in line.terms.nouns


def by_list_verb(reading: Reading, i: int, entity: Entity) -> Finding | None:
    """Read "downed two missiles and 17 drones launched by Russia": the list's verb tells of the 17."""
    if reading.groups[i] == i:
        return None
    right = right_hit(reading.line, reading.line.counted[i], entity)
    if right is None or right.trigger.words[0] not in _FIRED or right.rule == "governor-passive":
        return None
    host = next(
        (f for f in reversed(reading.findings) if f.role == ACTIVE and f.group in {"intercept", "destroy"}), None
    )
    return share(reading.line, reading.line.counted[i], entity, host) if host else None


def by_list(reading: Reading, i: int, entity: Entity) -> Finding | None:
    """Take the verb of the list that the phrase is a member of."""
    line, groups = reading.line, reading.groups
    first = max(groups[i], i - _MEMBERS)
    members = [reading.of(line.counted[k]) for k in range(i - 1, first - 1, -1) if groups[k] == groups[i]]
    # What a tally adds and what it reaches stand in one list: each says itself which it is.
    hosts = [host for host in members if host is not None and host.rules[0] != "governor-tally"]
    if hosts and hosts[0].rules[0] == "governor-whole":
        # "shot down 29 of 35 drones and all three missiles": the verb told of the part.
        hosts = [f for f in reading.findings if f.counted.whole is hosts[0].counted]
    for host in hosts:
        stand_in = Trigger(host.group, host.role, tuple(line.lows[max(host.trigger, 0) : max(host.trigger, 0) + 1]))
        if host.role in {ACTIVE, LOSER} and fits(line, stand_in, entity, max(host.trigger, 0)):
            return share(line, line.counted[i], entity, host)
    for k in range(i + 1, min(i + _MEMBERS, len(line.counted))):
        if groups[k] != groups[i]:
            break
        hit = right_hit(line, line.counted[k], entity)
        if hit is not None:
            return make_finding(line, line.counted[i], entity, Hit(hit.trigger, hit.at, hit.strength, "governor-list"))
    # A list may carry its passive on an earlier member: "30 tanks were lost and 5 guns".
    if _acts(line, line.counted[i]):
        return None
    alike = (host for host in hosts if (host.entity in PEOPLE) == (entity in PEOPLE) and host.group != "deploy")
    for host in alike:
        if effect_of(host.group, entity):
            return share(line, line.counted[i], entity, host)
    return None


def by_part(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "18 of 28 missiles and three of five bombs": what befell the one part befell the other."""
    part = next((finding for finding in reversed(reading.findings) if finding.counted.whole is not None), None)
    return share(reading.line, counted, entity, part) if counted.whole is not None and part is not None else None


def _acts(line: Line, counted: Counted) -> bool:
    """Whether the phrase is the subject of an active verb: "46 drones hit 32 sites"."""
    found = line.terms.triggers.get(counted.end, ())
    return any(trigger.role == ACTIVE for trigger in found) and line.low(counted.end + 1)[:1].isdigit()


def by_losses(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "Losses amounted to 319 people, and in equipment - five tanks": what follows the word losses was lost."""
    effect = effect_of("lose", entity)
    if entity in _NO_LOSS or effect is None:
        return None
    line = reading.line
    for start in range(counted.lead - 1, max(-1, counted.lead - _LOSSES_REACH), -1):
        if any(trigger.group in {"lose", "casualty"} for trigger in line.terms.triggers.get(start, ())):
            return Finding(line, counted, effect, entity, "lose", TOLL, start, ["governor-losses"])
    return None


def by_company(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "... have died - along with nearly 10,000 civilians": what holds for the ones holds for the others."""
    before = reading.line.lows[max(0, counted.lead - 3) : counted.lead]
    host = reading.last
    if host is None or not (before[-2:] == ["along", "with"] or before == ["as", "well", "as"]):
        return None
    return share(reading.line, counted, entity, host)


def by_breakdown(reading: Reading, i: int, entity: Entity) -> Finding | None:
    """Read "destroyed 22 drones: 8 drones over Oryol, 7 over Kursk"; "144 targets – 102 missiles and 42 drones"."""
    line, counted, host = reading.line, reading.line.counted[i], reading.last
    if host is None or (host.entity != entity and not {host.entity, entity} <= MUNITIONS):
        return None
    before = line.low(counted.lead - 1)
    marks = {":"} if host.entity == entity else _OPENING
    is_next = before in {",", "and"} and host.rules == ["governor-part"] and not marks.isdisjoint(line.lows)
    if before not in marks and not is_next:
        return None
    return derive(line, counted, host.host if is_next and host.host else host, "governor-part", entity=entity)


def by_colon(reading: Reading, i: int, entity: Entity) -> Finding | None:
    """Read "used against the region: 17 missiles; 4 bombs": the verb before the colon governs what stands behind."""
    line, counted = reading.line, reading.line.counted[i]
    before = line.lows[max(0, counted.lead - _COLON_REACH) : counted.lead]
    if ":" not in before:
        return None
    colon = counted.lead - 1 - before[::-1].index(":")
    for start in range(colon - 1, max(-1, colon - _LIST_REACH), -1):
        for trigger in line.terms.triggers.get(start, ()):
            effect = effect_of(trigger.group, entity)
            if trigger.role in {ACTIVE, LOSER} and effect is not None and fits(line, trigger, entity, start):
                return Finding(line, counted, effect, entity, trigger.group, trigger.role, start, ["governor-list"])
    return None


def by_header(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Take what the heading of the list says."""
    header = reading.header
    if header is None or (effect := effect_of(header.group, entity)) is None or counted.is_single:
        return None
    header.peak = max(header.peak, counted.quantity.value)
    return Finding(
        reading.line, counted, effect, entity, header.group, header.role, -1, ["governor-header"], host=header
    )
