"""From captures to staged rows: clean, extract, stage; one shard at a time, shards share nothing.

In      a WARC file of ours, as a path relative to the home
Out     the folder of staged Parquet, relative to the home
Errors  none for bad pages: each is a reject row; ParseError where the file itself cannot be opened
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from sitrep import PIPELINE_VERSION
from sitrep.records import Article, Page, Reject, ShardResult, Stage
from sitrep.settings import Settings, load_settings


def extract_capture(capture: str, *, settings: Settings | None = None) -> str:
    """Clean and extract one shard of captures; a shard that this version has staged is not read again."""
    from sitrep.captures import SUFFIX, read_captures

    settings = settings or load_settings()
    path = settings.home / capture
    shard_id = f"{path.parent.name}/{path.name.removesuffix(SUFFIX)}"
    return stage_shard(shard_id, read_captures(path, capture_file=capture), settings=settings)


def staged_root(settings: Settings) -> Path:
    """Where this version stages: rows of another version lie beside it, so that the two can be compared."""
    return settings.staged / f"v{PIPELINE_VERSION}"


def stage_shard(
    shard_id: str,
    items: Iterable[Page | Reject],
    *,
    settings: Settings,
    wants: Callable[[Article], bool] = lambda _: True,
) -> str:
    """Stage all rows that a shard's pages give. `items` is read only where this version has not staged the shard."""
    from sitrep.load import is_staged, write_staged

    folder = staged_root(settings) / shard_id
    if not is_staged(folder):
        write_staged(extract_pages(shard_id, items, settings=settings, wants=wants), folder)
    return str(folder.relative_to(settings.home))


def extract_pages(
    shard_id: str, items: Iterable[Page | Reject], *, settings: Settings, wants: Callable[[Article], bool]
) -> ShardResult:
    """Clean and extract pages in order. A page that fails, however it fails, costs one reject row and nothing else."""
    from sitrep.clean import clean_page
    from sitrep.extract import extract_article

    parties = read_parties(settings)
    result = ShardResult(shard_id)
    texts: dict[str, list[str]] = {}
    for item in items:
        if isinstance(item, Reject):
            result.rejects.append(item)
            continue
        article: Article | Reject
        stage: Stage = "clean"
        try:
            article = clean_page(item, settings=settings)
            if isinstance(article, Reject):
                result.rejects.append(article)
                continue
            if not wants(article):
                continue
            article = _number_revision(article, texts)
            stage = "extract"
            extraction = extract_article(article, party=parties.get(item.source_id), theatre=settings.theatre)
        except Exception as exc:  # noqa: BLE001  # the one place where any fault of one page becomes a row
            result.rejects.append(_reject(item, stage, exc, settings))
            continue
        result.articles.append(article)
        result.figures.extend(extraction.figures)
        result.events.extend(extraction.events)
    return result


def _number_revision(article: Article, texts: dict[str, list[str]]) -> Article:
    """Tell two texts of one address in a shard apart; the loader numbers them among all revisions."""
    known = texts.setdefault(article.article_id, [])
    if article.text_hash not in known:
        known.append(article.text_hash)
    return dataclasses.replace(article, revision=known.index(article.text_hash))


def read_parties(settings: Settings) -> dict[str, str]:
    """The side of each outlet that we know, by source."""
    from sitrep.sources import read_sources

    return {source.source_id: source.party for source in read_sources(feeds_path(settings))}


def feeds_path(settings: Settings) -> Path:
    """The list of feeds in force: the setting's, else the theatre's."""
    from sitrep import theatres

    return settings.feeds or theatres.folder(settings.theatre) / "feeds.toml"


def _reject(page: Page, stage: Stage, exc: Exception, settings: Settings) -> Reject:
    # The capture's own instant, not the clock's: the same captures must give the same rows.
    instant: dt.datetime = page.captured_at
    return Reject(
        stage=stage,
        source_id=page.source_id,
        subject=page.url,
        error=type(exc).__name__,
        reason=str(exc) or repr(exc),
        rejected_at=instant,
        capture_file=page.capture_file,
        capture_offset=page.capture_offset,
        is_sample=settings.is_sample,
    )
