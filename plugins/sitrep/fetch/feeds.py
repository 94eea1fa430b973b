"""Ask a feed whether there is anything new.

In      a Source and what is remembered of it; the parser of room `feed`, handed in since rooms do not import
Out     its entries; the memory is changed to what the answer taught
Units   instants UTC
Errors  none: what failed is a row and a reject, and the feed is asked again later
Source  RFC 9110, 13 (conditional requests). Validators are kept verbatim, only after a feed was read without a fault,
        and through errors; some feeds keep an ETag while the content changes, so now and then they are left out.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sitrep.captures import CaptureHints
from sitrep.errors import FetchError, ParseError, SitrepError
from sitrep.fetch.client import Response, fetch_url
from sitrep.fetch.journal import Journal
from sitrep.fetch.memory import FeedMemory
from sitrep.fetch.politeness import Politeness, read_retry_after
from sitrep.fetch.schedule import find_next_due, find_own_interval, find_retry, find_server_interval, is_dead
from sitrep.records import FeedEntry, Source
from sitrep.urls import article_id

_HTTP_UNCHANGED = 304
_CONDITIONAL_IN_A_ROW = 10
_MOST_CHILDREN = 3
_SITEMAP_REACHES_BACK = dt.timedelta(days=7)
_ACCEPT = {"Accept": "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"}


class FeedLike(Protocol):
    """What the parser must tell of a feed."""

    @property
    def entries(self) -> Sequence[FeedEntry]:
        """In the feed's order."""

    @property
    def fault(self) -> str | None:
        """What was wrong."""

    @property
    def format(self) -> str:
        """`sitemap…` for those that list everything a site ever had."""

    @property
    def ttl_seconds(self) -> int | None:
        """How long the feed calls itself fresh."""

    @property
    def child_sitemaps(self) -> Sequence[str]:
        """What an index lists, newest first."""


class ParseFeed(Protocol):
    """`sitrep.feed.parse_feed`, or what stands in for it."""

    def __call__(self, body: bytes, *, source: Source, url: str, content_type: str | None) -> FeedLike:
        """Read a feed; never raises."""


