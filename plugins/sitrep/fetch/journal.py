"""Keep the account of one batch: every request a row, every failure a reject, every body a capture.

In      requests and how they went
Out     Fetch and Reject rows in the order of the requests
Units   seconds; decoded bytes; instants UTC, anchored at the run's own and moved on by a clock that nobody sets
Errors  -
Source  -
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Literal

from sitrep.captures import CaptureWriter
from sitrep.errors import SitrepError
from sitrep.fetch.client import Response
from sitrep.records import Fetch, Reject, Stage
from sitrep.settings import Settings

What = Literal["feed", "page", "robots"]


class RunClock:
    """The run's instant, moved on by the time that passed since."""

    def __init__(self, now: dt.datetime) -> None:
        self._now = now.astimezone(dt.UTC)
        self._started_at = time.monotonic()

    def __call__(self) -> dt.datetime:
        """Now, in whole milliseconds."""
        passed = round(time.monotonic() - self._started_at, 3)
        return self._now + dt.timedelta(seconds=passed)


@dataclass(slots=True, kw_only=True)
class Journal:
    """What a batch has done so far."""

    settings: Settings
    clock: RunClock
    writer: CaptureWriter
    fetches: list[Fetch] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def note(
        self,
        what: What,
        source_id: str,
        url: str,
        result: Response | SitrepError | None,
        *,
        outcome: str | None = None,
        seconds: float = 0.0,
        entries: int | None = None,
    ) -> None:
        """Add a row; without a `result` no request was made. The outcome of an error is its class."""
        answer = result if isinstance(result, Response) else None
        self.fetches.append(
            Fetch(
                source_id=source_id,
                url=url,
                final_url=answer.url if answer else None,
                what=what,
                fetched_at=self.clock(),
                status=answer.status if answer else None,
                outcome=outcome or type(result).__name__,
                body_bytes=len(answer.body) if answer else 0,
                seconds=round(answer.seconds if answer else seconds, 3),
                entries=entries,
                etag=answer.header("etag") if answer else None,
                last_modified=answer.header("last-modified") if answer else None,
                hops=answer.hops if answer else (),
                is_sample=self.settings.is_sample,
            )
        )

    def reject(self, stage: Stage, source_id: str, url: str, error: str, reason: str) -> None:
        """Add a reject."""
        self.rejects.append(
            Reject(
                stage=stage,
                source_id=source_id,
                subject=url,
                error=error,
                reason=reason,
                rejected_at=self.clock(),
                is_sample=self.settings.is_sample,
            )
        )
