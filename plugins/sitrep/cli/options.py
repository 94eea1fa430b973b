"""Options that several commands share, and the settings that they ask for."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from sitrep.settings import Settings, load_settings

Sample = Annotated[bool, typer.Option("--sample", help="Look at the bundled sample's home instead of yours.")]
Day = Annotated[str | None, typer.Option("--day", help="A day, YYYY-MM-DD.")]


def settings_for(*, sample: bool) -> Settings:
    """The settings in force, or the sample's."""
    settings = load_settings()
    return settings.for_sample() if sample else settings


def parse_day(value: str | None, *, name: str) -> dt.date | None:
    """A day given on the command line. Errors: typer.BadParameter, which names the option."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as exc:
        raise typer.BadParameter(f"{value!r} is no day; write YYYY-MM-DD", param_hint=name) from exc
