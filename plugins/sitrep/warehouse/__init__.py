"""The database file itself: who may hold it, which schema it has, how a published copy is opened for reading.

While one process has a DuckDB file open to write, no other process can open it, even to read. So there are two
files: the warehouse, which the loader, the models and the publisher open one at a time, late and briefly; and the
published snapshot, which readers open and nobody writes. Both stand here, below the rooms, because rooms never
import each other and five of them touch a database.

Decisions
2026-11  No primary keys. Reloads were 3-10 times slower with them and the file twice as large; audits at load instead.
2026-11  Files in the storage format of DuckDB 1.5, so that either line, and the clients people have, can open them.
"""

from sitrep.warehouse.database import connect_file, hold_warehouse, lock_warehouse
from sitrep.warehouse.migrations import apply_migrations
from sitrep.warehouse.project import find_project
from sitrep.warehouse.snapshot import find_snapshot, has_time_limit, open_snapshot

__all__ = [
    "apply_migrations",
    "connect_file",
    "find_project",
    "find_snapshot",
    "has_time_limit",
    "hold_warehouse",
    "lock_warehouse",
    "open_snapshot",
]
