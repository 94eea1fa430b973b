"""Say over what a figure counts: one incident, a stated stretch, a running total, or a level.

In      Finding; the dates of its sentence
Out     Kind
Units   none
Errors  none
Source  GUIDELINES: `kind`, "Settled cases"
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass

from sitrep.extract.analysis import Analysis
from sitrep.extract.governors import Finding
from sitrep.extract.measures import HEAD
from sitrep.extract.mentions import DateMention
from sitrep.extract.theatre import load_war
from sitrep.records import PEOPLE, Kind

RULES = {
    "kind-stock": "Troops present, ground still flooded: a level.",
    "kind-increment": "What a total grew by, or the number in brackets behind a plus: a period.",
    "kind-total": "A tally, a running total, a count since the war or a battle began: cumulative.",
    "kind-since": "Counted since a stated day: a period, or cumulative where the count is of losses.",
    "kind-stretch": "The sentence states a stretch: overnight, past day, last week, in May.",
    "kind-report": "A daily report counts over its day.",
    "kind-attacks": "Counts of attacks and of drones and missiles of a night: a period.",
    "kind-incident": "No stretch and no total: one incident.",
}

_TOTAL = re.compile(
    r"\b(?:since the (?:start|beginning|outbreak|launch) of (?:the|russia's|its|moscow's|this)?\s*(?:full-scale|large-scale|all-out|war|invasion|russian|special|conflict|hostilities|operation)"
    r"|since (?:the|russia's|moscow's|its) (?:full-scale |all-out |russian )?(?:invasion|war|war began|invasion began)|since (?:russia|moscow) (?:invaded|launched|attacked|began|started)|since the war|since (?:24 )?february (?:24,? )?2022"
    r"|running (?:tally|total)|total (?:combat )?losses|to date|so far in the war|during the (?:war|invasion)|in the war\b|throughout the war|over the course of the war|cumulative|from (?:24\.02|february 24|24 february)|since the full-scale|since 2022|verified|confirmed (?:deaths|dead)"
    r"|(?:total|overall) (?:number|losses)|since feb(?:ruary|\.)? 24|since 24 feb|earlier in the war|in the (?:long )?(?:three|two|four|six|nine)?-?(?:week|month|year)?-?(?:long )?battle (?:of|for|in)|during the battle|battle (?:of|for))",
)
_SINCE = re.compile(r"\b(?:since|from the (?:start|beginning))\b")
_STRETCH = re.compile(
    r"\b(?:overnight|over the (?:past|last|previous)|in the (?:past|last|previous)|during the (?:past|last|previous|day|night|week|month)|(?:past|last|previous) (?:day|night|24 hours|week|month|two|three|few|several|seven|twenty-four)"
    r"|last (?:24|48) hours|per day|a day\b|daily|every day|at night|throughout the (?:day|night)|this (?:week|month|year)|last (?:week|month|year)|for the (?:day|past|last)|in (?:one|two|three|four|five|six|seven|\d+) (?:days|weeks|months)|on the night of|the night of|in a (?:day|week|month|night)|within (?:a|the last|24)|within a day|24 hours|night attack|tonight|last night|by night|days of)"
)
_NIGHT = re.compile(r"\b(?:overnight|night|nighttime|tonight)\b")
_COUNT_UNTIL_NOW = re.compile(r"\b(?:so far|to date|already|in total|all told|as of)\b")
_STOCK = re.compile(r"\b(?:still flooded|remain flooded|are still|still flooded|currently (?:flooded|occupied))\b")
_REPORT = re.compile(
    r"\b(?:over|during|in|for) the (?:past|last|previous|current) (?:day|24 hours|twenty-four hours)|\blast day\b|\bsince the beginning of (?:the|this) day|\bpast day\b|\bper day\b|\b24 hours\b|\bduring the day\b|\bthroughout the day\b"
)


@dataclass(slots=True)
class Frame:
    """What the article states of stretches: read once, asked for each figure."""

    analysis: Analysis
    starts: list[int]
    is_night: bool
    reports: list[bool]
    is_tally: bool


def read_frame(analysis: Analysis) -> Frame:
    """Read where the article speaks of a night and where it states a report's day."""
    low = analysis.document.text.lower()
    reports = [bool(_REPORT.search(sentence.text.lower())) for sentence in analysis.document.sentences]
    return Frame(
        analysis,
        [date.start for date in analysis.dates],
        bool(_NIGHT.search(low)),
        reports,
        bool(
            re.search(
                r"since (?:the )?(?:start|beginning)|running tally|total (?:combat )?losses|losses of the enemy", low
            )
        ),
    )


def find_kind(finding: Finding, frame: Frame, previous: Finding | None) -> tuple[Kind, str]:
    """Return the kind of a finding and the rule that says so."""
    low = finding.line.sentence.text.lower()
    clause = _clause(finding, low)
    if finding.is_increment:
        return "period", "kind-increment"
    if finding.effect == "deployed":
        return "stock", "kind-stock"
    if finding.effect == "damaged" and finding.entity == "settlement" and _STOCK.search(low):
        return "stock", "kind-stock"
    if finding.host is not None and finding.rules[0] in {"governor-part", "governor-header"}:
        return finding.host.kind, "kind-total"
    if _states_stretch(finding, frame, clause):
        return "period", "kind-stretch"
    if _TOTAL.search(clause) or (_TOTAL.search(low) and not _STRETCH.search(clause)):
        return "cumulative", "kind-total"
    if _war_date(finding, frame):
        return "cumulative", "kind-total"
    if _SINCE.search(clause) and not re.search(r"since the (?:start|beginning) of the (?:day|year|month|week)", clause):
        is_running = finding.effect in {
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
        }
        return ("cumulative" if is_running else "period"), "kind-since"
    return _by_matter(finding, frame, low, clause, previous)


