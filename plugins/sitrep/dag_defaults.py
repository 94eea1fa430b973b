"""What every DAG shares: defaults, assets, the day of a run.

The only module of the package that imports Airflow when it is imported itself; only files of `dags/` import it.

Retries: transient errors are tried again with growing delays; `ExceptionRetryPolicy` fails a permanent error at once.
In an embedded run (SITREP_EMBEDDED=1) nobody waits between tries: the process is the scheduler.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from typing import Any

import pendulum
from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule
from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from sitrep.alerts import notify_failure
from sitrep.errors import SettingsError

_IS_EMBEDDED = os.environ.get("SITREP_EMBEDDED") == "1"

WRITER_POOL = "duckdb_writer"
"""One slot: whoever opens the warehouse to write takes it. `sitrep up` and the compose file create it."""

CAPTURES = Asset("sitrep_captures", uri="file://sitrep/captures")
FIGURES = Asset("sitrep_figures", uri="file://sitrep/warehouse/raw")
MARTS = Asset("sitrep_marts", uri="file://sitrep/warehouse/marts")
SNAPSHOT = Asset("sitrep_snapshot", uri="file://sitrep/snapshot")

# `dag.test()` of Airflow 3.3 breaks on deadlines, and an embedded run has nobody who would be late.
NIGHT_DEADLINE = (
    None
    if _IS_EMBEDDED
    else DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=dt.timedelta(hours=3),
        callback=AsyncCallback("sitrep.alerts.notify_late"),
    )
)


def _print_failure(context: Mapping[str, Any]) -> None:
    """Say in one line what failed: an embedded run has no UI to look into, and a traceback helps nobody."""
    task, error = context.get("task"), context.get("exception")
    sys.stderr.write(f"sitrep: {getattr(task, 'task_id', 'a task')} failed: {type(error).__name__}: {error}\n")


TASK_DEFAULTS: dict[str, Any] = {
    "owner": "sitrep",
    "retries": 0 if _IS_EMBEDDED else 3,
    "retry_delay": dt.timedelta(seconds=30),
    "retry_exponential_backoff": True,
    "max_retry_delay": dt.timedelta(minutes=15),
    "retry_policy": ExceptionRetryPolicy(
        rules=[RetryRule(exception="sitrep.errors.PermanentError", action=RetryAction.FAIL, reason="permanent")]
    ),
    "execution_timeout": dt.timedelta(hours=2),
    **({"on_failure_callback": _print_failure} if _IS_EMBEDDED else {}),
}

DAG_DEFAULTS: dict[str, Any] = {
    "start_date": pendulum.datetime(2022, 2, 24, tz="UTC"),
    "catchup": False,
    "default_args": TASK_DEFAULTS,
    "dagrun_timeout": dt.timedelta(hours=12),
    "on_failure_callback": notify_failure,
    "render_template_as_native_obj": True,
}


def run_day(context: Mapping[str, Any]) -> dt.date:
    """The day that a run is about: the form's `day`, else its partition key, else the day of its logical date.

    Errors: SettingsError where a run has none of them, or where the day is no date.
    """
    stated = (context.get("params") or {}).get("day") or context.get("partition_key")
    if not stated:
        logical = context.get("logical_date")
        if logical is None:
            raise SettingsError("run has neither params.day, a partition key nor a logical date", subject="day")
        return dt.date.fromisoformat(logical.strftime("%Y-%m-%d"))
    try:
        return dt.date.fromisoformat(str(stated)[:10])
    except ValueError as exc:
        raise SettingsError(f"{stated!r} is no day", subject="day") from exc
