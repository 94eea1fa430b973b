"""Feeds: 200,000 entries of feed files of all formats, a third of them damaged, through `feed`.

Usage: bench_feed.py [ENTRIES]   default 200000; or a folder of real feed files
No exception escapes; ratios are to feedparser alone on the same bytes, as it comes and with its sanitising and
resolving off.
"""

import io
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import feedparser
from measuring import say

from sitrep.feed import parse_feed
from sitrep.records import Source

_PER_FEED = 50
_SOURCE = Source(
    source_id="bench", name="Bench", url="https://bench.example/feed", language="en", party="third", zone="Europe/Kyiv"
)
_DATES = (
    "{d:02} Jan 2023 1{d}:07:41 EET",
    "2023/1/{d} 15:07:41",
    "2023-01-{d:02}T15:07:41+02:00",
    "{d:02}.01.2023 15:07",
)
_TEXT = "<p>The bridge over the river was reopened on Monday &amp; closed again.</p>" * 8


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def make_feed(kind: str, chance: random.Random) -> str:
    """One file of 50 entries."""
    rows = []
    for number in range(_PER_FEED):
        day = chance.randrange(1, 10)
        date = chance.choice(_DATES).format(d=day)
        link = f"https://bench.example/{chance.randrange(10**9)}/story-{number}?utm_source=rss"
        if kind == "atom":
            rows.append(
                f'<entry><id>tag:{number}</id><title>Story {number}</title><link href="{link}"/>'
                f'<updated>{date}</updated><content type="html">{_escape(_TEXT)}</content></entry>'
            )
        elif kind == "sitemap":
            rows.append(f"<url><loc>{link.replace('&', '&amp;')}</loc><lastmod>{date}</lastmod></url>")
        elif kind == "json":
            rows.append(f'{{"id": "{number}", "url": "{link}", "title": "Story {number}", "date_published": "{date}"}}')
        else:
            rows.append(
                f"<item><title>Story {number}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate>"
                f"<description>{_escape(_TEXT)}</description></item>"
            )
    body = "".join(rows)
    return {
        "atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title>{body}</feed>',
        "sitemap": f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>',
        "json": f'{{"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": [{", ".join(rows)}]}}',
    }.get(kind, f'<rss version="2.0"><channel><title>B</title>{body}</channel></rss>')


def damage(body: bytes, chance: random.Random) -> bytes:
    """Cut it, drop some of it, or change bytes."""
    position = chance.randrange(len(body))
    match chance.randrange(4):
        case 0:
            return body[:position]
        case 1:
            return body[:position] + body[position + chance.randrange(200) :]
        case 2:
            return body[:position] + chance.randbytes(chance.randrange(1, 30)) + body[position:]
        case _:
            return (
                body[:position]
                + chance.choice([b"&", b"<", b"]]>", b"\x00", b"<![CDATA[", b"&nbsp;"])
                + body[position:]
            )


def make_files(entries: int) -> Iterator[tuple[str, bytes]]:
    """Files of all formats and some encodings; the kind says which."""
    chance = random.Random(7)  # the same files every time
    for number in range(entries // _PER_FEED):
        kind = ("rss", "rss", "atom", "rss", "json", "sitemap")[number % 6]
        body = make_feed(kind, chance).encode(chance.choice(["utf-8", "utf-8", "utf-8", "utf-16"]))
        if number % 3 == 0:
            kind, body = "damaged", damage(body, chance)
        yield kind, body


def read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Real ones."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield "real", path.read_bytes()


def measure(files: Iterator[tuple[str, bytes]]) -> None:
    """Read all; time (of the processor: others use it too) the undamaged RSS against feedparser alone."""
    entries: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    alone = {"as it comes": 0.0, "bare": 0.0}
    compared = 0.0
    for number, (kind, body) in enumerate(files):
        started = time.process_time()
        feed = parse_feed(body, source=_SOURCE, url=_SOURCE.url, content_type=None)
        taken = time.process_time() - started
        seconds[kind] += taken
        entries[kind] += len(feed.entries)
        faults[kind] += feed.fault is not None
        if kind in {"rss", "real"} and number % 20 == 1:
            compared += taken
            started = time.process_time()
            feedparser.parse(io.BytesIO(body))
            alone["as it comes"] += time.process_time() - started
            started = time.process_time()
            feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
            alone["bare"] += time.process_time() - started
    for kind, total in sorted(entries.items()):
        say(f"{kind:8} {total:7} entries  {faults[kind]:5} files with a fault  {total / seconds[kind]:6.0f} entries/s")
    say(f"all      {sum(entries.values()):7} entries, no exception escaped")
    for name, reference in alone.items():
        say(f"time against feedparser {name}: {compared / reference:.2f}")


if __name__ == "__main__":
    argument = sys.argv[1] if len(sys.argv) > 1 else "200000"
    measure(make_files(int(argument)) if argument.isdigit() else read_files(Path(argument)))
