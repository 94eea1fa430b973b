"""Rebuild the past and keep the home whole: reprocess, compare versions, tidy staged rows and captures.

In      days; folders of staged Parquet, relative to the home
Out     shards to do again; what changed; what was removed or checked
Errors  AuditError where a capture that the ledger names is missing or broken
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Sequence

from sitrep import PIPELINE_VERSION
from sitrep.errors import AuditError
from sitrep.pipeline.archives import extract_shard
from sitrep.pipeline.extraction import extract_capture, staged_root
from sitrep.settings import Settings, load_settings

log = logging.getLogger(__name__)

_OPEN_DAYS = 2
"""A night of so few days ago may still be rerun or loaded; older ones are closed."""

_SHARDS_OF_DAY = """
select distinct shard_id from raw.articles
where coalesce(published_day, captured_at::date) = $day and ($force or pipeline_version != $version)
order by shard_id
"""

_CAPTURES = "select capture_file, list(distinct capture_offset) from raw.articles group by capture_file order by all"


def plan_reprocess(day: dt.date, *, force: bool = False, settings: Settings | None = None) -> list[str]:
    """List the shards whose articles of that day another version has read; none where nothing is published."""
    from sitrep.warehouse import open_snapshot

    settings = settings or load_settings()
    if not settings.snapshot.exists():
        return []
    con = open_snapshot(settings)
    try:
        asked = {"day": day, "force": force, "version": PIPELINE_VERSION}
        return [shard_id for (shard_id,) in con.execute(_SHARDS_OF_DAY, asked).fetchall()]
    finally:
        con.close()


def reprocess_shard(shard_id: str, *, settings: Settings | None = None) -> str:
    """Clean and extract a shard again from its captures, whether a night or an archive gave it."""
    settings = settings or load_settings()
    if shard_id.startswith("archive/"):
        path = settings.state / "shards" / f"{shard_id.removeprefix('archive/')}.json"
        return extract_shard(path.read_text(encoding="utf-8"), settings=settings)
    return extract_capture(f"captures/{shard_id}.warc.gz", settings=settings)


def compare_versions(folders: Sequence[str], *, settings: Settings | None = None) -> list[str]:
    """Print and return what the staged rows change against the published ones, a line a front and kind of change."""
    from sitrep.load import compare_staged

    settings = settings or load_settings()
    changes = compare_staged(settings, [settings.home / folder for folder in folders])
    lines = [f"{c.front_id or 'no front'}: {c.n_figures} {c.change}, e.g. {c.example!r}" for c in changes]
    for line in lines or ["nothing changes"]:
        print(line)  # noqa: T201  # the task's log is where it is read
    return lines


def compact_staged(*, settings: Settings | None = None) -> int:
    """Join the staged rows of each closed night into one folder, after removing what is of no use any more.

    Of no use are rows that this version has staged anew, and what killed writers left. An archive's shards are large
    by plan and stay as they are. Returns how many folders are gone.
    """
    from sitrep.load import compact_group

    settings = settings or load_settings()
    gone = _drop_leftovers(settings) + _drop_superseded(settings)
    oldest_open = dt.datetime.now(settings.tz).date() - dt.timedelta(days=_OPEN_DAYS)
    # Another version's rows may have other columns, and go when this one has staged their shards.
    for group in sorted(staged_root(settings).glob("????-??-??")):
        if dt.date.fromisoformat(group.name) < oldest_open:
            gone += compact_group(group)
    log.info("staged folders gone: %s", gone)
    return gone


def _drop_leftovers(settings: Settings) -> int:
    """Remove drafts that nobody has touched for a day: their writers were killed."""
    oldest_live = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).timestamp()
    leftovers = [folder for folder in sorted(settings.staged.glob("v*/*/.*")) if folder.stat().st_mtime < oldest_live]
    for folder in leftovers:
        shutil.rmtree(folder)
    return len(leftovers)


def _drop_superseded(settings: Settings) -> int:
    """Remove what an older version staged of shards that this version has staged too."""
    from sitrep.load import is_staged, list_compacted, list_loose, read_compacted, remove_staged

    current = staged_root(settings)
    superseded = []
    for group in sorted(settings.staged.glob("v*/*")):
        if group.parent == current:
            continue
        anew = current / group.name
        superseded += [folder for folder in list_loose(group) if is_staged(anew / folder.name)]
        superseded += [
            holder for holder in list_compacted(group) if all(is_staged(anew / name) for name in read_compacted(holder))
        ]
    for folder in superseded:
        remove_staged(folder)
    return len(superseded)


def apply_retention(*, settings: Settings | None = None) -> list[str]:
    """Remove captures of days beyond `capture_days_kept`, where it is set, and manifests of nights long closed.

    Returns the days whose captures were removed.
    """
    from sitrep.fetch import drop_old_manifests

    settings = settings or load_settings()
    today = dt.datetime.now(settings.tz).date()
    log.info("manifests removed: %s", drop_old_manifests(settings, today))
    if settings.capture_days_kept is None:
        return []
    oldest = today - dt.timedelta(days=settings.capture_days_kept)
    removed = []
    for folder in sorted(settings.captures.glob("????-??-??")):
        if dt.date.fromisoformat(folder.name) < oldest:
            shutil.rmtree(folder)
            removed.append(folder.name)
    log.info("captures removed: %s", removed)
    return removed


def verify_captures(*, settings: Settings | None = None) -> int:
    """Check that every capture which the published ledger names is there and whole; returns the files checked."""
    from sitrep.captures import describe_captures
    from sitrep.warehouse import open_snapshot

    settings = settings or load_settings()
    if not settings.snapshot.exists():
        return 0
    con = open_snapshot(settings)
    try:
        files = con.execute(_CAPTURES).fetchall()
    finally:
        con.close()
    faults = []
    for name, offsets in files:
        path = settings.home / name
        if not path.exists():
            faults.append(f"{name}: missing")
            continue
        good = {record["offset"] for record in describe_captures(path) if "error" not in record}
        faults.extend(f"{name}: record at {offset} cannot be read" for offset in sorted(set(offsets) - good))
    if faults:
        raise AuditError("; ".join(faults[:20]), subject=f"{len(faults)} captures")
    return len(files)
