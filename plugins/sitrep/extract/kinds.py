"""Say over what a figure counts: one incident, a stated stretch, a running total, or a level.

In      Finding; the dates of its sentence; the finding before it
Out     Kind, and the rule that says so
Units   none
Errors  none
Source  GUIDELINES: `kind`, "Settled cases"; lexicon/en/periods.toml
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from sitrep.extract.analysis import Analysis
from sitrep.extract.findings import Finding
from sitrep.extract.measures import HEAD
from sitrep.extract.mentions import DateMention
from sitrep.extract.period_words import WORDS, Pattern
from sitrep.extract.theatre import load_war
from sitrep.records import PEOPLE, Kind

RULES = {
    "kind-stock": "Troops present, ground still flooded: a level.",
    "kind-increment": "What a total grew by, or the number in brackets behind a plus: a period.",
    "kind-total": "A tally, a count since the war, a battle or an operation began: cumulative.",
    "kind-since": "Counted since a stated day: a period, or cumulative where the count is of losses.",
    "kind-stretch": "The sentence states a stretch: overnight, past day, last week, in May.",
    "kind-report": "A daily report counts over its day.",
    "kind-attacks": "Counts of attacks, and of drones and missiles of a night: a period.",
    "kind-shared": "Parts, list items and what is told without a time count over what they belong to.",
    "kind-large": "So many dead soldiers or lost tanks without a stretch are a running total.",
    "kind-ground": "Square kilometres taken without a stretch or total: a period.",
    "kind-incident": "No stretch and no total: one incident.",
}


_TOTAL, _SINCE, _STRETCH = Pattern("total"), Pattern("since"), Pattern("stretch")
_PEOPLE_STRETCH, _NIGHT, _MORNING = Pattern("people_stretch"), Pattern("night"), Pattern("not_night")
_REPORT, _SO_FAR, _LEVEL, _BATTLE = Pattern("report"), Pattern("so_far"), Pattern("level"), Pattern("battle")
_YESTERDAY, _RECORD, _FILED = Pattern("yesterday"), Pattern("record"), Pattern("filed")
_CONTROL, _STRETCH_NEAR = Pattern("control"), Pattern("near_stretch")
_ONE_STRIKE, _DAYTIME, _LONG = Pattern("one_strike"), Pattern("daytime"), Pattern("long")
_SINGLE_BLOW = Pattern("single_blow")
_DAY_LIMITS: dict[str, float] = WORDS["day_limits"]
# Words are told from parts of words behind their letters: a pattern that begins with a boundary is four times as slow.
_CLAUSE = re.compile(r";|while\b(?<!\wwhile)|whereas\b(?<!\wwhereas)| – | — |, but\b|\. ")
# "The biggest exchange since the invasion began", "the first in three months" rank one: the time counts nothing.
_RANKED = re.compile(
    rf"\b(?:{'|'.join(WORDS['record']['patterns'])})\b[^.,;]{{0,60}}?"
    r"\b(since\b[^.,;]*|in (?:\w+ )*(?:days|weeks?|months?|years?)\b)"
)
_RANKING = ("since", " in ")
_SHARED = frozenset(["governor-list", "governor-elided", "governor-losses", "governor-whole"])
_HARM = frozenset(["killed", "wounded", "casualties", "missing"])
_RUNNING = frozenset(
    [
        "killed",
        "wounded",
        "casualties",
        "destroyed",
        "damaged",
        "seized",
        "evacuated",
        "displaced",
        "captured",
        "missing",
    ]
)
_HOMES = frozenset(WORDS["homes"]["nouns"])
_BY_MONTH = frozenset(["seized", "carried_out", "destroyed", "casualties", "mobilised"])
_NO_ITEMS = PEOPLE | {"area_km2"}
_MUNITIONS = frozenset(["drone", "missile", "shell", "bomb"])
_MANY_PEOPLE, _MANY_ITEMS, _MANY_PLACES, _FEW = 500, 300, 5, 3
_MANY_IN_A_DAY = 3000
_MANY_EVACUATED = 5000
_FAR_APART = 50
_SOME_ITEMS = 50
_DECREES = frozenset(["mobilisation", "mobilization"])
_CLOSE = 60
_TALLIED = frozenset(["casualties", "destroyed", "killed", "intercepted", "captured", "damaged"])
_MONTH_DAYS = 2


@dataclass(slots=True)
class _Sentence:
    """What the rules ask of one sentence: lower-case text, dates, and where its clauses are cut."""

    index: int
    start: int
    low: str
    mentions: list[DateMention]
    ends: list[int]
    begins: list[int]

    def clause_at(self, offset: int) -> str:
        """The stretch around an offset, between semicolons, "while" and dashes."""
        i = bisect_right(self.begins, offset - self.start)
        return self.low[self.begins[i - 1] if i else 0 : self.ends[i] if i < len(self.ends) else len(self.low)]


@dataclass(slots=True)
class Frame:
    """What the article states of stretches: read once, asked for each figure."""

    analysis: Analysis
    starts: list[int]
    is_night: bool
    reports: list[bool]
    previous: Finding | None = None
    current: _Sentence | None = None

    def read(self, finding: Finding) -> _Sentence:
        """Read the sentence of a finding, unless it is the one read last."""
        sentence = finding.line.sentence
        if self.current is None or self.current.index != sentence.index:
            first, last = bisect_left(self.starts, sentence.start), bisect_left(self.starts, sentence.end)
            low, dates = sentence.text.lower(), self.analysis.dates[first:last]
            if any(word in low for word in _RANKING) and (ranked := _RANKED.search(low)) is not None:
                begin, end = ranked.span(1)
                low = low[:begin] + " " * (end - begin) + low[end:]
                dates = [d for d in dates if not begin <= d.start - sentence.start < end]
            cuts = [match.span() for match in _CLAUSE.finditer(low)]
            self.current = _Sentence(
                sentence.index,
                sentence.start,
                low,
                dates,
                [a for a, _ in cuts],
                [b for _, b in cuts],
            )
        return self.current


@dataclass(slots=True)
class _Case:
    finding: Finding
    frame: Frame
    low: str
    clause: str
    mentions: list[DateMention]

    @property
    def is_people(self) -> bool:
        """Whether the victims are people who are no soldiers."""
        return self.finding.entity in PEOPLE and self.finding.entity != "military" and self.finding.effect in _RUNNING

    @property
    def is_soldiers(self) -> bool:
        """Whether soldiers came to harm: their stretch must be told of them."""
        return self.finding.entity == "military" and self.finding.effect in _HARM

    @property
    def is_home(self) -> bool:
        """Whether homes and the like were hit: what a night's attack hits is an incident, as its victims are."""
        noun = self.finding.counted.noun
        is_hit = self.finding.effect in {"damaged", "destroyed"} and self.finding.entity in {"building", "vehicle"}
        return is_hit and noun is not None and bool(_HOMES.intersection(noun.words))

    @property
    def value(self) -> float:
        """The number itself."""
        return self.finding.counted.quantity.value


