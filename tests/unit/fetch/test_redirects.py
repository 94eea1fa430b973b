"""A redirect to another domain: that domain's turn, robots.txt and wishes count as for any request of its own."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_site import Site, make_feed, make_item, make_source, run_site

from sitrep.errors import FetchError, RefusedError
from sitrep.feed import parse_feed
from sitrep.fetch import BatchResult, fetch_batch, fetch_politely, fetch_url, make_batch
from sitrep.settings import Settings

NIGHT = dt.datetime(2023, 2, 1, 3, tzinfo=dt.UTC)
PAGE = "<p>A page.</p>"


@pytest.fixture
def press() -> Iterator[Site]:
    """The outlet's server."""
    with run_site() as running:
        yield running


@pytest.fixture
def host() -> Iterator[Site]:
    """The server of another domain, to which the outlet sends its readers."""
    with run_site() as running:
        yield running


def make_settings(press: Site, host: Site, home: Path, spacing_seconds: float) -> Settings:
    """Each domain at its own server; a spacing that is asked for counts for fixed hosts too."""
    resolve = press.resolve("press.example", "www.press.example") | host.resolve("host.example", "www.host.example")
    return Settings(home=home, resolve=resolve, spacing_seconds=spacing_seconds, read_timeout_seconds=2.0)


def run_night(settings: Settings, press: Site, pages: int) -> BatchResult:
    """A feed whose pages all lie on the other domain, behind a redirect."""
    items = []
    for number in range(1, pages + 1):
        press.put(f"http://press.example/{number}", status=302, Location=f"http://host.example/{number}")
        items.append(make_item(f"http://press.example/{number}", day=number))
    press.put("http://press.example/feed", make_feed(*items))
    batch = make_batch([make_source()])
    return fetch_batch(batch, settings=settings, day=NIGHT.date(), now=NIGHT, parse=parse_feed)


def test_requests_that_come_by_redirect_are_spaced_too(press: Site, host: Site, tmp_path: Path) -> None:
    """Its robots.txt is a request like any."""
    spacing = 0.15
    for number in (1, 2, 3):
        host.put(f"http://host.example/{number}", PAGE, Content_Type="text/html")

    result = run_night(make_settings(press, host, tmp_path, spacing), press, pages=3)

    assert [fetch.outcome for fetch in result.fetches if fetch.what == "page"] == ["new"] * 3
    assert [url for url, _ in host.requests] == [
        f"http://host.example/{path}" for path in ("robots.txt", "1", "2", "3")
    ]
    for site in (press, host):
        assert all(later - earlier >= spacing - 0.01 for earlier, later in itertools.pairwise(site.moments))


def test_its_robots_txt_is_obeyed(press: Site, host: Site, tmp_path: Path) -> None:
    """The page is not asked for."""
    host.put("http://host.example/robots.txt", "User-agent: *\nDisallow: /1")

    result = run_night(make_settings(press, host, tmp_path, 0.0), press, pages=1)

    assert [reject.reason for reject in result.rejects] == ["robots.txt forbids it"]
    assert host.asked == []


def test_its_crawl_delay_is_kept(press: Site, host: Site, tmp_path: Path) -> None:
    """It is longer than our own spacing."""
    host.put("http://host.example/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
    for number in (1, 2):
        host.put(f"http://host.example/{number}", PAGE, Content_Type="text/html")

    run_night(make_settings(press, host, tmp_path, 0.01), press, pages=2)

    robots, first, second = host.moments
    assert first - robots >= 0.29
    assert second - first >= 0.29


def test_once_it_asks_to_be_left_alone_no_redirect_leads_there(press: Site, host: Site, tmp_path: Path) -> None:
    """In this night and for whoever comes later."""
    host.put("http://host.example/1", status=429, Retry_After="3600")
    settings = make_settings(press, host, tmp_path, 0.0)

    result = run_night(settings, press, pages=2)

    assert host.asked == ["http://host.example/1"]
    assert "asked to come back after" in result.rejects[-1].reason


def test_one_turn_is_given_back_before_another_is_waited_for(press: Site, host: Site, tmp_path: Path) -> None:
    """Two batches that lead to each other's domain never wait for each other; on one domain there is one turn."""
    press.put("http://press.example/1", status=301, Location="http://www.press.example/1")
    press.put("http://www.press.example/1", status=302, Location="http://host.example/1")
    host.put("http://host.example/1", status=302, Location="http://press.example/2")
    press.put("http://press.example/2", PAGE)
    manners = RecordedManners()

    response = fetch_url("http://press.example/1", settings=make_settings(press, host, tmp_path, 0.0), manners=manners)

    assert response.url == "http://press.example/2"
    assert manners.events == [
        "turn http://press.example/1",
        "hop http://www.press.example/1 in turn",
        "end",
        "hop http://host.example/1",
        "turn http://host.example/1",
        "end",
        "hop http://press.example/2",
        "turn http://press.example/2",
        "end",
    ]


class RecordedManners:
    """Writes down what it is asked."""

    def __init__(self) -> None:
        self.events: list[str] = []

    @contextmanager
    def take_turn(self, url: str) -> Iterator[None]:
        """A turn, and its end."""
        self.events.append(f"turn {url}")
        yield
        self.events.append("end")

    def check_hop(self, url: str, *, is_in_turn: bool) -> None:
        """A hop."""
        self.events.append(f"hop {url}{' in turn' if is_in_turn else ''}")


def test_a_page_outside_of_a_night_is_fetched_as_politely(press: Site, host: Site, tmp_path: Path) -> None:
    """An archive that names pages asks for them like a night; what is no page is an error."""
    settings = make_settings(press, host, tmp_path, 0.0)
    press.put("http://press.example/robots.txt", "User-agent: *\nDisallow: /secret")
    press.put("http://press.example/1", PAGE)
    press.put("http://press.example/busy", status=503, Retry_After="3600")

    assert fetch_politely("http://press.example/1", settings=settings).body == PAGE.encode()
    with pytest.raises(RefusedError, match="forbids"):
        fetch_politely("http://press.example/secret", settings=settings)
    with pytest.raises(RefusedError, match="status 404"):
        fetch_politely("http://press.example/gone", settings=settings)
    with pytest.raises(FetchError, match="status 503"):
        fetch_politely("http://press.example/busy", settings=settings)
    with pytest.raises(FetchError, match="come back after"):
        fetch_politely("http://press.example/1", settings=settings)
    assert [url for url, _ in press.requests if url.endswith("robots.txt")] == ["http://press.example/robots.txt"]
