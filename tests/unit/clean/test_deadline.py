"""The time limit interrupts in every kind of thread, and leaves other people's alarms alone."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable

import pytest

from sitrep.clean.deadline import DeadlineError, limit_seconds


def spin() -> None:
    """Work for ever, and swallow every error that is an Exception, as libraries do."""
    while True:
        with contextlib.suppress(Exception):
            sum(range(1000))


def run_limited(work: Callable[[], object], seconds: float) -> float | None:
    """Return the seconds after which the work was interrupted, or None if it ended."""
    started = time.monotonic()
    try:
        with limit_seconds(seconds):
            work()
    except DeadlineError:
        return time.monotonic() - started
    return None


def run_in_thread(work: Callable[[], object]) -> list[object]:
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    return results


@pytest.mark.parametrize("is_main", [True, False], ids=["main-thread", "other-thread"])
def test_work_is_interrupted_in_any_thread(is_main: bool) -> None:
    """Even if it swallows exceptions."""

    def limited() -> float | None:
        return run_limited(spin, 0.2)

    interrupted = limited() if is_main else run_in_thread(limited)[0]

    assert isinstance(interrupted, float)
    assert 0.1 < interrupted < 3


@pytest.mark.parametrize("is_main", [True, False], ids=["main-thread", "other-thread"])
def test_work_in_time_is_not_disturbed_afterwards(is_main: bool) -> None:
    """No late error hits what runs next."""

    def both() -> int:
        for _ in range(50):
            assert run_limited(lambda: sum(range(1000)), 0.02) is None
        time.sleep(0.1)
        return sum(range(100_000))

    assert (both() if is_main else run_in_thread(both)[0]) == sum(range(100_000))


def test_an_alarm_that_was_set_before_still_rings() -> None:
    """A scheduler's own time limit must outlive ours."""
    rung = threading.Event()
    handler = signal.signal(signal.SIGALRM, lambda *_: rung.set())
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.4)
        assert run_limited(spin, 0.1) is not None
        assert not rung.is_set()
        assert rung.wait(3)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)


def test_an_error_of_the_work_passes_through() -> None:
    """The limit changes nothing about what happens in time."""
    with pytest.raises(ZeroDivisionError), limit_seconds(5):
        _ = 1 / 0
