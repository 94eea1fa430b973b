"""The database explains itself, and needs nothing outside itself."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sitrep.models.build import run_dbt
from sitrep.query.dot import list_examples
from sitrep.settings import Settings
from sitrep.warehouse import find_snapshot

Ask = Callable[..., list[dict[str, Any]]]
MARTS = (
    "contested", "coverage", "front_day_claims", "front_days", "incidents", "schema_docs", "source_health", "tallies",
    "timeline",
)  # fmt: skip


def test_every_object_and_column_is_commented(ask: Ask) -> None:
    rows = ask("select schema_name, object_name, column_name from schema_docs where coalesce(description, '') = ''")
    assert rows == []


def test_the_docs_name_tables_views_macros_and_columns(ask: Ask) -> None:
    kinds = {row["kind"]: row["n"] for row in ask("select kind, count(*) as n from schema_docs group by 1")}
    assert kinds["macro"] == 6
    assert {"table", "view", "column"} <= kinds.keys()


@pytest.mark.parametrize("mart", MARTS)
def test_any_client_finds_the_marts_by_bare_name(mart: str, ledger: Settings) -> None:
    con = duckdb.connect(str(find_snapshot(ledger)), read_only=True)
    assert con.execute(f"select count(*) from {mart}").fetchall()[0][0] >= 1
    con.close()


def test_macros_and_views_work_under_another_name(ledger: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "somewhere_else.duckdb"
    copy.write_bytes(find_snapshot(ledger).read_bytes())
    con = duckdb.connect()
    con.execute(f"attach '{copy}' as elsewhere (read_only)")
    assert con.execute("select count(*) from elsewhere.intermediate.int_stories").fetchall()[0][0] > 5
    con.execute("use elsewhere")
    assert con.execute("select count(*) from front_days_as_of(date '2023-01-05')").fetchall()[0][0] > 100
    con.close()


def test_no_statement_names_the_warehouse(ledger: Settings) -> None:
    con = duckdb.connect(str(find_snapshot(ledger)), read_only=True)
    texts = con.execute("select sql from duckdb_views() where not internal").fetchall()
    texts += con.execute(
        "select macro_definition from duckdb_functions() where function_type = 'table_macro'"
    ).fetchall()
    con.close()
    assert texts
    assert not [text for (text,) in texts if text and re.search(r"\bwarehouse\b", text)]


def test_the_models_own_unit_tests_pass(ledger: Settings) -> None:
    run_dbt(ledger, ["test", "--select", "test_type:unit"])


@pytest.mark.parametrize("example", list_examples())
def test_every_example_question_has_an_answer(example: str, ask: Ask) -> None:
    text = list_examples()[example].read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert text.splitlines()[0].rstrip().endswith("?"), "the first line asks"
    assert isinstance(ask(text), list)


def test_there_are_fifteen_examples() -> None:
    assert len(list_examples()) >= 15


def test_the_snapshot_is_named_by_its_instant_and_read_only(ledger: Settings) -> None:
    file = find_snapshot(ledger)
    assert file.name == f"sitrep-{dt.datetime(2023, 3, 1, tzinfo=dt.UTC):%Y%m%dT%H%M%S%fZ}.duckdb"
    assert file.stat().st_mode & 0o777 == 0o444
