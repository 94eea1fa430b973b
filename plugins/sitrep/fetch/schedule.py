"""Decide when a feed is asked again.

In      how the last request went, and what feed and server say of themselves
Out     an instant
Units   instants UTC; intervals as timedelta
Errors  -
Source  RFC 9111 (max-age, Expires); the behaviours of well-behaved readers: the longest of what is asked for, clamped
        so that a daily run finds every healthy feed due; linear back-off, a dead feed still asked once a week
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

SHORTEST = dt.timedelta(minutes=15)
LONGEST = dt.timedelta(hours=12)
_FIRST = dt.timedelta(hours=1)
_SOFT_STEP = dt.timedelta(minutes=15)
_SOFT_MOST = dt.timedelta(hours=18)
_HARD_STEP = dt.timedelta(hours=12)
_HARD_MOST = dt.timedelta(days=7)
_NEWEST_ENTRIES = 20
# A feed that failed so often without an answer between is called dead; it is still asked, rarely.
DEAD_AFTER_HARD = 10
DEAD_AFTER_SOFT = 30


def find_own_interval(published: Sequence[dt.datetime], *, known_share: float) -> dt.timedelta:
    """The mean gap between the newest entries, stretched up to four times by the share of entries known already."""
    newest = sorted(published, reverse=True)[:_NEWEST_ENTRIES]
    gap = (newest[0] - newest[-1]) / (len(newest) - 1) if len(newest) > 1 else _FIRST
    stretched = gap * (1 + 3 * known_share)
    if len(published) > 1:
        # Ask twice while an entry stands in the feed, or some would be missed.
        stretched = min(stretched, (max(published) - min(published)) / 2)
    return stretched


def find_server_interval(headers: Sequence[tuple[str, str]], now: dt.datetime) -> dt.timedelta:
    """How long the server calls its answer fresh: max-age, else Expires."""
    fields = {name.lower(): value for name, value in headers}
    max_age = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", fields.get("cache-control", ""))
    if max_age:
        return dt.timedelta(seconds=int(max_age[1]))
    try:
        expires_at = parsedate_to_datetime(fields.get("expires", ""))
    except (ValueError, TypeError, IndexError, OverflowError):
        return dt.timedelta(0)
    if expires_at.tzinfo is None:
        expires_at = expires_at.replace(tzinfo=dt.UTC)
    return max(expires_at - now, dt.timedelta(0))


def find_next_due(now: dt.datetime, *intervals: dt.timedelta) -> dt.datetime:
    """The longest interval, clamped."""
    return now + min(max(SHORTEST, *intervals), LONGEST)


def find_retry(
    now: dt.datetime, *, failures: int, is_hard: bool, retry_at: dt.datetime | None, key: str
) -> dt.datetime:
    """Back off linearly with each failure in a row, and never come before the server allows it."""
    step, most = (_HARD_STEP, _HARD_MOST) if is_hard else (_SOFT_STEP, _SOFT_MOST)
    due = now + min(step * failures, most)
    if retry_at is None:
        return due
    # All who were turned away are told the same second: come a little later, each at another moment.
    jitter = int(hashlib.sha256(key.encode()).hexdigest()[:4], 16) % 300
    return max(due, retry_at + dt.timedelta(seconds=jitter))


def is_dead(*, failures: int, is_hard: bool) -> bool:
    """Tell whether to call a feed dead."""
    return failures >= (DEAD_AFTER_HARD if is_hard else DEAD_AFTER_SOFT)
