"""Build small ledgers for tests: articles that state figures and events, staged, loaded, modelled.

Everything has a default, so that a test writes down only what it is about. The text of an article is made of the
quotes of its figures and events, so that every span holds its quote.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sitrep.load import LoadReport, load_shards, write_staged
from sitrep.publish.snapshots import KEYS
from sitrep.records import Article, Event, Fetch, Figure, Reject, ShardResult
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse

DAY = dt.date(2023, 1, 10)
THEATRE = Path(__file__).parent / "theatre"
Told = tuple[Article, list[Figure], list[Event]]


def day(text: str) -> dt.date:
    """Read an ISO day."""
    return dt.date.fromisoformat(text)


def figure(value: float, **fields: object) -> dict[str, Any]:
    """A figure to be stated by an article: three killed soldiers of Russia, unless said otherwise."""
    return {"value": float(value), **fields}


def event(kind: str, **fields: object) -> dict[str, Any]:
    """An event to be told by an article."""
    return {"type": kind, **fields}


def article(
    name: str,
    figures: Sequence[dict[str, Any]] = (),
    events: Sequence[dict[str, Any]] = (),
    *,
    published: str | None = "2023-01-10T08:00:00",
    **fields: object,
) -> tuple[Article, list[Figure], list[Event]]:
    """An article with its figures and events. `fields` go to the article; `name` is its id and address."""
    quotes = [_quote(row, n) for n, row in enumerate((*figures, *events))]
    text = fields.pop("text", None) or f"Report {name}.\n" + "\n".join(quotes)
    at = dt.datetime.fromisoformat(published).replace(tzinfo=dt.UTC) if published else None
    values: dict[str, Any] = {
        "article_id": name,
        "revision": 0,
        "url": f"https://wire.example/{name}",
        "canonical_url": f"https://wire.example/{name}",
        "source_id": "wire",
        "title": f"Title of {name}",
        "byline": None,
        "language": "en",
        "published_at": at,
        "published_day": at.date() if at else None,
        "published_basis": "feed" if at else "none",
        "captured_at": (at or dt.datetime(2023, 1, 10, 8, tzinfo=dt.UTC)) + dt.timedelta(hours=1),
        "text": text,
        "text_hash": hashlib.sha256(text.encode()).hexdigest()[:16],
        "is_paywalled": False,
        "is_sample": False,
        "capture_file": f"captures/{name}.warc.gz",
        "capture_offset": 0,
        "pipeline_version": "1",
    }
    made = Article(**(values | fields))
    rows = [_figure(made, row, quote) for row, quote in zip(figures, quotes, strict=False)]
    told = [_event(made, row, quote) for row, quote in zip(events, quotes[len(figures) :], strict=False)]
    return made, _link(rows), told


def shard(shard_id: str, *articles: tuple[Article, list[Figure], list[Event]], **more: object) -> ShardResult:
    """One shard of these articles."""
    result = ShardResult(shard_id, rejects=list(more.get("rejects", ())), fetches=list(more.get("fetches", ())))
    for made, figures, events in articles:
        result.articles.append(made)
        result.figures.extend(figures)
        result.events.extend(events)
    return result


def load(settings: Settings, *articles: tuple[Article, list[Figure], list[Event]], shard_id: str = "s1") -> None:
    """Stage these articles as one shard and load it."""
    load_results(settings, shard(shard_id, *articles))


def load_results(settings: Settings, *results: ShardResult) -> LoadReport:
    """Stage whole shards and load them in this order."""
    folders = [write_staged(result, settings.staged / "v1" / result.shard_id) for result in results]
    return load_shards(settings, folders)


def settings_for(home: Path, **fields: object) -> Settings:
    """Settings of a home of its own."""
    return Settings(home=home, **fields)


def small_settings(home: Path, **fields: object) -> Settings:
    """Settings of a home of its own, in a theatre of five fronts and six places, which loads at once."""
    return settings_for(home, theatre=str(THEATRE), **fields)


def fill_marts(settings: Settings, generation: int) -> None:
    """Write tables of the marts' names, all of one generation: publishing does not care what is in them."""
    with hold_warehouse(settings, "test") as con:
        con.begin()
        for mart, key in KEYS.items():
            columns = ", ".join(f"{generation} as {name.strip()}" for name in key.split(","))
            con.execute(f"create or replace table {mart} as select {columns}")
        con.execute("create or replace view schema_docs as select 1 as one")
        con.commit()


