"""Official running totals: one measure whatever outlets call it, increments beside totals, only the war's own."""

from collections.abc import Callable
from typing import Any

Ask = Callable[..., list[dict[str, Any]]]
SERIES = "from tallies where claimant_side = 'ua' and measure_id = 'ru_loss_personnel' order by day"


def test_killed_and_casualties_are_one_series_and_the_wording_stays(ask: Ask) -> None:
    rows = ask(f"select day::varchar as day, total, wording, increment_stated, increment_computed, agrees {SERIES}")
    assert [tuple(row.values()) for row in rows] == [
        ("2023-02-06", 132160, "killed", None, None, None),
        ("2023-02-07", 133190, "killed", 1030, 1030, True),
        ("2023-02-08", 134100, "casualties", 910, 910, True),
    ]


def test_battles_towns_vague_words_and_forecasts_are_no_totals(ask: Ask) -> None:
    rows = ask("select total, n_variants from tallies where day = '2023-02-08' and claimant_side = 'ua'")
    assert rows == [{"total": 134100, "n_variants": 1}]


def test_a_measure_is_chosen_by_its_words_only_where_the_first_does_not_fit(ask: Ask) -> None:
    rows = ask("select measure_id, total from tallies where claimant_side = 'third'")
    assert rows == [{"measure_id": "ru_loss_personnel", "total": 14093}], "the first series that fits has the figure"


def test_each_total_carries_its_words(ask: Ask) -> None:
    rows = ask("select quote, total, figure_id from tallies")
    assert all(str(int(row["total"]))[:3] in row["quote"].replace(",", "") and row["figure_id"] for row in rows)
