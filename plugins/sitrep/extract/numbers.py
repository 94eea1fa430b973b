"""Find the numbers that a text counts with, in every style of writing.

In      text: str, any
Out     list[Quantity], left to right, never overlapping; `find_numbers` gives the same as plain records
Units   value in ones, scale words applied; span: code points, end excluded, qualifier left out
Errors  LexiconError at import, if numbers.toml is malformed; none for odd text
Source  lexicon/en/numbers.toml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

from sitrep.extract import lexicon
from sitrep.extract.mentions import Quantity
from sitrep.extract.tokens import Tokens, read_tokens
from sitrep.records import Qualifier

RULES = {
    "number-digits": "Digits, with commas, points or spaces between thousands: 1,030; 45 100; 21.6 thousand.",
    "number-words": "Number words: eighty-seven; half a million; three dozen.",
    "number-vague": "A word that only sets a floor: several is 3, dozens 24, hundreds 200.",
    "number-range": "Two ends: 20 to 30; between 60,000 and 100,000; 50-70.",
    "number-zero": "A word for none before what would be counted: no casualties.",
}

_WORDS = lexicon.load("numbers")
_UNITS: dict[str, float] = _WORDS["units"]
_SCALES: dict[str, float] = _WORDS["scales"]
_VAGUE: dict[str, float] = _WORDS["vague"]
_AFTER_STOPS = frozenset(_WORDS["not_counts"]["after"])
_BEFORE_STOPS = frozenset(_WORDS["not_counts"]["before"])
_MONTHS = frozenset(_WORDS["not_counts"]["months"])
_YEAR_LEADS = frozenset(_WORDS["not_counts"]["year_leads"])
_SKIPPED = frozenset(_WORDS["skipped"]["words"])
_QUOTES = frozenset("\"“”«»„'‘")
_DIGITS = frozenset("0123456789")
_DASHES = frozenset("–—‒-−")
_LONGEST_LEAD = 6
_YEARS = (1900, 2099)
_THOUSANDS_SPACE = re.compile(r"\d{3}")
_PLAIN = re.compile(r"\d{1,15}")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"\d{1,9}[.,]\d{1,4}")
_GLUED_SCALE = re.compile(r"([\d.,]+)(k|m|mln|thousand|million|-strong)")
_GLUED_SCALES = {"k": 1e3, "m": 1e6, "mln": 1e6, "thousand": 1e3, "million": 1e6, "-strong": 1.0}
_DAY_MONTH = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?:\.(?:\d{2}|\d{4}))?")
_CLOCK = re.compile(r"\d{2}")


_Index = dict[str, list[tuple[list[str], Any]]]


def _phrase_index(table: dict[str, Any]) -> _Index:
    index: _Index = {}
    for phrase, value in table.items():
        words = phrase.split()
        index.setdefault(words[0], []).append((words, value))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


_PHRASES = _phrase_index(_WORDS["phrases"])
_EXACT = _phrase_index(_WORDS["exact_phrases"])
_MULTIPLIERS = _phrase_index(_WORDS["multipliers"])
_BEFORE: dict[tuple[str, ...], Qualifier] = {
    tuple(phrase.split()): cast("Qualifier", kind) for kind, phrases in _WORDS["before"].items() for phrase in phrases
}
_AFTER = _phrase_index({phrase: kind for kind, phrases in _WORDS["after"].items() for phrase in phrases})


@dataclass(slots=True)
class Number:
    """A quantity with its tokens: [first, last) is the number, `lead` the first token of what qualifies it."""

    quantity: Quantity
    lead: int
    first: int
    last: int


@dataclass(slots=True)
class _Atom:
    value: float
    last: int
    is_vague: bool
    unit: str | None
    is_digits: bool


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
    for i in [i for i, low in enumerate(tokens.lows) if low in _STARTERS or low[0] in _DIGITS or _is_compound(low)]:
        if i < done or (number := _read_number(text, tokens, i, numbers[-1].last if numbers else 0)) is None:
            continue
        if _is_count(tokens, number):
            numbers.append(number)
        done = number.last
    return numbers


def _is_compound(low: str) -> bool:
    return "-" in low and low.partition("-")[0] in _UNITS


def _read_number(text: str, tokens: Tokens, i: int, floor: int) -> Number | None:
    atom = _read_atom(text, tokens, i)
    if atom is None:
        return None
    value_max: float | None = None
    last = atom.last
    value = atom.value
    lead, qualifier = _qualifier_before(tokens, i, floor)
    if not atom.is_vague:
        top = _range_end(text, tokens, i, atom)
        if top is not None:
            value = value * top.value / _bare(top) if atom.unit is None and _bare(top) > value else value
            value_max, last = top.value, top.last
    rule = "number-digits" if atom.is_digits else "number-words"
    if value_max is not None:
        qualifier, rule = "range", "number-range"
        lead -= lead > floor and tokens.lows[lead - 1] in {"between", "from"}
    elif atom.is_vague:
        qualifier, rule = "vague", "number-vague"
    elif qualifier is None:
        qualifier, last = _qualifier_after(tokens, last)
    quantity = Quantity(
        start=tokens.starts[i],
        end=tokens.ends[last - 1],
        text=text[tokens.starts[i] : tokens.ends[last - 1]],
        value=value,
        value_max=value_max,
        qualifier=qualifier or "exact",
        unit=atom.unit,
        rule=rule,
    )
    return Number(quantity, lead, i, last)


def _read_atom(text: str, tokens: Tokens, i: int) -> _Atom | None:
    low = tokens.lows[i]
    if low[0].isdigit():
        return _read_digits(text, tokens, i)
    if (hit := _match(_EXACT, tokens, i)) is not None:
        value, last = hit
        scale = _scale_after(tokens, last)
        return (
            _Atom(value, last, is_vague=False, unit=None, is_digits=False)
            if not scale or value >= scale[0]
            else (_Atom(value * scale[0], last + 1, is_vague=False, unit=tokens.lows[last], is_digits=False))
        )
    if (hit := _match(_PHRASES, tokens, i)) is not None and hit[1] > i + 1 and tokens.lows[hit[1] - 1] == "dozen":
        return _Atom(hit[0], hit[1], is_vague=True, unit="dozen", is_digits=False)
    if (hit := _match(_MULTIPLIERS, tokens, i)) is not None and (scale := _scale_after(tokens, hit[1])):
        return _Atom(hit[0] * scale[0], hit[1] + 1, is_vague=True, unit=tokens.lows[hit[1]], is_digits=False)
    if (hit := _match(_PHRASES, tokens, i)) is not None:
        return _Atom(hit[0], hit[1], is_vague=True, unit=None, is_digits=False)
    if low in _VAGUE:
        return _Atom(_VAGUE[low], i + 1, is_vague=True, unit=None, is_digits=False)
    return _read_words(tokens, i)


def _read_digits(text: str, tokens: Tokens, i: int) -> _Atom | None:
    low = tokens.lows[i]
    if glued := _GLUED_SCALE.fullmatch(low):
        value = _digits(glued[1])
        if value is None or glued[2] == "m":
            return None
        return _Atom(value * _GLUED_SCALES[glued[2]], i + 1, is_vague=False, unit=glued[2], is_digits=True)
    value = _digits(low)
    if value is None:
        return None
    last = i + 1
    # "45 100", "1 234 567": groups of three behind one white space each.
    if len(low) <= 3 and low.isdigit() and low[0] != "0":  # noqa: PLR2004  # three digits are a group of thousands
        while (
            last < len(tokens.lows)
            and _THOUSANDS_SPACE.fullmatch(tokens.lows[last])
            and tokens.starts[last] - tokens.ends[last - 1] == 1
            and text[tokens.ends[last - 1]] in "   "
        ):
            value = value * 1000 + int(tokens.lows[last])
            last += 1
    scale = _scale_after(tokens, last)
    if scale:
        # "1.300 million" is a decimal where "1.300" alone is thousands.
        value = float(low) if _POINTS.fullmatch(low) and low.count(".") == 1 else value
        return _Atom(value * scale[0], last + 1, is_vague=False, unit=tokens.lows[last], is_digits=True)
    return _Atom(value, last, is_vague=False, unit=None, is_digits=True)


def _digits(low: str) -> float | None:
    if _PLAIN.fullmatch(low):
        return float(low)
    if _COMMAS.fullmatch(low):
        return float(low.replace(",", ""))
    if _POINTS.fullmatch(low):
        return float(low.replace(".", ""))
    if _DECIMAL.fullmatch(low):
        return float(low.replace(",", "."))
    return None


def _read_words(tokens: Tokens, i: int) -> _Atom | None:
    total, current, unit, last = 0.0, 0.0, None, i
    size = len(tokens.lows)
    while last < size:
        low = tokens.lows[last]
        parts = low.split("-") if "-" in low else (low,)
        if all(part in _UNITS for part in parts):
            step = sum(_UNITS[part] for part in parts)
            if current and not _fits(current, step):
                break
            current += step
        elif len(parts) == 2 and parts[0] in _UNITS and parts[1] in _SCALES:  # noqa: PLR2004  # "two-dozen"
            current += _UNITS[parts[0]] * _SCALES[parts[1]]
        elif low in _SCALES and (current or total):
            scale, unit = _SCALES[low], low
            if scale >= 1000:  # noqa: PLR2004  # hundreds and dozens stay inside their thousand
                total, current = total + (current or 1) * scale, 0.0
            else:
                current *= scale
        elif low == "and" and current >= 100 and current % 100 == 0 and _is_small(tokens, last + 1):  # noqa: PLR2004
            pass
        else:
            break
        last += 1
    if last == i or not (total or current):
        return None
    return _Atom(total + current, last, is_vague=False, unit=unit, is_digits=False)


def _fits(current: float, step: float) -> bool:
    """Whether "current step" is one number: twenty + one, hundred + five."""
    low = current % 100
    return (low == 0 and step < 100) or (low % 10 == 0 and low >= 20 and step < 10)  # noqa: PLR2004


def _is_small(tokens: Tokens, i: int) -> bool:
    return i < len(tokens.lows) and all(part in _UNITS for part in tokens.lows[i].split("-"))


def _match(index: _Index, tokens: Tokens, i: int) -> tuple[Any, int] | None:
    for words, value in index.get(tokens.lows[i], ()):
        if tokens.lows[i : i + len(words)] == words:
            return value, i + len(words)
    return None


def _scale_after(tokens: Tokens, i: int) -> tuple[float] | None:
    if i < len(tokens.lows) and tokens.lows[i] in _SCALES:
        return (_SCALES[tokens.lows[i]],)
    return None


def _bare(atom: _Atom) -> float:
    return atom.value / _SCALES[atom.unit] if atom.unit in _SCALES else atom.value


def _range_end(text: str, tokens: Tokens, i: int, atom: _Atom) -> _Atom | None:
    """The upper end of "A to B", "A-B", "between A and B", "A or B"."""
    j = atom.last
    if j + 1 >= len(tokens.lows):
        return None
    joint = tokens.lows[j]
    before = tokens.lows[max(0, i - 4) : i]
    nearest = before[-1] if before else ""
    if joint == "and":
        if "between" not in before:
            return None
    elif joint == "to":
        if nearest in {"from", "by"} and "range" not in before and "ranging" not in before:
            return None
    elif joint == "or":
        if atom.value > _OR_MAX and atom.unit is None and not (j + 2 < len(tokens.lows) and tokens.lows[j + 2] in _SCALES):
            return None
    elif joint not in _DASHES or _is_spaced(tokens, j):
        return None
    k = j + 1
    while (
        k < len(tokens.lows)
        and tokens.lows[k] in {"about", "around", "some", "even", "as", "many", "perhaps"}
        and joint != "and"
    ):
        k += 1
    if k >= len(tokens.lows) or not (tokens.lows[k][0].isdigit() or tokens.lows[k] in _UNITS):
        return None
    top = _read_atom(text, tokens, k)
    if top is None or top.is_vague or not _is_count_after(tokens, top.last):
        return None
    low_end = atom.value if atom.unit is not None else min(atom.value, _bare(top))
    is_wider = (
        top.value > low_end if atom.unit is not None else _bare(top) > atom.value or top.value > atom.value > _bare(top)
    )
    return top if is_wider and top.value <= atom.value * _RANGE_SPREAD * (_SCALES.get(top.unit or "", 1)) else None


def _is_spaced(tokens: Tokens, j: int) -> bool:
    """Whether white space stands on both sides of a mark: then a dash parts clauses, not the ends of a range."""
    return tokens.starts[j] > tokens.ends[j - 1] and tokens.starts[j + 1] > tokens.ends[j]


_OR_MAX = 12
_OLDEST = 110
_RANGE_SPREAD = 10


def _qualifier_before(tokens: Tokens, i: int, floor: int) -> tuple[int, Qualifier | None]:
    """The qualifier in front, over words that change nothing: "more than a total of 30"."""
    j = i
    lead = i
    while j > floor and i - j < _LONGEST_LEAD:
        for length in (4, 3, 2, 1):
            if j - length < floor:
                continue
            words = tuple(tokens.lows[j - length : j])
            if (kind := _BEFORE.get(words)) is not None:
                return j - length, kind
        word = tokens.lows[j - 1]
        if word in _QUOTES or word in _SKIPPED:
            j -= 1
            if word not in _QUOTES:
                lead = j
        else:
            break
    # "Destruction of 50 drones": the preposition belongs to what stands before it.
    while lead < i and tokens.lows[lead] == "of":
        lead += 1
    return lead, None


def _qualifier_after(tokens: Tokens, last: int) -> tuple[Qualifier | None, int]:
    if last < len(tokens.lows) and (hit := _match(_AFTER, tokens, last)) is not None:
        if hit[0] == "at_least" and tokens.lows[last] == "at":
            return hit[0], last
        return hit
    return None, last


def _is_count(tokens: Tokens, number: Number) -> bool:
    first, last = number.first, number.last
    before = tokens.lows[first - 1] if first else ""
    glued_before = bool(first) and tokens.ends[first - 1] == tokens.starts[first]
    low = tokens.lows[first]
    if not _is_count_after(tokens, last, number.quantity):
        return False
    if before in _BEFORE_STOPS and not (before == "no" and not low[0].isdigit()):
        return False
    if (
        glued_before
        and before in {"-", ":", "/", "_", "@", ".", "–", "&", "="}
        and first > 1
        and tokens.ends[first - 2] == tokens.starts[first - 1]
        and before != "–"
    ):
        return False
    value = number.quantity.value
    if before in _MONTHS and low.isdigit() and value <= 31 and before != "may":  # noqa: PLR2004  # a day of the month
        return False
    if (
        before == "may"
        and low.isdigit()
        and value <= 31
        and (first < 2 or tokens.lows[first - 2] in _YEAR_LEADS | {"on", ",", "since", "at"})
    ):
        return False
    if (
        low.isdigit()
        and len(low) == 4
        and _YEARS[0] <= value <= _YEARS[1]
        and number.quantity.value_max is None
        and last == first + 1
    ):
        return before not in _YEAR_LEADS | _MONTHS | {"(", ",", "-", "–", "/"} and not (before.isdigit()) and first > 0
    if _DAY_MONTH.fullmatch(low) and (
        low.count(".") == 2 or before in {"from", "to", "on", "of", "since", "by", "until", "for", "and"}
    ):
        return False
    if before == "day" and last < len(tokens.lows) and tokens.lows[last] == "of":
        return False
    if (
        before == ","
        and low.isdigit()
        and value <= _OLDEST
        and last < len(tokens.lows)
        and tokens.lows[last] in {",", ")", "."}
    ):
        return False  # "a woman, 46, ..."
    return not (
        low == "one"
        and before in {"no", "any", "every", "each", "this", "that", "which", "the", "some"}
        and last == first + 1
    )


def _is_count_after(tokens: Tokens, last: int, quantity: Quantity | None = None) -> bool:
    if last >= len(tokens.lows):
        return True
    after = tokens.lows[last]
    glued = tokens.starts[last] == tokens.ends[last - 1]
    following = tokens.lows[last + 1] if last + 1 < len(tokens.lows) else ""
    if after in _MONTHS and after not in {"may", "march", "mar"}:
        return quantity is not None and quantity.value > 31  # noqa: PLR2004
    if after in {"march", "may"} and quantity is not None and quantity.value <= 31 and quantity.text.isdigit():  # noqa: PLR2004
        return after == "may" and following in {"have", "be", "also", "still", "yet"}
    if after in _AFTER_STOPS:
        # "5 second-hand", "3 m" are measures; "60 -" is the dash of a list.
        return after == "-" and not glued
    if after == "per" and following in {"cent", "cents"}:
        return False
    if (
        after in {":", "."}
        and glued
        and last + 1 < len(tokens.lows)
        and _CLOCK.fullmatch(following)
        and tokens.starts[last + 1] == tokens.ends[last]
    ):
        return False
    if after == ":" and glued and following.isdigit():
        return False
    if after == "/" and glued:
        return False
    if after in {"more", "additional", "further", "full", "whole", "long", "consecutive"} and following in _AFTER_STOPS:
        return False
    return not (after in {"square", "sq"} and following in {"meters", "metres", "m", "feet", "foot"})


_STARTERS = (
    frozenset(_UNITS) | frozenset(_VAGUE) | frozenset(_PHRASES) | frozenset(_EXACT) | frozenset(_MULTIPLIERS)
) - {""}
