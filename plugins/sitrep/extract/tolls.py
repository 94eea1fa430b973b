"""Read tolls and tallies: "the death toll has risen to 40", "its tally of dead by 1,030 to 133,190".

In      Line, Counted, the entity it counts, None where no noun follows
Out     Finding or None
Units   token indexes into the line, end excluded
Errors  none
Source  figure_phenomena 1, 2, 21
"""

from __future__ import annotations

from collections.abc import Sequence

from sitrep.extract.findings import Finding
from sitrep.extract.measures import HEAD, LOSER, PASSIVE, POST, TOLL, Noun, Trigger, effect_of
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.words import AUXILIARIES, word_set
from sitrep.records import PEOPLE, Entity

_TOLL_LEADS = word_set("toll_leads")
_TOLL_FILLERS = word_set("toll_fillers")
_CHANGING = word_set("changing")
_HUMAN_GROUPS = frozenset(
    ["kill", "wound", "casualty", "miss", "evacuate", "displace", "capture", "exchange", "mobilise"]
)
_LOST = frozenset(["losses", "casualties"])
_DEAD = _LOST | {"deaths", "dead", "fatalities", "wounded", "killed", "missing"}
_PASSING = ("exceed", "surpass", "top", "pass", "beyond", "over", "above")
_TOLL_REACH = 30
_PUTTING = frozenset(["put", "puts", "putting"])


def by_toll(line: Line, counted: Counted, entity: Entity | None) -> Finding | None:
    """Read "The death toll has risen to 40"; "increased its tally of Russian dead by 1,030 to 133,190"."""
    lead = counted.lead
    while line.low(lead - 1) in _TOLL_FILLERS:
        lead -= 1
    before = line.low(lead - 1)
    is_reached = counted.lead < counted.first and line.low(counted.lead).startswith(_PASSING)
    if not (before in _TOLL_LEADS or before in AUXILIARIES or is_reached):
        return None
    for start in range(lead - 1, max(-1, lead - _TOLL_REACH), -1):
        if line.lows[start] == ";":
            return None
        found = line.terms.triggers.get(start, ())
        lost = _DEAD if before == "at" else _LOST  # "estimates military deaths at 7,000"
        toll = next((t for t in found if t.role == TOLL or (t.role == HEAD and lost.intersection(t.words))), None)
        if toll is None and before == "at" and (put := _read_put(line, counted, entity, start, found)) is not None:
            return put
        is_number = line.lows[start] == "number" and line.low(start + 1) == "of"
        if toll is not None or is_number or _is_pace(line, start):
            return _read_toll(line, counted, entity, start, toll)
    return None


def _is_pace(line: Line, start: int) -> bool:
    """Whether it is "attacks rose to 155": the attacks of a day, compared with another's."""
    noun = line.terms.nouns.get(start)
    is_attack = noun is not None and noun.entity == "attack"
    return is_attack and noun is not None and line.low(start + len(noun.words)) in _CHANGING


def _read_put(
    line: Line, counted: Counted, entity: Entity | None, start: int, found: Sequence[Trigger]
) -> Finding | None:
    """Read "put the personnel that Russia has lost at 131,290": what was lost is named before the verb."""
    loser = next((t for t in found if t.role == LOSER), None)
    begin = next((k for k in range(start - 1, max(-1, start - _TOLL_REACH), -1) if line.lows[k] in _PUTTING), None)
    if loser is None or begin is None:
        return None
    nouns = [line.terms.nouns[k].entity for k in range(begin + 1, start) if k in line.terms.nouns]
    if not nouns or (entity is not None and entity != nouns[0]):
        return None
    effect = effect_of(loser.group, nouns[0])
    if effect is None:
        return None
    return Finding(line, counted, effect, nouns[0], loser.group, TOLL, start, ["governor-toll"], is_total=True)


def _read_toll(line: Line, counted: Counted, entity: Entity | None, start: int, toll: Trigger | None) -> Finding | None:
    noun, named = _toll_words(line, start, counted.lead)
    is_open = toll is None or (toll.words[-1] in {"toll", "tally"} and toll.words[0] in {"toll", "tally", "running"})
    group = named.group if named is not None and is_open else (toll.group if toll else "attack")
    kind: Entity = entity or (noun.entity if noun else "person")
    if kind == "person" and noun is not None and noun.entity in {"military", "civilian"}:
        kind = noun.entity
    if entity is None and kind not in PEOPLE and group in _HUMAN_GROUPS:
        kind = "person"
    effect = effect_of(group, kind)
    if effect is None:
        return None
    finding = Finding(line, counted, effect, kind, group, TOLL, start, ["governor-toll"])
    finding.is_increment = line.low(counted.lead - 1) == "by"
    finding.is_total = not finding.is_increment
    return finding


def _toll_words(line: Line, start: int, stop: int) -> tuple[Noun | None, Trigger | None]:
    """What a tally is of: its noun, and the word that says what happened ("number of people injured")."""
    noun: Noun | None = None
    named: Trigger | None = None
    for k in range(max(0, start - 2), stop):
        if line.lows[k] in _CHANGING:
            break
        here = line.terms.nouns.get(k)
        if k < start and (here is None or k + len(here.words) <= start):
            continue
        if here is not None and noun is None and line.low(k - 1) != "in":
            noun = here
        entity = noun.entity if noun else "person"
        for trigger in line.terms.triggers.get(k, ()):
            if trigger.role in {HEAD, PASSIVE, POST} and named is None and effect_of(trigger.group, entity):
                named = trigger
    return noun, named
