"""The models on ledgers of millions of figures: a full build, a night of 5,000 figures on top, a year of front_days.

Usage: bench_models.py [FIGURES...]   default 1000000 3000000; the bars are for 10000000
Bars: night under 30 s, under 4 GB, and at most 1.5 times the smallest size's; full build of 10 million under 300 s;
a year of front_days under 0.2 s. Seconds are those of the wall on this machine as it is; CPU seconds beside them tell
how much of that was waiting for others.
"""

import contextlib
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from ledger import add_night, fill_history
from measuring import say

from sitrep.load import load_shards
from sitrep.publish import publish_snapshot
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse, open_snapshot

NIGHT = 5_000
YEAR = """
    select front_id, sum(n_events), sum(killed_ru_latest_enemy), sum(killed_ua_latest_own)
    from front_days where day between date '2024-01-01' and date '2024-12-31' group by front_id
"""
_BUILD = """
import json, resource, sys, time
from sitrep.models import build_models
from sitrep.settings import Settings
settings = Settings(home=sys.argv[1])
started = time.perf_counter()
build_models(settings, full_refresh=sys.argv[2] == "full")
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6]))
"""


def build(settings: Settings, how: str) -> tuple[float, float, float]:
    """Build in a process of its own; returns wall seconds, CPU seconds and peak gigabytes."""
    command = [sys.executable, "-c", _BUILD, str(settings.home), how]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=os.environ)
    wall, cpu, peak = json.loads(done.stdout.splitlines()[-1])
    return wall, cpu, peak


def measure(home: Path, figures: int) -> tuple[float, float]:
    """Measure one size; returns the wall and CPU seconds of a night."""
    settings = Settings(home=home)
    load_shards(settings, [])
    with hold_warehouse(settings, "bench") as con:
        fill_history(con, figures)
    wall, cpu, peak = build(settings, "full")
    say(f"{figures:>12,} figures: full build {wall:6.1f} s (CPU {cpu:.1f} s), {peak:.1f} GB")
    nights = []
    for number in range(3):
        with hold_warehouse(settings, "bench") as con:
            add_night(con, NIGHT, number)
        nights.append(build(settings, "night"))
    wall, cpu, peak = sorted(nights)[1]
    say(f"{figures:>12,} figures: night of {NIGHT:,} {wall:6.1f} s (CPU {cpu:.1f} s), {peak:.1f} GB; median of 3")
    publish_snapshot(settings, dt.datetime.now(dt.UTC))
    with contextlib.closing(open_snapshot(settings)) as reader:
        reader.execute(YEAR).fetchall()
        started = time.perf_counter()
        reader.execute(YEAR).fetchall()
        say(f"{figures:>12,} figures: a year of front_days {time.perf_counter() - started:.3f} s")
    return wall, cpu


def main() -> None:
    """Measure every size and compare the nights."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nights = []
    for figures in [int(size) for size in sys.argv[1:]] or [1_000_000, 3_000_000]:
        with tempfile.TemporaryDirectory() as home:
            nights.append(measure(Path(home), figures))
    if len(nights) > 1:
        say(f"night, largest to smallest: {nights[-1][0] / nights[0][0]:.2f} (CPU {nights[-1][1] / nights[0][1]:.2f})")


if __name__ == "__main__":
    main()
