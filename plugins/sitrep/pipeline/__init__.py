"""Where the rooms meet: one function for each step, called by the DAGs and by the command line alike.

Each step takes and gives plain values (days, paths, ids), so that a scheduler can store and repeat it, and reads its
settings from the environment unless it is handed some. Each step may be killed and run again.
"""

from sitrep.pipeline.archives import plan_archive, read_archive
from sitrep.pipeline.extraction import extract_capture
from sitrep.pipeline.ledger import build_models, load_night, load_staged, publish, write_report
from sitrep.pipeline.night import fetch_batch, judge_night, plan_night
from sitrep.pipeline.upkeep import (
    apply_retention,
    compact_staged,
    compare_versions,
    plan_reprocess,
    reprocess_shard,
    verify_captures,
)

__all__ = [
    "apply_retention",
    "build_models",
    "compact_staged",
    "compare_versions",
    "extract_capture",
    "fetch_batch",
    "judge_night",
    "load_night",
    "load_staged",
    "plan_archive",
    "plan_night",
    "plan_reprocess",
    "publish",
    "read_archive",
    "reprocess_shard",
    "verify_captures",
    "write_report",
]
