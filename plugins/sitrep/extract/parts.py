"""Take what happened from a whole, or from the figure before: parts, inclusions, complements, nouns left out.

In      Reading, the phrase
Out     Finding or None
Units   token indexes into the line, end excluded
Errors  none
Source  figure_phenomena 6, 8, 9, 11, 24
"""

from __future__ import annotations

from dataclasses import replace

from sitrep.extract.direct import by_verb
from sitrep.extract.findings import Finding, Reading, derive, head_trigger, make_finding
from sitrep.extract.hits import Hit, left_hit, right_hit
from sitrep.extract.measures import ACTIVE, HEAD, MUNITIONS, POST, TOLL, effect_of
from sitrep.extract.noun_phrases import scan_noun
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.tolls import by_toll
from sitrep.extract.words import BE, DASHES, DETERMINERS, FUNCTION_WORDS, TIME_WORDS, word_set
from sitrep.records import PEOPLE, Entity

_PLACING = word_set("placing")
_HUMAN_GROUPS = frozenset(
    ["kill", "wound", "casualty", "miss", "evacuate", "displace", "capture", "exchange", "mobilise"]
)
_AFTER_NUMBER = word_set("after_number")
_TOTALS = frozenset(["figure", "total", "count", "tally", "number"])
_NEAR_VERB, _NEAR_NOUN = 8, 2
_PUT = (["at"], ["to"], ["is"], ["was"])
_TALLIED = frozenset(
    ["casualties", "killed", "wounded", "displaced", "captured", "missing", "evacuated", "mobilised", "deployed"]
)
_BRACKET_REACH = 24
_AIR_TARGETS = frozenset(["targets", "aerial", "air", "objects"])
_COMPARED = (["compared", "with"], ["compared", "to"], ["as", "against"], ["and", "not"])
_NEAR_TALLY = 0.5
_BADLY = frozenset(
    ["seriously", "severely", "gravely", "critically", "badly", "heavily", "fatally", "lightly", "slightly"]
)


