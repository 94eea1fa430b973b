"""Rules for what the story around a record tells of its time: the paragraph, the lead, the incident's name.

In      Case of a happening: an event, an incident, a period
Out     Dating, or None where the rule does not hold
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from sitrep.extract.dates.spans import add_units
from sitrep.extract.dating.attachment import date_by_mention, find_own, stands_aside
from sitrep.extract.dating.case import LEAD, PAST, PERFECT, TOLLS, Case, dated, day_before
from sitrep.extract.dating.timeline import Dated, any_of
from sitrep.extract.mentions import DateMention, Dating
from sitrep.extract.sieve import Sieve
from sitrep.extract.text import Sentence

_FLOOD = re.compile(r"\b(?:flood\w*|dam)\b")
_SPREADING = Sieve(rf"\b{any_of('spreading', 'words')}\b")
# "Saturday's strike", "the 14 January strike", "the missile strike of 14 January"
_NAMED = re.compile(rf"^[’']s (?:\w+ ){{0,2}}{any_of('violence', 'incidents')}")
_NAMED_BY_DAY = re.compile(rf"^ (?:\w+ ){{0,2}}{any_of('violence', 'incidents')}\b")
_DETERMINED = re.compile(r"\b(?:the|a|an|this|that)(?: (?:deadly|early|late))? $", re.IGNORECASE)
# "a dozen were wounded in the strikes", "the attack killed two": told of just before
_TOLD_ATTACK = re.compile(
    rf"\b(?:the|this|those|these) (?:\w+ )?{any_of('violence', 'incidents')}\b(?! (?:on|in|at|near|of|against)\b)"
)
_NAMED_OF = re.compile(rf"\b{any_of('violence', 'incidents')} (?:of|from|on the night of) $")
_NAMED_ON = re.compile(
    rf"\bthe(?: \w+){{0,2}} {any_of('violence', 'incidents')} (?:on|in|at|near) [^.,;:]{{2,40}} "
    r"(?:on|of|from|late|early) $"
)
_EACH_DAY = re.compile(r"\b(?:every|each|per) (?:single )?(?:day|night|week|month)\b")
_VIOLENCE = re.compile(rf"\b{any_of('violence', 'stems')}")
_ANEW = re.compile(r"\s*(?:[•▪‣*]|(?:Meanwhile|Separately|Elsewhere|In a separate|In other)\b)")
# "two days after", "a week after", and where what they are reckoned from ends
_COUNTED_AFTER = re.compile(r"P(\d{1,3})([DW])")
_INEXACT = re.compile(r"\b(?:than|nearly|almost|over|about|around|roughly|some) (?:[\w-]+ ){1,2}after$", re.IGNORECASE)
_FRONT_ENDS = re.compile(r"[,;:—–]")
_TOLL_ENDS = re.compile(r"[;:—–“”]|, (?:and|but|while|as)\b")
_ENDS = re.compile(r"[;:—–“”]|, (?:and|but|while|as|which|who|where|when)\b")
_DAYTIME = re.compile(r"\b(?:in the|this|early in the) (?:\w+ )?(morning|afternoon|evening)\b")
_DAWN = re.compile(
    r"\b(?:before (?:dawn|sunrise)|at dawn|hours (?:earlier|later)|later (?:that|in the) day|the same (?:day|night))\b"
)
_QUOTE = re.compile(r"[“\"]")
# A date so much older than publication is no date of the story; of a story's own day less so.
_BACKGROUND_DAYS, _RECENT_DAYS = 45, 10
# "Lypove, which the army retook in May, is under fire": the aside is no story, unless it tells of these days.
_ASIDE_DAYS = 3
_STORY, _BLOCK, _NEAR = 14, 8, 4
_REPORT_DAYS, _WEEK = 2, 7
_SALVOES = frozenset({"launched", "intercepted"})
_VICTIMS = frozenset({"killed", "wounded", "casualties", "missing"})
_REACH, _AROUND = 400, 90
_REFERENCE_CHARS, _QUOTE_CHARS = 200, 2


def by_spreading_toll(case: Case) -> Dating | None:
    """A flood's or siege's toll runs from its beginning to the as-of day."""
    is_flood = case.draft.what == "evacuation" and _FLOOD.search(case.words)
    if case.draft.kind != "incident" and not is_flood:
        return None
    lead = case.analysis.document.sentences[:2]
    if not _SPREADING.search(case.words) and not any(case.timeline.says(s, _SPREADING) for s in lead):
        return None
    if case.draft.what == "evacuated" and (brought := find_own(case)) and not brought.mention.relation:
        return None  # "25 were brought out on Friday": on that day
    own = next((d for d in case.dates() if d.role in {"event", "since"} and d.mention.first), None)
    following = case.after(2) if case.sentence.index < LEAD else []
    start = _named_incident(case) or own or _first_event(case, [*case.before(), *case.lead(), *following])
    mention = start.mention if start else None
    return dated(mention.first if mention else None, case.as_of(), "toll-over-days", mention)


def by_counted_reference(case: Case) -> Dating | None:
    """The attack of "it comes two days after an attack": two days before what the sentence, or the story, tells."""
    text, start, anchor = case.text, case.sentence.start, case.draft.anchor
    for item in case.dates():
        m = item.mention
        length = _COUNTED_AFTER.fullmatch(m.value) if m.rule == "later" and m.text.endswith("after") else None
        if length is None or not 0 <= anchor - m.end <= _REFERENCE_CHARS:
            continue
        if m.is_approximate or _INEXACT.search(text, max(start, m.start - _AROUND), m.end):
            return None
        ends = _FRONT_ENDS if m.start - start <= _QUOTE_CHARS else _TOLL_ENDS if case.draft.what in TOLLS else _ENDS
        if ends.search(text, m.end, anchor):
            return None
        day = _reckoned_from(case, m, ends)
        then = add_units(day, -int(length[1]), length[2]) if day else None
        return dated(then, then, "counted-reference", m) if then else None
    return None


def _reckoned_from(case: Case, mention: DateMention, ends: re.Pattern[str]) -> dt.date | None:
    """The day that "two days after" leads to: of its sentence's event, else the lead's, else publication."""
    own = next((d.mention for d in case.dates() if d.role == "event" and d.mention.last), None)
    if own and own.start > mention.end and not ends.search(case.text, mention.end, own.start):
        return None  # "two days after a missile hit Dnipro on Monday" tells it itself
    told = own or next((d.mention for d in [_first_event(case, case.lead())] if d), None)
    return told.last if told else case.published


def by_named_incident(case: Case) -> Dating | None:
    """Saturday's strike: where a story names its incident by its day, its tolls count on that day."""
    if case.draft.kind != "incident":
        return None
    if case.draft.what == "evacuated" and any(item.role == "as_of" for item in case.dates()):
        day = case.as_of()
        return dated(day, day, "rescued-by-now")
    told = None if _starts_anew(case) else _named_incident(case)
    return _carry(case, told, "named-incident") if told and not _is_background(case, told.mention) else None


