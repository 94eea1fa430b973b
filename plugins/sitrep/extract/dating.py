"""Say which days a figure or an event counts on: the days when it happened, not the day when somebody said so.

In      Analysis, a Draft, its Voice
Out     Dating: first and last day, the rule that says so, and the mention it rests on
Units   days, inclusive; None for an end the text gives no hold on
Errors  none
Source  the conventions of the annotation guidelines
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from sitrep.extract import lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.mentions import DateMention, Dating, Draft, Voice
from sitrep.extract.text import Sentence
from sitrep.extract.theatre import load_war
from sitrep.extract.timeline import Dated, Timeline, read_timeline

_WORDS = lexicon.load("dating")
_PERFECT = re.compile(rf"\b(?:{'|'.join(_WORDS['tense']['perfect'])})", re.IGNORECASE)
_PRESENT = re.compile(rf"\b(?:{'|'.join(_WORDS['tense']['present'])})(?!\w)", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:was|were|did|\w{2,}ed|hit|struck|took|shot|fell|left|came|went|broke|made|began)\b", re.IGNORECASE
)
_WAR_FRAME = re.compile(rf"\b(?:{'|'.join(_WORDS['war']['frames'])})", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:after|where|which|who|whose|when|while|because|than|despite|following|before|although|though|whereas|if|how)\b|, as\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:—–]|\.\s|, (?:and|but|while|as|which|who|where|when|after|before|with|so)\b|[“”\"]")
Days: TypeAlias = tuple[dt.date, dt.date]
_ONE_DAY = dt.timedelta(1)
_LENGTH = re.compile(r"P(T?)(\d+)([DWMYH])")


@dataclass(slots=True)
class _Case:
    """One draft with what every rule looks at."""

    analysis: Analysis
    draft: Draft
    voice: Voice | None
    timeline: Timeline
    sentence: Sentence
    clause: str
    region: str
    lead_in: str

    @property
    def published(self) -> dt.date | None:
        return self.timeline.published


def date_record(analysis: Analysis, draft: Draft, voice: Voice | None) -> Dating:
    """Date one figure or event by the first rule that holds."""
    sentence = analysis.document.sentence_at(draft.anchor)
    timeline = read_timeline(analysis)
    if sentence is None:
        return _dated(None, None, "no-word-of-time")
    case = _Case(analysis, draft, voice, timeline, sentence, *_surroundings(analysis.document.text, sentence, draft))
    if draft.kind == "cumulative":
        return _date_cumulative(case)
    if draft.kind == "stock":
        return _date_stock(case)
    return _date_happening(case)


def _dated(first: dt.date | None, last: dt.date | None, rule: str, mention: DateMention | None = None) -> Dating:
    if first and last and first > last:
        first = last
    return Dating(first=first, last=last, rule=rule, mention=mention)


def _surroundings(text: str, sentence: Sentence, draft: Draft) -> tuple[str, str, str]:
    """The clause around the draft, its nearer part where the draft's own verb stands, and what leads to its trigger."""
    begin, end = sentence.start, max(sentence.end, draft.end)
    for match in _CLAUSE.finditer(text, sentence.start, draft.start):
        begin = match.end()
    after = _CLAUSE.search(text, draft.end, sentence.end)
    end = after.start() if after else end
    return (
        text[begin:end],
        text[max(begin, draft.start - _REGION) : min(end, draft.end + _REGION)],
        text[max(begin, draft.start - _REGION) : min(draft.end, draft.start + _REGION)],
    )


_REGION = 40


def _own_mention(case: _Case) -> Dated | None:
    """The event date of the draft's own sentence that belongs to it: inside the quote, else nearest in the clause."""
    best: tuple[float, Dated] | None = None
    for item in _dates_of(case):
        if item.role == "event" and _can_date(case, item.mention):
            score = _distance(case, item.mention)
            if score is not None and (best is None or score < best[0]):
                best = (score, item)
    return best[1] if best else None


