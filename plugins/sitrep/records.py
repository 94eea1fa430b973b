"""The frozen records that pass between rooms, and the words their fields may hold.

Field names and values are those of the annotation guidelines; the ledger adds what storage needs. Each record
below `Page` is one row of the raw table of the same name: `load` derives the columns from these classes.
Days are `date`, inclusive at both ends; instants are `datetime` in UTC; spans are code points, end excluded.
Unknown is None, never a guess.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["ua", "ru", "other"]
Party = Literal["ua", "ru", "third"]
Qualifier = Literal["exact", "at_least", "at_most", "about", "range", "vague"]
Effect = Literal[
    "killed", "wounded", "casualties", "missing", "captured", "exchanged", "evacuated", "displaced",
    "destroyed", "damaged", "launched", "intercepted", "carried_out", "repelled", "seized", "deployed", "mobilised",
]  # fmt: skip
Entity = Literal[
    "military", "civilian", "child", "person", "tank", "armoured_vehicle", "vehicle", "artillery", "mlrs",
    "air_defence", "aircraft", "helicopter", "drone", "missile", "bomb", "shell", "ship", "settlement", "area_km2",
    "building", "attack",
]  # fmt: skip
Kind = Literal["incident", "period", "cumulative", "stock"]
Status = Literal["asserted", "denied", "forecast"]
EventType = Literal[
    "strike", "ground_attack", "territorial_change", "air_defence", "prisoner_exchange", "mobilisation",
    "evacuation", "explosion",
]  # fmt: skip
PublishedBasis = Literal["feed", "page", "archive", "none"]
SpanField = Literal["text", "title"]
Stage = Literal["feed", "fetch", "archive", "clean", "extract", "load"]

PEOPLE: frozenset[str] = frozenset({"military", "civilian", "child", "person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet and its feed, one entry of a theatre's feeds.toml. `zone` is an IANA name."""

    source_id: str
    name: str
    url: str
    language: str
    party: Party
    zone: str
    verified: bool = False
    ignore_validators: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One item of a feed. `published_raw` is the string as it stood; `published_at` what we read in it.

    `content_hash` covers title and text but not `updated_raw`: it tells an edited story from a touched one.
    """

    source_id: str
    guid: str | None
    link: str
    title: str | None
    published_raw: str | None
    published_at: dt.datetime | None
    updated_raw: str | None = None
    content_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One captured document on its way to `clean`, whatever archive or fetch it came from.

    `body` is as captured, decoded from any transfer or content encoding; `content_type` as declared.
    `title`, `published_at` and `language` are hints from a feed entry or a sidecar.
    `capture_file` is relative to SITREP_HOME, or absolute for an archive that stays where it lies.
    """

    url: str
    body: bytes
    content_type: str
    source_id: str
    captured_at: dt.datetime
    capture_file: str
    capture_offset: int
    title: str | None = None
    published_at: dt.datetime | None = None
    published_basis: PublishedBasis = "none"
    language: str | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned page: one revision of one article, one row of `raw.articles`.

    `published_day` is the publication day in the outlet's own zone: the anchor of every relative date.
    `sentence_hashes` and `minhash` are the fingerprint that finds copies; `story_id` is given at load.
    """

    article_id: str
    revision: int
    url: str
    canonical_url: str
    source_id: str
    title: str | None
    byline: str | None
    language: str | None
    published_at: dt.datetime | None
    published_day: dt.date | None
    published_basis: PublishedBasis
    captured_at: dt.datetime
    text: str
    text_hash: str
    is_paywalled: bool
    is_sample: bool
    capture_file: str
    capture_offset: int
    pipeline_version: str
    sentence_hashes: tuple[int, ...] = ()
    minhash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A counted quantity of the war as one article states it: one row of `raw.figures`.

    `value` is in ones (km2 for areas). `span_*` covers `quote` in the article's text or title (`span_field`).
    `date_basis` names the rule that dated it; `rules` every rule that made it. `front_id` is null only where the
    figure has no day; a figure for several fronts has them joined by "|" and is never split.
    """

    figure_id: str
    article_id: str
    revision: int
    value: float
    value_max: float | None
    qualifier: Qualifier
    effect: Effect
    entity: Entity
    side: Side | None
    kind: Kind
    claimant: str | None
    claimant_id: str | None
    claimant_side: Party | None
    status: Status
    date_start: dt.date | None
    date_end: dt.date | None
    date_basis: str | None
    place: str | None
    place_id: str | None
    front_id: str | None
    quote: str
    span_field: SpanField
    span_start: int
    span_end: int
    part_of: str | None = None
    supersedes: str | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in the war: one row of `raw.events`; fields as in `Figure`."""

    event_id: str
    article_id: str
    revision: int
    type: EventType
    actor_side: Side | None
    date_start: dt.date | None
    date_end: dt.date | None
    date_basis: str | None
    place: str | None
    place_id: str | None
    front_id: str | None
    status: Status
    quote: str
    span_field: SpanField
    span_start: int
    span_end: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """What could not be fetched, cleaned or parsed: one row of `raw.rejects`.

    `subject` is a URL, a feed or a file with its offset; `error` the class name, `reason` its message.
    """

    stage: Stage
    source_id: str | None
    subject: str
    error: str
    reason: str
    rejected_at: dt.datetime
    capture_file: str | None = None
    capture_offset: int | None = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One request for a feed or a page: one row of `raw.fetches`, the matter of `source_health`.

    `status` is the HTTP status, or None where no answer came; `outcome` is `new`, `unchanged`, `skipped` or an
    error class; `hops` lists the URLs of the redirect chain. Sizes in decoded bytes, time in seconds.
    """

    source_id: str
    url: str
    final_url: str | None
    what: Literal["feed", "page", "robots"]
    fetched_at: dt.datetime
    status: int | None
    outcome: str
    body_bytes: int
    seconds: float
    entries: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    hops: tuple[str, ...] = ()
    is_sample: bool = False


@dataclass(slots=True)
class ShardResult:
    """All rows that one shard of captures gives; written as one folder of staged Parquet."""

    shard_id: str
    articles: list[Article] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
