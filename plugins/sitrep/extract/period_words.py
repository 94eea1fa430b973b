"""Patterns of the words that say over what a sentence counts, with their answers remembered.

In      lexicon/en/periods.toml; lower-case sentence or clause
Out     Pattern: whether it occurs, and how far from an offset
Units   characters
Errors  none
Source  lexicon/en/periods.toml
"""

from __future__ import annotations

from sitrep.extract import lexicon
from sitrep.extract.sieve import Sieve

WORDS = lexicon.load("periods")
_REMEMBERED = 64


def _compile(name: str) -> Sieve:
    return Sieve(r"\b(?:" + "|".join(WORDS[name]["patterns"]) + ")")


class Pattern:
    """A pattern that remembers its last answers: the figures of a sentence ask the same of it."""

    __slots__ = ("_finditer", "_known", "_search")

    def __init__(self, name: str) -> None:
        pattern = _compile(name)
        self._search, self._finditer = pattern.search, pattern.finditer
        self._known: dict[str, bool] = {}

    def search(self, text: str) -> bool:
        """Whether the pattern occurs in the text."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[text] = self._search(text) is not None
        return found

    def distance(self, text: str, at: int) -> int:
        """How far from an offset the pattern occurs next; beyond the text's length where it does not."""
        return min((abs(match.start() - at) for match in self._finditer(text)), default=len(text) + 1)
