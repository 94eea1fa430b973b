"""A document of an archive on its way into a capture, and how its loose fields are read.

In      fields as sidecars, columns and lines of JSON name them
Out     Document, with what is known beside its text
Units   `captured_at`, `published_at`: UTC; a bare day is its first instant in the outlet's zone
Errors  ParseError for a record without a text
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo, available_timezones

from sitrep.archive.shards import Selection
from sitrep.captures import CaptureHints
from sitrep.errors import ParseError
from sitrep.records import FeedEntry, Page, PublishedBasis, Source
from sitrep.urls import registered_domain, urn_of

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

# Our names and what archives call them, in order of preference.
_ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "doc_id", "guid", "uuid"),
    "url": ("url", "link", "uri", "permalink", "canonical_url", "source_url"),
    "title": ("title", "headline"),
    "published": ("published", "published_at", "publication_date", "publish_date", "date_publish", "datePublished",
                  "pubDate", "pub_date", "date"),
    "text": ("text", "maintext", "content", "article_text", "article", "body"),
    "html": ("html", "raw_html", "body_html"),
    "source": ("source", "source_id", "publisher", "outlet", "domain", "source_domain", "sitename"),
    "language": ("language", "lang"),
    "zone": ("zone", "timezone", "tz"),
    "captured": ("captured", "captured_at", "date_download", "crawled_at", "fetched_at"),
}  # fmt: skip
FIELD_NAMES = frozenset({*_ALIASES, "file"})
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")
_SLUG = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text or page, and where it stood in its archive."""

    url: str
    body: bytes
    content_type: str
    captured_at: dt.datetime
    hints: CaptureHints
    subject: str


class FeedDocument(Protocol):
    """What a feed parser gives: the feed room's ParsedFeed is one."""

    @property
    def entries(self) -> Sequence[FeedEntry]:
        """What it lists, in its order."""

    @property
    def fault(self) -> str | None:
        """What was wrong with it, if something was."""

    @property
    def child_sitemaps(self) -> Sequence[str]:
        """The sitemaps that an index lists."""


ParseFeed = Callable[[bytes, str], FeedDocument]
FetchPage = Callable[[str], Page]


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets that we follow, found again in an archive by id or registered domain."""

    by_id: Mapping[str, Source] = field(default_factory=dict)
    by_domain: Mapping[str, Source] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Sequence[Source]) -> Outlets:
        """Of two outlets on one domain the first listed stands for it."""
        by_domain: dict[str, Source] = {}
        for source in sources:
            by_domain.setdefault(registered_domain(source.url), source)
        return cls({source.source_id: source for source in sources}, by_domain)

    def find(self, source_id: str | None, url: str) -> Source | None:
        """The outlet of a document, if we follow it."""
        named = self.by_id.get(source_id or "")
        if named is not None or not url.startswith(("http://", "https://")):
            return named
        return self.by_domain.get(registered_domain(url))


def make_document(
    fields: Mapping[str, Any],
    *,
    body: bytes,
    content_type: str,
    captured_at: dt.datetime,
    selection: Selection,
    outlets: Outlets,
    subject: str,
) -> Document:
    """Make a document of a body and of the fields that came with it; fields we cannot read are unknown."""
    url = _text(fields, "url", selection) or ""
    named = _text(fields, "source", selection)
    outlet = outlets.find(to_source_id(named) if named else None, url)
    zone = _read_zone(_text(fields, "zone", selection)) or (outlet.zone if outlet else "UTC")
    published_raw = _text(fields, "published", selection)
    published_at = parse_instant(published_raw, zone)
    return Document(
        url=url or urn_of(body),
        body=body,
        content_type=content_type,
        captured_at=parse_instant(_text(fields, "captured", selection), "UTC") or captured_at,
        hints=CaptureHints(
            source_id=outlet.source_id if outlet else _name_source(named, url),
            title=_text(fields, "title", selection),
            published_at=published_at,
            published_raw=published_raw,
            published_basis=rank_hint(selection, content_type) if published_at else "none",
            language=_text(fields, "language", selection),
            zone=zone,
            guid=_text(fields, "id", selection),
        ),
        subject=subject,
    )


def rank_hint(selection: Selection, content_type: str) -> PublishedBasis:
    """The rank of a stated date: it must outrank the page's own only where there is one and it is not trusted."""
    is_page = content_type.startswith("text/html")
    return "feed" if selection.published_from == "sidecar" and is_page else "archive"


def read_body(fields: Mapping[str, Any], selection: Selection) -> tuple[bytes, str]:
    """Return the document's bytes and type: its markup if it has some, else its text."""
    for name, content_type in (("html", HTML), ("text", TEXT)):
        value = find_field(fields, name, selection)
        if isinstance(value, str) and value.strip():
            return value.encode("utf-8", "replace"), content_type
    raise ParseError("record has no text")


def wants_document(document: Document, selection: Selection) -> bool:
    """Whether what is known before cleaning speaks for the document."""
    hints = document.hints
    if not selection.wants_url(document.url):
        return False
    if hints.published_at is None:
        return selection.wants_capture(document.captured_at)
    zone = ZoneInfo(hints.zone)
    return selection.wants_day(hints.published_at.astimezone(zone).date())


def unread_date(document: Document) -> str | None:
    """Say which stated date could not be read, if there is one."""
    hints = document.hints
    if hints.published_raw and hints.published_at is None:
        return f"publication date {hints.published_raw[:60]!r} is no ISO date: left unknown"
    return None


def parse_instant(value: str | None, zone: str) -> dt.datetime | None:
    """Read an ISO day or instant, 8 or 14 digits, or seconds since 1970; without an offset it is of the zone."""
    text = (value or "").strip()
    if not text:
        return None
    if match := _COMPACT.fullmatch(text):
        text = "{}-{}-{}".format(*match.groups()[:3]) + ("T{}:{}:{}".format(*match.groups()[3:]) if match[4] else "")
    try:
        if re.fullmatch(r"\d{9,10}(?:\.\d+)?", text):
            return dt.datetime.fromtimestamp(float(text), dt.UTC)
        instant = dt.datetime.fromisoformat(text)
        local = instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def to_source_id(name: str) -> str:
    """Make an id of an outlet's name: "BFM TV" is `bfm-tv`, a domain stays as it is."""
    return _SLUG.sub("-", name.lower()).strip("-.") or "unknown"


def find_field(fields: Mapping[str, Any], name: str, selection: Selection) -> Any:  # noqa: ANN401  # whatever the file holds
    """Return the value of one of our fields, by the column map, else by the usual names; dots go into objects."""
    mapped = dict(selection.columns).get(name)
    for key in (mapped,) if mapped else _ALIASES[name]:
        if key in fields:
            value = fields[key]
        elif "." in key:
            value = _descend(fields, key.split("."))
        else:
            continue
        if value not in (None, "", [], {}):
            return value
    return None


def _descend(fields: Mapping[str, Any], path: Sequence[str]) -> Any:  # noqa: ANN401  # whatever the file holds
    value: Any = fields
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _text(fields: Mapping[str, Any], name: str, selection: Selection) -> str | None:
    value = find_field(fields, name, selection)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, bool | list | dict) or value is None:
        return None
    return str(value).strip() or None


@cache
def _read_zone(name: str | None) -> str | None:
    # The list of zones is read from the disk each time that it is asked for.
    return name if name and name in available_timezones() else None


def _name_source(named: str | None, url: str) -> str:
    if named:
        return to_source_id(named)
    return registered_domain(url) if url.startswith(("http://", "https://")) else "unknown"
