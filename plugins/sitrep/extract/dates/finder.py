"""One pass over a text: match the rules around the words that can carry a date, resolve in text order.

In      text: str; publication day or None; mode: news reads partial dates against publication, narrative against
        the date last told
Out     list[DateMention], left to right, apart; or the TIMEX3 records of the same
Units   days, inclusive; offsets in code points, end excluded
Errors  none: any Unicode string gives a list
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from sitrep.extract.dates import day_rules, frame_rules, length_rules, relative_rules, season_rules, spans, year_rules
from sitrep.extract.dates.context import Context, Hit, Mode, Point, Reading, day_reading, point_reading
from sitrep.extract.dates.grammar import (
    CODES,
    DAYPARTS,
    DEICTICS,
    MONTHS,
    SEASONS,
    SETS,
    UNITS,
    WEEKDAYS,
    WORDS,
    Tape,
    read_tape,
)
from sitrep.extract.dates.rulebook import NOTES, Rule, dispatch
from sitrep.extract.dates.spans import Days
from sitrep.extract.mentions import DateMention
from sitrep.extract.theatre import DEFAULT_THEATRE, load_war

# Rules enter the book when their modules are imported.
RULE_MODULES = (day_rules, year_rules, season_rules, relative_rules, length_rules, frame_rules)
# name -> explanation, for `sitrep explain`
RULES: dict[str, str] = NOTES

_DISPATCH = dispatch()
# Words that can carry a date; rules are tried around them only. Some carry one in a history but not in news.
_CORE_WORDS = {*MONTHS, *WEEKDAYS, *UNITS, *SEASONS, *DAYPARTS, *DEICTICS, *SETS, *WORDS["core"]["always"]}
_NARRATIVE_WORDS = {*WORDS["present"]["words"], *WORDS["past"]["words"], *WORDS["core"]["narrative"]}
_LINKS = "".join(CODES[word] for word in ("to", "and", "until"))
_BEFORE_CHRIST = "".join(CODES[word] for word in ("bc", "b", "bce"))
_HALF_DAYS = "".join(CODES[word] for word in ("am", "pm", "a", "p", "hrs"))
_STARTS = "".join(CODES[word] for word in WORDS["core"]["before_of"])


def _compile_core(words: set[str]) -> re.Pattern[str]:
    singles = re.escape("".join(sorted(CODES[word] for word in words)))
    return re.compile(
        f"[{singles}YIoDSCE]|[{_STARTS}](?={CODES['of']})"
        f"|[NdF](?=[{_BEFORE_CHRIST}{_HALF_DAYS}]|[-{_LINKS}][Nd][{_BEFORE_CHRIST}])"
    )


_CORES: dict[Mode, re.Pattern[str]] = {
    "news": _compile_core(_CORE_WORDS),
    "narrative": _compile_core(_CORE_WORDS | _NARRATIVE_WORDS),
}
# How many tokens left of such a word an expression may begin.
_REACH = 9
_WALLS = frozenset("xX\n;:()")
_OPENING = 3
_YEAR_RULES = frozenset({"year", "month", "day-month-year", "season", "quarter"})
_PARTIAL_RULES = frozenset({"month", "day-month"})
_LONGEST_LINK = 2
_CLOCK_LINKS = frozenset({"on", "of", ",", "the", "local", "time", "kyiv", "moscow", "gmt", "(", ")"})
_LEADING = frozenset(WORDS["relation"]["leading"])
_SOON = frozenset({"before", "after"})
_HOURS = frozenset({"midnight", "noon", "midday", "dawn", "daybreak", "dusk"})

_RELATIONS: dict[str, str] = WORDS["relation"]["prepositions"]
_FILLERS = frozenset(WORDS["relation"]["fillers"])
_APPROXIMATE = frozenset({"about", "around", "approximately", "roughly", "circa"})


_Found = tuple[int, int, Rule, Reading]


def find_dates(
    text: str, published: dt.date | None, *, mode: Mode = "news", theatre: str = DEFAULT_THEATRE
) -> list[DateMention]:
    """Return every time expression: "on Tuesday" published on a Thursday gives one, of two days before."""
    tape = read_tape(text)
    context = Context(tape, published, mode, load_war(theatre).start)
    found: list[_Found] = []
    codes, done, seen = tape.codes, 0, 0
    for core in _CORES[mode].finditer(codes):
        at = core.start()
        if at < done:
            continue
        if (newline := codes.rfind("\n", seen, at)) >= 0:
            context.open_paragraph(newline + 1)
        seen = at
        start = at
        while start > done and at - start < _REACH and codes[start - 1] not in _WALLS:
            start -= 1
        for begin in range(start, at + 1):
            if (item := _read(context, begin, at)) is not None:
                found.append(item)
                done = item[1]
                _remember(context, item)
                break
    return _mentions(context, found)


def _read(context: Context, begin: int, at: int) -> _Found | None:
    """Read the longest match that begins here, covers the core and makes sense."""
    codes = context.tape.codes
    matches = []
    for order, rule in enumerate(_DISPATCH.get(codes[begin], ())):
        match = rule.pattern.compiled.match(codes, begin)
        if match and match.end() > at:
            matches.append((-match.end(), order, rule, match))
    if len(matches) > 1:
        matches.sort(key=lambda item: item[:2])
    for _, _, rule, match in matches:
        hit = Hit(context.tape, match)
        reading = rule.resolve(context, hit)
        if reading is not None:
            first, end = match.span("x") if hit.has("x") else match.span()
            return first, end, rule, reading
    return None


def _remember(context: Context, item: _Found) -> None:
    """Keep the point for later expressions; a paragraph that opens with another year is background."""
    begin, _, rule, reading = item
    if reading.point is None or reading.type == "DURATION":
        return
    if context.mode == "narrative" and reading.anchor == "published":
        return  # "today" in a history is the day it was written, not a day of the story
    context.remember(reading.point)
    year = reading.point[0]
    is_opening = begin - context.paragraph_start <= _OPENING
    if rule.name in _YEAR_RULES and is_opening and context.published and 0 < year < context.published.year:
        context.background_year = year


def _mentions(context: Context, found: list[_Found]) -> list[DateMention]:
    lent = _lend_days_to_clocks(context.tape, found)
    joined = _join_ranges(context.tape, lent)
    return [_mention(context, item) for item in _place_nights(context, joined)]


def _place_nights(context: Context, found: list[_Found]) -> list[_Found]:
    """Give "an overnight attack on 26 January" the night that ends that day, and later plain nights the same one."""
    if context.mode == "narrative":
        return found
    told: Days | None = None
    for i, (begin, end, rule, reading) in enumerate(found):
        if rule.name != "overnight" or not reading.named or context.tape.word(begin) != "overnight":
            continue
        if end - begin > 1:
            told = reading.named
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        if following and (night := _night_before(context.tape, end, following)):
            told = night
            found[i + 1] = (*following[:3], replace(following[3], first=night[0], last=night[1], is_night=True))
        if told:
            found[i] = (begin, end, rule, replace(reading, named=told))
    return found


def _night_before(tape: Tape, end: int, following: _Found) -> Days | None:
    begin, _, rule, reading = following
    if rule.name not in _DAY_RULES or not reading.named or not 0 <= begin - end <= _LONGEST_NIGHT_LINK:
        return None
    if _WALL_BETWEEN.search(tape.codes, end, begin) or (
        begin > end and tape.word(begin - 1) not in {"on", "into", "to", "of"}
    ):
        return None
    before = spans.shift(reading.named[0], -1)
    return (before, reading.named[1]) if before and reading.named[0] == reading.named[1] else None


_DAY_RULES = frozenset({"weekday", "day-month", "day-month-year", "today", "dotted-day"})
_LONGEST_NIGHT_LINK = 5
_WALL_BETWEEN = re.compile(r"[\n;:(),.]")


def _join_ranges(tape: Tape, found: list[_Found]) -> list[_Found]:
    """Join "from Monday to Wednesday" and "between 3 March and 5 April" to one stretch with two parts."""
    joined: list[_Found] = []
    for item in found:
        if joined and (both := _range_of(tape, joined[-1], item) or _day_up_to(tape, joined[-1], item)):
            joined[-1] = both
        else:
            joined.append(item)
    return joined


def _range_of(tape: Tape, left: _Found, right: _Found) -> _Found | None:
    a, b = left[3], right[3]
    if right[0] - left[1] > _LONGEST_LINK or right[0] <= left[1] or a.parts or b.parts or not a.named or not b.named:
        return None
    link = [tape.word(i) for i in range(left[1], right[0])]
    opening = {tape.word(i) for i in range(max(0, left[0] - 1), left[0] + 1)}
    if tape.codes[left[1]] == "," and len(link) > 1 and not opening.isdisjoint({"from", "between"}):
        link = link[1:]  # "from February 24, 2022, to August 12, 2024"
    is_into = link[0] == "into" and spans.shift(a.named[1], 1) == b.named[0]  # "late on Monday into Tuesday"
    is_range = (
        link[0] == "through"
        or is_into
        or (link[0] in {"to", "until", "till"} and ("from" in opening or a.named[1] < b.named[0]))
        or (link[0] == "and" and ("between" in opening or _are_two_days(left, right)))
        or (len(link) == 1 and tape.codes[left[1]] == "-")
    )
    if not is_range or (len(link) > 1 and not set(link[1:]) <= {"the", "on", "of"}):
        return None
    is_partial = left[2].name in _PARTIAL_RULES and a.anchor == "published" and a.point is not None
    if is_partial and a.point and (b.anchor == "none" or a.named[0] > b.named[1]):
        a = _with_year_of(a.point, b.named[0])
    if not a.named:
        return None
    if a.named[0] > b.named[1] and left[2].name == right[2].name == "weekday":
        # "from Monday to Friday", told on a Wednesday, is last week's
        a = day_reading(spans.shift(a.named[0], -7), a.anchor)
    if not a.named:
        return None
    first, last = a.named[1 if left[2].name == "overnight" else 0], b.named[1]
    if first > last or a.type == "DURATION" or b.type == "DURATION":
        return None
    parts = ((left[0], left[1], a), (right[0], right[1], b))
    value = f"{a.value}/{b.value}"
    # "the night from Friday to Saturday" is one night
    words = {tape.word(left[0] + i) for i in range(3)}
    is_night = (last - first).days == 1 and (is_into or not words.isdisjoint(("night", "overnight")))
    whole = replace(b, value=value, named=(first, last), first=None, last=None, is_stretch=not is_night, parts=parts)
    return left[0], right[1], right[2], replace(whole, is_night=is_night)


def _are_two_days(left: _Found, right: _Found) -> bool:
    """Whether "on Sunday and Monday" names two bare days, one behind the other."""
    a, b = left[3].named, right[3].named
    are_bare = left[2].name == right[2].name == "weekday" and left[1] - left[0] == right[1] - right[0] == 1
    return are_bare and a is not None and b is not None and spans.shift(a[1], 1) == b[0]


def _day_up_to(tape: Tape, left: _Found, right: _Found) -> _Found | None:
    """Join "the 24 hours to Thursday morning" and "the day to 9 February": that day and the one before."""
    is_day = left[3].value == "PT24H" or (left[2].name == "same-day" and tape.word(left[1] - 1) == "day")
    day = right[3].named
    if not is_day or not day or day[0] != day[1] or not 0 < right[0] - left[1] <= _LONGEST_LINK + 1:
        return None
    before = spans.shift(day[0], -1)
    link = [tape.word(i) for i in range(left[1], right[0])]
    if before is None or link[0] not in _UP_TO or not set(link[1:]) <= {"to", "the", "on"}:
        return None
    reading = replace(right[3], type="DURATION", value="P1D", named=(before, day[0]), is_stretch=True, is_night=False)
    return left[0], right[1], right[2], reading


_UP_TO = frozenset({"to", "up", "until", "till", "through", "ending", "before"})


def _with_year_of(point: Point, right: dt.date) -> Reading:
    """From March to May 2023, from December to March 2023: the year is told once, behind."""
    _, month, day = point
    year = right.year - ((month or 1, day or 1) > (right.month, right.day))
    return point_reading((year, month, day), "mentioned")


def _lend_days_to_clocks(tape: Tape, found: list[_Found]) -> list[_Found]:
    """Give "06:00 on 22 March" one span with the day's meaning."""
    lent: list[_Found] = []
    for item in found:
        if (
            lent
            and lent[-1][2].name == "clock"
            and 0 <= item[0] - lent[-1][1] <= _LONGEST_LINK + 1
            and item[3].named
            and item[3].type != "DURATION"
        ):
            link = {tape.word(i) for i in range(lent[-1][1], item[0])}
            if link <= _CLOCK_LINKS:
                lent[-1] = (lent[-1][0], item[1], item[2], item[3])
                continue
        lent.append(item)
    return lent


