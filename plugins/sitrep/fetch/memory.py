"""What is remembered of a feed between runs: validators, back-off, and which entries were dealt with.

In      state/feeds/<source_id>.json
Out     FeedMemory; the pages that are worth a request now
Units   instants UTC, days
Errors  none: a file that cannot be read is an empty memory, which costs requests and nothing else
Source  -

One JSON file a feed: one run at a time owns a feed, a file is replaced whole, and a human can read it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from sitrep.fetch.files import read_json, write_json
from sitrep.records import FeedEntry, Source
from sitrep.settings import Settings
from sitrep.urls import article_id

Verdict = Literal["captured", "pending", "refused"]

# A story that is touched ten times a day is not ten stories; after this it is left as it is.
MOST_EDITS = 5
MOST_ATTEMPTS = 3
_FORGET_AFTER = dt.timedelta(days=60)
_MOST_ENTRIES = 20_000


@dataclass(slots=True, kw_only=True)
class EntryMemory:
    """What became of an entry. `entry` is kept only while the page is still to be fetched."""

    verdict: Verdict
    seen_on: str
    guid: str | None = None
    content_hash: str | None = None
    updated_raw: str | None = None
    attempts: int = 0
    edits: int = 0
    payload_digest: str | None = None
    captured_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    entry: dict[str, Any] | None = None


@dataclass(slots=True, kw_only=True)
class FeedMemory:
    """The state of one feed; `url` is the address that the validators belong to."""

    source_id: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    conditional_requests: int = 0
    interval_seconds: float = 0.0
    next_due_at: str | None = None
    failures: int = 0
    failing_since: str | None = None
    is_dead: bool = False
    moved_to: str | None = None
    last_ok_at: str | None = None
    entries: dict[str, EntryMemory] = field(default_factory=dict)

    def is_due(self, now: dt.datetime) -> bool:
        """Tell whether the feed may be asked again."""
        return self.next_due_at is None or now >= dt.datetime.fromisoformat(self.next_due_at)

    @property
    def has_pending(self) -> bool:
        """Tell whether pages are still to be fetched."""
        return any(memory.verdict == "pending" for memory in self.entries.values())

    def forget_old(self, today: dt.date) -> None:
        """Drop what has not stood in the feed for two months, and the oldest beyond a bound."""
        limit = (today - _FORGET_AFTER).isoformat()
        kept = [(key, memory) for key, memory in self.entries.items() if memory.seen_on >= limit]
        kept.sort(key=lambda pair: pair[1].seen_on, reverse=True)
        self.entries = dict(kept[:_MOST_ENTRIES])

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def feed_path(settings: Settings, source_id: str) -> Path:
    """Where a feed's memory lies."""
    return settings.state / "feeds" / f"{source_id}.json"


def read_memory(settings: Settings, source: Source) -> FeedMemory:
    """Read what is known; validators of another address are dropped, entries are kept."""
    raw = read_json(feed_path(settings, source.source_id))
    memory = _from_json(raw) if raw else FeedMemory(source_id=source.source_id, url=source.url)
    if memory.url != source.url:
        memory = FeedMemory(source_id=source.source_id, url=source.url, entries=memory.entries)
    return memory


def write_memory(settings: Settings, raw: dict[str, Any]) -> None:
    """Store a memory as `to_json` gave it."""
    write_json(feed_path(settings, str(raw["source_id"])), raw)


def _from_json(raw: Mapping[str, Any]) -> FeedMemory:
    known = {each.name for each in fields(FeedMemory)}
    values = {name: value for name, value in raw.items() if name in known}
    entry_fields = {each.name for each in fields(EntryMemory)}
    values["entries"] = {
        key: EntryMemory(**{name: value for name, value in entry.items() if name in entry_fields})
        for key, entry in raw.get("entries", {}).items()
    }
    return FeedMemory(**values)


@dataclass(slots=True, kw_only=True)
class PageTask:
    """A page worth a request; `known` is what an earlier capture left, if this is another look at an edited story."""

    key: str
    entry: FeedEntry
    source: Source
    known: EntryMemory | None = None


def find_tasks(
    memory: FeedMemory, source: Source, entries: Iterable[FeedEntry], today: dt.date, *, retry_refused: bool = False
) -> list[PageTask]:
    """Say which entries need a request: new ones, edited ones, and those that an earlier run could not get.

    An entry is known by its guid while that is unique, else by its address, so that neither a changed guid nor a
    changed address makes a story new. Marks every entry as seen.
    """
    listed = {article_id(entry.link): entry for entry in entries}
    guids = Counter(entry.guid for entry in listed.values() if entry.guid)
    by_guid = {known.guid: key for key, known in memory.entries.items() if known.guid and key not in listed}
    tasks: list[PageTask] = []
    for key, entry in listed.items():
        known = memory.entries.get(key)
        if known is None and entry.guid and guids[entry.guid] == 1 and entry.guid in by_guid:
            known = memory.entries[key] = memory.entries.pop(by_guid[entry.guid])
        if known is not None:
            known.seen_on = today.isoformat()
            known.guid = entry.guid or known.guid
        is_retried = known is not None and retry_refused and known.verdict == "refused"
        if known is None or is_retried or _wants_another_look(known, entry):
            tasks.append(PageTask(key=key, entry=entry, source=source, known=known))
    tasks += [
        PageTask(key=key, entry=_entry_from_json(known.entry), source=source, known=known)
        for key, known in memory.entries.items()
        if known.verdict == "pending" and key not in listed and known.entry is not None
    ]
    return tasks


def _wants_another_look(known: EntryMemory, entry: FeedEntry) -> bool:
    if known.verdict == "pending":
        return True
    is_edited = entry.content_hash is not None and entry.content_hash != known.content_hash
    is_touched = entry.updated_raw is not None and entry.updated_raw != known.updated_raw
    if known.verdict == "refused":
        return is_edited and known.edits < MOST_EDITS
    return (is_edited or is_touched) and known.edits < MOST_EDITS


def entry_to_json(entry: FeedEntry) -> dict[str, Any]:
    """A FeedEntry as JSON holds it."""
    row = asdict(entry)
    row["published_at"] = entry.published_at.isoformat() if entry.published_at else None
    return row


def _entry_from_json(row: Mapping[str, Any]) -> FeedEntry:
    published = row.get("published_at")
    return FeedEntry(**{**row, "published_at": dt.datetime.fromisoformat(published) if published else None})
