"""Say what a new version of the pipeline would change, before anything is loaded.

In      staged shards of this version; the published snapshot, which holds the rows of the version before
Out     one FigureChange a front and kind of change, and examples
Errors  SettingsError where a folder is no staged shard
Why     A figure is the same if its article, its place in the text, its value and its effect are: ids hash more than
        that, and would call every improvement a loss and a gain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from sitrep.load.staged import Staged, find_staged
from sitrep.settings import Settings

_COMPARED = (
    "value_max", "qualifier", "entity", "side", "kind", "claimant", "claimant_side", "status", "date_start", "date_end",
    "place_id", "front_id", "quote",
)  # fmt: skip

_SQL = f"""
with new_articles as (
    select distinct article_id from read_parquet($articles) where list_contains($shards, shard_id)
),

before as (
    select figures.* from ledger.raw.figures as figures
    inner join new_articles using (article_id)
    inner join (
        select article_id, max(revision) as revision from ledger.raw.articles group by article_id
    ) as newest using (article_id, revision)
),

after as (select * from read_parquet($figures) where list_contains($shards, shard_id)),

compared as (
    select
        coalesce(after.front_id, before.front_id) as front_id,
        coalesce(after.quote, before.quote) as quote,
        case
            when before.figure_id is null then 'added'
            when after.figure_id is null then 'gone'
            when {" or ".join(f"before.{name} is distinct from after.{name}" for name in _COMPARED)} then 'altered'
            else 'same'
        end as change
    from before
    full join after
        on
            before.article_id = after.article_id and before.span_field = after.span_field
            and before.span_start = after.span_start and before.value = after.value and before.effect = after.effect
)

select front_id, change, count(*) as n_figures, min(quote) as example
from compared
where change != 'same'
group by front_id, change
order by front_id nulls last, change
"""  # noqa: S608  # the names are ours


@dataclass(frozen=True, slots=True)
class FigureChange:
    """How many figures of a front were added, gone or altered; `example` is one of their quotes."""

    front_id: str | None
    change: Literal["added", "gone", "altered"]
    n_figures: int
    example: str


def compare_staged(settings: Settings, folders: Sequence[Path]) -> list[FigureChange]:
    """Compare staged shards with what is published of the same articles; all is `added` before the first publish."""
    staged = [find_staged(folder) for folder in folders]
    if not staged:
        return []
    with duckdb.connect(config={"memory_limit": settings.query_memory}) as con:
        if settings.snapshot.exists():
            con.execute(f"attach '{settings.snapshot.resolve()}' as ledger (read_only)")
        else:
            _attach_nothing(con, staged[0])
        asked: dict[str, list[str]] = {
            name: sorted({str(shard.file(name)) for shard in staged}) for name in ("articles", "figures")
        }
        asked["shards"] = [shard.shard_id for shard in staged]
        return [FigureChange(*row) for row in con.execute(_SQL, asked).fetchall()]


def _attach_nothing(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    con.execute("attach ':memory:' as ledger; create schema ledger.raw")
    for name in ("articles", "figures"):
        con.execute(f"create table ledger.raw.{name} as from read_parquet(?) limit 0", [str(staged.file(name))])
