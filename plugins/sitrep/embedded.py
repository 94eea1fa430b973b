"""Airflow inside this process: SQLite metadata in the home, no server, no waiting.

In      Settings; the repository's `dags/` and `plugins/`
Out     `run_dag` runs one DAG to its end and says what became of it
Errors  SettingsError where the DAG is unknown; a failed run is a value, not an error
Why     `make demo` and `make nightly` must work on a bare machine. All that Airflow reads from its environment is set
        before its first import, and the metadata database is migrated only when Airflow's version has changed:
        a warm start costs what `import airflow` costs.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitrep.errors import SettingsError
from sitrep.settings import Settings

if TYPE_CHECKING:
    import datetime as dt

REPOSITORY = Path(__file__).resolve().parents[2]
"""Where `dags/`, `plugins/` and `sql/` lie, in a checkout and in the image alike."""


def airflow_environment(settings: Settings) -> dict[str, str]:
    """The variables that point Airflow at this home; those already set by the caller's environment are kept."""
    home = settings.airflow_home
    ours = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(REPOSITORY / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(REPOSITORY / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "AIRFLOW__API_AUTH__JWT_SECRET": _secret(home / "jwt_secret"),
        "SITREP_HOME": str(settings.home),
        "SITREP_IS_SAMPLE": "1" if settings.is_sample else "0",
    }
    return {name: os.environ.get(name, value) if name.startswith("AIRFLOW") else value for name, value in ours.items()}


def run_dag(
    dag_id: str, settings: Settings, *, conf: dict[str, Any] | None = None, environment: dict[str, str]
) -> bool:
    """Run one DAG here and now; True where every task succeeded.

    `conf` fills the DAG's params; `environment` is set for the run (settings of the run go there, not into conf).
    """
    os.environ.update(airflow_environment(settings))
    os.environ.update(environment)
    os.environ["SITREP_EMBEDDED"] = "1"
    # Airflow's own chatter would bury the tables that the command is run for; what fails says so in one line.
    os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "CRITICAL")
    _migrate(settings.airflow_home)
    from airflow.dag_processing.dagbag import DagBag  # noqa: PLC0415  # the environment must be set first

    folder = REPOSITORY / "dags"
    bag = DagBag(folder / f"{dag_id}.py", bundle_path=folder, bundle_name="dags-folder")
    if dag_id not in bag.dags:
        raise SettingsError(f"no such DAG; import errors: {bag.import_errors}", subject=dag_id)
    run = bag.dags[dag_id].test(logical_date=_now(), run_conf=conf)
    return str(run.state) == "success"


def _now() -> dt.datetime:
    import pendulum  # noqa: PLC0415  # comes with Airflow, and as slowly

    return pendulum.now("UTC")


def _migrate(home: Path) -> None:
    """Create or migrate the metadata database, once a version."""
    from airflow import __version__  # noqa: PLC0415  # the environment must be set first

    stamp = home / "migrated"
    if stamp.exists() and stamp.read_text() == __version__:
        return
    home.mkdir(parents=True, exist_ok=True)
    from airflow.utils.db import initdb  # noqa: PLC0415  # three seconds that a warm start saves

    initdb()
    stamp.write_text(__version__)


def _secret(path: Path) -> str:
    """A secret of this home's own, made once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