def by_paragraph(case: Case) -> Dating | None:
    """The sentences before in the same paragraph tell the same story, unless this one turns to another."""
    if _ANEW.match(case.sentence.text):
        return None
    if told := _first_event(case, case.before()) or _old_event_before(case):
        return _carry(case, told, "paragraph-date")
    since = (d.mention for s in case.before() for d in _sinces(case, s) if d.mention.first == case.published)
    if today := next(since, None):
        return dated(case.published, case.published, "paragraph-since", today)
    if case.draft.kind == "incident" or case.draft.what == "air_defence" or not PERFECT.search(case.region):
        return None
    here = case.sentence.index
    near = reversed(case.analysis.document.sentences[max(0, here - _NEAR) : here])
    item = next((item for s in near for item in _sinces(case, s)), None)
    return dated(item.mention.first, case.as_of(), "paragraph-since", item.mention) if item else None


def _sinces(case: Case, sentence: Sentence) -> Iterator[Dated]:
    """The dates since which a sentence tells of something."""
    dates = case.timeline.of(sentence, case.draft.anchor)
    return (item for item in dates if item.role == "event" and item.mention.relation == "since")


def by_told_attack(case: Case) -> Dating | None:
    """A toll of "the attack" counts on the day of the attack that the sentences just before tell of."""
    if not _TOLD_ATTACK.search(case.clause) or _starts_anew(case):
        return None
    told = _first_event(case, _same_story(case), only_days=True)
    return _carry(case, told, "told-attack") if told else None


