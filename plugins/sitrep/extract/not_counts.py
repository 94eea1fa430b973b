"""Tell numbers that count nothing: measures, sums, dates, times, ages, years, ratios, numbers of units.

In      tokens; [first, last) of a number, its value
Out     bool
Units   token indexes, end excluded
Errors  none
Source  lexicon/en/numbers.toml, [not_counts]; figure_phenomena 7, 26, 29
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sitrep.extract.number_words import WORDS
from sitrep.extract.tokens import Tokens

_TABLE = WORDS["not_counts"]
_AFTER = frozenset(_TABLE["after"])
_BEFORE = frozenset(_TABLE["before"])
_MONTHS = frozenset(_TABLE["months"])
_YEAR_LEADS = frozenset(_TABLE["year_leads"])
_DATE_LEADS = frozenset(["from", "to", "on", "of", "since", "by", "until", "for", "and"])
_VERB_MONTHS = frozenset(["may", "march"])
_MODAL = frozenset(["have", "be", "also", "still", "yet"])
_PRONOUN_LEADS = frozenset(["no", "any", "every", "each", "this", "that", "which", "the", "some"])
_LENGTHENING = frozenset(["more", "additional", "further", "full", "whole", "long", "consecutive"])
_GLUE = frozenset(["-", ":", "/", "_", "@", ".", "&", "="])
_SMALL_AREAS = frozenset(["meters", "metres", "m", "feet", "foot"])
_DAY_MONTH = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?:\.(?:\d{2}|\d{4}))?")
_TWO_DIGITS = re.compile(r"\d{2}")
_AGES = 10
_AGE_JOINTS = frozenset([",", "and", "to"])
_AFTER_AGES = frozenset(["were", "died", "have", "had", "suffered", "sustained", "was"])
_LAST_DAY, _OLDEST, _YEARS, _YEAR_DIGITS = 31, 110, (1900, 2099), 4


@dataclass(slots=True)
class _Seen:
    """A number with its neighbours."""

    tokens: Tokens
    first: int
    last: int
    value: float
    is_range: bool

    def at(self, i: int) -> str:
        """The word at an index, "" outside."""
        return self.tokens.lows[i] if 0 <= i < len(self.tokens.lows) else ""

    @property
    def low(self) -> str:
        """The number's first token."""
        return self.tokens.lows[self.first]

    @property
    def before(self) -> str:
        """The word in front."""
        return self.at(self.first - 1)

    @property
    def after(self) -> str:
        """The word behind."""
        return self.at(self.last)

    @property
    def following(self) -> str:
        """The word after that."""
        return self.at(self.last + 1)

    def is_glued(self, i: int) -> bool:
        """Whether a token stands right behind the one before, without white space."""
        return 0 < i < len(self.tokens.lows) and self.tokens.starts[i] == self.tokens.ends[i - 1]


def is_count(tokens: Tokens, first: int, last: int, value: float, *, is_range: bool = False) -> bool:
    """Whether a number may count something."""
    seen = _Seen(tokens, first, last, value, is_range)
    return not any(rule(seen) for rule in _RULES)


def is_measure(tokens: Tokens, first: int, last: int, value: float) -> bool:
    """Whether what follows a number makes it a measure, a share, a sum or a date."""
    seen = _Seen(tokens, first, last, value, is_range=False)
    return _has_unit(seen) or _is_month_behind(seen)


def _has_unit(seen: _Seen) -> bool:
    """5 km, 40 %, 3 weeks, 60 more minutes; the dash of a list ("60 - tanks") is no unit."""
    after, following = seen.after, seen.following
    if after in _AFTER:
        return after != "-" or seen.is_glued(seen.last)
    if after in _LENGTHENING and following in _AFTER:
        return True
    return (after == "per" and following in {"cent", "cents"}) or (
        after in {"square", "sq"} and following in _SMALL_AREAS
    )


