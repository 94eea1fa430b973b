"""Settle when a page was published, in which day of its outlet, and how we know.

In      the hint that came with the page, the day that htmldate found, the page's own markup
Out     Published: a UTC instant, a day, a basis
Units   the day is the outlet's own: of its zone, or where we do not know that, of the offset that the page states
Errors  none; an impossible date is no date
Source  schema.org datePublished, the Open Graph article:published_time, HTML's <time datetime>
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sitrep.records import Page, PublishedBasis

_DAY = r"(?:19|20)\d\d-[01]\d-[0-3]\d"
_TIME = r"[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s?(?:Z|UTC|[+-]\d\d:?\d\d))?"
_INSTANT = rf"(?P<instant>{_DAY}(?:{_TIME})?)"
# In order of trust: keys of publication before their value (JSON-LD, most meta tags), behind it, older names, <time>.
# Each pattern begins with a literal, which the regex engine finds ten times faster than a choice: pages are long.
_STATED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"ublish(?:ed|edAt|_date|Date|ed_time|-date|ed_at)?\b[^<>{{}}]{{0,80}}?{_INSTANT}",
        rf"content=[\"']{_INSTANT}[^<>]{{0,80}}?(?:ublish|ubdate|ub-date)",
        rf"ubdate\b[^<>{{}}]{{0,80}}?{_INSTANT}",
        rf"ub-date\b[^<>{{}}]{{0,80}}?{_INSTANT}",
        rf"ubDate\b[^<>{{}}]{{0,80}}?{_INSTANT}",
        rf"DC\.date\b[^<>{{}}]{{0,80}}?{_INSTANT}",
        rf"dcterms\.(?:created|issued|date|available)\b[^<>{{}}]{{0,80}}?{_INSTANT}",
        rf"<time\b[^<>]{{0,200}}?datetime=[\"']?{_INSTANT}",
    )
)
_KEYED = 2
_MODIFIED = re.compile(rf"(?:[Mm]odified|[Uu]pdated?)(?:_time|Time|_at|Date)?\b[^<>{{}}]{{0,80}}?{_INSTANT}")
_MOST_CANDIDATES = 5
# Below this an instant of capture is that of a file without one (1970, 1980): it bounds nothing.
_FIRST_YEAR = 1995
_NO_BOUND = dt.date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Published:
    """All None and "none" where nothing is known."""

    at: dt.datetime | None
    day: dt.date | None
    basis: PublishedBasis


def latest_day(captured_at: dt.datetime) -> dt.date:
    """The last day on which the page can have been published: it was captured then. A day is left for the zones."""
    if captured_at.year < _FIRST_YEAR:
        return _NO_BOUND
    return captured_at.date() + dt.timedelta(days=1)


def settle_published(page: Page, html: str, found_day: str | None) -> Published:
    """Choose by rank: feed, then page, then archive. `found_day` is htmldate's answer."""
    zone = read_zone(page.zone)
    hinted = _from_hint(page, zone)
    if page.published_basis == "feed" and hinted is not None:
        return hinted
    return _from_page(html, found_day, zone, latest_day(page.captured_at)) or hinted or Published(None, None, "none")


def read_zone(name: str) -> dt.tzinfo:
    """The zone by its IANA name; one that nobody knows is UTC, as for a page without a zone."""
    try:
        return dt.UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


def _from_hint(page: Page, zone: dt.tzinfo) -> Published | None:
    if page.published_at is None or page.published_basis == "none":
        return None
    return _publish(page.published_at, zone, page.published_basis)


def _from_page(html: str, found_day: str | None, zone: dt.tzinfo, last: dt.date) -> Published | None:
    day = _read_day(found_day)
    if day is not None and day > last:
        day = None
    for stated in _find_instants(html, _STATED):
        instant = stated.replace(tzinfo=stated.tzinfo or zone)
        if day in _days_of(instant, zone) or (day is None and instant.date() <= last):
            return _publish(instant, _own_zone(instant, zone), "page")
    if day is None:
        return None
    keyed = [instant.replace(tzinfo=instant.tzinfo or zone) for instant in _find_instants(html, _STATED[:_KEYED])]
    # htmldate falls back to the time of an edit before it looks everywhere for the publication.
    if (
        keyed
        and keyed[0].date() < day
        and any(
            day in _days_of(edit.replace(tzinfo=edit.tzinfo or zone), zone)
            for edit in _find_instants(html, (_MODIFIED,))
        )
    ):
        return _publish(keyed[0], _own_zone(keyed[0], zone), "page")
    return _publish(dt.datetime(day.year, day.month, day.day, tzinfo=zone), zone, "page")


def _own_zone(instant: dt.datetime, zone: dt.tzinfo) -> dt.tzinfo:
    """Of an outlet that we do not know the zone is "UTC": then the page's own offset is the better witness."""
    return (instant.tzinfo or zone) if zone is dt.UTC else zone


def _days_of(instant: dt.datetime, zone: dt.tzinfo) -> set[dt.date]:
    return {at.date() for at in (instant, instant.astimezone(dt.UTC), instant.astimezone(_own_zone(instant, zone)))}


def _publish(instant: dt.datetime, zone: dt.tzinfo, basis: PublishedBasis) -> Published | None:
    try:
        return Published(instant.astimezone(dt.UTC), instant.astimezone(zone).date(), basis)
    except (OverflowError, ValueError):
        return None


def _read_day(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _find_instants(html: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[dt.datetime]:
    """Yield what the markup states, the most trusted first; a bare day is its first instant."""
    for pattern in patterns:
        for match in itertools.islice(pattern.finditer(html), _MOST_CANDIDATES):
            text = match["instant"].replace("UTC", "Z").replace(" ", "T", 1).replace(" ", "")
            try:
                yield dt.datetime.fromisoformat(text)
            except ValueError:
                continue
