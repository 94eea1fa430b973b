"""Loading: a night of 500 articles onto ledgers of two sizes, the same night again, and the audits' share.

Usage: bench_load.py [FIGURES...]   default 100000 1000000
A night must cost about the same on a ledger ten times as large, and loading it again next to nothing.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))
import ledger_kit as kit
from ledger import fill_history
from measuring import say
from random_ledger import draw_articles

from sitrep.load import load_shards, write_staged
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse

ARTICLES = 500


def measure(home: Path, figures: int) -> float:
    """Measure one size; returns the seconds of the first load."""
    settings = kit.small_settings(home)
    real = Settings(home=home)
    load_shards(real, [])
    with hold_warehouse(settings, "bench") as con:
        fill_history(con, figures)
    night = kit.shard("night", *draw_articles(random.Random(1), ARTICLES))
    folder = write_staged(night, settings.staged / "v1" / "night")
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        report = load_shards(settings, [folder])
        seconds.append(time.perf_counter() - started)
    say(
        f"{figures:>12,} figures: {ARTICLES} articles with {len(night.figures)} figures in {seconds[0]:.2f} s, "
        f"again in {seconds[1]:.2f} s ({report.unchanged} unchanged)"
    )
    return seconds[0]


def main() -> None:
    """Measure every size and compare."""
    nights = []
    for figures in [int(size) for size in sys.argv[1:]] or [100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as home:
            nights.append(measure(Path(home), figures))
    say(f"night, largest to smallest: {nights[-1] / nights[0]:.2f}")


if __name__ == "__main__":
    main()
