"""What the rules of time expressions build their readings with.

In      readings, points, units, captures
Out     Reading
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitrep.extract.dates import spans
from sitrep.extract.dates.context import (
    Anchor,
    Context,
    Hit,
    Point,
    Reading,
    day_reading,
    point_reading,
)
from sitrep.extract.dates.grammar import DAYPARTS, PARTS

PART = "((the)? (very|latter)? p=PART (part|parts|days|weeks|months|half|stages)? -? (of|in)? (the)?)?"
BACK = frozenset({"last", "past", "previous", "preceding", "latest", "recent", "final"})
AHEAD = frozenset({"next", "following", "coming", "upcoming", "subsequent"})
SMALL_UNITS = frozenset({"TM", "TH"})
_LAST_MONTH_DAY = 31


def part_of(reading: Reading, word: str) -> Reading:
    """Narrow a month, season or year to its early, middle or late third; a day stays a day."""
    if not word or reading.named is None or reading.named[0] == reading.named[1]:
        return reading
    days = spans.third_of(reading.named, PARTS[word])
    # "late 2022" names no days that two readers would agree on: kept as a stretch, not as named days.
    is_vague = (reading.named[1] - reading.named[0]).days > _LAST_MONTH_DAY
    named = None if is_vague else days
    return replace(reading, named=named, first=days[0], last=days[1], is_approximate=True)


def with_daypart(reading: Reading, word: str) -> Reading:
    """Put the part of the day on a day: "Sunday night"."""
    if not word:
        return reading
    code = DAYPARTS[word]
    return replace(reading, type="TIME", value=f"{reading.value}T{code}", is_night=code == "NI")


def daypart_of(hit: Hit) -> str:
    """The part of the day that an expression names before or behind its day."""
    return next((word for word in hit.words("n") + hit.words("o") if word in DAYPARTS), "")


def join_ends(ends: list[tuple[int, int, Reading]]) -> Reading | None:
    """One stretch from the first end to the last, with the ends as its parts."""
    first, last = ends[0][2], ends[-1][2]
    if not first.named or not last.named:
        return None
    if first.named[0] > last.named[1]:  # from 24.02 to 23.04 of the year after
        return None
    named = (first.named[0], last.named[1])
    return replace(last, value=f"{first.value}/{last.value}", named=named, is_stretch=True, parts=tuple(ends))


def year_by_words(context: Context, hit: Hit) -> tuple[int, Anchor] | None:
    """The year that "of that year", "last year" stand for."""
    words = hit.words("z")
    if not words:
        return None
    mentioned = context.mentioned[0] if context.mentioned else None
    published = context.published.year if context.published else mentioned
    if words[0] == "the" or words[0] == "that":
        base = mentioned or published
        step = {"following": 1, "next": 1, "previous": -1}.get(words[1], 0)
        return (base + step, "mentioned") if base else None
    if published is None:
        return None
    return published + {"this": 0, "last": -1, "next": 1}[words[0]], "published"


def unit_days(day: dt.date, unit: str) -> Reading:
    """The calendar unit that holds the day."""
    match unit:
        case "W":
            iso = day.isocalendar()
            return Reading(
                value=f"{iso.year:04d}-W{iso.week:02d}", named=spans.week_of(day), point=(day.year, day.month, None)
            )
        case "M":
            return point_reading((day.year, day.month, None), "none")
        case "Y":
            return point_reading((day.year, None, None), "none")
        case "DE":
            return Reading(value=f"{day.year // 10:03d}", named=spans.months_from(day.year // 10 * 10, 1, 120))
        case "CE":
            return Reading(value=f"{day.year // 100:02d}", named=spans.months_from(day.year // 100 * 100, 1, 1200))
        case _:
            return day_reading(day, "none")


def duration_value(count: float | None, unit: str) -> str:
    """ISO 8601 duration, X where the count is vague."""
    amount = "X" if count is None else f"{count:g}"
    if unit == "2W":
        amount, unit = ("X" if count is None else f"{count * 2:g}"), "W"
    return f"PT{amount}{unit[1]}" if unit in SMALL_UNITS else f"P{amount}{unit}"


def move_point(base: Point, count: float, unit: str, anchor: Anchor) -> Reading:
    """So many units from a point, told in the unit's grain; None of it is known where the point is too coarse."""
    year, month, day = base
    steps = int(count)
    if unit in {"Y", "DE", "CE"}:
        target = year + steps * {"Y": 1, "DE": 10, "CE": 100}[unit]
        if year < 0 <= target:
            target += 1
        if unit == "DE":
            return (
                Reading(value=f"{target // 10:03d}", anchor=anchor)
                if target > 0
                else Reading(value=f"BC{-target // 10:03d}", anchor=anchor)
            )
        return point_reading((target, None, None), anchor)
    if unit == "M" and month:
        index = year * 12 + month - 1 + steps
        return point_reading((index // 12, index % 12 + 1, None), anchor)
    if month and day and year > 0 and (told := spans.day_of(year, month, day)):
        moved = spans.add_units(told, steps, unit)
        if moved is None:
            return Reading(anchor=anchor)
        return replace(unit_days(moved, unit), anchor=anchor)
    grain = {"M": "XX", "W": "WXX", "2W": "WXX"}.get(unit, "XX-XX" if not month else "XX")
    head = f"{year:04d}" if year > 0 else f"BC{-year:04d}"
    return Reading(value=f"{head}-{month:02d}-{grain}" if month and unit == "D" else f"{head}-{grain}", anchor=anchor)


def rolling(context: Context, count: float, unit: str) -> Reading:
    """So many units up to and with publication day; at least the day before and that day."""
    value = duration_value(count, unit)
    if context.published is None:
        return Reading(type="DURATION", value=value, is_stretch=True)
    first = spans.add_units(context.published, -int(-(-count // 1)), unit)
    if first == context.published:
        first = spans.shift(first, -1)
    if first is None:
        return Reading(type="DURATION", value=value, is_stretch=True)
    return Reading(type="DURATION", value=value, named=(first, context.published), is_stretch=True, anchor="published")
