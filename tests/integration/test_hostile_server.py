"""Whatever a server does, a request ends in time, holds little, and gives one clear reject."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import random
import re
import resource
import socket
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hostile
import pytest

from sitrep.captures import read_captures
from sitrep.errors import FetchError, ParseError, RefusedError, SitrepError
from sitrep.feed import parse_feed
from sitrep.fetch import BatchResult, fetch_batch, fetch_url, make_batch
from sitrep.records import Page, Source
from sitrep.settings import Settings

NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
MAX_BYTES = 200_000
SECONDS = 2.0
MEMORY_KB = 40_000

SOURCE = Source(
    source_id="press",
    name="The Press",
    url="http://press.example/feed",
    language="en",
    party="third",
    zone="Europe/Kyiv",
)

# What is said of each: the class, and words of the reason.
REJECTS: dict[str, tuple[type[SitrepError], str]] = {
    "time/drip-body": (FetchError, "not finished after"),
    "time/drip-headers": (FetchError, "not finished after"),
    "time/drip-status": (FetchError, "not finished after"),
    "time/drip-chunks": (FetchError, "not finished after"),
    "time/drip-whole-length": (FetchError, "not finished after"),
    "time/silent": (FetchError, "silent for"),
    "time/silent-after-headers": (FetchError, "silent for"),
    "time/endless-continue": (FetchError, "not finished after"),
    "size/endless-body": (RefusedError, "more than 200000 bytes"),
    "size/endless-chunks": (RefusedError, "more than 200000 bytes"),
    "size/endless-header-line": (FetchError, "header line"),
    "size/endless-headers": (FetchError, "more than 100 headers"),
    "size/endless-status-line": (FetchError, "status line"),
    "size/endless-chunk-size": (FetchError, "broken answer"),
    "size/endless-chunk-extension": (FetchError, "broken answer"),
    "size/honest-length": (RefusedError, "more than 200000 bytes"),
    "size/endless-gzip-of-nothing": (RefusedError, "longer than 200000 bytes"),
    "bomb/gzip": (RefusedError, "decodes to more than 200000 bytes"),
    "bomb/deflate": (RefusedError, "decodes to more than 200000 bytes"),
    "bomb/brotli": (RefusedError, "decodes to more than 200000 bytes"),
    "bomb/gzip-in-gzip": (RefusedError, "decodes to more than 200000 bytes"),
    "bomb/gzip-in-brotli": (RefusedError, "decodes to more than 200000 bytes"),
    "bomb/five-layers": (RefusedError, "5 content codings"),
    "lie/longer-length": (FetchError, "broken answer"),
    "lie/two-lengths": (FetchError, "unmatching values"),
    "lie/gzip-that-is-plain": (ParseError, "not encoded as its header says"),
    "lie/brotli-that-is-gzip": (ParseError, "encoded"),
    "lie/gzip-cut": (ParseError, "ends too early"),
    "lie/brotli-cut": (ParseError, "ends too early"),
    "lie/gzip-wrong-checksum": (ParseError, "not encoded as its header says"),
    "lie/unknown-coding": (ParseError, "unknown content coding 'rot13'"),
    "lie/bad-chunk-size": (FetchError, "broken answer"),
    "lie/negative-chunk-size": (FetchError, "broken answer"),
    "lie/chunks-cut": (FetchError, "broken answer"),
    "lie/unasked-304": (RefusedError, "status 304"),
    "lie/image": (RefusedError, "is image/png, which is no page"),
    "lie/video-endless": (RefusedError, "is video/mp4, which is no page"),
    "hop/circle": (RefusedError, "redirects in a circle"),
    "hop/circle-of-two": (RefusedError, "redirects in a circle"),
    "hop/cookie-wall": (RefusedError, "wants a cookie"),
    "hop/consent-wall": (RefusedError, "wall for consent"),
    "hop/chain": (RefusedError, "redirects more than 5 times"),
    "hop/file": (RefusedError, "file:///etc/passwd.*no web address"),
    "hop/ftp": (RefusedError, "no web address"),
    "hop/gopher": (RefusedError, "no web address"),
    "hop/data": (RefusedError, "no web address"),
    "hop/javascript": (RefusedError, "no web address"),
    "hop/loopback": (RefusedError, "127.0.0.1, which is no public address"),
    "hop/loopback-v6": (RefusedError, "no public address"),
    "hop/loopback-mapped": (RefusedError, "no public address"),
    "hop/loopback-decimal": (RefusedError, "no public address"),
    "hop/loopback-hex": (RefusedError, "no public address"),
    "hop/loopback-short": (RefusedError, "no public address"),
    "hop/any-address": (RefusedError, "no public address"),
    "hop/localhost": (RefusedError, "no public address"),
    "hop/metadata": (RefusedError, "169.254.169.254, which is no public address"),
    "hop/private": (RefusedError, "10.0.0.1, which is no public address"),
    "hop/private-nat64": (RefusedError, "no public address"),
    "hop/private-6to4": (RefusedError, "no public address"),
    "hop/unique-local": (RefusedError, "no public address"),
    "hop/multicast": (RefusedError, "no public address"),
    "hop/credentials": (RefusedError, "no public address"),
    "hop/no-host": (RefusedError, "status 404"),
    "hop/bad-port": (RefusedError, "no web address"),
    "hop/long": (RefusedError, "no web address"),
    "hop/nowhere": (RefusedError, "status 302"),
    "wire/close": (FetchError, "broken answer"),
    "wire/reset": (FetchError, "broken answer"),
    "wire/garbage": (FetchError, "broken answer"),
    "wire/ssh": (FetchError, "broken answer"),
    "wire/no-status": (FetchError, "broken answer"),
    "wire/status-of-letters": (FetchError, "broken answer"),
    "wire/status-99999": (FetchError, "broken answer"),
    "wire/status-418": (RefusedError, "status 418"),
    "wire/status-503": (FetchError, "status 503"),
    "wire/headers-cut": (FetchError, "ends with its headers"),
}
FINE = sorted(name for name in hostile.BEHAVIOURS if name.startswith("fine/") and "%" not in name)


@pytest.fixture(scope="module")
def server() -> Iterator[hostile.HostileServer]:
    """One server for all cases: each is a path."""
    with hostile.HostileServer() as running:
        yield running


def make_settings(home: Path, **resolve: str) -> Settings:
    """Short deadlines, a small cap."""
    return Settings(
        home=home,
        resolve={name.replace("_", ".") + ".example": address for name, address in resolve.items()},
        connect_timeout_seconds=0.5,
        read_timeout_seconds=0.4,
        total_timeout_seconds=0.8,
        max_body_bytes=MAX_BYTES,
        spacing_seconds=0.0,
        contact="https://sitrep.example/about",
    )


def make_feed(*links: str) -> bytes:
    """A feed that names these pages, published in this order."""
    at = [(NOW + dt.timedelta(minutes=number)).isoformat() for number in range(len(links))]
    items = "".join(
        f"<item><title>Item</title><link>{link}</link><pubDate>{date}</pubDate></item>"
        for link, date in zip(links, at, strict=True)
    )
    return f'<rss version="2.0"><channel><title>Press</title>{items}</channel></rss>'.encode()


def fetch_from(feed: bytes, home: Path, server: hostile.HostileServer, **headers: str) -> BatchResult:
    """A night on a well-behaved feed whose pages are the hostile server's."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    answer = hostile.answer(feed, *lines, content_type="application/rss+xml")
    with hostile.HostileServer(behaviours={"feed": hostile.reply(answer)}) as press:
        settings = make_settings(home, press=press.address, hostile=server.address)
        return fetch_batch(make_batch([SOURCE]), settings=settings, day=NOW.date(), now=NOW, parse=parse_feed)


