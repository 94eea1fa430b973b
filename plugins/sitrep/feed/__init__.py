"""Read feeds: bytes in, entries out; RSS, Atom, RDF, JSON Feed, news sitemaps.

Why so. feedparser reads what is broken, but opens a file or an address when it is given a name, takes HTML for an
empty feed, guesses dates from today's clock, and has inputs on which it never ends. So it gets decoded bytes only,
from the root element on, after guards; dates are ours; and whatever happens there is a result: the entries that could
be read, and in one sentence what was wrong. Nothing here knows the network or the clock.
"""

from sitrep.feed.dates import parse_feed_date
from sitrep.feed.parse import iter_feed_lines, parse_feed
from sitrep.feed.parsed import ParsedFeed

__all__ = ["ParsedFeed", "iter_feed_lines", "parse_feed", "parse_feed_date"]