def _dates_of(case: _Case) -> list[Dated]:
    """The dates of the sentence, and of what else the quote runs into."""
    sentences = case.analysis.document.sentences
    dates = list(case.timeline.of(case.sentence))
    for sentence in (*sentences[case.sentence.index + 1 :][:1], *sentences[: case.sentence.index][-1:]):
        dates += [d for d in case.timeline.of(sentence) if case.draft.start <= d.mention.start < case.draft.end]
    return dates


def _distance(case: _Case, mention: DateMention) -> float | None:
    """How far a date stands from the draft, in clauses; None where another verb has it."""
    text, draft = case.analysis.document.text, case.draft
    if draft.start <= mention.start < draft.end:
        return abs(mention.start - draft.anchor) / 1000
    if mention.end <= draft.start:
        between = text[mention.end : draft.start]
        if "," in between and _FRONTED_SUBORDINATE.match(text[case.sentence.start : mention.start]):
            return None
        return 1.0 + len(between) / 400 + 0.6 * len(_CLAUSE.findall(between))
    between = text[draft.end : mention.start]
    if _SUBORDINATE.search(between):
        return None
    return 0.9 + len(between) / 300 + 0.6 * len(_CLAUSE.findall(between))


_FRONTED_SUBORDINATE = re.compile(
    r"[“\"]?(?:After|Before|When|While|Although|Following|Despite|Since then|If)\b", re.IGNORECASE
)
_BORN = re.compile(r"\bborn in(?: [\d, ]*| and)*$")
_OVER = re.compile(
    r"\b(?:in|within|over|during|for|throughout)(?: (?:the|just|only|about|around|some|nearly|almost|less|more|than|fewer))*\s*$",
    re.IGNORECASE,
)


def _can_date(case: _Case, mention: DateMention) -> bool:
    """Whether a mention holds days, or a counted length that the text says something took."""
    before = case.analysis.document.text[max(case.sentence.start, mention.start - 60) : mention.start]
    if mention.interval is not None:
        superlative = _SUPERLATIVE.search(before) if mention.rule in {"year", "month"} and not mention.relation else None
        is_record = superlative is not None and not _WAS.search(before, superlative.end())
        return not _BORN.search(before) and not is_record
    length = _LENGTH.fullmatch(mention.value)
    is_short = length is not None and length[1] == "T" and (length[3] != "H" or int(length[2]) < _HOURS_A_DAY)
    is_counted = mention.is_stretch and "-" not in mention.text and length is not None and not is_short
    return is_counted and _OVER.search(before) is not None and not _SUPERLATIVE.search(before)


_WAS = re.compile(r"\b(?:was|were|came|occurred|happened|took)\b", re.IGNORECASE)
_HOURS_A_DAY = 24
# "the most rapid gains for six months", "for the first time in a year": no stretch of the event's own.
_SUPERLATIVE = re.compile(r"\b(?:most|first|\w{3,}est|worst|since)\b", re.IGNORECASE)


def _statement_in(case: _Case, sentence: Sentence) -> Days | None:
    """The days of the statement that a sentence makes."""
    for item in case.timeline.of(sentence):
        if item.role in {"statement", "as_of"} and item.mention.first and item.mention.last:
            return item.mention.first, item.mention.last
        if item.role == "as_of" and item.mention.type == "TIME" and case.published:
            return case.published, case.published
    return None


def _told_statement(case: _Case) -> Days | None:
    """The days of the statement that the lead or the paragraph has told before, or that tells more of the same claimant."""
    sentences = case.analysis.document.sentences
    here = case.sentence
    lead = [s for s in sentences[:_LEAD] if s.index < here.index]
    before = [s for s in sentences[max(0, here.index - 6) : here.index] if s.paragraph == here.paragraph]
    name = _last_name(case.voice)
    after = [s for s in sentences[here.index + 1 : here.index + 6] if name and name in s.text]
    named = [s for s in reversed(sentences[max(0, here.index - 10) : here.index]) if name and name in s.text]
    for sentence in [*lead, *reversed(before), *named, *after]:
        if days := _statement_in(case, sentence):
            return days
    return (case.timeline.dateline, case.timeline.dateline) if case.timeline.dateline else None


