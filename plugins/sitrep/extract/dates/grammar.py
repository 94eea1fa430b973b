"""Turn text into a string of word classes, and rules into patterns over it.

In      text: str; patterns such as "the? d=DAY of? m=MONTH (,? y=YEAR)?"
Out     Tape: one character a token, so that a pattern over characters is a rule over words
Units   offsets in code points into the text, end excluded; positions count tokens
Errors  none for odd text; LexiconError at import where a rule names a class that is not there

A pattern is made of small words, CLASSES, `name=` captures and the operators ( | ) ? {m,n}. Every repeat is
bounded, so a rule looks at a fixed number of tokens and the whole pass is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from sitrep.errors import LexiconError
from sitrep.extract import lexicon

WORDS = lexicon.load("dates")
MONTHS: dict[str, int] = WORDS["months"]
WEEKDAYS: dict[str, int] = WORDS["weekdays"]
WEEKDAY_NUMBERS: dict[str, int] = WORDS["weekdays"] | WORDS["weekday_abbreviations"]
UNITS: dict[str, str] = WORDS["units"]
SEASONS: dict[str, str] = WORDS["seasons"]
DAYPARTS: dict[str, str] = WORDS["dayparts"]
NUMBERS: dict[str, int] = WORDS["numbers"]
ORDINALS: dict[str, int] = WORDS["ordinals"]
PARTS: dict[str, int] = WORDS["parts"]
DEICTICS: dict[str, int] = WORDS["deictics"]
SETS: dict[str, str] = WORDS["sets"]

# Tokens that are no words of the lexicon have a character of their own.
UNKNOWN, CAPITALISED, BREAK, POSSESSIVE = "x", "X", "\n", "s"
_SHAPES = {
    "SMALL": "d",  # 1 to 31: may be a day of the month
    "NTH": "o",  # 1st to 31st
    "YEAR": "Y",
    "NUMERAL": "N",
    "DECIMAL": "F",
    "DAYMONTH": "D",  # 24.02
    "ISO": "I",
    "DOTTED": "S",  # 24.02.2022, 24.02.22
    "CLOCK": "C",
    "TENS": "E",  # 1930s
    "NAME": "X",
    "ANY": "x",
    "POSS": "s",
}
_CLASSES: dict[str, Iterable[str]] = {
    "MONTH": MONTHS,
    "WEEKDAY": WEEKDAYS,
    "WEEKDAYS": WEEKDAY_NUMBERS,
    "UNIT": UNITS,
    "SEASON": SEASONS,
    "DAYPART": DAYPARTS,
    "WORDNUMBER": NUMBERS,
    "WORDNTH": ORDINALS,
    "PART": PARTS,
    "DEICTIC": DEICTICS,
    "SET": SETS,
    "PRESENT": WORDS["present"]["words"],
    "PAST": WORDS["past"]["words"],
    "ABOUT": WORDS["approximate"]["words"],
    "ADJ": WORDS["adjectives"]["words"],
    "WAR": WORDS["war"]["words"],
    "FULL": WORDS["war"]["full"],
}
_ATOM = re.compile(r"\s*(?:(?P<name>[a-z]\d?)=)?(?:(?P<open>\()|(?P<class>[A-Z]+)|(?P<word>[a-z]+)|(?P<mark>[-,./:]))")
_REPEAT = re.compile(r"\?|\{\d,\d\}")

# Each token takes the blanks behind it along, so that tokens add up to the text and lengths to offsets.
_TOKEN = re.compile(
    r"(?:[^\W\d_]+\d*"
    r"|['’]s\b"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?(?![\d-])"
    r"|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\d)|\d{1,2}/\d{1,2}/(?:19|20)\d\d(?!\d)|\d\d\.\d\d\.\d\d(?![\d.])"
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th)\b"
    r"|\d{2,3}0s\b"
    r"|\d{1,3}(?:,\d{3}){1,6}(?!\d)"
    r"|\d{1,9}\.\d{1,9}"
    r"|\d+(?:km|mm|m|kg|kt|bn|mn|k|h)\b"
    r"|[$€£#№] ?\d+"
    r"|\d+"
    r"|\n\s*"
    r"|[^\w\s]|_+|\s+)[^\S\n]*"
)
_MARKS = dict.fromkeys("-‐‑‒–—−", "-") | {"\n": BREAK} | {mark: mark for mark in ",./:()"}
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DOTTED = re.compile(r"\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d\d)")
_DAY_MONTH = re.compile(r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])")
_SHORTEST_GLUED_NAME = 6
# Copied pages lose the space where a link stood: "on Mondaythe institute", "in Septemberwhen".
_GLUED = re.compile(
    rf"({'|'.join(name for name in [*WEEKDAYS, *MONTHS] if len(name) >= _SHORTEST_GLUED_NAME)})"
    "(?:the|that|in|at|by|after|before|and|when|as|a)",
    re.IGNORECASE,
)
_LAST_DAY_OF_MONTH = 31
_EARLIEST_YEAR, _LATEST_YEAR = 1000, 2199


def _vocabulary() -> dict[str, str]:
    """Give each word of the classes a character; literal words of the rules join on demand."""
    words = {word for members in _CLASSES.values() for word in members}
    return {word: chr(0x4E00 + i) for i, word in enumerate(sorted(words))}


CODES = _vocabulary()
_MONTH_CODES = frozenset(CODES[word] for word in MONTHS)


@dataclass(slots=True)
class Tape:
    """A text as tokens: `codes[i]` is the class of the token that starts at `starts[i]`."""

    text: str
    tokens: list[str]
    codes: str
    starts: list[int]

    def word(self, i: int) -> str:
        """The token in small letters; "" past the end."""
        return _strip(self.tokens[i]).lower() if i < len(self.tokens) else ""

    def end(self, i: int) -> int:
        """Where the token ends, the blanks behind it left out."""
        return self.starts[i] + len(_strip(self.tokens[i]))

    def is_joined(self, i: int) -> bool:
        """Whether no blank lies between this token and the one before."""
        return i > 0 and self.end(i - 1) == self.starts[i]


def read_tape(text: str) -> Tape:
    """Cut the text into tokens and class each."""
    tokens = _TOKEN.findall(text)
    starts = [0, *accumulate(map(len, tokens))]
    return Tape(text, tokens, "".join(map(_CODER.__getitem__, tokens)), starts)


def _strip(token: str) -> str:
    bare = token.rstrip() or token
    glued = _GLUED.match(bare) if len(bare) >= _SHORTEST_GLUED and bare.lower() not in CODES else None
    return glued[1] if glued else bare


class _Coder(dict[str, str]):
    """Classes of tokens seen so far: a token's class depends on nothing but itself."""

    def __missing__(self, token: str) -> str:
        if len(self) > _LARGEST_MEMORY:
            self.clear()
        code = self[token] = _class_token(_strip(token))
        return code


