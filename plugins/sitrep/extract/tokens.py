"""Cut text into words, numbers and marks, the small coin of the number and figure rules.

In      text: str, any
Out     list[Token], left to right; white space and quotation marks are dropped, nothing else is
Units   offsets in code points, end excluded
Errors  none
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A hyphen, slash or apostrophe inside a word keeps it one ("T-90", "ships/boats", "Ukraine's"), and so does a point
# or comma between digits; a hyphen between digits is a mark of its own ("50-70"), as is whatever else is no letter.
_QUOTES = frozenset('"“”„«»‘’`')
_TOKEN = re.compile(r"[^\W_]+(?:(?:['’/]|(?<!\d)[-‐‑]|[-‐‑](?!\d)|(?<=\d)[.,](?=\d))[^\W_]+)*|[^\w\s]|_")


@dataclass(slots=True)
class Token:
    """One word or mark; `low` is lower-case with straight apostrophes and hyphens."""

    start: int
    end: int
    low: str


def read_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a stretch of text."""
    stop = len(text) if end is None else end
    return [
        Token(match.start(), match.end(), match[0].lower().replace("’", "'").replace("‑", "-").replace("‐", "-"))
        for match in _TOKEN.finditer(text, start, stop)
        if match[0] not in _QUOTES
    ]
