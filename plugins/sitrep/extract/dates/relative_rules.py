"""Rules for what is told against another day: yesterday, last week, two days later, the past 24 hours, the war's frame.

In      Context, Hit
Out     Reading, or None where the match is no time expression after all
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitrep.extract.dates import spans
from sitrep.extract.dates.calendar_rules import part_of, with_daypart
from sitrep.extract.dates.context import (
    Anchor,
    Context,
    Hit,
    Point,
    Reading,
    day_reading,
    parse_count,
    point_of,
    point_reading,
)
from sitrep.extract.dates.grammar import DAYPARTS, DEICTICS, PARTS, SETS, WEEKDAYS
from sitrep.extract.dates.rulebook import rule
from sitrep.extract.theatre import load_war

_BACK = frozenset({"last", "past", "previous", "preceding", "latest", "recent", "final"})
_AHEAD = frozenset({"next", "following", "coming", "upcoming", "subsequent"})
_SMALL_UNITS = frozenset({"TM", "TH"})
_FIRST_UNITS = (
    "(over|during|in|for|within)? (the)? b=(first|next|following|coming|final|subsequent|last|opening|intervening|entire|whole|same|remaining) "
    "(c=<COUNT>)? u=UNIT"
)
_AGGRESSOR = "(NAME|russia|moscow|putin|kremlin|ukraine)"
_WAR = "(FULL? -? FULL? -? (NAME)? WAR|special -? military? operation|smo|military operation)"
_WAR_NAME = f"(the|its|their|this|his|russias|ukraine|russia|moscow|putin|kremlin|a)? (NAME)? POSS? (NAME)? {_WAR}"


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
    return f"PT{amount}{unit[1]}" if unit in _SMALL_UNITS else f"P{amount}{unit}"


@rule(
    "today",
    "(n=<DP>)? (early|late|earlier|later)? (on)? t=DEICTIC (o=DAYPART)?",
    "e=the day before t=yesterday",
    "e=the day after t=tomorrow",
)
def _today(context: Context, hit: Hit) -> Reading | None:
    """Today, yesterday, tomorrow: publication day and its neighbours."""
    step = DEICTICS[hit.word("t")] * (2 if hit.has("e") else 1)
    part = next((word for word in hit.words("n") + hit.words("o") if word in DAYPARTS), "")
    if context.published is None or (context.mode == "narrative" and step == 0):
        return Reading(value="PRESENT_REF" if step == 0 else "XXXX-XX-XX")
    return with_daypart(day_reading(spans.shift(context.published, step), "published"), part)


@rule(
    "tonight",
    "t=tonight",
    "this (morning|afternoon|evening) (t=tonight)?",
    "earlier this (morning|afternoon|evening)",
    "(the|this) (early)? t=this n=DAYPART",
)
def _tonight(context: Context, hit: Hit) -> Reading | None:
    """Tonight, this morning: publication day."""
    words = hit.tape.text[hit.tape.starts[hit.begin] : hit.tape.end(hit.match.end() - 1)].lower().split()
    part = "night" if words[-1] == "tonight" else words[-1]
    if context.published is None or context.mode == "narrative":
        return Reading(type="TIME", value=f"XXXX-XX-XXT{DAYPARTS.get(part, 'NI')}")
    return with_daypart(day_reading(context.published, "published"), part)


@rule(
    "overnight",
    "overnight",
    "(during|over)? (the)? (last|past|previous) n=night",
    "overnight (on|into|to|from) (d=WEEKDAY)",
    "overnight d=WEEKDAY",
    "(the|this) n=night",
)
def _overnight(context: Context, hit: Hit) -> Reading | None:
    """Overnight and last night: the night that ends on the morning of publication, or of the weekday named."""
    words = hit.tape.word(hit.begin)
    if words in {"the", "this"}:
        return _this_night(context, hit)
    if context.published is None or context.mode == "narrative":
        return Reading(type="TIME", value="XXXX-XX-XXTNI", is_night=True)
    day = context.published
    anchor: Anchor = "published"
    if hit.has("d"):
        reading = _latest_weekday(context, hit)
        day = reading or day
    before = spans.shift(day, -1)
    if before is None:
        return None
    return Reading(
        type="TIME",
        value=f"{before.isoformat()}TNI",
        named=(before, day),
        is_night=True,
        anchor=anchor,
        point=point_of(day),
    )


def _latest_weekday(context: Context, hit: Hit) -> dt.date | None:
    if context.published is None:
        return None
    return spans.shift(context.published, -((context.published.isoweekday() - WEEKDAYS[hit.word("d")]) % 7))


def _this_night(context: Context, hit: Hit) -> Reading | None:
    following = hit.tape.codes[hit.match.end() : hit.match.end() + 1]
    previous = hit.tape.word(hit.begin - 1) if hit.begin else ""
    if following == "x" or previous not in {"during", "in", "over", "at", "for", "throughout", "into"}:
        return None
    if context.mode == "narrative" or context.published is None or hit.tape.word(hit.begin) == "this":
        return Reading(type="TIME", value="XXXX-XX-XXTNI", is_night=True)
    before = spans.shift(context.published, -1)
    if before is None:
        return None
    return Reading(
        type="TIME",
        value=f"{before.isoformat()}TNI",
        named=(before, context.published),
        is_night=True,
        anchor="published",
    )


@rule(
    "this-unit",
    "(k=(early|late|earlier|later|mid))? -? (in)? (the)? d=(this|last|next|past|previous|current|coming|present) u=UNIT",
    "(k=(early|late|earlier|later))? (on|in)? d=(that|the same|that same|that very|the following|the next|the previous|the preceding|the coming|the very next) u=UNIT (n=DAYPART)?",
)
def _this_unit(context: Context, hit: Hit) -> Reading | None:
    """This week, last month, next year against publication; that month, the following day against the day last told."""
    words = hit.words("d")
    kind = words[-1] if words[-1] != "same" else "same"
    unit = hit.unit()
    plural = hit.word("u").endswith("s")
    if hit.word("u") in {"night", "nights"}:
        return _night_of_told_day(context, hit, kind)
    if plural or unit in _SMALL_UNITS:
        return _vague_stretch(context, kind, unit)
    is_told = words[0] in {"that", "the"} or (
        context.mode == "narrative" and kind not in {"this", "current", "present", "past"}
    )
    if len(words) == 1 and kind in {"next", "last"} and context.mode == "news":
        is_told = False
    if is_told:
        return _told_unit(context, hit, kind, unit)
    is_rolling = unit == "D" or hit.tape.word(hit.match.start("d") - 1) == "the"
    if (is_rolling and kind in {"last", "past", "previous"}) or kind == "past":
        return (
            _rolling(context, 1, unit)
            if context.mode == "news"
            else Reading(type="DURATION", value=duration_value(1, unit), is_stretch=True)
        )
    if context.published is None:
        return Reading()
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(kind, 0)
    day = spans.add_units(context.published, step, unit)
    return _narrowed(replace(unit_days(day, unit), anchor="published"), hit) if day else None


def _narrowed(reading: Reading, hit: Hit) -> Reading:
    word = hit.word("k")
    return part_of(reading, word) if word in PARTS else reading


def _told_unit(context: Context, hit: Hit, kind: str, unit: str) -> Reading | None:
    base, anchor = context.base
    if kind in {"past", "current", "present"} or (kind == "last" and context.mode == "news"):
        return _rolling(context, 1, unit)
    if base is None:
        return Reading()
    step = 1 if kind in _AHEAD else -1 if kind in {"previous", "preceding", "last"} else 0
    reading = move_point(base, step, unit, anchor)
    if hit.has("n"):
        return with_daypart(reading, hit.word("n"))
    return _narrowed(reading, hit)


def _night_of_told_day(context: Context, hit: Hit, kind: str) -> Reading | None:
    if kind in {"last", "past", "previous"} and context.mode == "news" and context.published:
        return _overnight(context, hit)
    base, anchor = context.base
    if base is None or base[2] is None:
        return Reading(type="TIME", value="XXXX-XX-XXTNI", is_night=True)
    step = 1 if kind in _AHEAD else 0
    return with_daypart(move_point(base, step, "D", anchor), "night")


def _vague_stretch(context: Context, kind: str, unit: str) -> Reading:
    """ "The past weeks", "the coming days": no end that the text states, but for publication."""
    last = context.published if kind in _BACK and context.mode == "news" else None
    return Reading(
        type="DURATION",
        value=duration_value(None, unit),
        last=last,
        is_open=True,
        is_approximate=True,
        is_stretch=True,
        anchor="published" if last else "none",
    )


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


@rule(
    "part-of-unit",
    "(at|by|in|until|till|towards)? (the)? (very|latter)? p=PART (part|stages|days)? of (d=(the|this|last|next|that|the same|the following|the previous))? u=UNIT",
    "p=(late|early|later|earlier) in (d=(the|this|that|the same|the following)) u=UNIT",
    "(d=(the|this|last|next|that))? u=UNIT POSS p=(end|start|beginning|close)",
    "d=(the|this) p=(middle|end|beginning) of u=UNIT",
)
def _part_of_unit(context: Context, hit: Hit) -> Reading | None:
    """The end of the month, later in the year: of the unit just told, else of the current one."""
    unit = hit.unit()
    if hit.word("u").endswith("s") or unit in _SMALL_UNITS:
        return None
    words = hit.words("d")
    kind = words[-1] if words else "the"
    base, anchor = context.base
    if context.mode == "news" and kind in {"the", "this", "last", "next"}:
        told = context.paragraph_point if kind == "the" and unit in {"Y", "M"} else None
        use_told = bool(told and told[1 if unit == "M" else 0] and told[2] is None)
        if not use_told:
            base, anchor = point_of(context.published), "published"
    if base is None:
        return Reading()
    step = 1 if kind in _AHEAD else -1 if kind in {"previous", "last"} else 0
    reading = move_point(base, step, unit, anchor)
    word = hit.word("p")
    return part_of(reading, word) if word in PARTS else reading


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
        return _rolling(context, 1, unit) if is_rolling and context.mode == "news" else None
    count = parse_count(hit.words("c")) if hit.has("c") else None
    if context.mode == "narrative":
        return Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)
    if count is None:
        return _vague_stretch(context, "past", unit)
    return _rolling(context, count, unit)


def _rolling(context: Context, count: float, unit: str) -> Reading:
    value = duration_value(count, unit)
    if context.published is None:
        return Reading(type="DURATION", value=value, is_stretch=True)
    first = spans.add_units(context.published, -int(-(-count // 1)), unit)
    if first == context.published:
        first = spans.shift(first, -1)
    if first is None:
        return Reading(type="DURATION", value=value, is_stretch=True)
    return Reading(type="DURATION", value=value, named=(first, context.published), is_stretch=True, anchor="published")


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
    reading = Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)
    whole: spans.Days | None = None
    if hit.has("m"):
        year = hit.year() or context.resolve_year(hit.month(), None, hit.begin)[0]
        whole = spans.month_of(year, hit.month()) if year and year > 0 else None
        reading = replace(reading, point=(year, hit.month(), None) if year else None)
    elif hit.has("y"):
        whole = spans.year_of(hit.year() or 0)
        reading = replace(reading, point=(hit.year() or 0, None, None))
    elif hit.has("w") and context.mode == "news" and context.published:
        start = load_war().start
        whole = (start, context.published) if start <= context.published else None
    if whole is None:
        if word in _AHEAD and count and context.mode == "news" and context.published:
            last = spans.add_units(context.published, int(count), unit)
            return replace(reading, named=(context.published, last), anchor="published") if last else reading
        return reading
    if count is None:
        if hit.has("w"):
            return replace(reading, first=whole[0], is_open=True, is_approximate=True)
        return _edge_of(reading, whole, word)
    if word in {"first", "opening"}:
        after = spans.add_units(whole[0], int(count), unit)
        last = spans.shift(after, -1) if after else None
        return replace(reading, named=(whole[0], last) if last else None)
    if word in {"last", "final"} and not hit.has("w"):
        edge = spans.shift(whole[1], 1)
        first = spans.add_units(edge, -int(count), unit) if edge else None
        return replace(reading, named=(first, whole[1]) if first else None)
    return reading


def _edge_of(reading: Reading, whole: spans.Days, word: str) -> Reading:
    """The first days of September: its first third."""
    part = {"first": 1, "opening": 1, "last": 3, "final": 3}.get(word)
    if part is None:
        return reading
    first, last = spans.third_of(whole, part)
    return replace(reading, first=first, last=last, is_approximate=True)


@rule(
    "ago",
    "(ABOUT)? (ABOUT)? (ABOUT)? c=<COUNT> (ADJ)? u=UNIT ago",
    "u=UNIT ago",
    "(ABOUT)? c=<COUNT> u=UNIT (earlier|before) (today|now)",
)
def _ago(context: Context, hit: Hit) -> Reading | None:
    """Two days ago: counted from publication."""
    unit = hit.unit()
    count = parse_count(hit.words("c")) if hit.has("c") else None
    if count is None or context.published is None:
        return Reading(value="PAST_REF", is_approximate=True)
    day = spans.add_units(context.published, -int(count), unit)
    if day is None:
        return None
    if unit in _SMALL_UNITS:
        return day_reading(context.published, "published")
    return replace(unit_days(day, unit), anchor="published")


@rule(
    "later",
    "(ABOUT)? (ABOUT)? c=<COUNT> (ADJ)? u=UNIT (r=(later|after|afterwards|afterward|on|hence|thereafter|earlier|before|previously|prior|beforehand|after that|before that|after this))",
    "u=UNIT (r=(later|earlier|before|afterwards|before that|after that|previously))",
    "(the)? u=UNIT (r=(before|after|following|earlier|later))",
    "(the)? (very)? b=(next|following|previous|preceding) u=UNIT",
    "(early|late)? (the)? b=(next|following|previous|same) u=UNIT (n=DAYPART)?",
    "(early|late)? (the)? b=(next|following|previous|same) u=DAYPART",
)
def _later(context: Context, hit: Hit) -> Reading | None:
    """Two days later, the day before, the next morning: counted from the day last told, else from publication."""
    word = (hit.words("r") or hit.words("b"))[0]
    if word == "on":
        return None
    forward = word in {"later", "after", "afterwards", "afterward", "hence", "thereafter", "next", "following"}
    base, anchor = context.base
    name = hit.word("u")
    if name in DAYPARTS and name not in {"night"}:
        reading = (
            move_point(base, forward if word != "same" else 0, "D", anchor) if base else Reading(value="XXXX-XX-XX")
        )
        return with_daypart(reading, name)
    unit = hit.unit()
    if hit.has("b") and name.endswith("s"):
        return Reading(type="DURATION", value=duration_value(None, unit), is_stretch=True)
    count = parse_count(hit.words("c")) if hit.has("c") else None if name.endswith("s") else 1
    following = hit.tape.codes[hit.match.end() : hit.match.end() + 1]
    is_tied = (
        word in {"after", "before", "following"} and hit.has("r") and following not in {"", ",", ".", "\n", ")", ";"}
    )
    if count is None:
        return Reading(value="FUTURE_REF" if forward else "PAST_REF", is_approximate=True)
    if is_tied and not hit.has("c"):
        return (
            Reading(value="", is_approximate=True)
            if context.mode == "news"
            else _moved(context, base, anchor, forward, count, unit)
        )
    if is_tied and context.mode == "news":
        return Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)
    return _moved(context, base, anchor, forward, count, unit, hit.word("n"))


def _moved(
    _: Context, base: Point | None, anchor: Anchor, forward: bool, count: float, unit: str, part: str = ""
) -> Reading:
    if base is None:
        return Reading(value="FUTURE_REF" if forward else "PAST_REF")
    if unit in _SMALL_UNITS:
        told = replace(point_reading(base, anchor), type="TIME", is_approximate=True)
        return told if base[2] and anchor == "mentioned" else Reading(type="TIME", is_approximate=True)
    reading = move_point(base, count if forward else -count, unit, anchor)
    return with_daypart(reading, part) if part else reading


@rule(
    "same-day", "(on|at|by)? (this|that|the) (same|very)? d=(day|date|morning|afternoon|evening)", "(on)? this d=date"
)
def _same_day(context: Context, hit: Hit) -> Reading | None:
    """That day, that same morning: the day last told."""
    words = {hit.tape.word(i) for i in range(hit.begin, hit.match.end())}
    if not words & {"that", "same", "this"}:
        return _of_the_day(context, hit)
    base, anchor = context.base
    if base is None:
        return Reading()
    if "this" in words and "same" not in words and context.mode == "news" and context.published:
        base, anchor = point_of(context.published) or base, "published"
    reading = point_reading(base, anchor)
    part = hit.word("d")
    return with_daypart(reading, part) if part in DAYPARTS else reading


def _of_the_day(context: Context, hit: Hit) -> Reading | None:
    """ "During the day", "in the morning": of publication day in news, unless another day is told beside it."""
    part = hit.word("d")
    i = hit.match.start("d")
    previous = hit.tape.word(i - 2) if i > 1 else ""
    if hit.tape.codes[hit.match.end() : hit.match.end() + 1] in {"x", "X"} and hit.tape.word(hit.match.end()) in {
        "of",
        "after",
        "before",
    }:
        return None
    if context.mode == "narrative":
        return Reading(type="TIME", value=f"XXXX-XX-XXT{DAYPARTS[part]}") if part in DAYPARTS else None
    if previous not in {"during", "in", "over", "since", "throughout", "for"} or context.published is None:
        return None
    reading = day_reading(context.published, "published")
    return replace(with_daypart(reading, part if part in DAYPARTS else ""), is_approximate=True)


@rule("start-of-day", "(the)? (beginning|start) of (the|this) day", "(the)? (early)? (morning) of (the|this) day")
def _start_of_day(context: Context, _: Hit) -> Reading | None:
    """Since the beginning of the day: publication day."""
    return day_reading(context.published, "published") if context.published else None


@rule("weekend", "(over|during|at|on)? (the)? (k=(this|last|next|past|coming|previous|following))? weekend")
def _weekend(context: Context, hit: Hit) -> Reading | None:
    """The weekend: Saturday and Sunday last begun, or the next where the clause looks ahead."""
    if context.published is None:
        return Reading(value="XXXX-WXX-WE")
    kind, published = hit.word("k"), context.published
    back = (published.isoweekday() - 6) % 7
    if (
        kind in _AHEAD
        or (kind == "this" and published.isoweekday() < 5)
        or (not kind and context.looks_ahead(hit.begin))
    ):  # noqa: PLR2004
        back -= 7 if back or kind in _AHEAD else 0
    first = spans.shift(published, -back)
    last = spans.shift(first, 1) if first else None
    if first is None or last is None:
        return None
    iso = first.isocalendar()
    return Reading(
        value=f"{iso.year:04d}-W{iso.week:02d}-WE", named=(first, last), anchor="published", point=point_of(last)
    )


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
        and unit not in _SMALL_UNITS
        and context.mode == "news"
        and context.published
        and context.looks_ahead(hit.begin)
    ):
        day = spans.add_units(context.published, int(count), unit)
        return replace(unit_days(day, unit), anchor="published") if day else None
    return Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)


def _is_age(hit: Hit) -> bool:
    """ "A 67-year-old man", "12 years old"."""
    following = [hit.tape.word(i) for i in range(hit.match.end(), min(hit.match.end() + 2, len(hit.tape.codes)))]
    return following[:1] == ["old"] or following == ["-", "old"] or following == ["of", "age"]


@rule("bare-units", "(ADJ)? u=UNIT", "u=UNIT - long")
def _bare_units(context: Context, hit: Hit) -> Reading | None:
    """Days, weeks, "for months": a length nobody counted."""
    name = hit.word("u")
    previous = hit.tape.word(hit.begin - 1) if hit.begin else ""
    if context.mode == "news" and _is_age(hit):
        return None
    if name in {"days", "weeks", "months", "years", "hours", "decades", "centuries"}:
        if previous in {"s", "these"}:
            return Reading(value="PRESENT_REF")
        if previous in {"per", "working"}:
            return None
        return Reading(type="DURATION", value=duration_value(None, hit.unit()), is_stretch=True)
    if previous == "per":
        return Reading(type="SET", value=duration_value(1, hit.unit()), is_stretch=True)
    if name in {"night", "nights"} and (previous in {"at", "by"} or context.mode == "narrative"):
        return Reading(type="TIME", value="XXXX-XX-XXTNI", is_night=True)
    return None


@rule("daypart", "at n=(night|dawn|noon|midnight|dusk)", "in the (early)? n=(morning|afternoon|evening)")
def _daypart_alone(context: Context, hit: Hit) -> Reading | None:
    """At night, at dawn: part of a day told elsewhere."""
    word = hit.word("n")
    return Reading(type="TIME", value=f"XXXX-XX-XXT{DAYPARTS[word]}", is_night=DAYPARTS[word] == "NI")


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


@rule("clock", "c=(CLOCK|SMALL|DECIMAL|DAYMONTH) (a=(<AMPM>|midnight|noon))", "c=CLOCK")
def _clock(context: Context, hit: Hit) -> Reading | None:
    """18:00, 5 a.m.: a time of a day told elsewhere."""
    digits = hit.word("c").replace(".", ":").split(":")
    suffix = hit.words("a")
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    if suffix and suffix[0].startswith("p") and hour < 12:  # noqa: PLR2004
        hour += 12
    if hour > 24 or minute > 59:  # noqa: PLR2004
        return None
    base = context.mentioned if context.mode == "narrative" else None
    head = point_reading(base, "mentioned").value if base and base[2] else "XXXX-XX-XX"
    return Reading(type="TIME", value=f"{head}T{hour:02d}:{minute:02d}")


@rule(
    "war-start",
    f"(the)? (very)? (b=(beginning|start|onset|outset|outbreak|launch|commencement|first day|day one)) of {_WAR_NAME}",
    f"since x=({_WAR_NAME} ((of|in|against|on) ukraine|began|started|broke out)?)",
    f"since x=({_AGGRESSOR} (forces|troops|army)? (first|has|had)? invaded)",
    f"since x=({_AGGRESSOR} (first|has|had)? attacked (ukraine|its))",
    f"since x=({_AGGRESSOR} (first|has|had)? (launched|began|started|unleashed) {_WAR_NAME})",
    "since x=(invading (ukraine|its))",
)
def _war_start(context: Context, hit: Hit) -> Reading | None:
    """Since the start of the full-scale invasion: the theatre's first day of war."""
    if context.mode == "narrative" or context.published is None:
        return None
    start = load_war().start
    if hit.tape.word(hit.match.end()) == "in" and hit.tape.codes[hit.match.end() + 1 :][:1] == "Y":
        stated = int(hit.tape.word(hit.match.end() + 1))
        if stated != start.year:  # "since their conflict began in 2014"
            return None
    return replace(day_reading(start, "none"), point=None) if start <= context.published else None