def _last_name(voice: Voice | None) -> str | None:
    """What the text calls the claimant again: the last word of the name that the claimant's words begin with."""
    match = _NAME.search((voice.claimant or "") if voice else "")
    return match[1] if match else None


_NAME = re.compile(r"(?:[A-Z][\w’'-]+ )*([A-Z][\w’'-]{3,})")


def _as_of(case: _Case) -> dt.date | None:
    """The day that a total or a state is told for: the statement's of the sentence, of the story, publication's."""
    days = _statement_in(case, case.sentence) or _told_statement(case)
    return days[1] if days else case.published


_LEAD = 4


def _date_cumulative(case: _Case) -> Dating:
    own = _own_mention(case)
    end = _as_of(case)
    if own and own.mention.relation in {"since", "from"} and own.mention.first:
        return _dated(own.mention.first, end, "total-since", own.mention)
    if own and own.mention.first and own.mention.last and own.mention.is_stretch:
        return _dated(own.mention.first, own.mention.last, "total-over-stretch", own.mention)
    if own and own.mention.relation in {"by", "until"}:
        end = own.mention.last
    if (
        own
        and own.mention.relation == ""
        and own.mention.last
        and own.mention.last < (case.published or own.mention.last)
    ):
        end = own.mention.last
    if (frame := _reported_range(case)) is not None:
        return _dated(frame.first, frame.last, "total-of-the-report", frame)
    if _names_the_war(case.timeline, case.sentence):
        return _dated(load_war().start, end, "total-of-the-war")
    if _LOCAL.search(case.clause) or case.draft.what not in _LOSSES:
        since = _since_nearby(case)
        return _dated(
            since.mention.first if since else None, end, "total-of-a-battle", since.mention if since else None
        )
    if case.draft.what in _LOSSES and _is_told_of_the_war(case) and not _SITED.search(case.clause):
        return _dated(load_war().start, end, "losses-of-a-side")
    return _dated(None, end, "total-without-start")


_LOSSES = frozenset({"killed", "wounded", "casualties", "missing", "destroyed", "captured", "damaged", "intercepted"})
_LOCAL = re.compile(
    r"\b(?:battle (?:of|for|in)|siege|onslaught|counter-?offensive|offensive|incursion|in (?:this|the) (?:area|sector|direction|region|city|town|south|north|east|west)|in the \w+ (?:area|sector|direction|region|oblast|district))\b",
    re.IGNORECASE,
)
_SITED = re.compile(
    r"\b(?:in|near|around|at|outside|from|over|across) (?:the )?(?!Ukraine|Russia|Facebook|Telegram|total|Kyiv said|Moscow said)(?:city of |town of |village of )?[A-Z]\w{2,}"
)


def _reported_range(case: _Case) -> DateMention | None:
    """From 24 February to 3 March: the range that a report opens with holds for its totals."""
    for sentence in case.analysis.document.sentences[:_LEAD]:
        for item in case.timeline.of(sentence):
            m = item.mention
            if m.parts and m.first == load_war().start and m.parts[-1].named == (m.last, m.last):
                return m
    return None


def _names_the_war(timeline: Timeline, sentence: Sentence) -> bool:
    has_mention = any(item.role == "frame" for item in timeline.of(sentence))
    return has_mention or _WAR_FRAME.search(sentence.text) is not None


def _is_told_of_the_war(case: _Case) -> bool:
    """Whether the lead, or the sentences before in the paragraph or list, name the war as the frame."""
    sentences = case.analysis.document.sentences
    here = case.sentence.index
    near = sentences[max(0, here - 3) : here]
    return any(_names_the_war(case.timeline, s) for s in [*sentences[:4], *near])


def _since_nearby(case: _Case) -> Dated | None:
    """A start told beside: "since 10 October" in the sentence before or after."""
    sentences = case.analysis.document.sentences
    for offset in (-1, 1, -2):
        index = case.sentence.index + offset
        if 0 <= index < len(sentences):
            for item in case.timeline.of(sentences[index]):
                if item.mention.relation == "since" and item.role == "event" and item.mention.first:
                    return item
    return None


