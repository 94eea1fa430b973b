"""Rules for hours, for the war's own frame, and for now, lately and in future.

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
    day_reading,
    point_reading,
)
from sitrep.extract.dates.grammar import DAYPARTS
from sitrep.extract.dates.rulebook import rule

_AGGRESSOR = "(NAME|russia|moscow|putin|kremlin|ukraine)"
_WAR = "(FULL? -? FULL? -? (NAME)? WAR|special -? military? operation|smo|military operation)"
_WHOSE = "(the|its|their|this|his|russias|ukraine|russia|moscow|putin|kremlin|a)"
_WAR_NAME = f"{_WHOSE}? (NAME)? POSS? (NAME)? (MONTH? v=YEAR)? {_WAR}"


@rule("daypart", "at n=(night|dawn|noon|midnight|dusk)", "in the (early)? n=(morning|afternoon|evening)")
def _daypart_alone(_: Context, hit: Hit) -> Reading | None:
    """At night, at dawn: part of a day told elsewhere."""
    word = hit.word("n")
    return Reading(type="TIME", value=f"XXXX-XX-XXT{DAYPARTS[word]}", is_night=DAYPARTS[word] == "NI")


_NOON, _MINUTES = 12, 60


@rule("clock", "c=(CLOCK|SMALL|DECIMAL|DAYMONTH) (a=(<AMPM>|midnight|noon))", "c=CLOCK")
def _clock(context: Context, hit: Hit) -> Reading | None:
    """18:00, 5 a.m.: a time of a day told elsewhere."""
    digits = hit.word("c").replace(".", ":").split(":")
    suffix = hit.words("a")
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    if suffix and suffix[0].startswith("p") and hour < _NOON:
        hour += 12
    if hour > 2 * _NOON or minute >= _MINUTES:
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
    start = context.war_start
    if hit.has("v") and int(hit.word("v")) != start.year:
        return None
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
    day = spans.shift(context.war_start, number - 1) if 0 < number < 10**5 else None
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
