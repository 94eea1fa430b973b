"""How the time of a piece of work grows with its input."""

from __future__ import annotations

import gc
from collections.abc import Callable

_ROUNDS = 3
_LEAST_SECONDS = 0.01


def measure_growth(measure: Callable[[int], float], *, short: int, long: int) -> float:
    """How many times as long the long input takes as the short one; `measure` gives the CPU seconds of a length.

    Of some rounds the quickest counts, and no garbage is collected meanwhile: other tests of the process leave a heap
    whose collection takes longer than the work.
    """
    measure(short // 10)
    gc.collect()
    gc.disable()
    try:
        base, grown = (min(measure(length) for _ in range(_ROUNDS)) for length in (short, long))
    finally:
        gc.enable()
    return grown / max(base, _LEAST_SECONDS)
