"""Every Airflow setting must be in the environment before the first `import airflow`."""

import os
import tempfile
from pathlib import Path

import pytest

from sitrep.embedded import airflow_environment
from sitrep.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
_HOME = Path(tempfile.mkdtemp(prefix="sitrep-dags-"))
os.environ.update(airflow_environment(load_settings(home=_HOME)))
os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "ERROR"


@pytest.fixture(scope="session")
def airflow_db() -> None:
    """A migrated metadata database in a home of its own."""
    from airflow.utils.db import initdb  # noqa: PLC0415  # the environment is set above

    initdb()


@pytest.fixture(scope="session")
def dagbag():  # noqa: ANN201  # Airflow's type, imported late
    """All DAGs of the repository."""
    from airflow.dag_processing.dagbag import DagBag  # noqa: PLC0415  # the environment is set above

    return DagBag(ROOT / "dags", bundle_path=ROOT / "dags", bundle_name="dags-folder")
