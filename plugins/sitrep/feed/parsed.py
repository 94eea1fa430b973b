"""What a feed turned out to hold.

In      -
Out     ParsedFeed
Units   ttl: seconds
Errors  -
Source  -
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sitrep.records import FeedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """The entries that could be read, in the feed's order, and what was wrong (`fault`, one sentence).

    `format` is feedparser's word (`rss20`, `atom10`), or `json`, `sitemap`, `sitemap-index`, `html`; "" if it is
    none. `alternates` are the feeds that a web page names; `child_sitemaps` what an index lists, newest first.
    """

    entries: tuple[FeedEntry, ...] = ()
    fault: str | None = None
    format: str = ""
    title: str | None = None
    ttl_seconds: int | None = None
    alternates: tuple[str, ...] = ()
    child_sitemaps: tuple[str, ...] = ()

    def with_fault(self, fault: str | None) -> ParsedFeed:
        """Add one more thing that was wrong."""
        faults = [part for part in (self.fault, fault) if part]
        return replace(self, fault="; ".join(faults) or None)
