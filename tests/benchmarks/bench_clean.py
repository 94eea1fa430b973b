"""Cleaning: time against trafilatura alone with metadata, and memory over many pages.

Usage: bench_clean.py [PATH]   a folder of .html files of your own; default: pages made up here
Bars: at most 1.10 of trafilatura's own time; memory flat, under 600 MB.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from trafilatura import bare_extraction

from sitrep.clean import clean_page
from sitrep.records import Article, Page
from sitrep.settings import load_settings

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))
from measuring import make_page, read_memory_mb, say
from press_pages import write_page

_PAGES = 150
_ROUNDS = 3
_MEMORY_PAGES = 10_000


def extract_alone(page: Page) -> None:
    """What trafilatura takes by itself, with the metadata that we ask for."""
    bare_extraction(
        page.body,
        url=page.url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2024-06-02"},
    )


def measure_seconds(work: Callable[[Page], object], pages: list[Page]) -> float:
    """CPU seconds of this process over all pages."""
    started = time.process_time()
    for page in pages:
        work(page)
    return time.process_time() - started


def main() -> None:
    """Measure in turns, so that a busy machine slows both alike."""
    settings = load_settings()
    if len(sys.argv) > 1:
        bodies = [path.read_bytes() for path in sorted(Path(sys.argv[1]).rglob("*.html"))]
    else:
        bodies = [write_page(number).encode() for number in range(_PAGES)]
    pages = [make_page(number, body) for number, body in enumerate(bodies)]
    cleaned = [clean_page(page, settings=settings) for page in pages]
    articles = sum(isinstance(article, Article) for article in cleaned)
    say(f"{len(pages)} pages of {statistics.mean(map(len, bodies)) / 1000:.0f} kB, {articles} articles")
    alone, ours = [], []
    for _ in range(_ROUNDS):
        alone.append(measure_seconds(extract_alone, pages))
        ours.append(measure_seconds(lambda page: clean_page(page, settings=settings), pages))
    # The quickest round of each: what other programs take from the machine only ever adds.
    say(f"clean_page against trafilatura with metadata: {min(ours) / min(alone):.2f}")
    say(f"pages a CPU second: {len(pages) / min(ours):.0f}, of trafilatura alone {len(pages) / min(alone):.0f}")
    before = read_memory_mb()
    marks = []
    for number in range(_MEMORY_PAGES):
        clean_page(pages[number % len(pages)], settings=settings)
        if number % (_MEMORY_PAGES // 5) == _MEMORY_PAGES // 5 - 1:
            marks.append(round(read_memory_mb()))
    say(f"memory over {_MEMORY_PAGES} pages: {before:.0f} MB at first, then {marks} MB")


if __name__ == "__main__":
    main()
