"""Patterns that are tried only on a text that holds one of the words that they cannot match without.

In      a regular expression, as `re` takes it; the texts that it is searched in
Out     Sieve: search and finditer, as `re` answers them
Units   offsets in code points, end excluded
Errors  re.error where the expression does not read
Source  none

Most sentences hold none of a pattern's words, and looking for a few words takes a tenth of what `re` takes to say no.
The words are read from the expression itself, so that a lexicon may grow without anybody thinking of this.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

_NO_END = sys.maxsize
_ZERO_WIDTH = frozenset("bBAZ")
_GROUP = re.compile(r"\((?:\?(?::|P<\w+>))?")
_LOOK = re.compile(r"\(\?(?:<?[=!]|#)")
_OPAQUE = re.compile(r"\(\?")
_QUANTIFIER = re.compile(r"(?:[?*]|\{(?:0|,)[\d,]*\}|(\+|\{[1-9][\d,]*\}))[?+]?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_LONG_ENOUGH = 5  # a longer word is no rarer

# Hardly a sentence is without.
_COMMON = frozenset(
    ["", "a", "and", "at", "by", "for", "from", "had", "has", "have", "in", "is", "it", "of", "on", "that", "the", "to"]
)

_Needs = frozenset[str]


class Sieve:
    """A compiled pattern with the words of which a text must hold one; a pattern with none is always tried."""

    __slots__ = ("_folds", "_pattern", "_words")

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """Compile, and read the words; without case these are looked for in small letters."""
        self._pattern = re.compile(source, flags)
        self._folds = bool(flags & re.IGNORECASE)
        needs = frozenset[str]() if flags & re.VERBOSE else find_needs(source)
        if self._folds:
            # Beyond ASCII, capitals and small letters are no pairs.
            needs = frozenset(word.lower() for word in needs) if all(map(str.isascii, needs)) else frozenset()
        self._words = tuple(sorted(_shortest(needs), key=len))

    def search(self, text: str, start: int = 0, end: int = _NO_END) -> re.Match[str] | None:
        """As `re` does."""
        if self._folds:
            return self._pattern.search(text, start, end) if self._may_match(text, start, end) else None
        for word in self._words:
            if word in text:
                return self._pattern.search(text, start, end)
        return None if self._words else self._pattern.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = _NO_END) -> Iterator[re.Match[str]]:
        """As `re` does."""
        return self._pattern.finditer(text, start, end) if self._may_match(text, start, end) else iter(())

    def _may_match(self, text: str, start: int, end: int) -> bool:
        if self._folds:
            text, start, end = text[start:end].lower(), 0, _NO_END
        for word in self._words:
            if text.find(word, start, end) >= 0:
                return True
        return not self._words


def find_needs(source: str) -> _Needs:
    """Return words of which every match of a pattern holds one; none, where it can do without any."""
    needs, end = _read_branches(source, 0)
    return needs if end == len(source) else frozenset()


def _read_branches(source: str, at: int) -> tuple[_Needs, int]:
    """Read alternatives up to a closing bracket or the end: each must need a word."""
    branches: list[_Needs] = []
    while True:
        needs, at = _read_sequence(source, at)
        branches.append(needs)
        if source[at : at + 1] != "|":
            return (frozenset().union(*branches) if all(branches) else frozenset()), at
        at += 1


def _read_sequence(source: str, at: int) -> tuple[_Needs, int]:
    """Read one alternative: the rarest of what it cannot do without."""
    found: list[_Needs] = []
    run = ""
    while at < len(source) and source[at] not in "|)":
        char, inner, after = _read_atom(source, at)
        repeat = _QUANTIFIER.match(source, after)
        at = repeat.end() if repeat else after
        is_needed = repeat is None or repeat[1] is not None
        run += char or "" if is_needed else ""
        if char is None or repeat:
            found += [frozenset((run,))] if run else []
            found += [inner] if inner and is_needed else []
            run = ""
    found += [frozenset((run,))] if run else []
    return max(found, key=_rarity, default=frozenset()), at


def _read_atom(source: str, at: int) -> tuple[str | None, _Needs, int]:
    """Read one item: its letter, "" where it has no width, None for what may be several letters; what a group needs."""
    char = source[at]
    if char == "\\":
        escaped = source[at + 1]
        if escaped in _ZERO_WIDTH:
            return "", frozenset(), at + 2
        return (None if escaped.isalnum() else escaped), frozenset(), at + 2
    if char == "[" and (match := _CLASS.match(source, at)):
        return None, frozenset(), match.end()
    if char == "(":
        return _read_group(source, at)
    if char in "^$":
        return "", frozenset(), at + 1
    return (None if char == "." else char), frozenset(), at + 1


def _read_group(source: str, at: int) -> tuple[str | None, _Needs, int]:
    is_look = _LOOK.match(source, at) is not None
    opening = _GROUP.match(source, at)
    is_opaque = opening is None or (opening[0] == "(" and _OPAQUE.match(source, at) is not None)
    begin = opening.end() if opening else at + 1
    if is_look or is_opaque:
        # What stands in it is read only to find its end.
        begin = at + 2 if not is_look else at + 3 + (source[at + 2] == "<")
        begin = source.index(":", at) + 1 if not is_look else begin
    needs, end = _read_branches(source, begin)
    if is_look:
        return "", frozenset(), end + 1
    return None, frozenset() if is_opaque else needs, end + 1


def _rarity(needs: _Needs) -> tuple[int, int]:
    return min(0 if (bare := word.strip()) in _COMMON else min(len(bare), _LONG_ENOUGH) for word in needs), -len(needs)


def _shortest(needs: _Needs) -> list[str]:
    """Leave out the words that hold another one."""
    return [word for word in needs if not any(other in word for other in needs if other != word)]
