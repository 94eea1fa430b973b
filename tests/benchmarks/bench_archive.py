"""Archives: reading a WARC through `read_shard` against fastwarc alone, converting JSON lines, memory.

Usage: bench_archive.py [FILE.warc.gz]   an archive of your own; default: pages made up here
"""

import datetime as dt
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from sitrep.archive import Shard, plan_shards, read_shard
from sitrep.captures import CaptureHints, CaptureWriter
from sitrep.records import Page
from sitrep.settings import Settings, load_settings

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))
from measuring import say
from press_pages import write_page
from syndication import write_story

_PAGES = 400
_COPIES = 10
_ARTICLES = 20_000
_CAPTURED_AT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def write_warc(folder: Path) -> Path:
    """A WARC file of responses; each page stands in it several times, under other addresses."""
    bodies = [write_page(number).encode() for number in range(_PAGES)]
    with CaptureWriter(folder, "bench", 10**12) as writer:
        for copy in range(_COPIES):
            for number, body in enumerate(bodies):
                writer.write_response(
                    url=f"https://wire.example/{copy}/{number}",
                    captured_at=_CAPTURED_AT,
                    body=body,
                    status=200,
                    reason="OK",
                    headers=(("Content-Type", "text/html; charset=utf-8"),),
                    request_head=b"GET / HTTP/1.1\r\n\r\n",
                    hints=CaptureHints(source_id="wire"),
                )
    return folder / "bench-0000.warc.gz"


def read_alone(path: Path) -> int:
    """What fastwarc takes by itself, digests verified."""
    pages = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, verify_digests=True):
            record.reader.read()
            pages += 1
    return pages


def count_pages(shards: Sequence[Shard], settings: Settings) -> int:
    """Read all shards to their end."""
    return sum(isinstance(item, Page) for shard in shards for item in read_shard(shard, settings=settings))


def measure_warc(path: Path, settings: Settings) -> None:
    """Compare both readers over one file."""
    shards = plan_shards([path], settings=settings)
    started = time.process_time()
    read_alone(path)
    alone = time.process_time() - started
    started = time.process_time()
    pages = count_pages(shards, settings)
    ours = time.process_time() - started
    size = path.stat().st_size / 1e6
    say(f"WARC of {size:.0f} MB, {pages} pages: read_shard against fastwarc alone {ours / alone:.2f}")
    say(f"   {pages / ours:.0f} pages a CPU second, against about 30 that are cleaned in that time")


def measure_lines(folder: Path, settings: Settings) -> None:
    """Convert and read articles of JSON lines; a second reading finds them converted."""
    path = folder / "articles.jsonl"
    with path.open("w") as file:
        for number in range(_ARTICLES):
            story = {"url": f"https://wire.example/{number}", "published": "2024-05-01"}
            file.write(json.dumps({**story, "text": " ".join(write_story(number, 12))}) + "\n")
    shards = plan_shards([path], settings=settings)
    seconds = []
    for _ in range(2):
        started = time.process_time()
        pages = count_pages(shards, settings)
        seconds.append(time.process_time() - started)
    size = path.stat().st_size / 1e6
    say(f"JSON lines of {size:.0f} MB, {pages} articles: {pages / seconds[0]:.0f} articles a CPU second")
    say(f"   a second reading takes {seconds[1] / seconds[0]:.2f} of the first")


def main() -> None:
    """Measure in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = load_settings(home=folder / "home")
        measure_warc(Path(sys.argv[1]) if len(sys.argv) > 1 else write_warc(folder), settings)
        measure_lines(folder, settings)
    say(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
