"""Fetch the pages that feeds name.

In      page tasks; the journal of the batch
Out     captures; the memories of all feeds that named a page are changed to what became of it
Units   instants UTC
Errors  none: a page that fails is a row and a reject; what may come back is pending for a later run
Source  RFC 9110. Unchanged bodies become `revisit` records.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from sitrep.captures import CaptureHints, digest_payload
from sitrep.errors import FetchError, RefusedError, SitrepError
from sitrep.fetch.client import Response, fetch_url
from sitrep.fetch.journal import Journal
from sitrep.fetch.memory import MOST_ATTEMPTS, EntryMemory, FeedMemory, PageTask, entry_to_json
from sitrep.fetch.politeness import Politeness, read_retry_after
from sitrep.settings import Settings
from sitrep.urls import registered_domain

MOST_PAGES_PER_FEED = 200
# A domain with a long crawl-delay must not hold a worker for hours; the rest waits for the next run.
LONGEST_BATCH_SECONDS = 1_800.0
# A site that fails so often at a stretch is down: its other pages wait for the next run.
MOST_FAILURES_IN_A_ROW = 5
_HTTP_UNCHANGED = 304
_NO_PAGES = ("image/", "video/", "audio/", "font/", "application/zip", "application/octet-stream")
_CLAIMS_KEPT_DAYS = 3
_WALL_HOST = re.compile(r"^(?:consent|login|signin|sso|auth)\.")
_WALL_PATH = re.compile(
    r"^/(?:[\w-]+/)?(?:consent|cookie-?(?:wall|consent|check)|log-?in|sign-?in|captcha|challenge)\b"
)


@dataclass(slots=True, kw_only=True)
class PageRun:
    """Fetch a batch's pages, each once however many feeds name it."""

    batch_id: str
    day: dt.date
    journal: Journal
    politeness: Politeness
    started_at: float = field(default_factory=time.monotonic)
    _failures: Counter[str] = field(default_factory=Counter)

    def fetch_pages(self, tasks: Iterable[PageTask], memories: dict[str, FeedMemory]) -> None:
        """Fetch in order of publication, so that a story's first telling comes first; ties go by address."""
        by_key: dict[str, list[PageTask]] = {}
        for task in tasks:
            by_key.setdefault(task.key, []).append(task)
        kept, postponed = self._bound(list(by_key.values()))
        for group in sorted(kept, key=_order):
            self._fetch_group(group, memories)
        for group in postponed:
            self._postpone(group, memories)

    def _bound(self, groups: list[list[PageTask]]) -> tuple[list[list[PageTask]], list[list[PageTask]]]:
        """The newest pages of each feed; the rest waits."""
        taken: dict[str, int] = {}
        kept: list[list[PageTask]] = []
        postponed: list[list[PageTask]] = []
        for group in sorted(groups, key=_order, reverse=True):
            source_id = group[0].source.source_id
            taken[source_id] = taken.get(source_id, 0) + 1
            (kept if taken[source_id] <= MOST_PAGES_PER_FEED else postponed).append(group)
        return kept, postponed

    def _fetch_group(self, group: list[PageTask], memories: dict[str, FeedMemory]) -> None:
        task = group[0]
        settings = self.journal.settings
        if task.known is None or task.known.verdict == "pending":
            claimed_on = find_claim(settings, task.key, self.batch_id)
            if claimed_on is not None and claimed_on != self.day.isoformat():
                # Another batch captured it on an earlier day; had it failed, it had given its claim back.
                self._remember(group, memories, _captured(task, self.day))
                return
        if not claim_page(settings, self.day, task.key, self.batch_id):
            # Another batch is at it: whether it succeeds will be known in the next run.
            self._remember(group, memories, _pending(task, self.day, has_tried=False))
            return
        domain = registered_domain(task.entry.link)
        is_late = time.monotonic() - self.started_at > LONGEST_BATCH_SECONDS
        if is_late or self._failures[domain] >= MOST_FAILURES_IN_A_ROW:
            release_page(settings, self.day, task.key)
            self._postpone(group, memories)
            return
        started_at = time.monotonic()
        try:
            response = self._ask(task)
            after = self._keep(task, response)
        except SitrepError as exc:
            after = self._fail(task, exc, time.monotonic() - started_at)
        self._failures[domain] = self._failures[domain] + 1 if after.verdict == "pending" else 0
        if after.verdict != "captured":
            release_page(settings, self.day, task.key)
        self._remember(group, memories, after)

    def _postpone(self, group: list[PageTask], memories: dict[str, FeedMemory]) -> None:
        """Leave a page to the next run, and say so."""
        task = group[0]
        self.journal.note("page", task.source.source_id, task.entry.link, None, outcome="skipped")
        self._remember(group, memories, _pending(task, self.day, has_tried=False))

    def _ask(self, task: PageTask) -> Response:
        url = task.entry.link
        self.politeness.check_domain(url)
        self.politeness.check_page(url)
        headers: dict[str, str] = {}
        known = task.known
        if known is not None and known.verdict == "captured":
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
        return fetch_url(
            url,
            settings=self.journal.settings,
            headers=headers,
            refused_types=_NO_PAGES,
            manners=self.politeness.for_pages,
        )

    def _keep(self, task: PageTask, response: Response) -> EntryMemory:
        source_id, url = task.source.source_id, task.entry.link
        is_unchanged = response.status == _HTTP_UNCHANGED and task.known is not None
        if not is_unchanged:
            try:
                response.check_status()
            except SitrepError as exc:
                return self._fail_by_status(task, response, exc)
        if is_wall(url, response.url):
            wall = RefusedError(f"leads to {response.url}, a wall for consent or login", subject=url)
            self.journal.note("page", source_id, url, response, outcome=type(wall).__name__)
            return self._reject(task, wall)
        digest = digest_payload(response.body)
        earlier = task.known.payload_digest if task.known is not None else None
        is_unchanged = is_unchanged or digest == earlier
        self._capture(task, response, earlier if is_unchanged else None)
        self.journal.note("page", source_id, url, response, outcome="unchanged" if is_unchanged else "new")
        memory = _captured(task, self.day)
        memory.payload_digest = earlier if is_unchanged else digest
        memory.captured_at = self.journal.clock().isoformat()
        memory.etag = response.validator("etag")
        memory.last_modified = response.validator("last-modified")
        return memory

    def _capture(self, task: PageTask, response: Response, earlier_digest: str | None) -> None:
        entry, source = task.entry, task.source
        hints = CaptureHints(
            source_id=source.source_id,
            title=entry.title,
            published_at=entry.published_at,
            published_raw=entry.published_raw,
            published_basis="feed" if entry.published_at is not None else "none",
            language=source.language,
            zone=source.zone,
            guid=entry.guid,
            hops=response.hops,
        )
        writer, captured_at = self.journal.writer, self.journal.clock()
        if earlier_digest is None:
            writer.write_response(
                url=response.url,
                captured_at=captured_at,
                body=response.body,
                status=response.status,
                reason=response.reason,
                headers=response.headers,
                request_head=response.head,
                hints=hints,
                ip_address=response.ip_address,
            )
            return
        seen = task.known.captured_at if task.known is not None else None
        writer.write_revisit(
            url=response.url,
            captured_at=captured_at,
            status=response.status,
            reason=response.reason,
            headers=response.headers,
            request_head=response.head,
            hints=hints,
            payload_digest=earlier_digest,
            refers_to_date=dt.datetime.fromisoformat(seen) if seen else None,
        )

    def _fail_by_status(self, task: PageTask, response: Response, exc: SitrepError) -> EntryMemory:
        url, source_id = task.entry.link, task.source.source_id
        retry_at = read_retry_after(response, self.journal.clock())
        if retry_at is not None:
            self.politeness.defer_domain(response.url, retry_at)
        self.journal.note("page", source_id, url, response, outcome=type(exc).__name__)
        return self._reject(task, exc)

    def _fail(self, task: PageTask, exc: SitrepError, seconds: float) -> EntryMemory:
        self.journal.note("page", task.source.source_id, task.entry.link, exc, seconds=seconds)
        return self._reject(task, exc)

    def _reject(self, task: PageTask, exc: SitrepError) -> EntryMemory:
        """What the network or server failed at is tried again; what is refused is not."""
        self.journal.reject("fetch", task.source.source_id, task.entry.link, type(exc).__name__, exc.reason)
        is_soft = isinstance(exc, FetchError)
        return _pending(task, self.day, has_tried=True) if is_soft else _refused(task, self.day)

    def _remember(self, group: list[PageTask], memories: dict[str, FeedMemory], after: EntryMemory) -> None:
        """Every feed that named the page learns what became of it, beside what it said of the page itself."""
        for task in group:
            memories[task.source.source_id].entries[task.key] = replace(
                after,
                guid=task.entry.guid,
                content_hash=task.entry.content_hash,
                updated_raw=task.entry.updated_raw,
                entry=entry_to_json(task.entry) if after.verdict == "pending" else None,
            )


