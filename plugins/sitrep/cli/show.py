"""What commands print for people: tables, plans, explanations and checks, by rich."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from sitrep.pipeline.health import Check
from sitrep.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitrep.archive import Shard

_DASH = "–"

_FRONT_DAYS = """
select
    day, front, n_events as events, n_claims as claims,
    coalesce(killed_ru_latest_own, casualties_ru_latest_own) as "ru dead: ru says",
    coalesce(killed_ru_latest_enemy, casualties_ru_latest_enemy) as "ru dead: ua says",
    coalesce(killed_ua_latest_own, casualties_ua_latest_own) as "ua dead: ua says",
    coalesce(killed_ua_latest_enemy, casualties_ua_latest_enemy) as "ua dead: ru says",
    n_stories as stories, n_sources as sources
from front_days
where day in (select day from front_days where n_events + n_claims > 0 order by day desc limit 60)
    and n_events + n_claims > 0
order by n_claims + n_events desc, day
limit 16
"""

_TALLIES = """
select day, claimant_side as claimant, measure, total, increment_stated as increment,
    increment_computed as "since last", agrees, is_gap as gap, flag, quote
from tallies
order by count(*) over (partition by claimant_side, measure_id) desc, claimant_side desc, measure_id, day
limit 24
"""

_CONTESTED = """
select day_first as day, place, effect, entity_group as what, side as of, value_ua as "ua says", value_ru as "ru says",
    value_third as "others say", quote_ua as "in ua words", quote_ru as "in ru words"
from contested
where is_disputed
order by spread desc nulls last, day_first
limit 10
"""


_FAILED_FEEDS = """
select source_id as feed, error, reason
from raw.rejects
where subject in (select url from raw.fetches where what = 'feed')
qualify row_number() over (partition by subject order by rejected_at desc) = 1
order by source_id
"""


def show_demo(settings: Settings) -> None:
    """Print what the sample shows, and what to do next."""
    show_answer(
        settings, "Days and fronts with most to tell (of front_days; no total is a sum over claimants)", _FRONT_DAYS
    )
    show_answer(settings, "Running tallies", _TALLIES)
    show_answer(settings, "Contested: the sides' versions of one incident", _CONTESTED)
    _show_rejects(settings)
    console = Console(highlight=False)
    console.print('Query it:    .venv/bin/sitrep query --sample "select * from timeline order by day limit 20"')
    console.print("Look at it:  .venv/bin/sitrep serve --sample")
    console.print("Go live:     SITREP_CONTACT=you@example.org make nightly")


def show_night(settings: Settings, day: dt.date) -> None:
    """Print how a night went: its verdict, then a line a feed that failed."""
    console = Console(highlight=False)
    path = settings.state / "nights" / f"{day.isoformat()}.json"
    if not path.exists():
        console.print(f"The night of {day} did not get as far as its verdict; the log above says why.")
        return
    verdict = json.loads(path.read_text(encoding="utf-8"))
    failed = verdict["failed_feeds"]
    console.print(
        f"Night of {day}: {verdict['feeds']} feeds asked, {len(failed)} failed; "
        f"{verdict['articles']} articles, {verdict['rejects']} pages rejected."
    )
    for fault in verdict["faults"]:
        console.print(Text(f"FAULT  {fault}", style="bold red"))
    if settings.snapshot.exists() and failed:
        show_answer(settings, "Feeds that failed", _FAILED_FEEDS)


def show_plan(shards: Sequence[Shard]) -> None:
    """Print the shards of a backfill with their sizes and an estimate."""
    rows = [(s.shard_id, s.kind, s.path, s.size_bytes, s.pages_estimate, round(s.seconds_estimate)) for s in shards]
    show_rows("Plan", ("shard", "kind", "path", "bytes", "pages, about", "seconds, about"), rows)
    seconds = sum(shard.seconds_estimate for shard in shards)
    Console(highlight=False).print(f"{len(shards)} shards, about {seconds / 60:.1f} minutes of one worker")


@contextmanager
def progress_of_shards(shards: Sequence[Shard]) -> Iterator[Callable[[Shard, int], None]]:
    """Show a bar that fills by size, with articles a second and the time left; yields what to call with each shard."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[done]}/{task.fields[shards]} shards"),
        TextColumn("{task.fields[articles]} articles, {task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        effort = sum(shard.seconds_estimate for shard in shards)
        task = bar.add_task("reading", total=effort, done=0, shards=len(shards), articles=0, rate=0.0)

        def advance(shard: Shard, articles: int) -> None:
            state = bar.tasks[0]
            total = state.fields["articles"] + articles
            rate = total / max(state.elapsed or 0.0, 0.001)
            done = state.fields["done"] + 1
            bar.update(task, advance=shard.seconds_estimate, done=done, articles=total, rate=rate)

        yield advance


def show_explanation(found: Mapping[str, Any]) -> None:
    """Print the words behind a record, with its span marked, then all that is known of it."""
    console = Console(highlight=False)
    article = found["article"]
    words = Text(found["before"], style="dim")
    words.append(found["words"], style="bold reverse")
    words.append(found["after"], style="dim")
    console.print(words)
    console.print(f"\n{article['title'] or 'untitled'} — {article['source_id']}, {article['published_day']}")
    console.print(article["url"])
    table = Table(show_header=False, box=None)
    for name, value in found["record"].items():
        if value is not None and value != []:
            table.add_row(Text(name, style="cyan"), Text("\n".join(value) if isinstance(value, list) else str(value)))
    console.print(table)
    if found["claims"]:
        columns = ("claimant_side", "claimant", "value", "qualifier", "quote", "figure_id")
        show_rows("Claims of the same incident", columns, [[claim[c] for c in columns] for claim in found["claims"]])
    for copy in found["copies"]:
        console.print(f"also told by {copy['source_id']}: {copy['url']}")


def show_checks(checks: Sequence[Check]) -> bool:
    """Print what the doctor found; True where nothing is wrong."""
    marks = {True: ("ok", "green"), False: ("FAULT", "bold red"), None: ("note", "dim")}
    table = Table(show_header=False, box=None)
    for check in checks:
        word, style = marks[check.is_good]
        table.add_row(Text(word, style=style), check.name, check.detail)
    Console(highlight=False).print(table)
    return all(check.is_good is not False for check in checks)


def show_answer(settings: Settings, title: str, sql: str) -> None:
    """Print the answer of the snapshot to one question; nothing where it is empty."""
    from sitrep.query import ask

    answer = ask(settings, sql)
    rows = [list(row.values()) for row in answer.to_pylist()]
    if rows:
        show_rows(title, answer.column_names, rows)


def show_rows(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows as a table; unknown values are dashes."""
    console = Console(highlight=False)
    table = Table(title=title, title_justify="left", title_style="bold")
    for i, column in enumerate(columns):
        is_number = any(isinstance(row[i], int | float) and not isinstance(row[i], bool) for row in rows)
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_format(value) for value in row))
    console.print(table)
    console.print()


def _show_rejects(settings: Settings) -> None:
    from sitrep.query import ask

    rejects = ask(settings, "select stage, subject, reason from raw.rejects order by stage, subject").to_pylist()
    counts = Counter(row["stage"] for row in rejects)
    told = ", ".join(f"{n} at {stage}" for stage, n in sorted(counts.items()))
    Console(highlight=False).print(f"Rejected, with their reasons in raw.rejects: {told or 'nothing'}\n")


def _format(value: Any) -> Text:  # noqa: ANN401  # whatever a column holds
    if value is None:
        return Text(_DASH, style="dim")
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Text(f"{value:,}" if isinstance(value, int) else str(value))
