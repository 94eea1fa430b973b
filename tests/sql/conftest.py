"""A ledger in which every rule of the models has its case: built once, asked by all tests of this folder."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import ledger_kit as kit
import pytest

from sitrep.models import build_models
from sitrep.publish import publish_snapshot
from sitrep.settings import Settings
from sitrep.warehouse import open_snapshot

day = kit.day
MAKIIVKA = {"place": "Makiivka", "place_id": "p:makiivka", "front_id": "ua_occupied_rear", "on": day("2022-12-31")}
KHERSON = {"place": "Kherson", "place_id": "p:kherson", "front_id": "kherson", "side": "ua", "entity": "person"}
BAKHMUT = {"place": "Bakhmut", "place_id": "p:bakhmut", "front_id": "bakhmut"}
SOLEDAR = {"place": "Soledar", "place_id": "p:soledar", "front_id": "bakhmut"}
SINCE = day("2022-02-24")


def total(value: float, on: str, **fields: object) -> dict[str, Any]:
    """A running total of Russian losses."""
    fields = {"effect": "killed", "claimant_side": "ua", "date_start": SINCE, **fields}
    return kit.figure(value, kind="cumulative", date_end=day(on), **fields)


def increment(value: float, on: str, **fields: object) -> dict[str, Any]:
    """What a day added."""
    start = day(on) - dt.timedelta(days=1)
    fields = {"effect": "killed", "claimant_side": "ua", "date_start": start, **fields}
    return kit.figure(value, kind="period", date_end=day(on), **fields)


def write_articles() -> list[kit.Told]:
    """Every case, one or two articles each."""
    return [
        kit.article(
            "strike",
            [
                kit.figure(63, qualifier="at_least", **MAKIIVKA),
                kit.figure(400, claimant_side="ua", **MAKIIVKA),
                kit.figure(300, effect="wounded", claimant_side="ua", **MAKIIVKA),
                kit.figure(
                    10, effect="destroyed", entity="vehicle", qualifier="at_most", claimant_side="ua", **MAKIIVKA
                ),
            ],
            [kit.event("strike", actor_side="ua", **MAKIIVKA)],
            published="2023-01-03T10:00:00",
        ),
        # Another outlet, another spelling, the same strike; later, a higher toll of the same side.
        kit.article(
            "strike-later",
            [kit.figure(89, **(MAKIIVKA | {"place": "Makeyevka"}))],
            [kit.event("strike", actor_side="ua", **(MAKIIVKA | {"place": "Makeyevka"}))],
            published="2023-01-04T10:00:00",
            source_id="herald",
        ),
        kit.article("tally-6", [total(132160, "2023-02-06")], published="2023-02-06T10:00:00"),
        kit.article(
            "tally-7", [increment(1030, "2023-02-07"), total(133190, "2023-02-07")], published="2023-02-07T10:00:00"
        ),
        kit.article(
            "tally-8",
            [total(134100, "2023-02-08", effect="casualties"), increment(910, "2023-02-08", effect="casualties")],
            published="2023-02-08T10:00:00",
        ),
        # No totals of the war: of a battle, of a town, a vague one, an expected one, a counted-by-name series.
        kit.article(
            "no-totals",
            [
                total(10000, "2023-02-08", date_start=day("2022-10-10")),
                total(5000, "2023-02-08", **{k: v for k, v in BAKHMUT.items() if k != "on"}),
                total(2000, "2023-02-08", qualifier="vague"),
                total(150000, "2023-02-08", status="forecast"),
                total(14093, "2023-02-08", claimant_side="third", quote="14,093 confirmed dead"),
            ],
            published="2023-02-08T12:00:00",
        ),
        # A toll that rises over days, told by two outlets, with a subset.
        kit.article(
            "toll-1",
            [kit.figure(3, **KHERSON, on=day("2023-01-20"), claimant_side="ua")],
            published="2023-01-20T10:00:00",
        ),
        kit.article(
            "toll-2",
            [
                kit.figure(10, **KHERSON, on=day("2023-01-20"), claimant_side="ua"),
                kit.figure(
                    2, **(KHERSON | {"entity": "child"}), on=day("2023-01-20"), claimant_side="ua", part_of="#0"
                ),
                kit.figure(24, **KHERSON, on=day("2023-01-20"), claimant_side="third", qualifier="vague"),
                kit.figure(50, **KHERSON, on=day("2023-01-20"), claimant_side="ru", status="denied"),
                kit.figure(99, **KHERSON, on=day("2023-01-20"), claimant_side="ua", status="forecast"),
            ],
            published="2023-01-22T10:00:00",
            source_id="courier",
        ),
        # Two towns of one front, and the front's own total of the day.
        kit.article(
            "front",
            [
                kit.figure(5, **BAKHMUT, on=day("2023-01-25"), claimant_side="ua"),
                kit.figure(7, **SOLEDAR, on=day("2023-01-25"), claimant_side="ua"),
                kit.figure(20, kind="period", front_id="bakhmut", on=day("2023-01-25"), claimant_side="ua"),
                kit.figure(
                    300, kind="period", front_id="bakhmut", claimant_side="ua",
                    date_start=day("2023-01-01"), date_end=day("2023-01-31"),
                ),
            ],
            [kit.event("ground_attack", front_id="bakhmut", on=day("2023-01-25")),
             kit.event("ground_attack", **BAKHMUT, on=day("2023-01-25")),
             kit.event("ground_attack", **SOLEDAR, on=day("2023-01-25")),
             kit.event("ground_attack", **SOLEDAR, on=day("2023-01-26"), status="forecast")],
            published="2023-01-26T10:00:00",
        ),
        # Nothing to hold on to: no day at all, and a front of two.
        kit.article(
            "undated",
            [kit.figure(8, on=None), kit.figure(6, front_id="bakhmut|avdiivka", on=day("2023-01-27"))],
            [kit.event("evacuation", on=None)],
            published=None,
            captured_at=dt.datetime(2023, 1, 28, tzinfo=dt.UTC),
        ),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The cases, loaded, modelled and published."""
    settings = kit.small_settings(tmp_path_factory.mktemp("ledger"))
    result = kit.shard(
        "s1",
        *write_articles(),
        fetches=[
            kit.fetch("wire", "new", "2023-01-03T10:00:00", what="feed", entries=12),
            kit.fetch("wire", "new", "2023-01-03T11:00:00"),
            kit.fetch("wire", "unchanged", "2023-01-03T12:00:00", status=304),
            kit.fetch("wire", "FetchError", "2023-01-03T13:00:00", status=503),
            kit.fetch("wire", "new", "2023-01-03T09:00:00", what="robots"),
        ],
        rejects=[
            *(
                kit.reject("wire", error, "2023-01-03T14:00:00")
                for error in ("ParseError", "ParseError", "RefusedError")
            ),
            kit.reject(
                "herald", "FetchError", "2023-01-03T14:00:00", stage="feed", reason="no answer; counted as dead"
            ),
        ],
    )
    kit.load_results(settings, result)
    build_models(settings)
    publish_snapshot(settings, dt.datetime(2023, 3, 1, tzinfo=dt.UTC))
    return settings


@pytest.fixture(scope="session")
def ask(ledger: Settings) -> Callable[..., list[dict[str, Any]]]:
    """Ask the published ledger."""
    con: duckdb.DuckDBPyConnection = open_snapshot(ledger)

    def answer(sql: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = con.sql(sql).to_arrow_table().to_pylist()
        return rows

    return answer


@pytest.fixture(scope="session")
def project() -> Path:
    """The dbt project."""
    return Path(__file__).parents[2] / "sql"