_Found = tuple[Kind, str] | None
_Rule = Callable[[_Case], _Found]


def read_frame(analysis: Analysis) -> Frame:
    """Read where the article speaks of a night and where it states a report's day."""
    document = analysis.document
    reports = [(_REPORT.search(sentence.text.lower())) for sentence in document.sentences]
    return Frame(analysis, [date.start for date in analysis.dates], (_NIGHT.search(document.text.lower())), reports)


def find_kind(finding: Finding, frame: Frame) -> tuple[Kind, str]:
    """Return the kind of a finding and the rule that says so."""
    sentence = frame.read(finding)
    case = _Case(finding, frame, sentence.low, sentence.clause_at(finding.counted.quantity.start), sentence.mentions)
    for rule in _RULES:
        if (found := rule(case)) is not None:
            return found
    return "incident", "kind-incident"


# --- rules, in order ------------------------------------------------------------------------------------------


def _increment(case: _Case) -> _Found:
    return ("period", "kind-increment") if case.finding.is_increment else None


def _level(case: _Case) -> _Found:
    finding = case.finding
    if finding.effect == "deployed":
        return "stock", "kind-stock"
    is_flooded = finding.effect == "damaged" and finding.entity in {"settlement", "building"}
    return ("stock", "kind-stock") if is_flooded and _LEVEL.search(case.low) else None


def _host(case: _Case) -> _Found:
    host = case.finding.host
    is_derived = host is not None and case.finding.rules[0] in {"governor-part", "governor-header"}
    if host is None or not (is_derived or case.finding.counted.is_part):
        return None
    if {host.effect, case.finding.effect} <= {"launched", "intercepted"} or is_derived or host.kind == "cumulative":
        return host.kind, "kind-shared"
    return None


