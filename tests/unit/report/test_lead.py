"""The headline says only what the tables say, and says what it does not know."""

from typing import Any

import pytest

from sitrep.report.charts import shorten_front
from sitrep.report.content import write_lead

COVERAGE = {"n_stories": 8, "n_articles": 1200, "n_sources": 4, "n_figures": 12}
READ = "Read: 8 stories in 1,200 articles of 4 sources, with 12 figures."


def front(name: str, n: int) -> dict[str, Any]:
    """A front with so many events."""
    return {"front": name, "n_events": n}


def total(**fields: object) -> dict[str, Any]:
    """A running total."""
    row = {"measure_id": "ru_loss_personnel", "measure": "Russian personnel losses", "claimant_side": "ua"}
    return {**row, "total": 141_137.0, "increment_stated": None, "increment_computed": None, **fields}


def dispute(**fields: object) -> dict[str, Any]:
    """An incident as `gather_content` describes it."""
    row: dict[str, Any] = {"what": "Russia's people killed", "place": "Makiivka", "denied_by": None}
    for side, name in (("ua", "Ukraine"), ("ru", "Russia"), ("third", "third parties")):
        row |= {f"figure_id_{side}": None, f"name_{side}": name, f"words_{side}": None}
    return {**row, **fields}


CASES = [
    pytest.param([], [], [], None, ["No articles are known for this day."], id="nobody-was-heard"),
    pytest.param([], [], [], COVERAGE, ["Nothing was reported to have happened.", READ], id="quiet"),
    pytest.param([front("Bakhmut", 1)], [], [], COVERAGE, ["1 event on one front, Bakhmut.", READ], id="one-event"),
    pytest.param(
        [front("Bakhmut", 4), front("Lyman", 2)],
        [],
        [],
        COVERAGE,
        ["6 events on 2 fronts, most of them on Bakhmut (4).", READ],
        id="one-front-leads",
    ),
    pytest.param(
        [front("Bakhmut", 2), front("Lyman", 2)], [], [], COVERAGE, ["4 events on 2 fronts.", READ], id="none-leads"
    ),
    pytest.param(
        [],
        [total(increment_stated=615.0, increment_computed=737.0)],
        [],
        None,
        [
            "No articles are known for this day.",
            "Ukraine puts Russian personnel losses at 141,137, 615 more than the day before.",
        ],
        id="a-stated-increase-goes-before-a-computed-one",
    ),
    pytest.param(
        [],
        [total()],
        [],
        None,
        ["No articles are known for this day.", "Ukraine puts Russian personnel losses at 141,137."],
        id="no-increase-is-made-up",
    ),
    pytest.param(
        [],
        [],
        [dispute(figure_id_ua="a", words_ua="400", figure_id_ru="b", words_ru="89")],
        None,
        [
            "No articles are known for this day.",
            "Most disputed: Russia's people killed in Makiivka: Ukraine says 400, Russia says 89.",
        ],
        id="both-sides-are-named",
    ),
    pytest.param(
        [],
        [],
        [dispute(figure_id_ru="b", words_ru="600", denied_by=["ua"], place=None)],
        None,
        [
            "No articles are known for this day.",
            "Most disputed: Russia's people killed: Russia says 600, Ukraine denies it.",
        ],
        id="a-denial-without-a-number",
    ),
]


@pytest.mark.parametrize(("fronts", "tallies", "contested", "coverage", "expected"), CASES)
def test_the_headline_says_what_the_tables_say(
    fronts: list[dict[str, Any]],
    tallies: list[dict[str, Any]],
    contested: list[dict[str, Any]],
    coverage: dict[str, Any] | None,
    expected: list[str],
) -> None:
    assert write_lead(fronts, tallies, contested, coverage) == expected


def test_a_fronts_name_loses_what_stands_in_brackets() -> None:
    assert shorten_front("Kharkiv (north Kharkiv border belt)") == "Kharkiv"
    assert len(shorten_front("x" * 90)) == 30
