"""Give readers a database of their own: a checked copy of the warehouse that nobody writes any more.

Readers and the writer of a DuckDB file shut each other out, so they never share one. A published file appears under
its final name only when it is whole and checked, and the link `sitrep.duckdb` moves in one step: a reader sees the old
run or the new one, never half of one, and keeps what it has open for as long as it likes.

Decisions
2026-11  A plain copy after a clean close: copying a database inside DuckDB took twenty times as long.
2026-11  Versioned files behind a link: reopening a replaced path in one process gives the old data.
"""

from sitrep.publish.exports import export_marts
from sitrep.publish.snapshots import latest_snapshot, publish_snapshot

__all__ = ["export_marts", "latest_snapshot", "publish_snapshot"]
