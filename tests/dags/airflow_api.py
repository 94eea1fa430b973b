"""The few calls of Airflow's REST API that the long suites need."""

from __future__ import annotations

import time
from typing import Any

import httpx


class AirflowApi:
    """A client of a running api-server where everybody is admin."""

    def __init__(self, port: int) -> None:
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        token = self._client.get("/auth/token").json()["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"

    def trigger(self, dag_id: str, *, partition_key: str | None = None, conf: dict[str, Any] | None = None) -> str:
        """Start a run; gives its id."""
        body = {"logical_date": None, "partition_key": partition_key, "conf": conf or {}}
        answer = self._client.post(f"/api/v2/dags/{dag_id}/dagRuns", json=body)
        answer.raise_for_status()
        return str(answer.json()["dag_run_id"])

    def unpause(self, dag_id: str) -> None:
        """Let the scheduler run a DAG."""
        self._client.patch(f"/api/v2/dags/{dag_id}", json={"is_paused": False}).raise_for_status()

    def list_runs(self, dag_id: str) -> list[dict[str, Any]]:
        """All runs of a DAG."""
        answer = self._client.get(f"/api/v2/dags/{dag_id}/dagRuns", params={"limit": 100})
        answer.raise_for_status()
        runs: list[dict[str, Any]] = answer.json()["dag_runs"]
        return runs

    def list_tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """All task instances of a run."""
        answer = self._client.get(f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances", params={"limit": 1000})
        answer.raise_for_status()
        tasks: list[dict[str, Any]] = answer.json()["task_instances"]
        return tasks

    def wait_for_dags(self, wanted: set[str], *, seconds: float = 90) -> None:
        """Wait until the dag-processor has parsed these DAGs."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            seen = {dag["dag_id"] for dag in self._client.get("/api/v2/dags").json().get("dags", [])}
            if wanted <= seen:
                return
            time.sleep(0.5)
        raise TimeoutError(f"not parsed: {wanted}")

    def wait_for_run(self, dag_id: str, run_id: str, *, seconds: float = 240) -> str:
        """Wait until a run has ended; gives its state."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state = self._client.get(f"/api/v2/dags/{dag_id}/dagRuns/{run_id}").json().get("state")
            if state in {"success", "failed"}:
                return str(state)
            time.sleep(0.5)
        tasks = [(t["task_id"], t["map_index"], t["state"]) for t in self.list_tasks(dag_id, run_id)]
        raise TimeoutError(f"{dag_id} {run_id} has not ended: {tasks}")

    def wait_for_task(self, dag_id: str, run_id: str, task_id: str, states: set[str], *, seconds: float = 120) -> None:
        """Wait until a task of a run is in one of the states."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if any(t["task_id"] == task_id and t["state"] in states for t in self.list_tasks(dag_id, run_id)):
                return
            time.sleep(0.2)
        raise TimeoutError(f"{task_id} was never {states}")