@pytest.mark.parametrize("name", sorted(REJECTS))
def test_a_hostile_page_is_one_clear_reject_in_little_time_and_memory(
    name: str, tmp_path: Path, server: hostile.HostileServer
) -> None:
    """The deadline holds against drips, the cap against floods and bombs, the guards against redirects."""
    error, reason = REJECTS[name]
    memory_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started_at = time.monotonic()

    result = fetch_from(make_feed(f"http://hostile.example/{name}"), tmp_path, server)

    assert [reject.error for reject in result.rejects] == [error.__name__]
    assert re.search(reason, result.rejects[0].reason)
    assert result.rejects[0].subject == f"http://hostile.example/{name}"
    assert time.monotonic() - started_at < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory_kb < MEMORY_KB


@pytest.mark.parametrize("name", FINE)
def test_an_odd_but_readable_answer_is_read(name: str, tmp_path: Path, server: hostile.HostileServer) -> None:
    """Guards that refuse half the web guard nothing."""
    result = fetch_from(make_feed(f"http://hostile.example/{name}"), tmp_path, server)

    pages = [item for shard in result.shards for item in read_captures(tmp_path / shard)]
    assert result.rejects == ()
    assert [page.body for page in pages if isinstance(page, Page)] == [hostile.PAGE]


