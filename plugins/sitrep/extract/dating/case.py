"""One record to be dated, with what every rule looks at: its clause, its tense, the statements around it.

In      Analysis, Draft, Voice
Out     Case; Dating by `dated`
Units   days, inclusive; offsets in code points into `Document.text`
Errors  none
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sitrep.extract.analysis import Analysis
from sitrep.extract.dates.spans import Days, shift
from sitrep.extract.dating.timeline import Dated, Timeline, any_of, read_timeline
from sitrep.extract.mentions import DateMention, Dating, Draft, Voice
from sitrep.extract.text import Sentence

PERFECT = re.compile(rf"\b{any_of('tense', 'perfect')}")
PRESENT = re.compile(rf"\b{any_of('tense', 'present')}(?!\w)")
PAST = re.compile(rf"\b{any_of('tense', 'past')}\b")
# All begin with a mark, and tell apart behind it with which.
CLAUSE = re.compile(
    r"[;:—–“”\".,](?:(?<=[;:—–“”\"])|(?<=\.)\s"
    r"|(?<=,) (?:and|but|while|as|which|who|where|when|after|before|with|so)\b)"
)
# Effects whose counts grow in the days after one incident.
TOLLS = frozenset({"killed", "wounded", "casualties", "missing", "damaged", "destroyed", "evacuated"})
# So many first sentences (the title is one) are the lead.
LEAD = 4

_NAME = re.compile(r"(?:[A-Z][\w’'-]+ )*([A-Z][\w’'-]{3,})")
# How much of a sentence, and around a draft's verb, is looked at.
_REACH, _CLAUSE_REACH, _REGION = 400, 200, 40
# "he said in September" dates nothing that another sentence tells.
_LONGEST_STATEMENT, _OLDEST_STATEMENT = dt.timedelta(2), dt.timedelta(7)
_PARAGRAPH, _STATEMENTS, _CLAIMANT_AHEAD, _CLAIMANT_BACK = 8, 6, 5, 10


@dataclass(slots=True)
class Case:
    """A draft with its surroundings: `words` of its sentence, its `clause`, the `region` of its own verb.

    These are in small letters, and only ever searched: patterns without case are three times as fast.
    """

    analysis: Analysis
    draft: Draft
    voice: Voice | None
    timeline: Timeline
    sentence: Sentence
    clause_span: tuple[int, int]
    words: str
    clause: str
    region: str
    lead_in: str

    @property
    def war_start(self) -> dt.date:
        """The first day of the theatre's war."""
        return self.timeline.war_start

    @property
    def published(self) -> dt.date | None:
        """Publication day."""
        return self.timeline.published

    @property
    def text(self) -> str:
        """The whole document."""
        return self.analysis.document.text

    @property
    def is_event(self) -> bool:
        """Whether the draft is of an event; figures have a kind."""
        return self.draft.kind is None

    def has_status(self, status: str) -> bool:
        """Whether the voice asserts, denies or foretells."""
        return self.voice is not None and self.voice.status == status

    def dates(self) -> list[Dated]:
        """The dates of the draft's sentence."""
        return self.timeline.of(self.sentence, self.draft.anchor)

    def lead(self) -> list[Sentence]:
        """The first sentences, as far as they stand before the draft's."""
        return [s for s in self.analysis.document.sentences[:LEAD] if s.index < self.sentence.index]

    def before(self, count: int = _PARAGRAPH) -> list[Sentence]:
        """The sentences before in the same paragraph, nearest first."""
        here = self.sentence
        sentences = self.analysis.document.sentences[max(0, here.index - count) : here.index]
        return [s for s in reversed(sentences) if s.paragraph == here.paragraph]

    def after(self, count: int) -> list[Sentence]:
        """The next sentences."""
        return self.analysis.document.sentences[self.sentence.index + 1 : self.sentence.index + 1 + count]

    def statement_in(self, sentence: Sentence) -> Days | None:
        """The days of the statement that a sentence makes."""
        for item in self.timeline.of(sentence, self.draft.anchor):
            if item.role in {"statement", "toll", "as_of"} and item.mention.first and item.mention.last:
                first, last = item.mention.first, item.mention.last
                # "Said this week": what is told by publication was said by then.
                is_running = self.published is not None and first <= self.published < last
                return (first, self.published) if is_running and self.published else (first, last)
            if item.role == "as_of" and item.mention.type == "TIME" and self.published:
                return self.published, self.published
        return None

    def told_statement(self) -> Days | None:
        """The days of the statement that lead or paragraph tell before, or that tells more of the same claimant."""
        sentences, here = self.analysis.document.sentences, self.sentence.index
        name = self._claimant_name()
        near = [*reversed(sentences[max(0, here - _CLAIMANT_BACK) : here]), *self.after(_CLAIMANT_AHEAD)]
        named = [s for s in near if name in s.text[:_REACH]] if name else []
        for sentence in [*self.lead(), *self.before(_STATEMENTS), *named]:
            days = self.statement_in(sentence)
            if days and days[1] - days[0] <= _LONGEST_STATEMENT and self._is_news(days[1]):
                return days
        return (self.timeline.dateline, self.timeline.dateline) if self.timeline.dateline else None

    def as_of(self) -> dt.date | None:
        """The day that a total or a state is told for: of the sentence's statement, the story's, publication."""
        days = self.statement_in(self.sentence) or self.told_statement()
        return days[1] if days else self.published

    def _is_news(self, day: dt.date) -> bool:
        """Whether what was said on a day can be this story's statement, and no old one that it recalls."""
        return self.published is None or self.published - day <= _OLDEST_STATEMENT

    def _claimant_name(self) -> str | None:
        """What the text calls the claimant again: the last word of the name that the claimant's words begin with."""
        match = _NAME.search((self.voice.claimant or "") if self.voice else "")
        return match[1] if match else None


def open_case(analysis: Analysis, draft: Draft, voice: Voice | None) -> Case | None:
    """Gather what the rules look at; None for a document without sentences."""
    sentence = analysis.document.sentence_at(draft.anchor)
    if sentence is None:
        return None
    text = analysis.document.text
    start = max(sentence.start, draft.start - _REACH)
    end = min(max(sentence.end, draft.end), draft.end + _REACH)
    begin = start
    for match in CLAUSE.finditer(text, max(start, draft.start - _CLAUSE_REACH), draft.start):
        begin = match.end()
    after = CLAUSE.search(text, draft.end, min(end, draft.end + _CLAUSE_REACH))
    stop = after.start() if after else end
    low = text[start:end].lower()
    near, far = max(begin, draft.start - _REGION) - start, draft.end - start
    return Case(
        analysis=analysis,
        draft=draft,
        voice=voice,
        timeline=read_timeline(analysis),
        sentence=sentence,
        clause_span=(begin, stop),
        words=low,
        clause=low[begin - start : stop - start],
        region=low[near : min(stop - start, far + _REGION)],
        lead_in=low[near : min(far, draft.start - start + _REGION)],
    )


def dated(first: dt.date | None, last: dt.date | None, rule: str, mention: DateMention | None = None) -> Dating:
    """The answer; ends that cross fall together on the later-told one."""
    if first and last and first > last:
        first = last
    return Dating(first=first, last=last, rule=rule, mention=mention)


def day_before(day: dt.date | None) -> dt.date | None:
    """The day before, None for None."""
    return shift(day, -1) if day else None
