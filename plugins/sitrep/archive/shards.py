"""What a backfill reads: its shards, and which of their pages are wanted.

In      -
Out     Shard and Selection; both go through JSON unchanged, so that a scheduler can keep them
Units   sizes in bytes as stored; days inclusive
Errors  ParseError for JSON that is no shard
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, get_args
from urllib.parse import urlsplit

from sitrep.errors import ParseError

ShardKind = Literal["warc", "wacz", "arc", "remote", "jsonl", "parquet", "folder", "feed", "wayback"]
PublishedFrom = Literal["page", "sidecar", "archive"]

# Bytes of storage and seconds a page, for estimates only: means of news pages, on one core.
_BYTES_A_PAGE: dict[ShardKind, int] = {
    "warc": 25_000, "wacz": 25_000, "arc": 25_000, "remote": 25_000, "jsonl": 4_000, "parquet": 2_000,
    "folder": 40_000, "feed": 2_000, "wayback": 25_000,
}  # fmt: skip
_SECONDS_A_PAGE: dict[ShardKind, float] = {
    "warc": 0.07, "wacz": 0.07, "arc": 0.07, "remote": 0.08, "jsonl": 0.04, "parquet": 0.04,
    "folder": 0.05, "feed": 5.0, "wayback": 2.6,
}  # fmt: skip
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/-]|$)")
_MARGIN = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which pages of an archive are wanted, and how its fields are called.

    `hosts` are globs; `bbc.co.uk` means its `www.` and `m.` as well. `columns` maps our names to the file's.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    hosts: tuple[str, ...] = ()
    published_from: PublishedFrom = "page"
    columns: tuple[tuple[str, str], ...] = ()

    def wants_url(self, url: str) -> bool:
        """Whether the host, and the day that the address names, are wanted."""
        return self._wants_host(url) and self.wants_day_in(url)

    def wants_day(self, day: dt.date | None) -> bool:
        """Whether a page published on that day is wanted; of an unknown day it may be."""
        if day is None:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def wants_capture(self, captured_at: dt.datetime) -> bool:
        """Whether a page captured then can be wanted: what was captured before the first day was published before."""
        return self.since is None or captured_at.date() >= self.since

    def _wants_host(self, url: str) -> bool:
        if not self.hosts:
            return True
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            return False
        names = {host, re.sub(r"^(?:www|m)\.", "", host)}
        return any(fnmatchcase(name, glob.lower()) for name in names for glob in self.hosts)

    def wants_day_in(self, url: str) -> bool:
        """Whether the day that an address names is wanted, with one of grace; of an address without one it may be."""
        if self.since is None and self.until is None:
            return True
        match = _DAY_IN_PATH.search(url)
        try:
            day = dt.date(*map(int, match.groups())) if match else None
        except ValueError:
            return True
        if day is None:
            return True
        # A day of grace: some sites file a story under its last edit, or in another zone.
        return any(self.wants_day(day + shift) for shift in (-_MARGIN, dt.timedelta(0), _MARGIN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One unit of work. `path` is a file, folder or address; `part` the member within, if it has members.

    `start` and `end` are bytes (jsonl, warc), row groups (parquet) or places in the sorted listing (folder).
    """

    shard_id: str
    kind: ShardKind
    path: str
    size_bytes: int
    part: str = ""
    start: int = 0
    end: int = 0
    selection: Selection = field(default_factory=Selection)

    @property
    def pages_estimate(self) -> int:
        """About how many pages it holds."""
        return max(self.size_bytes // _BYTES_A_PAGE[self.kind], 1)

    @property
    def seconds_estimate(self) -> float:
        """About how long one worker takes, all of its pages being wanted."""
        return self.pages_estimate * _SECONDS_A_PAGE[self.kind]

    def to_json(self) -> str:
        """Write it as one line."""
        chosen = self.selection
        return json.dumps(
            {
                "shard_id": self.shard_id,
                "kind": self.kind,
                "path": self.path,
                "size_bytes": self.size_bytes,
                "part": self.part,
                "start": self.start,
                "end": self.end,
                "since": chosen.since.isoformat() if chosen.since else None,
                "until": chosen.until.isoformat() if chosen.until else None,
                "hosts": chosen.hosts,
                "published_from": chosen.published_from,
                "columns": dict(chosen.columns),
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, line: str) -> Shard:
        """Read what `to_json` wrote."""
        try:
            fields = json.loads(line)
            selection = Selection(
                since=_read_day(fields.pop("since")),
                until=_read_day(fields.pop("until")),
                hosts=tuple(fields.pop("hosts")),
                published_from=fields.pop("published_from"),
                columns=tuple(sorted(fields.pop("columns").items())),
            )
            shard = cls(selection=selection, **fields)
        except (KeyError, TypeError, ValueError, AttributeError) as exc:
            raise ParseError(f"no shard ({exc})", subject=line[:100]) from exc
        if shard.kind not in get_args(ShardKind):
            raise ParseError(f"no shard: kind {shard.kind!r}", subject=line[:100])
        return shard


def _read_day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
