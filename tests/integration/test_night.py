"""A night whose feeds all fail: each is told, nothing is lost, and the exit status says so."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitrep.errors import RunError
from sitrep.pipeline import extract_capture, fetch_batch, judge_night, plan_night
from sitrep.sample import feeds_path, serve_sample
from sitrep.settings import load_settings

FEEDS = """
[[feed]]
source_id = "nowhere"
name = "Nowhere"
url = "https://nowhere.example/rss"
language = "en"
party = "third"
zone = "UTC"
verified = false

[[feed]]
source_id = "elsewhere"
name = "Elsewhere"
url = "https://elsewhere.example/rss"
language = "en"
party = "ua"
zone = "Europe/Kyiv"
verified = false
"""


def test_a_night_of_which_every_feed_failed_exits_non_zero_and_names_each(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(FEEDS, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "SITREP"))}
    environment |= {"SITREP_HOME": str(tmp_path / "home"), "SITREP_FEEDS": str(feeds), "COLUMNS": "160"}
    command = [sys.executable, "-m", "sitrep.cli", "nightly", "--day", "2023-02-14"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "all 2 feeds failed" in done.stderr
    assert "nowhere" in done.stdout
    assert "elsewhere" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_one_feed_that_answers_makes_a_good_night(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(feeds_path().read_text(encoding="utf-8") + FEEDS, encoding="utf-8")
    day = dt.date(2023, 2, 13)
    with serve_sample() as (_, resolve):
        settings = load_settings(home=tmp_path / "home", feeds=feeds, resolve=resolve, spacing_seconds=0.0)
        for batch in plan_night(day, settings=settings):
            fetch_batch(day, batch, settings=settings)
    judge_night(day, settings=settings)


def test_a_night_is_judged_by_its_pages_too(tmp_path: Path) -> None:
    day = dt.date(2023, 2, 13)
    with serve_sample() as (_, resolve):
        settings = load_settings(
            home=tmp_path / "home", feeds=feeds_path(), resolve=resolve, spacing_seconds=0.0, reject_share=0.01
        )
        for batch in plan_night(day, settings=settings):
            for shard in fetch_batch(day, batch, settings=settings):
                extract_capture(shard, settings=settings)
    with pytest.raises(RunError, match="3 of 45 pages were rejected"):
        judge_night(day, settings=settings)