def _date_stock(case: _Case) -> Dating:
    if case.voice is not None and case.voice.status == "forecast":
        return _dated(None, None, "forecast-level")
    own = _own_mention(case)
    if own and own.mention.first and own.mention.first == own.mention.last:
        return _dated(own.mention.first, own.mention.last, "level-on-day", own.mention)
    day = _as_of(case)
    return _dated(day, day, "level-at-publication")


def _date_happening(case: _Case) -> Dating:
    for rule in _HAPPENINGS:
        if dating := rule(case):
            return dating
    return _dated(None, None, "no-word-of-time")


def _by_own_date(case: _Case) -> Dating | None:
    own = _own_mention(case)
    if own is None:
        return None
    is_present = case.draft.kind is None and _PRESENT.search(case.region) and not _PAST.search(case.region)
    if is_present and not _PERFECT.search(case.region) and _is_in_another_clause(case, own.mention):
        return None
    return _by_mention(case, own.mention)


def _is_in_another_clause(case: _Case, mention: DateMention) -> bool:
    text, draft = case.analysis.document.text, case.draft
    between = text[mention.end : draft.start] if mention.end <= draft.start else text[draft.end : mention.start]
    return _CLAUSE.search(between) is not None


def _by_forecast(case: _Case) -> Dating | None:
    """What is expected starts no earlier than it is said, and has no end."""
    if case.voice is None or case.voice.status != "forecast":
        return None
    return _dated(_as_of(case) if case.draft.kind is None else None, None, "forecast")


def _by_spreading_toll(case: _Case) -> Dating | None:
    """A flood's or siege's toll runs from its beginning to the as-of day."""
    if case.draft.kind != "incident" and (case.draft.what != "evacuation" or not _FLOOD.search(case.sentence.text)):
        return None
    lead = case.analysis.document.sentences[:2]
    if not any(_SPREADING.search(s.text) for s in [case.sentence, *lead]):
        return None
    own = [d for d in case.timeline.of(case.sentence) if d.role == "event" and d.mention.first and d.mention.last]
    start = _named_incident(case) or (own[0] if own else None) or _carried(case)
    mention = start.mention if start else None
    return _dated(mention.first if mention else None, _as_of(case), "toll-over-days", mention)


def _by_vague_length(case: _Case) -> Dating | None:
    """For months, in recent weeks, days of bombardment: an open start, an end as of the telling."""
    for item in case.timeline.of(case.sentence):
        m = item.mention
        is_vague = m.is_stretch and m.first is None and "X" in m.value and "T" not in m.value
        if (
            is_vague
            and _distance(case, m) is not None
            and (_PERFECT.search(case.clause) or _PRESENT.search(case.clause))
        ):
            return _dated(None, _as_of(case), "open-start", m)
    return None


def _by_vague_reference(case: _Case) -> Dating | None:
    """Days after, "some weeks ago": told against something, but nobody can count it."""
    for item in case.timeline.of(case.sentence):
        m = item.mention
        if (
            m.interval is None
            and m.rule in {"later", "ago"}
            and m.start < case.draft.start
            and case.draft.start - m.end < _NEAR
        ):
            return _dated(None, None, "vague-reference", m)
    return None


_NEAR = 60


def _by_near_vague_reference(case: _Case) -> Dating | None:
    """Days after an attack: the attack is told against something that nobody can count, whatever else is dated."""
    text, draft = case.analysis.document.text, case.draft
    if draft.kind is not None:
        return None
    for item in case.timeline.of(case.sentence):
        m = item.mention
        is_tied = m.rule == "later" and m.interval is None and re.search(r"\b(?:after|before)$", m.text) is not None
        if is_tied and -_NEAR < m.end - draft.start < len(text[draft.start : draft.end]) and m.end <= draft.end:
            return _dated(None, None, "vague-reference", m)
    return None


