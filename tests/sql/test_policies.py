"""Policies are chosen by name, and change what they say they change."""

import shutil
from typing import Any

import duckdb
import pytest

from sitrep.models import build_models
from sitrep.settings import Settings

KILLED_IN_KHERSON = "select value, claimant_side from incidents where place_id = 'p:kherson' and effect = 'killed'"


@pytest.fixture(scope="module")
def copy(ledger: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the ledger's warehouse, to be built under other policies."""
    settings = ledger.model_copy(update={"home": tmp_path_factory.mktemp("policies")})
    shutil.copyfile(ledger.warehouse, settings.warehouse)
    return settings


def rows(settings: Settings, query: str) -> list[Any]:
    con = duckdb.connect(str(settings.warehouse), read_only=True)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def test_the_latest_claim_is_preferred_unless_said_otherwise(ledger: Settings) -> None:
    assert rows(ledger, KILLED_IN_KHERSON) == [(24, "third")]


def test_the_lowest_claim_can_be_preferred(copy: Settings) -> None:
    build_models(copy, select="incidents", full_refresh=True, variables={"preference": "conservative"})
    assert rows(copy, KILLED_IN_KHERSON) == [(10, "ua")]


def test_policies_go_together(copy: Settings) -> None:
    build_models(copy, variables={"vague": "acled", "day_zone": "Pacific/Auckland", "preference": "independent"})
    assert rows(copy, KILLED_IN_KHERSON) == [(12, "third")], "dozens are twelve to ACLED"
    assert rows(copy, "select max(known_day)::varchar from intermediate.int_articles") == [("2023-02-09",)]
    assert rows(
        copy, "select value, claimant_side from incidents where place_id = 'p:makiivka' and effect = 'killed'"
    ) == [(89, "ru")], "without a third party the side that suffered"
