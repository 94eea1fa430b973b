"""Read snapshots of feeds and sitemaps: their entries name pages, and some hold the whole text.

In      a shard: a file or address of RSS, Atom, JSON Feed, a sitemap or an index of them; the parser is lent
Out     Document for each entry with a text of its own, or whose page can be fetched; Reject for each other, and for
        each sitemap of an index that cannot be read
Units   characters of markup
Errors  SettingsError without a parser; ParseError if the file cannot be read
"""

from __future__ import annotations

import datetime as dt
import html
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from sitrep.archive.context import Context, read_mtime
from sitrep.archive.documents import HTML, Document, ParseFeed
from sitrep.archive.indexes import MOST_BYTES, find_child, list_children, read_snapshot
from sitrep.archive.shards import Shard
from sitrep.captures import CaptureHints
from sitrep.errors import ParseError, RefusedError, SettingsError, SitrepError
from sitrep.records import FeedEntry, Page, Reject
from sitrep.urls import canonical_url, registered_domain

# Less than this is a teaser: its page tells the story.
_LEAST_CHARS = 600
# The protocol knows indexes of sitemaps only, some sites nest them all the same; a circle must end.
_MOST_DEPTH = 3
_MOST_CHILDREN = 5_000
_ITEM_NAMES = frozenset({"item", "entry"})
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def read_feed(shard: Shard, context: Context) -> Iterator[Document | Reject]:
    """Yield the entries of the feed in its order."""
    if context.parse_feed is None:
        raise SettingsError("a feed snapshot wants a parser of feeds", subject=shard.path)
    yield from _Reading(shard=shard, context=context, parse_feed=context.parse_feed).read(shard.path, depth=0)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One pass over a feed, or over an index and the sitemaps below it that are no shards of their own."""

    shard: Shard
    context: Context
    parse_feed: ParseFeed
    seen: set[str] = field(default_factory=set)

    def read(self, address: str, *, depth: int) -> Iterator[Document | Reject]:
        context, selection = self.context, self.shard.selection
        self.seen.add(address)
        body, read_at = _read_body(address, context)
        feed = self.parse_feed(body, address)
        if feed.fault is not None:
            yield context.reject(address, ParseError(feed.fault), read_at)
        if feed.child_sitemaps:
            yield from self._follow(feed.child_sitemaps, address, read_at, depth=depth)
        contents = find_contents(body)
        for entry in feed.entries:
            day = entry.published_at.date() if entry.published_at else None
            if not (selection.wants_url(entry.link) and selection.wants_day(day)):
                continue
            try:
                yield _to_document(entry, contents.get(canonical_url(entry.link)), read_at, context)
            except SitrepError as exc:
                yield context.reject(entry.link, exc, read_at, source_id=entry.source_id)

    def _follow(
        self, children: Sequence[str], index: str, read_at: dt.datetime, *, depth: int
    ) -> Iterator[Document | Reject]:
        """Read the sitemaps of an index. One that fails is a reject, and the others are read."""
        is_local = not _is_address(index)
        shards = set(list_children(Path(index))) if is_local else set()
        for child in children:
            local = find_child(Path(index), child) if is_local else None
            address = str(local or child)
            if address in self.seen or local in shards or not self.shard.selection.wants_day_in(child):
                continue
            try:
                if depth == _MOST_DEPTH or len(self.seen) > _MOST_CHILDREN:
                    raise RefusedError(f"indexes are followed {_MOST_DEPTH} deep, to {_MOST_CHILDREN} sitemaps")
                yield from self.read(address, depth=depth + 1)
            except SitrepError as exc:
                yield self.context.reject(child, exc, read_at)


def find_contents(body: bytes) -> dict[str, str]:
    """Return the markup of the entries that hold their whole text, by canonical address."""
    found = _find_json(body) if body.lstrip()[:1] == b"{" else _find_xml(body)
    return {canonical_url(link): content for link, content in found if len(content) >= _LEAST_CHARS}


def _is_address(path: str) -> bool:
    return path.startswith(("http://", "https://"))


def _read_body(address: str, context: Context) -> tuple[bytes, dt.datetime]:
    if _is_address(address):
        page = _fetch(address, context)
        return page.body, page.captured_at
    path = Path(address)
    try:
        body, read_at = read_snapshot(path), read_mtime(path)
    except OSError as exc:
        raise ParseError(f"cannot read: {exc.strerror}", subject=address) from exc
    if len(body) > MOST_BYTES:
        raise RefusedError(f"file is over the limit of {MOST_BYTES} bytes", subject=address)
    return body, read_at


def _to_document(entry: FeedEntry, content: str | None, read_at: dt.datetime, context: Context) -> Document:
    outlet = context.outlets.find(entry.source_id, entry.link)
    hints = CaptureHints(
        source_id=outlet.source_id if outlet else registered_domain(entry.link),
        title=entry.title,
        published_at=entry.published_at,
        published_raw=entry.published_raw,
        published_basis="feed" if entry.published_at else "none",
        language=outlet.language if outlet else None,
        zone=outlet.zone if outlet else "UTC",
        guid=entry.guid,
    )
    if content is not None:
        title = html.escape(entry.title or "")
        page = f"<html><head><title>{title}</title></head><body><article>{content}</article></body></html>"
        body, content_type, captured_at = page.encode("utf-8", "replace"), HTML, read_at
    else:
        fetched = _fetch(entry.link, context)
        body, content_type, captured_at = fetched.body, fetched.content_type, fetched.captured_at
    return Document(
        url=entry.link,
        body=body,
        content_type=content_type,
        captured_at=captured_at,
        hints=hints,
        subject=entry.link,
    )


def _fetch(url: str, context: Context) -> Page:
    if context.fetch_page is None:
        raise RefusedError("the archive names this page but does not hold it, and nothing may be fetched", subject=url)
    return context.fetch_page(url)


def _find_xml(body: bytes) -> Iterator[tuple[str, str]]:
    """A feed that harms parsers was refused by the feed parser before; entities stay unresolved here as well."""
    events = etree.iterparse(
        io.BytesIO(body), events=("end",), recover=True, resolve_entities=False, load_dtd=False, no_network=True
    )
    try:
        for _, element in events:
            if _local_name(element) in _ITEM_NAMES:
                link, content = _read_link(element), _read_content(element)
                if link and content:
                    yield link, content
                element.clear()
    except etree.XMLSyntaxError:
        return


def _local_name(element: etree._Element) -> str:
    """Not by QName, which refuses the names that a broken feed has."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _read_link(item: etree._Element) -> str | None:
    for child in item:
        if _local_name(child) == "link":
            if child.get("href") and child.get("rel", "alternate") == "alternate":
                return child.get("href")
            if child.text and child.text.strip():
                return child.text.strip()
    return None


def _read_content(item: etree._Element) -> str | None:
    encoded = item.find(_CONTENT)
    if encoded is not None and encoded.text:
        return encoded.text
    for child in item:
        if _local_name(child) == "content":
            if child.get("type") == "xhtml":
                return "".join(etree.tostring(part, encoding="unicode", with_tail=True) for part in child)
            return child.text
    return None


def _find_json(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        items = json.loads(body)["items"]
        for item in items:
            content = item.get("content_html") or html.escape(item.get("content_text") or "").replace("\n", "<br>")
            if item.get("url") and content:
                yield item["url"], content
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
