"""Write what a shard gave as Parquet, and put staged shards into the warehouse: each article once, or not at all.

Staging and loading are apart because extraction runs as wide as there are workers while the warehouse takes one
writer: workers leave folders, the loader takes them in plan order.

Rows are replaced by article and revision in one transaction, so that a load can be killed and repeated. What a
database would keep by keys is kept by audits that run before the commit; a failed audit rolls everything back.

Decisions
2026-11  Of one text captured twice the best-dated, then the earliest capture stays: loading again in another order, or
         an archive of what the feeds already gave, changes nothing.
2026-11  The same capture with another text is the same revision, read by a newer version; another capture with
         another text is an edit, and the old revision stays.
2026-11  Loads that bring the same rows touch nothing, so that the models have nothing to do after a rerun.
"""

from sitrep.load.compaction import compact_group
from sitrep.load.comparison import FigureChange, compare_staged
from sitrep.load.shards import LoadReport, load_shards
from sitrep.load.staged import (
    find_staged,
    is_staged,
    list_compacted,
    list_loose,
    list_staged,
    read_compacted,
    read_staged,
    remove_staged,
    write_staged,
)

__all__ = [
    "FigureChange",
    "LoadReport",
    "compact_group",
    "compare_staged",
    "find_staged",
    "is_staged",
    "list_compacted",
    "list_loose",
    "list_staged",
    "load_shards",
    "read_compacted",
    "read_staged",
    "remove_staged",
    "write_staged",
]
