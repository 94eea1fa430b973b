"""Loading: each article once, edits as revisions, reruns without effect, all or nothing."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import ledger_kit as kit
import pytest

from sitrep.errors import AuditError, SettingsError
from sitrep.load import load_shards
from sitrep.load.staged import TABLES, arrow_schema
from sitrep.settings import Settings

TEXT = "At dawn 3 were killed.\nLater 5 were killed in the same town."
EDIT = "At dawn 3 were killed.\nLater 7 were killed in the same town."


def told(text: str, n: int, **fields: object) -> kit.Told:
    """One article of two figures; the second number is what an edit changes."""
    figures = [kit.figure(3, quote="3 were killed"), kit.figure(n, quote=f"{n} were killed")]
    return kit.article("a", figures, text=text, **fields)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return kit.small_settings(tmp_path)


def rows(settings: Settings, query: str) -> list[Any]:
    con = duckdb.connect(str(settings.warehouse), read_only=True)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def everything(settings: Settings) -> Iterator[tuple[str, list[Any]]]:
    for table in TABLES:
        yield table, rows(settings, f"select * from raw.{table} order by all")


@pytest.mark.parametrize(("table", "record"), TABLES.items(), ids=TABLES)
def test_raw_tables_have_the_fields_of_their_records(table: str, record: type, settings: Settings) -> None:
    kit.load(settings, kit.article("a"))
    columns = dict(rows(settings, f"select column_name, column_type from (describe raw.{table})"))
    added = {"shard_id": "VARCHAR"} if table in {"articles", "rejects", "fetches"} else {}
    added |= {"story_id": "VARCHAR"} if table == "articles" else {}
    words = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "date32[day]": "DATE"}
    wanted = {}
    for field in arrow_schema(record):
        kind = str(field.type).removeprefix("list<item: ").removesuffix(">")
        kind = words.get(kind, "TIMESTAMP WITH TIME ZONE")
        wanted[field.name] = kind + "[]" if str(field.type).startswith("list") else kind
    assert columns == wanted | added


def test_loading_again_changes_nothing_and_asks_nothing_of_the_models(settings: Settings) -> None:
    result = kit.shard(
        "s1",
        told(TEXT, 5),
        kit.article("b", events=[kit.event("strike")]),
        fetches=[kit.fetch("wire", "new", "2023-01-10T09:00:00")],
        rejects=[kit.reject("wire", "ParseError", "2023-01-10T09:00:00")],
    )
    first = kit.load_results(settings, result)
    before, changes = dict(everything(settings)), rows(settings, "from raw.changes")
    again = kit.load_results(settings, result)
    assert (first.articles, first.figures, first.events, first.rejects, first.fetches) == (2, 2, 1, 1, 1)
    assert (again.articles, again.unchanged) == (0, 2)
    assert dict(everything(settings)) == before
    assert rows(settings, "from raw.changes") == changes


def test_an_edit_is_a_new_revision_and_the_old_one_stays(settings: Settings) -> None:
    kit.load(settings, told(TEXT, 5), shard_id="s1")
    kit.load(settings, told(EDIT, 7, capture_file="captures/later.warc.gz"), shard_id="s2")
    assert rows(settings, "select revision, value from raw.figures order by all") == [(0, 3), (0, 5), (1, 3), (1, 7)]
    assert len(rows(settings, "select distinct figure_id from raw.figures")) == 4
    assert len(rows(settings, "select distinct story_id from raw.articles")) == 1


def test_an_edit_undone_is_the_old_revision(settings: Settings) -> None:
    kit.load(settings, told(TEXT, 5), shard_id="s1")
    kit.load(settings, told(EDIT, 7, capture_file="captures/2.warc.gz"), shard_id="s2")
    later = dt.datetime(2023, 1, 12, tzinfo=dt.UTC)
    kit.load(settings, told(TEXT, 5, capture_file="captures/3.warc.gz", captured_at=later), shard_id="s3")
    assert rows(settings, "select revision, capture_file from raw.articles order by all") == [
        (0, "captures/a.warc.gz"),
        (1, "captures/2.warc.gz"),
    ]


def test_the_same_capture_read_by_a_newer_version_is_the_same_revision(settings: Settings) -> None:
    kit.load(settings, told(TEXT, 5), shard_id="s1")
    kit.load(settings, told(EDIT, 7, pipeline_version="2"), shard_id="s1")
    assert rows(settings, "select revision, pipeline_version from raw.articles") == [(0, "2")]
    assert rows(settings, "select value from raw.figures order by all") == [(3,), (7,)]


def test_what_a_newer_version_rejects_goes(settings: Settings) -> None:
    kit.load(settings, told(TEXT, 5), kit.article("b"), shard_id="s1")
    kit.load(settings, kit.article("b"), shard_id="s1")
    assert rows(settings, "select article_id from raw.articles") == [("b",)]
    assert rows(settings, "from raw.figures") == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["feed-first", "archive-first"])
def test_of_two_captures_the_better_dated_stays_whatever_the_order(order: tuple[int, int], settings: Settings) -> None:
    captures = (
        told(TEXT, 5, published_basis="feed", capture_file="captures/feed.warc.gz"),
        told(TEXT, 5, published_basis="archive", capture_file="captures/archive.warc.gz"),
    )
    for number in order:
        kit.load(settings, captures[number], shard_id=f"s{number}")
    assert rows(settings, "select revision, capture_file from raw.articles") == [(0, "captures/feed.warc.gz")]
    assert len(rows(settings, "from raw.figures")) == 2


def test_rejects_and_fetches_are_replaced_by_shard(settings: Settings) -> None:
    rejects = [kit.reject("wire", error, "2023-01-10T09:00:00") for error in ("ParseError", "FetchError")]
    kit.load_results(settings, kit.shard("s1", rejects=rejects), kit.shard("s2", rejects=rejects[:1]))
    kit.load_results(settings, kit.shard("s1", rejects=rejects[1:]))
    assert rows(settings, "select shard_id, error from raw.rejects order by all") == [
        ("s1", "FetchError"),
        ("s2", "ParseError"),
    ]


def test_links_between_figures_survive_a_new_revision(settings: Settings) -> None:
    kit.load(settings, told(TEXT, 5), shard_id="s1")
    linked = [kit.figure(9), kit.figure(2, part_of="#0"), kit.figure(4, supersedes="#0")]
    kit.load(settings, kit.article("a", linked, capture_file="captures/b.warc.gz"), shard_id="s2")
    assert rows(
        settings,
        "select p.value, w.value from raw.figures p join raw.figures w "
        "on w.figure_id in (p.part_of, p.supersedes) order by all",
    ) == [(2, 9), (4, 9)]


BROKEN = [
    pytest.param({"quote": "4 were killed"}, "span does not hold its quote", id="quote"),
    pytest.param({"part_of": "nobody"}, "is part of one that its article does not state", id="part-of"),
    pytest.param({"supersedes": "nobody"}, "supersedes one that its article does not state", id="supersedes"),
    pytest.param({"front_id": "bakhmut|atlantis"}, "a front is unknown", id="front"),
    pytest.param({"value": -1.0}, "out of order", id="negative"),
    pytest.param({"value": float("nan")}, "out of order", id="not-a-number"),
    pytest.param({"date_start": dt.date(2023, 1, 11)}, "out of order", id="days"),
    pytest.param({"effect": "annoyed"}, "figures.effect is none of its words", id="vocabulary"),
    pytest.param({"article_id": "z"}, "belongs to no article", id="orphan"),
]


@pytest.mark.parametrize(("change", "complaint"), BROKEN)
def test_a_broken_promise_rolls_the_whole_load_back(
    change: dict[str, object], complaint: str, settings: Settings
) -> None:
    kit.load(settings, kit.article("before", [kit.figure(1)]), shard_id="s0")
    before = dict(everything(settings))
    article, figures, events = told(TEXT, 5)
    broken = [dataclasses.replace(figures[0], **change), *figures[1:]]
    with pytest.raises(AuditError, match=complaint):
        kit.load_results(settings, kit.shard("s1", (article, broken, events)))
    assert dict(everything(settings)) == before


def test_two_figures_with_one_id_are_refused(settings: Settings) -> None:
    article, figures, events = told(TEXT, 5)
    twins = [figures[0], dataclasses.replace(figures[1], figure_id=figures[0].figure_id)]
    with pytest.raises(AuditError, match="two figures have one id"):
        kit.load_results(settings, kit.shard("s1", (article, twins, events)))


def test_a_folder_that_was_never_staged_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is no staged shard"):
        load_shards(settings, [tmp_path / "nothing"])


def test_nothing_to_load_still_makes_the_warehouse(settings: Settings) -> None:
    load_shards(settings, [])
    assert rows(settings, "select count(*) = 5 from raw.fronts") == [(True,)]
