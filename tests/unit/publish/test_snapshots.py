"""Publishing: whole or not at all, checked, linked in one step, the last few kept."""

import datetime as dt
from pathlib import Path

import ledger_kit as kit
import pytest

from sitrep.errors import AuditError, BusyError, SettingsError
from sitrep.publish import latest_snapshot, publish_snapshot
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse, lock_warehouse, open_snapshot

NOON = dt.datetime(2023, 1, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = kit.small_settings(tmp_path, snapshots_kept=3)
    kit.fill_marts(settings, 0)
    return settings


def test_nothing_is_published_before_something_is(tmp_path: Path) -> None:
    empty = kit.small_settings(tmp_path)
    assert latest_snapshot(empty) is None
    with pytest.raises(SettingsError, match="nothing is published yet"):
        open_snapshot(empty)
    with pytest.raises(SettingsError, match="load something first"):
        publish_snapshot(empty, NOON)


def test_the_newest_file_is_linked_and_cannot_be_written(settings: Settings) -> None:
    path = publish_snapshot(settings, NOON)
    assert latest_snapshot(settings) == path
    assert settings.snapshot.is_symlink()
    assert not settings.snapshot.readlink().is_absolute(), "the home can be moved"
    assert path.stat().st_mode & 0o777 == 0o444
    assert not path.with_name(path.name + ".wal").exists()


def test_the_last_few_are_kept_and_open_readers_keep_theirs(settings: Settings) -> None:
    first = publish_snapshot(settings, NOON)
    reader = open_snapshot(settings)
    for hour in range(1, 5):
        kit.fill_marts(settings, hour)
        publish_snapshot(settings, NOON + dt.timedelta(hours=hour))
    assert len(list(settings.snapshots.iterdir())) == 3
    assert not first.exists()
    assert reader.execute("select day from coverage").fetchall() == [(0,)]
    assert open_snapshot(settings).execute("select day from coverage").fetchall() == [(4,)]


def test_a_mart_with_two_rows_a_key_is_not_published(settings: Settings) -> None:
    before = publish_snapshot(settings, NOON)
    with hold_warehouse(settings, "test") as con:
        con.execute("insert into coverage from coverage")
    with pytest.raises(AuditError, match="coverage: has two rows"):
        publish_snapshot(settings, NOON + dt.timedelta(hours=1))
    assert latest_snapshot(settings) == before


def test_a_warehouse_without_models_is_not_published(settings: Settings) -> None:
    with hold_warehouse(settings, "test") as con:
        con.execute("drop table tallies")
    with pytest.raises(AuditError, match="lacks tallies: build the models first"):
        publish_snapshot(settings, NOON)


def test_debris_of_a_killed_run_is_swept(settings: Settings) -> None:
    publish_snapshot(settings, NOON)
    debris = settings.snapshots / ".sitrep-20200101T000000Z.duckdb.draft"
    debris.write_bytes(b"half")
    publish_snapshot(settings, NOON + dt.timedelta(hours=1))
    assert not debris.exists()


def test_a_held_warehouse_is_not_published(settings: Settings) -> None:
    with lock_warehouse(settings, "load"), pytest.raises(BusyError, match=r"\(load\)"):
        publish_snapshot(settings, NOON)