def _tally(case: _Case) -> _Found:
    finding, previous = case.finding, case.frame.previous
    if not finding.is_total:
        return None
    if finding.rules[0] == "governor-tally":
        return "cumulative", "kind-total"
    words = finding.line.lows[finding.trigger : finding.trigger + 3] if finding.trigger >= 0 else []
    follows = previous is not None and previous.is_increment and previous.line is finding.line
    return ("cumulative", "kind-total") if "tally" in words or "running" in words or follows else None


def _battle(case: _Case) -> _Found:
    is_loss = case.finding.effect in {"casualties", "destroyed", "killed"} and case.finding.entity not in {
        "person",
        "building",
    }
    return (
        ("cumulative", "kind-total")
        if is_loss and _BATTLE.search(case.clause) and not _REPORT.search(case.low)
        else None
    )


def _one_strike(case: _Case) -> _Found:
    """The dead of one attack, however many, and though it be the worst "since the war began"."""
    finding = case.finding
    is_hit = finding.effect in _HARM or (finding.effect == "destroyed" and finding.entity != "building")
    if not is_hit or finding.is_total or case.value >= _MANY_IN_A_DAY or case.is_people:
        return None
    is_few = not _PEOPLE_STRETCH.search(case.clause) and not _LONG.search(case.clause)
    is_one = _SINGLE_BLOW.search(case.clause) or (is_few and _ONE_STRIKE.search(case.clause))
    return ("incident", "kind-incident") if is_one else None


def _beyond_a_day(case: _Case) -> _Found:
    """More tanks or aircraft than are lost in a day, where no longer stretch is told."""
    finding = case.finding
    least = _DAY_LIMITS.get(finding.entity)
    is_many = least is not None and finding.effect == "destroyed" and case.value >= least
    return ("cumulative", "kind-large") if is_many and not _LONG.search(case.low) else None


def _war(case: _Case) -> _Found:
    start = load_war(case.frame.analysis.theatre).start
    is_running = any(mention.first == start and mention.last != start for mention in case.mentions)
    is_small = (
        case.is_people and case.value < _FEW * 10 and (case.finding.counted.is_single or _RECORD.search(case.low))
    )
    if case.finding.effect not in _RUNNING and case.finding.effect != "intercepted":
        return None
    return (
        ("cumulative", "kind-total") if is_running and not is_small and not _STRETCH_NEAR.search(case.clause) else None
    )


def _held(case: _Case) -> _Found:
    is_ground = case.finding.entity == "area_km2" and _CONTROL.search(case.clause)
    return ("stock", "kind-stock") if is_ground else None


def _stretch(case: _Case) -> _Found:
    is_vast = case.is_soldiers and case.value >= _MANY_IN_A_DAY
    is_total = _TOTAL.search(case.clause) and (is_vast or not _is_nearer(case, _STRETCH, _TOTAL))
    if is_total or case.finding.effect == "exchanged":
        return None  # prisoners return in one swap, whenever it was
    if case.is_people or case.is_soldiers or case.is_home:
        is_stretch = _PEOPLE_STRETCH.search(case.clause) or (case.is_soldiers and _in_a_month(case))
        return ("period", "kind-stretch") if is_stretch else None
    if _STRETCH.search(case.clause):
        return "period", "kind-stretch"
    for mention in case.mentions:
        if mention.relation in {"since", "from"} or not _is_in_clause(case, mention):
            continue
        is_month = mention.first and mention.last and (mention.last - mention.first).days > _MONTH_DAYS
        if mention.is_stretch or (mention.is_night and case.finding.effect in {"launched", "intercepted", "destroyed"}):
            return "period", "kind-stretch"
        if is_month and case.finding.effect in _BY_MONTH:
            return "period", "kind-stretch"
    return None


def _in_a_month(case: _Case) -> bool:
    return not _SINCE.search(case.clause) and any(
        mention.first is not None
        and mention.first.day == 1
        and mention.last is not None
        and (mention.last - mention.first).days > _MONTH_DAYS
        and mention.relation not in {"since", "from"}
        and _is_in_clause(case, mention)
        for mention in case.mentions
    )