_CODER = _Coder()
_LARGEST_MEMORY = 100_000
_SHORTEST_GLUED = 7


def _class_token(token: str) -> str:
    head = token[0]
    if head.isdecimal():
        return _class_number(token)
    if head.isalpha():
        return _class_word(token)
    if len(token) > 1 and head in "'’$€£#№":
        return POSSESSIVE if head in "'’" else "N"
    return _MARKS.get(head, ";")


def _class_word(token: str) -> str:
    code = CODES.get(token.lower())
    if code is None:
        return CAPITALISED if token[0].isupper() else UNKNOWN
    return UNKNOWN if code in _MONTH_CODES and not token[0].isupper() else code


def _class_number(token: str) -> str:
    if token.isdecimal():
        number = int(token[:5])
        if len(token) <= 2 and 1 <= number <= _LAST_DAY_OF_MONTH:  # noqa: PLR2004 - two digits
            return "d"
        return "Y" if len(token) == 4 and _EARLIEST_YEAR <= number <= _LATEST_YEAR else "N"  # noqa: PLR2004 - four digits
    if token[-2:] in {"st", "nd", "rd", "th"}:
        return "o" if 1 <= int(token[:-2]) <= _LAST_DAY_OF_MONTH else "N"
    for code, is_so in (
        ("C", ":" in token and "-" not in token),
        ("I", _ISO.match(token)),
        ("S", _DOTTED.match(token)),
        ("D", _DAY_MONTH.fullmatch(token)),
        ("F", "." in token),
        ("E", token.endswith("0s")),
    ):
        if is_so:
            return code
    return "N"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule's pattern, ready to match a tape; `heads` are the characters that a match may begin with."""

    compiled: re.Pattern[str]
    heads: frozenset[str]


def compile_pattern(source: str, macros: dict[str, str]) -> Pattern:
    """Translate a pattern of words and classes into one of characters."""
    for name, macro in macros.items():
        source = source.replace(f"<{name}>", f"({macro})")
    body, heads, is_nullable, end = _alternatives(source, 0)
    if end != len(source) or is_nullable:
        raise LexiconError(f"a rule does not read: {source!r} at {end}", subject="dates")
    return Pattern(re.compile(body), frozenset(heads))


def _alternatives(source: str, at: int) -> tuple[str, set[str], bool, int]:
    branches: list[str] = []
    heads: set[str] = set()
    is_nullable = False
    while True:
        body, first, is_empty, at = _sequence(source, at)
        branches.append(body)
        heads |= first
        is_nullable |= is_empty
        if source[at : at + 1] != "|":
            return "|".join(branches), heads, is_nullable, at
        at += 1


def _sequence(source: str, at: int) -> tuple[str, set[str], bool, int]:
    sequence, heads, is_nullable = "", set[str](), True
    while match := _ATOM.match(source, at):
        at = match.end()
        if match["open"]:
            body, first, is_empty, at = _alternatives(source, at)
            if source[at : at + 1] != ")":
                raise LexiconError(f"a rule lacks a bracket: {source!r}", subject="dates")
            at += 1
        else:
            first = _members(match["class"], match["word"], match["mark"])
            body, is_empty = "[" + re.escape("".join(sorted(first))) + "]", False
        if match["name"]:
            body = f"(?P<{match['name']}>{body})"
        elif match["open"]:
            body = f"(?:{body})"
        if repeat := _REPEAT.match(source, at):
            body, at = body + repeat[0], repeat.end()
            is_empty |= repeat[0] == "?" or repeat[0].startswith("{0")
        heads |= first if is_nullable else set()
        is_nullable &= is_empty
        sequence += body
    return sequence, heads, is_nullable, at + len(source[at:]) - len(source[at:].lstrip())


def _members(class_name: str | None, word: str | None, mark: str | None) -> set[str]:
    if mark:
        return {mark}
    if word:
        return {CODES.setdefault(word, chr(0x4E00 + len(CODES)))}
    if class_name in _SHAPES:
        return {_SHAPES[class_name]}
    if class_name in _CLASSES:
        return {CODES[member] for member in _CLASSES[class_name]}
    raise LexiconError(f"a rule names an unknown class {class_name}", subject="dates")
