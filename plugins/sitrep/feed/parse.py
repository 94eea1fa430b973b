"""Tell what kind of feed bytes are, and read them.

In      the bytes of a feed, its Source, the address they came from, their Content-Type
Out     ParsedFeed: entries, and what was wrong
Units   limits in bytes
Errors  none: a feed that cannot be read is a ParsedFeed without entries and with a fault
Source  see the readers of each format
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urljoin

from sitrep.codings import decode_body
from sitrep.errors import ParseError, SitrepError
from sitrep.feed.documents import Document, decode_document, refuse_harmful
from sitrep.feed.jsonfeed import parse_json_feed
from sitrep.feed.parsed import ParsedFeed
from sitrep.feed.sitemaps import parse_sitemap
from sitrep.feed.syndication import parse_syndication
from sitrep.records import Source
from sitrep.urls import normalise_url

_GZIP_MAGIC = b"\x1f\x8b"
_MOST_BYTES = 50_000_000
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json"}
)
_HEAD_CHARS = 200_000
_MOST_NAMED = 5


def parse_feed(body: bytes, *, source: Source, url: str, content_type: str | None) -> ParsedFeed:
    """Read a feed of any format. Nothing escapes: what is wrong is the result's fault."""
    try:
        if body.startswith(_GZIP_MAGIC):  # sitemaps are files.xml.gz, which is no content coding
            body = decode_body(body, "gzip", _MOST_BYTES)
        if not body.strip(b"\x00\t\n\r \xef\xbb\xbf"):
            return ParsedFeed(fault="empty body")
        document = decode_document(body, content_type)
        feed = _parse_document(document, source=source, url=url)
    except SitrepError as exc:
        return ParsedFeed(fault=exc.reason)
    for fault in document.faults:
        feed = feed.with_fault(fault)
    return feed


def iter_feed_lines(feed: ParsedFeed) -> Iterator[dict[str, object]]:
    """Yield an entry a line, ready for JSON; a fault comes last, under `error`."""
    for entry in feed.entries:
        row: dict[str, object] = asdict(entry)
        row["published_at"] = entry.published_at.isoformat() if entry.published_at else None
        yield row
    for child in feed.child_sitemaps:
        yield {"child_sitemap": child}
    if feed.fault is not None:
        yield {"error": "ParseError", "reason": feed.fault, "format": feed.format, "alternates": list(feed.alternates)}


def _parse_document(document: Document, *, source: Source, url: str) -> ParsedFeed:
    text = document.text
    if document.is_html:
        return _describe_page(text, url)
    if document.root in {"urlset", "sitemapindex"}:
        return parse_sitemap(text, source=source, url=url, is_index=document.root == "sitemapindex")
    if not document.root:
        if text.lstrip()[:1] == "{":
            return parse_json_feed(text, source=source, url=url)
        raise ParseError(f"no feed: it begins with {text[:40]!r}")
    feed = parse_syndication(refuse_harmful(text), source=source, url=url, first_line=document.first_line)
    if not feed.format and not feed.entries:
        return feed.with_fault(f"no feed: its root element is <{document.root[:40]}>")
    return feed


def _describe_page(text: str, url: str) -> ParsedFeed:
    """Say that it is a web page, and which feeds it names: the reader of the message wants the right address."""
    alternates: list[str] = []
    for tag in _LINK.finditer(text[:_HEAD_CHARS]):
        attributes = {
            name.lower(): html.unescape(quoted or single or bare)
            for name, quoted, single, bare in _ATTRIBUTE.findall(tag[0])
        }
        is_feed = attributes.get("type", "").partition(";")[0].strip().lower() in _FEED_TYPES
        if is_feed and "alternate" in attributes.get("rel", "").lower().split():
            try:
                alternates.append(normalise_url(urljoin(url, attributes.get("href", ""))))
            except (ParseError, ValueError):
                continue
    alternates = list(dict.fromkeys(alternates))[:_MOST_NAMED]
    named = f"; it names these feeds: {', '.join(alternates)}" if alternates else " and it names none"
    return ParsedFeed(fault=f"a web page where a feed should be{named}", format="html", alternates=tuple(alternates))
