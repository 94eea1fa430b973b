"""A question is SQL of our own words with bound parameters, and the same written out."""

import datetime as dt
import re

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sitrep.views import VIEWS, Filters, Span, build_question
from sitrep.views.questions import choose_bin, choose_period

SPAN = Span(dt.date(2022, 2, 24), dt.date(2023, 2, 14))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("known", [None, dt.date(2023, 1, 1)], ids=["now", "as-known"])
def test_every_parameter_of_a_view_is_given(view: str, known: dt.date | None) -> None:
    question = build_question(view, Filters(measure="killed", known=known), SPAN, record_id="x")

    assert set(re.findall(r"\$(\w+)", question.sql)) == set(question.params)
    assert "$" not in question.written_out
    assert "{" not in question.sql


@given(st.text(max_size=40))
def test_a_value_written_out_stays_one_value(value: str) -> None:
    question = build_question("tellings", Filters(), SPAN, record_id=value.replace("\x00", ""))
    literal = question.written_out.split("story_id = ")[1].split(" and articles.superseded_at")[0]

    assert duckdb.execute(f"select {literal}").fetchall() == [(question.params["id"],)]


PERIODS = [
    pytest.param({}, ("2022-12-17", "2023-02-14"), id="default-is-the-last-sixty-days"),
    pytest.param({"since": "2023-01-01"}, ("2023-01-01", "2023-02-14"), id="from-alone-ends-at-the-last-day"),
    pytest.param({"until": "2023-01-31"}, ("2022-12-03", "2023-01-31"), id="to-alone"),
    pytest.param({"since": "2023-02-01", "until": "2023-01-01"}, ("2023-01-01", "2023-02-01"), id="turned-around"),
    pytest.param({"known": "2023-01-10"}, ("2022-11-12", "2023-01-10"), id="ends-when-it-was-known"),
    pytest.param({"since": "2199-12-31"}, ("2199-12-31", "2199-12-31"), id="the-far-future"),
    pytest.param({"until": "1900-01-01"}, ("1899-11-03", "1900-01-01"), id="the-far-past"),
]


@pytest.mark.parametrize(("given_days", "expected"), PERIODS)
def test_a_period_is_always_two_days_in_order(given_days: dict[str, str], expected: tuple[str, str]) -> None:
    since, until = choose_period(Filters(**given_days), SPAN)

    assert (str(since), str(until)) == expected


def test_before_anything_is_known_a_period_still_is_one() -> None:
    since, until = choose_period(Filters(), Span(None, None))

    assert since <= until


BINS = [
    pytest.param(60, "day", id="two-months"),
    pytest.param(365, "week", id="a-year"),
    pytest.param(1460, "month", id="four-years"),
]


@pytest.mark.parametrize(("days", "expected"), BINS)
def test_long_periods_are_shown_in_weeks_and_months(days: int, expected: str) -> None:
    assert choose_bin(dt.date(2022, 1, 1), dt.date(2022, 1, 1) + dt.timedelta(days=days - 1)) == expected


BAD = [
    pytest.param({"from": "99"}, id="a-number-is-no-day"),
    pytest.param({"from": "2023-02-30"}, id="no-such-day"),
    pytest.param({"front": ["a'b"]}, id="a-quote-in-a-code"),
    pytest.param({"measure": "n_events"}, id="a-column-is-no-measure"),
    pytest.param({"limit": 501}, id="too-many-rows"),
    pytest.param({"nonsense": "1"}, id="unknown-filter"),
]


@pytest.mark.parametrize("choice", BAD)
def test_what_makes_no_sense_is_refused(choice: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Filters(**choice)


CLAIMANTS = [
    pytest.param("ua", "ru", "killed_ua_latest_enemy", id="the-enemy-claims"),
    pytest.param("ua", "ua", "killed_ua_latest_own", id="the-side-itself-claims"),
    pytest.param("ru", "third", "killed_ru_latest_third", id="third-parties-claim"),
]


@pytest.mark.parametrize(("side", "claimant", "column"), CLAIMANTS)
def test_a_claim_is_read_from_the_column_of_its_claimant(side: str, claimant: str, column: str) -> None:
    sql = build_question("fronts", Filters(measure="killed", side=side, claimant=claimant), SPAN).sql

    assert re.findall(r"killed_\w+", sql) == [column]


def test_without_a_claimant_the_largest_claim_is_shown_never_a_sum() -> None:
    sql = build_question("fronts", Filters(measure="killed", side="ua"), SPAN).sql

    assert "max(greatest(" in sql
    assert "sum(killed" not in sql
