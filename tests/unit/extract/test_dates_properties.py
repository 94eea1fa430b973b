"""Whatever the text, the date finder answers, in order, inside the text, and in time linear in its length."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.extract.dates import find_dates, timexes

PUBLISHED = dt.date(2024, 3, 22)
# Pieces that rules are made of, to reach deeper than random letters would.
PIECES = st.sampled_from(
    [
        "the",
        "of",
        "in",
        "on",
        "night",
        "31",
        "30-31",
        "February",
        "May",
        "March",
        "2023",
        "24.02",
        "24.02.2022",
        "2022-02-24",
        "99:99",
        "18:00",
        "a.m.",
        "p.m.",
        ",",
        ".",
        "-",
        "–",
        "\n",
        "(",
        ")",
        "last",
        "next",
        "past",
        "since",
        "until",
        "week",
        "days",
        "hours",
        "24",
        "9999",
        "0",
        "00",
        "1900s",
        "century",
        "BC",
        "first",
        "half",
        "quarter",
        "quarter's",
        "war",
        "invasion",
        "'s",
        "day",
        "overnight",
        "Sunday",
        "to",
        "from",
        "between",
        "and",
        "later",
        "ago",
        "before",
        "two",
        "several",
        "few",
        "a",
        "an",
        "later",
        "Monday",
        "weekend",
        "year",
        "years",
        "1,000",
        "999999999999999999999",
        "٣",
        "²",
        "Ⅻ",
        "today",
        "yesterday",
        "end",
        "beginning",
        "early",
        "mid",
        "winter",
        "summer",
        "fall",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join))
DAYS = st.one_of(st.none(), st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)), st.just(PUBLISHED))


@settings(max_examples=150, deadline=None)
@given(TEXTS, DAYS, st.sampled_from(["news", "narrative"]))
def test_mentions_lie_inside_the_text_in_order_and_apart(text: str, published: dt.date | None, mode: str) -> None:
    """Spans are ordered, not empty, and hold their own text; days run forward."""
    mentions = find_dates(text, published, mode=mode)  # type: ignore[arg-type]  # hypothesis draws a plain str

    offsets = [offset for m in mentions for offset in (m.start, m.end)]
    assert offsets == sorted(offsets)
    for m in mentions:
        assert 0 <= m.start < m.end <= len(text)
        assert text[m.start : m.end] == m.text
        assert m.first is None or m.last is None or m.first <= m.last
        assert all(m.start <= part.start < part.end <= m.end for part in m.parts)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_mentions(text: str) -> None:
    """No state is left behind."""
    assert find_dates(text, PUBLISHED) == find_dates(text, PUBLISHED)
    assert timexes(text, PUBLISHED) == timexes(text, PUBLISHED)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        " ",
        "of the ",
        "the last ",
        "2022 ",
        "1,000,",
        "24.02",
        "\n",
        "May ",
        "since ",
        "a few days of ",
        "12:",
        "- ",
    ],
)
def test_a_long_run_takes_no_longer_than_its_length_asks(piece: str) -> None:
    """Ten times the text takes no hundred times as long."""
    find_dates(piece, PUBLISHED)
    times = []
    for length in (6_000, 60_000):
        began = time.process_time()
        find_dates(piece * (length // len(piece)), PUBLISHED)
        times.append(time.process_time() - began)

    assert times[1] < max(0.05, times[0]) * 40
