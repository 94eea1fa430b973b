"""Rules for what is told against another day: yesterday, overnight, last week, two days later, the end of the month.

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
    Anchor,
    Context,
    Hit,
    Reading,
    day_reading,
    parse_count,
    point_of,
    point_reading,
)
from sitrep.extract.dates.grammar import DAYPARTS, DEICTICS, PARTS, WEEKDAYS
from sitrep.extract.dates.rulebook import rule
from sitrep.extract.dates.shapes import (
    AHEAD,
    BACK,
    SMALL_UNITS,
    duration_value,
    move_point,
    part_of,
    rolling,
    unit_days,
    with_daypart,
)


@rule(
    "today",
    "(n=<DP>)? ((early|late|earlier|later) (on)?)? t=DEICTIC (o=DAYPART)?",
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
    "for (a|the) (NTH|WORDNTH) (straight|consecutive|successive) n=night",
    "for (a|the) (NTH|WORDNTH) n=night (in a row|running|straight)",
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
    "(k=(early|late|earlier|later|mid))? -? (in)? (the)? "
    "d=(this|last|next|past|previous|current|coming|present) u=UNIT",
    "(k=(early|late|earlier|later))? (on|in)? d=(that|the same|that same|that very|the following|the next|"
    "the previous|the preceding|the coming|the very next) u=UNIT (n=DAYPART)?",
)
def _this_unit(context: Context, hit: Hit) -> Reading | None:
    """This week, last month, next year against publication; that month, the following day against the day last told."""
    words = hit.words("d")
    kind = words[-1]
    unit = hit.unit()
    plural = hit.word("u").endswith("s")
    if hit.word("u") in {"night", "nights"}:
        return _night_of_told_day(context, hit, kind)
    if plural or unit in SMALL_UNITS:
        return vague_stretch(context, kind, unit)
    is_told = words[0] in {"that", "the"} or (
        context.mode == "narrative" and kind not in {"this", "current", "present", "past"}
    )
    has_article = hit.tape.word(hit.match.start("d") - 1) == "the"
    if len(words) == 1 and kind in {"next", "last"} and context.mode == "news":
        is_told = has_article and kind == "next"
    if is_told or (kind == "previous" and unit == "D" and not _is_over_it(hit)):
        return _told_unit(context, hit, kind, unit)
    is_rolling = unit == "D" or has_article
    if (is_rolling and kind in {"last", "past", "previous"}) or kind == "past":
        return (
            rolling(context, 1, unit)
            if context.mode == "news"
            else Reading(type="DURATION", value=duration_value(1, unit), is_stretch=True)
        )
    if context.published is None:
        return Reading()
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(kind, 0)
    day = spans.add_units(context.published, step, unit)
    return _narrowed(replace(unit_days(day, unit), anchor="published"), hit) if day else None


def _is_over_it(hit: Hit) -> bool:
    """Whether the unit is one that something went on over: "in the previous day"."""
    i = hit.match.start("d") - 1
    before = hit.tape.word(i - 1) if hit.tape.word(i) == "the" else hit.tape.word(i)
    return before in {"in", "over", "during", "for", "within", "throughout", "from", "than", "to"}


def _narrowed(reading: Reading, hit: Hit) -> Reading:
    word = hit.word("k")
    return part_of(reading, word) if word in PARTS else reading


def _told_unit(context: Context, hit: Hit, kind: str, unit: str) -> Reading | None:
    base, anchor = context.base_for(unit, is_same=kind in {"same", "that"})
    if kind in {"past", "current", "present"} or (kind == "last" and context.mode == "news"):
        return rolling(context, 1, unit)
    if base is None:
        return Reading()
    step = 1 if kind in AHEAD else -1 if kind in {"previous", "preceding", "last"} else 0
    reading = move_point(base, step, unit, anchor)
    if hit.has("n"):
        return with_daypart(reading, hit.word("n"))
    return _narrowed(reading, hit)


def _night_of_told_day(context: Context, hit: Hit, kind: str) -> Reading | None:
    if kind in {"last", "past", "previous"} and context.mode == "news" and context.published:
        return _overnight(context, hit)
    base, anchor = context.base_for("D")
    if base is None or base[2] is None:
        return Reading(type="TIME", value="XXXX-XX-XXTNI", is_night=True)
    step = 1 if kind in AHEAD else 0
    return with_daypart(move_point(base, step, "D", anchor), "night")


def vague_stretch(context: Context, kind: str, unit: str) -> Reading:
    """The past weeks, the coming days: no end that the text states, but for publication."""
    last = context.published if kind in BACK and context.mode == "news" else None
    return Reading(
        type="DURATION",
        value=duration_value(None, unit),
        last=last,
        is_open=True,
        is_approximate=True,
        is_stretch=True,
        anchor="published" if last else "none",
    )


@rule(
    "part-of-unit",
    "(at|by|in|until|till|towards)? (the)? (very|latter)? p=PART (part|stages|days)? of "
    "(d=(the|this|last|next|that|the same|the following|the previous))? u=UNIT",
    "p=(late|early|later|earlier) in (d=(the|this|that|the same|the following)) u=UNIT",
    "(d=(the|this|last|next|that))? u=UNIT POSS p=(end|start|beginning|close)",
    "d=(the|this) p=(middle|end|beginning) of u=UNIT",
)
def _part_of_unit(context: Context, hit: Hit) -> Reading | None:
    """The end of the month, later in the year: of the unit just told, else of the current one."""
    unit = hit.unit()
    if hit.word("u").endswith("s") or unit in SMALL_UNITS:
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
    step = 1 if kind in AHEAD else -1 if kind in {"previous", "last"} else 0
    reading = move_point(base, step, unit, anchor)
    word = hit.word("p")
    return part_of(reading, word) if word in PARTS else reading


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
    if unit in SMALL_UNITS:
        return day_reading(context.published, "published")
    return replace(unit_days(day, unit), anchor="published")


@rule(
    "later",
    "(ABOUT)? (ABOUT)? c=<COUNT> (ADJ)? u=UNIT (r=(later|after|afterwards|afterward|hence|thereafter|earlier|before|"
    "previously|prior|beforehand|after that|before that|after this))",
    "u=UNIT (r=(later|earlier|before|afterwards|before that|after that|previously))",
    "(the)? u=UNIT (r=(before|after|following|earlier|later))",
    "(the)? (very)? b=(next|following|previous|preceding) u=UNIT",
    "(early|late)? (the)? b=(next|following|previous|same) u=UNIT (n=DAYPART)?",
    "(early|late)? (the)? b=(next|following|previous|same) u=DAYPART",
)
def _later(context: Context, hit: Hit) -> Reading | None:
    """Two days later, the day before, the next morning: counted from the day last told, else from publication."""
    word, name = (hit.words("r") or hit.words("b"))[0], hit.word("u")
    sign = 0 if word == "same" else 1 if word in _FORWARD else -1
    if name in DAYPARTS and name != "night":
        base, anchor = context.base_for("D")
        return with_daypart(move_point(base, sign, "D", anchor) if base else Reading(value="XXXX-XX-XX"), name)
    unit = hit.unit()
    if hit.has("b") and name.endswith("s"):
        return Reading(type="DURATION", value=duration_value(None, unit), is_stretch=True)
    count = parse_count(hit.words("c")) if hit.has("c") else None if name.endswith("s") else 1
    if count is None:
        return Reading(value="FUTURE_REF" if sign > 0 else "PAST_REF", is_approximate=True)
    if context.mode == "news" and hit.has("r") and _is_tied(hit, word):
        # "two days after the town fell": told against an event that we do not know.
        length = Reading(type="DURATION", value=duration_value(count, unit), is_stretch=True)
        return length if hit.has("c") else Reading(value="", is_approximate=True)
    return _moved(context, sign * count, unit, hit.word("n"))


_FORWARD = frozenset({"later", "after", "afterwards", "afterward", "hence", "thereafter", "next", "following"})


def _is_tied(hit: Hit, word: str) -> bool:
    following = hit.tape.codes[hit.match.end() : hit.match.end() + 1]
    return word in {"after", "before", "following"} and following not in {"", ",", ".", "\n", ")", ";"}


def _moved(context: Context, count: float, unit: str, part: str) -> Reading:
    base, anchor = context.base_for(unit)
    if base is None:
        return Reading(value="FUTURE_REF" if count > 0 else "PAST_REF")
    if unit in SMALL_UNITS:
        told = replace(point_reading(base, anchor), type="TIME", is_approximate=True)
        return told if base[2] and anchor == "mentioned" else Reading(type="TIME", is_approximate=True)
    reading = move_point(base, count, unit, anchor)
    return with_daypart(reading, part) if part else reading


@rule(
    "same-day", "(on|at|by)? (this|that|the) (same|very)? d=(day|date|morning|afternoon|evening)", "(on)? this d=date"
)
def _same_day(context: Context, hit: Hit) -> Reading | None:
    """That day, that same morning: the day last told."""
    words = {hit.tape.word(i) for i in range(hit.begin, hit.match.end())}
    if not words & {"that", "same", "this"}:
        return _of_the_day(context, hit)
    base, anchor = context.base_for("D")
    if base is None:
        return Reading()
    if "this" in words and "same" not in words and context.mode == "news" and context.published:
        base, anchor = point_of(context.published) or base, "published"
    reading = point_reading(base, anchor)
    part = hit.word("d")
    return with_daypart(reading, part) if part in DAYPARTS else reading


def _of_the_day(context: Context, hit: Hit) -> Reading | None:
    """During the day, in the morning: of publication day in news, unless another day is told beside it."""
    part = hit.word("d")
    i = hit.match.start("d")
    previous = hit.tape.word(i - 2) if i > 1 else ""
    end = hit.match.end()
    if end < len(hit.tape.codes) and hit.tape.word(end) in {"of", "after", "before", "on"}:
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


_FRIDAY = 5


@rule("weekend", "(over|during|at|on)? (the)? (k=(this|last|next|past|coming|previous|following))? weekend")
def _weekend(context: Context, hit: Hit) -> Reading | None:
    """The weekend: Saturday and Sunday last begun, or the next where the clause looks ahead."""
    if context.published is None:
        return Reading(value="XXXX-WXX-WE")
    kind, published = hit.word("k"), context.published
    back = (published.isoweekday() - 6) % 7
    is_this_coming = kind == "this" and published.isoweekday() < _FRIDAY
    if kind in AHEAD or is_this_coming or (not kind and context.looks_ahead(hit.begin)):
        back -= 7 if back or kind in AHEAD else 0
    first = spans.shift(published, -back)
    last = spans.shift(first, 1) if first else None
    if first is None or last is None:
        return None
    iso = first.isocalendar()
    return Reading(
        value=f"{iso.year:04d}-W{iso.week:02d}-WE", named=(first, last), anchor="published", point=point_of(last)
    )
