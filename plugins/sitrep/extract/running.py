"""Read running totals as prose tells them, where no verb says "lost": "it counted 3,031 tanks", "for a total of 3,220".

In      Reading, the phrase, the entity it counts, None where no noun follows
Out     Finding or None
Units   token indexes into the line, end excluded
Errors  none
Source  figure_phenomena 1, 2, 35
"""

from __future__ import annotations

from sitrep.extract.findings import Finding, Reading, derive
from sitrep.extract.measures import MUNITIONS, TOLL, effect_of
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.words import MORE, word_set
from sitrep.records import PEOPLE, Entity

_COUNTING = word_set("counting")
_ADDING = word_set("adding")
_MOVING = word_set("moving")
_TOTALS = word_set("totals")
_NO_LOSS = PEOPLE | (MUNITIONS - {"drone"}) | {"attack", "settlement", "area_km2", "building"}
_LOSSES = frozenset(["destroyed", "casualties", "killed"])
_REACH = 12
_LEAST = 100
_NEAR = 5


def by_tally(reading: Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "It counted 3,031 tanks", "the staff also added 14 tanks", where losses have been told of."""
    line = reading.line
    if entity in _NO_LOSS or counted.is_single or (effect := effect_of("lose", entity)) is None:
        return None
    is_counting = not _COUNTING.isdisjoint(line.lows)
    is_adding = not _ADDING.isdisjoint(line.lows)
    if not (is_counting or is_adding) or not _tells_losses(reading):
        return None
    finding = Finding(line, counted, effect, entity, "lose", TOLL, -1, ["governor-tally"])
    is_more = is_adding or not MORE.isdisjoint(line.lows[counted.last : counted.end])
    # Without a total told of before, what is added to a list of losses is one more loss.
    finding.is_increment = is_more and any(earlier.is_total or earlier.is_increment for earlier in reading.earlier)
    finding.is_total = not is_more
    return finding


def by_total(reading: Reading, counted: Counted) -> Finding | None:
    """Read a number without a noun as what a total reached, or what was added: "to 461", "of which 720 were added"."""
    line, previous = reading.line, reading.previous
    if previous is None or previous.effect not in _LOSSES:
        return None
    is_added = line.low(counted.end) == "added" or (
        counted.is_part and not _ADDING.isdisjoint(line.lows[counted.end : counted.end + 3])
    )
    if is_added and previous.line is line:
        return derive(line, counted, previous, "governor-part", is_increment=True)
    value = counted.quantity.value
    is_tally = previous.rules[0] == "governor-tally" and previous.line is line
    before = line.low(counted.lead - 1)
    is_led = before in {"to", "at", "of", "makes", "is"} or "total" in line.lows[counted.lead : counted.first]
    if not is_led or value < previous.counted.quantity.value:
        return None
    if not (is_tally or (value >= _LEAST and _reaches(line, counted))):
        return None
    finding = derive(line, counted, previous, "governor-tally")
    finding.is_total, finding.role, finding.trigger = True, TOLL, -1
    return finding


def by_number_of(reading: Reading, counted: Counted) -> Finding | None:
    """Read "the number of rocket launchers went up by one to 461" where losses have been told of."""
    line = reading.line
    before = line.low(counted.lead - 1)
    if before not in {"by", "to", "at"} or _MOVING.isdisjoint(line.lows) or not _tells_losses(reading):
        return None
    for k in range(counted.lead - 1, max(-1, counted.lead - _REACH), -1):
        noun = line.terms.nouns.get(k)
        if noun is None:
            continue
        effect = effect_of("lose", noun.entity)
        if noun.entity in _NO_LOSS or effect is None or line.lows[max(0, k - 2) : k] != ["number", "of"]:
            return None
        finding = Finding(line, counted, effect, noun.entity, "lose", TOLL, -1, ["governor-tally"])
        finding.is_increment = before == "by"
        finding.is_total = not finding.is_increment
        return finding
    return None


def _tells_losses(reading: Reading) -> bool:
    """Whether an army's losses stand shortly before."""
    here = reading.line.sentence.index
    return any(
        finding.effect in _LOSSES
        and (finding.entity == "military" or finding.entity not in _NO_LOSS)
        and here - finding.line.sentence.index <= _NEAR
        for finding in (*reading.earlier, *reading.findings)
    )


def _reaches(line: Line, counted: Counted) -> bool:
    """Whether "the total" is the subject, and moves or stands: "the total since the invasion rose to 132,160"."""
    before = line.lows[max(0, counted.lead - _REACH) : counted.lead]
    return not _TOTALS.isdisjoint(before) and not _MOVING.isdisjoint(before[-3:])
