"""The day-by-front table: nothing twice, nothing made up, quiet days too."""

from collections.abc import Callable
from typing import Any

Ask = Callable[..., list[dict[str, Any]]]


def test_a_quiet_day_is_zeros_for_counts_and_nulls_for_claims(ask: Ask) -> None:
    row = ask("select * from front_days where day = '2022-06-01' and front_id = 'kherson'")[0]
    counts = {name: value for name, value in row.items() if name.startswith("n_")}
    claims = {name: value for name, value in row.items() if name.count("_") >= 3 and not name.startswith("n_")}
    assert set(counts.values()) == {0}
    assert len(claims) == 6 * 2 * 3 * 3
    assert set(claims.values()) == {None}
    assert row["longest_period_days"] is None


def test_a_front_has_rows_only_while_it_is_one(ask: Ask) -> None:
    rows = ask("select front_id, min(day)::varchar as first, max(day)::varchar as last from front_days group by 1")
    spans = {row["front_id"]: (row["first"], row["last"]) for row in rows}
    assert spans["bakhmut"] == ("2022-05-01", "2023-02-08")
    assert spans["kherson"] == ("2022-02-24", "2023-02-08")


def test_roles_are_kept_apart_and_bounds_follow_the_qualifiers(ask: Ask) -> None:
    row = ask("select * from front_days where day = '2022-12-31' and front_id = 'ua_occupied_rear'")[0]
    assert (row["killed_ru_low_own"], row["killed_ru_high_own"], row["killed_ru_latest_own"]) == (63, 89, 89)
    assert (row["killed_ru_low_enemy"], row["killed_ru_latest_enemy"]) == (400, 400)
    assert row["destroyed_ru_low_enemy"] is None, "up to ten has no lower bound"
    assert row["destroyed_ru_high_enemy"] == 10
    assert (row["n_strike"], row["n_events"], row["n_stories"], row["n_sources"]) == (1, 1, 2, 2)


def test_a_rising_toll_is_counted_once(ask: Ask) -> None:
    row = ask("select * from front_days where day = '2023-01-20' and front_id = 'kherson'")[0]
    assert (row["killed_ua_low_own"], row["killed_ua_high_own"], row["killed_ua_latest_own"]) == (3, 10, 10)
    assert (row["killed_ua_latest_third"], row["killed_ua_high_third"]) == (24, None)
    assert row["killed_ua_latest_enemy"] is None, "a denial is no claim"


def test_a_front_total_is_not_added_to_its_towns(ask: Ask) -> None:
    row = ask("select * from front_days where day = '2023-01-25' and front_id = 'bakhmut'")[0]
    assert row["killed_ru_latest_enemy"] == 20, "not 5 + 7 + 20"
    assert row["n_ground_attack"] == 2, "the fighting on the front is that in its towns"


def test_a_long_period_counts_on_its_last_day_with_its_length(ask: Ask) -> None:
    rows = ask(
        "select day::varchar as day, killed_ru_latest_enemy as killed, longest_period_days as days from front_days "
        "where front_id = 'bakhmut' and killed_ru_latest_enemy is not null order by day"
    )
    assert rows == [
        {"day": "2023-01-25", "killed": 20, "days": 1},
        {"day": "2023-01-31", "killed": 300, "days": 31},
    ]


def test_a_figure_of_two_fronts_is_not_split(ask: Ask) -> None:
    rows = ask("select front_id, killed_ru_latest_own as n from front_days where day = '2023-01-27' and n_claims > 0")
    assert rows == [{"front_id": "unspecified", "n": 6}]


def test_totals_are_in_no_day(ask: Ask) -> None:
    assert ask("select max(killed_ru_latest_enemy) as most from front_days")[0]["most"] == 1030


def test_entity_groups_stand_apart_below(ask: Ask) -> None:
    rows = ask("select effect, entity_group, high_enemy from front_day_claims where day = '2022-12-31' order by 1")
    assert rows == [
        {"effect": "destroyed", "entity_group": "vehicle", "high_enemy": 10},
        {"effect": "killed", "entity_group": "people", "high_enemy": 400},
        {"effect": "wounded", "entity_group": "people", "high_enemy": 300},
    ]


def test_an_expected_event_is_in_the_timeline_only(ask: Ask) -> None:
    assert ask("select status from timeline where day = '2023-01-26'") == [{"status": "forecast"}]
    assert ask("select sum(n_events) as n from front_days where day = '2023-01-26'") == [{"n": 0}]


def test_one_happening_is_one_row_of_the_timeline(ask: Ask) -> None:
    rows = ask("select place, n_sources, n_stories from timeline where type = 'strike'")
    assert rows == [{"place": "Makiivka", "n_sources": 2, "n_stories": 2}]


def test_what_has_no_day_is_in_coverage_and_timeline_only(ask: Ask) -> None:
    row = ask("select n_figures, n_undated_figures, share_dated from coverage where day = '2023-01-28'")[0]
    assert row == {"n_figures": 2, "n_undated_figures": 1, "share_dated": 0.5}
    assert ask("select day, date_end from timeline where type = 'evacuation'") == [{"day": None, "date_end": None}]


def test_source_health_tells_what_came_and_what_did_not(ask: Ask) -> None:
    row = ask("select * from source_health where day = '2023-01-03' and source_id = 'wire'")[0]
    wanted = {
        "source": "The Wire",
        "n_entries": 12,
        "n_fetched": 1,
        "n_unchanged": 1,
        "n_failed": 1,
        "n_articles": 1,
        "n_rejects": 3,
        "rejects_by_reason": "ParseError 2, RefusedError 1",
        "median_delay_minutes": 60.0,
    }
    assert {name: row[name] for name in wanted} == wanted
    dead = ask("select source_id, is_dead from source_health where day = '2023-01-03' and n_rejects > 0 order by 1")
    assert [(row["source_id"], row["is_dead"]) for row in dead] == [("herald", True), ("wire", False)]
