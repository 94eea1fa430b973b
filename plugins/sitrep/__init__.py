"""Sitrep turns war reporting into a ledger: who claimed which figure, about what, when and where.

Rooms import downwards only: dags -> dag_defaults, pipeline -> rooms -> captures, theatres, urls, settings ->
records -> errors. Rooms never import each other; they meet in `pipeline.py`.
"""

PIPELINE_VERSION = "2"
"""Raised whenever the same capture would give other rows; `reprocess` acts on it."""
