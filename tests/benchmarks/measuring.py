"""What the benchmarks share: saying a figure, reading memory, pages as an archive gives them."""

from __future__ import annotations

import datetime as dt
import resource
from pathlib import Path

from sitrep.records import Page

CAPTURED_AT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def say(line: str) -> None:
    """Print a figure at once, so that a long run shows where it is."""
    print(line, flush=True)  # noqa: T201  # a benchmark speaks to its user


def read_memory_mb() -> float:
    """Resident memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def make_page(number: int, body: bytes) -> Page:
    """A page as an archive would give it."""
    return Page(
        url=f"https://wire.example/{number}",
        body=body,
        content_type="text/html; charset=utf-8",
        source_id="wire",
        captured_at=CAPTURED_AT,
        capture_file="bench",
        capture_offset=number,
    )
