"""PostgreSQL, Redis and two Celery workers on this machine: one is killed in the middle, and the rows are the same."""

import json
import random
from pathlib import Path

import pytest
from airflow_api import AirflowApi
from cluster import free_port, fresh_variables, reason_to_skip, run_postgres, run_redis

from sitrep.pipeline.archives import ArchiveRequest, plan_request, run_backfill
from sitrep.query import ask
from sitrep.services import localise, read_services, run_servers
from sitrep.settings import Settings, load_settings

_REASON = reason_to_skip(redis=True)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(_REASON is not None, reason=_REASON or "")]

N_FILES, N_PAGES = 50, 100
TOWNS = ("Bakhmut", "Kupiansk", "Lyman", "Avdiivka", "Marinka", "Vuhledar", "Orikhiv", "Kherson")
TABLES = ("raw.articles", "raw.figures", "raw.events", "front_days", "tallies", "contested")
# Where a row's capture lies differs between homes; what it says may not.
HOME_COLUMNS = ("capture_file",)


def write_archive(folder: Path) -> list[str]:
    """Write 5,000 short articles of our own making; the same every time."""
    chance = random.Random(20230207)
    paths = []
    for number in range(N_FILES):
        path = folder / f"part-{number:02d}.jsonl"
        lines = []
        for page in range(N_PAGES):
            town, day = chance.choice(TOWNS), chance.randint(1, 28)
            killed, wounded, drones = chance.randint(1, 90), chance.randint(1, 200), chance.randint(2, 40)
            text = (
                f"Russian troops shelled {town} on Monday, killing {killed} civilians and wounding {wounded}, the "
                f"governor said. Air defences shot down {drones} drones overnight, the Ukrainian air force said.\n"
                f"Report {number}-{page} of the day was compiled from local accounts in {town} and nearby villages."
            )
            article = {"url": f"https://archive.example/{number}/{page}", "title": f"Shelling of {town}", "text": text}
            lines.append(json.dumps({**article, "published": f"2023-02-{day:02d}"}) + "\n")
        path.write_text("".join(lines), encoding="utf-8")
        paths.append(str(path))
    return paths


def read_rows(settings: Settings) -> dict[str, list[str]]:
    """All rows that matter, in order."""
    return {
        table: sorted(
            json.dumps({k: v for k, v in row.items() if k not in HOME_COLUMNS}, default=str)
            for row in ask(settings, f"select * from {table}").to_pylist()
        )
        for table in TABLES
    }


def test_two_workers_of_which_one_is_killed_give_the_rows_of_one_process(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    sources = write_archive(archive)
    alone = load_settings(home=tmp_path / "alone")
    run_backfill(plan_request(ArchiveRequest(sources=tuple(sources)), settings=alone), settings=alone, workers=1)
    wanted = read_rows(alone)
    assert len(wanted["raw.articles"]) == N_FILES * N_PAGES

    spread = load_settings(home=tmp_path / "spread")
    variables = {**fresh_variables(), "AIRFLOW_EXECUTOR": "CeleryExecutor", "AIRFLOW_PARALLELISM": "8"}
    with (
        run_postgres(tmp_path, variables["POSTGRES_PASSWORD"]) as postgres,
        run_redis(tmp_path, variables["REDIS_PASSWORD"]) as redis,
    ):
        ports = {"api-server": free_port(), "postgres": postgres, "redis": redis, "health": free_port()}
        overrides = {
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
            # A dead worker's tasks are found and given to the other one in seconds, not in the default five minutes.
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "30",
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT_CHECK_INTERVAL": "10",
            "AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER": "1",
        }
        with run_servers(spread, ports=ports, variables=variables, overrides=overrides) as running:
            worker = localise(read_services(variables)["worker"], spread, ports=ports, overrides=overrides)
            for name in ("worker-1", "worker-2"):
                hostname = ("--celery-hostname", f"{name}@%h")
                running.start(worker.with_arguments(*hostname), name=name)
            api = AirflowApi(ports["api-server"])
            api.wait_for_dags({"archive"})
            api.unpause("archive")
            run_id = api.trigger("archive", conf={"sources": sources, "workers": 4})
            api.wait_for_task("archive", run_id, "read", {"success"}, seconds=240)
            running.kill("worker-1")
            assert api.wait_for_run("archive", run_id, seconds=420) == "success"
            hosts = {task["hostname"] for task in api.list_tasks("archive", run_id) if task["task_id"] == "read"}
    assert hosts
    assert read_rows(spread) == wanted