@rule(
    "war-day",
    f"(on)? (the)? (c=(NTH|NUMERAL|WORDNTH|SMALL|YEAR)) (th|st|nd|rd)? d=day of {_WAR_NAME}",
    f"d=day (c=(NUMERAL|SMALL|YEAR)) of {_WAR_NAME}",
    f"(on)? (the)? (c=(NTH|NUMERAL|WORDNTH|SMALL|YEAR)) (th|st|nd|rd)? d=day since {_WAR_NAME}",
)
def _war_day(context: Context, hit: Hit) -> Reading | None:
    """On the 400th day of the war: day 1 is the day that it began."""
    if context.mode == "narrative" or context.published is None:
        return None
    word = hit.word("c").replace(",", "")
    number = hit.day("c") if not word.isdigit() else int(word)
    day = spans.shift(load_war().start, number - 1) if 0 < number < 10**5 else None
    return day_reading(day, "none") if day else None


@rule(
    "present",
    "(at|until|up to|to|as of|by|right)? (the)? w=PRESENT (time|day|moment)?",
    "(to|until) (date|this day)",
    "at (this|the) (time|moment)",
    "(these|this) (days|moment)",
    "so far",
)
def _present(context: Context, hit: Hit) -> Reading | None:
    """Now, currently, so far: publication, with no day of its own."""
    word = hit.word("w")
    if word == "current" and context.mode == "news":
        return None
    if word == "present" and hit.begin == hit.match.start("w"):
        return None
    return Reading(value="PRESENT_REF", anchor="published")


@rule("past", "w=PAST")
def _past(context: Context, hit: Hit) -> Reading | None:
    """Recently: before publication, nobody knows when."""
    if hit.word("w") == "previously" or (context.mode == "news" and hit.word("w") in {"former", "formerly", "recent"}):
        return None
    return Reading(value="PAST_REF", is_approximate=True)


@rule("future", "(in|for)? (the)? w=(future|foreseeable future|near future)")
def _future(context: Context, _: Hit) -> Reading | None:
    """In future: after publication."""
    return Reading(value="FUTURE_REF") if context.mode == "narrative" else None


@rule("told-time", "(at)? (this|that|the same|the) w=(time|period)")
def _told_time(context: Context, hit: Hit) -> Reading | None:
    """At this time: of the story, with no day of its own."""
    if context.mode == "news":
        return None
    words = {hit.tape.word(i) for i in range(hit.begin, hit.match.end())}
    following = hit.tape.codes[hit.match.end() : hit.match.end() + 1]
    if "the" in words and "same" not in words and following in {"x", "X"}:
        return None
    return Reading()
