"""What commands print for people: tables, plans, explanations and checks, by rich."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sitrep.pipeline.health import Check

_DASH = "–"


def show_rows(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, note: str = "") -> None:
    """Print rows as a table; unknown values are dashes."""
    console = Console(highlight=False)
    table = Table(title=title, title_justify="left", title_style="bold", caption=note or None, caption_justify="left")
    for i, column in enumerate(columns):
        numeric = any(isinstance(row[i], int | float) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_format(value) for value in row))
    console.print(table)
    console.print()


def _format(value: Any) -> Text:  # noqa: ANN401  # whatever a column holds
    if value is None:
        return Text(_DASH, style="dim")
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return Text(f"{value:,}")
    return Text(str(value))


def show_checks(checks: Sequence[Check]) -> bool:
    """Print what the doctor found; True where nothing is wrong."""
    marks = {True: ("ok", "green"), False: ("FAULT", "bold red"), None: ("note", "dim")}
    table = Table(show_header=False, box=None)
    for check in checks:
        word, style = marks[check.is_good]
        table.add_row(Text(word, style=style), check.name, check.detail)
    Console(highlight=False).print(table)
    return all(check.is_good is not False for check in checks)
