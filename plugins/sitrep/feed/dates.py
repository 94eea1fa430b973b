"""Read the dates of feeds, from the string as it stood and the outlet's zone.

In      a date as a feed writes it; the IANA zone of the outlet
Out     an instant in UTC, or None where the string does not determine one
Units   -
Errors  none: what cannot be read is None
Source  RFC 822 and 5322, RFC 3339, and what feeds send instead. feedparser takes the month of `2016/6/29` from today's
        clock and reads `EET` and `MSK` as UTC; near midnight that is another day.

A date without a zone is the outlet's local time, a date without a time its local midnight. `3/4/2023` is None: the
order cannot be known.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

_YEARS = range(1980, 2101)
_TWO_DIGITS_TURN = 70
_MOST_CHARS = 100
_LONGEST_OFFSET_MINUTES = 14 * 60
_EPOCH_DIGITS = {10: 1, 13: 1000}
_NOON = 12
_MONTHS_IN_YEAR = 12

# Offsets in minutes. Names that mean several zones (IST, CST of China) have the meaning that news feeds give them.
_ZONES: dict[str, int] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "ist": 330, "cet": 60, "mez": 60,
    "cest": 120, "mesz": 120, "met": 60, "mest": 120, "eet": 120, "eest": 180, "idt": 180, "msk": 180, "msd": 240,
    "trt": 180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "jst": 540, "kst": 540,
    "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "awst": 480, "nzst": 720, "nzdt": 780, "samt": 240,
    "yekt": 300, "get": 240, "azt": 240, "sast": 120, "brt": -180,
}  # fmt: skip

_MONTH_STEMS: tuple[tuple[str, ...], ...] = (
    ("jan", "янв", "січ"), ("feb", "фев", "лют"), ("mar", "мар", "бер", "mär"), ("apr", "апр", "кві"),
    ("may", "мая", "май", "тра", "mai"), ("jun", "июн", "чер"), ("jul", "июл", "лип"), ("aug", "авг", "сер"),
    ("sep", "сен", "вер"), ("oct", "окт", "жов", "okt"), ("nov", "ноя", "лис"), ("dec", "дек", "гру", "dez"),
)  # fmt: skip
_MONTHS = {stem: number for number, stems in enumerate(_MONTH_STEMS, 1) for stem in stems}

_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
_HALF = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
_ZONE = r"\s*(?P<zone>\(?(?:[A-Za-z]{1,5})?\s*(?:[+-]\s*\d{1,2}:?\d{0,2}(?::\d\d)?)?.*)"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?(?:\s*,\s*|\s+))?"
_SHAPES = tuple(
    re.compile(shape, re.DOTALL)
    for shape in (
        # 2023-01-31, 2023/1/31, 2023.01.31, with or without a time
        (
            rf"^{_WEEKDAY}(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)"
            rf"(?:[Tt\s,]+{_TIME}{_HALF}{_ZONE})?$"
        ),
        # 20230131, 20230131T150741Z
        (
            rf"^(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})"
            rf"(?:[Tt\s]?(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?{_ZONE})?$"
        ),
        # Tue, 31 Jan 2023 15:07:41 +0200; 31-Jan-23; 31 января 2023, 15:07
        (
            rf"^{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\s+|-)(?P<name>[^\W\d_]{{3,12}})\.?,?(?:\s+|-)"
            rf"(?P<year>\d{{4}}|\d{{2}})(?!\d)(?:\s*(?:г|р)\.?)?(?:[\s,|]+(?:at\s+|о\s+|в\s+)?{_TIME}{_HALF}{_ZONE})?$"
        ),
        # January 31, 2023 3:07 pm EST
        (
            rf"^{_WEEKDAY}(?P<name>[^\W\d_]{{3,12}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)"
            rf"(?:[\s,|-]+(?:at\s+)?{_TIME}{_HALF}{_ZONE})?$"
        ),
        # Tue Jan 31 15:07:41 EET 2023
        (
            rf"^{_WEEKDAY}(?P<name>[^\W\d_]{{3,12}})\s+(?P<day>\d{{1,2}})\s+{_TIME}\s*"
            r"(?P<zone>[A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?\s+(?P<year>\d{4})$"
        ),
        # 31.01.2023 15:07; 31/01/2023 and 01/31/2023, where a number over 12 decides
        (
            rf"^{_WEEKDAY}(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<other>\d{{1,2}})(?P=sep)(?P<year>\d{{4}})(?!\d)"
            rf"(?:[\s,|-]+{_TIME}{_HALF}{_ZONE})?$"
        ),
        # 15:07, 31.01.2023
        rf"^{_TIME}{_HALF}[\s,|-]+(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<other>\d{{1,2}})(?P=sep)(?P<year>\d{{4}})$",
    )
)
_OFFSET = re.compile(r"^(?P<sign>[+-])\s*(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?::\d\d)?")


def parse_feed_date(raw: str | None, zone: str) -> dt.datetime | None:
    """Read an instant in UTC: `Tue, 31 Jan 2023 01:10 MSK` is 22:10 of the day before."""
    text = re.sub(r"\s+", " ", raw or "").strip(" \"'")
    if not text or len(text) > _MOST_CHARS or not _has_plain_digits(text):
        return None
    if len(text) in _EPOCH_DIGITS and text.isdigit():
        return _from_epoch(int(text) // _EPOCH_DIGITS[len(text)])
    for shape in _SHAPES:
        match = shape.match(text)
        if match is not None:
            return _to_instant({name: value for name, value in match.groupdict().items() if value}, zone)
    return None


def _has_plain_digits(text: str) -> bool:
    """`²` and other scripts' digits pass for digits in Python, but are nobody's date."""
    return all(char.isascii() for char in text if char.isnumeric())


def _from_epoch(seconds: int) -> dt.datetime | None:
    instant = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return instant if instant.year in _YEARS else None


def _to_instant(parts: dict[str, str], zone: str) -> dt.datetime | None:
    day = _to_day(parts)
    hour, is_next_day = _to_hour(parts)
    if day is None or hour is None:
        return None
    tz = _to_zone(parts.get("zone", ""), zone)
    if tz is None:
        return None
    try:
        local = dt.datetime(
            day.year,
            day.month,
            day.day,
            hour,
            int(parts.get("minute", 0)),
            min(int(parts.get("second", 0)), 59),  # a leap second is the second before
            int(parts.get("fraction", "0")[:6].ljust(6, "0")),
            tzinfo=tz,
        )
        return (local + dt.timedelta(days=is_next_day)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _to_day(parts: dict[str, str]) -> dt.date | None:
    year = int(parts["year"])
    if len(parts["year"]) == 2:  # noqa: PLR2004  the two digits of RFC 822
        year += 1900 if year >= _TWO_DIGITS_TURN else 2000
    if "first" in parts:
        month, day = _order_numbers(int(parts["first"]), int(parts["other"]), parts["sep"])
    else:
        month, day = _to_month(parts), int(parts["day"])
    if year not in _YEARS or month is None:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _to_month(parts: dict[str, str]) -> int | None:
    return int(parts["month"]) if "month" in parts else _MONTHS.get(parts["name"][:3].lower())


def _order_numbers(first: int, other: int, separator: str) -> tuple[int | None, int]:
    """Month and day. Dots are day first everywhere; with slashes only a number over 12, or twice the same, decides."""
    if separator == "." or first > _MONTHS_IN_YEAR or first == other:
        return other, first
    if other > _MONTHS_IN_YEAR:
        return first, other
    return None, 0


def _to_hour(parts: dict[str, str]) -> tuple[int | None, bool]:
    hour = int(parts.get("hour", 0))
    if hour == 24 and int(parts.get("minute", 0)) == 0:  # noqa: PLR2004  ISO 8601's end of the day
        return 0, True
    half = parts.get("half", "").lower()
    if half and not 1 <= hour <= _NOON:
        return None, False
    return (hour % _NOON + (_NOON if half == "p" else 0) if half else hour), False


def _to_zone(text: str, outlet_zone: str) -> dt.tzinfo | None:
    """An offset wins over a name beside it; no zone, or a name that nobody knows, is the outlet's own."""
    words = text.strip().strip("()").strip()
    name = re.match(r"[A-Za-z]*", words)
    rest = words[name.end() :].strip() if name else words
    offset = _OFFSET.match(rest)
    if offset is not None:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        if minutes > _LONGEST_OFFSET_MINUTES:
            return None
        return dt.timezone(dt.timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))
    if name and name[0].lower() in _ZONES:
        return dt.timezone(dt.timedelta(minutes=_ZONES[name[0].lower()]))
    return ZoneInfo(outlet_zone)
