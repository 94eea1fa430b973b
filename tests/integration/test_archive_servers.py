"""Archives that are asked over the network: the Wayback Machine and Common Crawl, as a server on this machine."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from sitrep.archive import plan_shards, read_shard
from sitrep.archive.wayback import open_session
from sitrep.captures import CaptureHints, CaptureWriter
from sitrep.errors import FetchError, RefusedError
from sitrep.records import Page, Reject
from sitrep.settings import Settings, load_settings

DAYS = {"since": dt.date(2023, 1, 20), "until": dt.date(2023, 2, 10)}
PAGE = "<html><head><title>Bridge</title></head><body><article><p>Nine men crossed it {}.</p></article></body></html>"


class FakeArchives(BaseHTTPRequestHandler):
    """Answers as web.archive.org and data.commoncrawl.org do, by path."""

    asked: list[str]
    files: dict[str, bytes]
    status = 200

    def do_GET(self) -> None:
        """Answer a search, a memento or a file."""
        self.asked.append(self.path)
        parts = urlsplit(self.path)
        if self.status != 200:
            self._answer(self.status, b"later")
        elif parts.path == "/cdx/search/cdx":
            self._answer(200, self._search(parse_qs(parts.query)).encode())
        elif parts.path.startswith("/web/"):
            self._play(self.path)
        elif parts.path in self.files:
            self._answer(200, self.files[parts.path])
        else:
            self._answer(404, b"")

    def _search(self, query: dict[str, list[str]]) -> str:
        month = query["from"][0][:6]
        rows = [
            ("example,paper)/a", f"{month}25120000", "https://paper.example/a", "text/html", "200", "A" * 32, "900"),
            (
                "example,paper)/gone",
                f"{month}26120000",
                "https://paper.example/gone",
                "text/html",
                "200",
                "B" * 32,
                "900",
            ),
            ("example,other)/b", f"{month}27120000", "https://other.example/b", "text/html", "200", "C" * 32, "900"),
        ]
        return "".join(" ".join(row) + "\n" for row in rows)

    def _play(self, path: str) -> None:
        if path.endswith("/gone"):
            self._answer(404, b"not archived")
            return
        when = path.split("/")[2][:14]
        at = dt.datetime.strptime(when, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
        extra = {
            "Memento-Datetime": f"{at:%a, %d %b %Y %H:%M:%S GMT}",
            "Content-Type": "text/html; charset=utf-8",
            "Link": f'<{path.partition("id_/")[2]}>; rel="original"',
        }
        self._answer(200, PAGE.format(when).encode(), extra)

    def _answer(self, status: int, body: bytes, extra: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def archives() -> Iterator[tuple[type[FakeArchives], str]]:
    handler = type("Handler", (FakeArchives,), {"asked": [], "files": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield handler, f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(archives: tuple[type[FakeArchives], str], tmp_path: Path) -> Settings:
    hosts = ("web.archive.org", "data.commoncrawl.org", "paper.example")
    return load_settings(home=tmp_path / "home", resolve=dict.fromkeys(hosts, archives[1]), contact="me@sitrep.example")


def test_the_wayback_machine_gives_pages_of_the_days_asked_for(
    archives: tuple[type[FakeArchives], str], settings: Settings
) -> None:
    """What it lists but does not play is a reject; other hosts are not even asked for."""
    shards = plan_shards(["wayback:https://paper.example/*"], settings=settings, hosts=["paper.example"], **DAYS)

    items = [item for shard in shards for item in read_shard(shard, settings=settings)]
    asked = list(archives[0].asked)
    again = [item for shard in shards for item in read_shard(shard, settings=settings)]

    assert len(shards) == 2
    pages = [item for item in items if isinstance(item, Page)]
    assert [(page.url, f"{page.captured_at:%Y-%m-%d}") for page in pages] == [
        ("https://paper.example/a", "2023-01-25"),
        ("https://paper.example/a", "2023-02-25"),
    ]
    assert b"Nine men" in pages[0].body
    assert {(page.source_id, page.published_basis) for page in pages} == {("paper.example", "none")}
    assert [item.subject for item in items if isinstance(item, Reject)] == ["https://paper.example/gone"] * 2
    queries = [parse_qs(urlsplit(path).query) for path in asked if path.startswith("/cdx")]
    assert [(query["from"][0][:8], query["to"][0][:8]) for query in queries] == [
        ("20230120", "20230131"),
        ("20230201", "20230210"),
    ]
    assert {query["matchType"][0] for query in queries} == {"prefix"}
    assert not any("other.example" in path for path in asked if path.startswith("/web/"))
    assert again == items
    assert archives[0].asked == asked


def test_the_wayback_machine_is_asked_24_times_a_minute(settings: Settings) -> None:
    """Searches and pages alike, and it is told who asks."""
    real = settings.model_copy(update={"resolve": {}})

    session = open_session(real)

    limits = list(vars(session)["rate_limts"].values())
    assert limits[0] is limits[-1]
    assert vars(limits[0])["_minimum_wait"] == pytest.approx(60 / 24)
    assert session.headers["User-Agent"] == "sitrep (+me@sitrep.example)"


def test_a_wayback_machine_that_fails_is_tried_again_later(
    archives: tuple[type[FakeArchives], str], settings: Settings
) -> None:
    """Nothing is left that would pass for a finished shard."""
    archives[0].status = 400
    (shard, *_) = plan_shards(["wayback:https://paper.example/a"], settings=settings, **DAYS)

    with pytest.raises(FetchError, match="does not answer"):
        list(read_shard(shard, settings=settings))

    assert not list(settings.home.rglob("*.json"))
    archives[0].status = 200
    assert list(read_shard(shard, settings=settings))


def write_warc(folder: Path) -> bytes:
    with CaptureWriter(folder, "crawl", 10**8) as writer:
        writer.write_resource(
            url="https://paper.example/a",
            captured_at=dt.datetime(2023, 1, 25, tzinfo=dt.UTC),
            body=PAGE.format("at night").encode(),
            content_type="text/html",
            hints=CaptureHints(source_id="paper"),
        )
    return (folder / "crawl-0000.warc.gz").read_bytes()


def test_a_listed_file_that_is_not_here_is_downloaded_once(
    archives: tuple[type[FakeArchives], str], settings: Settings, tmp_path: Path
) -> None:
    """Also where the listing itself is an address."""
    name = "crawl-data/CC-NEWS/2023/01/CC-NEWS-20230125000000-00001.warc.gz"
    archives[0].files = {
        f"/{name}": write_warc(tmp_path / "w"),
        "/crawl-data/CC-NEWS/2023/01/warc.paths.gz": gzip.compress(name.encode()),
    }
    listing = "https://data.commoncrawl.org/crawl-data/CC-NEWS/2023/01/warc.paths.gz"
    (shard,) = plan_shards([listing], settings=settings, **DAYS)

    first = list(read_shard(shard, settings=settings))
    second = list(read_shard(shard, settings=settings))

    assert [item.url for item in first if isinstance(item, Page)] == ["https://paper.example/a"]
    assert first == second
    assert archives[0].asked.count(f"/{name}") == 1
    assert first[0].capture_file == f"captures/archive/{shard.shard_id}-0000.warc.gz"


@pytest.mark.parametrize(("status", "kind"), [(404, RefusedError), (403, RefusedError), (503, FetchError)])
def test_a_download_fails_for_now_or_for_good(
    archives: tuple[type[FakeArchives], str], settings: Settings, status: int, kind: type[Exception]
) -> None:
    """So that a scheduler knows whether to try again; no half file stays."""
    archives[0].status = status
    (shard,) = plan_shards(["https://data.commoncrawl.org/a.warc.gz"], settings=settings)

    with pytest.raises(kind, match=str(status)):
        list(read_shard(shard, settings=settings))

    assert not [path for path in settings.home.rglob("*") if path.is_file()]


def test_a_download_that_breaks_off_leaves_nothing(settings: Settings) -> None:
    """The server promises more than it sends."""
    listener = ThreadingHTTPServer(("127.0.0.1", 0), type("Short", (ShortAnswer,), {}))
    threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True).start()
    here = settings.model_copy(update={"resolve": {"data.commoncrawl.org": f"127.0.0.1:{listener.server_port}"}})
    (shard,) = plan_shards(["https://data.commoncrawl.org/a.warc.gz"], settings=here)

    with pytest.raises(FetchError, match="broke off"):
        list(read_shard(shard, settings=here))

    listener.shutdown()
    listener.server_close()
    assert not [path for path in here.home.rglob("*") if path.is_file()]


class ShortAnswer(BaseHTTPRequestHandler):
    """Sends half of what it says."""

    def do_GET(self) -> None:
        """Answer with a length that lies."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(json.dumps(["x"] * 50).encode())

    def log_message(self, *_: object) -> None:
        """Stay silent."""
