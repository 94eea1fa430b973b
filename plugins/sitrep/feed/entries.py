"""Make entries: settle links, strip titles, leave out what has no address or came twice.

In      the raw fields of an item, whatever the format
Out     FeedEntry, in the feed's order; a sentence on what was left out
Units   limits in characters
Errors  none: an item without a usable link is counted
Source  RSS 2.0, RFC 4287, JSON Feed 1.1
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from sitrep.errors import ParseError
from sitrep.feed.dates import parse_feed_date
from sitrep.records import FeedEntry, Source
from sitrep.urls import canonical_url, normalise_url

_TITLE_CHARS = 500
_GUID_CHARS = 1_000
_RAW_CHARS = 200
_LONGEST_TITLE_MARKUP = 10_000
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]*>")


@dataclass(slots=True)
class EntryList:
    """Collect entries of one feed; `base` is what relative links are relative to."""

    source: Source
    base: str
    entries: list[FeedEntry] = field(default_factory=list)
    without_link: int = 0
    _seen: set[str] = field(default_factory=set)

    def add(
        self,
        *,
        guid: str | None,
        links: Iterable[str | None],
        title: str | None,
        published_raw: str | None,
        updated_raw: str | None = None,
        texts: Iterable[str | None] = (),
        base: str | None = None,
    ) -> None:
        """Add an item under the first of its links that is an address of the web."""
        link = self._settle_link(links, base)
        if link is None:
            self.without_link += 1
            return
        guid = _squeeze(guid, _GUID_CHARS)
        # By address alone: some feeds give every item the same guid.
        address = canonical_url(link)
        if address in self._seen:
            return
        self._seen.add(address)
        plain_title = _strip_markup(title)
        raw = _squeeze(published_raw, _RAW_CHARS)
        self.entries.append(
            FeedEntry(
                source_id=self.source.source_id,
                guid=guid,
                link=link,
                title=plain_title,
                published_raw=raw,
                published_at=parse_feed_date(raw, self.source.zone),
                updated_raw=_squeeze(updated_raw, _RAW_CHARS),
                content_hash=_hash_content(plain_title, texts),
            )
        )

    @property
    def fault(self) -> str | None:
        """What was left out, in words."""
        return f"{self.without_link} items without a usable link" if self.without_link else None

    def _settle_link(self, links: Iterable[str | None], base: str | None) -> str | None:
        for link in links:
            if not link or not isinstance(link, str):
                continue
            try:
                return normalise_url(_join(_join(self.base, base or ""), link.strip()))
            except (ParseError, ValueError):
                continue
        return None


def _join(base: str, link: str) -> str:
    return link if link.startswith(("https://", "http://")) else urljoin(base, link)


def _strip_markup(title: str | None) -> str | None:
    """Feeds escape once or twice: `&lt;b&gt;Kyiv&lt;/b&gt;` and `&amp;amp;` occur in titles."""
    text = (title or "")[:_LONGEST_TITLE_MARKUP]
    for _ in range(2):
        text = html.unescape(_MARKUP.sub("", text))
    return _squeeze(text, _TITLE_CHARS)


def _squeeze(text: str | None, most_chars: int) -> str | None:
    if not isinstance(text, str):
        return None
    # Lone surrogates (JSON can carry them) would break every writer after us.
    squeezed = " ".join(text.encode("utf-8", "replace").decode().split())[:most_chars].strip()
    return squeezed or None


def _hash_content(title: str | None, texts: Iterable[str | None]) -> str | None:
    parts = [part for part in (title, *texts) if isinstance(part, str) and part]
    if not parts:
        return None
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
