"""What the readers of all formats share: their surroundings, and how they say that something could not be read.

In      Settings, the outlets, and the two functions that other rooms lend: a feed parser and a page fetcher
Out     Context
Errors  ParseError for a file that is not there
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from sitrep.archive.documents import FetchPage, Outlets, ParseFeed
from sitrep.errors import ParseError, SitrepError
from sitrep.records import Reject
from sitrep.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of one reading."""

    settings: Settings
    outlets: Outlets = field(default_factory=Outlets)
    parse_feed: ParseFeed | None = None
    fetch_page: FetchPage | None = None

    def reject(self, subject: str, exc: SitrepError, at: dt.datetime, *, source_id: str | None = None) -> Reject:
        """Make the row of something that could not be read. `at` is the archive's instant, never the clock's."""
        return Reject(
            stage="archive",
            source_id=source_id,
            subject=subject,
            error=type(exc).__name__,
            reason=exc.reason,
            rejected_at=at,
            is_sample=self.settings.is_sample,
        )


def read_mtime(path: Path) -> dt.datetime:
    """When the file was written: the nearest thing to a capture time that a file has. Whole seconds.

    Errors: ParseError if the file is not there.
    """
    try:
        return dt.datetime.fromtimestamp(int(path.stat().st_mtime), dt.UTC)
    except OSError as exc:
        raise ParseError(f"cannot read: {exc.strerror}", subject=str(path)) from exc
