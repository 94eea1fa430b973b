"""Find places that no gazetteer spells: by their sound, by what the text calls them, by the list they stand in.

In      the words of a text; the spans already found; the gazetteer
Out     list[Unknown], left to right
Units   words are numbered from 0
Errors  none
Source  lexicon/en/places.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitrep.extract.gazetteer import Gazetteer
from sitrep.extract.place_words import PlaceLexicon, Words
from sitrep.theatres import Place

_MIN_LETTERS = 5
_BEFORE = re.compile(r"(?:[,;]\s*(?:and\s+)?|\s+and\s+|,?\s+as well as\s+)$")
_BEHIND = re.compile(r"[,;]\s*(?:and\s+)?|\s+and\s+")
_INSIDE = re.compile(r",?\s+in\s+(?:the\s+)?|,\s+")
_REACH = 14
_SETTLED = frozenset({"village", "town", "settlement", "hamlet"})
_NEARBY = frozenset({"near", "outside", "around"})
_SIDES = frozenset(
    {
        "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "north-east",
        "north-west",
        "south-east", "south-west", "outskirts", "vicinity", "control", "capture", "liberation", "direction",
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is a place; `candidates` sound like it, and may be none."""

    word: int
    end: int
    candidates: tuple[Place, ...]
    rule: str
    kind: str | None = None


class UnknownFinder:
    """Looks at the capital words that the gazetteer left."""

    def __init__(self, words: Words, lex: PlaceLexicon, gazetteer: Gazetteer) -> None:
        self._words = words
        self._lex = lex
        self._gazetteer = gazetteer
        self._endings = tuple(lex.village_endings)

    def find(self, taken: set[int], spans: list[tuple[int, int]]) -> list[Unknown]:
        """Return the places among the words not taken; each one found helps its neighbours in the list."""
        starts, ends = {start for start, _ in spans}, {end for _, end in spans}
        found: list[Unknown] = []
        words = self._words
        for i in words.capitals:
            if i in taken or len(words.words[i]) < _MIN_LETTERS or words.words[i].isupper():
                continue
            if hit := self._judge(i, starts, ends):
                found.append(hit)
                starts.add(words.starts[i])
                ends.add(hit.end)
        return found

    def _judge(self, i: int, starts: set[int], ends: set[int]) -> Unknown | None:
        words = self._words
        low = words.lows[i].removesuffix("'s")
        if low in self._lex.no_names or self._is_name_part(i):
            return None
        end = words.ends[i] - (2 if words.lows[i].endswith("'s") else 0)
        is_called = self._is_called(i)
        is_listed = self._stands_beside(words.starts[i], end, starts, ends)
        is_located = self._has_locative(i)
        site = words.site_behind(i, self._lex) if words.low(i - 1) == "the" and "-" not in low else None
        if not (is_called or is_listed or is_located or site):
            return None
        if like := self._gazetteer.find_like(low):
            return Unknown(i, end, like, "place-sound")
        if site is not None:
            return Unknown(i, words.ends[site], (), "place-site", "plant")
        rule = ""
        if is_called:
            rule = "place-called"
        elif self._stands_between(words.starts[i], end, starts, ends) or (
            low.endswith(self._endings) and (is_listed or self._is_nearby(i))
        ):
            rule = "place-listed"
        elif is_located and self._lies_inside(end, starts):
            rule = "place-inside"
        return Unknown(i, end, (), rule) if rule else None

    def _lies_inside(self, end: int, starts: set[int]) -> bool:
        """Read "near X in the Y region", "in X, Y"."""
        behind = _INSIDE.match(self._words.plain, end, end + _REACH)
        return bool(behind and behind.end() in starts)

    def _is_nearby(self, i: int) -> bool:
        """Read "near X", "west of X"."""
        before = self._words.low(i - 1)
        return before in _NEARBY or (before == "of" and self._words.low(i - 2) in _SIDES)

    def _is_name_part(self, i: int) -> bool:
        before, behind = self._words.capital_before(i), self._words.capital_behind(i)
        return bool((before and before not in self._lex.openers) or (behind and behind not in self._lex.capital_tails))

    def _has_locative(self, i: int) -> bool:
        if self._words.next_low(i) in self._lex.facilities:
            return True
        if self._words.low(i - 2) == "according":
            return False
        return self._words.has_before(i, self._lex.locative, self._lex.between)

    def _is_called(self, i: int) -> bool:
        """Read "the village of X", "the town X", "X village"."""
        words, lex = self._words, self._lex
        before = words.low(i - 1) if words.is_joined(i - 1) else ""
        if before == "of" and words.low(i - 2) in lex.settlement | lex.settlement_plural:
            return True
        if before in _SETTLED:
            return True
        if words.next_low(i) == "area":
            return self._has_locative(i) and words.low(i - 1) == "the"
        if words.next_low(i) not in _SETTLED:
            return False
        return not words.opens_sentence(i) or words.lows[i].endswith(self._endings)

    def _stands_beside(self, start: int, end: int, starts: set[int], ends: set[int]) -> bool:
        """Whether only a comma or "and" parts the word from a known place."""
        return self._is_after(start, ends) or self._is_before(end, starts)

    def _stands_between(self, start: int, end: int, starts: set[int], ends: set[int]) -> bool:
        """Whether it is so on both sides: "A, X, B and C" lists X as a place, whatever its name."""
        return self._is_after(start, ends) and self._is_before(end, starts)

    def _is_after(self, start: int, ends: set[int]) -> bool:
        lead = self._words.plain[max(0, start - _REACH) : start]
        before = _BEFORE.search(lead)
        return before is not None and start - len(lead) + before.start() in ends

    def _is_before(self, end: int, starts: set[int]) -> bool:
        behind = _BEHIND.match(self._words.plain, end, end + _REACH)
        return behind is not None and behind.end() in starts
