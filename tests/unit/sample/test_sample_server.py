"""The sample's server: outlets by host, conditional requests, the same bytes every time."""

import http.client
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from sitrep.sample import feeds_path, hosts, serve_sample
from sitrep.settings import load_settings
from sitrep.sources import read_sources

FEED = ("kyiv-wire.example", "/rss.xml")


@dataclass(frozen=True)
class Answer:
    """What came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The sample, served for these tests."""
    with serve_sample() as (port, _):
        yield port


def ask(port: int, host: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request to the sample, named as a host under `.example`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": host, **named})
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


def test_every_source_answers_with_its_feed(port: int) -> None:
    """The sample's feeds.toml and the served files are of one mind."""
    for source in read_sources(feeds_path()):
        parts = urlsplit(source.url)
        answer = ask(port, parts.netloc, parts.path)

        assert answer.status == 200, source.url
        assert answer.headers["Content-Type"].split(";")[0] in {"application/rss+xml", "application/atom+xml"}
        assert answer.body.startswith(b"<?xml")


def test_the_mapping_is_what_the_resolve_setting_takes() -> None:
    """Each host points at the one local port, as a dict and as the environment's text."""
    with serve_sample() as (port, resolve):
        text = ",".join(f"{host}={target}" for host, target in resolve.items())

        assert set(resolve) == set(hosts())
        assert set(resolve.values()) == {f"127.0.0.1:{port}"}
        assert load_settings(resolve=text).resolve == resolve


def test_a_wanted_port_is_used() -> None:
    """A fixed port for whoever wants to look at the pages."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with serve_sample(free) as (port, _):
        assert port == free


def test_the_port_is_closed_when_the_context_ends() -> None:
    """Nothing is left listening."""
    with serve_sample() as (port, _):
        assert ask(port, *FEED).status == 200
    with pytest.raises(ConnectionRefusedError):
        ask(port, *FEED)


def test_two_answers_are_equal_to_the_byte(port: int) -> None:
    """Body and headers, the date too: no clock shows."""
    assert ask(port, *FEED) == ask(port, *FEED)


def test_hosts_are_told_apart_by_their_name_whatever_the_port_or_case(port: int) -> None:
    """One path, two outlets."""
    kyiv = ask(port, "kyiv-wire.example", "/rss.xml")

    assert ask(port, f"KYIV-WIRE.example:{port}", "/rss.xml") == kyiv
    assert ask(port, "volga-herald.example", "/rss.xml").body != kyiv.body


def test_a_query_does_not_change_the_page(port: int) -> None:
    """Trackers behind a question mark are ignored, as outlets do."""
    assert ask(port, "kyiv-wire.example", "/rss.xml?utm_source=feed") == ask(port, *FEED)


@pytest.mark.parametrize(
    ("host", "path"),
    [
        pytest.param("nobody.example", "/rss.xml", id="an-unknown-host"),
        pytest.param("127.0.0.1", "/rss.xml", id="the-address-itself"),
        pytest.param("kyiv-wire.example", "/", id="no-such-page"),
        pytest.param("kyiv-wire.example", "/../north-courier.example/atom.xml", id="another-outlets-file"),
        pytest.param("kyiv-wire.example", "/../../server.py", id="a-file-of-the-package"),
        pytest.param("kyiv-wire.example", "//etc/passwd", id="a-file-of-the-machine"),
    ],
)
def test_what_is_not_served_is_a_404(port: int, host: str, path: str) -> None:
    """The unknown is gone, never an error of the server."""
    answer = ask(port, host, path)

    assert answer.status == 404
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("host", hosts())
def test_every_outlet_has_robots_that_let_articles_be_read(port: int, host: str) -> None:
    """No crawl delay: the demo should not wait."""
    answer = ask(port, host, "/robots.txt")

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.body.splitlines() == [b"User-agent: *", b"Disallow: /search/"]


VALIDATORS = [
    pytest.param({"If_None_Match": "{ETag}"}, 304, id="the-same-etag"),
    pytest.param({"If_None_Match": 'W/{ETag}, "other"'}, 304, id="a-weak-etag-among-others"),
    pytest.param({"If_None_Match": "*"}, 304, id="any-etag"),
    pytest.param({"If_None_Match": '"other"'}, 200, id="another-etag"),
    pytest.param({"If_Modified_Since": "{Last-Modified}"}, 304, id="the-same-date"),
    pytest.param({"If_Modified_Since": "Tue, 14 Feb 2023 00:00:00 GMT"}, 200, id="an-older-date"),
    pytest.param({"If_Modified_Since": "yesterday"}, 200, id="no-date"),
    pytest.param({"If_Modified_Since": "Wed, 15 Feb 2023 00:00:00 -0000"}, 200, id="a-date-without-a-zone"),
    pytest.param({"If_None_Match": '"other"', "If_Modified_Since": "{Last-Modified}"}, 200, id="the-etag-outranks"),
]


@pytest.mark.parametrize(("condition", "status"), VALIDATORS)
def test_a_conditional_request_is_answered_by_its_validators(port: int, condition: dict[str, str], status: int) -> None:
    """304 and no body where the client holds the document, the whole document otherwise."""
    first = ask(port, *FEED)
    filled = {
        name: value.replace("{ETag}", first.headers["ETag"]).replace("{Last-Modified}", first.headers["Last-Modified"])
        for name, value in condition.items()
    }
    answer = ask(port, *FEED, **filled)

    assert answer.status == status
    assert answer.body == (b"" if status == 304 else first.body)
    assert answer.headers["ETag"] == first.headers["ETag"]


def test_head_gives_the_headers_of_get(port: int) -> None:
    """The length is the body's, the body stays away."""
    get, head = ask(port, *FEED), ask(port, *FEED, method="HEAD")

    assert head.headers == get.headers
    assert head.headers["Content-Length"] == str(len(get.body))
    assert head.body == b""


def test_a_connection_carries_many_requests(port: int) -> None:
    """Kept alive after a page, a 304 and a 404 alike."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    statuses = []
    for path, headers in [("/rss.xml", {}), ("/rss.xml", {"If-None-Match": "*"}), ("/none", {}), ("/rss.xml", {})]:
        connection.request("GET", path, headers={"Host": "kyiv-wire.example", **headers})
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()

    assert statuses == [200, 304, 404, 200]


def test_nothing_is_logged(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    """The demo's tables are not to be buried."""
    ask(port, *FEED)
    ask(port, "nobody.example", "/")

    assert capfd.readouterr() == ("", "")
