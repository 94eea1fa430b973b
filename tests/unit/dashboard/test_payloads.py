"""Answers travel as JSON, CSV and Parquet without harm to whoever opens them."""

import csv
import datetime as dt
import io
import json
import math

import pyarrow.parquet as pq
import pytest

from sitrep.dashboard.payloads import make_record, make_table, write_csv, write_parquet
from sitrep.views import Answer, Question


def answer(*rows: tuple[object, ...], columns: tuple[str, ...] = ("day", "value", "title")) -> Answer:
    """Rows as a database gives them."""
    return Answer(Question("x", "select 1", {}, limit=2), columns, list(rows))


def test_json_has_iso_days_and_no_nan() -> None:
    table = make_table(answer((dt.date(2023, 1, 2), math.nan, "a"), (None, math.inf, None)))

    assert table.rows == [["2023-01-02", None, "a"], [None, None, None]]
    assert json.loads(table.model_dump_json())["is_cut"] is True


def test_instants_are_utc_and_lists_stay_lists() -> None:
    zone = dt.timezone(dt.timedelta(hours=3))
    columns = ("known_at", "rules")
    table = make_table(answer((dt.datetime(2023, 1, 2, 5, tzinfo=zone), ["a\u202e", "b"]), columns=columns))

    assert table.rows == [["2023-01-02T02:00:00Z", ["a", "b"]]]


def test_a_long_title_is_cut() -> None:
    assert len(make_table(answer((None, None, "x" * 5000))).rows[0][2]) == 300


def test_a_record_keeps_the_line_breaks_around_its_quote() -> None:
    columns = ("text_before", "quote")

    assert make_record(answer(("a.\n b", "c\nd"), columns=columns)) == {"text_before": "a.\n b", "quote": "c d"}
    assert make_record(answer()) is None


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_a_csv_is_a_formula(start: str) -> None:
    body = write_csv(answer((dt.date(2023, 1, 2), -3.5, f"{start}HYPERLINK(1)"))).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(body)))[1] == ["2023-01-02", "-3.5", f"'{start}HYPERLINK(1)"]


def test_parquet_keeps_types() -> None:
    table = pq.read_table(io.BytesIO(write_parquet(answer((dt.date(2023, 1, 2), 3.5, "a")))))

    assert table.to_pylist() == [{"day": dt.date(2023, 1, 2), "value": 3.5, "title": "a"}]


def test_an_empty_answer_is_a_file_too() -> None:
    assert write_csv(answer()).decode("utf-8-sig") == "day,value,title\r\n"
    assert pq.read_table(io.BytesIO(write_parquet(answer()))).num_rows == 0
