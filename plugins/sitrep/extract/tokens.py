"""Cut text into words, numbers and marks, the small coin of the number and figure rules.

In      text: str, any
Out     Tokens: three lists side by side, since an object for each word costs more than the rules that read it
Units   offsets in code points, end excluded
Errors  none
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

# White space and quotation marks are dropped. A hyphen, slash or apostrophe inside a word keeps it one ("T-90",
# "ships/boats", "Ukraine's"), and so does a point or comma between digits; a hyphen between digits is a mark of its
# own ("50-70"), as is whatever else is no letter.
_JOINT = "[-‐‑'’/]"
_TOKEN = re.compile(
    rf"(\d+(?:[.,]\d+)*(?:{_JOINT}?[^\W\d_][^\W_]*(?:{_JOINT}[^\W_]+)*)?"
    rf"|[^\W_]+(?:{_JOINT}[^\W_]+)*|[^\w\s\"“”„«»‘’'`]|_)"
)


@dataclass(slots=True)
class Tokens:
    """The tokens of a text; `lows` are lower-case with straight apostrophes and hyphens."""

    starts: list[int]
    ends: list[int]
    lows: list[str]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.lows)

    def cut(self, first: int, last: int) -> Tokens:
        """Return a run of tokens, offsets as they were."""
        return Tokens(self.starts[first:last], self.ends[first:last], self.lows[first:last])


def read_tokens(text: str) -> Tokens:
    """Return the tokens of a text."""
    # Gaps and tokens in turn, which add up to the text.
    parts = _TOKEN.split(fold(text))
    offsets = list(accumulate(map(len, parts)))
    return Tokens(offsets[:-1:2], offsets[1::2], parts[1::2])


def fold(text: str) -> str:
    """Lower the text and straighten its apostrophes and hyphens without moving an offset."""
    folded = text.lower()
    if len(folded) != len(text):  # a few capitals grow when lowered
        folded = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return folded.replace("’", "'").replace("‑", "-").replace("‐", "-")
