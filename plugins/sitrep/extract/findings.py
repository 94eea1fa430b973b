"""What is known of a counted phrase once its governor is found, and how one finding is made from another.

In      Line, Counted, Hit; the finding that a new one takes after
Out     Finding; Reading: a line half read
Units   token indexes into the line, end excluded
Errors  none
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sitrep.extract.hits import Hit
from sitrep.extract.measures import ACTIVE, HEAD, LOSER, Trigger, effect_of
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.words import word_set
from sitrep.records import Effect, Entity, Kind, Side

_CAPTIVES, _HANDED = word_set("captives"), word_set("handed")


@dataclass(slots=True)
class Finding:
    """A counted phrase with what happened to it; `trigger` is -1 where no word of the line says so.

    `peak` is the largest number of the list that it heads.
    """

    line: Line
    counted: Counted
    effect: Effect
    entity: Entity
    group: str
    role: str
    trigger: int
    rules: list[str] = field(default_factory=list)
    host: Finding | None = None
    is_increment: bool = False
    is_total: bool = False
    peak: float = 0.0
    side: Side | None = None
    side_rule: str = ""
    kind: Kind = "incident"

    @property
    def is_battle_report(self) -> bool:
        """Whether an army's doing is told, by a verb that only armies' reports use."""
        return self.group in {"destroy", "lose"} and self.entity != "building" and self.role in {ACTIVE, LOSER}


@dataclass(slots=True)
class Reading:
    """A line being read: what was found in it so far, and what stands before it."""

    line: Line
    earlier: Sequence[Finding]
    header: Finding | None
    groups: list[int]
    findings: list[Finding] = field(default_factory=list)
    by_phrase: dict[int, Finding] = field(default_factory=dict)

    @property
    def last(self) -> Finding | None:
        """The last finding of this line."""
        return self.findings[-1] if self.findings else None

    @property
    def previous(self) -> Finding | None:
        """The last finding at all."""
        return self.findings[-1] if self.findings else (self.earlier[-1] if self.earlier else None)

    def of(self, counted: Counted) -> Finding | None:
        """The finding made of a phrase."""
        return self.by_phrase.get(id(counted))

    def add(self, finding: Finding) -> None:
        """Keep a finding."""
        self.findings.append(finding)
        self.by_phrase[id(finding.counted)] = finding


def derive(
    line: Line, counted: Counted, host: Finding, rule: str, *, entity: Entity | None = None, is_increment: bool = False
) -> Finding:
    """Take a finding after another: same effect, entity unless said otherwise."""
    finding = Finding(line, counted, host.effect, entity or host.entity, host.group, host.role, host.trigger, [rule])
    finding.is_increment = is_increment
    if rule in {"governor-part", "governor-header"}:
        finding.host = host
    if host.line is not line:
        finding.trigger = -1
    return finding


def make_finding(line: Line, counted: Counted, entity: Entity, hit: Hit, outer: Hit | None = None) -> Finding | None:
    """Make a finding of a hit; `outer` is the verb whose subject tells the side."""
    group = _group_of(line, counted, hit)
    effect = effect_of(group, entity)
    if effect is None:
        return None
    source = outer or hit
    role = ACTIVE if hit.rule == "governor-active" else source.trigger.role
    return Finding(line, counted, effect, entity, group, role, source.at, [hit.rule])


def _group_of(line: Line, counted: Counted, hit: Hit) -> str:
    """What the verb does: prisoners are not deployed, but handed over or held."""
    group = hit.trigger.group
    if group != "deploy" or _CAPTIVES.isdisjoint(line.lows[counted.lead : counted.end]):
        return group
    return "exchange" if hit.trigger.words[0] in _HANDED else "capture"


def share(line: Line, counted: Counted, entity: Entity, host: Finding) -> Finding | None:
    """Take a host's verb for another member of its list."""
    effect = effect_of(host.group, entity)
    if effect is None:
        return None
    return Finding(line, counted, effect, entity, host.group, host.role, host.trigger, ["governor-list"])


def head_trigger(line: Line, counted: Counted) -> Trigger | None:
    """What the counted noun itself says happened: "950 casualties"."""
    if counted.noun is None or counted.noun_at < 0:
        return None
    found = line.terms.triggers.get(counted.noun_at, ())
    return next((t for t in found if t.role == HEAD and t.words == counted.noun.words), None)
