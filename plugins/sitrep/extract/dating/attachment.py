"""Attach a date to a record: which date of the sentence is its own, and which days that date makes it count on.

In      Case
Out     the record's own Dated; Dating by a mention
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import datetime as dt
import re

from sitrep.extract.dates.spans import Days, add_months, shift
from sitrep.extract.dating.case import CLAUSE, TOLLS, Case, dated, day_before
from sitrep.extract.dating.timeline import Dated, Role, any_of
from sitrep.extract.mentions import DateMention, Dating
from sitrep.extract.sieve import Sieve
from sitrep.extract.text import Sentence

# "the most rapid gains for six months", "the deadliest attack of 2023": no stretch of the event's own.
SUPERLATIVE = re.compile(r"\b(?:most|first|\w{3,}est|worst|since)\b", re.IGNORECASE)

# "after launching an offensive in August" is the same actor's same time, "after the army did" another's.
_SUBORDINATE = Sieve(
    rf"\b(?!after \w+ing\b)(?<!more )(?<!less )(?<!fewer ){any_of('clauses', 'subordinators')}\b|, as\b", re.IGNORECASE
)
_FRONTED = re.compile(r"[“\"]?(?:After|Before|When|While|Although|Following|Despite|Since then|If)\b", re.IGNORECASE)
# "Lypove, which the army retook in May, is under fire": the date stays in its own clause.
_RELATIVE = re.compile(
    r"(?:,|–|—) (?:which|who|whose|where|when)\b(?! (?:happened|occurred|took place|came|began|started))[^,]*$",
    re.IGNORECASE,
)
# "the strike on Lypove, in which 59 died, came in May"
_ASIDE = re.compile(r", (?:(?:in|of|for|by) )?(?:which|who|where|whose)\b[^,;:]*,")
# "the first death since Sunday", "the heaviest attack since May": nothing of it went on since then.
_RECORD_SINCE = re.compile(
    r"\b(?:the|its|their|his)(?: \w+)? (?:first|most|worst|only|single|last|\w+[^w\W]est|(?:f|l|sl|n)[eo]west)\b"
    r"[^.;:]{0,80}\bsince\s*$",
    re.IGNORECASE,
)
_TOLD_BY_CAUSE = TOLLS | {"strike", "explosion"}
_FIRED = frozenset({"intercepted", "launched", "destroyed", "air_defence", "strike"})
_LAUNCH = re.compile(r"(?:which|that) (?:[\w’'-]+ ){0,4}(?:launched|fired|sent|used|aimed|directed)\b")
# "A woman died in hospital on Monday, bringing the toll to 12": the last death's day is not the strike's.
_BRINGS = re.compile(
    rf"\b(?:bring|brought|tak|took|rais|push|lift)\w* (?:the|its|their) (?:\w+ )?{any_of('toll', 'nouns')}\b"
)
_SAME_EVENT = re.compile(
    r"(?:which|that) (?:had |has )?(?:began|begun|started|happened|occurred|took place|came|lasted|ended)\b"
    r"|(?:which|that) (?:was|were|had been) (?:hit|struck|bombed|shelled|attacked|destroyed|damaged)\b"
)
# "in a single day": which one, nobody says
_SOME_DAY = frozenset({"a single day", "a single night", "one single day", "one single night"})
_BORN = Sieve(r"\bborn in[\d, and]*$")
_OVER = re.compile(
    r"\b(?:in|within|over|during|for|throughout)"
    r"(?: (?:the|just|only|about|around|some|nearly|almost|less|more|than|fewer)){0,4}\s*$",
    re.IGNORECASE,
)
_WAS = re.compile(r"\b(?:was|were|came|occurred|happened|took)\b", re.IGNORECASE)
_LENGTH = re.compile(r"P(T?)(\d{1,4})([DWMYH])")
_DAYS_IN, _MONTHS_IN = {"D": 1, "W": 7}, {"M": 1, "Y": 12}
_HOURS_A_DAY = 24
_BOUNDED = re.compile(r"\b(?:less|more|under|fewer) ", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?:begins?|starts?|launch(?:es)?|foresees|new wave)\b")
# "launched a new offensive on 10 May" in a story of today: it goes on.
_ONSET = re.compile(
    r"\b(?:launch(?:ed|es)?|began|begun|started|opened) (?:\w+ ){0,3}(?:offensive|onslaught|incursion|campaign|push)"
)
_BEGAN = re.compile(r"\b(?:began|begun|started)\b[^.;:]{0,20}$")
# "eight aircraft destroyed after Saturday's raid": by it
_NAMED_AFTER = re.compile(rf"[’']s (?:\w+ ){{0,2}}{any_of('violence', 'incidents')}\b")
_EARLY = re.compile(r"\b(?:early|dawn|small hours)\b", re.IGNORECASE)
_DEICTIC = frozenset({"today", "tonight", "overnight", "past-units"})
# In the reporter's words "today" is his own day, but "on Tuesday it said that overnight" is Tuesday's night.
_TOLD = frozenset({"overnight", "past-units"})
_AND = re.compile(r"\b(?:and|but)(?: [\w’'-]+){0,2} $")
_ON = re.compile(r" (?:(?:on|in|over|at|during|late|early|the) ){0,3}")
_QUOTES = re.compile(r"[“\"]")
_RECENT = dt.timedelta(7)
_NEW_UNIT = 3
_REACH = 200
_LENGTH_AFTER_DATES = 10.0


def find_own(case: Case) -> Dated | None:
    """The event date that belongs to the draft: inside the quote, else the nearest of its sentence."""
    best: tuple[float, Dated] | None = None
    if case.draft.kind == "incident" and _BRINGS.search(case.lead_in):
        return None
    for item in _candidates(case):
        is_own = item.role in {"event", "since"} or (item.role == "toll" and case.draft.kind == "period")
        if is_own and _can_date(case, item.mention):
            distance = distance_to(case, item.mention)
            if distance is not None and item.mention.interval is None:
                distance += _LENGTH_AFTER_DATES  # "in May, 900 died within a week": in May
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, item)
    return best[1] if best else None


def _candidates(case: Case) -> list[Dated]:
    """The dates of the sentence, and of what else the quote runs into."""
    sentences, here = case.analysis.document.sentences, case.sentence.index
    dates = list(case.dates())
    for sentence in (*sentences[here + 1 : here + 2], *sentences[max(0, here - 1) : here]):
        dates += [
            item
            for item in case.timeline.of(sentence, case.draft.anchor)
            if case.draft.start <= item.mention.start < case.draft.end
        ]
    return dates


def distance_to(case: Case, mention: DateMention) -> float | None:
    """How far a date stands from the draft, counted in clauses; None where another verb has it."""
    text, draft = case.text, case.draft
    if draft.start <= mention.start < draft.end:
        return abs(mention.start - draft.anchor) / 1000
    if case.is_event and _ON.fullmatch(text, draft.end, max(draft.end, mention.start)):
        return 0.0  # "took Lypove over the weekend and Verby on Monday": Verby's day
    if max(draft.start - mention.end, mention.start - draft.end) > 2 * _REACH:
        return None
    if mention.end <= draft.start:
        between = text[mention.end : draft.start]
        if between.strip(" (:–-") == "":
            return 0.5  # "October (610 square kilometres)"
        return None if "," in between and _is_elsewhere(case, mention) else 1.0 + _clauses_in(between)
    return _distance_behind(case, mention)


def _distance_behind(case: Case, mention: DateMention) -> float | None:
    """The distance of a date behind the draft: "two died when a shell hit a bus on Tuesday" is the same thing."""
    draft = case.draft
    between = case.text[draft.end : mention.start]
    if mention.relation in {"before", "after"}:
        between = between.rpartition(mention.relation)[0] or between
    between = _ASIDE.sub("", between)
    other = _SUBORDINATE.search(between)
    if other and not (draft.what in _TOLD_BY_CAUSE and other[0].lower() in {"when", "after"}):
        return distance_of_launch(case, between, other)
    return 0.9 + _clauses_in(between)


def _is_elsewhere(case: Case, mention: DateMention) -> bool:
    """Whether a date stands in a clause of its own before the draft's."""
    start = max(case.sentence.start, mention.start - _REACH)
    return _FRONTED.match(case.text, start, mention.start) is not None or stands_aside(case, mention)


