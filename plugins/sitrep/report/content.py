"""Gather what a report says, as plain values: the same for the page, the JSON and the feed.

In      the newest snapshot and the one before it, a day
Out     Content, all texts fit to be shown
Units   days inclusive; the charts look back five weeks, contested incidents one
Errors  those of `sitrep.views`
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import duckdb

from sitrep.display import EVENT_NAMES, SIDE_NAMES, clean_text, format_number, format_range, name_effect
from sitrep.views import Filters, Span, ask, build_question

BACK_DAYS = 35
CONTESTED_DAYS = 7
_SIDES = ("ua", "ru", "third")
# The first of these that a claimant states is the one that the headline names.
_LEADING_SERIES = ("ru_loss_personnel", "ua_loss_personnel")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a report says about one day."""

    day: dt.date
    published_at: dt.datetime
    is_sample: bool
    lead: list[str]
    fronts: list[Row]
    claims: list[Row]
    contested: list[Row]
    events: list[Row]
    tallies: list[Row]
    new_places: list[Row]
    changes: dict[str, Any] | None
    sources: list[Row]
    coverage: Row | None
    totals: Row
    # What only the charts need.
    front_days: list[Row]
    coverage_days: list[Row]
    places: list[Row]
    tally_days: list[Row]
    front_list: list[Row]

    def as_json(self) -> dict[str, Any]:
        """What the JSON file holds: all but the charts' data."""
        names = (
            "day", "published_at", "is_sample", "lead", "fronts", "claims", "contested", "events", "tallies",
            "new_places", "changes", "sources", "coverage", "totals",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Asker:
    """A connection and the days it covers: asks views about one day or the days before it."""

    con: duckdb.DuckDBPyConnection
    span: Span
    day: dt.date

    def rows(self, view: str, *, back_days: int = 1, limit: int = 100, **filters: Any) -> list[Row]:  # noqa: ANN401  # Filters checks
        """The rows of a view over the last days, texts fit to be shown."""
        since = self.day - dt.timedelta(days=back_days - 1)
        chosen = Filters(since=since, until=self.day, limit=limit, **filters)
        answer = ask(self.con, build_question(view, chosen, self.span))
        return [{name: _show(value) for name, value in row.items()} for row in answer.as_dicts()]


def gather_content(
    asker: Asker, *, published_at: dt.datetime, is_sample: bool, before: tuple[Asker, dt.datetime] | None
) -> Content:
    """Ask everything about one day; `before` is the snapshot published before this one, where there is one."""
    front_list = asker.rows("front_list")
    names = {row["front_id"]: row["name"] for row in front_list}
    sources = {row["source_id"]: row["name"] for row in asker.rows("source_list")}
    contested = [_describe_incident(row, names) for row in asker.rows("contested", back_days=CONTESTED_DAYS, limit=12)]
    fronts = [_describe_front(row) for row in asker.rows("brief")]
    tallies = [
        row for row in asker.rows("tallies_latest") if asker.day - row["day"] < dt.timedelta(days=CONTESTED_DAYS)
    ]
    coverage = next(iter(asker.rows("coverage")), None)
    events = asker.rows("timeline", limit=60)
    for row in events:
        row["front"] = names.get(row["front_id"], row["front_id"])
        row["source"] = sources.get(row["source_id"], row["source_id"])
    return Content(
        day=asker.day,
        published_at=published_at,
        is_sample=is_sample,
        lead=write_lead(fronts, tallies, contested, coverage),
        fronts=fronts,
        claims=[_describe_claim(row) for row in asker.rows("claims", limit=60)],
        contested=contested,
        events=events,
        tallies=tallies,
        new_places=asker.rows("new_places", limit=40),
        changes=_compare(asker, *before) if before else None,
        sources=asker.rows("sources"),
        coverage=coverage,
        totals=asker.rows("totals")[0],
        front_days=asker.rows("fronts", back_days=BACK_DAYS),
        coverage_days=asker.rows("coverage", back_days=BACK_DAYS),
        places=asker.rows("map_events", back_days=CONTESTED_DAYS),
        tally_days=asker.rows("tallies", back_days=BACK_DAYS),
        front_list=front_list,
    )


def write_lead(fronts: list[Row], tallies: list[Row], contested: list[Row], coverage: Row | None) -> list[str]:
    """Say the day in a few sentences, each of which the report proves further down."""
    return [
        sentence
        for sentence in (
            _say_events(fronts, coverage),
            _say_tally(tallies),
            _say_dispute(contested),
            _say_reading(coverage),
        )
        if sentence
    ]


def _say_events(fronts: list[Row], coverage: Row | None) -> str:
    busy = [row for row in fronts if row["n_events"]]
    if not busy:
        return "Nothing was reported to have happened." if coverage else "No articles are known for this day."
    n_events = sum(row["n_events"] for row in busy)
    first = busy[0]
    where = f"on {len(busy)} fronts" if len(busy) > 1 else f"on one front, {first['front']}"
    if len(busy) > 1 and first["n_events"] > busy[1]["n_events"]:
        where += f", most of them on {first['front']} ({first['n_events']})"
    return f"{n_events} event{'s' if n_events != 1 else ''} {where}."


def _say_tally(tallies: list[Row]) -> str:
    leading = [row for row in tallies if row["measure_id"] in _LEADING_SERIES] or tallies
    if not leading:
        return ""
    row = leading[0]
    more = row["increment_stated"] if row["increment_stated"] is not None else row["increment_computed"]
    step = f", {format_number(more)} more than the day before" if more is not None else ""
    return f"{SIDE_NAMES[row['claimant_side']]} puts {row['measure']} at {format_number(row['total'])}{step}."


def _say_dispute(contested: list[Row]) -> str:
    if not contested:
        return ""
    row = contested[0]
    verbs = {"ua": "says", "ru": "says", "third": "say"}
    said = [f"{row[f'name_{s}']} {verbs[s]} {row[f'words_{s}']}" for s in _SIDES if row[f"figure_id_{s}"]]
    if row["denied_by"]:
        said += [f"{SIDE_NAMES[side]} denies it" for side in row["denied_by"]]
    return f"Most disputed: {row['what']}{' in ' + row['place'] if row['place'] else ''}: {', '.join(said)}."


def _say_reading(coverage: Row | None) -> str:
    if not coverage:
        return ""
    return (
        f"Read: {format_number(coverage['n_stories'])} stories in {format_number(coverage['n_articles'])} articles of "
        f"{coverage['n_sources']} sources, with {format_number(coverage['n_figures'])} figures."
    )


def _describe_incident(row: Row, fronts: dict[str, str]) -> Row:
    """Add the words: what is counted, where, and each side's number."""
    words = {f"words_{side}": _say_value(row, side) for side in _SIDES}
    names = {f"name_{side}": SIDE_NAMES[side] for side in _SIDES}
    front = fronts.get(row["front_id"], row["front_id"])
    return {**row, **words, **names, "front": front, "what": _name_loss(row, row["side"])}


def _say_value(row: Row, side: str) -> str | None:
    if not row[f"figure_id_{side}"]:
        return None
    if row[f"value_{side}"] == 0:
        return "none"
    return format_range(row[f"value_low_{side}"], row[f"value_high_{side}"])


def _describe_front(row: Row) -> Row:
    """Keep what a reader wants of the very wide row: events by type."""
    counts = {kind: row[f"n_{kind}"] for kind in EVENT_NAMES if row[f"n_{kind}"]}
    kinds = {EVENT_NAMES[kind] if n > 1 else kind.replace("_", " "): n for kind, n in counts.items()}
    kept = ("day", "front_id", "front", "sector", "n_events", "n_claims", "n_stories", "n_sources")
    return {**{name: row[name] for name in kept}, "events": kinds}


def _describe_claim(row: Row) -> Row:
    """Turn own and enemy into the sides themselves."""
    side = row["side"] if row["side"] in {"ua", "ru"} else None
    other = {"ua": "ru", "ru": "ua"}.get(side or "")
    roles = {side or "": "own", other or "": "enemy", "third": "third"}
    words = {
        f"words_{s}": format_range(row[f"low_{roles[s]}"], row[f"high_{roles[s]}"])
        if s in roles and row[f"latest_{roles[s]}"] is not None
        else None
        for s in _SIDES
    }
    return {**row, **words, "front": row["front"] or row["front_id"], "what": _name_loss(row, side)}


def _name_loss(row: Row, side: str | None) -> str:
    """What was counted and whose it was: "Ukraine's people killed"."""
    whose = f"{SIDE_NAMES[side]}'s " if side else ""
    return whose + name_effect(row["effect"], row["entity_group"])


def _compare(now: Asker, then: Asker, then_at: dt.datetime) -> dict[str, Any]:
    """What is known now and was not in the snapshot before: counts, disputes, totals."""
    totals = [asker.rows("totals")[0] for asker in (now, then)]
    counts = {name: totals[0][name] - totals[1][name] for name in ("n_articles", "n_stories", "n_figures", "n_events")}
    listed = [
        {row["incident_id"]: row for row in asker.rows("contested", back_days=BACK_DAYS, limit=500)}
        for asker in (now, then)
    ]
    fronts = {row["front_id"]: row["name"] for row in now.rows("front_list")}
    changed = []
    for incident_id, row in listed[0].items():
        old = listed[1].get(incident_id)
        values = {s: (old[f"value_{s}"] if old else None, row[f"value_{s}"]) for s in _SIDES}
        if old is None or any(before != after for before, after in values.values()):
            shown = _describe_incident(row, fronts)
            moves = [
                {"side": SIDE_NAMES[s], "before": format_number(b), "after": format_number(a)}
                for s, (b, a) in values.items()
                if a != b
            ]
            changed.append({
                "incident_id": incident_id, "is_new": old is None, "day": row["day"], "what": shown["what"],
                "place": row["place"], "moves": moves,
            })  # fmt: skip
    return {"since": then_at, "counts": counts, "contested": changed[:20], "n_contested": len(changed)}


def _show(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    return clean_text(value, 600) if isinstance(value, str) else value