def _is_nearer(case: _Case, first: Pattern, second: Pattern) -> bool:
    """Whether a stretch stands close to the number, and closer than what speaks of the war's total."""
    at = max(case.clause.find(case.finding.counted.quantity.text.lower()), 0)
    return first.distance(case.clause, at) < min(second.distance(case.clause, at), _CLOSE)


def _is_in_clause(case: _Case, mention: DateMention) -> bool:
    return mention.text.lower() in case.clause


def _total(case: _Case) -> _Found:
    is_small = case.is_people and case.value < _FEW * 10 and case.finding.effect in _HARM
    if is_small and (case.finding.counted.is_single or _RECORD.search(case.low) or not _TOTAL.search(case.clause)):
        return None
    if _TOTAL.search(case.clause) or (_TOTAL.search(case.low) and not _STRETCH.search(case.clause)):
        return "cumulative", "kind-total"
    return None


def _since(case: _Case) -> _Found:
    if not _SINCE.search(case.clause) or (case.is_people and case.value < _FEW * 10):
        return None
    # Gains since a day are a stretch's; since an offensive began they are its total.
    is_day = any(mention.relation in {"since", "from"} for mention in case.mentions)
    is_running = case.finding.effect in _RUNNING and not (case.finding.effect == "seized" and is_day)
    return ("cumulative" if is_running else "period"), "kind-since"


def _so_far(case: _Case) -> _Found:
    is_counted = case.finding.effect in {"evacuated", "seized", "captured", "exchanged", "displaced"}
    if is_counted and _SO_FAR.search(case.clause):
        return "cumulative", "kind-total"
    return ("cumulative", "kind-total") if case.finding.effect == "displaced" else None


def _filed(case: _Case) -> _Found:
    """What an office "has documented", or "recorded as of" a day, is its running count."""
    return ("cumulative", "kind-total") if _FILED.search(case.clause) else None


def _shared(case: _Case) -> _Found:
    """Members of a list count over what its first member counts over."""
    previous = case.frame.previous
    if previous is None or previous.line is not case.finding.line:
        return None
    losses = {"destroyed", "casualties", "intercepted", "captured"}
    if previous.kind == "period" and previous.entity == "military" and previous.effect in _HARM:
        losses = losses | _HARM
        if case.finding.effect in losses and case.finding.entity not in PEOPLE:
            return previous.kind, "kind-shared"
    is_list = case.finding.rules[0] in _SHARED or case.finding.trigger == previous.trigger >= 0
    if is_list and (previous.effect == case.finding.effect or {previous.effect, case.finding.effect} <= losses):
        return previous.kind, "kind-shared"
    is_pair = {previous.effect, case.finding.effect} <= _HARM
    return (previous.kind, "kind-shared") if is_pair and previous.kind != "period" else None


def _attacks(case: _Case) -> _Found:
    finding = case.finding
    if finding.effect == "repelled":
        return "period", "kind-attacks"
    if finding.effect == "carried_out":
        is_few = (
            _most_attacks(case) <= _FEW
            and not _STRETCH.search(case.low)
            and not _in_report(case)
            and not case.frame.is_night
        )
        return ("incident", "kind-incident") if is_few else ("period", "kind-attacks")
    if finding.effect in {"launched", "intercepted"} and finding.entity in _MUNITIONS:
        if _is_by_day(case):
            return "incident", "kind-incident"
        is_other_day = _MORNING.search(case.clause) and not _NIGHT.search(case.clause)
        if _NIGHT.search(case.low) or (_in_report(case) and not is_other_day):
            return "period", "kind-attacks"
        is_period = case.frame.is_night and not _MORNING.search(case.low) and not finding.counted.is_single
        return ("period", "kind-attacks") if is_period else ("incident", "kind-incident")
    return None


def _is_by_day(case: _Case) -> bool:
    """Whether a salvo's day is told, and nearer than any night: "on Thursday morning, after a night of drones"."""
    at = max(case.low.find(case.finding.counted.quantity.text.lower()), 0)
    return _DAYTIME.search(case.low) and _DAYTIME.distance(case.low, at) < _NIGHT.distance(case.low, at)


def _most_attacks(case: _Case) -> float:
    """The largest count of attacks in the sentence."""
    return max((c.quantity.value for c in case.finding.line.counted if c.entity == "attack"), default=case.value)


