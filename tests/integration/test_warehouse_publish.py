"""Publishing under readers that never stop and kills that come at odd moments: the old run or the new, always whole."""

import datetime as dt
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import ledger_kit as kit
import pytest

from sitrep.publish import latest_snapshot, publish_snapshot
from sitrep.settings import Settings
from sitrep.warehouse import open_snapshot

NOON = dt.datetime(2023, 1, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = kit.small_settings(tmp_path, snapshots_kept=3)
    kit.fill_marts(settings, 0)
    return settings


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
        kit.fill_marts(settings, generation)
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
