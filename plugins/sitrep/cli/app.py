"""All commands as one app.

Exit status: 0 done, 1 the run failed or the input was refused (the message says why), 2 wrong usage.
"""

from __future__ import annotations

import sys

import typer

from sitrep.cli import data, finders, inspect, run
from sitrep.errors import SitrepError

app = typer.Typer(
    name="sitrep",
    help="Turns war reporting into a ledger: who claimed which figure, about what, when and where.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
for module in (run, data, finders, inspect):
    module.register(app)


def main() -> None:
    """Run the command line; an error of ours is one line, not a traceback."""
    try:
        app()
    except SitrepError as exc:
        typer.echo(f"sitrep: {exc}", err=True)
        sys.exit(1)
