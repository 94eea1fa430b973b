"""Answer SQL about the published tables, safely: whatever is asked, nothing is changed, reached or held up.

The question may come from a person, a script or a page. So it runs on a hardened connection (`open_snapshot`), with
little memory, within a time limit, and what goes wrong is said in one line that names what to do.

Decisions
2026-11  The limit is kept by a timer of our own: DuckDB 1.5 has none, and 2.0's counts neither fetching nor printing.
"""

from sitrep.query.explain import explain_record
from sitrep.query.plot import plot_query
from sitrep.query.prompt import run_prompt
from sitrep.query.run import ask, run_query
from sitrep.warehouse import open_snapshot

__all__ = ["ask", "explain_record", "open_snapshot", "plot_query", "run_prompt", "run_query"]