def claim_page(settings: Settings, day: dt.date, key: str, batch_id: str) -> bool:
    """Take a page for this batch and day; False if another batch has it. A rerun finds its own claims.

    A symbolic link is made whole or not at all, and holds the owner's name: a file could be left empty by a kill.
    """
    path = settings.state / "claims" / day.isoformat() / key
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(batch_id)
    except FileExistsError:
        return str(path.readlink()) == batch_id
    return True


def release_page(settings: Settings, day: dt.date, key: str) -> None:
    """Give a claim back that came to nothing: another feed may know a better address."""
    (settings.state / "claims" / day.isoformat() / key).unlink(missing_ok=True)


def find_claim(settings: Settings, key: str, batch_id: str) -> str | None:
    """Find the newest day on which another batch claimed a page."""
    for folder in sorted((settings.state / "claims").glob("????-??-??"), reverse=True):
        with contextlib.suppress(OSError):  # none there, or given back a moment ago
            if str((folder / key).readlink()) != batch_id:
                return folder.name
    return None


def drop_old_claims(settings: Settings, day: dt.date) -> None:
    """Forget who fetched what a few days ago."""
    limit = (day - dt.timedelta(days=_CLAIMS_KEPT_DAYS)).isoformat()
    folder = settings.state / "claims"
    for old in sorted(folder.glob("????-??-??")) if folder.is_dir() else []:
        if old.name < limit:
            shutil.rmtree(old, ignore_errors=True)


