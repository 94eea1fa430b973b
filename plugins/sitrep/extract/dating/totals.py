"""Date running totals and levels: from their stated start to their as-of day.

In      Case of a `cumulative` or `stock` figure
Out     Dating
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import datetime as dt
import re

from sitrep.extract.dating.attachment import find_own, has_begun, is_in_another_clause
from sitrep.extract.dating.case import LEAD, Case, dated
from sitrep.extract.dating.timeline import Dated, any_of
from sitrep.extract.mentions import DateMention, Dating
from sitrep.extract.sieve import Sieve
from sitrep.extract.text import Sentence

_LOSSES = frozenset({"killed", "wounded", "casualties", "missing", "destroyed", "captured", "damaged", "intercepted"})
_WAR_FRAME = Sieve(rf"\b{any_of('war', 'frames')}")
_OWN_NAME = Sieve(rf"\b{any_of('war', 'own')}")
_BATTLE = re.compile(rf"\b{any_of('war', 'battles')}\b")
_LOCAL = re.compile(
    rf"\b(?:{any_of('war', 'battles')}|in (?:this|the) (?:\w+ )?{any_of('war', 'parts')}"
    r"|there\b(?! (?:is|are|was|were|have|has)))\b"
)
_SITED = re.compile(
    r"\b(?:in|near|around|at|outside|from|over|across) (?:the )?(?!Ukraine|Russia|Facebook|Telegram)"
    r"(?:city of |town of |village of )?[A-Z]\w{2,}"
)
# "910 were killed over the past day, and the total rose to 134,100": a report's stretch is no total's.
_NEAR, _REPORT_DAYS, _MONTH = 3, 2, 31


def date_total(case: Case) -> Dating:
    """A running total: from the war's start where the war is named, from another start where one is told."""
    own, end = find_own(case), case.timeline.cutoff or _end_of(case)
    if own and (stated := _by_stated_start(case, own, end)):
        return stated
    if own and (_is_of_war_start(case, own.mention) or is_in_another_clause(case, own.mention)):
        own = None
    if own and own.mention.last and (own.mention.relation in {"by", "until"} or _is_past(case, own.mention)):
        end = own.mention.last
    if (frame := _range_of_report(case)) is not None:
        told = case.statement_in(case.sentence)
        return dated(frame.first, told[1] if told else frame.last, "total-of-the-report", frame)
    if _names_the_war(case, case.sentence):
        return dated(case.war_start, end, "total-of-the-war")
    if case.draft.what not in _LOSSES or _LOCAL.search(case.clause):
        since = _since_nearby(case)
        return dated(since.first if since else None, end, "total-of-a-battle", since)
    if _is_told_of_the_war(case) and not _SITED.search(case.text, *case.clause_span):
        return dated(case.war_start, end, "losses-of-a-side")
    return dated(None, end, "total-without-start")


def _end_of(case: Case) -> dt.date | None:
    """The day that a total is told for; what the reporter tells of himself runs to publication."""
    is_own = case.voice is not None and case.voice.claimant is None and case.statement_in(case.sentence) is None
    return case.published if is_own else case.as_of()


def _by_stated_start(case: Case, own: Dated, end: dt.date | None) -> Dating | None:
    mention = own.mention
    if mention.first and (mention.relation == "since" or own.role == "since" or has_begun(case, mention)):
        return dated(_start_of_since(case, mention), end, "total-since", mention)
    if mention.first and mention.last and mention.is_stretch and (mention.last - mention.first).days > _REPORT_DAYS:
        return dated(mention.first, mention.last, "total-over-stretch", mention)
    return None


def by_plus(case: Case) -> Dating | None:
    """Read "tanks – 8,448 (+7)": the day up to the total's own, over whatever stretch the total runs."""
    if case.draft.kind != "period" or case.text[case.draft.anchor - 1 : case.draft.anchor] != "+":
        return None
    own, end = find_own(case), case.timeline.cutoff or case.as_of()
    mention = own.mention if own else _range_of_report(case)
    if mention is not None and mention.first and mention.last:
        if (mention.last - mention.first).days <= _MONTH:
            return None
        end = mention.last
    return dated(end - dt.timedelta(days=1), end, "grown-by", mention) if end else None


def date_level(case: Case) -> Dating:
    """A level, such as troops present: the day that it is told for."""
    if case.has_status("forecast"):
        return dated(None, None, "forecast-level")
    own = find_own(case)
    if own and own.mention.first and own.mention.first == own.mention.last:
        return dated(own.mention.first, own.mention.last, "level-on-day", own.mention)
    day = case.as_of()
    return dated(day, day, "level-at-publication")


def _is_past(case: Case, mention: DateMention) -> bool:
    is_plain = mention.relation == "" and mention.last is not None
    return is_plain and case.published is not None and mention.last is not None and mention.last < case.published


def _is_of_war_start(case: Case, mention: DateMention) -> bool:
    """Whether a date tells when the war began: "the war, which began in February 2022, has killed thousands"."""
    start, days = case.war_start, mention.named
    is_about_war = days is not None and days[0] <= start <= days[1] and (days[1] - days[0]).days < _MONTH
    return is_about_war and not mention.relation


def _start_of_since(case: Case, mention: DateMention) -> dt.date | None:
    """Since February 2022, or since 24 February of no stated year, is since the war began."""
    start, first = case.war_start, mention.first
    is_war = mention.named is not None and mention.named[0] <= start <= mention.named[1]
    is_its_day = first is not None and (first.month, first.day) == (start.month, start.day)
    has_year = str(first.year) in case.text[mention.start : mention.end] if first else False
    return start if is_war or (is_its_day and not has_year) else first


def _range_of_report(case: Case) -> DateMention | None:
    """From 24 February to 3 March: the range that a report opens with holds for its totals."""
    for sentence in case.analysis.document.sentences[:LEAD]:
        for item in case.timeline.of(sentence):
            m = item.mention
            if m.parts and m.first == case.war_start and m.last and m.parts[-1].named == (m.last, m.last):
                return m
    return None


def _names_the_war(case: Case, sentence: Sentence) -> bool:
    if sentence is case.sentence and (_WAR_FRAME.search(case.words) or _is_own_name(case)):
        return True
    has_mention = any(item.role == "frame" for item in case.timeline.of(sentence, case.draft.anchor))
    return has_mention or case.timeline.says(sentence, _WAR_FRAME)


def _is_own_name(case: Case) -> bool:
    """Whether "since the start of the operation" is said by the side that calls the war so."""
    return case.voice is not None and case.voice.claimant_side == "ru" and _OWN_NAME.search(case.words) is not None


def _is_told_of_the_war(case: Case) -> bool:
    """Whether the lead, or the sentences before in the paragraph or list, name the war as the frame."""
    sentences, here = case.analysis.document.sentences, case.sentence.index
    return any(_names_the_war(case, s) for s in [*sentences[:LEAD], *sentences[max(0, here - _NEAR) : here]])


def _since_nearby(case: Case) -> DateMention | None:
    """A start told beside: "since 10 October" in the sentence before or after."""
    sentences, here = case.analysis.document.sentences, case.sentence.index
    near = [*sentences[max(0, here - 1) : here], *case.after(1), *sentences[max(0, here - 2) : max(0, here - 1)]]
    return next((d.mention for s in near for d in case.timeline.of(s, case.draft.anchor) if _is_since(case, d)), None)


def _is_since(case: Case, item: Dated) -> bool:
    is_start = item.mention.relation == "since" or (
        _BATTLE.search(item.sentence.text) and has_begun(case, item.mention)
    )
    return item.role == "event" and bool(is_start) and item.mention.first is not None
