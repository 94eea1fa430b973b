"""Tell soldiers and civilians apart where a figure only says "casualties", "killed" or "people".

In      Finding; the finding before it
Out     Entity, and the rule where it is not the noun's own
Units   none
Errors  none
Source  GUIDELINES: `entity`
"""

from __future__ import annotations

from sitrep.extract.governors import Finding
from sitrep.extract.measures import HEAD, LOSER
from sitrep.extract.side_words import Speaker, word_side
from sitrep.records import PEOPLE, Entity

RULES = {
    "entity-army": "What an army or a state loses are soldiers; so are casualties with an army's adjective.",
    "entity-projectile": "Projectiles shot down, or named beside missiles, are missiles.",
    "entity-topic": "Dead and wounded told of without a noun are of the kind told of before.",
}

_PROJECTILES = frozenset(["projectile", "projectiles"])
_ROCKETS = frozenset(["missile", "missiles", "rocket", "rockets", "drones", "himars", "mlrs"])
_HARM = frozenset(["killed", "wounded", "casualties", "missing", "captured"])
_ARMY = frozenset(
    ["army", "forces", "troops", "soldiers", "servicemen", "military", "combatant", "combatants", "personnel", "fighters"]
    + ["battlefield", "manpower", "soldier", "servicepeople", "marines", "brigade", "battalion", "regiment", "mercenaries"]
)
_CITIZENS = frozenset([("russians",), ("north", "koreans")])
_NOBODY = Speaker(None, None)
_WINDOW = 6
_ENDS = frozenset(["by", "that", "which", "who", ";", ",", "when", "after", "as"])


def settle_entity(finding: Finding, previous: Finding | None) -> tuple[Entity, str | None]:
    """Return the entity of a finding of people who are not said to be soldiers, civilians or children."""
    noun = finding.counted.noun
    if noun is not None and noun.words[-1] in _PROJECTILES and (finding.effect == "intercepted" or _ROCKETS.intersection(finding.line.lows)):
        return "missile", "entity-projectile"
    if finding.effect in {"mobilised", "deployed"} and finding.entity == "person":
        return "military", "entity-army"
    host = finding.host
    if host is not None and host.entity == "civilian" and finding.entity == "person" and finding.rules[0] == "governor-part":
        return "civilian", "entity-topic"
    if finding.entity != "person" or finding.effect not in _HARM or finding.counted.is_single:
        return finding.entity, None
    if finding.group == "lose" and finding.role == LOSER:
        return "military", "entity-army"
    if noun is not None and noun.words in _CITIZENS:
        return "military", "entity-army"
    is_nameless = noun is None or finding.rules[0] == "governor-noun" or (finding.role == HEAD)
    if finding.rules[0] == "figure-zero" or not (is_nameless or finding.counted.is_other or _is_lost(finding)):
        return finding.entity, None
    if previous is not None and previous.line is finding.line and _is_topic(previous):
        return previous.entity, "entity-topic"
    if _names_army(finding):
        return "military", "entity-army"
    if previous is not None and _is_topic(previous) and _is_next(finding, previous):
        return previous.entity, "entity-topic"
    return finding.entity, None


def _is_lost(finding: Finding) -> bool:
    """Read "Losses amounted to 319 people"."""
    return finding.effect == "casualties" and finding.rules[0] == "governor-toll"


def _is_topic(previous: Finding) -> bool:
    is_plain = previous.entity in {"military", "civilian"} and previous.effect in _HARM
    return is_plain and previous.entity in PEOPLE and not previous.counted.is_included


def _is_next(finding: Finding, previous: Finding) -> bool:
    return finding.line.sentence.index - previous.line.sentence.index <= 1 and not previous.counted.is_single


def _names_army(finding: Finding) -> bool:
    counted, line = finding.counted, finding.line
    if any(word_side(line.lows[k], _NOBODY) for k in range(counted.lead, counted.end)):
        return True
    start = max(0, min(counted.lead, finding.trigger if finding.trigger >= 0 else counted.lead) - 2)
    if finding.rules[0] == "governor-toll" and any(word_side(low, _NOBODY) for low in line.lows[start : counted.lead]):
        return True
    if finding.role == LOSER and finding.group == "casualty":
        return "civilian" not in line.lows and "civilians" not in line.lows
    end = counted.end
    while end < len(line.lows) and end < counted.end + _WINDOW and line.lows[end] not in _ENDS:
        end += 1
    near = line.lows[start:end]
    return bool(_ARMY.intersection(near)) and "civilian" not in near and "civilians" not in near
