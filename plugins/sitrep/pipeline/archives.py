"""The backfill: plan an archive as shards, read them as wide as there are workers, load them in the order of the plan.

In      an ArchiveRequest, or the params of the `archive` DAG's form; shards travel as one line of JSON each
Out     folders of staged Parquet, relative to the home
Errors  SettingsError for a request that makes no sense; what cannot be read is a reject, and the rest is read
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sitrep.errors import FetchError, ParseError, RefusedError
from sitrep.pipeline.extraction import feeds_path, stage_shard
from sitrep.pipeline.ledger import build_models, load_staged, publish
from sitrep.records import Page, Reject, Source
from sitrep.settings import Settings, load_settings

if TYPE_CHECKING:
    from sitrep.archive import Shard
    from sitrep.feed import ParsedFeed

MAX_BATCHES = 1_000
"""Airflow maps a task over at most 1,024 items."""
_BATCHES_A_WORKER = 4
_BATCH_SECONDS = 1_800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRequest:
    """Which archives, and which of their pages: days are inclusive, `hosts` are globs, `columns` ours to theirs."""

    sources: tuple[str, ...]
    since: dt.date | None = None
    until: dt.date | None = None
    hosts: tuple[str, ...] = ()
    published_from: str = "page"
    columns: Mapping[str, str] | None = None

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> ArchiveRequest:
        """Read the form of the `archive` DAG, which has checked types and dates already."""
        since, until = (dt.date.fromisoformat(params[name]) if params.get(name) else None for name in ("from", "to"))
        return cls(
            sources=tuple(params["sources"]),
            since=since,
            until=until,
            hosts=tuple(params.get("hosts") or ()),
            published_from=params.get("published_from") or "page",
            columns=params.get("columns") or {},
        )


def plan_request(request: ArchiveRequest, *, settings: Settings) -> list[Shard]:
    """Plan the shards of a request, in the order in which they will be loaded, and remember them for `reprocess`."""
    from sitrep.archive import plan_shards

    shards = plan_shards(
        request.sources,
        settings=settings,
        since=request.since,
        until=request.until,
        hosts=request.hosts,
        published_from=request.published_from,
        columns=request.columns,
    )
    for shard in shards:
        _remember(shard, settings)
    return shards


def plan_archive(params: Mapping[str, Any], *, settings: Settings | None = None) -> list[list[str]]:
    """Plan an archive for Airflow: batches of shards (JSON lines) of like size, at most MAX_BATCHES of them."""
    settings = settings or load_settings()
    shards = plan_request(ArchiveRequest.from_params(params), settings=settings)
    seconds = sum(shard.seconds_estimate for shard in shards)
    wanted = max(int(params.get("workers") or 1) * _BATCHES_A_WORKER, math.ceil(seconds / _BATCH_SECONDS))
    return [[shard.to_json() for shard in batch] for batch in _fill_batches(shards, min(wanted, MAX_BATCHES))]


def read_archive(batch: Sequence[str], *, settings: Settings | None = None) -> list[str]:
    """Read, clean and extract some shards; those that this version has staged are not read again.

    Errors: FetchError for shards whose server does not answer for now, after the others are read.
    """
    settings = settings or load_settings()
    outcomes = [_try_shard(line, settings=settings) for line in batch]
    _check_all_read([fault for _, fault in outcomes if fault is not None])
    return [folder for folder, _ in outcomes if folder is not None]


def extract_shard(line: str, *, settings: Settings) -> str:
    """Read, clean and extract one shard, given as its JSON line; returns the folder of its staged rows.

    Errors: FetchError where a server does not answer for now.
    """
    from sitrep.archive import Shard, wants_article

    shard = Shard.from_json(line)
    return stage_shard(
        shard_folder(shard),
        _read_items(shard, settings),
        settings=settings,
        wants=partial(wants_article, shard),
    )


def _read_items(shard: Shard, settings: Settings) -> Iterator[Page | Reject]:
    """Read a shard; what keeps it from being read, or read on, is its last reject."""
    from sitrep.archive import read_shard
    from sitrep.sources import read_sources

    try:
        yield from read_shard(
            shard,
            settings=settings,
            outlets=read_sources(feeds_path(settings)),
            parse_feed=_parse_feed,
            fetch_page=partial(_fetch_page, settings=settings),
        )
    except (ParseError, RefusedError) as exc:
        yield Reject(
            stage="archive",
            source_id=None,
            subject=shard.path,
            error=type(exc).__name__,
            reason=exc.reason,
            # No instant of the archive is known, and the clock's would be another with each reading.
            rejected_at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
            is_sample=settings.is_sample,
        )


def _try_shard(line: str, *, settings: Settings) -> tuple[str | None, str | None]:
    """The folder of a shard's rows, or why it cannot be read for now: one must not keep the others from being read."""
    try:
        return extract_shard(line, settings=settings), None
    except FetchError as exc:
        return None, str(exc)


