"""Rules for days that the calendar names: full dates, days without a year, weekdays, ranges of days.

In      Context, Hit
Out     Reading, or None where the match is no time expression after all
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitrep.extract.dates import spans
from sitrep.extract.dates.context import (
    Context,
    Hit,
    Reading,
    day_reading,
    point_reading,
)
from sitrep.extract.dates.grammar import WEEKDAYS
from sitrep.extract.dates.rulebook import rule
from sitrep.extract.dates.shapes import (
    daypart_of,
    join_ends,
    with_daypart,
    year_by_words,
)


@rule("iso-day", "d=ISO")
def _iso_day(_: Context, hit: Hit) -> Reading | None:
    """2022-02-24 is that day."""
    try:
        day = dt.date.fromisoformat(hit.word("d")[:10])
    except ValueError:
        return None
    return day_reading(day, "none")


_CENTURY = 100


@rule("dotted-day", "d=DOTTED")
def _dotted_day(_: Context, hit: Hit) -> Reading | None:
    """24.02.2022 is day, month, year, as is 24.02.22; 2/24/2022 has no other reading than month, day."""
    day, month, year = (int(part) for part in hit.word("d").replace("/", ".").split("."))
    if year < _CENTURY:
        # Two digits are a year nowhere else; three dotted pairs are how daily reports write a day of this war.
        year += 20 * _CENTURY
    found = spans.day_of(year, month, day) or spans.day_of(year, day, month)
    return day_reading(found, "none") if found else None


@rule("day-month-numbers", "(from|since|on|of|by|until|till) d=DAYMONTH", "from d=DAYMONTH (to|-) e=DAYMONTH")
def _day_month_numbers(context: Context, hit: Hit) -> Reading | None:
    """24.02 behind "from", "on" or "as of" is a day and a month; elsewhere it is a number."""
    ends = []
    for name in ("d", "e"):
        if not hit.has(name):
            continue
        day, month = (int(part) for part in hit.word(name).split("."))
        year, anchor = context.resolve_year(month, day, hit.match.start(name))
        found = spans.day_of(year, month, day) if year else None
        if not found:
            return None
        ends.append((hit.match.start(name), hit.match.end(name), day_reading(found, anchor)))
    return join_ends(ends) if len(ends) > 1 else ends[0][2]


@rule(
    "day-month-year",
    "(n=<DP>)? <WD>? the? d=<DAY> (day of|of)? m=MONTH .? ,? (of|in)? (the year)? y=YEAR (k=<BC>)?",
    "(n=<DP>)? <WD>? the? m=MONTH .? the? d=<DAY> ,? (of|in)? (the year)? y=YEAR (k=<BC>)?",
)
def _day_month_year(_: Context, hit: Hit) -> Reading | None:
    """24 February 2022, Feb 24, 2022 and Saturday, the 24th of February 2022 are that day."""
    year = hit.year() or 0
    day = spans.day_of(year, hit.month(), hit.day("d"))
    if hit.has("k"):
        return point_reading((-year, hit.month(), hit.day("d")), "none")
    return _of_night(with_daypart(day_reading(day, "none"), daypart_of(hit)), hit) if day else None


@rule(
    "day-month",
    "(n=<DP>)? <WD>? (the|this)? d=<DAY> (day of|of)? m=MONTH (o=DAYPART)? (,? (of|in)? z=<TOLDYEAR>)?",
    "(n=<DP>)? <WD>? (the|this)? m=MONTH .? the? d=<DAY> (o=DAYPART)? (,? (of|in)? z=<TOLDYEAR>)?",
)
def _day_month(context: Context, hit: Hit) -> Reading | None:
    """A day without a year is the nearest: the next one only within 120 days, or where the clause looks ahead."""
    month, number = hit.month(), hit.day("d")
    year, anchor = year_by_words(context, hit) or context.resolve_year(month, number, hit.begin)
    if year is None or year < 0:
        return point_reading((year, month, number), anchor) if year else Reading(value=f"XXXX-{month:02d}-{number:02d}")
    day = spans.day_of(year, month, number)
    if day is None and number <= 29:  # noqa: PLR2004 - 29 February of another year
        day = spans.day_of(year, month, 28)
    return _of_night(with_daypart(day_reading(day, anchor), daypart_of(hit)), hit) if day else None


def _of_night(reading: Reading, hit: Hit) -> Reading:
    """The night of 2 March ends on the morning of 2 March; "Sunday night" begins on Sunday."""
    if not reading.named or "night" not in hit.words("n"):
        return reading
    return replace(reading, first=spans.shift(reading.named[0], -1), last=reading.named[1])


@rule(
    "day-range",
    "(from|between|n=<DP>)? <WD>? the? d=<DAY> (of)? (<TO>) <WD>? the? e=<DAY> (of)? m=MONTH (,? (of|in)? y=YEAR)?",
    "(from|between|n=<DP>)? <WD>? the? m=MONTH .? the? d=<DAY> (<TO>) the? e=<DAY> (,? (of|in)? y=YEAR)?",
)
def _day_range(context: Context, hit: Hit) -> Reading | None:
    """From October 10 to 17, 1-7 March, the night of 30-31 December: the month and year hold for both ends."""
    month = hit.month()
    year, anchor = hit.year(), "none"
    if year is None:
        year, anchor = context.resolve_year(month, hit.day("e"), hit.begin)
    if year is None:
        return None
    first, last = spans.day_of(year, month, hit.day("d")), spans.day_of(year, month, hit.day("e"))
    if first and last and first > last and daypart_of(hit):  # the night of 31-1 January
        first = spans.shift(last, -1)
    if not first or not last or first >= last:
        return None
    ends = []
    month_at = hit.match.start("m")
    for name, day in (("d", first), ("e", last)):
        begin, end = hit.match.span(name)
        if (begin < month_at and name == "e") or (begin > month_at and name == "d"):
            begin, end = min(begin, month_at), max(end, hit.match.end("m"))
        ends.append((begin, end, day_reading(day, "published" if anchor == "published" else "mentioned")))
    reading = join_ends(ends)
    if reading is None:
        return None
    if daypart_of(hit):
        return replace(with_daypart(replace(reading, value=first.isoformat()), daypart_of(hit)), is_stretch=False)
    return reading


@rule(
    "week-of-day",
    "the? week (of|from|starting|beginning|ending) the? d=<DAY> m=MONTH (,? y=YEAR)?",
    "the? week (of|from|starting|beginning|ending) m=MONTH d=<DAY> (,? y=YEAR)?",
)
def _week_of_day(context: Context, hit: Hit) -> Reading | None:
    """The week of 6 March runs for seven days from it, or up to it where it says "ending"."""
    month, number = hit.month(), hit.day("d")
    year = hit.year() or context.resolve_year(month, number, hit.begin)[0]
    day = spans.day_of(year, month, number) if year else None
    if day is None:
        return None
    is_ending = "ending" in hit.tape.text[hit.tape.starts[hit.begin] : hit.tape.end(hit.match.end() - 1)]
    other = spans.shift(day, -6 if is_ending else 6)
    if other is None:
        return None
    begin, end = min(hit.match.start("d"), hit.match.start("m")), max(hit.match.end("d"), hit.match.end("m"))
    parts = ((begin, end, day_reading(day, "published")),)
    named = (other, day) if is_ending else (day, other)
    return replace(day_reading(day, "published"), value="P1W", named=named, is_stretch=True, parts=parts)


@rule("nth-of-month", "(on|by|until|till|since|of) the d=NTH", "the d=NTH of (the|this) month")
def _nth_of_month(context: Context, hit: Hit) -> Reading | None:
    """On the 13th: of the month just told of; a brigade's number has its noun behind it."""
    following = hit.tape.codes[hit.match.end() : hit.match.end() + 1]
    if following in {"x", "X", "-"}:
        return None
    base, anchor = context.base
    if base is None or base[1] is None:
        return None
    day = spans.day_of(base[0], base[1], hit.day("d"))
    if day and anchor == "published" and context.published and day > context.published:
        earlier = spans.add_months(day, -1)
        day = earlier if earlier and earlier.day == day.day else None
    return day_reading(day, anchor) if day else None


