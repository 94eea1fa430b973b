"""From staged rows to what analysts read: load, build the models, publish, report.

In      folders of staged Parquet, relative to the home
Out     counts, and paths relative to the home
Errors  AuditError (the load was rolled back), ModelError (names the failed nodes), BusyError (names the holder)
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from sitrep.pipeline.extraction import staged_root
from sitrep.settings import Settings, load_settings


def load_staged(folders: Sequence[str], *, settings: Settings | None = None) -> dict[str, int]:
    """Load staged shards in the given order; returns what was written, by kind of row."""
    from sitrep.load import load_shards

    settings = settings or load_settings()
    report = load_shards(settings, [settings.home / folder for folder in folders], wait_seconds=60)
    return {name: value for name, value in dataclasses.asdict(report).items() if isinstance(value, int)}


def load_night(day: dt.date, *, settings: Settings | None = None) -> dict[str, int]:
    """Load all that the night of this day staged, its requests and rejects included, in the order of their names."""
    from sitrep.load import list_staged

    settings = settings or load_settings()
    folders = list_staged(staged_root(settings) / day.isoformat())
    return load_staged([str(path.relative_to(settings.home)) for path in folders], settings=settings)


def build_models(*, settings: Settings | None = None) -> None:
    """Run `dbt build` over the warehouse; a failed model or data test is named in the error."""
    from sitrep.models import build_models as build

    build(settings or load_settings(), wait_seconds=60)


def publish(*, settings: Settings | None = None) -> str:
    """Publish the warehouse as a read-only snapshot, checked before it takes its place."""
    from sitrep.publish import publish_snapshot

    settings = settings or load_settings()
    return str(publish_snapshot(settings, dt.datetime.now(dt.UTC)).relative_to(settings.home))


def write_report(day: dt.date, *, settings: Settings | None = None) -> str:
    """Write the report of a day from the published snapshot."""
    from sitrep import report

    settings = settings or load_settings()
    return str(report.write_report(settings, day).relative_to(settings.home))
