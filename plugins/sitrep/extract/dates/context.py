"""What a time expression is read against: publication, the days mentioned before, the clause around it.

In      the tape, the publication day, the mode, the readings so far
Out     Reading: what a rule made of an expression; Context: the ground to resolve the next one on
Units   days, inclusive; `point` is (year, month, day) with None for what is not known, years before Christ negative
Errors  none
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from sitrep.extract.dates import spans
from sitrep.extract.dates.grammar import MONTHS, NUMBERS, ORDINALS, UNITS, WORDS, Tape
from sitrep.extract.dates.spans import Days
from sitrep.extract.frozen import frozen_by_name
from sitrep.extract.sieve import Sieve

Mode: TypeAlias = Literal["news", "narrative"]
Anchor: TypeAlias = Literal["none", "published", "mentioned"]
Point: TypeAlias = tuple[int, int | None, int | None]

_CUES = WORDS["future"]
_FUTURE_CUE = Sieve(rf"\b(?:{'|'.join(_CUES['cues'])})\b|['’]ll\b", re.IGNORECASE)
_PAST_VERB = Sieve(rf"\b(?:{'|'.join(_CUES['past_verbs'])})\b", re.IGNORECASE)
_PAST_MARK = re.compile(r"\b(?:has|have|had|previous(?:ly)?|earlier)\b", re.IGNORECASE)
_HAD = re.compile(r"\b(?:had|was|were)\b", re.IGNORECASE)
_CLAUSE_BREAK = re.compile(r"[.!?;:\n]|, (?:and|but|while|which|who|as|when|where|after|before)\b|[“”\"]")
_CLAUSE_REACH = 160

_LONG_PAST = 60
# How far ahead a day or month without a year may lie before the past one is meant (news gold: 97 % and 90 %).
_MAX_DAYS_AHEAD = {"day": 120, "month": 90}


@frozen_by_name
class Reading:
    """What one rule read: `named` are the days of the expression itself, `first`/`last` the stretch it opens."""

    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    value: str = ""
    named: Days | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    is_open: bool = False
    is_approximate: bool = False
    is_night: bool = False
    is_stretch: bool = False
    anchor: Anchor = "none"
    point: Point | None = None
    parts: tuple[tuple[int, int, Reading], ...] = ()


@dataclass(slots=True)
class Hit:
    """One rule's match: positions of its captures on the tape."""

    tape: Tape
    match: re.Match[str]

    @property
    def begin(self) -> int:
        """Position of the first token."""
        return self.match.start()

    def has(self, name: str) -> bool:
        """Whether the capture took part."""
        return name in self.match.re.groupindex and self.match[name] is not None

    def word(self, name: str) -> str:
        """First token of a capture, in small letters; "" where it took no part."""
        return self.tape.word(self.match.start(name)) if self.has(name) else ""

    def words(self, name: str) -> list[str]:
        """All tokens of a capture."""
        return [self.tape.word(i) for i in range(*self.match.span(name))] if self.has(name) else []

    def code(self, name: str) -> str:
        """Class of the capture's first token."""
        return self.match[name][:1] if self.has(name) else ""

    def day(self, name: str) -> int:
        """A day of the month: "3", "3rd", "third"."""
        word = self.word(name)
        return ORDINALS[word] if word in ORDINALS else int("".join(c for c in word if c.isdigit()))

    def month(self, name: str = "m") -> int:
        """Number of the month."""
        return MONTHS[self.word(name)]

    def year(self, name: str = "y") -> int | None:
        """The stated year, or None."""
        return int(self.word(name).replace(",", "")) if self.has(name) else None

    def unit(self, name: str = "u") -> str:
        """ISO letter of the unit."""
        return UNITS[self.word(name)]


def parse_count(words: list[str]) -> float | None:
    """A number of words or digits; None where it is vague ("several") or missing."""
    total, seen = 0.0, False
    for word in words:
        if word in NUMBERS:
            total = total * 100 if word == "hundred" and total else total + NUMBERS[word]
        elif word[0].isdigit():
            total += float(word.replace(",", "")[:9])
        elif word == "half":
            total += 0.5
        elif word in {"a", "an", "single", "another", "each", "per"}:
            total += 1
        elif word == "couple":
            total = 2
        elif word in {"several", "few", "many", "dozens", "some"}:
            return None
        else:
            continue
        seen = True
    return total if seen else None


