"""Whether the surroundings are fit for a run: what `sitrep doctor` prints.

In      Settings; the machine
Out     one Check a question, in the order in which faults should be mended
Errors  none: a question that cannot be answered is a failed check with its reason
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sitrep import PIPELINE_VERSION
from sitrep.embedded import airflow_environment
from sitrep.errors import BusyError, SitrepError
from sitrep.pipeline.extraction import feeds_path
from sitrep.settings import Settings

_LEAST_FREE_BYTES = 2_000_000_000
_PACKAGES = ("apache-airflow", "duckdb", "dbt-core", "dbt-duckdb", "trafilatura", "feedparser", "fastwarc")


@dataclass(frozen=True, slots=True)
class Check:
    """One question: `is_good` is None for what is only told."""

    name: str
    is_good: bool | None
    detail: str


def check_health(settings: Settings) -> list[Check]:
    """Ask everything; nothing is changed but a probe file that is removed again."""
    return [
        _check_versions(),
        _check_home(settings.home),
        _check_disk(settings.home),
        _check_lock(settings),
        _check_pool(settings),
        _check_feeds(settings),
        _check_snapshot(settings),
        _check_last_night(settings),
    ]


def _check_versions() -> Check:
    found = [f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES]
    return Check(
        "versions", None, f"pipeline {PIPELINE_VERSION}, Python {platform.python_version()}, {', '.join(found)}"
    )


def _check_home(home: Path) -> Check:
    probe = home / f".doctor-{os.getpid()}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as exc:
        return Check("home writable", False, f"{home}: {exc.strerror}")
    return Check("home writable", True, str(home))


def _check_disk(home: Path) -> Check:
    folder = next((path for path in (home, *home.parents) if path.exists()), Path("/"))
    free = shutil.disk_usage(folder).free
    return Check("disk space", free > _LEAST_FREE_BYTES, f"{free / 1e9:.1f} GB free")


def _check_lock(settings: Settings) -> Check:
    from sitrep.warehouse import lock_warehouse

    try:
        with lock_warehouse(settings, "doctor"):
            return Check("warehouse lock", True, "free")
    except BusyError as exc:
        return Check("warehouse lock", None, exc.reason)


def _check_pool(settings: Settings) -> Check:
    environment = {**os.environ, **airflow_environment(settings)}
    database = environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    if database.startswith("sqlite") and not Path(database.removeprefix("sqlite:///")).exists():
        return Check("writer pool", None, "no Airflow metadata here yet")
    command = [sys.executable, "-m", "airflow", "pools", "get", "duckdb_writer", "--output", "json"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # fixed
    if answer.returncode == 0:
        return Check("writer pool", True, "duckdb_writer exists")
    if database.startswith("sqlite"):
        return Check("writer pool", None, "not made yet: `sitrep up` makes it, embedded runs need none")
    return Check("writer pool", False, "missing: airflow pools set duckdb_writer 1 'whoever writes the warehouse'")


def _check_feeds(settings: Settings) -> Check:
    from sitrep import fetch
    from sitrep.sources import read_sources

    try:
        sources = read_sources(feeds_path(settings))
        due = sum(len(batch.source_ids) for batch in fetch.plan_batches(sources, settings, dt.datetime.now(dt.UTC)))
    except SitrepError as exc:
        return Check("feeds", False, str(exc))
    return Check("feeds", True, f"{due} of {len(sources)} due")


def _check_snapshot(settings: Settings) -> Check:
    if not settings.snapshot.exists():
        return Check("snapshot", None, "nothing published yet")
    return Check("snapshot", True, settings.snapshot.resolve().name)


def _check_last_night(settings: Settings) -> Check:
    nights = sorted((settings.state / "nights").glob("*.json"))
    good = [path.stem for path in nights if json.loads(path.read_text(encoding="utf-8"))["is_good"]]
    if not nights:
        return Check("last good night", None, "no night has run yet")
    return Check("last good night", bool(good) and good[-1] == nights[-1].stem, good[-1] if good else "none")
