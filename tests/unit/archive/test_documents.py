"""Loose fields of archives, and what we read in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from sitrep.archive.documents import (
    Document,
    Outlets,
    make_document,
    parse_instant,
    read_body,
    to_source_id,
    wants_document,
)
from sitrep.archive.shards import PublishedFrom, Selection
from sitrep.errors import ParseError
from sitrep.records import Source

CAPTURED_AT = dt.datetime(2023, 3, 1, tzinfo=dt.UTC)
KYIV = Source(
    source_id="post", name="Post", url="https://www.post.example/rss", language="uk", party="ua", zone="Europe/Kyiv"
)


def make(
    fields: Mapping[str, object], selection: Selection | None = None, content_type: str = "text/plain"
) -> Document:
    return make_document(
        fields,
        body=b"text",
        content_type=content_type,
        captured_at=CAPTURED_AT,
        selection=selection or Selection(),
        outlets=Outlets.of([KYIV]),
        subject="a",
    )


INSTANTS = [
    pytest.param("2023-02-07", "UTC", "2023-02-07T00:00", id="day"),
    pytest.param("2023-02-07", "Europe/Kyiv", "2023-02-06T22:00", id="day-in-its-zone"),
    pytest.param("2023-02-07T10:00:00+02:00", "UTC", "2023-02-07T08:00", id="offset"),
    pytest.param("2023-02-07 10:00:00", "America/New_York", "2023-02-07T15:00", id="naive"),
    pytest.param("2023-02-07T10:00:00Z", "Europe/Kyiv", "2023-02-07T10:00", id="zulu"),
    pytest.param("20230207", "UTC", "2023-02-07T00:00", id="8-digits"),
    pytest.param("20230207101500", "UTC", "2023-02-07T10:15", id="14-digits"),
    pytest.param("1675764000", "Europe/Kyiv", "2023-02-07T10:00", id="seconds-since-1970"),
]


@pytest.mark.parametrize(("value", "zone", "at"), INSTANTS)
def test_an_instant_is_read(value: str, zone: str, at: str) -> None:
    """What has no offset is of the outlet's zone."""
    assert parse_instant(value, zone) == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("value", [None, "", "yesterday", "7 February", "2023-02-31", "99999999999999", "2023"])
def test_what_is_no_instant_is_unknown(value: str | None) -> None:
    """No guessing of days and months."""
    assert parse_instant(value, "UTC") is None


def test_usual_names_and_the_column_map_find_a_field() -> None:
    """The map wins, and reaches into objects."""
    fields = {"link": "https://a.example/1", "headline": "H", "meta": {"when": "2023-01-02"}, "date": "1999-01-01"}
    mapped = Selection(columns=(("published", "meta.when"),))

    assert make(fields).url == "https://a.example/1"
    assert make(fields).hints.title == "H"
    assert str(make(fields, mapped).hints.published_at) == "2023-01-02 00:00:00+00:00"
    assert str(make({**fields, "date": dt.date(2023, 1, 3)}).hints.published_at) == "2023-01-03 00:00:00+00:00"


RANKS: list[tuple[PublishedFrom, str, str]] = [
    ("page", "text/html", "archive"),
    ("sidecar", "text/html", "feed"),
    ("sidecar", "text/plain", "archive"),
]


@pytest.mark.parametrize(("published_from", "content_type", "basis"), RANKS)
def test_a_stated_date_outranks_the_page_only_where_asked(
    published_from: PublishedFrom, content_type: str, basis: str
) -> None:
    """Plain text has no date of its own to outrank."""
    document = make({"published": "2023-02-07"}, Selection(published_from=published_from), content_type)

    assert document.hints.published_basis == basis


def test_an_outlet_that_we_follow_is_known_again() -> None:
    """By its id, else by its domain; it lends its zone, and so decides what day it was."""
    by_domain = make({"url": "https://m.post.example/x", "published": "2023-02-07"})
    by_id = make({"source": "Post"})
    unknown = make({"url": "https://other.example/x", "source": "BFM TV"})

    assert (by_domain.hints.source_id, by_domain.hints.zone) == ("post", "Europe/Kyiv")
    assert str(by_domain.hints.published_at) == "2023-02-06 22:00:00+00:00"
    assert by_id.hints.source_id == "post"
    assert (unknown.hints.source_id, unknown.hints.zone) == ("bfm-tv", "UTC")
    assert make({"url": "https://other.example/x"}).hints.source_id == "other.example"
    assert make({}).hints.source_id == "unknown"
    assert to_source_id("«…»") == "unknown"


def test_a_document_without_an_address_is_named_by_its_bytes() -> None:
    """So that the same text is the same article wherever it came from."""
    assert make({}).url.startswith("urn:sha256:")


def test_markup_goes_before_text_and_nothing_is_an_error() -> None:
    """A record without a text is no article."""
    assert read_body({"html": "<p>a</p>", "text": "a"}, Selection()) == (b"<p>a</p>", "text/html; charset=utf-8")
    assert read_body({"content": "a"}, Selection())[1].startswith("text/plain")
    with pytest.raises(ParseError, match="no text"):
        read_body({"text": " ", "title": "a"}, Selection())


def test_the_day_of_the_outlet_decides_what_is_wanted() -> None:
    """Midnight in Kyiv is the day before in UTC."""
    selection = Selection(since=dt.date(2023, 2, 7), until=dt.date(2023, 2, 7))
    document = make({"url": "https://post.example/x", "published": "2023-02-07"}, selection)

    assert wants_document(document, selection)
    assert not wants_document(make({"published": "2023-02-08"}), selection)
    assert wants_document(make({}), selection)