@dataclass(slots=True)
class Context:
    """The state of one pass over a text: what was mentioned, and since when the paragraph runs."""

    tape: Tape
    published: dt.date | None
    mode: Mode
    war_start: dt.date
    paragraph_start: int = 0
    paragraph_point: Point | None = None
    article_point: Point | None = None
    day_point: Point | None = None
    month_point: Point | None = None
    background_year: int | None = None

    @property
    def mentioned(self) -> Point | None:
        """The last point told in this paragraph, else in the article."""
        return self.paragraph_point or self.article_point

    @property
    def base(self) -> tuple[Point | None, Anchor]:
        """What "the next month" counts from."""
        if self.mentioned:
            return self.mentioned, "mentioned"
        return (point_of(self.published), "published") if self.published else (None, "none")

    def base_for(self, unit: str, *, is_same: bool = False) -> tuple[Point | None, Anchor]:
        """What "the next day" counts from: in news the last full day told, "the same month" the last month told."""
        if unit == "M" and is_same and self.mode == "news" and self.month_point:
            return self.month_point, "mentioned"
        if unit == "D" and self.mode == "news":
            told = self.paragraph_point if self.paragraph_point and self.paragraph_point[2] else self.day_point
            return (told, "mentioned") if told else (point_of(self.published), "published")
        return self.base

    def remember(self, point: Point) -> None:
        """Keep a point for what follows; in news, days to come and days long past start no story."""
        if self.mode == "news" and self.published and point[2] and point[1]:
            age = (self.published - dt.date(*point)).days if point[0] > 0 else _LONG_PAST  # type: ignore[arg-type]  # a full point
            if age < 0:
                return
            if age >= _LONG_PAST:
                self.paragraph_point = point
                return
        self.paragraph_point = self.article_point = point
        if point[2]:
            self.day_point = point
        elif point[1]:
            self.month_point = point

    def open_paragraph(self, position: int) -> None:
        """A new paragraph starts at this token."""
        self.paragraph_start, self.paragraph_point, self.background_year = position, None, None

    def clause(self, position: int) -> str:
        """The words of the clause left of a token."""
        end = self.tape.starts[position]
        window = self.tape.text[max(0, end - _CLAUSE_REACH) : end]
        breaks = list(_CLAUSE_BREAK.finditer(window))
        return window[breaks[-1].end() :] if breaks else window

    def looks_ahead(self, position: int) -> bool:
        """Whether the clause left of a token looks forward, with no finite past verb behind the cue."""
        if self._is_since(position):
            return False
        if position and self.tape.word(position - 1) in {"until", "till"}:
            return True
        clause = self.clause(position)
        cues = list(_FUTURE_CUE.finditer(clause))
        if not cues:
            return False
        # "had lost 400 by the end of April": a bound looks ahead only where nothing told before it looks back.
        is_bound = cues[-1][0].lower().startswith("by ")
        if is_bound and self._goes_on_in_the_past(position):
            return False
        return not _PAST_VERB.search(clause, 0 if is_bound else cues[-1].end())

    def _goes_on_in_the_past(self, position: int) -> bool:
        """Whether the clause right of a token had happened: "by the end of April it had lost 400"."""
        start = self.tape.starts[position]
        window = self.tape.text[start : start + _CLAUSE_REACH]
        end = _CLAUSE_BREAK.search(window)
        rest = window[: end.start()] if end else window
        return _HAD.search(rest) is not None and not _FUTURE_CUE.search(rest)

    def _is_since(self, position: int) -> bool:
        words = [self.tape.word(i) for i in range(max(0, position - 3), position + 1)]
        return "since" in words

    def looks_back(self, position: int, *, is_day: bool = True) -> bool:
        """Whether a finite past verb of the clause, or for a month of the sentence, stands left of a token."""
        if is_day:
            return _PAST_VERB.search(self.clause(position)) is not None
        end = self.tape.starts[position]
        window = self.tape.text[max(0, end - _CLAUSE_REACH) : end]
        sentence = window[max(window.rfind(". "), window.rfind("\n")) + 1 :]
        is_past = _PAST_VERB.search(sentence) or _PAST_MARK.search(sentence)
        return is_past is not None and not _FUTURE_CUE.search(sentence)

    def resolve_year(self, month: int, day: int | None, position: int) -> tuple[int | None, Anchor]:
        """The year of a month or day told without one."""
        if self.mode == "narrative":
            return self._narrative_year()
        if self.background_year:
            return self.background_year, "mentioned"
        if not self.published:
            return (self.mentioned[0], "mentioned") if self.mentioned else (None, "none")
        return self._nearest_year(self.published, month, day, position), "published"

    def _narrative_year(self) -> tuple[int | None, Anchor]:
        if self.mentioned:
            return self.mentioned[0], "mentioned"
        return (self.published.year, "published") if self.published else (None, "none")

    def _nearest_year(self, published: dt.date, month: int, day: int | None, position: int) -> int:
        this = spans.day_of(published.year, month, day or 1) or spans.day_of(published.year, month, 28)
        if day is None and month == published.month:
            return published.year
        upcoming = published.year if this and this >= published else published.year + 1
        if self.looks_ahead(position):
            return upcoming
        following = spans.day_of(upcoming, month, day or 1) or spans.day_of(upcoming, month, 28)
        previous = spans.day_of(upcoming - 1, month, day or 28) or spans.day_of(upcoming - 1, month, 28)
        if not following or not previous:
            return published.year
        ahead, behind = (following - published).days, (published - previous).days
        if following > published and self.looks_back(position, is_day=day is not None):
            return upcoming - 1
        if self._is_since(position):
            return upcoming - 1 if following > published else upcoming
        near = ahead <= _MAX_DAYS_AHEAD["day" if day else "month"] and ahead < behind
        return upcoming if near else upcoming - 1


def point_of(day: dt.date | None) -> Point | None:
    """A day as a point."""
    return (day.year, day.month, day.day) if day else None


def day_reading(day: dt.date | None, anchor: Anchor, value_suffix: str = "") -> Reading:
    """A plain day."""
    if day is None:
        return Reading(value="XXXX-XX-XX" + value_suffix, anchor=anchor)
    return Reading(value=day.isoformat() + value_suffix, named=(day, day), anchor=anchor, point=point_of(day))


def point_reading(point: Point | None, anchor: Anchor) -> Reading:
    """A year, month or day, before Christ too."""
    if point is None:
        return Reading(anchor=anchor)
    year, month, day = point
    head = f"{year:04d}" if year > 0 else f"BC{-year:04d}"
    value = head + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    days: Days | None = None
    if year > 0 and month and day:
        single = spans.day_of(year, month, day)
        days = (single, single) if single else None
    elif year > 0:
        days = spans.month_of(year, month) if month else spans.year_of(year)
    return Reading(value=value, named=days, anchor=anchor, point=point)


def stretched(reading: Reading, *, approximate: bool = False) -> Reading:
    """The same reading, marked as approximate where asked."""
    return replace(reading, is_approximate=reading.is_approximate or approximate)