@rule(
    "weekday",
    "(n=<DP>)? ((early|late|earlier|later) (on)?)? (the)? (k=<WHICH>)? w=WEEKDAY (o=DAYPART)? "
    "(j=(last week|next week|this week))?",
)
def _weekday(context: Context, hit: Hit) -> Reading | None:
    """A bare weekday is the last one, publication day itself allowed; the next one where the clause looks ahead."""
    number = WEEKDAYS[hit.word("w")]
    base, anchor = context.base
    if context.mode == "narrative" and anchor == "mentioned" and base and base[2]:
        day = spans.day_of(base[0], base[1] or 1, base[2])
    else:
        day, anchor = context.published, "published"
    if day is None:
        return with_daypart(Reading(value=f"XXXX-WXX-{number}"), daypart_of(hit))
    if hit.has("j"):
        week = spans.week_of(day)
        step = {"last": -7, "next": 7, "this": 0}[hit.words("j")[0]]
        return with_daypart(
            day_reading(spans.shift(week[0], number - 1 + step) if week else None, anchor), daypart_of(hit)
        )
    kind = (hit.words("k") or [""])[-1]
    behind = (day.isoweekday() - number) % 7
    if kind in {"last", "past", "previous"}:
        behind = behind or 7
    is_ahead = kind in {"next", "following", "coming"} or (kind == "" and context.looks_ahead(hit.begin))
    if is_ahead:
        behind = -((number - day.isoweekday()) % 7)
        behind = behind or (-7 if kind else 0)
    reading = with_daypart(day_reading(spans.shift(day, -behind), anchor), daypart_of(hit))
    before = spans.shift(day, -behind - 1)
    if context.mode == "news" and before and reading.is_night and hit.words("n")[-1:] in (["into"], ["to"]):
        return replace(reading, value=f"{before.isoformat()}TNI", named=(before, spans.shift(day, -behind) or before))
    return reading


@rule(
    "christmas",
    "(o=orthodox)? (the)? c=christmas (e=(day|eve|night))? (,? (of|in)? y=YEAR)?",
    "(the)? new (years|year POSS?) e=(day|eve|night) (,? (of|in)? y=YEAR)?",
    "(in|within|during)? (the)? (very)? first (minutes|hours|hour|moments|seconds) of (the)? new year",
)
def _feast(context: Context, hit: Hit) -> Reading | None:
    """Christmas, of the church that is named, New Year's Eve, the first hours of the new year."""
    is_eve = hit.word("e") in {"eve", "night"}
    christmas = (1, 6 if is_eve else 7) if hit.has("o") else (12, 24 if is_eve else 25)
    month, day = christmas if hit.has("c") else (12, 31) if is_eve else (1, 1)
    year = hit.year() or context.resolve_year(month, day, hit.begin)[0]
    found = spans.day_of(year, month, day) if year and year > 0 else None
    if found and hit.word("e") == "night" and not hit.has("c"):
        morning = spans.shift(found, 1) or found
        return replace(day_reading(found, "published", "TNI"), type="TIME", named=(found, morning), is_night=True)
    return day_reading(found, "published") if found else None