def fetch(source_id: str, outcome: str, at: str, **fields: object) -> Fetch:
    """A request of a page."""
    values: dict[str, Any] = {
        "source_id": source_id,
        "url": f"https://{source_id}.example/{outcome}/{at}",
        "final_url": None,
        "what": "page",
        "fetched_at": dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC),
        "status": 200,
        "outcome": outcome,
        "body_bytes": 1000,
        "seconds": 0.5,
    }
    return Fetch(**(values | fields))


def reject(source_id: str, error: str, at: str, **fields: object) -> Reject:
    """A page that gave no article."""
    values: dict[str, Any] = {
        "stage": "clean",
        "source_id": source_id,
        "subject": f"https://{source_id}.example/bad",
        "error": error,
        "reason": "is no article",
        "rejected_at": dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC),
    }
    return Reject(**(values | fields))


def _quote(row: dict[str, Any], number: int) -> str:
    return str(row.get("quote") or f"{row.get('value', row.get('type'))} {row.get('effect', 'killed')} ({number})")


def _span(made: Article, quote: str) -> dict[str, Any]:
    start = made.text.index(quote)
    return {"quote": quote, "span_field": "text", "span_start": start, "span_end": start + len(quote)}


def _figure(made: Article, row: dict[str, Any], quote: str) -> Figure:
    span = _span(made, quote)
    on = row.get("on", DAY)
    values: dict[str, Any] = {
        "figure_id": _identify(made.article_id, made.revision, span["span_start"]),
        "article_id": made.article_id,
        "revision": made.revision,
        "value_max": None,
        "qualifier": "exact",
        "effect": "killed",
        "entity": "military",
        "side": "ru",
        "kind": "incident",
        "claimant": "the ministry" if row.get("claimant_side", "ru") else None,
        "claimant_id": None,
        "claimant_side": "ru",
        "status": "asserted",
        "date_start": on,
        "date_end": on,
        "date_basis": "stated" if on else None,
        "place": None,
        "place_id": None,
        "front_id": "unspecified",
        **span,
    }
    return Figure(**(values | {key: value for key, value in row.items() if key != "on"}))


def _event(made: Article, row: dict[str, Any], quote: str) -> Event:
    span = _span(made, quote)
    on = row.get("on", DAY)
    values: dict[str, Any] = {
        "event_id": _identify(made.article_id, made.revision, span["span_start"]),
        "article_id": made.article_id,
        "revision": made.revision,
        "actor_side": "ru",
        "date_start": on,
        "date_end": on,
        "date_basis": "stated" if on else None,
        "place": None,
        "place_id": None,
        "front_id": "unspecified",
        "status": "asserted",
        **span,
    }
    return Event(**(values | {key: value for key, value in row.items() if key != "on"}))


def _link(rows: list[Figure]) -> list[Figure]:
    """Turn "#0" in part_of and supersedes into the id of the article's first figure."""

    def resolve(ref: str | None) -> str | None:
        return rows[int(ref[1:])].figure_id if ref and ref.startswith("#") else ref

    return [dataclasses.replace(row, part_of=resolve(row.part_of), supersedes=resolve(row.supersedes)) for row in rows]


def _identify(article_id: str, revision: int, start: int) -> str:
    return hashlib.sha256(f"{article_id}/{revision}/{start}".encode()).hexdigest()[:16]
