"""Two workers over one archive against one: how much of the second core is used.

Reads made-up WARC files of HTML pages (or those of a folder: `bench_backfill.py FOLDER`), cleans and extracts them with
one worker and with two, into homes of their own. The bar is 1.8; it wants two idle cores.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import time
from pathlib import Path

from sitrep.captures import CaptureHints, CaptureWriter
from sitrep.pipeline.archives import ArchiveRequest, extract_all, plan_request
from sitrep.settings import load_settings

FILES, PAGES = 12, 150
TOWNS = ("Bakhmut", "Kupiansk", "Lyman", "Avdiivka", "Marinka", "Vuhledar", "Orikhiv", "Kherson")
CHROME = "".join(f'<li><a href="/section/{n}">Section {n} of the site</a></li>' for n in range(250))


def write_warc(folder: Path, number: int) -> None:
    """Write one file of pages with menus and about 350 words each."""
    chance = random.Random(number)  # not a secret
    captured = dt.datetime(2023, 2, 14, 12, tzinfo=dt.UTC)
    with CaptureWriter(folder, f"part-{number:02d}", 1 << 30) as writer:
        for page in range(PAGES):
            lines = "".join(
                f"<p>Russian troops shelled {chance.choice(TOWNS)} on Monday, killing {chance.randint(1, 30)} "
                f"civilians, the governor said. Air defences shot down {chance.randint(2, 50)} drones overnight.</p>"
                for _ in range(14)
            )
            body = f"<html><body><ul>{CHROME}</ul><article><h1>Day {page}</h1>{lines}</article></body></html>"
            writer.write_resource(
                url=f"https://archive.example/2023/02/14/{number}/{page}",
                captured_at=captured,
                body=body.encode(),
                content_type="text/html; charset=utf-8",
                hints=CaptureHints(source_id="archive"),
            )


def main() -> None:
    """Measure and print the ratio."""
    folder = Path(tempfile.mkdtemp(prefix="sitrep-backfill-"))
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "warc"
    if len(sys.argv) == 1:
        for number in range(FILES):
            write_warc(source, number)
    files = sorted(str(path) for path in source.glob("*.warc.gz"))
    seconds = {}
    for workers in (1, 2):
        settings = load_settings(home=folder / f"home-{workers}")
        shards = plan_request(ArchiveRequest(sources=tuple(files)), settings=settings)
        started = time.monotonic()
        staged = list(extract_all(shards, settings, workers))
        seconds[workers] = time.monotonic() - started
        print(f"{workers} worker(s): {len(staged)} shards in {seconds[workers]:.1f} s")  # noqa: T201  # a script
    print(f"two workers are {seconds[1] / seconds[2]:.2f} times one (bar 1.8)")  # noqa: T201


if __name__ == "__main__":
    main()
