"""Clean and extract again from stored captures, after a new pipeline version; no network.

**Runs** daily for the day before, and does nothing where that day's rows are of the present version: so a native
backfill (`sitrep backfill-dag reprocess --from … --to …`) rebuilds any range of days. **Rerun** is safe. `dry_run`
prints what would change against the old version (figures added, gone, altered, by front) and loads nothing.
**If it fails** the old rows are still there: a day is replaced in one transaction.
More in the README, "When a run fails".
"""

from airflow.sdk import CronPartitionTimetable, Param, dag, task

from sitrep.dag_defaults import DAG_DEFAULTS, FIGURES, MARTS, SNAPSHOT, WRITER_POOL, run_day
from sitrep.settings import load_settings


@dag(
    schedule=CronPartitionTimetable("45 4 * * *", timezone=load_settings().zone, run_offset=-1, key_format="%Y-%m-%d"),
    params={
        "day": Param(None, type=["null", "string"], format="date", title="Day", description="Empty: the run's own."),
        "dry_run": Param(default=False, type="boolean", title="Only show what would change"),
        "force": Param(default=False, type="boolean", title="Also where the version is unchanged"),
    },
    max_active_runs=4,
    tags=["sitrep", "scheduled"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def reprocess() -> None:
    """Wire the tasks: the work is in sitrep.pipeline."""

    @task
    def plan(**context: object) -> list[str]:
        from sitrep import pipeline

        return pipeline.plan_reprocess(run_day(context), force=bool(context["params"]["force"]))

    @task(map_index_template="{{ shard }}")
    def extract(shard_id: str) -> str:
        from airflow.sdk import get_current_context

        from sitrep import pipeline

        get_current_context()["shard"] = shard_id
        return pipeline.reprocess_shard(shard_id)

    @task.short_circuit
    def compare(staged: list[str], **context: object) -> bool:
        from sitrep import pipeline

        pipeline.compare_versions(staged[:])
        return not context["params"]["dry_run"]

    @task(pool=WRITER_POOL, outlets=[FIGURES])
    def load(staged: list[str]) -> dict[str, int]:
        from sitrep import pipeline

        return pipeline.load_staged(staged[:])

    @task(pool=WRITER_POOL, outlets=[MARTS])
    def models() -> None:
        from sitrep import pipeline

        pipeline.build_models()

    @task(pool=WRITER_POOL, outlets=[SNAPSHOT])
    def publish() -> str:
        from sitrep import pipeline

        return pipeline.publish()

    staged = extract.expand(shard_id=plan())
    compare(staged) >> load(staged) >> models() >> publish()


reprocess()
