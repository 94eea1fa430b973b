"""Rules for what a record's own sentence tells of its time: its date, its tense, a length, a night, a forecast.

In      Case of a happening: an event, an incident, a period
Out     Dating, or None where the rule does not hold
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import re

from sitrep.extract.dating.attachment import (
    SUPERLATIVE,
    date_by_mention,
    distance_to,
    find_own,
    is_in_another_clause,
)
from sitrep.extract.dating.case import LEAD, PAST, PERFECT, PRESENT, Case, dated, day_before
from sitrep.extract.dating.timeline import any_of
from sitrep.extract.mentions import Dating
from sitrep.extract.sieve import Sieve

_TIED = re.compile(r"\b(?:after|before)$")
_GROWING = Sieve(rf"\b{any_of('tense', 'growing')}\b")
_EARLY_WAR = Sieve(rf"\b{any_of('war', 'early')}\b")
_NOW = re.compile(r"\b(?:is|are|was|were) (?:now|already|currently)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\bhave (?:all |already |now )?been\b")
_MANY = re.compile(rf"\d|\b{any_of('tense', 'many')}\b", re.IGNORECASE)
_CONFIRMS = re.compile(r"\b(?:confirms|announces)\b", re.IGNORECASE)
_EVENING = Sieve(r"\bevening (?:\w+ )?(?:bulletin|report|update|briefing|summary|communiqu\w+)")
_DAY_SO_FAR = Sieve(
    r"\bas of (?:1[2-9]|2[0-3])[:.]\d\d|\bsince the (?:(?:very )?(?:beginning|start) of (?:the|this) day|day began)\b"
)
_PAST_DAY = Sieve(r"\b(?:past|last) (?:day|24 hours)")
_DESTRUCTION = frozenset({"killed", "wounded", "casualties", "destroyed", "damaged", "strike"})
_REPRISAL = re.compile(
    r"\b(?:revenge|retaliat\w+|reprisal|retribution|vengeance|response|answer|respon\w+) (?:for|to|after|against) "
    r"(?:an?|the|that|last|this) [^,.;:]{2,70}\b(?:in which|that|which|where|when)\b[^,.;:]{0,20}$"
)
_SAME_DAY = re.compile(r"\b(?:hour|minute)s? (?:later|earlier)", re.IGNORECASE)
_GROUND = frozenset({"territorial_change", "ground_attack"})
_RECENT = re.compile(r"\brecent(?:ly)?\b(?! (?:hour|day|week|month|year|time)s)[^.;:]{0,60}$", re.IGNORECASE)
_BLOWS = frozenset({"strike", "explosion"})
# "are missing after a strike", "footage taken in the process of attacks on"
_AFTER_BLOW = re.compile(
    r"\b(?:after|following|since|by|in|of|from|during) (?:an?|the|this|that|its|[A-Z]\w+) (?:[\w’'-]+ ){0,4}$"
    r"|\bafter (?:[\w’'-]+ ){1,4}$"
)
_NEAR, _REACH = 60, 140


def by_tied_reference(case: Case) -> Dating | None:
    """Days after an attack: the attack is told against something that nobody can count, whatever else is dated."""
    if not case.is_event:
        return None
    for item in case.dates():
        m = item.mention
        is_before = case.draft.start - _NEAR < m.end <= case.draft.end
        if is_before and m.rule == "later" and m.interval is None and _TIED.search(m.text):
            return dated(None, None, "vague-reference", m)
    return None


def by_reprisal(case: Case) -> Dating | None:
    """What a strike answered happened before it: "in revenge for the attack in which 89 died"."""
    if case.draft.kind != "incident":
        return None
    answered = _REPRISAL.search(case.text[max(case.sentence.start, case.draft.start - _REACH) : case.draft.start])
    if answered is None:
        return None
    for item in case.dates():
        if (
            item.role == "event"
            and item.mention.start >= case.draft.start - len(answered[0])
            and not item.mention.relation
        ):
            return date_by_mention(case, item.mention)
    return dated(None, None, "vague-reference")


def by_own_date(case: Case) -> Dating | None:
    """The date of the record's own clause; what goes on now is not dated by another clause."""
    own = find_own(case)
    if own is None:
        return None
    is_present = case.is_event and PRESENT.search(case.region) and not PAST.search(case.region)
    if is_present and not PERFECT.search(case.region) and is_in_another_clause(case, own.mention):
        return None
    return date_by_mention(case, own.mention, own.role)


def by_evening_report(case: Case) -> Dating | None:
    """An evening bulletin, which says so or counts since the day began, counts the day itself."""
    if case.draft.kind == "incident":
        return None
    lead = case.analysis.document.sentences[:LEAD]
    is_said = any(case.timeline.says(s, _DAY_SO_FAR) for s in lead)
    if not _EVENING.search(case.words) and (not is_said or any(case.timeline.says(s, _PAST_DAY) for s in lead)):
        return None
    day = case.as_of()
    return dated(day, day, "evening-report")


def by_war_frame(case: Case) -> Dating | None:
    """Swapped 52 times since the start of the war: from its first day; "the biggest since" says nothing."""
    for item in case.dates():
        m = item.mention
        is_frame = item.role == "frame" and m.relation == "since" and m.start >= case.draft.start
        left = case.text[max(case.sentence.start, m.start - 200) : m.start - len("since ")]
        if is_frame and not SUPERLATIVE.search(left):
            return dated(case.war_start, case.as_of(), "since-the-war", m)
    return None


