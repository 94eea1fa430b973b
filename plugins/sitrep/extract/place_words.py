"""The words of a text and their neighbours, as the place rules ask for them.

In      text: str, any
Out     Words: parallel lists, and questions about what stands before and behind word i
Units   offsets in code points, end excluded; words are numbered from 0
Errors  LexiconError at first use, if places.toml is malformed
Source  lexicon/en/places.toml
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from sitrep.extract import lexicon

_WORD = re.compile(r"([^\W\d_]\w*(?:['-]\w+)*)")
# One letter for one letter, so that offsets hold.
_PLAIN = (("’", "'"), ("ʼ", "'"), ("‑", "-"), ("–", "-"), ("\u00a0", " "))
_BACK_WORDS = 5
_TAILS = ("region", "region_plural", "district", "district_plural", "front", "front_plural")


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """places.toml as sets, and what spares looking: how vague phrases and tails begin."""

    region: frozenset[str]
    region_plural: frozenset[str]
    district: frozenset[str]
    district_plural: frozenset[str]
    front: frozenset[str]
    front_plural: frozenset[str]
    settlement: frozenset[str]
    settlement_plural: frozenset[str]
    locative: frozenset[str]
    locative_strict: frozenset[str]
    between: frozenset[str]
    metonyms: frozenset[str]
    actor_verbs: frozenset[str]
    actor_nouns: frozenset[str]
    shy: frozenset[str]
    titles: frozenset[str]
    bearers: frozenset[str]
    capital_tails: frozenset[str]
    openers: frozenset[str]
    no_names: frozenset[str]
    compass: frozenset[str]
    grounds: frozenset[str]
    facilities: frozenset[str]
    site_kinds: frozenset[str]
    sites: frozenset[str]
    village_endings: frozenset[str]
    seat_nouns: frozenset[str]
    seat_verbs: frozenset[str]
    pressures: frozenset[str]
    flights: frozenset[str]
    vague: dict[str, str]
    vague_first: dict[str, int]
    vague_pairs: frozenset[tuple[str, str]]
    tails: frozenset[str]


@cache
def load_place_lexicon() -> PlaceLexicon:
    """Read places.toml once a process."""
    data: dict[str, Any] = lexicon.load("places")
    vague = {phrase: kind for kind, phrases in data["vague"].items() for phrase in phrases}
    first: dict[str, int] = {}
    pairs: set[tuple[str, str]] = set()
    for phrase in vague:
        words = phrase.split(" ")
        if words[1:]:
            pairs.add((words[0], words[1]))
        first[words[0]] = max(first.get(words[0], 0), len(words))
    sets = {name: frozenset(words) for name, words in data.items() if isinstance(words, list)}
    tails = {phrase.split(" ")[0] for name in _TAILS for phrase in sets[name]}
    return PlaceLexicon(
        **sets, vague=vague, vague_first=first, vague_pairs=frozenset(pairs), tails=frozenset(tails),
    )  # fmt: skip


class Words:
    """A text cut into words. A word is letters, with hyphens and apostrophes inside it."""

    def __init__(self, text: str) -> None:
        self.text = text
        plain = text
        if not text.isascii():
            for odd, usual in _PLAIN:
                plain = plain.replace(odd, usual)
        self.plain = plain
        # Gaps and words in turn, which add up to the text.
        parts = _WORD.split(plain)
        offsets = list(accumulate(map(len, parts)))
        self.words: list[str] = parts[1::2]
        self.starts, self.ends = offsets[:-1:2], offsets[1::2]
        self.lows = [word.lower() for word in self.words]
        self.size = len(self.words)
        self.capitals = [i for i, word in enumerate(self.words) if word[0].isupper()]
        self._joined = [gap == " " or (gap != "" and not gap.strip(" ")) for gap in parts[2:-1:2]]

    def is_capital(self, i: int) -> bool:
        """Whether word i begins with a capital."""
        return self.words[i][0].isupper()

    def low(self, i: int) -> str:
        """Word i in lower case; "" outside the text."""
        return self.lows[i] if 0 <= i < self.size else ""

    def gap(self, i: int) -> str:
        """The text between word i and the next."""
        return self.plain[self.ends[i] : self.starts[i + 1]]

    def is_joined(self, i: int) -> bool:
        """Whether blanks alone part word i from the next; a new line parts."""
        return 0 <= i < self.size - 1 and self._joined[i]

    def is_run(self, first: int, last: int) -> bool:
        """Whether blanks alone part the words from first to last."""
        return first >= last or all(self._joined[first:last])

    def next_low(self, i: int, ahead: int = 1) -> str:
        """The word behind word i, "" where punctuation parts them."""
        j = i + ahead
        return self.lows[j] if j < self.size and self.is_run(i, j) else ""

    def tail(self, i: int, words: frozenset[str]) -> int | None:
        """The last word of a phrase of `words` that follows word i: "territorial community" has two."""
        if not self.is_joined(i):
            return None
        one = self.lows[i + 1]
        if self.is_joined(i + 1) and f"{one} {self.lows[i + 2]}" in words:
            return i + 2
        return i + 1 if one in words else None

    def site_behind(self, i: int, lex: PlaceLexicon) -> int | None:
        """The noun of the site that is called after word i: "X oil terminal" is one, "X oil exports" is none."""
        for last in range(i + 1, i + 4):
            low = self.next_low(i, last - i)
            if low in lex.sites:
                return last
            if low not in lex.site_kinds:
                return None
        return None

    def capital_before(self, i: int) -> str:
        """The capital word right before word i, in lower case without a possessive."""
        if i == 0 or not self.is_joined(i - 1) or not self.is_capital(i - 1):
            return ""
        return self.lows[i - 1].removesuffix("'s")

    def capital_behind(self, i: int) -> str:
        """The capital word right behind word i, in lower case without a possessive."""
        if not self.is_joined(i) or not self.is_capital(i + 1):
            return ""
        return self.lows[i + 1].removesuffix("'s")

    def opens_sentence(self, i: int) -> bool:
        """Whether word i is the first of its line or sentence."""
        return i == 0 or any(mark in self.gap(i - 1) for mark in '.!?\n:"“”')

    def has_before(
        self,
        i: int,
        words: frozenset[str],
        between: frozenset[str],
        is_listed: Callable[[int], bool] | None = None,
    ) -> bool:
        """Whether one of `words` governs word i, over words of `between`, or over the name before it in a list."""
        for back in range(1, _BACK_WORDS + 1):
            j = i - back
            if j < 0:
                return False
            gap = self.gap(j).strip(" ")
            if back == 1 and is_listed and (gap in {",", "(", "/"} or self.lows[j] in {"and", "or"}):
                return is_listed(j if gap else j - 1)
            if gap:
                return False
            low = self.lows[j]
            if low in words:
                return True
            if low not in between and not low.endswith("'s"):
                return False
        return False
