"""A web server on 127.0.0.1 whose pages a test can change between requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sitrep.records import Source


@dataclass(slots=True)
class Site:
    """`answers` maps a URL to status, headers and body; `requests` lists what was asked, as URL and headers.

    `moments` are the seconds at which each was asked.
    """

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """URLs in the order of requests, robots.txt left out."""
        return [url for url, _ in self.requests if not url.endswith("/robots.txt")]

    def resolve(self, *hosts: str) -> dict[str, str]:
        """As settings.resolve wants it."""
        return dict.fromkeys(hosts, f"127.0.0.1:{self.port}")

    def put(self, url: str, body: str | bytes = b"", *, status: int = 200, **headers: str) -> None:
        """Set an answer; a header's underscores are hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[url] = (status, named, body.encode() if isinstance(body, str) else body)


@contextmanager
def run_site() -> Iterator[Site]:
    """Serve until the block ends."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = f"http://{self.headers['Host']}{self.path}"
            site.requests.append((url, dict(self.headers)))
            site.moments.append(time.monotonic())
            status, headers, body = site.answers.get(url, (404, {}, b""))
            validator = headers.get("ETag")
            if validator is not None and self.headers.get("If-None-Match") == validator:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def make_source(source_id: str = "press", url: str = "http://press.example/feed", **changes: object) -> Source:
    """An outlet."""
    values: dict[str, object] = {
        "name": source_id,
        "language": "en",
        "party": "third",
        "zone": "Europe/Kyiv",
        **changes,
    }
    return Source(source_id=source_id, url=url, **values)  # type: ignore[arg-type]  # a test's own words


def make_feed(*items: str) -> str:
    """RSS of these items."""
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'


def make_item(link: str, *, text: str = "", guid: str = "", day: int = 1) -> str:
    """An item published on a day of January 2023."""
    guid = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    date = f"<pubDate>{day:02} Jan 2023 10:00:00 GMT</pubDate>"
    return f"<item><title>{link[-9:]}</title><link>{link}</link>{guid}{date}<description>{text}</description></item>"