def stands_aside(case: Case, mention: DateMention) -> bool:
    """Whether a date stands in a relative clause: "Lypove, which the army retook in May, is under fire"."""
    sentence = case.analysis.document.sentence_at(mention.start)
    start = max(sentence.start if sentence else 0, mention.start - _REACH)
    return _RELATIVE.search(case.text, start, mention.start) is not None


def distance_of_launch(case: Case, between: str, other: re.Match[str]) -> float | None:
    """The distance of "12 drones which Russia launched overnight", "the raid, which began on Monday"."""
    is_same = case.draft.what in _FIRED and _LAUNCH.match(between, other.start())
    is_same = is_same or _SAME_EVENT.match(between, other.start())
    return 0.9 + _clauses_in(between) if is_same else None


def _clauses_in(between: str) -> float:
    return len(between) / 400 + 0.6 * len(CLAUSE.findall(between)) + 0.2 * between.count(",")


def is_in_another_clause(case: Case, mention: DateMention) -> bool:
    """Whether a clause ends between a date and the draft."""
    draft = case.draft
    begin, end = (mention.end, draft.start) if mention.end <= draft.start else (draft.end, mention.start)
    return end - begin > _REACH or CLAUSE.search(case.text, begin, max(begin, end)) is not None


def _can_date(case: Case, mention: DateMention) -> bool:
    """Whether a mention holds days, or a counted length that the text says something took."""
    before = case.text[max(case.sentence.start, mention.start - 60) : mention.start]
    if mention.interval is not None:
        superlative = SUPERLATIVE.search(before) if mention.rule in {"year", "month"} and not mention.relation else None
        is_record = superlative is not None and not _WAS.search(before, superlative.end())
        return not _BORN.search(before) and not is_record and not _is_record_since(case, mention)
    length = _LENGTH.fullmatch(mention.value)
    if length is None or not mention.is_stretch or "-" in mention.text:
        return False
    is_short = length[1] == "T" and (length[3] != "H" or int(length[2]) < _HOURS_A_DAY)
    return not is_short and _OVER.search(before) is not None and not SUPERLATIVE.search(before)