def _by_growing_count(case: _Case) -> Dating | None:
    """Many have been evacuated, 28 villages have been taken: it went on up to the telling."""
    if case.draft.kind is not None:
        return None
    quote = case.analysis.document.text[case.draft.start : case.draft.end]
    is_counted = case.draft.what in {"territorial_change", "mobilisation"} and _COUNT.search(quote)
    is_growing = case.draft.what == "evacuation" or is_counted or _GROWING.search(case.region)
    is_held_now = case.draft.what == "territorial_change" and _NOW.search(quote)
    if (is_growing and _PERFECT.search(case.region)) or is_held_now:
        return _dated(None, _as_of(case), "growing-count")
    return None


_GROWING = re.compile(rf"\b(?:{'|'.join(_WORDS['tense']['growing'])})\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:is|are|was|were) (?:now|already|currently)\b", re.IGNORECASE)


_COUNT = re.compile(
    r"\d|\b(?:several|dozens|hundreds|thousands|all|many|two|three|four|five|six|seven|eight|nine|ten)\b"
)


def _by_present_tense(case: _Case) -> Dating | None:
    if case.draft.kind is not None or _PERFECT.search(case.region):
        return None
    if not _PRESENT.search(case.region) and (_PAST.search(case.region) or not _PRESENT.search(case.clause)):
        return None
    day = _as_of(case)
    return _dated(day, day, "present-tense")


def _by_named_incident(case: _Case) -> Dating | None:
    if case.draft.kind != "incident":
        return None
    if case.draft.what == "evacuated" and any(d.role == "as_of" for d in case.timeline.of(case.sentence)):
        day = _as_of(case)
        return _dated(day, day, "rescued-by-now")
    told = _named_incident(case)
    return _carry(case, told, "named-incident") if told and not _is_background(case, told.mention) else None


def _by_paragraph(case: _Case) -> Dating | None:
    """The sentences before in the same paragraph tell the same story."""
    sentences = case.analysis.document.sentences
    here = case.sentence
    before = [s for s in sentences[max(0, here.index - 8) : here.index] if s.paragraph == here.paragraph]
    if told := _first_event(case, reversed(before)):
        return _carry(case, told, "paragraph-date")
    if _PERFECT.search(case.region):
        near = sentences[max(0, here.index - 4) : here.index]
        for item in (d for s in reversed(near) for d in case.timeline.of(s)):
            if item.role == "event" and item.mention.relation == "since":
                return _dated(item.mention.first, _as_of(case), "paragraph-since", item.mention)
    return None


def _by_what_follows(case: _Case) -> Dating | None:
    """A lead says "a strike killed three, the governor said Thursday"; the next sentences say when it struck."""
    sentences = case.analysis.document.sentences
    here = case.sentence.index
    if here >= _LEAD - 1:
        return None
    following = sentences[here + 1 : here + 3]
    if case.sentence.is_title:
        following = sentences[here + 1 : here + 4]
    told = _first_event(case, following, only_days=not case.sentence.is_title and case.draft.kind != "period")
    return _carry(case, told, "lead-dated-below") if told else None


def _by_lead(case: _Case) -> Dating | None:
    """A toll told later in the story counts on the day that the lead gives."""
    sentences = case.analysis.document.sentences
    if _starts_anew(case):
        return None
    told = _first_event(case, [s for s in sentences[:_LEAD] if s.index < case.sentence.index])
    return _carry(case, told, "lead-date") if told else None


_ANEW = re.compile(r"\s*(?:[•▪‣*]|(?:Meanwhile|Separately|Elsewhere|In a separate|In other)\b)")


def _starts_anew(case: _Case) -> bool:
    """An item of a digest, or a paragraph that turns to something else, shares no date with the lead."""
    if case.draft.kind not in {"incident", None}:
        return False
    sentences = case.analysis.document.sentences
    first = case.sentence
    for sentence in reversed(sentences[max(0, first.index - 8) : first.index]):
        if sentence.paragraph != case.sentence.paragraph:
            break
        first = sentence
    return _ANEW.match(first.text) is not None