def test_all_troubles_together_leave_the_good_pages(tmp_path: Path, server: hostile.HostileServer) -> None:
    """A night among the worst still brings home what is there; every bad page is a reject of its own."""
    quick = [name for name in REJECTS if not name.startswith("time/") and name != "wire/status-503"]
    failing = [name for name in quick if REJECTS[name][0] is FetchError]
    others = [name for name in quick if name not in failing] + FINE
    # Mixed, since a site that only fails is left alone after a while.
    names = [name for pair in itertools.zip_longest(others, failing) for name in pair if name is not None]
    links = [f"http://hostile.example/{name}" for name in names]

    result = fetch_from(make_feed(*links), tmp_path, server)

    assert len(result.rejects) == len(quick)
    assert sum(fetch.outcome == "new" for fetch in result.fetches if fetch.what == "page") == len(FINE)


def _mutate(chance: random.Random) -> bytes:
    bodies = [hostile.PAGE, gzip.compress(hostile.PAGE, mtime=0), b"5\r\nhello\r\n0\r\n\r\n"]
    words = [
        "Content-Encoding: gzip",
        "Transfer-Encoding: chunked",
        "Content-Length: 17",
        "Location: /x",
        "ETag: \xff",
        "",
    ]
    lines = [
        "HTTP/1.1 " + chance.choice(["200 OK", "302 Found", "304", "204 No", "100 Continue"]),
        *chance.sample(words, 2),
    ]
    answer = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + chance.choice(bodies)
    position = chance.randrange(len(answer))
    return answer[:position] + chance.randbytes(chance.randrange(4)) + answer[position + chance.randrange(9) :]


def test_no_answer_escapes_as_an_exception(tmp_path: Path) -> None:
    """Two hundred answers with something wrong in them: a response or one of our errors."""
    chance = random.Random(11)
    answers = {f"mutated/{number}": hostile.reply(_mutate(chance)) for number in range(200)}
    outcomes: Counter[str] = Counter()
    with hostile.HostileServer(behaviours=answers) as site:
        settings = make_settings(tmp_path, hostile=site.address)
        for name in answers:
            try:
                outcomes[str(fetch_url(f"http://hostile.example/{name}", settings=settings).status)] += 1
            except SitrepError as exc:
                outcomes[type(exc).__name__] += 1

    assert sum(outcomes.values()) == len(answers)
    assert len(outcomes) > 4, "the answers are of many kinds"


FEEDS = [
    pytest.param(b"", "ParseError", "empty body", id="empty"),
    pytest.param(hostile.PAGE, "ParseError", "a web page where a feed should be", id="web-page"),
    pytest.param(b"%PDF-1.4 \x00\x01", "ParseError", "no feed", id="pdf"),
    pytest.param(b'{"version": 1', "ParseError", "JSON broken", id="json-cut"),
    pytest.param(b"[" * 100_000, "ParseError", "no feed", id="brackets"),
    pytest.param(b'{"items":' + b"[" * 100_000, "ParseError", "JSON broken", id="deep-json"),
    pytest.param(b"<rss>" + b"<a>" * 50_000, "ParseError", "nested more than", id="deep-xml"),
    pytest.param(
        b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
        "ParseError",
        "declares ENTITY",
        id="entities",
    ),
    pytest.param(
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss/>'.encode("utf-16"),
        "ParseError",
        "declares ENTITY",
        id="entities-in-utf-16",
    ),
    pytest.param(gzip.compress(bytes(100_000_000), mtime=0), "ParseError", "more than", id="gzip-file-bomb"),
    pytest.param(b"\xff\xfe\xfd\x00\x01" * 1000, "ParseError", "no feed", id="noise"),
]  # fmt: skip


