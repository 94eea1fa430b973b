"""A live scheduler on PostgreSQL: nights by partition, a native backfill, and a scheduler killed in the middle."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from airflow_api import AirflowApi
from cluster import free_port, fresh_variables, reason_to_skip, run_postgres

from sitrep.query import ask
from sitrep.sample import feeds_path, serve_sample
from sitrep.services import Running, create_backfill, run_servers
from sitrep.settings import Settings, load_settings

pytestmark = [pytest.mark.slow, pytest.mark.skipif(reason_to_skip() is not None, reason=reason_to_skip() or "")]

NIGHTS = ("2023-02-12", "2023-02-13", "2023-02-14")
TABLES = ("raw.articles", "raw.figures", "raw.events", "front_days", "tallies", "contested")
# Which capture stands for an article may differ from night to night; what it says may not.
CAPTURE_COLUMNS = ("captured_at", "capture_file", "capture_offset", "shard_id")


class Night:
    """Running servers with all that is needed to ask and disturb them."""

    def __init__(self, settings: Settings, running: Running, api: AirflowApi) -> None:
        self.settings, self.running, self.api = settings, running, api

    def read_rows(self) -> dict[str, list[str]]:
        """All rows that matter, without what tells captures apart."""
        rows = {}
        for table in TABLES:
            found = ask(self.settings, f"select * from {table}").to_pylist()
            rows[table] = sorted(
                json.dumps({k: v for k, v in row.items() if k not in CAPTURE_COLUMNS}, default=str) for row in found
            )
        return rows


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("scheduler")
    settings = load_settings(home=folder / "home", is_sample=True)
    variables = fresh_variables()
    with serve_sample() as (_, resolve), run_postgres(folder, variables["POSTGRES_PASSWORD"]) as postgres:
        ports = {"api-server": free_port(), "postgres": postgres, "health": free_port()}
        overrides = {
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
            "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "10",
            # Runs are ours to start: a fresh scheduler would add last night's of its own.
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
            "SITREP_IS_SAMPLE": "1",
            "SITREP_FEEDS": str(feeds_path()),
            "SITREP_SPACING_SECONDS": "0",
            "SITREP_RESOLVE": ",".join(f"{host}={address}" for host, address in resolve.items()),
        }
        with run_servers(settings, ports=ports, variables=variables, overrides=overrides) as running:
            api = AirflowApi(ports["api-server"])
            api.wait_for_dags({"nightly", "reprocess"})
            for dag_id in ("nightly", "reprocess"):
                api.unpause(dag_id)
            yield Night(settings, running, api)


@pytest.fixture(scope="module")
def rows(night: Night) -> dict[str, list[str]]:
    """The rows after the first night."""
    run_id = night.api.trigger("nightly", partition_key=NIGHTS[0])
    assert night.api.wait_for_run("nightly", run_id) == "success"
    return night.read_rows()


def test_a_night_by_partition_fills_the_tables(rows: dict[str, list[str]]) -> None:
    assert [table for table in TABLES if not rows[table]] == []


def test_further_nights_add_nothing_that_was_there(night: Night, rows: dict[str, list[str]]) -> None:
    for day in NIGHTS[1:]:
        run_id = night.api.trigger("nightly", partition_key=day, conf={"refetch": True})
        assert night.api.wait_for_run("nightly", run_id) == "success"
    assert night.read_rows() == rows


def test_a_native_backfill_of_reprocess_changes_nothing_at_the_same_version(
    night: Night, rows: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in night.running.services["api-server"].environment.items():
        if name.startswith(("AIRFLOW", "SITREP")):
            monkeypatch.setenv(name, value)
    before = {run["dag_run_id"] for run in night.api.list_runs("reprocess")}
    assert create_backfill(night.settings, "reprocess", dt.date(2023, 2, 5), dt.date(2023, 2, 7)) == 0
    new = [run["dag_run_id"] for run in night.api.list_runs("reprocess") if run["dag_run_id"] not in before]
    assert len(new) >= 3
    assert {night.api.wait_for_run("reprocess", run_id) for run_id in new} == {"success"}
    assert night.read_rows() == rows


def test_a_scheduler_killed_in_the_middle_ends_with_the_same_rows(night: Night, rows: dict[str, list[str]]) -> None:
    run_id = night.api.trigger("reprocess", partition_key="2023-02-07", conf={"force": True})
    night.api.wait_for_task("reprocess", run_id, "extract", {"running", "success"})
    night.running.kill("scheduler")
    night.running.restart("scheduler")
    assert night.api.wait_for_run("reprocess", run_id) == "success"
    assert night.read_rows() == rows


def test_the_logs_lie_in_the_home(night: Night) -> None:
    assert list(Path(night.settings.airflow_home).rglob("*.log"))
