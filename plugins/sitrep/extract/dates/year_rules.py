"""Rules for months, years, decades, centuries, quarters.

In      Context, Hit
Out     Reading, or None where the match is no time expression after all
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

from dataclasses import replace

from sitrep.extract.dates import spans
from sitrep.extract.dates.context import (
    Anchor,
    Context,
    Hit,
    Reading,
    point_reading,
)
from sitrep.extract.dates.grammar import SEASONS, WORDS
from sitrep.extract.dates.rulebook import rule
from sitrep.extract.dates.shapes import (
    PART,
    join_ends,
    part_of,
    year_by_words,
)


@rule(
    "month",
    f"{PART} (the month of)? (k=(last|next|this|previous|following|past|coming|same))? m=MONTH .? "
    "(,? (of|in)? (the year)? y=YEAR|,? (of|in)? z=<TOLDYEAR>)? (b=<BC>)?",
)
def _month(context: Context, hit: Hit) -> Reading | None:
    """A month without a year is the nearest: the next one only within 90 days, or where the clause looks ahead."""
    month = hit.month()
    if hit.word("m") in {"may", "march"} and not _is_month_alone(hit):
        return None
    if (stated := hit.year()) is not None:
        return part_of(point_reading((-stated if hit.has("b") else stated, month, None), "none"), hit.word("p"))
    year, anchor = year_by_words(context, hit) or _year_of_month(context, hit, month)
    if year is None:
        return Reading(value=f"XXXX-{month:02d}")
    return part_of(point_reading((year, month, None), anchor), hit.word("p"))


def _is_month_alone(hit: Hit) -> bool:
    """Not "Theresa May", "May I", "March on": a month has a year, a part or a preposition beside it."""
    if hit.has("y") or hit.has("z") or hit.has("p") or hit.has("k"):
        return True
    i = hit.match.start("m")
    previous = hit.tape.word(i - 1) if i else ""
    return not previous or previous in _MONTH_PREPOSITIONS


def _year_of_month(context: Context, hit: Hit, month: int) -> tuple[int | None, Anchor]:
    kind = hit.word("k")
    if kind in {"last", "past", "previous"} and context.mode == "news" and context.published:
        published = context.published
        return published.year - (month >= published.month), "published"
    if kind == "next" and context.mode == "news" and context.published:
        published = context.published
        return published.year + (month <= published.month), "published"
    year, anchor = context.resolve_year(month, None, hit.match.start("m"))
    if (
        year is not None
        and context.mode == "narrative"
        and kind in {"previous", "last", "following", "next"}
        and context.mentioned
    ):
        told = context.mentioned[1] or 0
        if kind in {"previous", "last"} and month >= (told or 1):
            year -= 1
        if kind in {"following", "next"} and told and month <= told:
            year += 1
    return year, anchor


@rule("year", f"{PART} (the year)? y=YEAR")
def _year(context: Context, hit: Hit) -> Reading | None:
    """Four digits are a year where the words beside them allow it: "2014", not "2014 tanks"."""
    is_marked = hit.has("p") or hit.match.start("y") - hit.begin > 1
    if not is_marked and not _is_year(context, hit):
        return None
    year = hit.year() or 0
    return part_of(point_reading((year, None, None), "none"), hit.word("p"))


_YEAR_PREPOSITIONS = frozenset(WORDS["year"]["before_year"])
_STRONG_PREPOSITIONS = frozenset(WORDS["year"]["only_before_year"])
_FIRST_YEAR_IN_NEWS = 1900
_COUNT_PREPOSITIONS = frozenset(WORDS["year"]["before_count"])
_VERBS_IN_S = frozenset(WORDS["year"]["verbs_in_s"])
_MONTH_PREPOSITIONS = frozenset(WORDS["year"]["before_month"])
_COUNTED = frozenset(WORDS["year"]["counted"])


def _is_year(context: Context, hit: Hit) -> bool:
    tape, i = hit.tape, hit.match.start("y")
    year = int(tape.word(i))
    if context.mode == "news" and context.published and not _FIRST_YEAR_IN_NEWS <= year <= context.published.year + 60:
        return False
    previous = tape.word(i - 1) if i and tape.codes[i - 1] != "\n" else ""
    following = tape.codes[i + 1] if i + 1 < len(tape.codes) else "."
    if _is_glued(hit, i, previous) or previous in _COUNT_PREPOSITIONS:
        return False
    noun = tape.word(i + 1) if following == "x" else ""
    if noun in _COUNTED or (noun.endswith("s") and noun not in _VERBS_IN_S):
        return context.mode == "narrative" and noun not in _COUNTED
    if previous in _STRONG_PREPOSITIONS or previous == "of":
        return True
    if context.mode == "narrative":
        return following != "%"
    return (previous in _YEAR_PREPOSITIONS and following != "x") or not previous or following in ",.);:-"


def _is_glued(hit: Hit, i: int, previous: str) -> bool:
    """Su-2000 and 2000-strong are no years, 2014-2015 and mid-2014 are."""
    tape = hit.tape
    if tape.is_joined(i) and previous.isalpha():
        return True
    has_tail = i + 2 < len(tape.codes) and tape.codes[i + 1] == "-" and tape.codes[i + 2] not in "Yd"
    return has_tail and tape.is_joined(i + 1) and tape.is_joined(i + 2)


@rule("year-range", "(the years|from|between)? a=YEAR (-|to|and|until|through) b=(YEAR|SMALL)")
def _year_range(_: Context, hit: Hit) -> Reading | None:
    """1914-1918, from 2014 to 2015: both years and what lies between; of "1914-18" only the first is a year."""
    first, last = hit.year("a") or 0, int(hit.word("b"))
    i, j = hit.match.start("a"), hit.match.start("b")
    if hit.code("b") == "d":
        # Two digits are a year only behind a longer one and a dash: 1914-18, 2022-23.
        is_short = hit.tape.codes[i + 1] == "-" and len(hit.word("b")) == 2  # noqa: PLR2004 - two digits
        last += first - first % 100 if is_short else 0
    if last <= first:
        return None
    ends = [
        (i, i + 1, point_reading((first, None, None), "none")),
        (j, j + 1, point_reading((last, None, None), "none")),
    ]
    return join_ends(ends)


@rule("years-before-christ", "(from|between)? a=(NUMERAL|SMALL) (-|to|until|and) b=(NUMERAL|SMALL) <BC>")
def _years_before_christ(_: Context, hit: Hit) -> Reading | None:
    """499-493 BC: both years have a value, but no days that our calendar holds."""
    first, last = -(hit.year("a") or 0), -(hit.year("b") or 0)
    if first >= last:
        return None
    i, j = hit.match.start("a"), hit.match.start("b")
    ends = (
        (i, i + 1, point_reading((first, None, None), "none")),
        (j, hit.match.end(), point_reading((last, None, None), "none")),
    )
    return replace(ends[1][2], is_stretch=True, parts=ends)


@rule(
    "year-before-christ",
    f"{PART} (about|around|circa|c .|ca .?)? (the)? (year)? y=(NUMERAL|SMALL|YEAR) <BC>",
    f"{PART} m=MONTH (of)? y=(NUMERAL|SMALL|YEAR) <BC>",
    f"{PART} (the)? s=SEASON (of)? y=(NUMERAL|SMALL|YEAR) <BC>",
)
def _year_before_christ(_: Context, hit: Hit) -> Reading | None:
    """Years before Christ have a value, but no days that our calendar holds."""
    year = -(hit.year() or 0)
    if hit.has("s"):
        reading = point_reading((year, None, None), "none")
        return replace(reading, value=f"{reading.value}-{SEASONS[hit.word('s')]}")
    return point_reading((year, hit.month() if hit.has("m") else None, None), "none")


@rule("decade", f"{PART} (the)? e=TENS (k=<BC>)?")
def _decade(_: Context, hit: Hit) -> Reading | None:
    """The 1930s: ten years."""
    year = int(hit.word("e").rstrip("s"))
    if hit.has("k"):
        return Reading(value=f"BC{year // 10:03d}", point=(-year, None, None))
    days = spans.months_from(year, 1, 120)
    return part_of(Reading(value=f"{year // 10:03d}", named=days, point=(year, None, None)), hit.word("p"))


@rule("century", f"{PART} (the)? (c=(NTH|WORDNTH)) -? century (k=<BC>)?")
def _century(_: Context, hit: Hit) -> Reading | None:
    """The nineteenth century: a hundred years."""
    number = hit.day("c") - 1
    if number < 0:
        return None
    if hit.has("k"):
        return Reading(value=f"BC{number:02d}")
    days = spans.months_from(number * 100, 1, 1200) if number else None
    return part_of(Reading(value=f"{number:02d}", named=days), hit.word("p"))


@rule(
    "quarter",
    "(in)? (the)? q=(WORDNTH|NTH) u=(quarter|half) (of)? (the|this|last)? (m=MONTH (,? of? y=YEAR)?)",
    "(the)? q=(WORDNTH|NTH) u=(quarter|half) (,? of|in)? (the)? (year)? y=YEAR",
    "(the)? q=(WORDNTH|NTH) u=(quarter|half) (of|in) z=(<TOLDYEAR>|the year)",
    "(the)? q=(WORDNTH|NTH) u=(quarter)",
)
def _quarter(context: Context, hit: Hit) -> Reading | None:
    """The first quarter of 2023, the second half of the year, of a month."""
    number = hit.day("q")
    count = 4 if hit.word("u") == "quarter" else 2
    number = count if number < 0 else number
    if not 1 <= number <= count:
        return None
    if hit.has("m"):
        return _half_month(context, hit, number, count)
    year = hit.year()
    if year is None:
        by_words = year_by_words(context, hit)
        year = by_words[0] if by_words else context.published.year if context.published else None
        if hit.words("z") == ["the", "year"] and context.mode == "news":
            year = _told_or_published_year(context)
    if year is None or year <= 0:
        return None
    code = f"{'Q' if hit.word('u') == 'quarter' else 'H'}{number}"
    return Reading(value=f"{year:04d}-{code}", named=spans.season_of(year, code), point=(year, None, None))


def _told_or_published_year(context: Context) -> int | None:
    """The second half of the year: the year just told, else the current one."""
    if context.paragraph_point and context.paragraph_point[1] is None:
        return context.paragraph_point[0]
    return context.published.year if context.published else None


def _half_month(context: Context, hit: Hit, number: int, count: int) -> Reading | None:
    year = hit.year() or context.resolve_year(hit.month(), None, hit.begin)[0]
    days = spans.month_of(year, hit.month()) if year and year > 0 else None
    if days is None or count > 2:  # noqa: PLR2004 - no quarter of a month
        return None
    named = (days[0], days[0].replace(day=15)) if number == 1 else (days[0].replace(day=16), days[1])
    return Reading(
        value=f"{year:04d}-{hit.month():02d}", named=named, is_approximate=True, point=(year or 0, hit.month(), None)
    )
