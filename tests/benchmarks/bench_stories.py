"""Stories: recall and precision on synthetic syndication, and how time grows.

Usage: bench_stories.py [ARTICLES...]   default 20000 100000
Recall is the share of copies that have the story of another telling of the same original; precision the share of
joined pairs (article, telling that gave the story its name) that tell the same original.
"""

import hashlib
import sys
import time
from collections import defaultdict
from pathlib import Path

import duckdb
import pyarrow as pa

from sitrep.clean.fingerprint import hash_sentences, sign_text
from sitrep.load.stories import DDL, assign_stories

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))
from measuring import say
from syndication import Telling, syndicate

_LOAD_ARTICLES = 5_000


def fingerprint(tellings: list[Telling]) -> pa.Table:
    """The columns of `raw.articles` that stories need."""
    return pa.table(
        {
            "article_id": [t.name for t in tellings],
            "revision": pa.array([0] * len(tellings), pa.int64()),
            "text": [t.text for t in tellings],
            "text_hash": [hashlib.sha256(t.text.encode()).hexdigest()[:32] for t in tellings],
            "sentence_hashes": pa.array([hash_sentences(t.text) for t in tellings], pa.list_(pa.int64())),
            "minhash": pa.array([sign_text(t.text) for t in tellings], pa.list_(pa.int64())),
            "story_id": pa.array([None] * len(tellings), pa.string()),
        }
    )


def measure(size: int) -> tuple[float, float, float, float]:
    """Return recall, precision, seconds of fingerprinting, seconds of assigning."""
    con = duckdb.connect()
    con.execute(DDL)
    con.execute(
        "create table raw.articles (article_id varchar, revision bigint, text varchar, text_hash varchar, "
        "sentence_hashes bigint[], minhash bigint[], story_id varchar)"
    )
    tellings = list(syndicate(size))
    fingerprint_seconds = assign_seconds = 0.0
    for start in range(0, size, _LOAD_ARTICLES):
        load = tellings[start : start + _LOAD_ARTICLES]
        started = time.perf_counter()
        rows = fingerprint(load)
        fingerprint_seconds += time.perf_counter() - started
        con.register("loaded", rows)
        con.execute("insert into raw.articles select * from loaded")
        started = time.perf_counter()
        assign_stories(con, [(t.name, 0) for t in load])
        assign_seconds += time.perf_counter() - started
    stories = dict(con.execute("select article_id, story_id from raw.articles").fetchall())
    recall, precision = score(tellings, stories)
    return recall, precision, fingerprint_seconds, assign_seconds


def score(tellings: list[Telling], stories: dict[str, str]) -> tuple[float, float]:
    """Return recall over pairs (first telling of an original, a later one) and precision over joins."""
    original = {t.name: t.original for t in tellings}
    first: dict[str, str] = {}
    missed: dict[str, list[bool]] = defaultdict(list)
    for telling in tellings:
        if telling.original in first:
            missed[telling.kind].append(stories[telling.name] == stories[first[telling.original]])
        first.setdefault(telling.original, telling.name)
    hits = [hit for kind in missed.values() for hit in kind]
    joins = [original[name] == original[story] for name, story in stories.items() if name != story]
    by_kind = {kind: round(sum(found) / len(found), 4) for kind, found in sorted(missed.items())}
    say(f"   recall by kind of the later telling: {by_kind}")
    return sum(hits) / len(hits), sum(joins) / len(joins)


if __name__ == "__main__":
    per_article: list[float] = []
    for size in [int(arg) for arg in sys.argv[1:]] or [20_000, 100_000]:
        recall, precision, fingerprinting, assigning = measure(size)
        per_article.append(assigning / size)
        say(
            f"{size} articles: recall {recall:.4f}, precision {precision:.4f}; fingerprints {fingerprinting:.1f} s,"
            f" stories {assigning:.1f} s ({assigning / size * 1000:.2f} ms an article)"
        )
    if len(per_article) > 1:
        say(f"time an article, last against first size: {per_article[-1] / per_article[0]:.2f}")
