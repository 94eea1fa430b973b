"""Commands that run the pipeline: demo, nightly, backfill, reprocess, up, backfill-dag, doctor."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated

import typer

from sitrep.cli.options import Day, Sample, parse_day, settings_for
from sitrep.settings import load_settings


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(demo)
    app.command()(nightly)
    app.command()(backfill)
    app.command()(up)
    app.command("backfill-dag")(backfill_dag)
    app.command()(doctor)


SAMPLE_DAY = dt.date(2023, 2, 13)
"""The last day of the bundled sample: the night that the demo runs."""


def demo() -> None:
    """Run one night over the bundled sample, served on 127.0.0.1, and show what came of it."""
    from sitrep.cli.show import show_demo
    from sitrep.embedded import run_dag
    from sitrep.sample import feeds_path, serve_sample

    settings = load_settings().for_sample()
    with serve_sample() as (_, resolve):
        environment = {
            "SITREP_RESOLVE": ",".join(f"{host}={address}" for host, address in resolve.items()),
            "SITREP_FEEDS": str(feeds_path()),
            "SITREP_SPACING_SECONDS": "0",
        }
        succeeded = run_dag("nightly", settings, conf={"day": SAMPLE_DAY.isoformat()}, environment=environment)
    if not succeeded:
        raise typer.Exit(1)
    show_demo(settings)


def nightly(
    day: Day = None,
    refetch: Annotated[bool, typer.Option(help="Ask the network again where this day is finished.")] = False,
) -> None:
    """Run one night on the live feeds, in this process: fetch, extract, load, models, publish, report."""
    from sitrep.cli.show import show_night
    from sitrep.embedded import run_dag

    settings = load_settings()
    chosen = parse_day(day, name="--day") or dt.datetime.now(settings.tz).date()
    conf = {"day": chosen.isoformat(), "refetch": refetch}
    succeeded = run_dag("nightly", settings, conf=conf, environment={})
    show_night(settings, chosen)
    if not succeeded:
        raise typer.Exit(1)


def backfill(
    sources: Annotated[list[str], typer.Argument(help="WARC, ARC, WACZ, JSONL, Parquet, folders, feed snapshots, …")],
    since: Annotated[str | None, typer.Option("--from", help="First day, inclusive.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day, inclusive.")] = None,
    host: Annotated[list[str] | None, typer.Option("--host", help="Only hosts that match this glob.")] = None,
    published_from: Annotated[str, typer.Option(help="Where publication days stand: page, sidecar, archive.")] = "page",
    columns: Annotated[str | None, typer.Option(help="JSON map of our column names to the file's.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes; default SITREP_WORKERS.")] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Only print the shards, their sizes and an estimate.")] = False,
    sample: Sample = False,
) -> None:
    """Read archives of articles, extract, load, build the models and publish. Resumes where it stopped."""
    from sitrep.cli.show import progress_of_shards, show_plan
    from sitrep.pipeline import archives

    settings = settings_for(sample=sample)
    request = archives.ArchiveRequest(
        sources=tuple(sources),
        since=parse_day(since, name="--from"),
        until=parse_day(until, name="--to"),
        hosts=tuple(host or ()),
        published_from=published_from,
        columns=_parse_columns(columns),
    )
    shards = archives.plan_request(request, settings=settings)
    if plan:
        show_plan(shards)
        return
    with progress_of_shards(shards) as on_shard:
        counts = archives.run_backfill(
            shards, settings=settings, workers=workers or settings.workers, on_shard=on_shard
        )
    typer.echo(", ".join(f"{name} {count}" for name, count in counts.items()))


def _parse_columns(columns: str | None) -> dict[str, str]:
    try:
        parsed = json.loads(columns or "{}")
    except ValueError as exc:
        raise typer.BadParameter(f"no JSON: {exc}", param_hint="--columns") from exc
    if not isinstance(parsed, dict):
        raise typer.BadParameter("wants an object, our name to theirs", param_hint="--columns")
    return {str(ours): str(theirs) for ours, theirs in parsed.items()}


def up(port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8080) -> None:
    """Airflow with its UI on 127.0.0.1, on one machine; Ctrl-C stops it."""
    from sitrep.services import serve_airflow

    raise typer.Exit(serve_airflow(load_settings(), port=port))


def backfill_dag(
    dag_id: Annotated[str, typer.Argument(help="A scheduled DAG: nightly or reprocess.")],
    since: Annotated[str, typer.Option("--from", help="First day, inclusive.")],
    until: Annotated[str, typer.Option("--to", help="Last day, inclusive.")],
) -> None:
    """Ask a running Airflow for its native backfill of a scheduled DAG; refused on SQLite, which cannot bear it."""
    from sitrep.services import create_backfill

    first, last = parse_day(since, name="--from"), parse_day(until, name="--to")
    if first is None or last is None or first > last:
        raise typer.BadParameter("wants two days, the first not after the last", param_hint="--from/--to")
    raise typer.Exit(create_backfill(load_settings(), dag_id, first, last))


def doctor(sample: Sample = False) -> None:
    """Check the surroundings: home, disk, lock, pools, versions, feeds due, last good night."""
    from sitrep.cli.show import show_checks
    from sitrep.pipeline.health import check_health

    if not show_checks(check_health(settings_for(sample=sample))):
        raise typer.Exit(1)
