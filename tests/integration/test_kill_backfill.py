"""A backfill killed at random moments and started again ends as if nobody had touched it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitrep.query import ask
from sitrep.settings import load_settings

pytestmark = pytest.mark.slow

KILLS = 50
FILES = 25
TABLES = ("raw.articles", "raw.figures", "raw.events", "raw.rejects", "front_days", "tallies", "contested")


def write_archive(folder: Path) -> list[str]:
    """Write 25 files of 40 short articles of our own making, and a line that is no article."""
    chance = random.Random(7)
    paths = []
    for number in range(FILES):
        path = folder / f"part-{number:02}.jsonl"
        lines = []
        for page in range(40):
            killed, total = chance.randint(1, 40), 120_000 + 500 * number + page
            # Words of its own: what counts as a copy must not hang on which files came into one load.
            names = ", ".join("".join(chance.choices("aeiouklmnrst", k=7)).title() for _ in range(60))
            text = (
                f"A strike on Makiivka on Monday killed {killed} soldiers, the Russian defence ministry said. "
                f"Ukraine's General Staff said on Tuesday Russia had lost {total:,} troops since the invasion began.\n"
                f"It was report {number}-{page}, which named {names}."
            )
            article = {"url": f"https://archive.example/{number}/{page}", "title": "Day of war", "text": text}
            lines.append(json.dumps({**article, "published": f"2023-02-{1 + page % 28:02d}"}) + "\n")
        path.write_text("".join([*lines, "{broken\n"]), encoding="utf-8")
        paths.append(str(path))
    return paths


def start(home: Path, sources: list[str]) -> subprocess.Popen[bytes]:
    """Start a backfill with two workers in a process group of its own."""
    environment = {**os.environ, "SITREP_HOME": str(home)}
    command = [sys.executable, "-m", "sitrep.cli", "backfill", "--workers", "2", *sources]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def list_files(home: Path) -> list[str]:
    """Every path below the home but snapshots, which are named by their instant; their drafts begin with a point."""
    named = [path.relative_to(home).as_posix() for path in home.rglob("*")]
    return sorted(name for name in named if not name.startswith("snapshots/sitrep-"))


def read_rows(home: Path) -> dict[str, list[str]]:
    """All rows that matter, in order."""
    settings = load_settings(home=home)
    return {
        table: sorted(json.dumps(row, default=str) for row in ask(settings, f"select * from {table}").to_pylist())
        for table in TABLES
    }


def test_fifty_kills_change_no_row_and_leave_no_temporary_file(tmp_path: Path) -> None:
    sources = write_archive(tmp_path)
    calm, hunted = tmp_path / "calm", tmp_path / "hunted"
    began = time.monotonic()
    assert start(calm, sources).wait(300) == 0
    length = time.monotonic() - began
    chance = random.Random(11)
    kills = 0
    while kills < KILLS:
        # Each second kill finds another file to read, so that not only loading and publishing are hit.
        process = start(hunted, sources[: 1 + kills // 2])
        time.sleep(chance.uniform(0.2, length))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    assert start(hunted, sources).wait(300) == 0
    assert read_rows(hunted) == read_rows(calm)
    # What a killed run left half-written has a name that an undisturbed home does not know.
    assert list_files(hunted) == list_files(calm)
