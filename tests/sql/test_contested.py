"""The sides' versions of an incident stand beside each other, and are never mixed."""

from collections.abc import Callable
from typing import Any

Ask = Callable[..., list[dict[str, Any]]]
COLUMNS = "value_ru, value_low_ru, value_high_ru, value_ua, value_low_ua, value_high_ua, spread, is_disputed"


def test_both_versions_of_a_strike_and_what_comes_with_it(ask: Ask) -> None:
    rows = ask(f"select effect, {COLUMNS} from contested_as_of('2023-01-03') where place = 'Makiivka'")
    versions = {row["effect"]: tuple(row.values())[1:] for row in rows}
    assert versions == {
        "killed": (63, 63, None, 400, 400, 400, 337, True),
        "wounded": (None, None, None, 300, 300, 300, None, False),
        "destroyed": (None, None, None, 10, None, 10, None, False),
    }


def test_the_latest_telling_of_a_side_wins_and_the_earlier_stays_visible(ask: Ask) -> None:
    row = ask(f"select {COLUMNS}, earlier_values_ru from contested where place = 'Makiivka' and effect = 'killed'")[0]
    assert (row["value_ru"], row["value_high_ru"], row["earlier_values_ru"]) == (89, 89, [63])
    assert row["spread"] == 311


def test_two_spellings_are_one_place(ask: Ask) -> None:
    rows = ask("select n_sources, n_stories from contested where effect = 'killed' and place = 'Makiivka'")
    assert rows == [{"n_sources": 2, "n_stories": 2}]


def test_a_denial_makes_an_incident_contested(ask: Ask) -> None:
    row = ask("select value_ua, value_ru, denied_by from contested where place = 'Kherson'")[0]
    assert row == {"value_ua": 10, "value_ru": None, "denied_by": ["ru"]}


def test_subsets_and_forecasts_are_nobodys_claim(ask: Ask) -> None:
    rows = ask(
        "select claimant_side, value, earlier_values, is_vague from int_claims "
        "inner join int_incident_facts using (incident_id) where place_id = 'p:kherson' order by 1 nulls last"
    )
    assert rows == [
        {"claimant_side": "ru", "value": None, "earlier_values": None, "is_vague": None},
        {"claimant_side": "third", "value": 24, "earlier_values": [], "is_vague": True},
        {"claimant_side": "ua", "value": 10, "earlier_values": [3], "is_vague": False},
    ]


def test_every_version_shows_its_words(ask: Ask) -> None:
    rows = ask("select quote_ua, figure_id_ua from contested where value_ua is not null")
    assert all(row["quote_ua"] and row["figure_id_ua"] for row in rows)
