"""Show the published tables: fronts by day, a map, tallies, what is contested, and the words behind each number.

One FastAPI app, a page without a build step at run time, and charts by Vega-Lite. The same app is shown inside
Airflow's UI, behind Airflow's login, and by `sitrep serve` on 127.0.0.1, behind a token of its own. Whatever it shows
was written by strangers: the server cuts and cleans it, the page only ever sets text, and the policy forbids scripts.

Decisions
2026-11  Vega runs its expressions by an interpreter, since our policy forbids eval; vl-convert's bundle has none.
2026-11  The page draws its tables itself: a framework would be larger than all that it shows.
2026-11  Files of the page go through a route, not a mount: dependencies of an app do not cover its mounts.
"""

from sitrep.dashboard.app import make_app
from sitrep.dashboard.serve import serve_dashboard

__all__ = ["make_app", "serve_dashboard"]
