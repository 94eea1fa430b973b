"""Each DAG that the demo does not run, run for real in a process of its own: archive, reprocess, housekeeping."""

import json
import os
import subprocess
import sys

import pytest

from sitrep.query import ask
from sitrep.settings import Settings, load_settings

ARTICLES = [
    {
        "id": "a1",
        "url": "https://archive.example/one",
        "title": "Strike on a depot",
        "published": "2023-02-07",
        "text": "At least 12 soldiers were killed in a strike on Makiivka on Monday, the Russian defence ministry "
        "said. Ukraine's General Staff said 40 Russian soldiers were killed in the strike on Makiivka on Monday.",
    },
    {
        "id": "a2",
        "url": "https://archive.example/two",
        "title": "Daily losses",
        "published": "2023-02-08",
        "text": "The General Staff of the Armed Forces of Ukraine said Russia had lost 134,100 soldiers since the "
        "start of the full-scale invasion, including 910 over the past day.",
    },
]

# One process for all, as Airflow's start is what costs; each run's result is a line.
SCRIPT = """
import json, sys
from sitrep.embedded import run_dag
from sitrep.settings import load_settings

for dag_id, conf in json.loads(sys.argv[1]):
    print(json.dumps([dag_id, run_dag(dag_id, load_settings(), conf=conf, environment={})]), flush=True)
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, list[list[object]], str]:
    """The home, the result of each run, and all that was printed."""
    folder = tmp_path_factory.mktemp("dags")
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    runs = [
        ("archive", {"sources": [str(source)], "from": "2023-02-01", "to": "2023-02-28"}),
        ("archive", {"sources": [str(source)], "from": "2023-02-01", "to": "2023-02-28"}),
        ("reprocess", {"day": "2023-02-07"}),
        ("reprocess", {"day": "2023-02-07", "force": True, "dry_run": True}),
        ("reprocess", {"day": "2023-02-07", "force": True}),
        ("housekeeping", {}),
    ]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "SITREP"))}
    environment["SITREP_HOME"] = str(folder / "home")
    command = [sys.executable, "-c", SCRIPT, json.dumps(runs)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    printed = done.stdout + done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    assert done.returncode == 0, printed
    return load_settings(home=folder / "home"), results, printed


def test_every_run_succeeds(ran: tuple[Settings, list[list[object]], str]) -> None:
    settings, results, printed = ran
    assert [result for _, result in results] == [True] * 6, printed
    assert settings.snapshot.exists()


def test_an_archive_read_twice_is_there_once(ran: tuple[Settings, list[list[object]], str]) -> None:
    settings, _, _ = ran
    counts = ask(settings, "select count(*) as n, count(distinct article_id) as ids from raw.articles").to_pylist()
    assert counts == [{"n": 2, "ids": 2}]


def test_both_sides_are_in_the_marts(ran: tuple[Settings, list[list[object]], str]) -> None:
    settings, _, _ = ran
    rows = ask(settings, "select value_ru, value_ua from contested where effect = 'killed'").to_pylist()
    assert rows == [{"value_ru": 12, "value_ua": 40}]


def test_the_same_version_changes_nothing(ran: tuple[Settings, list[list[object]], str]) -> None:
    _, _, printed = ran
    assert printed.count("nothing changes") == 2
