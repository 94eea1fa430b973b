"""Staged shards: columns derived from the records, whole folders, the same bytes for the same rows."""

import dataclasses
import json
import platform
import subprocess
import sys
from pathlib import Path

import ledger_kit as kit
import pyarrow.parquet as pq
import pytest

from sitrep.errors import AuditError, SettingsError
from sitrep.load import is_staged, load_shards, write_staged
from sitrep.load.staged import TABLES, arrow_schema

SHARD = kit.shard(
    "day/feed-001",
    kit.article("a", [kit.figure(3, rules=("number", "verb"))], [kit.event("strike")]),
    fetches=[kit.fetch("wire", "new", "2023-01-10T09:00:00")],
    rejects=[kit.reject("wire", "ParseError", "2023-01-10T09:00:00")],
)


def test_a_shard_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "v1" / "day" / "feed-001"
    assert not is_staged(folder)
    write_staged(SHARD, folder)
    assert is_staged(folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        *sorted(f"{table}.parquet" for table in TABLES),
        "shard.json",
    ]
    assert [path.name for path in folder.parent.iterdir()] == ["feed-001"], "no draft is left beside it"


def test_what_a_killed_writer_left_goes_when_its_shard_is_staged_again(tmp_path: Path) -> None:
    """Drafts of a writer that lives, of another machine or of another shard are not ours to remove."""
    here, folder = platform.node(), tmp_path / "night"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    kept = {f".night.1@{here}", f".night.{dead.pid}@{here}.example", f".nightly.{dead.pid}@{here}"}
    for name in (f".night.{dead.pid}@{here}", *kept):
        (tmp_path / name).mkdir()

    write_staged(SHARD, folder)

    assert {path.name for path in tmp_path.iterdir()} == {"night", *kept}


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (write_staged(SHARD, tmp_path / name) for name in ("one", "two"))
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes(), path.name


def test_staging_again_replaces_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    write_staged(SHARD, folder)
    write_staged(kit.shard("day/feed-001"), folder)
    assert pq.read_table(folder / "articles.parquet").num_rows == 0


def test_rows_with_columns_of_another_version_are_named_and_staged_again(tmp_path: Path) -> None:
    folder = write_staged(SHARD, tmp_path / "night")
    note = json.loads((folder / "shard.json").read_text())
    for other in ({**note, "layout": "another"}, {key: note[key] for key in note if key != "layout"}):
        (folder / "shard.json").write_text(json.dumps(other))
        assert not is_staged(folder)
        with pytest.raises(SettingsError, match=r"night: was staged with other columns by another version"):
            load_shards(kit.settings_for(tmp_path / "home"), [folder])
    write_staged(SHARD, folder)
    assert is_staged(folder)


@pytest.mark.parametrize(("table", "record"), TABLES.items(), ids=TABLES)
def test_every_field_of_the_record_is_a_column(table: str, record: type, tmp_path: Path) -> None:
    folder = write_staged(SHARD, tmp_path / "s")
    names = [field.name for field in dataclasses.fields(record)]
    assert arrow_schema(record).names == names
    rows = pq.read_table(folder / f"{table}.parquet").to_pylist()
    assert rows == [
        {name: list(value) if isinstance(value, tuple) else value for name, value in dataclasses.asdict(row).items()}
        | {"shard_id": "day/feed-001"}
        for row in getattr(SHARD, table)
    ]


def test_two_texts_cannot_be_one_revision(tmp_path: Path) -> None:
    result = kit.shard("s", kit.article("a", [kit.figure(3)]), kit.article("a", [kit.figure(4)]))
    with pytest.raises(AuditError, match=r"a: two texts of shard s are both revision 0"):
        write_staged(result, tmp_path / "s")
