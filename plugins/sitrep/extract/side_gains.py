"""Whose gains, repelled attacks and exchanged prisoners are.

In      Case
Out     Side or None, and the rule that says so; None where the rule does not speak
Units   none
Errors  none
Source  GUIDELINES: `side`, "Settled cases"
"""

from __future__ import annotations

from sitrep.extract.measures import ACTIVE
from sitrep.extract.side_cases import Case
from sitrep.extract.side_words import find_agent, find_passive_agent, find_taker, names_both, opposite, word_side
from sitrep.records import Side

_GIVING = frozenset(["lost", "losing", "cede", "ceded", "surrendered", "left", "leaving", "lose"])
_FALLING = ("fell", "fall")
_MUTUAL = ("exchang", "swap")
_FREEING = frozenset(["released", "releases", "release", "freed", "frees"])
_OWN = frozenset(["its", "their", "own", "secured", "from"])
_NEAR = 8


def repelled(case: Case) -> tuple[Side | None, str] | None:
    """The attacker, whose attack the agent repels."""
    agent = find_agent(case.finding, case.speaker)
    if agent is None and (agent := find_passive_agent(case.finding, case.speaker)) and case.finding.role == ACTIVE:
        return agent, "side-agent"  # "repelled four attacks by Ukrainian brigades"
    if case.finding.rules[0] == "governor-inner" and agent is not None:
        return agent, "side-agent"  # who makes an unsuccessful assault is the attacker
    return (opposite(agent), "side-agent") if agent else (opposite(case.own) or "ru", "side-speaker")


def gain(case: Case) -> tuple[Side | None, str] | None:
    """Who takes the ground: named after it, or the agent; the other where the agent loses it."""
    finding, lows = case.finding, case.finding.line.lows
    if "hands" in lows and ("ukraine" in lows or "kyiv" in lows):
        return "ua", "side-agent"
    for k in range(finding.counted.end, min(finding.counted.end + _NEAR, len(lows) - 2)):
        if lows[k] == "under" and lows[k + 2] in {"control", "occupation"}:
            side = word_side(lows[k + 1], case.speaker)
            if side is not None:
                return side, "side-agent"
    at = finding.trigger
    if at >= 0 and lows[at].startswith(_FALLING) and (taker := find_taker(finding, case.speaker)) is not None:
        return taker, "side-agent"  # "seven villages fell to Russian forces"
    agent = find_agent(finding, case.speaker) if at >= 0 else None
    agent = agent or find_passive_agent(finding, case.speaker)
    agent = agent or find_agent(finding, case.speaker, before=finding.counted.lead)
    if agent is None:
        return None
    is_loss = finding.group == "lose" or finding.line.low(finding.trigger) in _GIVING
    return (opposite(agent) if is_loss else agent), "side-agent"


def gain_word(case: Case) -> tuple[Side | None, str] | None:
    """Verbs that tell: "occupied" and "liberated" say who by themselves."""
    word = case.finding.line.low(case.finding.trigger)
    if word.startswith(("occup", "invad")):
        return "ru", "side-agent"
    if word.startswith(("liberat", "de-occup", "deoccup")):
        return case.own or "ua", "side-speaker"
    return None


def gain_before(case: Case) -> tuple[Side | None, str] | None:
    """Gains told before were of the same side, a sentence ago of the side that it began with; or the speaker's own."""
    previous = case.scene.previous
    if previous is not None and previous.effect == "seized" and previous.side is not None:
        is_new = previous.line is not case.finding.line
        return (case.scene.gainer if is_new and case.scene.gainer else previous.side), "side-list"
    return case.own, "side-speaker"


def handed_over(case: Case) -> tuple[Side | None, str] | None:
    """Whose the exchanged are: those to whom they return."""
    lows = case.finding.line.lows
    text = " ".join(lows)
    if "handed over" in text or "hand over" in text:
        agent = find_agent(case.finding, case.speaker)
        if agent is not None:
            return opposite(agent), "side-agent"
    end = case.finding.counted.end
    for k in range(end, min(end + _NEAR, len(lows) - 1)):
        if lows[k] == "to" and (side := word_side(lows[k + 1], case.speaker)) is not None:
            return side, "side-agent"
    agent = find_agent(case.finding, case.speaker)
    if agent is not None:
        is_giver = lows[case.finding.trigger] in _FREEING and _OWN.isdisjoint(lows)
        return opposite(agent) if is_giver else agent, "side-agent"
    is_mutual = case.finding.line.low(case.finding.trigger).startswith(_MUTUAL)
    is_both = is_mutual and (case.own is None or names_both(case.finding.line, case.finding.counted.lead, case.speaker))
    return (None, "side-both") if is_both else None
