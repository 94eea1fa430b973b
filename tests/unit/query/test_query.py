"""Questions to the snapshot: answered in four forms, in bounds, with faults that say what to do."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import ledger_kit as kit
import pyarrow.parquet as pq
import pytest

from sitrep.errors import SettingsError
from sitrep.query import ask, explain_record, plot_query, run_prompt, run_query
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published file with one mart, enough to ask."""
    settings = kit.small_settings(tmp_path_factory.mktemp("asked"))
    with hold_warehouse(settings, "test") as con:
        con.execute("""
            create table front_days as
            select date '2023-01-01' + n::integer as day, 'bakhmut' as front_id, n as n_events, null::double as claim
            from range(3) as days (n)
        """)
        con.execute("""
            create view schema_docs as
            select 'main' as schema_name, 'front_days' as object_name, 'day' as column_name, 'column' as kind,
                'DATE' as data_type, 'The day.' as description
            union all select 'main', 'front_days', null, 'table', null, 'Day by front.'
        """)
    settings.snapshot.symlink_to(settings.warehouse.name)
    return settings


def test_a_table_for_the_eye(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run_query(settings, "from front_days limit 1")
    printed = capsys.readouterr().out
    assert "2023-01-01" in printed
    assert "–" in printed, "null is a dash"


def test_csv_has_a_header_and_empty_nulls(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run_query(settings, "from front_days order by day", format="csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == {"day": "2023-01-01", "front_id": "bakhmut", "n_events": "0", "claim": ""}
    assert len(rows) == 3


def test_json_is_a_list_of_objects(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run_query(settings, "select day, claim, [1, 2] as many, 2.0 as two from front_days limit 1", format="json")
    row = json.loads(capsys.readouterr().out)[0]
    assert row["day"] == "2023-01-01"
    assert row["claim"] is None
    assert row["many"] == [1, 2]


def test_parquet_goes_to_a_file(settings: Settings, tmp_path: Path) -> None:
    run_query(settings, "from front_days", format="parquet", out=tmp_path / "x" / "days.parquet")
    assert pq.read_table(tmp_path / "x" / "days.parquet").num_rows == 3
    with pytest.raises(SettingsError, match="wants a file"):
        run_query(settings, "from front_days", format="parquet")


REFUSED = [
    pytest.param("create table main.x as select 1", "the snapshot is read-only", id="create"),
    pytest.param("delete from front_days", "the snapshot is read-only", id="delete"),
    pytest.param("copy (select 1) to 'x.csv'", "disabled by configuration", id="copy-out"),
    pytest.param("from read_text('/etc/hostname')", "disabled by configuration", id="read-file"),
    pytest.param("from read_csv('http://127.0.0.1/x')", "disabled by configuration|not loaded|httpfs", id="read-net"),
    pytest.param("attach 'other.duckdb'", "disabled by configuration", id="attach"),
    pytest.param("install httpfs", "disabled|configuration", id="install"),
    pytest.param("set memory_limit = '64GB'", "cannot be changed", id="set"),
    pytest.param("select pg_sleep_nope(1)", "does not exist", id="no-function"),
    pytest.param("from nowhere", r"\.tables lists what there is", id="no-table"),
    pytest.param("selct 1", "syntax error", id="syntax"),
    pytest.param("", "asks nothing", id="empty"),
]


@pytest.mark.parametrize(("sql", "complaint"), REFUSED)
def test_what_is_refused_says_why(sql: str, complaint: str, settings: Settings) -> None:
    with pytest.raises(SettingsError, match=rf"(?is)query: .*({complaint})"):
        ask(settings, sql)


def test_nobody_can_read_python_variables(settings: Settings) -> None:
    secret = pq.read_table  # a name that a replacement scan would find
    with pytest.raises(SettingsError, match="does not exist"):
        ask(settings, "from secret")
    assert secret


def test_a_question_that_takes_too_long_is_stopped(settings: Settings) -> None:
    began = dt.datetime.now(dt.UTC)
    with pytest.raises(SettingsError, match=r"took longer than 0.5 s"):
        ask(settings, "select sum(a.range * b.range) from range(10000000) a, range(10000000) b", timeout_seconds=0.5)
    assert dt.datetime.now(dt.UTC) - began < dt.timedelta(seconds=20)


def test_dot_commands_explain_the_tables(settings: Settings) -> None:
    assert ask(settings, ".tables").to_pylist() == [
        {"table": "front_days", "kind": "table", "description": "Day by front."}
    ]
    assert ask(settings, ".schema front_days").to_pylist()[0]["description"] == "The day."
    assert len(ask(settings, ".examples").to_pylist()) >= 15
    with pytest.raises(SettingsError, match=r"\.nonsense: is no command"):
        ask(settings, ".nonsense")
    with pytest.raises(SettingsError, match="is no example"):
        ask(settings, ".examples nonsense")


@pytest.mark.parametrize(
    ("suffix", "start"),
    [(".png", b"\x89PNG"), (".svg", b"<svg"), (".html", b"<!DOCTYPE html>")],
    ids=["png", "svg", "html"],
)
def test_an_answer_is_drawn_without_a_network(suffix: str, start: bytes, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / f"chart{suffix}"
    plot_query(settings, "select day, front_id, n_events from front_days", path)
    drawn = path.read_bytes()
    assert drawn.lstrip()[: len(start)] == start
    assert b"cdn." not in drawn[:2000]


def test_what_cannot_be_drawn_says_why(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no number to draw"):
        plot_query(settings, "select front_id from front_days", tmp_path / "x.png")
    with pytest.raises(SettingsError, match=r"ends in \.png, \.svg, \.html"):
        plot_query(settings, "select day, n_events from front_days", tmp_path / "x.gif")


def test_the_prompt_answers_and_goes_on_after_a_fault(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["select 40 +", "2 as answer;", "selct;", ".help", "select 7 as last;", ".quit", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    run_prompt(settings)
    captured = capsys.readouterr()
    assert "42" in captured.out
    assert ".schema TABLE" in captured.out
    assert "7" in captured.out
    assert "syntax error" in captured.err


def test_no_record_of_that_id(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="nobody: is the id of no figure"):
        explain_record(settings, "nobody")