def _large(case: _Case) -> _Found:
    finding, value = case.finding, case.value
    if finding.entity == "military" and finding.effect in _HARM:
        least = _MANY_IN_A_DAY if _in_report(case) else _MANY_PEOPLE
        return ("cumulative", "kind-large") if value >= least else None
    if finding.entity in PEOPLE and finding.effect in _HARM and value >= _MANY_PEOPLE:
        return "cumulative", "kind-large"
    if finding.effect == "destroyed" and finding.role != HEAD and _largest(case) >= _MANY_ITEMS:
        return "cumulative", "kind-large"
    if finding.effect == "seized" and finding.entity == "settlement" and value >= _MANY_PLACES:
        return "cumulative", "kind-large"
    if finding.effect == "evacuated" and value >= _MANY_EVACUATED:
        return "cumulative", "kind-large"
    return None


def _largest(case: _Case) -> float:
    """The largest count of equipment in the sentence or under it: a daily report never lists hundreds of tanks."""
    counts = (c.quantity.value for c in case.finding.line.counted if c.entity and c.entity not in _NO_ITEMS)
    return max(counts, default=case.finding.peak)


def _in_report(case: _Case) -> bool:
    """Whether the sentence or one shortly before, in the same report, states the day that it counts over."""
    index = case.finding.line.sentence.index
    return any(case.frame.reports[max(0, index - 4) : index + 1])


def _report(case: _Case) -> _Found:
    is_counted = case.finding.effect in {"destroyed", "casualties", "damaged", "killed"}
    is_counted = is_counted and not case.is_people and not case.is_home
    is_daily = _in_report(case) or (_YESTERDAY.search(case.clause) and case.finding.is_battle_report)
    return ("period", "kind-report") if is_counted and is_daily else None


def _continued(case: _Case) -> _Found:
    """A total goes on in the next sentence, where nothing there says otherwise."""
    finding, previous = case.finding, case.frame.previous
    if previous is None or finding.counted.is_single or case.mentions:
        return None
    if finding.line.low(0) in {"these", "those"} and finding.line.low(1) in {"attacks", "strikes", "incidents"}:
        return previous.kind, "kind-shared"
    is_near = finding.line.sentence.index - previous.line.sentence.index <= _FEW
    is_alike = previous.entity == finding.entity or (finding.entity not in PEOPLE and previous.effect == finding.effect)
    is_harm = {previous.effect, finding.effect} <= _HARM or previous.effect == finding.effect
    is_long = _largest(case) >= _SOME_ITEMS or "also" in finding.line.lows
    is_tally = previous.kind == "cumulative" and {previous.effect, finding.effect} <= _TALLIED
    if is_near and is_tally and finding.entity not in PEOPLE and is_long:
        return "cumulative", "kind-shared"
    # "At least 1,285 have been killed. Shells hit a village, killing one."
    is_other = case.is_people and case.value * _FAR_APART < previous.counted.quantity.value
    is_alike = is_alike and not (is_other and previous.kind == "cumulative")
    if is_near and is_alike and is_harm and previous.kind in {"cumulative", "period"} and finding.effect in _RUNNING:
        if previous.kind == "period" and case.is_people:
            return None
        return previous.kind, "kind-shared"
    return None


def _mobilised(case: _Case) -> _Found:
    finding = case.finding
    if finding.effect != "mobilised":
        return None
    is_order = finding.line.low(finding.trigger).startswith(("mobili", "partial"))
    return ("incident", "kind-incident") if is_order else ("cumulative", "kind-total")


def _ground(case: _Case) -> _Found:
    """Ground is taken over days, though none are told."""
    is_ground = case.finding.effect == "seized" and case.finding.entity == "area_km2"
    return ("period", "kind-ground") if is_ground else None


def _decreed(case: _Case) -> _Found:
    """A mobilisation that is named as such is one decree, whatever month it was in."""
    finding = case.finding
    words = finding.line.lows[max(finding.trigger, 0) : finding.trigger + 3]
    is_noun = finding.effect == "mobilised" and any(word in _DECREES for word in words)
    return ("incident", "kind-incident") if is_noun and not _TOTAL.search(case.clause) else None


_RULES: tuple[_Rule, ...] = (
    _increment, _level, _held, _host, _tally, _decreed, _one_strike, _battle, _beyond_a_day, _war, _stretch, _total,
    _since, _so_far, _filed, _shared, _attacks, _large, _report, _continued, _mobilised,
    _ground,
)  # fmt: skip
