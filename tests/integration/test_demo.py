"""The demo, as a stranger runs it: once, and once more, with the same rows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitrep.query import ask
from sitrep.settings import load_settings

TABLES = (
    "raw.articles",
    "raw.figures",
    "raw.events",
    "raw.rejects",
    "raw.fetches",
    "front_days",
    "tallies",
    "contested",
)


def run_demo(home: Path) -> str:
    """Run `sitrep demo` in a process of its own; returns what it printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "SITREP"))}
    environment |= {"SITREP_HOME": str(home), "COLUMNS": "200"}
    command = [sys.executable, "-m", "sitrep.cli", "demo"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def read_rows(home: Path) -> dict[str, list[str]]:
    """All rows that matter of the sample's snapshot, in order."""
    settings = load_settings(home=home).for_sample()
    return {
        table: sorted(json.dumps(row, default=str) for row in ask(settings, f"select * from {table}").to_pylist())
        for table in TABLES
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, list[str]]]:
    """A home in which the demo ran once: the home, what it printed, its rows."""
    home = tmp_path_factory.mktemp("demo")
    printed = run_demo(home)
    return home, printed, read_rows(home)


def test_the_demo_prints_tables_and_what_to_do_next(demo: tuple[Path, str, dict[str, list[str]]]) -> None:
    _, printed, _ = demo
    for words in ("front_days", "Running tallies", "133,190", "Contested", "Makiivka", "sitrep query", "sitrep serve"):
        assert words in printed


def test_bad_pages_are_rejects_with_reasons(demo: tuple[Path, str, dict[str, list[str]]]) -> None:
    home, _, rows = demo
    reasons = [json.loads(row)["reason"] for row in rows["raw.rejects"]]
    assert sorted(reasons) == ["not a page but a PDF", "page is empty", "status 404"]
    other = ask(
        load_settings(home=home).for_sample(),
        "select language, count(*) as n from raw.articles where language != 'en' group by language",
    ).to_pylist()
    assert other == [{"language": "uk", "n": 1}]


def test_sample_rows_say_so_and_stay_out_of_the_real_home(demo: tuple[Path, str, dict[str, list[str]]]) -> None:
    home, _, rows = demo
    assert all(json.loads(row)["is_sample"] for row in rows["raw.articles"])
    assert not (home / "sitrep.duckdb").exists()


def test_one_story_on_several_sites_is_one_story(demo: tuple[Path, str, dict[str, list[str]]]) -> None:
    _, _, rows = demo
    stories: dict[str, set[str]] = {}
    for row in map(json.loads, rows["raw.articles"]):
        stories.setdefault(row["story_id"], set()).add(row["source_id"])
    assert max(len(sources) for sources in stories.values()) >= 3


def test_a_second_demo_ends_with_the_same_rows(demo: tuple[Path, str, dict[str, list[str]]]) -> None:
    home, printed, rows = demo
    again = run_demo(home)
    assert read_rows(home) == rows
    assert again == printed
