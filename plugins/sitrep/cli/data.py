"""Commands that read what is published: query, explain, export, report, serve, docs, rules."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from sitrep.cli.options import Day, Sample, parse_day, settings_for


class Format(enum.StrEnum):
    """How `sitrep query` writes its answer."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(query)
    app.command()(explain)
    app.command()(export)
    app.command()(report)
    app.command()(serve)
    app.command()(docs)


def query(
    sql: Annotated[str | None, typer.Argument(help="SQL, .tables, .schema [TABLE], .examples; none: a prompt.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to write the answer.")] = Format.table,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file; Parquet wants one.")] = None,
    plot: Annotated[Path | None, typer.Option("--plot", help="Draw the answer to this .png, .svg or .html.")] = None,
    seconds: Annotated[float, typer.Option("--timeout", min=0.1, help="Stop after this many seconds.")] = 60.0,
    sample: Sample = False,
) -> None:
    """Ask the published tables something. Read-only, and nothing outside the database can be reached."""
    from sitrep import query as room

    settings = settings_for(sample=sample)
    if sql is None:
        room.run_prompt(settings, timeout_seconds=seconds)
        return
    if plot is not None:
        room.plot_query(settings, sql, plot, timeout_seconds=seconds)
        typer.echo(f"drew {plot}", err=True)
        return
    room.run_query(settings, sql, format=output.value, out=out, timeout_seconds=seconds)


def explain(
    record_id: Annotated[str, typer.Argument(help="A figure_id or event_id.")],
    sample: Sample = False,
) -> None:
    """Show the words behind a figure or event: sentence, article, date basis, and the rules that made it."""
    from sitrep.cli.show import show_explanation
    from sitrep.query import explain_record

    show_explanation(explain_record(settings_for(sample=sample), record_id))


def export(
    out: Annotated[Path, typer.Option("--out", help="A folder.")] = Path("export"),
    sample: Sample = False,
) -> None:
    """Write all marts as Parquet, and the incidents as UCDP-like and ACLED-like CSV."""
    from sitrep.publish import export_marts

    for path in export_marts(settings_for(sample=sample), out):
        typer.echo(path)


def report(
    day: Day = None,
    out: Annotated[Path | None, typer.Option("--out", help="A folder; default: reports in the home.")] = None,
    sample: Sample = False,
) -> None:
    """Write the report of a day: one HTML file that stands alone, its charts as PNG, JSON, and the feed of reports."""
    from sitrep.report import write_report

    settings = settings_for(sample=sample)
    typer.echo(write_report(settings, parse_day(day, name="--day"), out))


def serve(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8088,
    sample: Sample = False,
) -> None:
    """Show the dashboard on 127.0.0.1 without Airflow; the printed address carries a token. Ctrl-C stops it."""
    from sitrep.dashboard import serve_dashboard

    serve_dashboard(settings_for(sample=sample), port=port)


def docs(sample: Sample = False) -> None:
    """Write dbt's documentation of the models, with their lineage, and say where it lies."""
    from sitrep.models import write_docs

    typer.echo(f"open {write_docs(settings_for(sample=sample))}")
