"""Rules for days, months and years that the calendar names: full dates, partial dates, parts of them, ranges.

In      Context, Hit
Out     Reading, or None where the match is no time expression after all
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitrep.extract.dates import spans
from sitrep.extract.dates.context import Anchor, Context, Hit, Reading, day_reading, point_reading
from sitrep.extract.dates.grammar import DAYPARTS, PARTS, SEASONS, WEEKDAYS
from sitrep.extract.dates.rulebook import rule

_PART = "((the)? (very|latter)? p=PART (part|parts|days|weeks|months|half|stages)? -? (of|in)? (the)?)?"
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


@rule("iso-day", "d=ISO")
def _iso_day(_: Context, hit: Hit) -> Reading | None:
    """2022-02-24 is that day."""
    try:
        day = dt.date.fromisoformat(hit.word("d")[:10])
    except ValueError:
        return None
    return day_reading(day, "none")


@rule("dotted-day", "d=DOTTED")
def _dotted_day(_: Context, hit: Hit) -> Reading | None:
    """24.02.2022 is day, month, year; 2/24/2022 has no other reading than month, day."""
    day, month, year = (int(part) for part in hit.word("d").replace("/", ".").split("."))
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
    return _ranged(ends) if len(ends) > 1 else ends[0][2]


def _ranged(ends: list[tuple[int, int, Reading]]) -> Reading | None:
    first, last = ends[0][2], ends[-1][2]
    if not first.named or not last.named:
        return None
    if first.named[0] > last.named[1]:  # from 24.02 to 23.04 of the year after
        return None
    named = (first.named[0], last.named[1])
    return replace(last, value=f"{first.value}/{last.value}", named=named, is_stretch=True, parts=tuple(ends))


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
    return _of_night(with_daypart(day_reading(day, "none"), _daypart(hit)), hit) if day else None


def _daypart(hit: Hit) -> str:
    return next((word for word in hit.words("n") + hit.words("o") if word in DAYPARTS), "")


@rule(
    "day-month",
    "(n=<DP>)? <WD>? (the|this)? d=<DAY> (day of|of)? m=MONTH (o=DAYPART)? (,? (of|in)? z=(that year|the same year|this year|last year|next year|the following year|the previous year))?",
    "(n=<DP>)? <WD>? (the|this)? m=MONTH .? the? d=<DAY> (o=DAYPART)? (,? (of|in)? z=(that year|the same year|this year|last year|next year|the following year|the previous year))?",
)
def _day_month(context: Context, hit: Hit) -> Reading | None:
    """A day without a year is the nearest: the next one only within 120 days, or where the clause looks ahead."""
    month, number = hit.month(), hit.day("d")
    year, anchor = _year_by_words(context, hit) or context.resolve_year(month, number, hit.begin)
    if year is None or year < 0:
        return point_reading((year, month, number), anchor) if year else Reading(value=f"XXXX-{month:02d}-{number:02d}")
    day = spans.day_of(year, month, number)
    if day is None and number <= 29:  # noqa: PLR2004 - 29 February of another year
        day = spans.day_of(year, month, 28)
    return _of_night(with_daypart(day_reading(day, anchor), _daypart(hit)), hit) if day else None


def _of_night(reading: Reading, hit: Hit) -> Reading:
    """The night of 2 March ends on the morning of 2 March; "Sunday night" begins on Sunday."""
    if not reading.named or "night" not in hit.words("n"):
        return reading
    return replace(reading, first=spans.shift(reading.named[0], -1), last=reading.named[1])


def _year_by_words(context: Context, hit: Hit) -> tuple[int, Anchor] | None:
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
    if first and last and first > last and _daypart(hit):  # the night of 31-1 January
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
    reading = _ranged(ends)
    if reading is None:
        return None
    if _daypart(hit):
        return replace(with_daypart(replace(reading, value=first.isoformat()), _daypart(hit)), is_stretch=False)
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


@rule(
    "month",
    f"{_PART} (the month of)? (k=(last|next|this|previous|following|past|coming|same))? m=MONTH .? (,? (of|in)? (the year)? y=YEAR|,? (of|in)? z=(that year|the same year|this year|last year|next year|the following year|the previous year))? (b=<BC>)?",
)
def _month(context: Context, hit: Hit) -> Reading | None:
    """A month without a year is the nearest: the next one only within 90 days, or where the clause looks ahead."""
    month = hit.month()
    if hit.word("m") in {"may", "march"} and not _is_month_alone(hit):
        return None
    stated = hit.year()
    by_words = _year_by_words(context, hit)
    if stated is not None:
        year, anchor = (-stated if hit.has("b") else stated), "none"
    elif by_words:
        year, anchor = by_words
    else:
        year, anchor = _year_of_month(context, hit, month)
    if year is None:
        return Reading(value=f"XXXX-{month:02d}")
    return part_of(point_reading((year, month, None), anchor), hit.word("p"))


def _is_month_alone(hit: Hit) -> bool:
    """ "Theresa May", "May I", "March on": a month has a year, a part or a preposition beside it."""
    if hit.has("y") or hit.has("z") or hit.has("p") or hit.has("k"):
        return True
    i = hit.match.start("m")
    previous = hit.tape.word(i - 1) if i else ""
    return previous in {
        "in", "since", "of", "until", "till", "by", "from", "to", "for", "during", "between", "and", "early", "late", "mid",
        "through", "before", "after", "throughout", "around", "about", "-", "a", "the", "this", "(", "",
    }  # fmt: skip


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


@rule("year", f"{_PART} (the year)? y=YEAR")
def _year(context: Context, hit: Hit) -> Reading | None:
    """Four digits are a year where the words beside them allow it: "2014", not "2014 tanks"."""
    is_marked = hit.has("p") or hit.match.start("y") - hit.begin > 1
    if not is_marked and not _is_year(context, hit):
        return None
    year = hit.year() or 0
    return part_of(point_reading((year, None, None), "none"), hit.word("p"))


_YEAR_PREPOSITIONS = frozenset(
    [
        "in",
        "of",
        "by",
        "since",
        "until",
        "till",
        "from",
        "to",
        "during",
        "before",
        "after",
        "between",
        "and",
        "early",
        "late",
        "mid",
        "around",
        "about",
        "throughout",
        "through",
        "for",
        "year",
        "end",
        "beginning",
        "start",
        "circa",
        "ca",
        "summer",
        "spring",
        "autumn",
        "fall",
        "winter",
        "-",
        "–",
        "—",
        "(",
        ",",
        "at",
        "later",
        "earlier",
        "only",
        "back",
        "as",
        "on",
    ]
)
_STRONG_PREPOSITIONS = frozenset(
    [
        "in",
        "since",
        "until",
        "till",
        "during",
        "throughout",
        "early",
        "late",
        "mid",
        "year",
        "summer",
        "spring",
        "autumn",
        "fall",
        "winter",
    ]
)


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
    """ "Su-2000", "2000-strong": no year, but "2014-2015" and "mid-2014" are."""
    tape = hit.tape
    if tape.is_joined(i) and previous.isalpha():
        return True
    has_tail = i + 2 < len(tape.codes) and tape.codes[i + 1] == "-" and tape.codes[i + 2] not in "Yd"
    return has_tail and tape.is_joined(i + 1) and tape.is_joined(i + 2)


_FIRST_YEAR_IN_NEWS = 1900
_COUNT_PREPOSITIONS = frozenset(
    ["$", "€", "£", "over", "than", "least", "nearly", "almost", "some", "approximately", "roughly"]
)
_VERBS_IN_S = frozenset(["was", "is", "has", "saw", "as", "this", "its", "his", "does"])
_COUNTED = frozenset(
    [
        "people",
        "men",
        "women",
        "km",
        "kilometers",
        "kilometres",
        "miles",
        "feet",
        "yards",
        "tons",
        "tonnes",
        "troops",
        "soldiers",
        "metres",
        "meters",
        "civilians",
        "personnel",
        "units",
        "tanks",
        "guns",
        "aircraft",
        "planes",
        "ships",
        "vehicles",
        "prisoners",
        "casualties",
        "dead",
        "wounded",
        "officers",
        "shells",
        "missiles",
        "drones",
        "rounds",
        "houses",
        "homes",
        "villages",
        "horses",
        "workers",
        "members",
        "guards",
        "volunteers",
        "sailors",
    ]
)


@rule("year-range", "(the years|from|between)? a=YEAR (-|to|and|until|through) b=(YEAR|SMALL)")
def _year_range(_: Context, hit: Hit) -> Reading | None:
    """1914-1918, from 2014 to 2015: both years and what lies between; of "1914-18" only the first is a year."""
    first, last = hit.year("a") or 0, int(hit.word("b"))
    i, j = hit.match.start("a"), hit.match.start("b")
    if hit.code("b") == "d":
        # Two digits are a year only behind a longer one and a dash: 1914-18, 2022-23.
        is_short = hit.tape.codes[i + 1] == "-" and len(hit.word("b")) == 2  # noqa: PLR2004
        last += first - first % 100 if is_short else 0
    if last <= first:
        return None
    ends = [
        (i, i + 1, point_reading((first, None, None), "none")),
        (j, j + 1, point_reading((last, None, None), "none")),
    ]
    return _ranged(ends)


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
    f"{_PART} (about|around|circa|c .|ca .?)? (the)? (year)? y=(NUMERAL|SMALL|YEAR) <BC>",
    f"{_PART} m=MONTH (of)? y=(NUMERAL|SMALL|YEAR) <BC>",
    f"{_PART} (the)? s=SEASON (of)? y=(NUMERAL|SMALL|YEAR) <BC>",
)
def _year_before_christ(_: Context, hit: Hit) -> Reading | None:
    """Years before Christ have a value, but no days that our calendar holds."""
    year = -(hit.year() or 0)
    if hit.has("s"):
        reading = point_reading((year, None, None), "none")
        return replace(reading, value=f"{reading.value}-{SEASONS[hit.word('s')]}")
    return point_reading((year, hit.month() if hit.has("m") else None, None), "none")


@rule("decade", f"{_PART} (the)? e=TENS (k=<BC>)?")
def _decade(_: Context, hit: Hit) -> Reading | None:
    """The 1930s: ten years."""
    year = int(hit.word("e").rstrip("s"))
    if hit.has("k"):
        return Reading(value=f"BC{year // 10:03d}", point=(-year, None, None))
    days = spans.months_from(year, 1, 120)
    return part_of(Reading(value=f"{year // 10:03d}", named=days, point=(year, None, None)), hit.word("p"))


@rule("century", f"{_PART} (the)? (c=(NTH|WORDNTH)) -? century (k=<BC>)?")
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
    "season",
    f"{_PART} (k=(last|this|next|that|the same|the following|the previous|the coming|past|the past))? (the)? s=SEASON (season)? (,? of|in)? (y=YEAR|z=(that year|the same year|this year|last year|next year|the following year))?",
    "y=YEAR s=SEASON",
)
def _season(context: Context, hit: Hit) -> Reading | None:
    """The summer of 2023 is June to August; winter crosses the year; a bare season is the one just told of."""
    word, kind = hit.word("s"), hit.words("k")
    i = hit.match.start("s")
    code = SEASONS[word]
    previous = hit.tape.word(i - 1) if i else ""
    year, anchor = hit.year(), "none"
    if (
        year is None
        and word == "fall"
        and not kind
        and previous not in {"in", "early", "late", "mid", "-"}
        and not hit.has("z")
    ):
        return (
            None
            if not (
                previous == "the"
                and i > 1
                and hit.tape.word(i - 2) in {"in", "during", "by", "throughout"}
                and hit.tape.word(i + 1) != "of"
            )
            else _bare_season(context, code, kind, hit)
        )
    if (
        word == "spring"
        and hit.tape.codes[i : i + 1]
        and not hit.tape.text[hit.tape.starts[i]].isupper()
        and previous == "to"
    ):
        return None
    if year is None and (by_words := _year_by_words(context, hit)):
        year, anchor = by_words
    if year is None:
        return _bare_season(context, code, kind, hit)
    return part_of(_season_reading(year, code, anchor), hit.word("p"))


def _season_reading(year: int, code: str, anchor: Anchor) -> Reading:
    if year <= 0:
        return Reading(value=f"BC{-year:04d}-{code}", anchor=anchor)
    days = spans.season_of(year, code)
    return Reading(value=f"{year:04d}-{code}", named=days, anchor=anchor, point=(year, None, None))


def _bare_season(context: Context, code: str, kind: list[str], hit: Hit) -> Reading | None:
    if context.mode == "narrative":
        if not context.mentioned:
            return Reading(value=f"XXXX-{code}")
        step = (
            1
            if kind and kind[-1] in {"following", "next", "coming"}
            else -1
            if kind and kind[-1] in {"previous", "last"}
            else 0
        )
        return part_of(_season_reading(context.mentioned[0] + step, code, "mentioned"), hit.word("p"))
    previous = hit.tape.word(hit.begin - 1) if hit.begin else ""
    if (
        not kind
        and not hit.has("p")
        and previous
        not in {"in", "during", "since", "until", "by", "over", "throughout", "of", "for", "before", "after"}
    ):
        return None
    if context.published is None:
        return Reading(value=f"XXXX-{code}")
    return part_of(_nearest_season(context, code, kind, hit), hit.word("p"))


def _nearest_season(context: Context, code: str, kind: list[str], hit: Hit) -> Reading:
    published = context.published
    assert published is not None  # noqa: S101 - asked by the caller
    years = [y for y in (published.year - 1, published.year, published.year + 1) if spans.season_of(y, code)]
    seasons = [(y, days) for y in years if (days := spans.season_of(y, code))]
    ended = [y for y, days in seasons if days[1] < published]
    begun = [y for y, days in seasons if days[0] <= published]
    word = kind[-1] if kind else ""
    if word in {"last", "previous"}:
        year = ended[-1]
    elif word in {"next", "coming"}:
        year = begun[-1] + 1
    elif word == "this" or context.looks_ahead(hit.begin):
        year = next(
            (y for y, days in seasons if days[1] >= published and days[0].year <= published.year + 1), published.year
        )
        if word == "this" and (published.year in ended or context.looks_back(hit.begin)):
            year = published.year if published.year in ended else begun[-1]
    else:
        year = begun[-1] if begun else published.year - 1
    return _season_reading(year, code, "published")


@rule(
    "quarter",
    "(in)? (the)? q=(WORDNTH|NTH) u=(quarter|half) (of)? (the|this|last)? (m=MONTH (,? of? y=YEAR)?)",
    "(the)? q=(WORDNTH|NTH) u=(quarter|half) (,? of|in)? (the)? (year)? y=YEAR",
    "(the)? q=(WORDNTH|NTH) u=(quarter|half) (of|in) z=(the year|this year|last year|that year|the same year|next year)",
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
        by_words = _year_by_words(context, hit)
        year = by_words[0] if by_words else context.published.year if context.published else None
        if hit.words("z") == ["the", "year"] and context.mode == "news":
            year = _told_or_published_year(context)
    if year is None or year <= 0:
        return None
    code = f"{'Q' if count > 2 else 'H'}{number}"  # noqa: PLR2004
    return Reading(value=f"{year:04d}-{code}", named=spans.season_of(year, code), point=(year, None, None))


def _told_or_published_year(context: Context) -> int | None:
    """ "In 2022 ... the second half of the year": the year just told, else the current one."""
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
    "(n=<DP>)? (early|late|earlier|later)? (on)? (the)? (k=(last|next|this|past|previous|the following|coming|that))? w=WEEKDAY "
    "(o=DAYPART)? (j=(last week|next week|this week))?",
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
        return with_daypart(Reading(value=f"XXXX-WXX-{number}"), _daypart(hit))
    if hit.has("j"):
        week = spans.week_of(day)
        step = {"last": -7, "next": 7, "this": 0}[hit.words("j")[0]]
        return with_daypart(
            day_reading(spans.shift(week[0], number - 1 + step) if week else None, anchor), _daypart(hit)
        )
    kind = (hit.words("k") or [""])[-1]
    behind = (day.isoweekday() - number) % 7
    if kind in {"last", "past", "previous"}:
        behind = behind or 7
    is_ahead = kind in {"next", "following", "coming"} or (kind == "" and context.looks_ahead(hit.begin))
    if is_ahead:
        behind = -((number - day.isoweekday()) % 7)
        behind = behind or (-7 if kind else 0)
    return with_daypart(day_reading(spans.shift(day, -behind), anchor), _daypart(hit))


@rule(
    "christmas",
    "(the)? c=christmas (e=(day|eve|night))? (,? (of|in)? y=YEAR)?",
    "(the)? new (years|year POSS?) e=(day|eve|night) (,? (of|in)? y=YEAR)?",
)
def _feast(context: Context, hit: Hit) -> Reading | None:
    """Christmas and New Year's Eve: the days that the western calendar fixes."""
    is_eve = hit.word("e") in {"eve", "night"}
    month, day = (12, 24 if is_eve else 25) if hit.has("c") else (12, 31) if is_eve else (1, 1)
    year = hit.year() or context.resolve_year(month, day, hit.begin)[0]
    found = spans.day_of(year, month, day) if year and year > 0 else None
    return day_reading(found, "published") if found else None
