"""Read one number, in digits or words, where a text has it: "45 100", "21.6 thousand", "eighty-seven", "dozens".

In      tokens; where to start
Out     Atom: value in ones, where it ends; None where no number starts
Units   token indexes, end excluded
Errors  LexiconError at import, if numbers.toml is malformed
Source  lexicon/en/numbers.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sitrep.extract import lexicon
from sitrep.extract.tokens import Tokens

WORDS = lexicon.load("numbers")
UNITS: dict[str, float] = WORDS["units"]
SCALES: dict[str, float] = WORDS["scales"]
_VAGUE: dict[str, float] = WORDS["vague"]
_PLAIN = re.compile(r"\d{1,15}")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,4}")
_DECIMAL = re.compile(r"\d{1,9}[.,]\d{1,4}")
_GROUP = re.compile(r"\d{3}")
_GLUED_SCALE = re.compile(r"([\d.,]+)(k|mln|thousand|million|-strong)")
_GLUED_SCALES = {"k": 1e3, "mln": 1e6, "thousand": 1e3, "million": 1e6, "-strong": 1.0}
_GROUP_DIGITS, _MOST_GROUPS = 3, 4
_HUNDRED, _THOUSAND, _LARGEST = 100, 1000, 1e12
_TWENTY = 20
_SPACES = " \u00a0\u2009\u202f"

Index = dict[str, list[tuple[list[str], Any]]]


def phrase_index(table: dict[str, Any]) -> Index:
    """Return phrases by their first word, longest first."""
    index: Index = {}
    for phrase, value in table.items():
        words = phrase.split()
        index.setdefault(words[0], []).append((words, value))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


_PHRASES = phrase_index(WORDS["phrases"])
_EXACT = phrase_index(WORDS["exact_phrases"])
_MULTIPLIERS = phrase_index(WORDS["multipliers"])
STARTERS = frozenset(UNITS) | frozenset(_VAGUE) | frozenset(_PHRASES) | frozenset(_EXACT) | frozenset(_MULTIPLIERS)


@dataclass(slots=True)
class Atom:
    """One number: `unit` is its scale word, `last` the token behind it."""

    value: float
    last: int
    unit: str | None = None
    is_vague: bool = False
    is_digits: bool = False

    @property
    def bare(self) -> float:
        """The value without its scale word."""
        return self.value / SCALES[self.unit] if self.unit in SCALES else self.value


def match_phrase(index: Index, tokens: Tokens, i: int) -> tuple[Any, int] | None:
    """Return what the longest phrase at a token means, and where it ends."""
    for words, value in index.get(tokens.lows[i], ()):
        if tokens.lows[i : i + len(words)] == words:
            return value, i + len(words)
    return None


def read_atom(text: str, tokens: Tokens, i: int) -> Atom | None:
    """Return the number that starts at a token."""
    low = tokens.lows[i]
    if low[0].isdigit():
        return _read_digits(text, tokens, i)
    return _read_exact(tokens, i) or _read_vague(tokens, i) or _read_words(tokens, i)


def _read_exact(tokens: Tokens, i: int) -> Atom | None:
    """Read "half a million", "a dozen"; and "a hundred thousand"."""
    hit = match_phrase(_EXACT, tokens, i)
    if hit is None:
        return None
    value, last = hit
    scale = _scale_at(tokens, last)
    return (
        Atom(value * scale, last + 1, tokens.lows[last]) if scale is not None and scale > value else Atom(value, last)
    )


def _read_vague(tokens: Tokens, i: int) -> Atom | None:
    """Read "tens of thousands", "several hundred", "dozens": each is its floor."""
    phrase = match_phrase(_PHRASES, tokens, i)
    if phrase is not None and tokens.lows[phrase[1] - 1] == "dozen":
        return Atom(phrase[0], phrase[1], "dozen", is_vague=True)
    hit = match_phrase(_MULTIPLIERS, tokens, i)
    if hit is not None and (scale := _scale_at(tokens, hit[1])) is not None:
        return Atom(hit[0] * scale, hit[1] + 1, tokens.lows[hit[1]], is_vague=True)
    if phrase is not None:
        return Atom(phrase[0], phrase[1], is_vague=True)
    value = _VAGUE.get(tokens.lows[i])
    return Atom(value, i + 1, is_vague=True) if value is not None else None


def _read_digits(text: str, tokens: Tokens, i: int) -> Atom | None:
    low = tokens.lows[i]
    if glued := _GLUED_SCALE.fullmatch(low):
        value = read_digits(glued[1])
        return Atom(value * _GLUED_SCALES[glued[2]], i + 1, glued[2], is_digits=True) if value is not None else None
    value = read_digits(low)
    if value is None:
        return None
    last = i + 1
    if len(low) <= _GROUP_DIGITS and low.isdigit() and low[0] != "0":
        while last - i <= _MOST_GROUPS and _is_group(text, tokens, last):
            value = value * _THOUSAND + int(tokens.lows[last])
            last += 1
    scale = _scale_at(tokens, last)
    if scale is None:
        return Atom(value, last, is_digits=True)
    # "1.300 million" is a decimal where "1.300" alone is thousands.
    value = float(low) if _POINTS.fullmatch(low) and low.count(".") == 1 else value
    return Atom(value * scale, last + 1, tokens.lows[last], is_digits=True)


def _is_group(text: str, tokens: Tokens, i: int) -> bool:
    """Whether a token is three more digits behind one white space: "45 100"."""
    if i >= len(tokens.lows) or not _GROUP.fullmatch(tokens.lows[i]):
        return False
    return tokens.starts[i] - tokens.ends[i - 1] == 1 and text[tokens.ends[i - 1]] in _SPACES


def read_digits(low: str) -> float | None:
    """Return the value of digits with commas or points, None for what is no number."""
    if _PLAIN.fullmatch(low):
        return float(low)
    if _COMMAS.fullmatch(low):
        return float(low.replace(",", ""))
    if _POINTS.fullmatch(low):
        return float(low.replace(".", ""))
    return float(low.replace(",", ".")) if _DECIMAL.fullmatch(low) else None


def _scale_at(tokens: Tokens, i: int) -> float | None:
    return SCALES.get(tokens.lows[i]) if i < len(tokens.lows) else None


@dataclass(slots=True)
class _Sum:
    """Number words being added up: what is below the next thousand, and what is above."""

    total: float = 0.0
    current: float = 0.0
    unit: str | None = None

    def take(self, low: str) -> bool:
        """Add a word; False where it does not go on with the number."""
        parts = low.split("-") if "-" in low else [low]
        if all(part in UNITS for part in parts):
            step = sum(UNITS[part] for part in parts)
            if self.current and not _goes_on(self.current, step):
                return False
            self.current += step
            return True
        if len(parts) == 2 and parts[0] in UNITS and parts[1] in SCALES:  # noqa: PLR2004  # "two-dozen"
            self.current += UNITS[parts[0]] * SCALES[parts[1]]
            return True
        return low in SCALES and self._scale(low)

    def _scale(self, low: str) -> bool:
        if not (self.current or self.total) or self.total + self.current > _LARGEST:
            return False
        scale, self.unit = SCALES[low], low
        if scale >= _THOUSAND:  # hundreds and dozens stay inside their thousand
            self.total, self.current = self.total + (self.current or 1) * scale, 0.0
        else:
            self.current *= scale
        return True


def _read_words(tokens: Tokens, i: int) -> Atom | None:
    parts, last = _Sum(), i
    while last < len(tokens.lows):
        low = tokens.lows[last]
        is_joint = low == "and" and parts.current >= _HUNDRED and parts.current % _HUNDRED == 0
        if not (is_joint and _is_small(tokens, last + 1)) and not parts.take(low):
            break
        last += 1
    value = parts.total + parts.current
    return Atom(value, last, parts.unit) if last > i and value else None


def _goes_on(current: float, step: float) -> bool:
    """Whether "current step" is one number: twenty + one, hundred + five."""
    low = current % _HUNDRED
    return (low == 0 and step < _HUNDRED) or (low % 10 == 0 and low >= _TWENTY and step < 10)  # noqa: PLR2004  # a digit


def _is_small(tokens: Tokens, i: int) -> bool:
    return i < len(tokens.lows) and all(part in UNITS for part in tokens.lows[i].split("-"))
