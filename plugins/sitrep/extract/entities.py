"""Tell soldiers and civilians apart where a figure only says "casualties", "killed" or "people".

In      Finding; the finding before it
Out     Entity, and the rule where it is not the noun's own
Units   none
Errors  none
Source  GUIDELINES: `entity`
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sitrep.extract import lexicon
from sitrep.extract.findings import Finding
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
_ARMY = frozenset(lexicon.load("sides")["things"]["army"])
_CITIZENS = frozenset([("russians",), ("north", "koreans")])
_NOBODY = Speaker(None, None)
_WINDOW, _FAR, _MANY = 8, 5, 1000
_LOST = frozenset(["losses", "casualties"])
_STATES = frozenset(["casualties", "dead", "wounded", "injured", "deaths", "fatalities", "losses", "injuries"])
_ALSO = frozenset(["and", "killed", "were", "have", "been", "had", "died", "wounded", "injured"])
_CAUSES = frozenset(["in", "by", "after", "from", "following", "result", "when", "during"])
_ENDS = frozenset(["by", "that", "which", "who", ";", ",", "when", "after", "as"])


@dataclass(slots=True)
class Topic:
    """Whom the article has told of so far: the last soldiers or civilians, and all sorts of people harmed."""

    last: Finding | None = None
    harmed: set[Entity] = field(default_factory=set)
    children: Finding | None = None

    def note(self, finding: Finding) -> None:
        """Remember a settled finding."""
        if finding.effect not in _HARM or finding.entity not in PEOPLE:
            return
        if finding.entity in {"military", "civilian"} and not finding.counted.is_included:
            self.last = finding
        elif finding.entity == "person" and finding.counted.depth == 0 and not _is_nameless(finding):
            self.last = None
        self.harmed.add(finding.entity)
        is_whole = finding.counted.depth == 0 and finding.rules[0] != "governor-part"
        self.children = finding if finding.entity == "child" and is_whole else None


def settle_entity(finding: Finding, topic: Topic) -> tuple[Entity, str | None]:
    """Return the entity of a finding of people who are not said to be soldiers, civilians or children."""
    noun = finding.counted.noun
    if noun is not None and noun.words[-1] in _PROJECTILES:
        is_missile = finding.effect == "intercepted" or bool(_ROCKETS.intersection(finding.line.lows))
        return ("missile", "entity-projectile") if is_missile else (finding.entity, None)
    if finding.entity != "person" or finding.rules[0] == "figure-zero":
        return finding.entity, None
    host = finding.host
    if host is not None and finding.rules[0] == "governor-part" and _takes_host(finding, host):
        return host.entity, "entity-topic"
    if _are_soldiers(finding):
        return "military", "entity-army"
    is_open = _is_nameless(finding) or finding.counted.is_other or finding.counted.depth > 0 or _is_lost(finding)
    if finding.effect not in _HARM or finding.counted.is_single or not is_open:
        return finding.entity, None
    return _by_topic(finding, topic)


def _are_soldiers(finding: Finding) -> bool:
    """Whether the effect or the noun makes them soldiers: mobilised people, six Russians captured, men lost."""
    if finding.effect in {"mobilised", "deployed"}:
        return True
    if finding.effect not in _HARM or finding.counted.is_single:
        return False
    noun = finding.counted.noun
    return (finding.group == "lose" and finding.role == LOSER) or (noun is not None and noun.words in _CITIZENS)


def _takes_host(finding: Finding, host: Finding) -> bool:
    """Whether "950 casualties" of soldiers or "71 men" of civilians are of the kind of their whole."""
    return host.entity == "civilian" or (host.entity == "military" and _is_nameless(finding))


def _by_topic(finding: Finding, topic: Topic) -> tuple[Entity, str | None]:
    last, children = topic.last, topic.children
    if children is not None and children.line is finding.line and not finding.counted.is_other:
        gap = finding.line.lows[children.counted.end : finding.counted.lead]
        if _is_nameless(finding) and _ALSO.issuperset(gap):
            return "child", "entity-topic"  # "587 children killed and 1,298 injured"
    if last is not None and last.line is finding.line:
        return last.entity, "entity-topic"
    if _names_army(finding):
        return "military", "entity-army"
    if last is None:
        return finding.entity, None
    distance = finding.line.sentence.index - last.line.sentence.index
    is_only = topic.harmed <= {last.entity, "child"}
    if distance <= 1 or (is_only and distance <= _FAR):
        return last.entity, "entity-topic"
    return finding.entity, None


def _is_nameless(finding: Finding) -> bool:
    """Whether no noun for people stands there: "121 injured", "950 casualties"."""
    noun = finding.counted.noun
    return noun is None or finding.rules[0] == "governor-noun" or noun.words[-1] in _STATES or finding.role == HEAD


def _is_lost(finding: Finding) -> bool:
    """Whether it is the matter of "losses amounted to 319 people"."""
    return finding.effect == "casualties" and finding.rules[0] == "governor-toll"


def _names_army(finding: Finding) -> bool:
    """Whether an army stands in or near the phrase: "Russian casualties", "5,937 dead in the ranks of the army"."""
    counted, line = finding.counted, finding.line
    start = max(0, min(counted.lead, finding.trigger if finding.trigger >= 0 else counted.lead) - 2)
    named = start if finding.rules[0] == "governor-toll" else counted.lead
    for k in range(named, counted.end):
        if k < counted.lead and line.lows[k] in _CAUSES:
            break  # "the number of people killed in the Russian strike"
        if word_side(line.lows[k], _NOBODY):
            return True
    if {"civilian", "civilians"}.intersection(line.lows):
        return False
    is_toll_of_war = finding.effect == "casualties" and counted.quantity.value >= _MANY
    if (finding.role == LOSER and finding.group == "casualty") or (is_toll_of_war and _ARMY.intersection(line.lows)):
        return True
    before = range(max(0, start - _WINDOW), counted.lead)
    if any(word_side(line.lows[k], _NOBODY) and line.low(k + 1) in _LOST for k in before):
        return True
    end = counted.end
    while end < min(len(line.lows), counted.end + _WINDOW) and line.lows[end] not in _ENDS:
        end += 1
    return bool(_ARMY.intersection(line.lows[start:end]))
