"""Read RSS, Atom and RDF with feedparser.

In      a guarded document from its root element on
Out     ParsedFeed
Units   -
Errors  none: what feedparser raises becomes the fault
Source  feedparser, given bytes only, sanitising and resolving off (four times faster; we keep no HTML of feeds)
"""

from __future__ import annotations

import io
import re
import xml.sax
from collections.abc import Mapping
from typing import Any

import feedparser

from sitrep.feed.entries import EntryList
from sitrep.feed.parsed import ParsedFeed
from sitrep.records import Source

# No Content-Location: told where a feed lies, feedparser spends a third of its time on links that we settle ourselves.
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_PERIOD_SECONDS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
# What its regular expressions, SAX handlers and date guesses were seen to raise, and their kin.
_RAISED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    xml.sax.SAXException,
)


def parse_syndication(text: str, *, source: Source, url: str, first_line: int = 1) -> ParsedFeed:
    """Read what is there: entries of a broken feed are kept."""
    # Sitrep's own UTF-8, so no declaration and no header can contradict it.
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        result = feedparser.parse(stream, response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False)
    except _RAISED as exc:
        return ParsedFeed(fault=f"feedparser gave up ({type(exc).__name__}: {exc})"[:300])
    feed = result.get("feed") or {}
    listed = EntryList(source=source, base=url)
    for entry in result.get("entries") or []:
        _add_entry(listed, entry)
    return ParsedFeed(
        entries=tuple(listed.entries),
        fault=_tell_fault(result, first_line),
        format=str(result.get("version") or ""),
        title=_text(feed, "title"),
        ttl_seconds=_find_ttl(feed),
    ).with_fault(listed.fault)


def _add_entry(listed: EntryList, entry: dict[str, Any]) -> None:
    guid = _text(entry, "id")
    links = [link for link in _raw(entry, "links") or [] if isinstance(link, dict)]
    alternates = [_text(link, "href") for link in links if _raw(link, "rel") in {None, "alternate"}]
    updated = _text(entry, "updated")
    contents = [part for part in _raw(entry, "content") or [] if isinstance(part, dict)]
    listed.add(
        guid=guid,
        links=[_text(entry, "link"), *alternates, guid if guid and re.match(r"https?://", guid) else None],
        title=_text(entry, "title"),
        published_raw=_text(entry, "published") or _text(entry, "created") or updated,
        updated_raw=updated,
        texts=[_text(entry, "summary"), *(_text(part, "value") for part in contents)],
        base=_text(_raw(entry, "title_detail") or {}, "base"),
    )


def _raw(fields: dict[str, Any], name: str) -> Any:  # noqa: ANN401  feedparser's values are of any type
    """Look up past feedparser's own dict, which falls back from one date to another."""
    return dict.get(fields, name)


def _text(fields: dict[str, Any], name: str) -> str | None:
    value = _raw(fields, name)
    return value if isinstance(value, str) and value.strip() else None


def _tell_fault(result: Mapping[str, Any], first_line: int) -> str | None:
    if not result.get("bozo"):
        return None
    exc = result.get("bozo_exception")
    if isinstance(exc, xml.sax.SAXParseException):
        # feedparser puts a declaration on a line of its own in front of what it is given.
        line = max((exc.getLineNumber() or 2) - 2, 0) + first_line
        return f"line {line}: {exc.getMessage()}"
    return f"{type(exc).__name__}: {exc}"[:300]


def _find_ttl(feed: dict[str, Any]) -> int | None:
    """`ttl` counts minutes; the syndication module says how often in a period."""
    ttl = _text(feed, "ttl") or ""
    if re.fullmatch(r"[0-9]{1,6}", ttl.strip()):
        return int(ttl) * 60 or None
    period = _PERIOD_SECONDS.get((_text(feed, "sy_updateperiod") or "").strip().lower())
    frequency = (_text(feed, "sy_updatefrequency") or "1").strip()
    if period is None or not re.fullmatch(r"[1-9][0-9]{0,3}", frequency):
        return None
    return period // int(frequency)
