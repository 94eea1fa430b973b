"""Housekeeping of staged rows: closed nights are joined, open ones and live drafts left, old versions dropped."""

import datetime as dt
import os
from pathlib import Path

import ledger_kit as kit
import pytest

from sitrep import PIPELINE_VERSION
from sitrep.load import compact_group, write_staged
from sitrep.pipeline import compact_staged
from sitrep.settings import Settings

OLD = "0"
"""A version before the present one."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return kit.settings_for(tmp_path)


def stage(settings: Settings, group: str, *names: str, version: str = PIPELINE_VERSION) -> Path:
    for name in names:
        shard = kit.shard(f"{group}/{name}", kit.article(f"{group}-{name}", [kit.figure(3)]))
        write_staged(shard, settings.staged / f"v{version}" / shard.shard_id)
    return settings.staged / f"v{version}" / group


def names(group: Path) -> list[str]:
    return sorted(path.name for path in group.iterdir())


def test_a_closed_night_is_joined_and_last_night_is_not(settings: Settings) -> None:
    last_night = (dt.datetime.now(settings.tz).date() - dt.timedelta(days=1)).isoformat()
    closed = stage(settings, "2023-01-10", "alpha", "beta")
    still_open = stage(settings, last_night, "alpha", "beta")
    archive = stage(settings, "archive", "one", "two")
    assert compact_staged(settings=settings) == 1
    assert names(closed) == ["compacted-0001"]
    assert names(still_open) == ["alpha", "beta"]
    assert names(archive) == ["one", "two"], "an archive's shards are large by plan"


def test_rows_of_an_older_version_go_once_they_are_staged_anew(settings: Settings) -> None:
    old_night = stage(settings, "2023-01-10", "alpha", "beta", version=OLD)
    old_archive = stage(settings, "archive", "one", "two", version=OLD)
    compact_group(old_night)
    loose_night = stage(settings, "2023-01-11", "alpha", "beta", version=OLD)
    assert compact_staged(settings=settings) == 0, "its columns may be other ones, and it is of use still"
    stage(settings, "2023-01-10", "alpha")
    stage(settings, "2023-01-11", "alpha")
    stage(settings, "archive", "one")
    compact_staged(settings=settings)
    assert names(old_night) == ["compacted-0001"], "one of its shards is not staged anew"
    assert names(loose_night) == ["beta"]
    assert names(old_archive) == ["two"]
    stage(settings, "2023-01-10", "beta")
    compact_staged(settings=settings)
    assert names(old_night) == []


def test_a_draft_goes_only_after_its_writer_must_be_dead(settings: Settings) -> None:
    group = stage(settings, "archive", "one")
    for name in (".live.1", ".dead.2"):
        (group / name).mkdir()
    os.utime(group / ".dead.2", (0, 0))
    assert compact_staged(settings=settings) == 1
    assert names(group) == [".live.1", "one"]