def _same_story(case: Case, count: int = _NEAR) -> Iterator[Sentence]:
    """The sentences just before, nearest first, back to where the text turned to this story."""
    here = case.sentence.index
    for sentence in reversed(case.analysis.document.sentences[max(1, here - count) : here]):
        yield sentence
        if _ANEW.match(sentence.text):
            return


def by_lead_for_tolls(case: Case) -> Dating | None:
    """A toll or a period told later in the story counts on the day that the lead gives."""
    is_toll = case.draft.kind == "incident" and case.draft.what in TOLLS
    return by_lead(case) if is_toll or case.draft.kind == "period" else None


def by_what_follows(case: Case) -> Dating | None:
    """A lead says that a strike killed three, the governor said Thursday; the next sentences say when it struck."""
    if case.sentence.index >= LEAD - 1:
        return None
    is_title = case.sentence.is_title
    only_days = not is_title and case.draft.kind != "period"
    # "In a separate incident" tells of another.
    following = takewhile(lambda s: not _ANEW.match(s.text), case.after(3 if is_title else 2))
    told = _first_event(case, following, only_days=only_days)
    return _carry(case, told, "lead-dated-below") if told else None


def by_story_day_for_tolls(case: Case) -> Dating | None:
    """A feature's toll counts on the day that the feature tells further down."""
    return by_story_day(case) if case.draft.kind == "incident" and case.draft.what in TOLLS else None


def by_lead(case: Case) -> Dating | None:
    """What the lead dates, the story goes on about, unless a digest or a paragraph starts anew."""
    if _starts_anew(case):
        return None
    told = _first_event(case, case.lead())
    return _carry(case, told, "lead-date") if told else None


def by_story_day(case: Case) -> Dating | None:
    """A feature tells only further down when its strike struck: the first recent day of an attack holds."""
    if case.draft.kind not in {"incident", None} or case.draft.what in {"carried_out", "prisoner_exchange"}:
        return None
    if _starts_anew(case):
        return None
    sentences = [s for s in case.analysis.document.sentences[:_STORY] if s.index != case.sentence.index]
    for item in (d for s in sentences for d in case.timeline.of(s)):
        m = item.mention
        is_day = item.role == "event" and not m.is_stretch and m.first and m.last and (m.last - m.first).days <= 1
        is_background = _is_background(case, m, _RECENT_DAYS) or _is_after_telling(case, m)
        if is_day and _tells_more(case, item) and not is_background:
            return _carry(case, item, "story-date")
    return None


def by_daily_report(case: Case) -> Dating | None:
    """A period that nothing dates is the night of the salvo told of before, or the day up to the telling."""
    if case.draft.kind != "period" or _EACH_DAY.search(case.clause):
        return None
    told = _first_event(case, _same_story(case, _BLOCK)) if case.draft.what in _SALVOES else None
    if told:
        return _carry(case, told, "told-attack")
    day = case.as_of()
    return dated(day_before(day), day, "daily-report")


def by_report_stretch(case: Case) -> Dating | None:
    """Fighting that a report of the past day tells of without a time was in that day."""
    if case.draft.what != "ground_attack" or _starts_anew(case):
        return None
    before, here = day_before(case.published), case.sentence.index
    sentences = case.analysis.document.sentences[max(0, here - _STORY) : here]
    for item in (item for sentence in sentences for item in case.timeline.of(sentence)):
        m = item.mention
        if item.role == "event" and m.is_stretch and before and (m.first, m.last) == (before, case.published):
            return dated(m.first, m.last, "report-stretch", m)
    return None


def _carry(case: Case, told: Dated, rule: str) -> Dating:
    """The days of another sentence's date, as they hold for this record."""
    dating = date_by_mention(case, told.mention)
    first, last = dating.first, dating.last
    if told.mention.is_night and (daytime := _DAYTIME.search(case.words)):
        day = first if daytime[1] == "evening" else last
        return dated(day, day, rule, told.mention)
    if case.draft.what == "evacuated" and case.draft.kind == "incident" and PERFECT.search(case.clause):
        last = case.as_of()
    return dated(first, last, rule, told.mention)