def _by_matter(finding: Finding, frame: Frame, low: str, clause: str, previous: Finding | None) -> tuple[Kind, str]:
    index = finding.line.sentence.index
    if finding.is_total and _is_tally_total(finding, previous):
        return "cumulative", "kind-total"
    if finding.effect == "displaced":
        return "cumulative", "kind-total"
    if finding.effect in {"carried_out", "repelled"}:
        if finding.counted.quantity.value <= 3 and finding.effect == "carried_out" and finding.role != HEAD:  # noqa: PLR2004  # a few named assaults
            return "incident" if not _STRETCH.search(low) else "period", "kind-attacks"
        return "period", "kind-attacks"
    if finding.effect in {"launched", "intercepted"} and finding.entity in {"drone", "missile", "shell", "bomb"}:
        return ("period", "kind-attacks") if _is_of_night(finding, frame, low) else ("incident", "kind-incident")
    if finding.entity in PEOPLE and finding.entity != "military":
        return (
            ("period", "kind-report")
            if _in_report(frame, index) and finding.effect not in {"missing", "evacuated"} and False
            else ("incident", "kind-incident")
        )
    if finding.effect in {"destroyed", "casualties", "damaged", "killed"} and _in_report(frame, index):
        return "period", "kind-report"
    if (
        previous is not None
        and previous.line.sentence.paragraph >= finding.line.sentence.paragraph - 1
        and previous.effect in {"destroyed", "casualties", "seized"}
        and finding.effect == previous.effect
        and previous.kind in {"cumulative", "period"}
    ):
        return previous.kind, "kind-report"
    if finding.counted.is_item and frame.is_tally:
        return "cumulative", "kind-total"
    if (
        finding.effect in {"destroyed", "casualties"}
        and finding.entity != "building"
        and finding.role == "loser"
        and finding.counted.quantity.value >= 100
    ):
        return "cumulative", "kind-total"
    if finding.effect in {"seized"} and _COUNT_UNTIL_NOW.search(clause):
        return "cumulative", "kind-total"
    if finding.effect == "mobilised":
        return "period", "kind-stretch"
    return "incident", "kind-incident"


def _clause(finding: Finding, low: str) -> str:
    """The stretch of the sentence around the phrase, between semicolons and "while"."""
    base = finding.line.sentence.start
    at = finding.counted.quantity.start - base
    start, end = 0, len(low)
    for match in re.finditer(r";|\bwhile\b|\bwhereas\b| – | — |\. ", low):
        if match.end() <= at:
            start = match.end()
        elif match.start() >= at:
            end = match.start()
            break
    return low[start:end]


def _states_stretch(finding: Finding, frame: Frame, clause: str) -> bool:
    if (
        finding.entity in PEOPLE
        and finding.effect in {"killed", "wounded", "casualties", "missing", "evacuated"}
        and finding.entity != "military"
    ):
        # The victims of a night's attack are an incident; those of a past day's shelling a period.
        return bool(
            re.search(
                r"\b(?:past|last|previous) (?:day|24 hours|week|month|year)|24 hours|per day|\bin (?:\d+|two|three|four|five|six|seven|ten|twelve) (?:days|weeks|months)|\bin (?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?! \d)",
                clause,
            )
        ) and not _TOTAL.search(clause)
    if _STRETCH.search(clause) and not _TOTAL.search(clause):
        return finding.effect not in {"exchanged", "displaced"} or True
    return any(
        mention.is_stretch
        or (mention.is_night and finding.effect in {"launched", "intercepted", "destroyed", "damaged"})
        for mention in _mentions(finding, frame)
        if mention.relation not in {"since", "from"} and not _TOTAL.search(clause)
    )


def _mentions(finding: Finding, frame: Frame) -> list[DateMention]:
    sentence = finding.line.sentence
    low, high = bisect_left(frame.starts, sentence.start), bisect_left(frame.starts, sentence.end)
    return frame.analysis.dates[low:high]


def _war_date(finding: Finding, frame: Frame) -> bool:
    start = _war_start()
    return any(mention.first == start and mention.last != start for mention in _mentions(finding, frame))


def _war_start() -> dt.date:
    return load_war().start


def _is_tally_total(finding: Finding, previous: Finding | None) -> bool:
    words = finding.line.lows[finding.trigger : finding.trigger + 3] if finding.trigger >= 0 else []
    return (
        "tally" in words
        or "running" in words
        or (previous is not None and previous.is_increment and previous.line is finding.line)
    )


def _is_of_night(finding: Finding, frame: Frame, low: str) -> bool:
    if _NIGHT.search(low) or _STRETCH.search(low):
        return True
    return frame.is_night and not re.search(
        r"\b(?:morning|afternoon|in (?:january|february|march|april|may|june|july|august|september|october|november|december)|earlier|previous|on [a-z]+ \d+)\b",
        low,
    )


def _in_report(frame: Frame, index: int) -> bool:
    """Whether the sentence or one shortly before, in the same report, states the day that it counts over."""
    return any(frame.reports[max(0, index - 4) : index + 1])