def _is_record_since(case: Case, mention: DateMention) -> bool:
    if mention.relation != "since":
        return False
    before = case.text[max(case.sentence.start, mention.start - _REACH) : mention.start]
    return _RECORD_SINCE.search(before) is not None and not _is_told_then(case, mention)


def _is_told_then(case: Case, mention: DateMention) -> bool:
    """Whether the draft is of "since 6 September, when 16 people died": that day itself."""
    return mention.end <= case.draft.start and case.text.startswith((", when ", " when "), mention.end)


def has_begun(case: Case, mention: DateMention) -> bool:
    """Whether a date is the day on which something "began on 10 May"."""
    return _BEGAN.search(case.text[max(0, mention.start - _REACH) : mention.start]) is not None


def date_by_mention(case: Case, mention: DateMention, role: Role = "event") -> Dating:
    """The days that a date makes a record count on."""
    if mention.interval is None:
        return _date_by_length(case, mention)
    is_forecast = case.has_status("forecast")
    if is_forecast and mention.relation in {"by", "until", "before"}:
        return dated(None, mention.last, "forecast-end", mention)
    if is_forecast and (mention.is_approximate or _BEGINS.search(case.clause)):
        return dated(mention.first, None, "forecast-start", mention)
    days = _days_of_report(case, mention) or _night_of_count(case, mention) or _days_as_told(case, mention)
    first, last = days or (mention.first, mention.last)
    is_day = case.draft.what == "ground_attack" and not mention.is_stretch and first == last
    between = case.text[case.draft.anchor : mention.start]
    is_onset = is_day and (_ONSET.search(case.clause) or _BEGAN.search(between))
    if mention.relation == "since" and mention.named and _is_told_then(case, mention):
        return dated(*mention.named, "own-date", mention)
    if mention.relation == "after" and mention.named and _NAMED_AFTER.match(case.text, mention.end):
        first, last = mention.named
    if mention.relation == "since" or role == "since" or is_onset:
        last = case.as_of()
    if first and last and not is_forecast:
        last = _end_by_telling(case, mention, (first, last))
    return dated(first, last, "own-date", mention)


def _end_by_telling(case: Case, mention: DateMention, days: Days) -> dt.date:
    """The last day of a stretch that had not ended when it was told of: "this year, he said on Monday"."""
    first, last = days
    if first == last:
        return last
    sentence = case.analysis.document.sentence_at(mention.start)
    told = case.statement_in(sentence) if sentence and not stands_aside(case, mention) else None
    for end in (told[1] if told else None, case.published):
        if end and first <= end < last:
            is_over = first < end and mention.text.lower().startswith("earlier ")
            return (shift(end, -1) or end) if is_over else end
    return last


