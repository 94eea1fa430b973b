"""The dates of feeds, from the string and the outlet's zone: no clock has a say."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.feed import parse_feed_date

KYIV = "Europe/Kyiv"
DATES = [
    pytest.param("Tue, 31 Jan 2023 15:07:41 GMT", "2023-01-31T15:07:41", id="rfc-822"),
    pytest.param("Tue, 31 Jan 2023 15:07:41 +0200", "2023-01-31T13:07:41", id="offset"),
    pytest.param("Tue, 31 Jan 2023 15:07:41 -0330", "2023-01-31T18:37:41", id="offset-west"),
    pytest.param("Tue, 31 Jan 2023 15:07:41 +02", "2023-01-31T13:07:41", id="offset-short"),
    pytest.param("Tue, 31 Jan 2023 15:07:41 GMT+0200", "2023-01-31T13:07:41", id="offset-behind-a-name"),
    pytest.param("Tue,31 Jan 2023 15:07:41 Z", "2023-01-31T15:07:41", id="no-space"),
    pytest.param("31 Jan 23 15:07 GMT", "2023-01-31T15:07:00", id="two-digit-year"),
    pytest.param("Wed, 1 Feb 2023 00:30:00 EET", "2023-01-31T22:30:00", id="eet-is-two-hours-east"),
    pytest.param("Wed, 1 Feb 2023 00:30:00 MSK", "2023-01-31T21:30:00", id="msk-is-three-hours-east"),
    pytest.param("Sat, 1 Jul 2023 00:30:00 EEST", "2023-06-30T21:30:00", id="eest"),
    pytest.param("Tue, 31 Jan 2023 15:07:41 EST", "2023-01-31T20:07:41", id="est"),
    pytest.param("2016/6/29 15:07:41", "2016-06-29T12:07:41", id="slashes-are-local-time-of-that-month"),
    pytest.param("2023-01-31T15:07:41Z", "2023-01-31T15:07:41", id="iso"),
    pytest.param("2023-01-31T15:07:41.123456789+02:00", "2023-01-31T13:07:41.123456", id="iso-nanoseconds"),
    pytest.param("2023-01-31 15:07:41", "2023-01-31T13:07:41", id="iso-local"),
    pytest.param("2023-07-31 15:07:41", "2023-07-31T12:07:41", id="iso-local-in-summer"),
    pytest.param("2023-01-31", "2023-01-30T22:00:00", id="day-is-local-midnight"),
    pytest.param("20230131T150741Z", "2023-01-31T15:07:41", id="compact"),
    pytest.param("20230131", "2023-01-30T22:00:00", id="compact-day"),
    pytest.param("31.01.2023 15:07", "2023-01-31T13:07:00", id="dots-are-day-first"),
    pytest.param("02.01.2023 15:07", "2023-01-02T13:07:00", id="dots-are-day-first-always"),
    pytest.param("01/31/2023 15:07", "2023-01-31T13:07:00", id="a-number-over-12-decides"),
    pytest.param("31/01/2023 15:07", "2023-01-31T13:07:00", id="a-number-over-12-decides-too"),
    pytest.param("January 31, 2023 3:07 pm EST", "2023-01-31T20:07:00", id="american"),
    pytest.param("Jan. 31st, 2023, 12:07 a.m.", "2023-01-30T22:07:00", id="midnight-hour"),
    pytest.param("Tue Jan 31 15:07:41 EET 2023", "2023-01-31T13:07:41", id="ctime"),
    pytest.param("31 \u0441\u0456\u0447\u043d\u044f 2023 \u043e 15:07", "2023-01-31T13:07:00", id="ukrainian"),
    pytest.param("\u0412\u0442, 31 \u042f\u043d\u0432 2023 15:07:41 +0300", "2023-01-31T12:07:41", id="russian"),
    pytest.param("15:07, 31.01.2023", "2023-01-31T13:07:00", id="time-first"),
    pytest.param("Tue, 31 Jan 2023 24:00:00 GMT", "2023-02-01T00:00:00", id="end-of-the-day"),
    pytest.param("Tue, 31 Jan 2023 23:59:60 GMT", "2023-01-31T23:59:59", id="leap-second"),
    pytest.param("1675177661", "2023-01-31T15:07:41", id="epoch"),
    pytest.param("1675177661000", "2023-01-31T15:07:41", id="epoch-milliseconds"),
    pytest.param("Tue, 31 Jan 2023 15:07:41 XYZ", "2023-01-31T13:07:41", id="unknown-zone-is-the-outlets"),
    pytest.param("  Tue, 31  Jan 2023\n15:07:41 GMT ", "2023-01-31T15:07:41", id="blanks"),
]


@pytest.mark.parametrize(("raw", "instant"), DATES)
def test_a_date_is_the_instant_that_the_outlet_meant(raw: str, instant: str) -> None:
    """In UTC."""
    assert parse_feed_date(raw, KYIV) == dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "raw",
    [
        None, "", "yesterday", "03/04/2023", "2023-02-30", "2023-13-01", "0001-01-01T00:00:00Z", "9999-12-31",
        "2023-01", "Tue, 31 Jan 2023 25:00:00 GMT", "Tue, 31 Jan 2023 13:07 pm", "31 Foo 2023",
        "Tue, 31 Jan 2023 15:07:41 +9900", "\u00b2", "\u0662\u0660\u0662\u0663-\u0660\u0661-\u0663\u0661", "1" * 500,
        "-5", "5", "12:30", "31 Jan", "99999999999999",
    ],
)  # fmt: skip
def test_what_names_no_instant_is_none(raw: str | None) -> None:
    """Unknown stays unknown; 3/4/2023 is one of two days."""
    assert parse_feed_date(raw, KYIV) is None


def test_the_zone_of_the_outlet_decides_the_day() -> None:
    """The same string, another instant."""
    assert parse_feed_date("2023-01-31 01:00", "Europe/Moscow") == dt.datetime(2023, 1, 30, 22, tzinfo=dt.UTC)
    assert parse_feed_date("2023-01-31 01:00", "America/New_York") == dt.datetime(2023, 1, 31, 6, tzinfo=dt.UTC)


@given(st.text(max_size=120) | st.from_regex(r"[0-9A-Za-z:/.,+ -]{0,40}", fullmatch=True))
def test_no_string_is_an_error(raw: str) -> None:
    """An instant in UTC, or None."""
    instant = parse_feed_date(raw, KYIV)
    assert instant is None or instant.tzinfo is dt.UTC


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)), st.integers(-12 * 60, 14 * 60))  # noqa: DTZ001  zone added below
def test_iso_dates_with_an_offset_are_read_as_python_reads_them(naive: dt.datetime, minutes: int) -> None:
    """The outlet's zone has no say where the string names one."""
    instant = naive.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    assert parse_feed_date(instant.isoformat(), KYIV) == instant
