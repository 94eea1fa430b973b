"""Check what a load has just written, before it is committed: what a database would keep by keys and references.

In      the caller's open transaction: raw tables, and `staged_*`, `new_*` of the load
Out     nothing
Errors  AuditError naming the promise, how many rows break it, and one of them
Why     only rows of this load and those they meet are looked at, so that a nightly load pays for a night
"""

from __future__ import annotations

import typing

import duckdb

from sitrep import records
from sitrep.errors import AuditError


def audit_load(con: duckdb.DuckDBPyConnection) -> None:
    """Run every audit; the first that finds a row raises."""
    for promise, query in (*_UNIQUE.items(), *_REFERENCES.items(), *_WORDS.items(), *_vocabulary().items()):
        broken = con.execute(f"select subject, count(*) over () from ({query}) limit 1").fetchall()  # noqa: S608  # ours
        if broken:
            raise AuditError(f"{promise} ({broken[0][1]} rows; the load was rolled back)", subject=str(broken[0][0]))


_UNIQUE = {
    "two articles are the same revision": """
        select article_id || ' revision ' || revision as subject from raw.articles
        where article_id in (select article_id from new_articles)
        group by article_id, revision having count(*) > 1
    """,
    "two figures have one id": """
        select figure_id as subject from raw.figures
        where figure_id in (select figure_id from new_figures)
        group by figure_id having count(*) > 1
    """,
    "two events have one id": """
        select event_id as subject from raw.events
        where event_id in (select event_id from new_events)
        group by event_id having count(*) > 1
    """,
}

_REFERENCES = {
    "a figure belongs to no article": """
        select figure_id as subject from staged_figures
        anti join staged_articles using (shard_no, article_id, revision)
    """,
    "an event belongs to no article": """
        select event_id as subject from staged_events
        anti join staged_articles using (shard_no, article_id, revision)
    """,
    "a figure is part of one that its article does not state": """
        select f.figure_id as subject from new_figures as f
        anti join new_figures as whole
            on f.part_of = whole.figure_id and f.article_id = whole.article_id and f.revision = whole.revision
        where f.part_of is not null
    """,
    "a figure supersedes one that its article does not state": """
        select f.figure_id as subject from new_figures as f
        anti join new_figures as former
            on f.supersedes = former.figure_id and f.article_id = former.article_id and f.revision = former.revision
        where f.supersedes is not null
    """,
    "a front is unknown to the theatre": """
        select subject from (
            select figure_id as subject, unnest(string_split(front_id, '|')) as front_id from new_figures
            union all
            select event_id, unnest(string_split(front_id, '|')) from new_events
        )
        anti join raw.fronts using (front_id)
        where front_id is not null
    """,
    "a story is missing": "select article_id as subject from raw.articles where story_id is null",
}

# Every number shows its words: the span holds the quote, letter for letter.
_QUOTE = """
    select r.{id} as subject
    from {table} as r
    inner join raw.articles as a using (article_id, revision)
    where
        r.quote is distinct from substr(
            case when r.span_field = 'title' then a.title else a.text end, r.span_start + 1, r.span_end - r.span_start
        )
"""
_WORDS = {
    "a figure's span does not hold its quote": _QUOTE.format(id="figure_id", table="new_figures"),
    "an event's span does not hold its quote": _QUOTE.format(id="event_id", table="new_events"),
    "a figure's days or values are out of order": """
        select figure_id as subject from new_figures
        where date_start > date_end or value_max < value or value < 0 or not isfinite(value)
    """,
    "an event's days are out of order": "select event_id as subject from new_events where date_start > date_end",
}


def _vocabulary() -> dict[str, str]:
    """Every column whose annotation lists its words holds only those."""
    audits = {}
    for table, record, name in (
        ("new_articles", records.Article, "article_id"),
        ("new_figures", records.Figure, "figure_id"),
        ("new_events", records.Event, "event_id"),
    ):
        for column, hint in typing.get_type_hints(record).items():
            words = _words(hint)
            if words:
                listed = ", ".join(f"'{word}'" for word in words)
                audits[f"{table.removeprefix('new_')}.{column} is none of its words"] = (
                    f"select {name} as subject from {table} where {column} not in ({listed})"  # noqa: S608  # ours
                )
    return audits


def _words(hint: object) -> tuple[str, ...]:
    if typing.get_origin(hint) is typing.Literal:
        return typing.get_args(hint)
    return next((words for arg in typing.get_args(hint) if (words := _words(arg))), ())
