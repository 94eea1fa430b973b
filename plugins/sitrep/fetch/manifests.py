"""What a finished batch leaves: its shards, requests and rejects, so that a rerun needs no network.

In      a day and a batch
Out     BatchResult, from state/manifests/<day>/<batch_id>.json
Units   -
Errors  OSError of the disk
Source  -

Order is what makes a kill harmless: captures are on the disk under temporary names, the new memories are laid aside,
the manifest is written; then captures get their names and memories take effect. Before the manifest the batch never
happened; after it, whoever reads the manifest finishes what a kill left undone.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sitrep.captures import name_sealed_shards
from sitrep.fetch.files import read_json, write_json
from sitrep.fetch.memory import FeedMemory, write_memory
from sitrep.records import Fetch, Reject
from sitrep.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What a batch of feeds gave on a day. `shards` are relative to the home; `is_reused` if a manifest told it."""

    batch_id: str
    shards: tuple[str, ...]
    fetches: tuple[Fetch, ...]
    rejects: tuple[Reject, ...]
    attempt: int = 0
    is_reused: bool = False


def manifest_path(settings: Settings, day: dt.date, batch_id: str) -> Path:
    """Where the manifest of a batch lies."""
    return settings.state / "manifests" / day.isoformat() / f"{batch_id}.json"


def read_manifest(settings: Settings, day: dt.date, batch_id: str) -> BatchResult | None:
    """Read what a finished batch left; finish what a kill after its manifest left undone."""
    path = manifest_path(settings, day, batch_id)
    raw = read_json(path)
    if not raw:
        return None
    _take_effect(settings, path, raw["shards"])
    return BatchResult(
        batch_id=batch_id,
        shards=tuple(raw["shards"]),
        fetches=tuple(_fetch_from_json(row) for row in raw["fetches"]),
        rejects=tuple(_reject_from_json(row) for row in raw["rejects"]),
        attempt=raw["attempt"],
        is_reused=True,
    )


def commit_batch(settings: Settings, day: dt.date, result: BatchResult, memories: Iterable[FeedMemory]) -> None:
    """Make a batch done; the captures must be sealed."""
    path = manifest_path(settings, day, result.batch_id)
    write_json(_memories_path(path), {"memories": [memory.to_json() for memory in memories]})
    write_json(
        path,
        {
            "batch_id": result.batch_id,
            "day": day.isoformat(),
            "attempt": result.attempt,
            "shards": list(result.shards),
            "fetches": [_to_json(fetch) for fetch in result.fetches],
            "rejects": [_to_json(reject) for reject in result.rejects],
        },
    )
    _take_effect(settings, path, result.shards)


def forget_memories(settings: Settings, day: dt.date, batch_id: str) -> None:
    """Drop memories that were laid aside by a batch that never got its manifest."""
    _memories_path(manifest_path(settings, day, batch_id)).unlink(missing_ok=True)


def drop_old_manifests(settings: Settings, today: dt.date) -> list[str]:
    """Remove the manifests of days beyond `manifest_days_kept`, returns these days; captures are never touched.

    A night so old whose manifest a kill left without effect gives its captures their names first. Its memories are
    dropped: later nights know better.
    """
    oldest = (today - dt.timedelta(days=settings.manifest_days_kept)).isoformat()
    folder = settings.state / "manifests"
    old = [day for day in sorted(folder.glob("????-??-??")) if day.name < oldest]
    for day in old:
        for path in sorted(day.glob("*.json")):
            name_sealed_shards(settings.home / shard for shard in read_json(path).get("shards", []))
        shutil.rmtree(day)
    return [day.name for day in old]


def _memories_path(path: Path) -> Path:
    return path.with_suffix(".memories.json")


def _take_effect(settings: Settings, path: Path, shards: Iterable[str]) -> None:
    name_sealed_shards(settings.home / shard for shard in shards)
    laid_aside = _memories_path(path)
    for raw in read_json(laid_aside).get("memories", []):
        write_memory(settings, raw)
    laid_aside.unlink(missing_ok=True)


def _to_json(row: Fetch | Reject) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in asdict(row).items()}


def _fetch_from_json(row: dict[str, Any]) -> Fetch:
    changed = {"fetched_at": dt.datetime.fromisoformat(row["fetched_at"]), "hops": tuple(row["hops"])}
    return Fetch(**{**row, **changed})


def _reject_from_json(row: dict[str, Any]) -> Reject:
    return Reject(**{**row, "rejected_at": dt.datetime.fromisoformat(row["rejected_at"])})