def _days_of_report(case: Case, mention: DateMention) -> Days | None:
    """Monday's weekly reports count the week up to it; "the past month" told on the 1st is the month before."""
    published, first, last = case.published, mention.first, mention.last
    if published is None or first is None or last is None or case.draft.kind not in {"period", None}:
        return None
    words = mention.text.lower()
    if words == "last week" and published.isoweekday() == 1:
        return first, published
    if words == "the day" and case.draft.kind == "period" and mention.is_approximate:
        is_daily = case.text[max(0, mention.start - 5) : mention.start].lower() == "over " or _is_of_report(case)
        before = day_before(published)
        return (before, published) if is_daily and before else None
    if published.day <= _NEW_UNIT and mention.value == "P1M" and (end := shift(published.replace(day=1), -1)):
        return end.replace(day=1), end
    if published.day <= _NEW_UNIT and published.month == 1 and mention.value == "P1Y" and published.year > 1:
        return dt.date(published.year - 1, 1, 1), dt.date(published.year - 1, 12, 31)
    return None


def _is_of_report(case: Case) -> bool:
    """Whether the paragraph counts over the past day: "during the day" is that one."""
    told = (item.mention for sentence in (*case.before(), *case.lead()) for item in case.timeline.of(sentence))
    day = day_before(case.published)
    return any(m.is_stretch and m.first == day and m.last == case.published for m in told if m.first)


def _night_of_count(case: Case, mention: DateMention) -> Days | None:
    """Drones and missiles counted "early on Monday" came in the night before it."""
    is_count = case.draft.kind == "period" and case.draft.what in {"launched", "intercepted"}
    if not is_count or mention.first != mention.last or not _EARLY.search(mention.text):
        return None
    before = day_before(mention.last)
    return (before, mention.last) if before and mention.last else None


def _days_as_told(case: Case, mention: DateMention) -> Days | None:
    """The night, or the past day, of who told of it is his: "today" in his words is the day that they were said."""
    if mention.rule not in _DEICTIC or not mention.first or not mention.last or not case.published:
        return None
    sentence = case.analysis.document.sentence_at(mention.start)
    if sentence is None:
        return None
    quotes = _QUOTES.findall(case.text, max(sentence.start, mention.start - _REACH), mention.start)
    is_of_telling = mention.rule in _TOLD and not stands_aside(case, mention)
    days = case.statement_in(sentence) if len(quotes) % 2 or is_of_telling else None
    days = days or (_day_of_night(case, sentence, mention) if not len(quotes) % 2 else None)
    days = days or (case.told_statement() or _yesterday_of_lead(case) if len(quotes) % 2 else None)
    if days is None or not dt.timedelta(0) < case.published - days[1] < _RECENT:
        return None
    back = (days[1] - case.published).days
    first, last = shift(mention.first, back), shift(mention.last, back)
    return (first, last) if first and last else None


def _day_of_night(case: Case, sentence: Sentence, mention: DateMention) -> Days | None:
    """The day that an "overnight" ends on: "on 23 December it fired 600 drones overnight"."""
    before = next((i for i in reversed(case.timeline.of(sentence)) if i.mention.end <= mention.start), None)
    if mention.rule != "overnight" or before is None or before.role != "event" or before.mention.is_stretch:
        return None
    first, last = before.mention.first, before.mention.last
    begin, end = before.mention.end, mention.start
    is_apart = CLAUSE.search(case.text, begin, end) or _AND.search(case.text, begin, end)
    return (first, first) if first and first == last and not is_apart else None


def _yesterday_of_lead(case: Case) -> Days | None:
    """Yesterday, where the lead tells of it: "today" was said on that day, when nobody dates the words."""
    before = shift(case.published, -1) if case.published else None
    told = (item.mention for sentence in case.lead() for item in case.timeline.of(sentence) if item.role == "event")
    return (before, before) if before and any(m.first == m.last == before for m in told) else None


def _date_by_length(case: Case, mention: DateMention) -> Dating:
    """In two days, in 12 days: so many days up to the telling; less than a week: nobody knows from when."""
    length, day = _LENGTH.fullmatch(mention.value), case.as_of()
    if mention.text.lower() in _SOME_DAY:
        return dated(None, None, "some-day", mention)
    if length is None or day is None:
        return dated(None, day, "length", mention)
    before = case.text[max(0, mention.start - 20) : mention.end]
    if mention.is_approximate or _BOUNDED.search(before):
        return dated(None, day, "length-bounded", mention)
    count = int(length[2])
    if not length[1] and length[3] in _MONTHS_IN:
        return dated(add_months(day, -count * _MONTHS_IN[length[3]]), day, "length", mention)
    days = -(-count // _HOURS_A_DAY) if length[1] else count * _DAYS_IN[length[3]]
    is_of_weeks = days % _DAYS_IN["W"] == 0
    return dated(shift(day, -(days if is_of_weeks else max(days - 1, 1))), day, "length", mention)
