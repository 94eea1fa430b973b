"""Run the SQL models of `sql/` (a dbt project) on the warehouse, inside this process.

The counting is SQL because analysts must be able to read and change it, and dbt because it brings tests, lineage and
documentation that they know. This room only decides what to run: it looks what came since the last run, builds anew
where the models, their policies or the theatre have changed, and says which model or test failed.

Decisions
2026-11  In process: a subprocess would cost two seconds a run and hide the failing node in a log.
2026-11  dbt keeps the database locked after a run: its connections are closed here, always.
"""

from sitrep.models.build import build_models, write_docs

__all__ = ["build_models", "write_docs"]