def _mention(context: Context, item: _Found) -> DateMention:
    begin, end, rule, reading = item
    tape = context.tape
    relation, is_about = _relation(tape, begin)
    begin, inner, is_about_inside = _trim(tape, begin, end)
    relation = inner or relation
    if relation in _SOON and tape.word(begin) in _HOURS and reading.type == "TIME":
        relation = ""  # "before midnight on Saturday" is Saturday
    first, last = reading.first, reading.last
    is_open_start = is_open_end = False
    if first is None and last is None and reading.named:
        first, last = reading.named
    if relation in {"since", "after"} and first and not (reading.is_stretch and relation == "after"):
        last, is_open_end = None, True
    elif relation in {"until", "by", "before"} and last:
        first, is_open_start = None, True
    elif reading.is_open:
        is_open_start, is_open_end = first is None and last is not None, last is None and first is not None
    while end - begin > 1 and tape.codes[end - 1] in ".,-":
        end -= 1
    start, stop = tape.starts[begin], tape.end(end - 1)
    return DateMention(
        start=start,
        end=stop,
        text=tape.text[start:stop],
        type=reading.type,
        value=reading.value,
        first=first,
        last=last,
        open_start=is_open_start,
        open_end=is_open_end,
        is_approximate=reading.is_approximate or is_about or is_about_inside,
        is_night=reading.is_night,
        is_stretch=reading.is_stretch,
        anchor=reading.anchor,
        rule=rule.name,
        relation=relation,
        named=reading.named,
        parts=tuple(_mention(context, (a, b, rule, part)) for a, b, part in reading.parts),
    )


