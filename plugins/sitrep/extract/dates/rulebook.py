"""The book that the date rules are entered in, and the pieces of pattern that they share.

In      rules: a name, one or more patterns, and a function that reads a match
Out     RULES, in order of entry; Dispatch: the rules that may begin with given tokens
Units   none
Errors  LexiconError at import where a pattern does not read
"""

from __future__ import annotations

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
    "WD": "WEEKDAYS .? ,? the?",
    "TO": "-|to|and|through|until|till|or|/",
}
# Patterns inside macros may use macros only through this order.
MACROS["DP"] = (
    "(in|on|at|by)? (the|that)? (early|late|very early|wee|small)? (DAYPART hours?|hours) (of|on|to|into|from)?"
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


class Dispatch(dict[str, tuple[Rule, ...]]):
    """The rules that may begin with the given few tokens, worked out when first asked."""

    def __missing__(self, codes: str) -> tuple[Rule, ...]:
        """Try each rule on the tokens as the beginning of a match."""
        if len(self) > _LARGEST_MEMORY:
            self.clear()
        rules = self[codes] = tuple(entry for entry in RULES if entry.pattern.may_begin(codes))
        return rules


_LARGEST_MEMORY = 50_000
