"""When a feed is asked again."""

from __future__ import annotations

import datetime as dt

import pytest

from sitrep.fetch.client import Response
from sitrep.fetch.politeness import read_retry_after
from sitrep.fetch.schedule import (
    LONGEST,
    SHORTEST,
    find_next_due,
    find_own_interval,
    find_retry,
    find_server_interval,
    is_dead,
)

NOW = dt.datetime(2023, 1, 31, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def hourly(entries: int) -> list[dt.datetime]:
    """An entry an hour."""
    return [NOW - number * HOUR for number in range(entries)]


def test_a_feed_is_asked_at_its_own_rate() -> None:
    """The mean gap, longer the more was known already, never so long that entries would be missed."""
    assert find_own_interval(hourly(40), known_share=0.0) == HOUR
    assert find_own_interval(hourly(40), known_share=1.0) == 4 * HOUR
    assert find_own_interval(hourly(5), known_share=1.0) == 2 * HOUR
    assert find_own_interval([], known_share=0.0) == HOUR


@pytest.mark.parametrize(
    ("headers", "interval"),
    [
        pytest.param({"Cache-Control": "public, max-age=7200"}, 2 * HOUR, id="max-age"),
        pytest.param({"Expires": "Tue, 31 Jan 2023 15:00:00 GMT"}, 3 * HOUR, id="expires"),
        pytest.param({"Cache-Control": "max-age=60", "Expires": "Tue, 31 Jan 2024 15:00:00 GMT"}, HOUR / 60, id="both"),
        pytest.param({"Expires": "Mon, 30 Jan 2023 15:00:00 GMT"}, dt.timedelta(0), id="past"),
        pytest.param({"Expires": "0"}, dt.timedelta(0), id="zero"),
        pytest.param({"Expires": "-1", "Cache-Control": "no-cache"}, dt.timedelta(0), id="nonsense"),
        pytest.param({}, dt.timedelta(0), id="nothing"),
    ],
)
def test_a_server_says_how_long_its_answer_is_fresh(headers: dict[str, str], interval: dt.timedelta) -> None:
    """Maximum age first, then Expires."""
    assert find_server_interval(tuple(headers.items()), NOW) == interval


def test_the_longest_interval_wins_within_bounds() -> None:
    """A nightly run finds every healthy feed due."""
    assert find_next_due(NOW, HOUR, 3 * HOUR, 2 * HOUR) == NOW + 3 * HOUR
    assert find_next_due(NOW, dt.timedelta(0)) == NOW + SHORTEST
    assert find_next_due(NOW, dt.timedelta(days=365)) == NOW + LONGEST < NOW + dt.timedelta(hours=23)


def test_back_off_is_linear_and_bounded() -> None:
    """Soft failures pass sooner; nothing is dropped for good."""

    def wait(failures: int, *, is_hard: bool) -> dt.timedelta:
        return find_retry(NOW, failures=failures, is_hard=is_hard, retry_at=None, key="press") - NOW

    assert [wait(n, is_hard=False) for n in (1, 2, 99)] == [HOUR / 4, HOUR / 2, 18 * HOUR]
    assert [wait(n, is_hard=True) for n in (1, 2, 99)] == [12 * HOUR, 24 * HOUR, 168 * HOUR]
    assert not is_dead(failures=9, is_hard=True)
    assert is_dead(failures=10, is_hard=True)
    assert is_dead(failures=30, is_hard=False)


def test_retry_after_moves_the_next_request_with_jitter() -> None:
    """Two feeds that were told the same second do not come back in the same second."""
    until = NOW + 6 * HOUR
    one, two = (find_retry(NOW, failures=1, is_hard=False, retry_at=until, key=key) for key in ("a", "b"))

    assert until <= one < until + HOUR
    assert one != two


@pytest.mark.parametrize(
    ("status", "value", "until"),
    [
        pytest.param(429, "7200", NOW + 2 * HOUR, id="seconds"),
        pytest.param(503, "Tue, 31 Jan 2023 14:00:00 GMT", NOW + 2 * HOUR, id="date"),
        pytest.param(429, "99999999", NOW + 24 * HOUR, id="capped-seconds"),
        pytest.param(429, "Fri, 31 Jan 2053 14:00:00 GMT", NOW + 24 * HOUR, id="capped-date"),
        pytest.param(503, "Mon, 30 Jan 2023 14:00:00 GMT", NOW, id="past"),
        pytest.param(429, "soon", NOW + HOUR, id="nonsense"),
        pytest.param(429, None, NOW + HOUR, id="none-said"),
        pytest.param(503, None, NOW, id="unavailable-without-a-word"),
        pytest.param(200, "7200", None, id="other-status"),
    ],
)
def test_retry_after_is_read_and_capped(status: int, value: str | None, until: dt.datetime | None) -> None:
    """Seconds or a date; at most a day."""
    headers = (("Retry-After", value),) if value else ()
    response = Response(
        url="http://press.example/",
        hops=(),
        status=status,
        reason="",
        headers=headers,
        body=b"",
        head=b"",
        seconds=0.0,
        ip_address="127.0.0.1",
    )
    assert read_retry_after(response, NOW) == until
