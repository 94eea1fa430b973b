"""Build the models of `sql/` and write their documentation.

In      Settings; the dbt project in SITREP_SQL, else in `sql/` of the repository
Out     the schemas `staging`, `intermediate` and `main` of the warehouse; dbt's artifacts in `dbt/` of the home
Errors  ModelError naming every failed model and test; BusyError where somebody holds the warehouse
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from sitrep.errors import ModelError
from sitrep.settings import Settings
from sitrep.warehouse import apply_migrations, connect_file, find_project, lock_warehouse

_REFERENCES = ("fronts", "places", "measures")


def build_models(
    settings: Settings,
    *,
    select: str | None = None,
    full_refresh: bool = False,
    variables: Mapping[str, str] | None = None,
    wait_seconds: float = 0.0,
) -> None:
    """Bring the models up to date with what was loaded, and test them.

    `select` is dbt's selection of models; `variables` are the policies of dbt_project.yml. What was built under other
    policies, by other SQL or for another theatre is built anew, whether or not `full_refresh` asks for it.
    """
    with lock_warehouse(settings, "models", wait_seconds=wait_seconds):
        fingerprint, load_seq, is_same = _read_state(settings, variables)
        options = [] if select is None else ["--select", select]
        if full_refresh or not is_same:
            options.append("--full-refresh")
        else:
            # What reads a whole big table is for whole builds: the rows of a night are audited as they are loaded.
            options += ["--exclude", "tag:full_scan"]
        if variables:
            options += ["--vars", json.dumps(dict(variables), sort_keys=True)]
        run_dbt(settings, ["build", "--exclude-resource-type", "unit_test", *options])
        # A selection leaves other models behind: the next run has to see the same changes again.
        if select is None:
            _write_state(settings, fingerprint, load_seq)


def write_docs(settings: Settings, *, wait_seconds: float = 0.0) -> Path:
    """Write dbt's documentation and lineage as one HTML file, and return its path."""
    with lock_warehouse(settings, "docs", wait_seconds=wait_seconds):
        run_dbt(settings, ["docs", "generate", "--static"])
    return settings.home / "dbt" / "target" / "static_index.html"


def run_dbt(settings: Settings, arguments: Sequence[str]) -> None:
    """Run one dbt command in this process, and close what it opened. Errors: ModelError."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415  # dbt takes 2 s to import
    from dbt.cli.main import dbtRunner  # noqa: PLC0415  # the same

    project, work = find_project(), settings.home / "dbt"
    paths = ["--project-dir", str(project), "--profiles-dir", str(project)]
    paths += ["--target-path", str(work / "target"), "--log-path", str(work / "logs")]
    with _environment(SITREP_WAREHOUSE=str(settings.warehouse), SITREP_WAREHOUSE_MEMORY=settings.warehouse_memory):
        try:
            outcome = dbtRunner().invoke(["--log-level", "none", "--log-level-file", "info", *arguments, *paths])
        finally:
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]  # dbt has no types
    if not outcome.success:
        raise ModelError(_name_failures(outcome), subject=" ".join(arguments[:1]))


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Set variables for dbt's profile, which can be told nothing else, and put back what was there."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _name_failures(outcome: Any) -> str:  # noqa: ANN401  # dbt's results have no public type
    results = getattr(outcome.result, "results", None) or []
    failed = [r for r in results if str(r.status) in {"error", "fail", "runtime error"}]
    if failed:
        return "; ".join(f"{r.node.name}: {(r.message or '').strip().splitlines()[0:4]}" for r in failed)
    return str(outcome.exception or "dbt failed before it ran a model")


def _read_state(settings: Settings, variables: Mapping[str, str] | None) -> tuple[str, int, bool]:
    """Return what the models would be built from, the newest load, and whether the last run was built from the same."""
    con = connect_file(settings.warehouse, memory=settings.warehouse_memory)
    try:
        apply_migrations(con, settings.warehouse)
        fingerprint = _fingerprint(con, variables)
        load_seq = _one(con, "select coalesce(max(load_seq), 0) from raw.changes")
        last = con.execute("select fingerprint from raw.model_runs").fetchall()
    finally:
        con.close()
    return fingerprint, int(load_seq), last == [(fingerprint,)]


def _write_state(settings: Settings, fingerprint: str, load_seq: int) -> None:
    con = connect_file(settings.warehouse, memory=settings.warehouse_memory)
    try:
        con.begin()
        con.execute("delete from raw.model_runs")
        con.execute("insert into raw.model_runs values (?, ?)", [load_seq, fingerprint])
        # The newest stays, so that the next load counts on from it.
        con.execute("delete from raw.changes where load_seq < ?", [load_seq])
        con.commit()
    finally:
        con.close()


def _fingerprint(con: duckdb.DuckDBPyConnection, variables: Mapping[str, str] | None) -> str:
    """Hash the project's files, the policies and the theatre's tables."""
    digest = hashlib.sha256(json.dumps(dict(variables or {}), sort_keys=True).encode())
    project = find_project()
    for path in sorted(project.rglob("*")):
        if path.suffix in {".sql", ".yml"} and not {"target", "analyses", "tests"} & set(path.parts):
            digest.update(str(path.relative_to(project)).encode())
            digest.update(path.read_bytes())
    for table in _REFERENCES:
        rows = _one(con, f"select md5(string_agg(r::varchar, ' ' order by r::varchar)) from raw.{table} as r")  # noqa: S608  # ours
        digest.update(str(rows).encode())
    return digest.hexdigest()


def _one(con: duckdb.DuckDBPyConnection, query: str) -> Any:  # noqa: ANN401  # one value of any type
    row = con.execute(query).fetchone()
    return row[0] if row else None
