"""Compaction: fewer files, the same rows, whatever moment it is killed at."""

from pathlib import Path
from typing import Any

import duckdb
import ledger_kit as kit
import pytest

from sitrep.load import (
    compact_group,
    compare_staged,
    find_staged,
    is_staged,
    list_staged,
    load_shards,
    read_staged,
    write_staged,
)
from sitrep.load.staged import TABLES
from sitrep.records import ShardResult
from sitrep.settings import Settings

SHARDS = [
    kit.shard(
        "2023-01-10/alpha-001",
        kit.article("a", [kit.figure(3), kit.figure(5)], [kit.event("strike")]),
        kit.article("b", [kit.figure(7)]),
    ),
    kit.shard("2023-01-10/beta-001", kit.article("c", [kit.figure(9)])),
    kit.shard(
        "2023-01-10/requests-alpha",
        fetches=[kit.fetch("wire", "new", "2023-01-10T09:00:00")],
        rejects=[kit.reject("wire", "ParseError", "2023-01-10T09:00:00")],
    ),
]


def stage(settings: Settings, *shards: ShardResult) -> Path:
    for shard in shards:
        write_staged(shard, settings.staged / "v1" / shard.shard_id)
    return settings.staged / "v1" / "2023-01-10"


def load(settings: Settings, group: Path) -> dict[str, list[Any]]:
    load_shards(settings, list_staged(group))
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        return {table: con.execute(f"from raw.{table} order by all").fetchall() for table in TABLES}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return kit.small_settings(tmp_path / "compacted")


@pytest.fixture
def loose(tmp_path: Path) -> dict[str, list[Any]]:
    """What the same shards give without compaction."""
    apart = kit.small_settings(tmp_path / "loose")
    return load(apart, stage(apart, *SHARDS))


def test_a_night_becomes_one_folder_with_the_same_rows(settings: Settings, loose: dict[str, list[Any]]) -> None:
    group = stage(settings, *SHARDS)
    names = list_staged(group)
    counts = [find_staged(folder).counts for folder in names]
    assert compact_group(group) == 2
    assert [path.name for path in group.iterdir()] == ["compacted-0001"]
    assert list_staged(group) == names
    assert [find_staged(folder).counts for folder in names] == counts
    assert all(map(is_staged, names))
    assert load(settings, group) == loose


def test_one_shard_of_many_can_be_read_and_loaded_alone(settings: Settings) -> None:
    group = stage(settings, *SHARDS)
    compact_group(group)
    assert read_staged(group / "alpha-001", "figures", ["value"])["value"].to_pylist() == [3.0, 5.0, 7.0]
    report = load_shards(settings, [group / "beta-001"])
    assert (report.shards, report.articles, report.figures) == (1, 1, 1)


def test_what_is_whole_already_is_left_alone(settings: Settings) -> None:
    group = stage(settings, *SHARDS)
    compact_group(group)
    before = {path: path.stat().st_mtime_ns for path in group.rglob("*")}
    assert compact_group(group) == 0
    assert {path: path.stat().st_mtime_ns for path in group.rglob("*")} == before


def test_a_shard_staged_anew_counts_before_and_after_the_next_compaction(settings: Settings) -> None:
    group = stage(settings, *SHARDS)
    compact_group(group)
    stage(settings, kit.shard("2023-01-10/beta-001", kit.article("c", [kit.figure(11)])))
    assert read_staged(group / "beta-001", "figures", ["value"])["value"].to_pylist() == [11.0]
    assert compact_group(group) == 1
    assert [path.name for path in group.iterdir()] == ["compacted-0002"]
    assert read_staged(group / "beta-001", "figures", ["value"])["value"].to_pylist() == [11.0]
    assert read_staged(group / "alpha-001", "figures", ["value"]).num_rows == 3


def test_killed_before_the_old_folders_went_it_shows_the_same_rows(
    settings: Settings, loose: dict[str, list[Any]]
) -> None:
    group = stage(settings, *SHARDS)
    compact_group(group)
    stage(settings, *SHARDS[:2])
    assert load(settings, group) == loose
    compact_group(group)
    assert [path.name for path in group.iterdir()] == ["compacted-0002"]
    assert load(settings, group) == loose


def test_what_changes_is_the_same_whether_compacted_or_not(settings: Settings) -> None:
    group = stage(settings, *SHARDS)
    shards = list_staged(group)
    before = compare_staged(settings, shards[:1])
    compact_group(group)
    assert compare_staged(settings, shards[:1]) == before
    assert sum(change.n_figures for change in before) == 3