def _starts_anew(case: Case) -> bool:
    """An item of a digest, or a paragraph that turns to something else, shares no date with the lead."""
    if case.draft.kind not in {"incident", None}:
        return False
    first = next(reversed(case.before(_BLOCK)), case.sentence)
    if not (case.timeline.is_round_up or _ANEW.match(first.text) or _ANEW.match(case.sentence.text)):
        return False
    return _DAWN.search(case.words) is None  # "in a separate raid before dawn": of the story's day


def _named_incident(case: Case) -> Dated | None:
    sentences, here = case.analysis.document.sentences, case.sentence.index
    for sentence in [*sentences[max(0, here - 2) : here + 3], *sentences[: LEAD + 2]]:
        if sentence.index != here and _ANEW.match(sentence.text):
            continue  # "in a separate incident"
        for item in case.timeline.of(sentence, case.draft.anchor):
            if item.role in {"event", "statement", "toll"} and _names_incident(case.text, item.mention):
                return item
    return None


def _names_incident(text: str, mention: DateMention) -> bool:
    """Whether a date is part of what an incident is called."""
    if not mention.first or not mention.last or mention.relation:
        return False
    before, after = text[max(0, mention.start - _AROUND) : mention.start], text[mention.end : mention.end + 40]
    if _NAMED.match(after) or _NAMED_OF.search(before) or _NAMED_ON.search(before):
        return True
    return _DETERMINED.search(before) is not None and _NAMED_BY_DAY.match(after) is not None


def _first_event(case: Case, sentences: Iterable[Sentence], *, only_days: bool = False) -> Dated | None:
    """The first date of an event that the record can share: a day or a night, for periods a stretch too."""
    for sentence in sentences:
        for item in case.timeline.of(sentence, case.draft.anchor):
            if _can_carry(case, item, only_days=only_days):
                return item
    return None


def _old_event_before(case: Case) -> Dated | None:
    """The day of long ago that the sentence just before tells of, where this one goes on in the plain past."""
    if case.draft.kind != "incident" or PERFECT.search(case.region) or not PAST.search(case.region):
        return None
    for item in (item for sentence in case.before(1) for item in case.timeline.of(sentence, case.draft.anchor)):
        m = item.mention
        is_past = m.first and m.last and case.published and m.last < case.published
        if item.role == "event" and is_past and not m.is_stretch and not m.relation and m.first == m.last:
            return item
    return None


def _can_carry(case: Case, item: Dated, *, only_days: bool) -> bool:
    m = item.mention
    if item.role != "event" or not m.first or not m.last or _is_background(case, m):
        return False
    if _is_background(case, m, _ASIDE_DAYS) and stands_aside(case, m):
        return False
    is_long = m.is_stretch or (m.last - m.first).days > 1  # "in last week's shelling"
    if only_days and (is_long or not _tells_more(case, item)):
        return False
    if m.is_stretch and case.draft.kind == "incident" and case.draft.what in _VICTIMS:
        return False  # a report's stated stretch covers only what the report counts over it
    longest = _REPORT_DAYS if m.is_stretch else _WEEK
    is_short = case.draft.kind == "period" or (m.last - m.first).days <= longest
    return is_short and not _is_after_telling(case, m)


def _is_after_telling(case: Case, mention: DateMention) -> bool:
    """Whether the record's sentence says that it was told before: of Monday's raid nobody spoke on Sunday."""
    told = case.statement_in(case.sentence)
    return told is not None and mention.last is not None and mention.last > told[1]


def _tells_more(case: Case, item: Dated) -> bool:
    """Whether another sentence tells of violence in the reporter's own words."""
    start = max(item.sentence.start, item.mention.start - _REACH)
    words = case.text[start : min(item.sentence.end, item.mention.end + _REACH)].lower()
    return _VIOLENCE.search(words) is not None and not _QUOTE.search(case.text, start, item.mention.start)


def _is_background(case: Case, mention: DateMention, days: int = _BACKGROUND_DAYS) -> bool:
    if case.published is None or mention.last is None:
        return False
    if mention.parts and case.draft.kind == "period":
        return mention.last > case.published
    return (case.published - mention.last).days > days or mention.last > case.published
