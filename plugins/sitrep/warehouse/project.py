"""Find the dbt project: its models are built from it, its analyses are the examples that queries start from.

In      the environment variable SITREP_SQL, else `sql/` of the repository that holds this package
Out     an absolute path
Errors  SettingsError where there is no project
"""

from __future__ import annotations

import os
from pathlib import Path

from sitrep.errors import SettingsError


def find_project() -> Path:
    """Return the folder that holds dbt_project.yml."""
    stated = os.environ.get("SITREP_SQL")
    project = Path(stated) if stated else Path(__file__).resolve().parents[3] / "sql"
    if not (project / "dbt_project.yml").is_file():
        raise SettingsError("holds no dbt_project.yml", subject=f"SITREP_SQL={project}")
    return project.absolute()
