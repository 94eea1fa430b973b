"""Join the small Parquet of a group's shards: a night leaves a hundred folders, a year of nights too many to list.

In      a group: the folder above the shards', such as a day's
Out     one folder `compacted-N` that holds the rows of all, a row group a shard, and `shards.json` that names them
Errors  none of its own
Why     The joined folder gets a new number and is in its place before anything is removed; where both are there the
        shard's own folder counts, then the higher number. So a kill at any moment leaves every row readable, and the
        next run ends the work.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq

from sitrep.load.staged import (
    COMPACTED,
    TABLES,
    Staged,
    find_staged,
    list_compacted,
    list_loose,
    list_staged,
    make_note,
    name_draft,
    remove_staged,
    staged_schema,
    sync_folder,
)


def compact_group(group: Path) -> int:
    """Join what lies loose in a group, and what was joined before; returns how many folders are gone by it.

    Nothing is done where a single folder holds the group already.
    """
    loose, compacted = list_loose(group), list_compacted(group)
    if len(loose) + len(compacted) < 2:  # noqa: PLR2004  # two make a pair
        return 0
    members = {folder.name: find_staged(folder) for folder in list_staged(group)}
    draft = group / name_draft(COMPACTED)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for table, record in TABLES.items():
        _join(list(members.values()), table, record, draft / f"{table}.parquet")
    notes = {name: make_note(staged.shard_id, staged.counts) for name, staged in members.items()}
    (draft / "shards.json").write_text(json.dumps(notes), encoding="utf-8")
    sync_folder(draft)
    number = int(compacted[-1].name.removeprefix(COMPACTED)) + 1 if compacted else 1
    draft.rename(group / f"{COMPACTED}{number:04}")
    for folder in (*compacted, *loose):
        remove_staged(folder)
    return len(loose) + len(compacted) - 1


def _join(members: list[Staged], table: str, record: type, path: Path) -> None:
    schema = staged_schema(record)
    with pq.ParquetWriter(path, schema) as writer:
        for staged in members:
            if staged.counts[table]:
                # Row groups of one shard each: a reader of one shard skips the others by their statistics.
                rows = pq.read_table(staged.file(table), filters=[("shard_id", "=", staged.shard_id)])
                writer.write_table(rows.select(schema.names), row_group_size=rows.num_rows)