def _order(group: list[PageTask]) -> tuple[float, str]:
    published = group[0].entry.published_at
    return (published.timestamp() if published is not None else 0.0, group[0].entry.link)


def is_wall(asked: str, answered: str) -> bool:
    """A page that was asked for by such a name is one of the outlet's own."""
    before, after = urlsplit(asked), urlsplit(answered)
    host, path = after.hostname or "", after.path.lower()
    is_new_host = host != before.hostname and _WALL_HOST.match(host) is not None
    is_new_path = path != before.path.lower() and _WALL_PATH.match(path) is not None
    return is_new_host or is_new_path


def _settle(task: PageTask, day: dt.date) -> EntryMemory:
    known = task.known
    has_looked_before = known is not None and known.verdict != "pending"
    return EntryMemory(
        verdict="captured",
        seen_on=day.isoformat(),
        edits=(known.edits if known is not None else 0) + int(has_looked_before),
        payload_digest=known.payload_digest if known is not None else None,
        captured_at=known.captured_at if known is not None else None,
    )


def _captured(task: PageTask, day: dt.date) -> EntryMemory:
    return _settle(task, day)


def _refused(task: PageTask, day: dt.date) -> EntryMemory:
    memory = _settle(task, day)
    memory.verdict = "refused"
    return memory


def _pending(task: PageTask, day: dt.date, *, has_tried: bool) -> EntryMemory:
    """To be tried again, but not for ever."""
    memory = _settle(task, day)
    memory.attempts = (task.known.attempts if task.known is not None else 0) + int(has_tried)
    memory.verdict = "refused" if memory.attempts >= MOST_ATTEMPTS else "pending"
    return memory
