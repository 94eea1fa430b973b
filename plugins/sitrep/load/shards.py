"""Load staged shards into the raw tables: delete and insert by article and revision, in one transaction.

In      folders of staged Parquet, in plan order
Out     rows of schema `raw`; LoadReport says how many
Errors  BusyError where somebody else holds the warehouse; AuditError where rows break a promise, after rolling back;
        SettingsError for a folder that was never staged
Why     all of it is SQL over sets, so that a load costs one pass over the big tables, not one a row

Many shards are loaded in chunks, each a transaction of its own: what a killed load has committed stays, and loading
again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import duckdb

from sitrep.load.audits import audit_load
from sitrep.load.references import load_references
from sitrep.load.staged import TABLES, Staged, arrow_schema, find_staged
from sitrep.load.stories import assign_stories
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse

_CHUNK_BYTES = 512_000_000


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load has written. `unchanged` counts articles whose rows were there already, to the letter."""

    shards: int = 0
    articles: int = 0
    figures: int = 0
    events: int = 0
    rejects: int = 0
    fetches: int = 0
    unchanged: int = 0

    def __add__(self, other: LoadReport) -> LoadReport:
        """Add up two loads."""
        return LoadReport(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def load_shards(settings: Settings, folders: Sequence[Path], *, wait_seconds: float = 0.0) -> LoadReport:
    """Load the folders in the given order, and the theatre's reference tables with them."""
    shards = [find_staged(folder) for folder in folders]
    report = LoadReport()
    with hold_warehouse(settings, "load", wait_seconds=wait_seconds) as con:
        con.begin()
        load_references(con, settings)
        con.commit()
        for chunk in _chunks(shards):
            con.begin()
            try:
                report += load_chunk(con, chunk)
                con.commit()
            except BaseException:
                con.rollback()
                raise
        # Readers of the file after us must find no WAL.
        con.execute("checkpoint")
    return report


def load_chunk(con: duckdb.DuckDBPyConnection, shards: Sequence[Staged]) -> LoadReport:
    """Load some shards inside the caller's transaction."""
    _stage(con, shards)
    _match_revisions(con)
    _choose_captures(con)
    _name_rows(con)
    _drop_unchanged(con)
    _replace_rows(con)
    # In plan order, so that the first telling of a story is the same in every rebuild.
    assign_stories(con, con.execute("select article_id, revision from chosen order by shard_no, row_no").fetchall())
    _log_changes(con)
    audit_load(con)
    report = _count(con, len(shards))
    _drop_temporary(con)
    return report


def _chunks(shards: Sequence[Staged]) -> Iterator[list[Staged]]:
    chunk: list[Staged] = []
    size = 0
    for shard in shards:
        # Shards that one folder holds are read together.
        is_new = not chunk or chunk[-1].holder != shard.holder
        bytes_here = sum(shard.file(table).stat().st_size for table in TABLES) if is_new else 0
        if chunk and size + bytes_here > _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(shard)
        size += bytes_here
    if chunk:
        yield chunk


def _stage(con: duckdb.DuckDBPyConnection, shards: Sequence[Staged]) -> None:
    """Read the Parquet into `staged_*`, each row with its shard and its place in the plan."""
    con.execute("create or replace temp table shards (holder varchar, shard_id varchar, shard_no bigint)")
    con.executemany(
        "insert into shards values (?, ?, ?)",
        [[str(shard.holder), shard.shard_id, number] for number, shard in enumerate(shards)],
    )
    for table, record in TABLES.items():
        columns = ", ".join(f"rows.{name}" for name in arrow_schema(record).names)
        # Of a shard that is given twice the later folder counts.
        con.execute(
            f"""
            create or replace temp table staged_{table} as
            select {columns}, shards.shard_id, shards.shard_no, rows.file_row_number as row_no
            from read_parquet(?, filename = true, file_row_number = true) as rows
            inner join shards
                on rows.filename = shards.holder || '/{table}.parquet' and rows.shard_id = shards.shard_id
            where shards.shard_no in (select max(shard_no) from shards group by shard_id)
            """,  # noqa: S608  # names are ours: the record classes'
            [sorted({str(shard.file(table)) for shard in shards})],
        )


def _match_revisions(con: duckdb.DuckDBPyConnection) -> None:
    """Give each distinct text of each staged article its revision: `texts` (article_id, text_hash, revision)."""
    con.execute("""
        create or replace temp table ledger as
        select
            article_id, revision, text_hash, published_basis, captured_at, capture_file, capture_offset,
            shard_id in (select shard_id from shards) as is_ours
        from raw.articles
        where article_id in (select article_id from staged_articles)
    """)
    con.execute("""
        create or replace temp table texts as
        with staged as (
            select article_id, text_hash, min((shard_no, row_no)) as plan_position
            from staged_articles
            group by all
        ),

        by_text as (
            select article_id, text_hash, min(revision) as revision from ledger group by all
        ),

        -- The same capture, read anew by another version, is the same revision though its text differs.
        by_capture as (
            select staged.article_id, staged.text_hash, ledger.revision, min((shard_no, row_no)) as plan_position
            from staged_articles as staged
            inner join ledger using (article_id, capture_file, capture_offset)
            anti join by_text on staged.article_id = by_text.article_id and staged.text_hash = by_text.text_hash
            anti join staged_articles as same
                on ledger.article_id = same.article_id and ledger.text_hash = same.text_hash
            group by all
        ),

        known as (
            select article_id, text_hash, revision from by_text semi join staged using (article_id, text_hash)
            union all
            select article_id, min_by(text_hash, plan_position), revision from (
                select article_id, text_hash, min(revision) as revision, min(plan_position) as plan_position
                from by_capture
                group by article_id, text_hash
            )
            group by article_id, revision
        ),

        highest as (select article_id, max(revision) as revision from ledger group by article_id),

        fresh as (
            select
                staged.article_id,
                staged.text_hash,
                coalesce(highest.revision, -1)
                + row_number() over (partition by staged.article_id order by plan_position) as revision
            from staged
            left join highest using (article_id)
            anti join known on staged.article_id = known.article_id and staged.text_hash = known.text_hash
        )

        from known
        union all
        from fresh
    """)


def _choose_captures(con: duckdb.DuckDBPyConnection) -> None:
    """Choose which capture of a text stays: `chosen`, one row a text whose staged capture is the one."""
    con.execute("""
        create or replace temp table chosen as
        with candidates as (
            select article_id, text_hash, published_basis, captured_at, capture_file, capture_offset, shard_no, row_no
            from staged_articles
            union all
            select article_id, text_hash, published_basis, captured_at, capture_file, capture_offset, null, null
            from ledger
            semi join staged_articles using (article_id, text_hash)
            -- What these shards gave before is what they give now, or gone.
            where not is_ours
        )

        select candidates.article_id, candidates.text_hash, candidates.shard_no, candidates.row_no, texts.revision
        from candidates
        inner join texts using (article_id, text_hash)
        qualify row_number() over (
            partition by article_id, text_hash
            order by
                list_position(['feed', 'page', 'archive', 'none'], published_basis),
                captured_at, capture_file, capture_offset, shard_no, row_no
        ) = 1
    """)
    con.execute("delete from chosen where shard_no is null")


def _name_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Make the rows to be written, with their final revision and ids: `new_articles`, `new_figures`, `new_events`.

    An id hashes the article and the span. Two revisions share spans, so that a later one's ids are hashed once more.
    """
    con.execute("""
        create or replace temp table new_articles as
        select staged.* replace (chosen.revision as revision), staged.revision as staged_revision, story_id
        from staged_articles as staged
        inner join chosen using (shard_no, row_no)
        left join (select article_id, revision, story_id from raw.articles) as old
            on staged.article_id = old.article_id and chosen.revision = old.revision
    """)
    for table, ids in (("figures", ("figure_id", "part_of", "supersedes")), ("events", ("event_id",))):
        renamed = ", ".join(
            f"case when article.revision = staged.revision then {name} "
            f"else left(md5({name} || '/' || article.revision), length({name})) end as {name}"
            for name in ids
        )
        con.execute(f"""
            create or replace temp table new_{table} as
            select staged.* exclude (shard_id, shard_no, row_no) replace (article.revision as revision, {renamed})
            from staged_{table} as staged
            inner join new_articles as article
                on staged.shard_no = article.shard_no
                and staged.article_id = article.article_id
                and staged.revision = article.staged_revision
        """)  # noqa: S608  # names are ours
    con.execute("alter table new_articles drop column staged_revision")
    con.execute("alter table new_articles drop column shard_no")
    con.execute("alter table new_articles drop column row_no")


def _drop_unchanged(con: duckdb.DuckDBPyConnection) -> None:
    """Take out what the ledger holds to the letter, and list what has to go: `unchanged`, `stale`."""
    con.execute("create or replace temp table keys as select article_id, revision from new_articles")
    differing = " union ".join(
        f"""
        select article_id, revision from (
            (select {columns} from new_{table}
                except all select {columns} from raw.{table} semi join keys using (article_id, revision))
            union all
            (select {columns} from raw.{table} semi join keys using (article_id, revision)
                except all select {columns} from new_{table})
        )
        """  # noqa: S608  # names are ours
        for table, columns in _columns(con).items()
    )
    con.execute(f"create or replace temp table changed as {differing}")
    con.execute("create or replace temp table unchanged as from keys anti join changed using (article_id, revision)")
    for table in ("articles", "figures", "events"):
        _delete(con, f"new_{table}", "unchanged")
    # What these shards once gave and give no more: read by a newer version, a page may be a reject now.
    con.execute("""
        create or replace temp table stale as
        select article_id, revision
        from raw.articles
        semi join shards using (shard_id)
        anti join keys using (article_id, revision)
    """)


def _replace_rows(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create or replace temp table doomed as from changed union from stale")
    for table, columns in _columns(con).items():
        _delete(con, f"raw.{table}", "doomed")
        con.execute(f"insert into raw.{table} by name select {columns} from new_{table}")  # noqa: S608  # ours
    for table in ("rejects", "fetches"):
        con.execute(f"delete from raw.{table} where shard_id in (select shard_id from shards)")  # noqa: S608  # ours
        con.execute(
            f"insert into raw.{table} by name select * exclude (shard_no, row_no) from staged_{table} "  # noqa: S608
            "order by shard_no, row_no"
        )


def _delete(con: duckdb.DuckDBPyConnection, table: str, keys: str) -> None:
    con.execute(f"""
        delete from {table} using {keys}
        where {table}.article_id = {keys}.article_id and {table}.revision = {keys}.revision
    """)  # noqa: S608  # names are ours


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    names = {
        table: [name for (name, *_) in con.execute(f"describe new_{table}").fetchall()]
        for table in ("articles", "figures", "events")
    }
    return {table: ", ".join(columns) for table, columns in names.items()}


def _log_changes(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("""
        insert into raw.changes
        select (select coalesce(max(load_seq), 0) + 1 from raw.changes), article_id
        from (select distinct article_id from doomed)
        order by article_id
    """)


def _count(con: duckdb.DuckDBPyConnection, shards: int) -> LoadReport:
    def rows(table: str) -> int:
        found = con.execute(f"select count(*) from {table}").fetchone()  # noqa: S608  # names are ours
        return int(found[0]) if found else 0

    return LoadReport(
        shards=shards,
        articles=rows("new_articles"),
        figures=rows("new_figures"),
        events=rows("new_events"),
        rejects=rows("staged_rejects"),
        fetches=rows("staged_fetches"),
        unchanged=rows("unchanged"),
    )


def _drop_temporary(con: duckdb.DuckDBPyConnection) -> None:
    names = con.execute("select table_name from duckdb_tables() where temporary").fetchall()
    for (name,) in names:
        con.execute(f'drop table temp."{name}"')