def _by_lead_for_tolls(case: _Case) -> Dating | None:
    is_toll = case.draft.kind == "incident" and case.draft.what in _TOLLS
    return _by_lead(case) if is_toll or case.draft.kind == "period" else None


_TOLLS = frozenset({"killed", "wounded", "casualties", "missing", "damaged", "destroyed", "evacuated"})


def _by_story_day(case: _Case) -> Dating | None:
    """A feature tells only further down when its strike struck: the first recent day of an attack holds."""
    if case.draft.kind not in {"incident", None} or case.draft.what in {"carried_out", "prisoner_exchange"}:
        return None
    if _starts_anew(case):
        return None
    here = case.sentence.index
    sentences = [s for s in case.analysis.document.sentences[:_STORY] if s.index != here]
    for item in (d for s in sentences for d in case.timeline.of(s)):
        m = item.mention
        is_day = item.role == "event" and not m.is_stretch and m.first and m.last and (m.last - m.first).days <= 1
        if is_day and _tells_more(case, item) and not _is_background(case, m, _RECENT_DAYS):
            return _carry(case, item, "story-date")
    return None


_STORY = 14
_RECENT_DAYS = 10


def _by_story_day_for_tolls(case: _Case) -> Dating | None:
    return _by_story_day(case) if case.draft.kind == "incident" and case.draft.what in _TOLLS else None


def _by_first_telling(case: _Case) -> Dating | None:
    """An incident that nobody dates happened by the day when it was first told of."""
    if case.draft.kind == "period" or case.draft.what not in {"killed", "wounded", "casualties", "strike"}:
        return None
    sentences = case.analysis.document.sentences[:_STORY]
    days = [
        d.mention.last
        for s in sentences
        for d in case.timeline.of(s)
        if d.role == "statement" and d.mention.last and _VIOLENCE.search(s.text) and not _is_background(case, d.mention, _RECENT_DAYS)
    ]
    return _dated(min(days), min(days), "first-told") if days else None


def _by_statement(case: _Case) -> Dating | None:
    """Where nothing tells when it happened, a dated statement's day stands for it."""
    days = _statement_in(case, case.sentence)
    return _dated(*days, "day-of-statement") if days else None


def _by_daily_report(case: _Case) -> Dating | None:
    if case.draft.kind != "period":
        return None
    day = _as_of(case)
    return _dated(day and _day_before(day), day, "daily-report")


def _by_told_statement(case: _Case) -> Dating | None:
    """The perfect tense under a statement that the story dates."""
    days = _told_statement(case)
    return _dated(*days, "perfect-of-told-statement") if days else None


def _by_present_telling(case: _Case) -> Dating | None:
    """26 people are missing; the army confirms the liberation of a village: told in the present of publication."""
    is_present = case.draft.kind == "incident" and _PRESENT.search(case.region) and not _PAST.search(case.region)
    if not is_present and not _CONFIRMS.search(case.lead_in):
        return None
    return _dated(case.published, case.published, "present-telling")


_CONFIRMS = re.compile(r"\b(?:confirms|announces)\b", re.IGNORECASE)
def _by_denial(case: _Case) -> Dating | None:
    """What is said never to have happened did not happen up to the telling."""
    if case.voice is None or case.voice.status != "denied" or case.draft.kind is not None:
        return None
    days = _statement_in(case, case.sentence)
    return _dated(*days, "denied-on-day") if days else _dated(None, _as_of(case), "denied")


_HAPPENINGS = (
    _by_near_vague_reference,
    _by_own_date,
    _by_forecast,
    _by_denial,
    _by_spreading_toll,
    _by_vague_length,
    _by_vague_reference,
    _by_growing_count,
    _by_present_tense,
    _by_named_incident,
    _by_paragraph,
    _by_lead_for_tolls,
    _by_what_follows,
    _by_story_day_for_tolls,
    _by_statement,
    _by_lead,
    _by_story_day,
    _by_daily_report,
    _by_told_statement,
    _by_first_telling,
    _by_present_telling,
)
_FLOOD = re.compile(r"\b(?:flood\w*|dam)\b", re.IGNORECASE)
_BACKGROUND_DAYS = 45
_SPREADING = re.compile(rf"\b(?:{'|'.join(_WORDS['spreading']['words'])})\b", re.IGNORECASE)