@pytest.mark.parametrize(("feed", "error", "reason"), FEEDS)
def test_a_hostile_feed_is_one_clear_reject(
    feed: bytes, error: str, reason: str, tmp_path: Path, server: hostile.HostileServer
) -> None:
    """The parser's guards hold behind the client's."""
    started_at = time.monotonic()

    result = fetch_from(feed, tmp_path, server)

    assert [(reject.stage, reject.error) for reject in result.rejects] == [("feed", error)]
    assert reason in result.rejects[0].reason
    assert time.monotonic() - started_at < SECONDS


ROBOTS = [
    pytest.param(hostile.reply(hostile.answer(b"User-agent: *\nDisallow: /")), "forbids", id="forbids"),
    pytest.param(
        hostile.reply(hostile.answer(b"\xef\xbb\xbfUser-agent: Sitrep\nDisallow: /")), "forbids", id="forbids-after-bom"
    ),
    pytest.param(hostile.reply(hostile.answer(b"", status="500 Oops")), "no robots.txt to be had", id="broken"),
    pytest.param(lambda visit: visit.hold(), "no robots.txt to be had", id="silent"),
    pytest.param(hostile.reply(b"\x00\x01\x02"), "no robots.txt to be had", id="garbage"),
    pytest.param(hostile.reply(hostile.answer(b"User-agent: *\nDisallow:")), None, id="allows"),
    pytest.param(hostile.reply(hostile.answer(b"x", status="403 No")), None, id="refused-means-none"),
    pytest.param(hostile.redirect("/robots.txt"), None, id="circle"),
    pytest.param(hostile.redirect("http://10.0.0.1/robots.txt"), None, id="to-private"),
    pytest.param(hostile.reply(hostile.answer(b"#" * 900_000)), None, id="huge"),
]


@pytest.mark.parametrize(("robots", "reason"), ROBOTS)
def test_robots_txt_is_obeyed_however_it_comes(robots: hostile.Behaviour, reason: str | None, tmp_path: Path) -> None:
    """A page is not asked for where robots.txt forbids it, or where nobody can tell."""
    behaviours = {"robots.txt": robots, "page": hostile.reply(hostile.answer(hostile.PAGE))}
    with hostile.HostileServer(behaviours=behaviours) as site:
        result = fetch_from(make_feed("http://hostile.example/page"), tmp_path, site)

    assert ("page" in site.visits) == (reason is None)
    assert [reason for reject in result.rejects if reason and reason in reject.reason] == ([reason] if reason else [])


def test_the_user_agent_names_who_asks(tmp_path: Path, server: hostile.HostileServer) -> None:
    """Outlets can reach whoever runs it."""
    settings = make_settings(tmp_path, hostile=server.address)

    response = fetch_url("http://hostile.example/fine/gzip", settings=settings)

    assert b"User-Agent: Sitrep/1 (+https://sitrep.example/about)\r\n" in response.head
    assert response.head == server.heads[-1]


def test_a_redirect_chain_is_recorded(tmp_path: Path, server: hostile.HostileServer) -> None:
    """With its final URL, and the permanent move as a proposal."""
    settings = make_settings(tmp_path, hostile=server.address)

    response = fetch_url("http://hostile.example/fine/moved", settings=settings)

    assert response.hops == ("http://hostile.example/fine/moved",)
    assert response.url == response.moved_to == "http://hostile.example/fine/zug-%C3%BCber-kyiv?utm_source=hop"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "http://localhost:1/", "ftp://x.example/"])
def test_an_address_that_is_no_public_web_page_is_refused_at_once(url: str, tmp_path: Path) -> None:
    """The first hop is guarded like the others."""
    with pytest.raises((RefusedError, ParseError)):
        fetch_url(url, settings=make_settings(tmp_path))


