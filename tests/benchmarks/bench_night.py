"""What Airflow adds to a night of 40 feeds and 1,000 articles, run in one process.

Two homes, the same made-up press on 127.0.0.1: the steps called one after the other, and the `nightly` DAG. Prints
both, and the difference, which the bar holds under 25 s.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sitrep import pipeline
from sitrep.settings import load_settings

FEEDS, ARTICLES = 40, 25
DAY = dt.date(2023, 2, 14)
TOWNS = ("Bakhmut", "Kupiansk", "Lyman", "Avdiivka", "Marinka", "Vuhledar", "Orikhiv", "Kherson")


def make_page(host: str, number: int) -> bytes:
    """An article of about 350 words, the same every time."""
    chance = random.Random(f"{host}{number}")  # not a secret
    lines = []
    for _ in range(14):
        town, killed, drones = chance.choice(TOWNS), chance.randint(1, 30), chance.randint(2, 50)
        lines.append(
            f"<p>Russian troops shelled {town} on Monday, killing {killed} civilians, the governor said. Air defences "
            f"shot down {drones} drones overnight, according to the air force in Kyiv.</p>"
        )
    title = f"Report {number} of {host}"
    body = f"<article><h1>{title}</h1>{''.join(lines)}</article>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def make_feed(host: str) -> bytes:
    """An RSS feed that lists a host's articles."""
    items = "".join(
        f"<item><title>Report {n} of {host}</title><link>http://{host}/{n}</link><guid>{host}-{n}</guid>"
        f"<pubDate>Tue, 14 Feb 2023 10:{n:02d}:00 GMT</pubDate></item>"
        for n in range(ARTICLES)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


class Press(BaseHTTPRequestHandler):
    """Answers for every host."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the base class's name
        """Give the feed, a page, or no robots.txt."""
        host = self.headers["Host"].partition(":")[0]
        name = self.path.strip("/")
        body = make_feed(host) if name == "rss" else make_page(host, int(name)) if name.isdigit() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/rss+xml" if name == "rss" else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def run_steps(environment: dict[str, str]) -> None:
    """The night without Airflow."""
    os.environ.update(environment)
    settings = load_settings()
    for batch in pipeline.plan_night(DAY, settings=settings):
        for shard in pipeline.fetch_batch(DAY, batch, settings=settings):
            pipeline.extract_capture(shard, settings=settings)
    pipeline.load_night(DAY, settings=settings)
    pipeline.build_models(settings=settings)
    pipeline.publish(settings=settings)
    pipeline.write_report(DAY, settings=settings)
    pipeline.judge_night(DAY, settings=settings)


def main() -> None:
    """Measure both ways."""
    if sys.argv[1:2] == ["steps"]:
        run_steps(json.loads(sys.argv[2]))
        return
    folder = Path(tempfile.mkdtemp(prefix="sitrep-night-"))
    hosts = [f"outlet{n:02d}.example" for n in range(FEEDS)]
    feeds = "".join(
        f'[[feed]]\nsource_id = "outlet{n:02d}"\nname = "{host}"\nurl = "https://{host}/rss"\nlanguage = "en"\n'
        f'party = "third"\nzone = "UTC"\nverified = false\n\n'
        for n, host in enumerate(hosts)
    ).replace("https://", "http://")
    (folder / "feeds.toml").write_text(feeds, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), Press) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shared = {
            "SITREP_FEEDS": str(folder / "feeds.toml"),
            "SITREP_SPACING_SECONDS": "0",
            "SITREP_RESOLVE": ",".join(f"{host}=127.0.0.1:{server.server_port}" for host in hosts),
        }
        seconds = {}
        for name, command in (
            ("steps", [sys.executable, __file__, "steps"]),
            ("airflow", [sys.executable, "-m", "sitrep.cli", "nightly", "--day", DAY.isoformat()]),
        ):
            environment = {**shared, "SITREP_HOME": str(folder / name)}
            arguments = [json.dumps(environment)] if name == "steps" else []
            started = time.monotonic()
            done = subprocess.run(  # our own command
                [*command, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=False
            )
            seconds[name] = time.monotonic() - started
            if done.returncode:
                sys.exit(done.stdout + done.stderr)
        server.shutdown()
    counts = [
        sum(json.loads(p.read_text())["articles"] for p in (folder / name / "staged").rglob("shard.json"))
        for name in seconds
    ]
    print(f"articles {counts}; steps {seconds['steps']:.1f} s, embedded DAG {seconds['airflow']:.1f} s")  # noqa: T201
    print(f"Airflow adds {seconds['airflow'] - seconds['steps']:.1f} s (bar 25)")  # noqa: T201


if __name__ == "__main__":
    main()
