"""Keep the home tidy and prove that it is whole.

**Runs** weekly: joins each closed night's staged rows into one folder, drops what a newer version has staged anew,
checks every capture that the ledger names (there, readable, digest right). **Captures are never deleted** unless
`SITREP_CAPTURE_DAYS_KEPT` is set. Snapshots beyond `SITREP_SNAPSHOTS_KEPT` go whenever one is published.
**Rerun** is safe. **If it fails** a capture is missing or broken: the log names file, offset and article; restore the
file from your backup, or run `reprocess` for its day to see what would be lost.
More in the README, "When a run fails".
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from sitrep.dag_defaults import DAG_DEFAULTS, WRITER_POOL
from sitrep.settings import load_settings


@dag(
    schedule=CronTriggerTimetable("30 6 * * 0", timezone=load_settings().zone),
    max_active_runs=1,
    tags=["sitrep", "scheduled"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def housekeeping() -> None:
    """Wire the tasks: the work is in sitrep.pipeline."""

    @task(pool=WRITER_POOL)
    def compact() -> int:
        from sitrep import pipeline

        return pipeline.compact_staged()

    @task
    def retain() -> list[str]:
        from sitrep import pipeline

        return pipeline.apply_retention()

    @task
    def verify() -> int:
        from sitrep import pipeline

        return pipeline.verify_captures()

    compact() >> retain() >> verify()


housekeeping()