class TestTls:
    """Certificates are verified, and there is no way around it."""

    @pytest.fixture(scope="class")
    def certificates(self, tmp_path_factory: pytest.TempPathFactory) -> hostile.Certificates:
        """One authority for all."""
        return hostile.make_certificates(tmp_path_factory.mktemp("certificates"))

    @pytest.fixture(autouse=True)
    def _trust(self, certificates: hostile.Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.bundle))

    def test_a_valid_certificate_is_accepted(self, certificates: hostile.Certificates, tmp_path: Path) -> None:
        """The counterpart of the refusals below."""
        with hostile.HostileServer(context=certificates.make_context("safe.example")) as site:
            settings = make_settings(tmp_path, safe=site.address)
            assert fetch_url("https://safe.example/fine/chunked", settings=settings).body == hostile.PAGE

    @pytest.mark.parametrize(
        ("host", "options"),
        [
            pytest.param("other.example", {}, id="of-another-host"),
            pytest.param("safe.example", {"days": -1}, id="expired"),
            pytest.param("safe.example", {"is_trusted": False}, id="self-signed"),
        ],
    )
    def test_an_invalid_certificate_is_refused(
        self, host: str, options: dict[str, int], certificates: hostile.Certificates, tmp_path: Path
    ) -> None:
        """No fallback: the page is not asked for."""
        with hostile.HostileServer(context=certificates.make_context(host, **options)) as site:
            settings = make_settings(tmp_path, safe=site.address)
            with pytest.raises(RefusedError, match="certificate is not valid"):
                fetch_url("https://safe.example/fine/chunked", settings=settings)
        assert site.visits == []

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            pytest.param("cut-without-length", "TLS failed", id="body-without-length"),
            pytest.param("cut-length", "TLS failed", id="body-with-length"),
        ],
    )
    def test_a_body_cut_under_tls_is_no_page(
        self, name: str, reason: str, certificates: hostile.Certificates, tmp_path: Path
    ) -> None:
        """Without the closing alert nobody knows whether that was all."""
        heads = {"cut-without-length": b"\r\n", "cut-length": b"Content-Length: 9999\r\n\r\n"}

        def cut(visit: hostile.Visit) -> None:
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + heads[name] + hostile.PAGE)
            visit.sock.shutdown(socket.SHUT_RDWR)

        context = certificates.make_context("safe.example")
        with hostile.HostileServer(behaviours={name: cut}, context=context) as site:
            settings = make_settings(tmp_path, safe=site.address)
            with pytest.raises(FetchError, match=reason):
                fetch_url(f"https://safe.example/{name}", settings=settings)

    @pytest.mark.parametrize(
        "greeting", [pytest.param(b"HTTP/1.1 200 OK\r\n\r\nhello", id="plain-http"), pytest.param(b"", id="silence")]
    )
    def test_a_port_that_speaks_no_tls_fails_in_time(self, greeting: bytes, tmp_path: Path) -> None:
        """The deadline holds during the handshake."""

        def handle(sock: socket.socket) -> None:
            sock.sendall(greeting)
            sock.recv(10_000)
            if not greeting:
                sock.recv(1)

        started_at = time.monotonic()
        with hostile.serve_raw(handle) as address:
            settings = make_settings(tmp_path, safe=address)
            with pytest.raises(FetchError):
                fetch_url("https://safe.example/", settings=settings)
        assert time.monotonic() - started_at < SECONDS

    def test_a_handshake_that_drips_ends_at_the_deadline(self, tmp_path: Path) -> None:
        """Each byte would start a socket's own time-out anew."""

        def handle(sock: socket.socket) -> None:
            for byte in b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + bytes(100):
                sock.sendall(bytes([byte]))
                time.sleep(0.05)

        started_at = time.monotonic()
        with hostile.serve_raw(handle) as address:
            settings = make_settings(tmp_path, safe=address)
            with pytest.raises(FetchError, match=r"silent for|not finished after"):
                fetch_url("https://safe.example/", settings=settings)
        assert time.monotonic() - started_at < SECONDS
