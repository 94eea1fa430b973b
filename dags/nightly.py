"""The night run: fetch the feeds that are due, read the new articles, load, count, publish, report.

**Runs** at 02:15 for the day before (partition key = that day). **Rerun** any task or the whole day: nothing changes,
since a finished fetch left a manifest that reruns reuse (`refetch` asks the network again) and rows are replaced.
**If it fails** read the log of the red task. `verdict` fails when every feed failed or too many pages were rejected:
see `rejects` and `source_health`. `load` fails when an audit found rows that break a promise, and has rolled back.
More in the README, "When a run fails".
"""

from airflow.sdk import CronPartitionTimetable, Param, dag, task

from sitrep.dag_defaults import CAPTURES, DAG_DEFAULTS, FIGURES, MARTS, NIGHT_DEADLINE, SNAPSHOT, WRITER_POOL, run_day
from sitrep.settings import load_settings


@dag(
    schedule=CronPartitionTimetable("15 2 * * *", timezone=load_settings().zone, run_offset=-1, key_format="%Y-%m-%d"),
    params={
        "day": Param(None, type=["null", "string"], format="date", title="Day", description="Empty: the run's own."),
        "refetch": Param(default=False, type="boolean", title="Ask the network again"),
    },
    max_active_runs=2,
    tags=["sitrep", "scheduled"],
    doc_md=__doc__,
    deadline=NIGHT_DEADLINE,
    **DAG_DEFAULTS,
)
def nightly() -> None:
    """Wire the tasks: the work is in sitrep.pipeline."""

    @task
    def plan(**context: object) -> list[list[str]]:
        from sitrep import pipeline

        return pipeline.plan_night(run_day(context), refetch=bool(context["params"]["refetch"]))

    @task(outlets=[CAPTURES], max_active_tis_per_dagrun=4, map_index_template="{{ sources }}")
    def fetch(batch: list[str], **context: object) -> list[str]:
        from airflow.sdk import get_current_context

        from sitrep import pipeline

        get_current_context()["sources"] = ", ".join(batch)
        return pipeline.fetch_batch(run_day(context), batch, refetch=bool(context["params"]["refetch"]))

    @task
    def shards(fetched: list[list[str]]) -> list[str]:
        return sorted({path for paths in fetched[:] for path in paths})

    @task(map_index_template="{{ shard }}")
    def extract(capture: str) -> str:
        from airflow.sdk import get_current_context

        from sitrep import pipeline

        get_current_context()["shard"] = capture
        return pipeline.extract_capture(capture)

    @task(pool=WRITER_POOL, outlets=[FIGURES], trigger_rule="none_failed")
    def load(_staged: list[str], **context: object) -> dict[str, int]:
        from sitrep import pipeline

        return pipeline.load_night(run_day(context))

    @task(pool=WRITER_POOL, outlets=[MARTS])
    def models() -> None:
        from sitrep import pipeline

        pipeline.build_models()

    @task(pool=WRITER_POOL, outlets=[SNAPSHOT])
    def publish() -> str:
        from sitrep import pipeline

        return pipeline.publish()

    @task
    def report(**context: object) -> str:
        from sitrep import pipeline

        return pipeline.write_report(run_day(context))

    @task
    def verdict(**context: object) -> None:
        from sitrep import pipeline

        pipeline.judge_night(run_day(context))

    staged = extract.expand(capture=shards(fetch.expand(batch=plan())))
    load(staged) >> models() >> publish() >> report() >> verdict()


nightly()