@dataclass(slots=True, kw_only=True)
class FeedRequest:
    """One feed in one run."""

    source: Source
    memory: FeedMemory
    journal: Journal
    politeness: Politeness
    parse: ParseFeed
    refetch: bool = False

    def fetch_entries(self) -> list[FeedEntry]:
        """Ask, unless it is too early; give the entries of a feed that changed."""
        source, memory = self.source, self.memory
        if not self.refetch and not memory.is_due(self.journal.clock()):
            self.journal.note("feed", source.source_id, source.url, None, outcome="skipped")
            return []
        started_at = time.monotonic()
        try:
            response = self._ask(source.url, self._make_validators())
        except SitrepError as exc:
            self.journal.note("feed", source.source_id, source.url, exc, seconds=time.monotonic() - started_at)
            self._fail(exc, is_hard=not isinstance(exc, FetchError))
            return []
        memory.moved_to = response.moved_to
        if response.status != _HTTP_UNCHANGED:
            try:
                response.check_status()
            except SitrepError as exc:
                self._fail_by_status(response, exc)
                return []
        is_same = response.status == _HTTP_UNCHANGED or response.body_hash == memory.body_hash
        if is_same and not self.refetch:
            self.journal.note("feed", source.source_id, source.url, response, outcome="unchanged")
            memory.conditional_requests += 1
            self._succeed(response, dt.timedelta(seconds=memory.interval_seconds))
            return []
        return self._read_changed(response)

    def _make_validators(self) -> dict[str, str]:
        memory = self.memory
        headers = dict(_ACCEPT)
        if self.refetch or self.source.ignore_validators:
            return headers
        if memory.conditional_requests >= _CONDITIONAL_IN_A_ROW:
            memory.conditional_requests = 0
            return headers
        if memory.etag:
            headers["If-None-Match"] = memory.etag
        if memory.last_modified:
            headers["If-Modified-Since"] = memory.last_modified
        return headers

    def _ask(self, url: str, headers: dict[str, str]) -> Response:
        self.politeness.check_domain(url)
        return fetch_url(url, settings=self.journal.settings, headers=headers, manners=self.politeness.for_feeds)

    def _read_changed(self, response: Response) -> list[FeedEntry]:
        source, memory = self.source, self.memory
        feed = self.parse(response.body, source=source, url=response.url, content_type=response.header("content-type"))
        entries = self._read_children(feed.child_sitemaps) if feed.child_sitemaps else list(feed.entries)
        if feed.format.startswith("sitemap"):
            since = self.journal.clock() - _SITEMAP_REACHES_BACK
            entries = [entry for entry in entries if entry.published_at is not None and entry.published_at >= since]
        is_useless = feed.fault is not None and not feed.entries and not feed.child_sitemaps
        outcome = ParseError.__name__ if is_useless else "new"
        self.journal.note("feed", source.source_id, source.url, response, outcome=outcome, entries=len(entries))
        self._keep(response)
        if feed.fault is not None:
            kept = "" if is_useless else f" ({len(entries)} entries kept)"
            self._reject_fault(source.url, f"{feed.fault}{kept}")
        if is_useless:
            self._count_failure(is_hard=True, retry_at=None)
            return []
        memory.body_hash = response.body_hash
        if feed.fault is None:
            memory.etag = response.validator("etag")
            memory.last_modified = response.validator("last-modified")
        own = self._find_interval(entries, feed)
        self._succeed(response, own)
        return entries

    def _keep(self, response: Response) -> None:
        self.journal.writer.write_response(
            url=response.url,
            captured_at=self.journal.clock(),
            body=response.body,
            status=response.status,
            reason=response.reason,
            headers=response.headers,
            request_head=response.head,
            hints=CaptureHints(source_id=self.source.source_id, zone=self.source.zone, hops=response.hops),
            kind="feed",
            ip_address=response.ip_address,
        )

    def _read_children(self, urls: Sequence[str]) -> list[FeedEntry]:
        """The newest sitemaps of an index; a child that fails is a reject, and the others are read."""
        entries: list[FeedEntry] = []
        source = self.source
        for url in urls[:_MOST_CHILDREN]:
            try:
                response = self._ask(url, dict(_ACCEPT))
                response.check_status()
            except SitrepError as exc:
                self.journal.note("feed", source.source_id, url, exc)
                self.journal.reject("fetch", source.source_id, url, type(exc).__name__, exc.reason)
                continue
            feed = self.parse(
                response.body, source=source, url=response.url, content_type=response.header("content-type")
            )
            self.journal.note("feed", source.source_id, url, response, outcome="new", entries=len(feed.entries))
            self._keep(response)
            if feed.fault is not None:
                self._reject_fault(url, feed.fault)
            entries += feed.entries
        return entries

    def _find_interval(self, entries: Sequence[FeedEntry], feed: FeedLike) -> dt.timedelta:
        known = sum(article_id(entry.link) in self.memory.entries for entry in entries)
        published = [entry.published_at for entry in entries if entry.published_at is not None]
        own = find_own_interval(published, known_share=known / max(len(entries), 1))
        return max(own, dt.timedelta(seconds=feed.ttl_seconds or 0))

    def _succeed(self, response: Response, interval: dt.timedelta) -> None:
        memory, now = self.memory, self.journal.clock()
        memory.failures, memory.failing_since, memory.is_dead = 0, None, False
        memory.last_ok_at = now.isoformat()
        memory.interval_seconds = interval.total_seconds()
        memory.next_due_at = find_next_due(now, interval, find_server_interval(response.headers, now)).isoformat()

    def _fail_by_status(self, response: Response, exc: SitrepError) -> None:
        """Graded: too many requests and server faults pass; what is gone or forbidden comes back seldom."""
        self.journal.note("feed", self.source.source_id, self.source.url, response, outcome=type(exc).__name__)
        retry_at = read_retry_after(response, self.journal.clock())
        if retry_at is not None:
            self.politeness.defer_domain(response.url, retry_at)
        self._fail(exc, is_hard=not isinstance(exc, FetchError), retry_at=retry_at)

    def _fail(self, exc: SitrepError, *, is_hard: bool, retry_at: dt.datetime | None = None) -> None:
        self._count_failure(is_hard=is_hard, retry_at=retry_at)
        memory = self.memory
        since = (memory.failing_since or "")[:10]
        again = f" (failure {memory.failures} in a row, since {since})" if memory.failures > 1 else ""
        dead = "; counted as dead" if memory.is_dead else ""
        reason = f"{exc.reason}{again}{dead}"
        self.journal.reject("fetch", self.source.source_id, self.source.url, type(exc).__name__, reason)

    def _count_failure(self, *, is_hard: bool, retry_at: dt.datetime | None) -> None:
        memory, now = self.memory, self.journal.clock()
        memory.failures += 1
        memory.failing_since = memory.failing_since or now.isoformat()
        memory.is_dead = is_dead(failures=memory.failures, is_hard=is_hard)
        due = find_retry(now, failures=memory.failures, is_hard=is_hard, retry_at=retry_at, key=memory.source_id)
        memory.next_due_at = due.isoformat()

    def _reject_fault(self, url: str, fault: str) -> None:
        self.journal.reject("feed", self.source.source_id, url, ParseError.__name__, fault)
