"""Publishing: whole or not at all, checked, linked in one step, the last few kept."""

import datetime as dt
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import ledger_kit as kit
import pytest

from sitrep.errors import AuditError, BusyError, SettingsError
from sitrep.publish import latest_snapshot, publish_snapshot
from sitrep.publish.snapshots import _KEYS
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse, lock_warehouse, open_snapshot

NOON = dt.datetime(2023, 1, 10, 12, tzinfo=dt.UTC)


def fill(settings: Settings, generation: int) -> None:
    """Write tables of the marts' names, all of one generation: publishing does not care what is in them."""
    with hold_warehouse(settings, "test") as con:
        con.begin()
        for mart, key in _KEYS.items():
            columns = ", ".join(f"{generation} as {name.strip()}" for name in key.split(","))
            con.execute(f"create or replace table {mart} as select {columns}")
        con.execute("create or replace view schema_docs as select 1 as one")
        con.commit()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = kit.small_settings(tmp_path, snapshots_kept=3)
    fill(settings, 0)
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
        fill(settings, hour)
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


READER = """
    import sys, time
    from pathlib import Path
    from sitrep.settings import Settings
    from sitrep.warehouse import open_snapshot
    settings, stop = Settings(home={home!r}), Path({stop!r})
    reads = 0
    while not stop.exists():
        con = open_snapshot(settings)
        seen = con.execute("select c.day, t.day, i.incident_id from coverage c, tallies t, incidents i").fetchall()
        con.close()
        assert len(seen) == 1 and len(set(seen[0])) == 1, seen
        reads += 1
    print(reads)
"""


def start(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def publish_under_readers(settings: Settings, n_publishes: int, n_readers: int) -> int:
    """Publish again and again while readers loop; returns how often they read."""
    publish_snapshot(settings, NOON)
    stop = settings.home / "stop"
    readers = [start(READER.format(home=str(settings.home), stop=str(stop))) for _ in range(n_readers)]
    for generation in range(1, n_publishes + 1):
        fill(settings, generation)
        publish_snapshot(settings, NOON + dt.timedelta(minutes=generation))
    stop.touch()
    outputs = [reader.communicate(timeout=60) for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * n_readers, outputs
    return sum(int(out) for out, _ in outputs)


def test_readers_see_one_run_or_another_never_half_of_one(settings: Settings) -> None:
    # Few are kept, and a reader may be between reading the link and opening the file: that file must still be there.
    assert publish_under_readers(settings, n_publishes=6, n_readers=1) >= 1


PUBLISHER = """
    import datetime as dt
    from sitrep.publish import publish_snapshot
    from sitrep.settings import Settings
    settings = Settings(home={home!r}, snapshots_kept=3)
    print("ready", flush=True)
    for second in range(10_000):
        publish_snapshot(settings, dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=second))
"""


def kill_publishers(settings: Settings, delays: list[float]) -> None:
    """Kill a publisher after each delay; what is linked must be whole every time."""
    publish_snapshot(settings, NOON)
    for delay in delays:
        publisher = start(PUBLISHER.format(home=str(settings.home)))
        assert publisher.stdout is not None
        assert publisher.stdout.readline() == "ready\n"
        try:
            publisher.wait(timeout=delay)
        except subprocess.TimeoutExpired:
            publisher.kill()
        publisher.communicate()
        con = open_snapshot(settings)
        assert con.execute("select count(*) from front_days").fetchall() == [(1,)]
        con.close()
        path = latest_snapshot(settings)
        assert path is not None
        whole = duckdb.connect(str(path), read_only=True)
        assert whole.execute("select count(*) from raw.fronts").fetchall() == [(0,)]
        whole.close()
    publish_snapshot(settings, NOON + dt.timedelta(days=900))
    assert not list(settings.snapshots.glob(".*"))


def test_a_killed_publisher_leaves_the_old_or_the_new(settings: Settings) -> None:
    kill_publishers(settings, [0.02, 0.11])


@pytest.mark.slow
def test_thirty_publishes_under_four_readers(settings: Settings) -> None:
    assert publish_under_readers(settings, n_publishes=30, n_readers=4) >= 30


@pytest.mark.slow
def test_thirty_kills_at_odd_moments(settings: Settings) -> None:
    kill_publishers(settings, [0.013 * n for n in range(1, 31)])
