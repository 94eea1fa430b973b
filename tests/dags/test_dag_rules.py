"""What holds of every DAG: it parses, explains itself, retries, and writes through one pool."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag

from sitrep.dag_defaults import WRITER_POOL, run_day
from sitrep.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = {
    "archive": {"plan", "read", "load", "models", "publish"},
    "housekeeping": {"compact", "retain", "verify"},
    "nightly": {"plan", "fetch", "shards", "extract", "load", "models", "publish", "report", "verdict"},
    "reprocess": {"plan", "extract", "compare", "load", "models", "publish"},
}
WRITERS = {"load", "models", "publish", "compact"}
TAGS = {"sitrep", "scheduled", "manual"}


def test_every_dag_parses_without_a_warning_of_an_old_idiom(dagbag: DagBag) -> None:
    assert dagbag.import_errors == {}
    assert {dag_id: set(dag.task_dict) for dag_id, dag in dagbag.dags.items()} == EXPECTED
    assert not [w for warnings in dagbag.captured_warnings.values() for w in warnings if "eprecat" in str(w)]


@pytest.mark.parametrize("dag_id", EXPECTED)
def test_a_dag_has_a_runbook_an_owner_tags_and_limits(dagbag: DagBag, dag_id: str) -> None:
    dag = dagbag.dags[dag_id]
    assert all(word in dag.doc_md for word in ("**Runs**", "**If it fails**", "**Rerun**"))
    assert dag.owner == "sitrep"
    assert dag.tags <= TAGS
    assert "sitrep" in dag.tags
    assert dag.catchup is False
    assert dag.dagrun_timeout
    assert dag.on_failure_callback


@pytest.mark.parametrize("dag_id", EXPECTED)
def test_a_task_retries_what_is_transient_and_nothing_else(dagbag: DagBag, dag_id: str) -> None:
    for task in dagbag.dags[dag_id].tasks:
        assert task.retries == 3
        assert task.retry_exponential_backoff
        assert task.execution_timeout
        assert [rule.exception for rule in task.retry_policy.rules] == ["sitrep.errors.PermanentError"]


def test_whoever_writes_the_warehouse_takes_the_one_slot(dagbag: DagBag) -> None:
    pools = {(t.task_id in WRITERS, t.pool) for dag in dagbag.dags.values() for t in dag.tasks}
    assert pools == {(True, WRITER_POOL), (False, "default_pool")}


def test_the_pool_is_made_where_airflow_is_started() -> None:
    assert f"airflow pools set {WRITER_POOL} 1" in (ROOT / "docker-compose.yml").read_text()


@pytest.mark.parametrize("dag_id", ["nightly", "reprocess"])
def test_a_scheduled_day_is_the_day_before(dagbag: DagBag, dag_id: str) -> None:
    assert dagbag.dags[dag_id].timetable.run_offset == -1


def test_the_night_has_a_deadline(dagbag: DagBag) -> None:
    assert dagbag.dags["nightly"].deadline


@pytest.mark.parametrize(
    ("context", "day"),
    [
        pytest.param({"params": {"day": "2023-02-07"}, "partition_key": "2023-01-01"}, "2023-02-07", id="form-first"),
        pytest.param({"partition_key": "2023-02-08"}, "2023-02-08", id="partition"),
        pytest.param({"logical_date": dt.datetime(2023, 2, 9, tzinfo=dt.UTC)}, "2023-02-09", id="logical-date"),
    ],
)
def test_a_run_knows_its_day(context: dict[str, object], day: str) -> None:
    assert run_day(context) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("context", [{}, {"partition_key": "soon"}], ids=["none", "no-date"])
def test_a_run_without_a_day_says_so(context: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        run_day(context)


def test_the_package_is_not_run_by_bare_name() -> None:
    """Airflow imports every module under plugins/ by its stem, unless .airflowignore keeps it from that."""
    code = (
        "import json, sys\n"
        "from airflow import plugins_manager as pm\n"
        "pm._get_plugins()\n"
        "import numbers\n"
        "print(json.dumps({'numbers': numbers.__file__, 'errors': pm.get_import_errors()}))\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    seen = json.loads(out.strip().splitlines()[-1])
    assert "sitrep" not in seen["numbers"]
    assert seen["errors"] == {}
