"""Reckon with days: months, quarters, seasons, weeks, thirds, as spans of two days, both included.

In      years, months, units, spans
Out     Days (first, last), or None where the calendar ends
Units   days, inclusive at both ends
Errors  none: what `datetime.date` cannot hold is None
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TypeAlias

Days: TypeAlias = tuple[dt.date, dt.date]

_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}
# A third of a month ends on these days, whatever its length.
_MONTH_THIRDS = ((1, 10), (11, 20), (21, 31))


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where there is no such day: 31 June, year 0."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def shift(day: dt.date, days: int) -> dt.date | None:
    """The day so many days on, or None past the calendar's end."""
    try:
        return day + dt.timedelta(days)
    except OverflowError:
        return None


def month_of(year: int, month: int) -> Days | None:
    """All days of a month."""
    first = day_of(year, month, 1)
    return (first, first.replace(day=calendar.monthrange(year, month)[1])) if first else None


def months_from(year: int, month: int, count: int) -> Days | None:
    """All days of `count` months that begin with this one."""
    index = year * 12 + month - 1 + count - 1
    first, last = month_of(year, month), month_of(index // 12, index % 12 + 1)
    return (first[0], last[1]) if first and last else None


def season_of(year: int, code: str) -> Days | None:
    """All days of a season, quarter or half by its TIMEX3 code; winter crosses the year."""
    if code in {"H1", "H2"}:
        return months_from(year, 1 if code == "H1" else 7, 6)
    return months_from(year, _SEASON_MONTH[code], 3)


def year_of(year: int) -> Days | None:
    """All days of a year."""
    return months_from(year, 1, 12)


def week_of(day: dt.date) -> Days | None:
    """Monday to Sunday of the week that holds the day."""
    first = shift(day, 1 - day.isoweekday())
    last = first and shift(first, 6)
    return (first, last) if first and last else None


def add_months(day: dt.date, months: int) -> dt.date | None:
    """The same day so many months on, or the month's last day where it has none such."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_units(day: dt.date, count: int, unit: str) -> dt.date | None:
    """The day so many units on; hours are rounded up to days."""
    if abs(count) > _LARGEST_COUNT:
        return None
    if unit in _DAYS_IN:
        return shift(day, count * _DAYS_IN[unit])
    if unit in _MONTHS_IN:
        return add_months(day, count * _MONTHS_IN[unit])
    per_day = 1440 if unit == "TM" else 24
    return shift(day, -(-count // per_day) if count > 0 else count // per_day)


_LARGEST_COUNT = 10**6
_DAYS_IN = {"D": 1, "W": 7, "2W": 14}
_MONTHS_IN = {"M": 1, "Y": 12, "DE": 120, "CE": 1200}


_THIRDS = 3


def third_of(days: Days, part: int) -> Days:
    """The first, second or last third: of a month by its tens, of more by months, of less in equal parts."""
    first, last = days
    length = (last - first).days + 1
    if first.day == 1 and 28 <= length <= 31:  # noqa: PLR2004 - a month
        begin, end = _MONTH_THIRDS[part - 1]
        return first.replace(day=begin), first.replace(day=min(end, last.day))
    if first.day == 1 and length > 31:  # noqa: PLR2004 - seasons, quarters, halves, years
        months = ((last.year - first.year) * 12 + last.month - first.month + 1) // 3
        start = add_months(first, months * (part - 1)) or first
        following = add_months(start, months) if part < _THIRDS else None
        return start, (following - dt.timedelta(1) if following else last)
    third = length // 3
    start = first + dt.timedelta(third * (part - 1))
    return start, (first + dt.timedelta(max(third * part - 1, 0)) if part < _THIRDS else last)
