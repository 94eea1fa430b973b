"""Settle what a verb alone leaves open: a drone destroyed in the air or on a list of losses; a missile fired or landed.

In      findings, in reading order
Out     findings, or the effect of one
Units   none
Errors  none
Source  GUIDELINES: "Attack drones and missiles", "N of M"
"""

from __future__ import annotations

from dataclasses import replace

from sitrep.extract.findings import Finding
from sitrep.extract.measures import MUNITIONS, POST
from sitrep.extract.words import word_set
from sitrep.records import PEOPLE, Effect

RULES = {
    "effect-tally": "Drones and missiles in a tally of losses are destroyed, not intercepted.",
    "effect-hits": "Weapons that hit are launched only where no total fired is given.",
    "effect-all": "All 27 drones launched were shot down: both figures.",
}

_LANDED = word_set("landed")
_GROUND_LOSSES = frozenset(["tank", "armoured_vehicle", "artillery", "vehicle", "mlrs", "military"])
_SENT = frozenset(["launched", "fired", "sent", "aimed", "directed"])
_NEAR, _AFTER = 2, 4


def settle_effect(finding: Finding, previous: Finding | None) -> tuple[Effect, str | None]:
    """Return the effect of a finding: what is destroyed in a tally of losses was not intercepted."""
    if finding.entity not in MUNITIONS or finding.effect != "intercepted" or finding.group not in {"destroy", "lose"}:
        return finding.effect, None
    if finding.kind == "cumulative" or (previous is not None and _lists_losses(finding, previous)):
        return "destroyed", "effect-tally"
    return "intercepted", None


def _lists_losses(finding: Finding, previous: Finding) -> bool:
    is_near = finding.line.sentence.index - previous.line.sentence.index <= _NEAR
    is_loss = previous.effect in {"destroyed", "casualties", "killed", "damaged"} and previous.entity in _GROUND_LOSSES
    if previous.effect == "destroyed" and any(c.entity in _GROUND_LOSSES for c in finding.line.counted):
        return is_near  # "26 aircraft, 208 drones and 341 tanks were destroyed"
    is_carried = previous.entity in MUNITIONS and previous.effect == "destroyed"
    return is_near and (is_loss or is_carried)


def drop_hits(findings: list[Finding]) -> list[Finding]:
    """Drop weapons that landed where the article says how many were fired, or has told how many were shot down."""
    fired = {f.entity for f in findings if f.effect == "launched" and not _has_landed(f)}
    downed: set[str] = set()
    kept = []
    for finding in findings:
        if finding.effect == "intercepted":
            downed.add(finding.entity)
        is_told = finding.entity in fired or finding.entity in downed or finding.counted.is_single
        if not (is_told and _has_landed(finding)):
            kept.append(finding)
    return kept


def _has_landed(finding: Finding) -> bool:
    if finding.effect != "launched" or finding.entity not in MUNITIONS or finding.trigger < 0:
        return False
    return finding.role == POST and finding.line.low(finding.trigger) in _LANDED


def tell_all_launched(findings: list[Finding]) -> list[Finding]:
    """Add the launched twin of "all 27 drones launched were shot down"."""
    result: list[Finding] = []
    for finding in findings:
        result.append(finding)
        counted, line = finding.counted, finding.line
        is_all = "all" in line.lows[max(0, counted.lead - 1) : counted.first] and finding.effect == "intercepted"
        after = line.lows[counted.end : counted.end + _AFTER]
        if any(low.endswith("-launched") for low in line.lows[counted.lead : counted.end]):
            after = ["launched"]
        if is_all and finding.entity not in PEOPLE and _SENT.intersection(after):
            twin = replace(finding, effect="launched", group="launch", role=POST, rules=["effect-all"], host=finding)
            result.append(twin)
    return result
