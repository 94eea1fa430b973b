"""The plugin is one app behind Airflow's login and one view, and costs other processes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


def run_python(code: str) -> str:
    """Run code in a process of its own, as Airflow's do, with the plugins folder on its path."""
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_loading_the_plugin_imports_no_database_and_no_page() -> None:
    code = """
import sys, sitrep_plugin
print(sorted({'duckdb', 'fastapi', 'pyarrow', 'sitrep.dashboard'} & set(sys.modules)))
"""

    assert "'duckdb'" not in run_python(code)
    assert "'sitrep.dashboard'" not in run_python(code)


def test_the_server_gets_one_app_whose_every_route_asks_who_is_there() -> None:
    code = """
from sitrep_plugin import SitrepPlugin
(entry,) = SitrepPlugin.fastapi_apps
app = entry['app']
routes = [route for route in app.routes if hasattr(route, 'dependant')]
print(entry['url_prefix'], len(routes) == len(app.routes), all(route.dependencies for route in routes))
(view,) = SitrepPlugin.external_views
print(view['href'], view['destination'])
"""

    assert run_python(code).splitlines()[-2:] == ["/sitrep True True", "/sitrep/ nav"]
