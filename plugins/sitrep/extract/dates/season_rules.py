"""Rules for seasons: of a year, bare, this and last.

In      Context, Hit
Out     Reading, or None where the match is no time expression after all
Units   days, inclusive
Errors  none
"""

from __future__ import annotations

import datetime as dt

from sitrep.extract.dates import spans
from sitrep.extract.dates.context import (
    Anchor,
    Context,
    Hit,
    Reading,
)
from sitrep.extract.dates.grammar import SEASONS
from sitrep.extract.dates.rulebook import rule
from sitrep.extract.dates.shapes import (
    PART,
    part_of,
    year_by_words,
)


@rule(
    "season",
    f"{PART} (k=(last|this|next|that|the same|the following|the previous|the coming|past|the past))? (the)? s=SEASON "
    "(season)? (,? of|in)? (y=YEAR|z=<TOLDYEAR>)?",
    "y=YEAR s=SEASON",
)
def _season(context: Context, hit: Hit) -> Reading | None:
    """The summer of 2023 is June to August; winter crosses the year; a bare season is the one just told of."""
    word, kind = hit.word("s"), hit.words("k")
    i = hit.match.start("s")
    code = SEASONS[word]
    previous = hit.tape.word(i - 1) if i else ""
    if hit.has("y"):
        return part_of(_season_reading(hit.year() or 0, code, "none"), hit.word("p"))
    if by_words := year_by_words(context, hit):
        return part_of(_season_reading(by_words[0], code, by_words[1]), hit.word("p"))
    if (word == "fall" and not kind and not _is_autumn(hit, i)) or (word == "spring" and previous == "to"):
        return None
    return _bare_season(context, code, kind, hit)


def _is_autumn(hit: Hit, i: int) -> bool:
    """In the fall, in fall: the season; the fall of a town, prices fall: not."""
    previous = hit.tape.word(i - 1) if i else ""
    if previous == "the" and i > 1:
        return hit.tape.word(i - 2) in {"in", "during", "by", "throughout"} and hit.tape.word(i + 1) != "of"
    return previous in {"in", "early", "late", "mid", "-"}


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
    return part_of(_nearest_season(context, context.published, code, kind, hit), hit.word("p"))


def _nearest_season(context: Context, published: dt.date, code: str, kind: list[str], hit: Hit) -> Reading:
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
