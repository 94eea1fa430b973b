"""Turn a shard into pages.

In      a Shard; what other rooms and the settings know
Out     Page and Reject, the same with every reading
Units   -
Errors  ParseError where the archive itself cannot be opened; FetchError where a server does not answer for now
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sitrep.archive.arc import read_arc
from sitrep.archive.context import Context
from sitrep.archive.documents import (
    Document,
    FetchPage,
    Outlets,
    ParseFeed,
    unread_date,
    wants_document,
)
from sitrep.archive.feeds import read_feed
from sitrep.archive.folder import list_files, read_folder
from sitrep.archive.jsonl import read_jsonl
from sitrep.archive.shards import Selection, Shard
from sitrep.archive.tables import read_parquet
from sitrep.archive.transfer import copy_member, download
from sitrep.archive.wayback import read_wayback
from sitrep.captures import CaptureHead, CaptureWriter, read_captures, remove_partial_shards
from sitrep.errors import ParseError, RefusedError
from sitrep.records import Article, Page, Reject, Source
from sitrep.settings import Settings

_FOLDER = "archive"
_PAGE_TYPES = ("text/html", "application/xhtml", "text/plain")
_NO_PAGES = ("/robots.txt", "/ads.txt", "/humans.txt", "/security.txt", "/llms.txt")
_HTTP_OK = 200
_HTTP_REFUSED = 400


def read_shard(
    shard: Shard,
    *,
    settings: Settings,
    outlets: Sequence[Source] = (),
    parse_feed: ParseFeed | None = None,
    fetch_page: FetchPage | None = None,
) -> Iterator[Page | Reject]:
    """Yield the wanted pages of a shard, and a Reject for each that cannot be read.

    `outlets` are those that we follow: they lend their id and zone. `parse_feed(body, address)` is wanted for feed
    snapshots; `fetch_page(address)` for pages that a feed or sitemap names and the archive does not hold.
    """
    context = Context(settings=settings, outlets=Outlets.of(outlets), parse_feed=parse_feed, fetch_page=fetch_page)
    if shard.kind == "warc":
        yield from _read_warc(Path(shard.path), shard.path, shard, context)
    elif shard.kind in {"wacz", "remote"}:
        path = _bring(shard, settings)
        yield from _read_warc(path, _capture_file(path, settings), shard, context)
    else:
        yield from _read_converted(shard, context)


def wants_article(shard: Shard, article: Article) -> bool:
    """Whether a cleaned page was published within the days asked for; of an unknown day it may be."""
    return shard.selection.wants_day(article.published_day)


def _read_warc(path: Path, capture_file: str, shard: Shard, context: Context) -> Iterator[Page | Reject]:
    selection = shard.selection
    items = read_captures(
        path,
        capture_file=capture_file,
        accept=lambda head: _is_wanted(head, selection),
        published_basis="archive" if selection.published_from == "archive" else "none",
        max_body_bytes=context.settings.max_body_bytes,
        start=shard.start,
        end=shard.end,
    )
    for item in items:
        if isinstance(item, Reject):
            yield dataclasses.replace(item, is_sample=context.settings.is_sample)
            continue
        outlet = context.outlets.find(item.source_id, item.url)
        zone = outlet.zone if outlet and item.zone == "UTC" else item.zone
        yield dataclasses.replace(item, source_id=outlet.source_id if outlet else item.source_id, zone=zone)


def _is_wanted(head: CaptureHead, selection: Selection) -> bool:
    """Decide by what is known before the body is read. Pictures and scripts of a crawl are no faults of ours."""
    if head.kind != "page" or not (head.status in {None, _HTTP_OK} or (head.status or 0) >= _HTTP_REFUSED):
        return False
    declared = head.content_type.strip().lower()
    if (declared and not declared.startswith(_PAGE_TYPES)) or head.url.endswith(_NO_PAGES):
        return False
    if not (selection.wants_url(head.url) and selection.wants_capture(head.captured_at)):
        return False
    return selection.published_from != "archive" or selection.wants_day(head.captured_at.date())


def _bring(shard: Shard, settings: Settings) -> Path:
    """Return the shard's WARC file in our captures; bring it there once."""
    suffix = ".warc" if (shard.part or shard.path).endswith(".warc") else ".warc.gz"
    target = settings.captures / _FOLDER / f"{shard.shard_id}-0000{suffix}"
    if not target.exists():
        if shard.kind == "wacz":
            copy_member(Path(shard.path), shard.part, target)
        else:
            download(shard.path, target, settings)
    return target


def _read_converted(shard: Shard, context: Context) -> Iterator[Page | Reject]:
    """Read the captures that stand for the shard, made before or now."""
    folder = context.settings.captures / _FOLDER
    manifest = folder / f"{shard.shard_id}.json"
    if not manifest.exists():
        _convert(shard, context, folder, manifest)
    document = json.loads(manifest.read_text(encoding="utf-8"))
    for fields in document["rejects"]:
        yield Reject(**{**fields, "rejected_at": dt.datetime.fromisoformat(fields["rejected_at"])})
    for name in document["captures"]:
        path = folder / name
        yield from read_captures(
            path,
            capture_file=_capture_file(path, context.settings),
            max_body_bytes=context.settings.max_body_bytes,
        )


def _convert(shard: Shard, context: Context, folder: Path, manifest: Path) -> None:
    """Write the shard's documents as captures, then the manifest, which says that they are all there."""
    remove_partial_shards(folder, shard.shard_id)
    rejects: list[Reject] = []
    writer = CaptureWriter(folder, shard.shard_id, context.settings.shard_bytes)
    with writer:
        for item in _read_documents(shard, context):
            if isinstance(item, Reject):
                rejects.append(item)
            elif len(item.body) > context.settings.max_body_bytes:
                limit = context.settings.max_body_bytes
                fault = RefusedError(f"document of {len(item.body)} bytes is over the limit of {limit}")
                rejects.append(context.reject(item.subject, fault, item.captured_at))
            elif wants_document(item, shard.selection):
                if unread := unread_date(item):
                    rejects.append(context.reject(item.subject, ParseError(unread), item.captured_at))
                writer.write_resource(
                    url=item.url,
                    captured_at=item.captured_at,
                    body=item.body,
                    content_type=item.content_type,
                    hints=item.hints,
                )
        captures = [path.name for path in writer.close()]
    rows = [{**dataclasses.asdict(reject), "rejected_at": reject.rejected_at.isoformat()} for reject in rejects]
    _write_manifest(manifest, {"source": shard.path, "captures": captures, "rejects": rows})


def _read_documents(shard: Shard, context: Context) -> Iterator[Document | Reject]:
    if shard.kind == "folder":
        return read_folder(shard, context, list_files(Path(shard.path)))
    readers: dict[str, Callable[[Shard, Context], Iterator[Document | Reject]]] = {
        "jsonl": read_jsonl,
        "parquet": read_parquet,
        "arc": read_arc,
        "feed": read_feed,
        "wayback": read_wayback,
    }
    return readers[shard.kind](shard, context)


def _write_manifest(path: Path, document: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    with partial.open("w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _capture_file(path: Path, settings: Settings) -> str:
    return path.relative_to(settings.home).as_posix()