def by_whole(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Take the M of "N of M shot down" as launched."""
    part = reading.last
    if part is None or part.counted.whole is not counted:
        return None
    if part.effect == "intercepted":
        return Finding(reading.line, counted, "launched", entity, "launch", POST, part.trigger, ["governor-whole"])
    return None


def by_bracket(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "675 injured (51 men, 40 women)": a breakdown in brackets takes what its whole takes."""
    host = next((f for f in reversed(reading.findings) if f.counted.depth < counted.depth), None)
    if host is None or entity not in PEOPLE or host.entity not in PEOPLE:
        return None
    return derive(reading.line, counted, host, "governor-part", entity=entity)


def by_apposition(reading: Reading, i: int, entity: Entity) -> Finding | None:
    """Read "Two people were injured - a girl and a man": behind a dash or colon the same people are told one by one."""
    line, counted, host = reading.line, reading.line.counted[i], reading.last
    if host is None or entity not in PEOPLE or host.entity not in PEOPLE:
        return None
    before = line.low(counted.lead - 1)
    is_next = before in {"and", ","} and reading.findings[-1].rules == ["governor-part"] and i > 0
    if not (before in DASHES or before in {":", "-"} or is_next):
        return None
    whole = host.host if is_next and host.host is not None else host
    return derive(line, counted, whole, "governor-part", entity=entity)


def by_opening(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "Of those, 33 settlements are ...": the sentence before says what happened to all."""
    host = reading.previous
    opens = reading.line.lows[:2]
    if opens == ["among", "the"]:
        return _among(reading, counted, entity)
    is_anaphoric = len(opens) > 1 and opens[0] in {"of", "among"} and opens[1] in {"them", "those", "these"}
    if host is None or not is_anaphoric or (host.entity in PEOPLE) != (entity in PEOPLE):
        return None
    if host.entity not in PEOPLE and host.entity != entity:
        return None
    return derive(reading.line, counted, _meant(reading, host), "governor-part", entity=entity)


def _meant(reading: Reading, host: Finding) -> Finding:
    """Which of the figures told "of those killed" means: that of the killed, else the one before."""
    named = {effect_of(trigger.group, "person") for trigger in reading.line.terms.triggers.get(2, ())}
    return next((f for f in reversed(reading.earlier) if f.effect in named and f.entity in PEOPLE), host)


def _among(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "Among the dead are 382 children", unless they say themselves what happened to them."""
    line, host = reading.line, reading.previous
    right = right_hit(line, counted, entity)
    if head_trigger(line, counted) is not None or (right is not None and right.trigger.group in {"kill", "wound"}):
        return None
    for trigger in line.terms.triggers.get(2, ()):
        effect = effect_of(trigger.group, entity)
        if effect is not None and counted.first > 2:  # noqa: PLR2004  # behind "among the dead"
            return Finding(line, counted, effect, entity, trigger.group, HEAD, 2, ["governor-part"], host=host)
    return None


def by_inclusion(reading: Reading, counted: Counted, host: Finding) -> Finding | None:
    """Take what is included after what includes it, unless it says itself what happened."""
    line, entity = reading.line, counted.entity or host.entity
    if line.low(counted.lead - 1).startswith("include") and (told := told_of(line, counted, entity)) is not None:
        return told
    if entity in PEOPLE and (own := _own_state(line, counted, entity, host)) is not None:
        return own
    is_alike = (entity in PEOPLE) == (host.entity in PEOPLE) and effect_of(host.group, entity) is not None
    if is_alike or (host.effect in {"launched", "intercepted"} and entity in MUNITIONS):
        return derive(line, counted, host, "governor-part", entity=entity)
    if host.effect == "carried_out" and entity in MUNITIONS:
        return Finding(line, counted, "launched", entity, "launch", HEAD, -1, ["governor-weapon"], host=host)
    return by_verb(line, counted, entity)


def told_of(line: Line, counted: Counted, entity: Entity | None = None) -> Finding | None:
    """Read "The dead include 433 children"."""
    entity = entity or counted.entity or "person"
    for start in range(max(0, counted.lead - _NEAR_VERB), counted.lead):
        for trigger in line.terms.triggers.get(start, ()):
            effect = effect_of(trigger.group, entity)
            is_state = trigger.role == HEAD and trigger.group in {"kill", "wound", "miss"}
            if is_state and effect is not None and line.low(start - 1) in DETERMINERS:
                return Finding(line, counted, effect, entity, trigger.group, HEAD, start, ["governor-part"])
    return None


def _own_state(line: Line, counted: Counted, entity: Entity, host: Finding) -> Finding | None:
    """Read "casualties, including 10,582 dead"; "three people, including a child killed"."""
    head = head_trigger(line, counted)
    if head is not None and head.group in {"kill", "wound"}:
        finding = make_finding(line, counted, entity, Hit(head, counted.noun_at, 3, "governor-noun"))
        if finding is not None:
            finding.host = host
        return finding
    right = right_hit(line, counted, entity)
    is_own = right is not None and right.strength > 1 and right.rule == "governor-participle"
    return make_finding(line, counted, entity, right) if right is not None and is_own else None


def by_complement(reading: Reading, counted: Counted) -> Finding | None:
    """Read "160 of them are children", "three of them children", "568 are children"."""
    line, host = reading.line, reading.previous
    if host is None or (host.line is not line and (not counted.is_part or counted is not line.counted[0])):
        return None
    pos = counted.end
    if line.low(pos) in BE:
        pos += 1
    elif not counted.is_part:
        return None
    if line.low(pos) in {"a", "an"} and counted.quantity.value == 1:
        pos += 1
    hit = scan_noun(line.lows, line.terms, pos, is_single=True)
    is_near = hit.noun is not None and hit.at - pos <= _NEAR_NOUN
    if hit.noun is None or not is_near or hit.noun.entity not in PEOPLE or host.entity not in PEOPLE:
        return None
    if any(k in line.terms.triggers for k in range(pos, hit.at + 1)):
        return None
    counted.noun, counted.entity, counted.end = hit.noun, hit.noun.entity, hit.end
    whole = host if host.line is line else _meant(reading, host)
    return derive(line, counted, whole, "governor-part", entity=hit.noun.entity)


def by_elision(reading: Reading, i: int) -> Finding | None:
    """Read what leaves the noun out: "121 were injured", "of which 2 were destroyed", "nine in the Kursk region"."""
    line, counted = reading.line, reading.line.counted[i]
    if not counted.is_part and _counts_unknown(line, counted):
        return None
    is_near = counted.is_part or counted.is_other or counted.lead <= 1
    model = reading.last or (reading.previous if is_near else None)
    if model is not None and _shares_fate(line, counted):
        return derive(line, counted, model, "governor-elided")
    hit = right_hit(line, counted, model.entity if model else None)
    if hit is None and model is not None and model.entity in PEOPLE:
        hit = right_hit(line, counted, None)
    if hit is not None and (model is not None or hit.trigger.group in _HUMAN_GROUPS):
        return _with_model(line, counted, model, hit)
    found = _elided_toll(reading, counted) or _elided_object(line, counted, model) or _put_at(reading, counted)
    if found is not None or counted.whole is not None:
        return found
    return _caught(reading, counted, model) or _placed(reading, i)


def _counts_unknown(line: Line, counted: Counted) -> bool:
    """Whether a noun that we do not know follows: "2 utility companies were damaged"."""
    low = line.low(counted.end)
    is_known = low in FUNCTION_WORDS or low in DETERMINERS or low in TIME_WORDS or counted.end in line.terms.triggers
    return (
        low.isalpha()
        and not is_known
        and not low.endswith("ly")
        and low not in _AFTER_NUMBER
        and line.low(counted.end + 1) != "ones"
    )


def _shares_fate(line: Line, counted: Counted) -> bool:
    """Read "eight were wounded, two of them seriously"; "25 were shot down, up from 21"."""
    before = line.lows[max(0, counted.lead - 2) : counted.lead]
    if before[-1:] == ["from"] and before[0] in {"up", "down"}:
        return True
    if before in _COMPARED or before[-1:] == ["versus"]:
        return True
    lead = line.lows[counted.lead : counted.first]
    if "than" in lead and lead[-1] == "the":  # "fewer than the 20 reported on Tuesday"
        counted.quantity, counted.lead = replace(counted.quantity, qualifier="exact"), counted.first
        return True
    return counted.is_part and line.low(counted.end) in _BADLY


def _elided_toll(reading: Reading, counted: Counted) -> Finding | None:
    found = by_toll(reading.line, counted, None)
    if found is not None and reading.last is not None and reading.last.role == TOLL:
        found.entity = reading.last.entity
    return found


_PERSONAL = frozenset(["kill", "wound", "displace"])  # done to people: "killed 12", "displaced millions"


def _elided_object(line: Line, counted: Counted, model: Finding | None) -> Finding | None:
    """Read "killed 12", "Russia has lost 30-35 thousand"."""
    if counted.is_part and model is not None and model.entity == "attack":
        left = left_hit(line, counted.lead, "attack")
        return _with_model(line, counted, model, left) if left is not None else None
    left = left_hit(line, counted.lead, "person")
    if left is None or not (left.trigger.group in _PERSONAL or left.rule == "governor-loser"):
        return None
    return _with_model(line, counted, model, left)


def _put_at(reading: Reading, counted: Counted) -> Finding | None:
    """Read "the day before it had put the figure at 134,100"."""
    line, previous = reading.line, reading.previous
    near = line.lows[max(0, counted.lead - 5) : counted.lead]
    if previous is None or near[-1:] not in _PUT or not _TOTALS.intersection(near):
        return None
    ratio = counted.quantity.value / max(previous.counted.quantity.value, 1)
    is_tally = previous.effect in _TALLIED and _NEAR_TALLY < ratio < 1 / _NEAR_TALLY
    return derive(line, counted, previous, "governor-toll") if is_tally else None


def _caught(reading: Reading, counted: Counted, model: Finding | None) -> Finding | None:
    """Read "58 of which it was able to shoot down" and "Ukraine shot down 26"."""
    line = reading.line
    weapons = [f.entity for f in [*reading.earlier, *reading.findings[-8:]] if f.entity in MUNITIONS]
    weapons += [noun.entity for k, noun in line.terms.nouns.items() if k < counted.lead and noun.entity in MUNITIONS]
    entity: Entity | None = (
        model.entity if model is not None and model.entity in MUNITIONS else (weapons[-1] if weapons else None)
    )
    if entity is None:
        return None
    if line.low(counted.end) in _AIR_TARGETS and {"missile", "drone"} <= set(weapons):
        entity = "missile"  # counted together
    left = left_hit(line, counted.lead, entity)
    if left is not None and left.trigger.group in {"intercept", "launch"} and left.strength > 1:
        return make_finding(line, counted, entity, left)
    right = right_hit(line, counted, entity)
    if right is not None and right.trigger.group == "intercept" and right.strength > 1:
        return make_finding(line, counted, entity, right)
    if not counted.is_part:
        return None
    for k in range(counted.end, min(counted.end + _NEAR_VERB, len(line.lows))):
        for trigger in line.terms.triggers.get(k, ()):
            if trigger.role == ACTIVE and trigger.group in {"intercept", "destroy"}:
                return make_finding(line, counted, entity, Hit(trigger, k, 1, "governor-passive"))
    return None


def _with_model(line: Line, counted: Counted, model: Finding | None, hit: Hit) -> Finding | None:
    """A verb of its own, the noun of the figure before: after a child or a single person, people again."""
    entity: Entity = "person"
    if model is not None and (model.entity not in PEOPLE or counted.is_part or _is_general(model)):
        entity = model.entity
    finding = make_finding(line, counted, entity, hit)
    if finding is not None and counted.is_part and model is not None:
        finding.host = model
    return finding


def _is_general(model: Finding) -> bool:
    is_one = model.counted.is_single and model.entity != "civilian"
    return not model.counted.is_included and model.entity != "child" and not is_one


def _placed(reading: Reading, i: int) -> Finding | None:
    """Read "... in Kursk and nine in the Belgorod region"; "7 – over the Smolensk region" under a heading."""
    line, counted = reading.line, reading.line.counted[i]
    pos = _past_fillers(line, counted)
    follower, before = line.low(pos), line.low(counted.lead - 1)
    last, header = reading.last, reading.header
    if last is not None and last.entity == "settlement" and follower in BE and before == "and":
        return derive(line, counted, last, "governor-part")
    if last is not None and "ones" in {follower, line.low(pos + 1)}:
        counted.end = pos + (1 if follower == "ones" else 2)
        return derive(line, counted, last, "governor-part")
    host = next((f for f in reversed(reading.findings) if f.counted.depth <= counted.depth), None)
    if host is not None and follower in _PLACING and (before in {",", "and", ";", ":"} or counted.is_part):
        return derive(line, counted, host, "governor-elided")
    is_item = counted.lead <= 1 and (follower in _PLACING or follower in DASHES or follower == ":")
    return derive(line, counted, header, "governor-header") if header is not None and is_item else None


def _past_fillers(line: Line, counted: Counted) -> int:
    """Where the words behind a number start that tell its place: past "more", a dash, brackets, "of which were"."""
    pos = counted.end
    if counted.is_part:
        pos += 2 * (line.low(pos) == "of")
        pos += line.low(pos) in BE
    while line.low(pos) in {"more", "others", "other", "each"} or (pos > counted.end and line.low(pos) == "-"):
        pos += 1
    if line.low(pos) != "(":
        return pos
    inside = line.lows[pos : pos + _BRACKET_REACH]
    return pos + inside.index(")") + 1 if ")" in inside else pos
