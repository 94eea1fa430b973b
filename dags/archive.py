"""Read an archive: years of history in few task instances.

**Runs** when somebody triggers it with a form: sources (WARC, WACZ, CC-NEWS listings, JSONL, Parquet, folders, feed
snapshots, sitemaps), days, hosts. **Rerun** is safe and resumes: a shard that was staged by this version is not read
again, and rows are replaced by article. **If it fails** one `read` task names its shard: the rest went on; clear that
task after mending the source. Corrupt records are rows of `rejects` with their offset, not failures.
More in the README, "When a run fails".
"""

from airflow.sdk import Param, dag, task

from sitrep.dag_defaults import CAPTURES, DAG_DEFAULTS, FIGURES, MARTS, SNAPSHOT, WRITER_POOL


@dag(
    schedule=None,
    params={
        "sources": Param(
            [],
            type="array",
            items={"type": "string", "minLength": 1},
            minItems=1,
            title="Sources",
            description="Paths.",
        ),
        "from": Param(None, type=["null", "string"], format="date", title="From day (inclusive)"),
        "to": Param(None, type=["null", "string"], format="date", title="To day (inclusive)"),
        "hosts": Param([], type="array", items={"type": "string"}, title="Hosts", description="Globs; empty: all."),
        "published_from": Param(
            "page", type="string", enum=["page", "sidecar", "archive"], title="Publication day from"
        ),
        "columns": Param({}, type="object", title="Column map", description="For JSONL and Parquet: ours = theirs."),
        "workers": Param(2, type="integer", minimum=1, maximum=64, title="Read tasks at a time"),
    },
    max_active_runs=1,
    tags=["sitrep", "manual"],
    doc_md=__doc__,
    **DAG_DEFAULTS,
)
def archive() -> None:
    """Wire the tasks: the work is in sitrep.pipeline."""

    @task
    def plan(params: dict[str, object]) -> list[list[str]]:
        from sitrep import pipeline

        return pipeline.plan_archive(params)

    @task(outlets=[CAPTURES], map_index_template="{{ shards }}", max_active_tis_per_dagrun=16)
    def read(batch: list[str]) -> list[str]:
        from airflow.sdk import get_current_context

        from sitrep import pipeline

        get_current_context()["shards"] = f"{len(batch)} shards from {batch[0][:60]}"
        return pipeline.read_archive(batch)

    @task(pool=WRITER_POOL, outlets=[FIGURES], trigger_rule="all_done_min_one_success")
    def load(staged: list[list[str]]) -> dict[str, int]:
        from sitrep import pipeline

        return pipeline.load_staged([folder for folders in staged[:] for folder in folders])

    @task(pool=WRITER_POOL, outlets=[MARTS])
    def models() -> None:
        from sitrep import pipeline

        pipeline.build_models()

    @task(pool=WRITER_POOL, outlets=[SNAPSHOT])
    def publish() -> str:
        from sitrep import pipeline

        return pipeline.publish()

    load(read.expand(batch=plan())) >> models() >> publish()


archive()
