"""Night by night gives what a full build gives; what was known on a day is what was loaded by then."""

import dataclasses
import datetime as dt
import random
import shutil
from collections import Counter
from pathlib import Path

import duckdb
import ledger_kit as kit
import pytest
from random_ledger import FIRST, Told, draw_articles

from sitrep.models import build_models
from sitrep.settings import Settings

TABLES = (
    "intermediate.int_articles", "intermediate.int_incidents", "intermediate.int_incident_facts",
    "intermediate.int_claims", "intermediate.int_events", "intermediate.int_totals", "intermediate.int_calendar",
    "front_days", "front_day_claims", "incidents", "contested", "tallies", "timeline", "coverage", "source_health",
)  # fmt: skip
AS_OF = ("front_days", "tallies", "contested", "timeline", "coverage")
OF_DAYS = ("front_days", "contested", "timeline")


def read(settings: Settings, *queries: str) -> dict[str, list[str]]:
    """The rows of each query, as text, in order."""
    con = duckdb.connect(str(settings.warehouse), read_only=True)
    try:
        return {query: sorted(map(str, con.execute(query).fetchall())) for query in queries}
    finally:
        con.close()


def read_tables(settings: Settings) -> dict[str, list[str]]:
    return read(settings, *(f"from {table}" for table in TABLES))


def edit(told: Told, source: Told, days: int) -> Told:
    """The article of `told` with the text and figures of `source`, captured some days later."""
    article, figures, events = source
    return (
        dataclasses.replace(
            article,
            capture_file="captures/edits.warc.gz",
            captured_at=told[0].captured_at + dt.timedelta(days=days),
            published_at=told[0].published_at,
        ),
        figures,
        events,
    )


def build_by_nights(settings: Settings, seed: int) -> None:
    """Four nights: articles, more of them, edits of old ones, and a shard that gives fewer than before."""
    rng = random.Random(seed)
    articles = draw_articles(rng, 160)
    edits = [edit(old, new, days=3) for old, new in zip(articles, draw_articles(rng, 12), strict=False)]
    nights = [
        ("a", articles[:80]),
        ("b", articles[80:120]),
        ("c", [*articles[120:], *edits]),
        ("b", articles[80:105]),
    ]
    for shard_id, night in nights:
        kit.load(settings, *night, shard_id=shard_id)
        build_models(settings)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A ledger that grew over three nights. With this seed a first version of int_touched missed a figure."""
    settings = kit.small_settings(tmp_path_factory.mktemp("nights"))
    build_by_nights(settings, seed=11)
    return settings


def test_nights_one_by_one_give_what_a_full_build_gives(ledger: Settings) -> None:
    by_nights = read_tables(ledger)
    build_models(ledger, full_refresh=True)
    at_once = read_tables(ledger)
    for query, rows in at_once.items():
        assert by_nights[query] == rows, query
    assert all(at_once[f"from {table}"] for table in TABLES)


def test_a_rerun_without_news_changes_nothing(ledger: Settings) -> None:
    before = read_tables(ledger)
    build_models(ledger)
    assert read_tables(ledger) == before


def test_what_was_known_on_a_day_is_what_was_loaded_by_then(ledger: Settings, tmp_path: Path) -> None:
    on = FIRST + dt.timedelta(days=9)
    answers = read(ledger, *(f"from {mart}_as_of(date '{on}')" for mart in AS_OF))
    then = kit.small_settings(tmp_path)
    shutil.copyfile(ledger.warehouse, then.warehouse)
    con = duckdb.connect(str(then.warehouse))
    for table in ("articles", "figures", "events"):
        con.execute(f"""
            delete from raw.{table} where (article_id, revision) not in (
                select (article_id, revision) from intermediate.int_articles where known_day <= date '{on}'
            )
        """)
    con.close()
    build_models(then, full_refresh=True)
    known = read(then, *(f"from {mart}" for mart in AS_OF))
    for mart in AS_OF:
        assert answers[f"from {mart}_as_of(date '{on}')"] == known[f"from {mart}"], mart
    assert len(known["from contested"]) > 2


def test_days_asked_for_give_the_same_rows_as_all_days(tmp_path: Path) -> None:
    settings = kit.small_settings(tmp_path)
    kit.load(settings, *draw_articles(random.Random(5), 500, days=200))
    build_models(settings)
    rng, told = random.Random(6), Counter[str]()
    for _ in range(6):
        since = FIRST + dt.timedelta(days=rng.randint(0, 190))
        until = since + dt.timedelta(days=rng.choice([0, 6, 40]))
        known = FIRST + dt.timedelta(days=rng.randint(120, 200))
        for mart in OF_DAYS:
            days = f"day between date '{since}' and date '{until}'"
            whole = f"from {mart}_as_of(date '{known}') where {days}"
            part = f"from {mart}_as_of(date '{known}', since_day := date '{since}', until_day := date '{until}')"
            rows = read(settings, whole, part)
            assert rows[part] == rows[whole], (mart, since, until)
            told[mart] += len(rows[part])
    assert min(told[mart] for mart in OF_DAYS) > 3


def test_no_incident_is_a_chain(ledger: Settings) -> None:
    query = """
        select incident_id from intermediate.int_incidents
        group by incident_id having max(first_day) > min(last_day)
    """
    assert read(ledger, query)[query] == []
