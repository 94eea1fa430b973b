"""Tell counted phrases that are no figures: conversions, superlatives, populations, singulars that nothing befalls.

In      Line, Counted; Finding
Out     bool
Units   token indexes into the line, end excluded
Errors  none
Source  GUIDELINES: "Not figures", "A", "an", a singular
"""

from __future__ import annotations

from sitrep.extract.findings import Finding
from sitrep.extract.measures import MUNITIONS, POST
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.words import DASHES, word_set
from sitrep.records import PEOPLE

_FIRED = word_set("fired")
_STORED = word_set("stored")
_RESCUE = word_set("rescue")
_POLICING = word_set("policing")
_KIN_LEADS = frozenset(["his", "her", "their"])
_SENDING = frozenset(["send", "sends", "sent", "sending", "transfer", "transferred", "transferring", "dispatched"])
_RECEIVERS = frozenset(["ukraine", "kyiv", "kiev", "ukraine's", "kyiv's", "ukrainian"])


def counts_nothing(line: Line, i: int) -> bool:
    """Whether the phrase at an index is no figure, whatever its verb says."""
    counted = line.counted[i]
    if counted.quantity.text.lower() == "both" and not _counts_both(line, counted):
        return True
    if line.low(counted.lead - 1) == "but" and line.low(counted.lead - 2) in {"all", "none"}:
        return True  # "all but four of the drones were downed"
    return _is_conversion(line, i) or _is_superlative(line, counted) or _is_population(line, counted)


def _is_conversion(line: Line, i: int) -> bool:
    """Read "588 square kilometres (227 square miles)": the same ground again."""
    counted = line.counted[i]
    if i == 0 or counted.entity != "area_km2" or line.counted[i - 1].entity != "area_km2":
        return False
    gap = line.lows[line.counted[i - 1].end : counted.lead]
    return bool(gap) and gap[0] in {"(", "or"} and ")" not in gap and len(gap) <= 3  # noqa: PLR2004  # "(or about"


def _is_superlative(line: Line, counted: Counted) -> bool:
    """Read "One of the largest attacks" counts nothing; "one of four missiles" does."""
    if counted.quantity.text.lower() != "one" or counted.whole is not None:
        return False
    is_split = "other" in line.lows[counted.last : counted.last + 12]
    if line.low(counted.lead - 1) in DASHES or (line.low(counted.first - 1) in DASHES and is_split):
        return True  # "two drones - one in the north, the other in the south"
    if line.low(counted.last) != "of":
        return False
    near = line.lows[counted.last : counted.last + 5]
    return counted.entity not in {"building", "ship", "aircraft"} or any(w == "most" or w.endswith("est") for w in near)


def _counts_both(line: Line, counted: Counted) -> bool:
    """Whether "both" counts the noun behind it: "both missiles", not "both soldiers and civilians"."""
    is_next = counted.noun is not None and counted.last <= counted.noun_at <= counted.last + 1
    return is_next and line.low(counted.end) != "and"


def _is_population(line: Line, counted: Counted) -> bool:
    """Whether the number is of inhabitants."""
    before = line.lows[max(0, counted.lead - 4) : counted.lead]
    return "population" in before or before[-2:] == ["home", "to"] or line.low(counted.end) == "inhabitants"


def are_helpers(finding: Finding) -> bool:
    """Whether those "involved" are rescuers: they are no troops."""
    return finding.effect == "deployed" and not _RESCUE.isdisjoint(finding.line.lows)


def is_aid(finding: Finding) -> bool:
    """Whether weapons are sent as aid: "31 tanks will be sent to Ukraine"."""
    if finding.group != "deploy" or finding.entity in PEOPLE or finding.line.low(finding.trigger) not in _SENDING:
        return False
    lows = finding.line.lows
    return any(low == "to" and finding.line.low(k + 1) in _RECEIVERS for k, low in enumerate(lows))


def is_policing(finding: Finding) -> bool:
    """Whether people are detained as suspects, not taken in war."""
    return finding.effect == "captured" and finding.entity in PEOPLE and not _POLICING.isdisjoint(finding.line.lows)


def drop_kin(findings: list[Finding]) -> list[Finding]:
    """Drop "her husband was wounded" where "wounding a man" has told of him."""
    told: dict[str, Line] = {}
    kept = []
    for finding in findings:
        counted = finding.counted
        is_kin = counted.is_single and finding.entity == "person" and finding.line.low(counted.lead) in _KIN_LEADS
        if not (is_kin and told.get(finding.effect, finding.line) is not finding.line):
            kept.append(finding)
        if counted.quantity.value == 1 and finding.entity in PEOPLE:
            told[finding.effect] = finding.line
    return kept


def may_be_single(finding: Finding) -> bool:
    """A singular counts where it is the victim or the catch; a weapon only where it is fired or shot down."""
    if finding.entity in MUNITIONS:
        is_direct = finding.rules[0] in {"governor-active", "governor-passive", "governor-list", "governor-part"}
        is_fired = finding.effect == "intercepted" or finding.line.low(finding.trigger) in _FIRED
        return is_fired and finding.effect in {"launched", "intercepted"} and is_direct and finding.role != POST
    if finding.entity == "tank" and finding.effect == "damaged" and _STORED.intersection(finding.line.lows):
        return False
    if finding.effect in {"casualties", "deployed", "mobilised", "displaced"} or finding.rules[0] == "governor-loose":
        return False
    is_nominal = (
        finding.rules[0] == "governor-active"
        and finding.trigger >= 0
        and "of" in finding.line.lows[finding.trigger : finding.counted.lead]
    )
    return not (finding.effect == "exchanged" and finding.entity == "military") and not is_nominal
