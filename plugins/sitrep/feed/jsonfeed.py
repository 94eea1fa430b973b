"""Read JSON Feed.

In      text that begins with `{`
Out     ParsedFeed
Units   -
Errors  none: what is no JSON becomes the fault; whole items before the break are kept
Source  JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from sitrep.feed.entries import EntryList
from sitrep.feed.parsed import ParsedFeed
from sitrep.records import Source

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_SEPARATOR = re.compile(r"[\s,]*")


def parse_json_feed(text: str, *, source: Source, url: str) -> ParsedFeed:
    """Read every item that is an object with an address."""
    try:
        document = json.loads(text)
        fault = None
    except (ValueError, RecursionError) as exc:
        document = {"items": list(_salvage_items(text))}
        fault = f"JSON broken ({exc})"[:300]
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return ParsedFeed(fault=fault or "JSON, but no JSON Feed: it has no items")
    listed = EntryList(source=source, base=url)
    for item in document["items"]:
        if isinstance(item, dict):
            _add_item(listed, item)
        else:
            listed.without_link += 1
    title = document.get("title")
    feed = ParsedFeed(
        entries=tuple(listed.entries), fault=fault, format="json", title=title if isinstance(title, str) else None
    )
    return feed.with_fault(listed.fault)


def _add_item(listed: EntryList, item: dict[str, object]) -> None:
    def text(name: str) -> str | None:
        value = item.get(name)
        return value if isinstance(value, str) else None

    number = item.get("id")
    guid = str(number) if isinstance(number, int) and abs(number) < 1 << 63 else text("id")
    listed.add(
        guid=guid,
        links=[text("url"), text("external_url"), guid if guid and re.match(r"https?://", guid) else None],
        title=text("title"),
        published_raw=text("date_published") or text("date_modified"),
        updated_raw=text("date_modified"),
        texts=[text("summary"), text("content_text"), text("content_html")],
    )


def _salvage_items(text: str) -> Iterator[object]:
    start = _ITEMS.search(text)
    if start is None:
        return
    decoder = json.JSONDecoder()
    position = start.end()
    while True:
        gap = _SEPARATOR.match(text, position)
        position = gap.end() if gap else position
        try:
            item, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield item
