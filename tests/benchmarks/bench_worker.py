"""A worker's memory over 10,000 pages: read, cleaned, extracted and staged in one process, as a backfill does it.

Usage: bench_worker.py [PAGES]   default 10000
The pages stand in WARC files of 500, then all in one file. Bar: flat over the many files, under 600 MB in both.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

from sitrep.captures import CaptureHints, CaptureWriter
from sitrep.pipeline.archives import ArchiveRequest, extract_shard, plan_request
from sitrep.settings import load_settings

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))
from measuring import CAPTURED_AT, read_memory_mb, say
from press_pages import write_page

_PAGES_A_FILE = 500
_BODIES = 500
_BAR_MB = 600


def write_archive(folder: Path, pages: int, pages_a_file: int) -> list[str]:
    """WARC files of pages; each address and its number are its own."""
    bodies = [write_page(number) for number in range(_BODIES)]
    for start in range(0, pages, pages_a_file):
        with CaptureWriter(folder, f"part-{start:06}", 10**12) as writer:
            for number in range(start, min(start + pages_a_file, pages)):
                body = bodies[number % _BODIES].replace("</p>", f" It was report {number}.</p>", 1)
                writer.write_resource(
                    url=f"https://wire.example/{number}",
                    captured_at=CAPTURED_AT,
                    body=body.encode(),
                    content_type="text/html; charset=utf-8",
                    hints=CaptureHints(source_id="wire"),
                )
    return sorted(str(path) for path in folder.iterdir())


def measure(folder: Path, sources: list[str]) -> None:
    """Work through the sources in this process, as a worker does."""
    settings = load_settings(home=folder / "home")
    shards = plan_request(ArchiveRequest(sources=tuple(sources)), settings=settings)
    started = time.monotonic()
    marks = []
    for shard in shards:
        extract_shard(shard.to_json(), settings=settings)
        marks.append(round(read_memory_mb()))
    step = max(len(marks) // 8, 1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    say(f"{len(shards)} files in {time.monotonic() - started:.0f} s: after each {marks[::step]} MB")
    say(f"   at most {most:.0f} MB (bar {_BAR_MB}); the last quarter against the second {_compare_quarters(marks):.2f}")


def _compare_quarters(marks: list[int]) -> float:
    quarter = max(len(marks) // 4, 1)
    second, last = marks[quarter : 2 * quarter] or marks, marks[-quarter:]
    return (sum(last) / len(last)) / (sum(second) / len(second))


def main() -> None:
    """Measure each way in a process of its own, in folders that are gone afterwards."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    spawn = multiprocessing.get_context("spawn")
    for pages_a_file in (_PAGES_A_FILE, pages):
        with tempfile.TemporaryDirectory() as name:
            sources = write_archive(Path(name, "warc"), pages, pages_a_file)
            worker = spawn.Process(target=measure, args=(Path(name), sources))
            worker.start()
            worker.join()


if __name__ == "__main__":
    main()
