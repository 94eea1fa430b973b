"""Load the words that the finders know: TOML files, one folder a language.

In      the name of a file in `lexicon/<language>/`, without its ending
Out     dict, as TOML gives it; read once a process and shared, so callers leave it as it is
Units   none
Errors  LexiconError, with the file's name, when it is missing, not UTF-8 or not TOML
Source  each file opens with its own source and licence
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from sitrep.errors import LexiconError


@cache
def load(name: str, language: str = "en") -> dict[str, Any]:
    """Return the lexicon `name`: `load("dates")["months"]`."""
    return parse(resources.files(__name__).joinpath(language, f"{name}.toml"))


def parse(file: Traversable) -> dict[str, Any]:
    """Read one TOML file of our own data, wherever it lies."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise LexiconError(str(exc), subject=file.name) from exc
