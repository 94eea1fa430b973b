"""The book that the date rules are entered in, and the pieces of pattern that they share.

In      rules: a name, one or more patterns, and a function that reads a match
Out     RULES, in order of entry; dispatch: the rules by what they may begin with
Units   none
Errors  LexiconError at import where a pattern does not read
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sitrep.extract.dates.context import Context, Hit, Reading
from sitrep.extract.dates.grammar import Pattern, compile_pattern

Resolver: TypeAlias = Callable[[Context, Hit], Reading | None]

MACROS = {
    "DAY": "SMALL|NTH",
    "COUNT": (
        "WORDNUMBER (-? WORDNUMBER)?|SMALL|NUMERAL|DECIMAL|YEAR|a half|half (a|an)|a|an|several|a? few|many|"
        "a? couple of?|dozens of|tens of|hundreds of"
    ),
    "TOLDYEAR": "that year|the same year|this year|last year|next year|the following year|the previous year",
    "BC": "bc|bce|b . c .?|b . c . e .?",
    "AMPM": "am|pm|a . m .?|p . m .?|hrs|oclock",
    "WHICH": "last|next|this|past|previous|the following|coming|that",
    "WD": "WEEKDAYS .? ,? the?",
    "TO": "-|to|and|through|until|till|or|/",
}
# Patterns inside macros may use macros only through this order.
MACROS["DP"] = (
    "(in|on|at|by)? (the|that)? (early|late|very early|very first|wee|small|first|last|final)? "
    "(DAYPART hours?|hours|minutes|moments) (of|on|to|into|from)?"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern with what reads it."""

    name: str
    pattern: Pattern
    resolve: Resolver


RULES: list[Rule] = []
NOTES: dict[str, str] = {}


def rule(name: str, *patterns: str) -> Callable[[Resolver], Resolver]:
    """Enter a rule; the function's docstring is its explanation."""

    def enter(resolve: Resolver) -> Resolver:
        NOTES[name] = (resolve.__doc__ or "").strip()
        RULES.extend(Rule(name, compile_pattern(pattern, MACROS), resolve) for pattern in patterns)
        return resolve

    return enter


def dispatch() -> dict[str, tuple[Rule, ...]]:
    """The rules by the characters that they may begin with."""
    table: dict[str, list[Rule]] = defaultdict(list)
    for entry in RULES:
        for head in entry.pattern.heads:
            table[head].append(entry)
    return {head: tuple(entries) for head, entries in table.items()}
