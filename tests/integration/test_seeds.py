"""Two real articles through the whole way: what a second reader wrote down comes out of the tables."""

import json
from pathlib import Path

import pytest

from sitrep.pipeline.archives import ArchiveRequest, plan_request, run_backfill
from sitrep.query import ask
from sitrep.settings import Settings, load_settings

CHECKED = ("value", "effect", "entity", "side", "claimant_side")
IDS = ("seed000", "seed004")


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home that holds the two seed articles, loaded, modelled and published."""
    settings = load_settings(home=tmp_path_factory.mktemp("seeds"))
    request = ArchiveRequest(sources=(str(shared / "seeds"),), published_from="sidecar")
    run_backfill(plan_request(request, settings=settings), settings=settings, workers=1)
    return settings


def test_nothing_is_rejected(home: Settings) -> None:
    assert ask(home, "select * from raw.rejects").to_pylist() == []


def test_at_least_twelve_of_fifteen_annotated_figures_come_out(home: Settings, shared: Path) -> None:
    lines = (shared / "eval" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = [figure for doc in map(json.loads, lines) if doc["id"] in IDS for figure in doc["figures"]]
    found = ask(home, f"select {', '.join(CHECKED)} from raw.figures").to_pylist()
    left = [tuple(row[name] for name in CHECKED) for row in found]
    right = 0
    for figure in wanted:
        key = tuple(figure.get(name) for name in CHECKED)
        if key in left:
            left.remove(key)
            right += 1
    assert len(wanted) == 15
    assert right >= 12


def test_the_two_versions_of_makiivka_stand_side_by_side(home: Settings) -> None:
    rows = ask(
        home,
        "select effect, value_ru, value_ua from contested where place = 'Makiivka' and side = 'ru'",
    ).to_pylist()
    versions = {row["effect"]: (row["value_ru"], row["value_ua"]) for row in rows}
    assert versions["killed"] == (63, 400)
    assert versions["wounded"] == (None, 300)


def test_the_tally_holds_its_total_and_its_increment(home: Settings) -> None:
    rows = ask(
        home,
        "select total, increment_stated, wording from tallies where day = date '2023-02-07' and claimant_side = 'ua'",
    ).to_pylist()
    assert [(row["total"], row["increment_stated"]) for row in rows if row["total"] == 133_190] == [(133_190, 1_030)]
