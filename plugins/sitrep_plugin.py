"""Register the dashboard with Airflow: an app at /sitrep behind Airflow's login, and a view in its navigation.

Every process of Airflow loads plugins, workers and the DAG processor too, and only the API server shows pages. So the
app is built when the server asks for it, and the others never import a web framework or a database.
"""

from __future__ import annotations

import functools
from typing import Any

from airflow.plugins_manager import AirflowPlugin


@functools.cache
def _make_apps() -> list[dict[str, Any]]:
    from airflow.api_fastapi.auth.managers.models.resource_details import AccessView  # noqa: PLC0415  # see above
    from airflow.api_fastapi.core_api.security import requires_access_view  # noqa: PLC0415  # see above
    from fastapi import Depends  # noqa: PLC0415  # see above

    from sitrep.dashboard import make_app  # noqa: PLC0415  # see above
    from sitrep.settings import load_settings  # noqa: PLC0415  # see above

    # An app of a plugin is open to everybody unless it says otherwise.
    app = make_app(load_settings(), [Depends(requires_access_view(AccessView.PLUGINS))])
    return [{"app": app, "url_prefix": "/sitrep", "name": "Sitrep"}]


class _AppsWhenAsked:
    """An attribute that is worked out at its first reading."""

    def __get__(self, instance: object, owner: type) -> list[dict[str, Any]]:
        return _make_apps()


class SitrepPlugin(AirflowPlugin):
    """The dashboard, as Airflow knows it."""

    name = "sitrep"
    fastapi_apps = _AppsWhenAsked()  # type: ignore[assignment]  # reads as the list that Airflow wants
    external_views = [  # noqa: RUF012  # Airflow's own shape
        {
            "name": "Sitrep",
            "href": "/sitrep/",
            "destination": "nav",
            "category": "browse",
            "url_route": "sitrep",
        }
    ]
