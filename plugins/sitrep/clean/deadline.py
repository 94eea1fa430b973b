"""Interrupt Python code that takes too long, in whatever thread it runs.

In      a number of seconds, as a context manager around the code
Out     -
Units   seconds of wall time
Errors  DeadlineError inside the block, again and again until it ends; a BaseException, since libraries that are
        guarded with `except Exception` would swallow anything less
Source  measured: 100,000 paragraphs keep trafilatura busy for 30 s

In the main thread the kernel's alarm is used, which stops regular expressions as well; in other threads Python raises
the error between two byte codes. Neither stops a single call into C: size limits must bound those.
"""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN_SECONDS = 0.1
_LEAST_SECONDS = 0.001


class DeadlineError(BaseException):
    """The time is up; caught at the door of `clean`, never seen outside."""


@contextmanager
def limit_seconds(seconds: float) -> Iterator[None]:
    """Raise DeadlineError in the block once it has run for so long."""
    if threading.current_thread() is threading.main_thread():
        with _alarm(seconds):
            yield
    else:
        with _watchdog(seconds):
            yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Somebody else's alarm (a scheduler's task limit) is set again afterwards, with the time that it has left."""
    is_armed = True

    def ring(_signum: int, _frame: FrameType | None) -> None:
        if is_armed:
            raise DeadlineError

    started = time.monotonic()
    handler = signal.signal(signal.SIGALRM, ring)
    try:
        left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
        try:
            yield
        finally:
            is_armed = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:
            left = max(left - (time.monotonic() - started), _LEAST_SECONDS)
            signal.setitimer(signal.ITIMER_REAL, left, interval)


@contextmanager
def _watchdog(seconds: float) -> Iterator[None]:
    thread_id = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    done = threading.Event()

    def watch() -> None:
        wait_seconds = seconds
        while not done.wait(wait_seconds):
            with lock:
                if not done.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread_id, ctypes.py_object(DeadlineError))
            wait_seconds = _AGAIN_SECONDS

    threading.Thread(target=watch, name="sitrep-deadline", daemon=True).start()
    try:
        yield
    finally:
        # The lock is taken without `with`: an error raised between its two halves would leave it locked.
        done.set()
        with lock:
            # One that was set but not yet raised must not hit whoever runs next.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread_id, None)