def _carry(case: _Case, told: Dated, rule: str) -> Dating:
    dating = _by_mention(case, told.mention)
    last = dating.last
    if told.mention.is_night and (daytime := _DAYTIME.search(case.sentence.text)):
        day = dating.first if daytime[1] == "evening" else last
        return _dated(day, day, rule, told.mention)
    if case.draft.what == "evacuated" and case.draft.kind == "incident" and _PERFECT.search(case.clause):
        last = _as_of(case)
    return _dated(dating.first, last, rule, told.mention)


_WEEK = 7
_STRONG = re.compile(
    r"^[’']s (?:\w+ ){0,2}(?:strikes?|attacks?|shelling|bombing|assault|raid|blast|explosion|barrage|breach|collapse|hit)"
)
_VIOLENCE = re.compile(
    r"\b(?:attack|strike|struck|shell|missile|drone|bomb|hit|kill|wound|injur|fire|explo|blast|raid|assault|destroy|damag|rocket|artillery|captur|liberat|took|seiz)",
    re.IGNORECASE,
)


def _named_incident(case: _Case) -> Dated | None:
    """Saturday's strike: where a story names its incident by its day, that is the day."""
    sentences = case.analysis.document.sentences
    text = case.analysis.document.text
    near = [s for s in sentences[max(0, case.sentence.index - 2) : case.sentence.index + 3]]
    for sentence in [*near, *sentences[: _LEAD + 2]]:
        for item in case.timeline.of(sentence):
            if (
                item.mention.first
                and item.mention.last
                and _STRONG.match(text[item.mention.end : item.mention.end + 40])
            ):
                return item
    return None


def _first_event(case: _Case, sentences: Iterable[Sentence], *, only_days: bool = False) -> Dated | None:
    for sentence in sentences:
        for item in case.timeline.of(sentence):
            m = item.mention
            if item.role != "event" or not m.first or not m.last or _is_background(case, m):
                continue
            if only_days and not _tells_more(case, item):
                continue
            length = (m.last - m.first).days
            if m.is_stretch and (only_days or (case.draft.kind != "period" and length > 2)):  # noqa: PLR2004 - a report's day
                continue
            if case.draft.kind != "period" and length > _WEEK:
                continue
            return item
    return None


def _tells_more(case: _Case, item: Dated) -> bool:
    """Whether a following sentence goes on about the same thing in the reporter's own words."""
    text = case.analysis.document.text
    before = text[item.sentence.start : item.mention.start]
    return _VIOLENCE.search(item.sentence.text) is not None and not re.search(r"[“\"]", before)


def _carried(case: _Case) -> Dated | None:
    """The date of the same story: told before in the paragraph, in the lead, or in the next sentence."""
    sentences = case.analysis.document.sentences
    here = case.sentence
    before = [s for s in sentences[max(0, here.index - 8) : here.index] if s.paragraph == here.paragraph]
    lead = [s for s in sentences[:_LEAD] if s.index < here.index]
    after = sentences[here.index + 1 : here.index + 3] if here.index < _LEAD else []
    return _first_event(case, [*reversed(before), *lead, *after])


_DAYTIME = re.compile(r"\b(?:in the|this|early in the) (?:\w+ )?(morning|afternoon|evening)\b", re.IGNORECASE)


def _day_before(day: dt.date) -> dt.date:
    return day - _ONE_DAY if day > dt.date.min else day


def _is_background(case: _Case, mention: DateMention, days: int = _BACKGROUND_DAYS) -> bool:
    if case.published is None or mention.last is None:
        return False
    if mention.parts and case.draft.kind == "period":
        return mention.last > case.published
    return (case.published - mention.last).days > days or mention.last > case.published


