"""Extraction: articles a second, its share of trafilatura's time on pages that tell the same, and an article of 1 MB.

Usage: bench_extract.py [FILE.jsonl]   annotated articles of your own; default: those of the demo
Bars: 150 articles of 350 words a second on one idle core; under 20 % of trafilatura's time; 1 MB in under 10 s.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction

from sitrep.extract import extract_document

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))
from press_pages import write_page

_SAMPLE = Path(__file__).parents[1] / "eval" / "sample.jsonl"
_ROUNDS = 5
_WORDS = 350
_LONG = 1_000_000
# Where the made-up pages keep their story.
_STORY = re.compile(r"(?<=Twitter</a></div>).*(?=<p>Read also)", re.DOTALL)


def say(line: str) -> None:
    """Print a figure at once."""
    print(line, flush=True)  # noqa: T201  # a benchmark speaks to its user


def extract(doc: dict[str, Any]) -> None:
    """Find the figures and events of an article."""
    published = dt.date.fromisoformat(doc["published"][:10]) if doc.get("published") else None
    extract_document(doc["id"], doc["title"], doc["text"], published)


def write_report_page(seed: int, text: str) -> bytes:
    """A page of the press with its menus and teasers, about 150 kB, that tells the text."""
    story = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line)
    return _STORY.sub(lambda _: story, write_page(seed)).encode()


def measure_seconds(work: Callable[[Any], object], items: list[Any]) -> float:
    """CPU seconds of this process over all items."""
    started = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - started


def main() -> None:
    """Measure in turns, so that a busy machine slows both alike."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else _SAMPLE
    docs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    pages = [write_report_page(seed, doc["text"]) for seed, doc in enumerate(docs)]
    words = sum(len(doc["text"].split()) for doc in docs)
    measure_seconds(extract, docs)  # builds the indexes of names and words
    # The quickest round of each: what other programs take from the machine only ever adds.
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours.append(measure_seconds(extract, docs))
        theirs.append(measure_seconds(bare_extraction, pages))
    seconds = min(ours)
    say(f"{len(docs)} articles of {words // len(docs)} words: {len(docs) / seconds:.0f} a CPU second")
    say(f"   {words / _WORDS / seconds:.0f} articles of {_WORDS} words a CPU second (bar 150)")
    size = sum(map(len, pages)) / len(pages) / 1000
    say(f"share of trafilatura's time on pages of {size:.0f} kB: {seconds / min(theirs):.1%} (bar 20 %)")
    text = "\n\n".join(doc["text"] for doc in docs)
    long = {**docs[0], "text": (text + "\n\n") * (_LONG // len(text) + 1)}
    say(f"an article of 1 MB: {measure_seconds(extract, [long]):.1f} s (bar 10 s)")


if __name__ == "__main__":
    main()