def _relation(tape: Tape, begin: int) -> tuple[str, bool]:
    """The preposition before an expression, over words such as "about" and "the"."""
    is_about = False
    for i in range(begin - 1, max(-1, begin - 5), -1):
        word = tape.word(i)
        if word in _RELATIONS:
            return _RELATIONS[word], is_about
        if word == "of" and i and tape.word(i - 1) == "as":
            return "as_of", is_about
        if word not in _FILLERS:
            break
        is_about |= word in _APPROXIMATE
    return "", is_about


def _trim(tape: Tape, begin: int, end: int) -> tuple[int, str, bool]:
    """Leave prepositions outside the span, and tell what they said."""
    relation, is_about = "", False
    while begin < end - 1 and (word := tape.word(begin)) in _LEADING:
        relation = _RELATIONS.get(word, relation)
        is_about |= word in _APPROXIMATE
        begin += 1
    return begin, relation, is_about


def timexes(
    text: str, published: dt.date | None, mode: Mode = "news", theatre: str = DEFAULT_THEATRE
) -> list[dict[str, Any]]:
    """The TIMEX3 records of a text; a range gives its two ends, and `interval` the days that are named outright."""
    records = []
    for mention in find_dates(text, published, mode=mode, theatre=theatre):
        for part in mention.parts or (mention,):
            ends = part.named or (None, None)
            records.append(
                {
                    "start": part.start,
                    "end": part.end,
                    "text": part.text,
                    "type": part.type,
                    "value": part.value or "null",
                    "interval": [day and day.isoformat() for day in ends],
                }
            )
    return records
