"""Plan a run by registered domain, and fetch a domain's feeds and their pages.

In      sources, settings, a day and an instant; the feed parser
Out     BatchResult: shards of captures, a row for each request, rejects; and a manifest that tells the same again
Units   instants UTC; the day is the one that the run closes
Errors  none for what a server does; OSError if our own disk fails
Source  see the parts: feeds, pages, memory, manifests, politeness, client
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from filelock import FileLock

from sitrep.captures import CaptureWriter, find_shards, make_shard_id, remove_partial_shards
from sitrep.errors import FetchError, SettingsError, SitrepError
from sitrep.fetch.client import Response
from sitrep.fetch.feeds import FeedRequest, ParseFeed
from sitrep.fetch.journal import Journal, RunClock
from sitrep.fetch.manifests import BatchResult, commit_batch, forget_memories, manifest_path, read_manifest
from sitrep.fetch.memory import FeedMemory, PageTask, find_tasks, read_memory
from sitrep.fetch.pages import PageRun, drop_old_claims
from sitrep.fetch.politeness import Politeness
from sitrep.records import Source
from sitrep.settings import Settings
from sitrep.urls import registered_domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The feeds of one registered domain: what one worker fetches, one request after the other."""

    batch_id: str
    domain: str
    sources: tuple[Source, ...]

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Ids of the feeds, in order."""
        return tuple(source.source_id for source in self.sources)


def make_batch(sources: Sequence[Source]) -> Batch:
    """Make a batch of feeds of one domain; the same feeds always have the same batch id.

    Errors: SettingsError for no feed, or feeds of several domains, which could not be spaced.
    """
    ordered = tuple(sorted(sources, key=lambda source: source.source_id))
    domains = sorted({registered_domain(source.url) for source in ordered})
    if len(domains) != 1:
        raise SettingsError(f"a batch wants the feeds of one domain, not of {domains}", subject="batch")
    ids = [source.source_id for source in ordered]
    return Batch(batch_id=make_shard_id(domains[0], *ids), domain=domains[0], sources=ordered)


def plan_batches(
    sources: Sequence[Source], settings: Settings, now: dt.datetime, *, day: dt.date | None = None
) -> list[Batch]:
    """Group feeds by registered domain, in order of domain.

    A batch is left out if none of its feeds is due, no page is pending, and it has no manifest for the day (default:
    the day of `now` in the settings' zone): a rerun of the day plans the same batches and finds them done.
    """
    day = day or now.astimezone(settings.tz).date()
    by_domain: dict[str, list[Source]] = {}
    for source in sources:
        by_domain.setdefault(registered_domain(source.url), []).append(source)
    batches = [make_batch(by_domain[domain]) for domain in sorted(by_domain)]
    return [batch for batch in batches if _has_work(batch, settings, now, day)]


def fetch_batch(
    batch: Batch,
    *,
    settings: Settings,
    day: dt.date,
    now: dt.datetime,
    parse: ParseFeed,
    refetch: bool = False,
) -> BatchResult:
    """Fetch what is new on a domain, or tell what an earlier fetch of the same batch and day gave.

    `refetch` asks again, without validators; its captures stand beside the earlier ones. A batch of which no feed
    answered is not done: it is tried again as soon as one is due. Two processes with the same batch wait for each
    other, and the second finds the manifest.
    """
    lock = settings.state / "locks" / f"{batch.batch_id}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        earlier = read_manifest(settings, day, batch.batch_id)
        if earlier is not None and not refetch and not _is_worth_another_try(earlier, batch, settings, now):
            return earlier
        return _fetch_now(batch, settings=settings, day=day, now=now, parse=parse, refetch=refetch, earlier=earlier)


def fetch_batches(
    batches: Sequence[Batch],
    *,
    settings: Settings,
    day: dt.date,
    now: dt.datetime,
    parse: ParseFeed,
    refetch: bool = False,
    on_done: Callable[[BatchResult], None] | None = None,
) -> list[BatchResult]:
    """Fetch several domains at once, in at most `fetch_threads` threads; results come in the order of the batches."""

    def fetch(batch: Batch) -> BatchResult:
        result = fetch_batch(batch, settings=settings, day=day, now=now, parse=parse, refetch=refetch)
        if on_done is not None:
            on_done(result)
        return result

    with ThreadPoolExecutor(max_workers=settings.fetch_threads, thread_name_prefix="fetch") as threads:
        return list(threads.map(fetch, batches))


def _has_work(batch: Batch, settings: Settings, now: dt.datetime, day: dt.date) -> bool:
    if manifest_path(settings, day, batch.batch_id).exists():
        return True
    memories = [read_memory(settings, source) for source in batch.sources]
    return any(memory.is_due(now) or memory.has_pending for memory in memories)


def _is_worth_another_try(earlier: BatchResult, batch: Batch, settings: Settings, now: dt.datetime) -> bool:
    """The network may have been down: that must not be the last word of the day."""
    last = {fetch.source_id: fetch.outcome for fetch in earlier.fetches if fetch.what == "feed"}
    has_failed = all(outcome == FetchError.__name__ for outcome in last.values())
    return has_failed and any(read_memory(settings, source).is_due(now) for source in batch.sources)


def _fetch_now(
    batch: Batch,
    *,
    settings: Settings,
    day: dt.date,
    now: dt.datetime,
    parse: ParseFeed,
    refetch: bool,
    earlier: BatchResult | None,
) -> BatchResult:
    attempt = earlier.attempt + 1 if earlier is not None else 0
    folder = settings.captures / day.isoformat()
    while find_shards(folder, shard_id := make_shard_id(batch.domain, batch.batch_id, day.isoformat(), str(attempt))):
        attempt += 1  # the state was lost, the captures were not: never write over them
    remove_partial_shards(folder, shard_id)
    forget_memories(settings, day, batch.batch_id)
    drop_old_claims(settings, day)
    with CaptureWriter(folder, shard_id, settings.shard_bytes) as writer:
        journal = Journal(settings=settings, clock=RunClock(now), writer=writer)
        memories = _run(batch, journal, day=day, parse=parse, refetch=refetch)
        shards = tuple(path.relative_to(settings.home).as_posix() for path in writer.seal())
    result = BatchResult(
        batch_id=batch.batch_id,
        shards=(*(earlier.shards if earlier is not None else ()), *shards),
        fetches=(*(earlier.fetches if earlier is not None else ()), *journal.fetches),
        rejects=(*(earlier.rejects if earlier is not None else ()), *journal.rejects),
        attempt=attempt,
    )
    commit_batch(settings, day, result, memories)
    return result


def _run(batch: Batch, journal: Journal, *, day: dt.date, parse: ParseFeed, refetch: bool) -> list[FeedMemory]:
    def note_robots(url: str, result: Response | SitrepError, seconds: float) -> None:
        outcome = "new" if isinstance(result, Response) else None
        journal.note("robots", batch.sources[0].source_id, url, result, outcome=outcome, seconds=seconds)

    politeness = Politeness(settings=journal.settings, clock=journal.clock, on_request=note_robots)
    memories = {source.source_id: read_memory(journal.settings, source) for source in batch.sources}
    tasks: list[PageTask] = []
    for source in batch.sources:
        memory = memories[source.source_id]
        request = FeedRequest(
            source=source, memory=memory, journal=journal, politeness=politeness, parse=parse, refetch=refetch
        )
        entries = request.fetch_entries()
        tasks += find_tasks(memory, source, entries, day, retry_refused=refetch)
    pages = PageRun(batch_id=batch.batch_id, day=day, journal=journal, politeness=politeness)
    pages.fetch_pages(tasks, memories)
    for memory in memories.values():
        memory.forget_old(day)
    return list(memories.values())