def _is_month_behind(seen: _Seen) -> bool:
    """7 March; but 10 may have died."""
    if seen.after not in _MONTHS or seen.value > _LAST_DAY:
        return False
    return seen.after not in _VERB_MONTHS or (seen.low.isdigit() and seen.following not in _MODAL)


def _is_clock(seen: _Seen) -> bool:
    """12:30, 8.30, and the ratio 8:1."""
    if not seen.is_glued(seen.last) or seen.after not in {":", ".", "/"}:
        return False
    if seen.after == "/":
        return True
    is_glued = seen.is_glued(seen.last + 1)
    return is_glued and (
        bool(_TWO_DIGITS.fullmatch(seen.following)) or (seen.after == ":" and seen.following.isdigit())
    )


def _is_named(seen: _Seen) -> bool:
    """$500, No 5, Article 5, aged 46; but "no five", in words, counts."""
    return seen.before in _BEFORE and (seen.before != "no" or seen.low[0].isdigit())


def _is_glued_behind(seen: _Seen) -> bool:
    """The tail of a name or a time: "x-5", "12:30", "a_7"."""
    return seen.before in _GLUE and seen.is_glued(seen.first) and seen.is_glued(seen.first - 1)


def _is_month_before(seen: _Seen) -> bool:
    """March 7; "may" only where a date's own words stand before it."""
    if seen.before not in _MONTHS or not seen.low.isdigit() or seen.value > _LAST_DAY:
        return False
    lead = seen.at(seen.first - 2)
    return seen.before != "may" or not lead or lead in _YEAR_LEADS or lead in {"on", ",", "at"}


def _is_year(seen: _Seen) -> bool:
    """In 2023, since 2022, March 2022."""
    is_plain = seen.low.isdigit() and len(seen.low) == _YEAR_DIGITS and seen.last == seen.first + 1
    if not is_plain or seen.is_range or not _YEARS[0] <= seen.value <= _YEARS[1]:
        return False
    marks = {"", "(", ",", "-", "–", "/"}
    return seen.before in _YEAR_LEADS or seen.before in _MONTHS or seen.before in marks or seen.before.isdigit()


def _is_day_month(seen: _Seen) -> bool:
    """24.02, 23.04.2022."""
    if not _DAY_MONTH.fullmatch(seen.low):
        return False
    return seen.low.count(".") > 1 or seen.before in _DATE_LEADS


def _is_day_of_war(seen: _Seen) -> bool:
    """Day 765 of the war."""
    return seen.before == "day" and seen.after == "of"


def _is_age(seen: _Seen) -> bool:
    """A woman, 46, was hurt; men aged 34, 45 and 61; two women, 61 and 72, were hurt."""
    if seen.value > _OLDEST or not seen.low.isdigit() or seen.before not in _AGE_JOINTS:
        return False
    if seen.before == "," and seen.after in {",", ")", "."}:
        return True
    i, end = seen.first - 1, seen.last
    while seen.first - i < _AGES and (seen.at(i) in _AGE_JOINTS or seen.at(i).isdigit()):
        i -= 1
    while end - seen.last < _AGES and (seen.at(end) in _AGE_JOINTS or seen.at(end).isdigit()):
        end += 1
    is_apposed = seen.at(i + 1) == "," and seen.at(end - 1) == "," and seen.at(end) in _AFTER_AGES
    return is_apposed or seen.at(i) in {"aged", "ages"}


def _is_pronoun(seen: _Seen) -> bool:
    """No one, this one."""
    return seen.low == "one" and seen.last == seen.first + 1 and seen.before in _PRONOUN_LEADS


_RULES: tuple[Callable[[_Seen], bool], ...] = (
    _has_unit, _is_month_behind, _is_clock, _is_named, _is_glued_behind, _is_month_before, _is_year, _is_day_month,
    _is_day_of_war, _is_age, _is_pronoun,
)  # fmt: skip