def by_early_war(case: Case) -> Dating | None:
    """In the first weeks of the war: from its first day, until nobody says when."""
    return dated(case.war_start, None, "early-in-the-war") if _EARLY_WAR.search(case.clause) else None


def by_forecast(case: Case) -> Dating | None:
    """What is expected starts no earlier than it is said, and has no end."""
    if not case.has_status("forecast"):
        return None
    return dated(case.as_of() if case.is_event else None, None, "forecast")


def by_denial(case: Case) -> Dating | None:
    """What is said never to have happened did not happen up to the telling."""
    if not case.is_event or not case.has_status("denied"):
        return None
    days = case.statement_in(case.sentence)
    return dated(*days, "denied-on-day") if days else dated(None, case.as_of(), "denied")


def by_vague_length(case: Case) -> Dating | None:
    """For months, in recent weeks, days of bombardment: an open start, an end as of the telling."""
    for item in case.dates():
        m = item.mention
        is_lately = m.rule == "past" and case.draft.kind != "incident"
        is_vague = is_lately or (m.is_stretch and m.first is None and "X" in m.value and "T" not in m.value)
        if is_vague and distance_to(case, m) is not None:
            is_lasting = PERFECT.search(case.clause) or PRESENT.search(case.clause)
            return dated(None, case.as_of(), "open-start", m) if is_lasting else None
    return None


def by_recent_gains(case: Case) -> Dating | None:
    """The recent capture of a village, gains made recently: up to the telling, from nobody knows when."""
    if case.draft.what not in _GROUND or not _RECENT.search(case.text, case.sentence.start, case.draft.anchor):
        return None
    return dated(None, case.as_of(), "open-start")


def by_vague_reference(case: Case) -> Dating | None:
    """Days after, some weeks ago: told against something, but nobody can count it; "hours later" is the same day."""
    for item in case.dates():
        m = item.mention
        is_vague = m.interval is None and m.rule in {"later", "ago"} and not _SAME_DAY.search(m.text)
        if is_vague and m.start < case.draft.start < m.end + _NEAR:
            return dated(None, None, "vague-reference", m)
    return None


def by_growing_count(case: Case) -> Dating | None:
    """Many have been evacuated, 28 villages have been taken: it went on up to the telling."""
    if not case.is_event:
        return None
    quote = case.text[case.draft.start : case.draft.end]
    is_counted = case.draft.what in {"territorial_change", "mobilisation"} and _MANY.search(quote)
    is_plural = case.draft.what == "territorial_change" and _PLURAL.search(case.region)
    is_growing = case.draft.what == "evacuation" or is_counted or is_plural or _GROWING.search(case.region)
    is_held_now = case.draft.what == "territorial_change" and _NOW.search(quote)
    if (is_growing and PERFECT.search(case.region)) or is_held_now:
        return dated(None, case.as_of(), "growing-count")
    return None


def by_present_tense(case: Case) -> Dating | None:
    """Fighting continues: the day of telling."""
    if not case.is_event or PERFECT.search(case.region) or _is_one_blow(case):
        return None
    if not PRESENT.search(case.region) and (PAST.search(case.region) or not PRESENT.search(case.clause)):
        return None
    day = case.as_of()
    return dated(day, day, "present-tense")


def _is_one_blow(case: Case) -> bool:
    """Whether a strike is told of as one that is over: "26 are missing after a strike", not "suffers from shelling"."""
    if case.draft.what not in _BLOWS:
        return False
    return (
        _AFTER_BLOW.search(case.text, max(case.sentence.start, case.draft.anchor - _NEAR), case.draft.anchor)
        is not None
    )


def by_bare_night(case: Case) -> Dating | None:
    """At night, with no day beside it: the night that ends on the day of telling."""
    for item in case.dates():
        if item.mention.is_night and item.mention.interval is None and not is_in_another_clause(case, item.mention):
            day = case.as_of()
            return dated(day_before(day), day, "night-before-telling", item.mention)
    return None


def by_statement(case: Case) -> Dating | None:
    """Where nothing tells when it happened, a dated statement's day stands for it."""
    days = None if _is_plainly_past(case) else case.statement_in(case.sentence)
    return dated(*days, "day-of-statement") if days else None


def by_told_statement(case: Case) -> Dating | None:
    """The day of the statement that the story has dated before; what is counted in the plain past has none."""
    days = case.told_statement() if case.is_event or PERFECT.search(case.region) else None
    return dated(*days, "day-of-told-statement") if days else None


def by_present_telling(case: Case) -> Dating | None:
    """26 people are missing; the army confirms the liberation of a village: told in the present of publication."""
    is_present = case.draft.kind == "incident" and PRESENT.search(case.region) and not PAST.search(case.region)
    if not is_present and not _CONFIRMS.search(case.lead_in):
        return None
    return dated(case.published, case.published, "present-telling")


def _is_plainly_past(case: Case) -> bool:
    """Whether it "was destroyed, the army said on Sunday": the day of telling is not the day of the deed."""
    if case.draft.what not in _DESTRUCTION or PERFECT.search(case.clause) or PRESENT.search(case.region):
        return False
    told = next((item.mention.start for item in case.dates() if item.role == "statement"), 0)
    is_trailing = told > case.draft.end and "," in case.text[case.draft.end : told]
    return is_trailing and PAST.search(case.region) is not None
