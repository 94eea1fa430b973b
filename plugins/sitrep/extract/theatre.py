"""What the room asks of a theatre: the day that its war began.

In      a theatre's name or folder
Out     War, read once a process
Units   days
Errors  LexiconError, when war.toml is missing or malformed
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from sitrep import theatres
from sitrep.errors import LexiconError
from sitrep.extract.lexicon import parse

DEFAULT_THEATRE = "ukraine"


@dataclass(frozen=True, slots=True)
class War:
    """The frame that reports count in: day 1 is `start`."""

    start: dt.date


@cache
def load_war(theatre: str) -> War:
    """Read the frame of a theatre's war."""
    file = theatres.folder(theatre) / "war.toml"
    start = parse(file).get("start")
    if not isinstance(start, dt.date):
        raise LexiconError("start is no date", subject=file.name)
    return War(start)
