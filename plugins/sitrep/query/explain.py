"""Show the words behind a figure or event: the sentence, the article, the rules, and what others say of the same.

In      a figure_id or event_id
Out     a mapping: `kind`, `record` (the row), `article`, `before`, `words`, `after` (the paragraph around the span),
        `copies` (articles of the same story), `incident` and `claims` (for figures of an incident)
Errors  SettingsError where no record has that id
"""

from __future__ import annotations

from typing import Any

import duckdb

from sitrep.errors import SettingsError
from sitrep.settings import Settings
from sitrep.warehouse import open_snapshot

_ARTICLE = """
    select
        article_id, revision, title, url, source_id, published_at, published_day, published_basis, captured_at,
        capture_file, capture_offset, story_id, pipeline_version, text
    from raw.articles where article_id = ? and revision = ?
"""

_COPIES = """
    select distinct source_id, url, known_at from intermediate.int_articles
    where story_id = ? and article_id != ? and is_current order by known_at, url
"""

_CLAIMS = """
    select
        claims.claimant_side, claims.value, claims.qualifier, figures.claimant,
        nullif(concat_ws(' … ', figures.quote, added.quote), '') as quote, claims.figure_id
    from intermediate.int_claims as claims
    left join staging.stg_figures as figures on claims.figure_id = figures.figure_id
    left join staging.stg_figures as added on claims.added_figure_id = added.figure_id
    where claims.incident_id = ?
    order by claims.claimant_side nulls last
"""


def explain_record(settings: Settings, record_id: str) -> dict[str, Any]:
    """Return all that is known about one figure or event."""
    con = open_snapshot(settings)
    try:
        for kind, table in (("figure", "figures"), ("event", "events")):
            found = _rows(con, f"select * from raw.{table} where {kind}_id = ?", [record_id])  # noqa: S608  # ours
            if found:
                return _explain(con, kind, found[0])
    finally:
        con.close()
    raise SettingsError("is the id of no figure and no event of the snapshot", subject=record_id)


def _explain(con: duckdb.DuckDBPyConnection, kind: str, record: dict[str, Any]) -> dict[str, Any]:
    article = _rows(con, _ARTICLE, [record["article_id"], record["revision"]])[0]
    text = article.pop("text")
    field = (article["title"] or "") if record["span_field"] == "title" else text
    start, end = record["span_start"], record["span_end"]
    opens = field.rfind("\n", 0, start) + 1
    closes = field.find("\n", end)
    explanation: dict[str, Any] = {
        "kind": kind,
        "record": record,
        "article": article,
        "before": field[opens:start],
        "words": field[start:end],
        "after": field[end : closes if closes >= 0 else len(field)],
        "copies": _rows(con, _COPIES, [article["story_id"], article["article_id"]]),
        "incident": None,
        "claims": [],
    }
    if kind == "figure":
        incidents = _rows(
            con,
            "select f.* from intermediate.int_incident_facts as f "
            "inner join intermediate.int_incidents as i using (incident_id) where i.figure_id = ?",
            [record["figure_id"]],
        )
        if incidents:
            explanation["incident"] = incidents[0]
            explanation["claims"] = _rows(con, _CLAIMS, [incidents[0]["incident_id"]])
    return explanation


def _rows(con: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> list[dict[str, Any]]:
    cursor = con.execute(query, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
