"""Build a question: the SQL of a view, with the parameters that a choice of filters gives it.

In      the name of a view (a file of `sql/`), Filters, the days that the tables cover
Out     Question: SQL with named parameters; `written_out` has them in it, to be copied
Units   days inclusive
Errors  KeyError for a view that does not exist: callers offer VIEWS
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import duckdb

from sitrep.views.filters import EFFECTS, Filters

Bin = Literal["day", "week", "month"]

DEFAULT_DAYS = 60
# Columns of a heat map that can still be told apart: past these many days they become weeks, then months.
_DAYS_BY_DAY = 130
_DAYS_BY_WEEK = 900

# Marts with a macro for what was known on a day; the first three look at the period's days only.
_MARTS_OF_PERIOD = ("front_days", "contested", "timeline")
_MARTS_AS_OF = ("tallies", "coverage", "source_health")
_PARAM = re.compile(r"\$(\w+)")
_LISTS = ("front", "type", "series")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day that anything is told of; None before anything is known."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Question:
    """SQL and its parameters; `limit` where the view is a list that may go on."""

    name: str
    sql: str
    params: dict[str, Any]
    limit: int | None = None

    @property
    def written_out(self) -> str:
        """The same SQL with its parameters as literals: what `sitrep query` or any client can run."""
        return _PARAM.sub(lambda match: _literal(self.params[match[1]]), self.sql)


@cache
def _read_sql(name: str) -> str:
    return (resources.files("sitrep.views") / "sql" / f"{name}.sql").read_text(encoding="utf-8").strip()


VIEWS: tuple[str, ...] = tuple(
    sorted(
        file.name.removesuffix(".sql")
        for file in (resources.files("sitrep.views") / "sql").iterdir()
        if file.name.endswith(".sql")
    )
)


def read_span(con: duckdb.DuckDBPyConnection) -> Span:
    """The first and last day of the fronts' calendar on which something happened or was claimed."""
    row = con.execute("select min(day), max(day) from front_days where n_events > 0 or n_claims > 0").fetchone()
    return Span(*row) if row else Span(None, None)


def read_instant(snapshot: Path) -> dt.datetime:
    """When a snapshot was published: its name says so, else the file's own time."""
    stamp = snapshot.stem.removeprefix("sitrep-")
    try:
        at = dt.datetime.strptime(stamp, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=dt.UTC)
    except ValueError:
        at = dt.datetime.fromtimestamp(snapshot.stat().st_mtime, dt.UTC)
    return at.replace(microsecond=0)


def build_question(view: str, filters: Filters, span: Span, *, record_id: str | None = None) -> Question:
    """The question of a view. `record_id` is the figure or event that a detail view is about."""
    since, until = choose_period(filters, span)
    available: dict[str, Any] = {
        "since": since,
        "until": until,
        "known": filters.known,
        "id": record_id,
        **{name: list(getattr(filters, name)) for name in _LISTS},
        **filters.model_dump(include={"measure", "side", "status", "place", "incident", "happening", "source"}),
        "claimant": None if filters.claimant == "any" else filters.claimant,
        "effect": filters.effect,
        "limit": filters.limit,
        "offset": filters.offset,
    }
    sql = _read_sql(view).format(**_relations(filters), value=_value(filters), bin=choose_bin(since, until))
    params = {name: available[name] for name in dict.fromkeys(_PARAM.findall(sql))}
    return Question(view, sql, params, filters.limit if "limit" in params else None)


def choose_period(filters: Filters, span: Span) -> tuple[dt.date, dt.date]:
    """First and last day, in order; by default the last two months that are known of."""
    until = filters.until or filters.since or _earlier(filters.known, span.last) or dt.date(1970, 1, 1)
    since = filters.since or until - dt.timedelta(days=DEFAULT_DAYS - 1)
    if filters.until is None and filters.since is not None:
        until = max(_earlier(filters.known, span.last) or until, since)
    return min(since, until), max(since, until)


def choose_bin(since: dt.date, until: dt.date) -> Bin:
    """Days while they can be told apart, else weeks, else months."""
    days = (until - since).days + 1
    if days <= _DAYS_BY_DAY:
        return "day"
    return "week" if days <= _DAYS_BY_WEEK else "month"


def _earlier(known: dt.date | None, last: dt.date | None) -> dt.date | None:
    return min(known, last) if known and last else known or last


def _relations(filters: Filters) -> dict[str, str]:
    if filters.known is None:
        marts = (*_MARTS_OF_PERIOD, *_MARTS_AS_OF)
        return {**{mart: mart for mart in marts}, "in_force": "articles.is_current", "known_before": "true"}
    return {
        **{
            mart: f"{mart}_as_of($known::date, since_day := $since::date, until_day := $until::date)"
            for mart in _MARTS_OF_PERIOD
        },
        **{mart: f"{mart}_as_of($known::date)" for mart in _MARTS_AS_OF},
        "known_before": "incidents.known_at::date <= $known",
        "in_force": "articles.known_day <= $known and coalesce(articles.superseded_day > $known, true)",
    }


def _value(filters: Filters) -> str:
    """The measured number of a day or a bin; made of our own words only."""
    if filters.measure not in EFFECTS:
        column = "n_events" if filters.measure == "events" else f"n_{filters.measure}"
        return f"sum({column})::bigint"
    roles = ("own", "enemy", "third")
    if filters.claimant != "any":
        roles = ("third" if filters.claimant == "third" else "own" if filters.claimant == filters.side else "enemy",)  # type: ignore[assignment]  # fewer
    columns = [f"{filters.measure}_{filters.side}_latest_{role}" for role in roles]
    return f"max(greatest({', '.join(columns)}))" if len(columns) > 1 else f"max({columns[0]})"


def _literal(value: Any) -> str:  # noqa: ANN401  # whatever a parameter holds
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(_literal(item) for item in value)}]"
    if isinstance(value, dt.date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
