"""Find the numbers that a text counts with, in every style of writing.

In      text: str, any
Out     list[Quantity], left to right, never overlapping; `find_numbers` gives the same as plain records
Units   value in ones, scale words applied; span: code points, end excluded, qualifier left out
Errors  LexiconError at import, if numbers.toml is malformed; none for odd text
Source  lexicon/en/numbers.toml
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sitrep.extract.mentions import Quantity
from sitrep.extract.not_counts import is_count, is_measure
from sitrep.extract.number_words import SCALES, STARTERS, UNITS, WORDS, Atom, match_phrase, phrase_index, read_atom
from sitrep.extract.tokens import Tokens, read_tokens
from sitrep.records import Qualifier

RULES = {
    "number-digits": "Digits, with commas, points or spaces between thousands: 1,030; 45 100; 21.6 thousand.",
    "number-words": "Number words: eighty-seven; half a million; three dozen.",
    "number-vague": "A word that only sets a floor: several is 3, dozens 24, hundreds 200.",
    "number-range": "Two ends: 20 to 30; between 60,000 and 100,000; 50-70.",
    "number-singular": "A singular counts as one: a woman, another tank.",
    "number-zero": "A word for none before what would be counted: no casualties.",
}

_HANDING = frozenset(["hand", "hands", "handed", "handing", "turned", "turning"])
_SKIPPED = frozenset(WORDS["skipped"]["words"])
_DIGITS = frozenset("0123456789")
_DASHES = frozenset("–—‒-−")
_BEFORE: dict[tuple[str, ...], Qualifier] = {
    tuple(phrase.split()): cast("Qualifier", kind) for kind, phrases in WORDS["before"].items() for phrase in phrases
}
_AFTER = phrase_index({phrase: kind for kind, phrases in WORDS["after"].items() for phrase in phrases})
_RANGE_FILLERS = frozenset(["about", "around", "some", "even", "as", "many", "perhaps"])
_LONGEST_LEAD = 6
_LONGEST_QUALIFIER = 4
_OR_MAX = 12
_RANGE_SPREAD = 10


@dataclass(slots=True)
class Number:
    """A quantity with its tokens: [first, last) is the number, `lead` the first token of what qualifies it."""

    quantity: Quantity
    lead: int
    first: int
    last: int


def find_quantities(text: str) -> list[Quantity]:
    """Return every number that may count something; measures, sums, dates, ages and names are left out."""
    return [number.quantity for number in read_numbers(text, read_tokens(text))]


def find_numbers(text: str) -> list[dict[str, Any]]:
    """Return the numbers as records: value, value_max, qualifier, unit, start, end, text."""
    return [
        {
            "start": q.start,
            "end": q.end,
            "text": q.text,
            "value": q.value,
            "value_max": q.value_max,
            "qualifier": q.qualifier,
            "unit": q.unit,
            "rule": q.rule,
        }
        for q in find_quantities(text)
    ]


def read_numbers(text: str, tokens: Tokens) -> list[Number]:
    """Return the numbers among the tokens of a text."""
    numbers: list[Number] = []
    done = 0
    for i in [i for i, low in enumerate(tokens.lows) if low in STARTERS or low[0] in _DIGITS or "-" in low]:
        if i < done or (number := _read_number(text, tokens, i, numbers[-1].last if numbers else 0)) is None:
            continue
        quantity = number.quantity
        if is_count(tokens, i, number.last, quantity.value, is_range=quantity.value_max is not None):
            numbers.append(number)
        done = number.last
    return numbers


def _read_number(text: str, tokens: Tokens, i: int, floor: int) -> Number | None:
    atom = read_atom(text, tokens, i)
    if atom is None:
        return None
    value, value_max, last = atom.value, None, atom.last
    lead, qualifier = _qualifier_before(tokens, i, floor)
    rule = "number-digits" if atom.is_digits else "number-words"
    if atom.is_vague:
        qualifier, rule = "vague", "number-vague"
    elif (top := _range_end(text, tokens, i, atom)) is not None:
        # "20 to 30 thousand": the scale word belongs to both ends.
        value *= top.value / top.bare if atom.unit is None and top.bare > value else 1
        value_max, last = top.value, top.last
        qualifier, rule = "range", "number-range"
        lead -= lead > floor and tokens.lows[lead - 1] in {"between", "from"}
    elif qualifier is None:
        qualifier, last = _qualifier_after(tokens, last)
    start, end = tokens.starts[i], tokens.ends[last - 1]
    quantity = Quantity(
        start=start,
        end=end,
        text=text[start:end],
        value=value,
        value_max=value_max,
        qualifier=qualifier or "exact",
        unit=atom.unit,
        rule=rule,
    )
    return Number(quantity, lead, i, last)


# --- ranges ---------------------------------------------------------------------------------------------------


def _range_end(text: str, tokens: Tokens, i: int, atom: Atom) -> Atom | None:
    """Read the upper end of "A to B", "A-B", "between A and B", "A or B"."""
    k = _past_joint(tokens, i, atom)
    if k is None or k >= len(tokens.lows) or not (tokens.lows[k][0].isdigit() or tokens.lows[k] in UNITS):
        return None
    top = read_atom(text, tokens, k)
    if top is None or top.is_vague or is_measure(tokens, k, top.last, top.value):
        return None
    scale = SCALES.get(top.unit or "", 1)
    if not top.value <= atom.value * _RANGE_SPREAD * scale:
        return None
    # With a scale word on the first end both are whole; without one the first may share that of the second.
    is_wider = top.value > atom.value if atom.unit is not None else top.bare > atom.value or top.value > atom.value
    return top if is_wider else None


def _past_joint(tokens: Tokens, i: int, atom: Atom) -> int | None:
    """Where the second number of a range must start, None where no range goes on."""
    j = atom.last
    if j + 1 >= len(tokens.lows):
        return None
    joint, before = tokens.lows[j], tokens.lows[max(0, i - 4) : i]
    if joint == "and":
        return j + 1 if "between" in before else None
    if joint == "to":
        is_move = before[-1:] in (["from"], ["by"]) and not {"range", "ranging"}.intersection(before)
        return None if is_move else _past_fillers(tokens, j + 1)
    if joint == "or":
        is_scaled = j + 2 < len(tokens.lows) and tokens.lows[j + 2] in SCALES
        return _past_fillers(tokens, j + 1) if atom.value <= _OR_MAX or atom.unit is not None or is_scaled else None
    return _past_fillers(tokens, j + 1) if joint in _DASHES and not _is_spaced(tokens, j) else None


def _past_fillers(tokens: Tokens, k: int) -> int:
    while k < len(tokens.lows) and tokens.lows[k] in _RANGE_FILLERS:
        k += 1
    return k


def _is_spaced(tokens: Tokens, j: int) -> bool:
    """Whether white space stands on both sides of a mark: then a dash parts clauses, not the ends of a range."""
    return tokens.starts[j] > tokens.ends[j - 1] and tokens.starts[j + 1] > tokens.ends[j]


# --- qualifiers -----------------------------------------------------------------------------------------------


def _qualifier_before(tokens: Tokens, i: int, floor: int) -> tuple[int, Qualifier | None]:
    """The qualifier in front, over words that change nothing: "more than a total of 30"."""
    j = lead = i
    while j > floor and i - j < _LONGEST_LEAD:
        for length in range(min(_LONGEST_QUALIFIER, j - floor), 0, -1):
            if (kind := _BEFORE.get(tuple(tokens.lows[j - length : j]))) is not None:
                is_particle = tokens.lows[j - 1] == "over" and j > 1 and tokens.lows[j - 2] in _HANDING
                return (lead, None) if is_particle else (j - length, kind)
        if tokens.lows[j - 1] not in _SKIPPED:
            break
        j -= 1
        lead = j
    # "Destruction of 50 drones": the preposition belongs to what stands before it.
    while lead < i and tokens.lows[lead] == "of":
        lead += 1
    return lead, None


def _qualifier_after(tokens: Tokens, last: int) -> tuple[Qualifier | None, int]:
    hit = match_phrase(_AFTER, tokens, last) if last < len(tokens.lows) else None
    if hit is None:
        return None, last
    # "30 at least": the words stay outside the number's span.
    return (hit[0], last) if tokens.lows[last] == "at" else hit