def _check_all_read(faults: Sequence[str]) -> None:
    if faults:
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        raise FetchError(f"cannot be read for now: run again later ({faults[0]}{more})", subject="archive")


def shard_folder(shard: Shard) -> str:
    """Where the rows of a shard are staged, below the version's folder."""
    return f"archive/{shard.shard_id}"


def run_backfill(
    shards: Sequence[Shard],
    *,
    settings: Settings,
    workers: int,
    on_shard: Callable[[Shard, int], None] | None = None,
) -> dict[str, int]:
    """Read planned shards in `workers` processes, load them in their order, build the models, publish.

    `on_shard` hears of each shard as it is done, with its number of articles. Returns what was loaded, by kind of row.
    Errors: FetchError for shards whose server does not answer for now, after all others are published.
    """
    from sitrep.load import find_staged

    staged, faults = [], []
    for shard, (folder, fault) in zip(shards, extract_all(shards, settings, workers), strict=True):
        if fault is not None:
            faults.append(fault)
        if folder is None:
            continue
        staged.append(folder)
        if on_shard is not None:
            on_shard(shard, find_staged(settings.home / folder).counts["articles"])
    counts = load_staged(staged, settings=settings)
    build_models(settings=settings)
    publish(settings=settings)
    _check_all_read(faults)
    return counts


def extract_all(shards: Sequence[Shard], settings: Settings, workers: int) -> Iterator[tuple[str | None, str | None]]:
    """Read, clean and extract shards in `workers` processes.

    Yields for each, in the order given, the folder of its staged rows, or why it cannot be read for now.
    """
    lines = [shard.to_json() for shard in shards]
    extract = partial(_try_shard, settings=settings)
    if workers == 1 or len(lines) == 1:
        yield from map(extract, lines)
        return
    # Spawned, not forked: the parent holds threads (progress, Arrow) that a fork would copy half-way.
    with ProcessPoolExecutor(min(workers, len(lines)), mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(extract, lines)


def _fill_batches(shards: Sequence[Shard], count: int) -> list[list[Shard]]:
    """Cut the plan into at most `count` runs of like effort; one after the other they are the plan again.

    Loading follows that order, so that a story is named by the same telling however the work was spread.
    """
    effort = sum(shard.seconds_estimate for shard in shards) / max(count, 1)
    batches: list[list[Shard]] = []
    done = 0.0
    for shard in shards:
        if not batches or (done >= effort * len(batches) and len(batches) < count):
            batches.append([])
        batches[-1].append(shard)
        done += shard.seconds_estimate
    return batches


def _remember(shard: Shard, settings: Settings) -> None:
    path = settings.state / "shards" / f"{shard.shard_id}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # The name is fixed by the path, so that a killed run leaves nothing that the next does not write over; what
        # two runs at once write is the same.
        draft = path.with_name(f".{path.name}.draft")
        draft.write_text(shard.to_json(), encoding="utf-8")
        with contextlib.suppress(FileNotFoundError):
            draft.replace(path)


def _parse_feed(body: bytes, url: str) -> ParsedFeed:
    from sitrep.feed import parse_feed

    unknown = Source(source_id="-", name=url, url=url, language="en", party="third", zone="UTC")
    return parse_feed(body, source=unknown, url=url, content_type=None)


def _fetch_page(url: str, *, settings: Settings) -> Page:
    from sitrep.fetch import fetch_politely

    response = fetch_politely(url, settings=settings)
    return Page(
        url=response.url,
        body=response.body,
        content_type=response.header("Content-Type") or "",
        source_id="-",
        captured_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        capture_file="",
        capture_offset=0,
    )
