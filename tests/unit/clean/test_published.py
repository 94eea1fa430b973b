"""When a page was published: rank, instant, and the day of the outlet."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from sitrep.clean.published import latest_day, settle_published
from sitrep.records import Page, PublishedBasis

CAPTURED_AT = dt.datetime(2023, 3, 1, tzinfo=dt.UTC)
STATED = '<meta property="article:published_time" content="2023-02-06T23:30:00-05:00">'
HINT = dt.datetime(2023, 2, 10, 22, 30, tzinfo=dt.UTC)


def make_page(zone: str = "UTC", hint: dt.datetime | None = None, basis: PublishedBasis = "none") -> Page:
    return Page(
        url="https://paper.example/a",
        body=b"",
        content_type="text/html",
        source_id="paper",
        captured_at=CAPTURED_AT,
        capture_file="a",
        capture_offset=0,
        published_at=hint,
        published_basis=basis,
        zone=zone,
    )


RANKS = [
    pytest.param("feed", "feed", "2023-02-10", id="a-feed-outranks-the-page"),
    pytest.param("archive", "page", "2023-02-06", id="the-page-outranks-an-archive"),
]


@pytest.mark.parametrize(("hinted", "basis", "day"), RANKS)
def test_the_best_witness_dates_the_page(hinted: PublishedBasis, basis: str, day: str) -> None:
    """Feed, then page, then archive."""
    found = settle_published(make_page(hint=HINT, basis=hinted), STATED, "2023-02-06")

    assert (found.basis, str(found.day)) == (basis, day)


def test_an_archive_dates_what_nobody_else_does() -> None:
    """And without it nothing is made up."""
    assert settle_published(make_page(hint=HINT, basis="archive"), "", None).basis == "archive"
    assert settle_published(make_page(), "<p>no date</p>", None) == settle_published(make_page(), "", None)
    assert settle_published(make_page(), "", None).at is None


INSTANTS = [
    pytest.param(STATED, "2023-02-06", "UTC", "2023-02-07T04:30", "2023-02-06", id="offset-of-the-page"),
    pytest.param(STATED, "2023-02-07", "UTC", "2023-02-07T04:30", "2023-02-06", id="htmldate-took-the-utc-day"),
    pytest.param(STATED, "2023-02-06", "Europe/Kyiv", "2023-02-07T04:30", "2023-02-07", id="zone-of-the-outlet"),
    pytest.param('"datePublished":"2023-02-06 08:00"', "2023-02-06", "Europe/Kyiv", "2023-02-06T06:00", "2023-02-06",
                 id="a-naive-time-is-of-the-outlet"),
    pytest.param('<time datetime="2023-02-06T08:00Z">', "2023-02-06", "UTC", "2023-02-06T08:00", "2023-02-06",
                 id="time-element"),
    pytest.param('content="2023-02-06T08:00Z" name="pubdate"', "2023-02-06", "UTC", "2023-02-06T08:00", "2023-02-06",
                 id="value-before-key"),
    pytest.param("", "2023-02-06", "America/New_York", "2023-02-06T05:00", "2023-02-06", id="a-bare-day-is-local"),
    pytest.param('"datePublished":"2023-02-01T08:00Z","x":1', "2023-02-06", "UTC", "2023-02-06T00:00", "2023-02-06",
                 id="an-instant-of-another-day-is-not-taken"),
    pytest.param('"datePublished":"2023-02-04T08:00Z","dateModified":"2023-02-06T09:00Z"', "2023-02-06", "UTC",
                 "2023-02-04T08:00", "2023-02-04", id="not-the-day-of-the-edit"),
    pytest.param('"datePublished":"2023-02-04T08:00Z"', None, "UTC", "2023-02-04T08:00", "2023-02-04",
                 id="htmldate-found-nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "found_day", "zone", "at", "day"), INSTANTS)
def test_the_hour_comes_from_the_markup_of_that_day(
    html: str, found_day: str | None, zone: str, at: str, day: str
) -> None:
    """The day is htmldate's, the hour the page's own, the calendar the outlet's."""
    found = settle_published(make_page(zone), html, found_day)

    assert found.at == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert str(found.day) == day


@pytest.mark.parametrize("html", ['"datePublished":"2023-02-31T08:00Z"', '"datePublished":"2031-01-01T08:00Z"'])
def test_an_impossible_date_is_none(html: str) -> None:
    """No page was published on a day that does not exist, or after it was captured."""
    assert settle_published(make_page(), html, None).at is None


def test_a_page_is_never_published_after_its_capture() -> None:
    """One day is left for the zones; a file without a capture time bounds nothing."""
    assert latest_day(CAPTURED_AT) == dt.date(2023, 3, 2)
    assert settle_published(make_page(), "", "2023-03-05").day is None
    assert latest_day(dt.datetime(1970, 1, 1, tzinfo=dt.UTC)).year == 2100


def test_an_unknown_zone_is_utc() -> None:
    """A shard written by somebody else must not stop a run."""
    assert str(settle_published(make_page("Mars/Olympus"), "", "2023-02-06").at) == "2023-02-06 00:00:00+00:00"


@pytest.mark.parametrize("piece", ["DC.date.a", "ublish ", "<time datetime=", 'content="2023-01-01T00:00'])
def test_a_hostile_page_is_searched_in_linear_time(piece: str) -> None:
    """A pattern that is begun a hundred thousand times and never ends must not cost a hundred thousand squared."""
    started = time.process_time()

    assert settle_published(make_page(), piece * 50_000, None).basis in {"none", "page"}
    assert time.process_time() - started < 5
