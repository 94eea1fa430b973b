"""Rules for stretches: the past 24 hours, the first two months of 2023, in three days, daily.

In      Context, Hit
Out     Reading, or None where the match is no time expression after all
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

from dataclasses import replace

from sitrep.extract.dates import spans
from sitrep.extract.dates.context import (
    Context,
    Hit,
    Reading,
    parse_count,
)
from sitrep.extract.dates.grammar import SETS
from sitrep.extract.dates.relative_rules import vague_stretch
from sitrep.extract.dates.rulebook import rule
from sitrep.extract.dates.shapes import (
    AHEAD,
    SMALL_UNITS,
    duration_value,
    rolling,
    unit_days,
)

_FIRST_UNITS = (
    "(over|during|in|for|within)? (the)? b=(first|next|following|coming|final|subsequent|last|opening|"
    "intervening|entire|whole|same|remaining) (c=<COUNT>)? u=UNIT"
)


@rule(
    "past-units",
    "(over|during|in|for|within)? (the)? b=(last|past|previous|preceding|recent|latest) (c=<COUNT>)? -? u=UNIT",
    "(the)? c=<COUNT> b=(previous|past|last|preceding) u=UNIT",
    "this b=past u=UNIT",
)
def _past_units(context: Context, hit: Hit) -> Reading | None:
    """The past 24 hours, the last three days: so many units up to and with publication day."""
    unit = hit.unit()
    if not hit.has("c") and not hit.word("u").endswith("s"):
        # "last week" is a calendar week, "the past week" the seven days before.
        is_rolling = hit.word("b") in {"past", "latest", "preceding"} or "the" in hit.tape.word(
            hit.match.start("b") - 1
        )
        return rolling(context, 1, unit) if is_rolling and context.mode == "news" else None
    count = parse_count(hit.words("c")) if hit.has("c") else None
    if context.mode == "narrative":
        return Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)
    if count is None:
        return vague_stretch(context, "past", unit)
    return rolling(context, count, unit)


@rule("over-the-unit", "over x=(the u=UNIT)")
def _over_the_unit(context: Context, hit: Hit) -> Reading | None:
    """Over the week: the seven days up to publication; "over the week of 6 May" is that week."""
    following = hit.tape.word(hit.match.end())
    if context.mode == "narrative" or hit.unit() not in {"W", "M", "Y"} or hit.word("u").endswith("s"):
        return None
    return (
        None
        if following in {"of", "from", "before", "after", "to", "since", "ending", "starting"}
        else rolling(context, 1, hit.unit())
    )


@rule(
    "first-units",
    f"{_FIRST_UNITS} (of (the|this)? m=MONTH (,? of? y=YEAR)?)?",
    f"{_FIRST_UNITS} of (the|this)? (full - scale)? (y=YEAR|w=WAR|v=UNIT)",
    "(the)? c=<COUNT> b=(following|next|coming|intervening|final|subsequent) u=UNIT",
)
def _first_units(context: Context, hit: Hit) -> Reading | None:
    """The first two months of 2023, the last week of August, the next six months."""
    unit, word = hit.unit(), hit.word("b")
    count = parse_count(hit.words("c")) if hit.has("c") else (None if hit.word("u").endswith("s") else 1)
    is_bare = not hit.has("c") and not hit.word("u").endswith("s") and not any(hit.has(name) for name in "mywv")
    if is_bare and word not in {"first", "opening", "final", "whole", "entire"}:
        return None
    reading, whole = _whole_of(
        context, hit, Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)
    )
    if whole is None:
        is_ahead = word in AHEAD and count and context.mode == "news"
        return (
            replace(reading, named=_ahead(context, int(count or 0), unit), anchor="published") if is_ahead else reading
        )
    if count is None and hit.has("w"):
        return replace(reading, first=whole[0], is_open=True, is_approximate=True)
    if count is None:
        return _edge_of(reading, whole, word)
    return replace(reading, named=_counted_edge(whole, word if not hit.has("w") else "first", int(count), unit))


def _whole_of(context: Context, hit: Hit, reading: Reading) -> tuple[Reading, spans.Days | None]:
    """What the units are the first or last of: a month, a year, the war."""
    if hit.has("m"):
        year = hit.year() or context.resolve_year(hit.month(), None, hit.begin)[0]
        whole = spans.month_of(year, hit.month()) if year and year > 0 else None
        return replace(reading, point=(year, hit.month(), None) if year else None), whole
    if hit.has("y"):
        return replace(reading, point=(hit.year() or 0, None, None)), spans.year_of(hit.year() or 0)
    start = context.war_start
    is_war = hit.has("w") and context.mode == "news" and context.published is not None and start <= context.published
    return reading, (start, context.published) if is_war and context.published else None


def _ahead(context: Context, count: int, unit: str) -> spans.Days | None:
    last = spans.add_units(context.published, count, unit) if context.published else None
    return (context.published, last) if context.published and last else None


def _counted_edge(whole: spans.Days, word: str, count: int, unit: str) -> spans.Days | None:
    """The first three days, the last two weeks of a whole; whatever else is told of it names no days."""
    if word in {"first", "opening"}:
        after = spans.add_units(whole[0], count, unit)
        last = spans.shift(after, -1) if after else None
        return (whole[0], last) if last and last >= whole[0] else None
    if word in {"last", "final"}:
        edge = spans.shift(whole[1], 1)
        first = spans.add_units(edge, -count, unit) if edge else None
        return (first, whole[1]) if first and first <= whole[1] else None
    return None


def _edge_of(reading: Reading, whole: spans.Days, word: str) -> Reading:
    """The first days of September: its first third."""
    part = {"first": 1, "opening": 1, "last": 3, "final": 3}.get(word)
    if part is None:
        return reading
    first, last = spans.third_of(whole, part)
    return replace(reading, first=first, last=last, is_approximate=True)


@rule(
    "in-units",
    "r=(in|within|for|throughout|after|during|over) (ABOUT)? (ABOUT)? (ABOUT)? x=(c=<COUNT> (ADJ)? (ANY)? -? u=UNIT)",
    "(ABOUT)? (ABOUT)? (ABOUT)? (the)? (ADJ)? c=<COUNT> (ADJ)? -? u=UNIT (and a half)? (long)?",
    "c=<COUNT> (ANY) u=UNIT",
)
def _in_units(context: Context, hit: Hit) -> Reading | None:
    """In two days: a length; a day ahead only where the clause looks ahead."""
    unit = hit.unit()
    if context.mode == "news" and _is_age(hit):
        return None
    count = parse_count(hit.words("c"))
    if hit.words("c") in (["a"], ["an"]) and unit == "D" and hit.begin and hit.tape.codes[hit.begin - 1] in "dNY":
        return Reading(type="SET", value="P1D")  # "fires 20,000 shells a day"
    words = hit.words("c")
    if hit.word("u") in {"night", "nights"} and count in {1, None}:
        return Reading(type="TIME", value="XXXX-XX-XXTNI", is_night=True)
    if unit == "TM" and words and words[0] in {"a", "an"}:
        return Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)
    if (
        hit.word("r") == "in"
        and count
        and unit not in SMALL_UNITS
        and context.mode == "news"
        and context.published
        and context.looks_ahead(hit.begin)
    ):
        day = spans.add_units(context.published, int(count), unit)
        return replace(unit_days(day, unit), anchor="published") if day else None
    return Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)


def _is_age(hit: Hit) -> bool:
    """A 67-year-old man, 12 years old, five years of age."""
    end = hit.match.end()
    following = (hit.tape.word(end), hit.tape.word(end + 1))
    return following[0] == "old" or following in {("-", "old"), ("of", "age")}


@rule("bare-units", "(ADJ)? u=UNIT", "u=UNIT - long")
def _bare_units(context: Context, hit: Hit) -> Reading | None:
    """Days, weeks, "for months": a length nobody counted."""
    name = hit.word("u")
    previous = hit.tape.word(hit.begin - 1) if hit.begin else ""
    if context.mode == "news" and _is_age(hit):
        return None
    if name in {"days", "weeks", "months", "years", "hours", "decades", "centuries"}:
        if previous == "these":
            return Reading(value="PRESENT_REF")
        return Reading(type="DURATION", value=duration_value(None, hit.unit()), is_stretch=True)
    if name in {"night", "nights"} and (previous in {"at", "by"} or context.mode == "narrative"):
        return Reading(type="TIME", value="XXXX-XX-XXTNI", is_night=True)
    return None


@rule("set", "k=(every|each) (other)? (single)? (u=UNIT|w=WEEKDAY|n=DAYPART)", "s=SET", "per u=UNIT")
def _set(_: Context, hit: Hit) -> Reading | None:
    """Every day, daily, per month: what recurs has no day."""
    if hit.has("s"):
        return Reading(type="SET", value=SETS[hit.word("s")])
    if hit.has("w") or hit.has("n"):
        return Reading(type="SET", value="XXXX-XX-XX")
    unit = hit.unit()
    if not hit.has("k"):
        return Reading(type="SET", value=duration_value(1, unit))
    return Reading(
        type="SET", value={"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(unit, "XXXX-XX-XXTXX")
    )
