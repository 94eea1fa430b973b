"""The night: which feeds are due, fetching them politely, and whether the night as a whole was good.

In      a day, and source ids
Out     batches of source ids; the shards of captures that a batch left, relative to the home
Errors  RunError where every feed failed or too many pages were rejected; a feed that fails is a reject
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitrep.errors import RunError, SettingsError
from sitrep.pipeline.extraction import feeds_path, staged_root
from sitrep.records import Source
from sitrep.settings import Settings, load_settings

if TYPE_CHECKING:
    from sitrep.fetch import Batch

_GOOD_OUTCOMES = frozenset({"new", "unchanged", "skipped"})
_LEAST_PAGES = 20
"""Below this many pages a share of rejects says nothing."""


def plan_night(day: dt.date, *, refetch: bool = False, settings: Settings | None = None) -> list[list[str]]:
    """Group the feeds that are due into batches of whole domains, each a list of source ids; all where `refetch`."""
    from sitrep import fetch

    settings = settings or load_settings()
    sources = _read_sources(settings)
    domains = _make_batches(sources) if refetch else fetch.plan_batches(sources, settings, _now(), day=day)
    width = settings.fetch_threads
    groups = [domains[start : start + width] for start in range(0, len(domains), width)]
    return [[source_id for batch in group for source_id in batch.source_ids] for group in groups]


def fetch_batch(
    day: dt.date, source_ids: Sequence[str], *, refetch: bool = False, settings: Settings | None = None
) -> list[str]:
    """Fetch the new pages of some feeds, a thread a domain; a finished domain is told from its manifest.

    Stages the requests and rejects of the fetch itself; returns the shards of captures.
    """
    from sitrep import fetch
    from sitrep.feed import parse_feed
    from sitrep.load import write_staged
    from sitrep.records import ShardResult

    settings = settings or load_settings()
    known = {source.source_id: source for source in _read_sources(settings)}
    if unknown := sorted(set(source_ids) - known.keys()):
        raise SettingsError("is no feed of the list", subject=", ".join(unknown))
    batches = _make_batches([known[source_id] for source_id in source_ids])
    results = fetch.fetch_batches(batches, settings=settings, day=day, now=_now(), parse=parse_feed, refetch=refetch)
    for result in results:
        shard_id = f"{day.isoformat()}/requests-{result.batch_id}"
        requests = ShardResult(shard_id, fetches=list(result.fetches), rejects=list(result.rejects))
        write_staged(requests, staged_root(settings) / shard_id)
    return [shard for result in results for shard in result.shards]


def judge_night(day: dt.date, *, settings: Settings | None = None) -> None:
    """Write down how the night went, and raise RunError if it was no good; its rows are published either way."""
    settings = settings or load_settings()
    outcomes = _read_outcomes(staged_root(settings) / day.isoformat())
    failed = sorted(source for source, is_good in outcomes["feeds"].items() if not is_good)
    pages, rejected = outcomes["articles"] + outcomes["rejects"], outcomes["rejects"]
    faults = []
    if outcomes["feeds"] and len(failed) == len(outcomes["feeds"]):
        faults.append(f"all {len(failed)} feeds failed")
    if pages >= _LEAST_PAGES and rejected > settings.reject_share * pages:
        faults.append(f"{rejected} of {pages} pages were rejected, over the share of {settings.reject_share:g}")
    verdict = {
        "day": day.isoformat(),
        "is_good": not faults,
        "feeds": len(outcomes["feeds"]),
        "failed_feeds": failed,
        "articles": outcomes["articles"],
        "rejects": rejected,
        "faults": faults,
    }
    path = settings.state / "nights" / f"{day.isoformat()}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(verdict, indent=1), encoding="utf-8")
    draft.replace(path)
    if faults:
        raise RunError("; ".join(faults), subject=f"night of {day}")


def _read_outcomes(folder: Path) -> dict[str, Any]:
    """Count what the night staged: by feed whether it answered, articles, and pages that gave none."""
    from sitrep.load import find_staged, list_staged, read_staged

    feeds: dict[str, bool] = {}
    articles = rejects = 0
    for staged in list_staged(folder):
        for fetch in read_staged(staged, "fetches", ["source_id", "what", "outcome"]).to_pylist():
            is_good = fetch["outcome"] in _GOOD_OUTCOMES
            if fetch["what"] == "feed":
                feeds[fetch["source_id"]] = feeds.get(fetch["source_id"], False) or is_good
            elif fetch["what"] == "page":
                rejects += not is_good
        articles += find_staged(staged).counts["articles"]
        stages = read_staged(staged, "rejects", ["stage"])["stage"].to_pylist()
        rejects += sum(stage in {"clean", "extract"} for stage in stages)
    return {"feeds": feeds, "articles": articles, "rejects": rejects}


def _make_batches(sources: Sequence[Source]) -> list[Batch]:
    from sitrep.fetch import make_batch
    from sitrep.urls import registered_domain

    by_domain: dict[str, list[Source]] = {}
    for source in sources:
        by_domain.setdefault(registered_domain(source.url), []).append(source)
    return [make_batch(by_domain[domain]) for domain in sorted(by_domain)]


def _read_sources(settings: Settings) -> list[Source]:
    from sitrep.sources import read_sources

    return read_sources(feeds_path(settings))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
