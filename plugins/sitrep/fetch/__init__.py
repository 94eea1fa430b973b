"""Fetch feeds and the pages they name, politely and within bounds, and keep what came as captures.

Why so. A feed's servers owe us nothing: every request is bounded in time, bytes and hops, goes to public addresses
only, and waits its turn by registered domain, which is also the unit of work (a batch), of retry and of spread. What
we learn about a feed takes effect only after the captures are on the disk and a manifest names them, so a run may be
killed at any moment; a rerun of a finished batch reads the manifest and asks nobody.

2026-11-25  State is one JSON file a feed, not SQLite: one batch owns a feed at a time, so there is nothing to lock; a
            file is replaced whole; and whoever wonders why a feed is not asked can read it. Price: a long memory is
            rewritten every night (5,000 entries are about 2 MB).
2026-11-25  One connection a request, none kept: spacing makes keeping them useless, and a connection of its own can be
            ended at the deadline whatever it is doing.
"""

from sitrep.fetch.batches import Batch, fetch_batch, fetch_batches, make_batch, plan_batches
from sitrep.fetch.client import Response, fetch_url
from sitrep.fetch.describe import describe_fetch, fetch_politely
from sitrep.fetch.feeds import FeedLike, ParseFeed
from sitrep.fetch.manifests import BatchResult, drop_old_manifests

__all__ = [
    "Batch",
    "BatchResult",
    "FeedLike",
    "ParseFeed",
    "Response",
    "describe_fetch",
    "drop_old_manifests",
    "fetch_batch",
    "fetch_batches",
    "fetch_politely",
    "fetch_url",
    "make_batch",
    "plan_batches",
]