def _by_mention(case: _Case, mention: DateMention) -> Dating:
    if mention.interval is None:
        return _by_length(case, mention)
    first, last = mention.first, mention.last
    if mention.rule in _DEICTIC_RULES and first and last and (spoken := _quoted_day(case, mention)) and case.published:
        shift = case.published - spoken
        first, last = first - shift, last - shift
    is_forecast = case.voice is not None and case.voice.status == "forecast"
    if is_forecast and (mention.is_approximate or _BEGINS.search(case.clause)):
        return _dated(first, None, "forecast-start", mention)
    if mention.relation == "since":
        last = _as_of(case)
    if calendar := _of_calendar(case, mention):
        first, last = calendar
    if case.draft.what == "ground_attack" and mention.is_stretch is False and first == last and _ONSET.search(case.clause):
        last = _as_of(case)
    if first and last and case.published and first <= case.published < last and not is_forecast:
        last = case.published
    return _dated(first, last, "own-date", mention)


# "launched a new offensive on 10 May" in a story of today: it goes on.
_ONSET = re.compile(
    r"\b(?:launch(?:ed|es)?|began|begun|started|opened) (?:\w+ ){0,3}(?:offensive|onslaught|incursion|campaign|push)", re.IGNORECASE
)


def _of_calendar(case: _Case, mention: DateMention) -> Days | None:
    """Weekly reports of a Monday count the week up to it; "the past month" told on the 1st is the month before."""
    published, first, last = case.published, mention.first, mention.last
    if published is None or first is None or last is None or case.draft.kind not in {"period", None}:
        return None
    words = mention.text.lower()
    if words == "last week" and published.isoweekday() == 1:
        return first, published
    if words in {"over the day", "the day"} and case.draft.kind == "period" and mention.is_approximate:
        before = case.analysis.document.text[max(0, mention.start - 6) : mention.start].lower()
        return (_day_before(published), published) if before.endswith("over ") else None
    if published.day <= _NEW_UNIT and mention.value == "P1M":
        end = published.replace(day=1) - _ONE_DAY
        return end.replace(day=1), end
    if published.day <= _NEW_UNIT and published.month == 1 and mention.value == "P1Y":
        return dt.date(published.year - 1, 1, 1), dt.date(published.year - 1, 12, 31)
    return None


_NEW_UNIT = 3


def _quoted_day(case: _Case, mention: DateMention) -> dt.date | None:
    """The word "today" in somebody's words is the day that they were said."""
    text = case.analysis.document.text
    sentence = case.analysis.document.sentence_at(mention.start)
    if sentence is None or len(re.findall(r"[“\"]", text[sentence.start : mention.start])) % 2 == 0:
        return None
    days = _statement_in(case, sentence) or _told_statement(case)
    return days[1] if days and case.published and dt.timedelta(0) < case.published - days[1] < _RECENT else None


_DEICTIC_RULES = frozenset({"today", "tonight", "overnight", "past-units"})
_RECENT = dt.timedelta(7)
_BEGINS = re.compile(r"\b(?:begins?|starts?|launch(?:es)?|foresees|new wave)\b", re.IGNORECASE)


def _by_length(case: _Case, mention: DateMention) -> Dating:
    match = _LENGTH.fullmatch(mention.value)
    day = _as_of(case)
    if match is None or day is None:
        return _dated(None, day, "length", mention)
    count = int(match[2])
    days = -(-count // 24) if match[1] else count * {"D": 1, "W": 7, "M": 30, "Y": 365, "H": 1}[match[3]]
    before = case.analysis.document.text[max(0, mention.start - 20) : mention.start] + mention.text
    if mention.is_approximate or _BOUNDED.search(before):
        return _dated(None, day, "length-bounded", mention)
    back = days if days % 7 == 0 else max(days - 1, 1)
    return _dated(day - dt.timedelta(back), day, "length", mention)


_BOUNDED = re.compile(r"\b(?:less|more|under|fewer) ", re.IGNORECASE)
