"""Walk from a number or an article over its adjectives to the noun.

In      lower-case words of a sentence with their terms; where to start
Out     NounHit: the noun and where the phrase ends
Units   token indexes, end excluded
Errors  none
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitrep.extract.measures import HEAD, PASSIVE, POST, Noun, Terms, Trigger
from sitrep.extract.words import ANAPHORS, DETERMINERS, FUNCTION_WORDS, MORE, TIME_WORDS, word_set
from sitrep.records import PEOPLE, Entity

# Nouns that stand before another noun as its adjective: "wounded soldiers", "civilian population", "artillery shells".
_ADJECTIVAL = frozenset(tuple(words.split()) for words in word_set("adjectival"))
_STATES = frozenset((word,) for word in word_set("states"))
_YOUNG = word_set("young")
_AGE = re.compile(r"(\d{1,3}|[a-z-]+?)-(year|month|day|week)s?-olds?")
_STOPS = frozenset({"times", "time", "twice"})
_VARIOUS = frozenset({"such", "different", "various"})
_PORTIONS = word_set("classifiers")
_ADULT = 18
_REACH = 9
_PHRASE_WORDS = 3


@dataclass(slots=True)
class NounHit:
    """The noun of a phrase: `at` where it starts, [start, end) the phrase, `inner` a participle before it."""

    start: int
    end: int
    noun: Noun | None = None
    at: int = -1
    inner: Trigger | None = None
    is_part: bool = False
    is_other: bool = False
    is_young: bool = False


def scan_noun(lows: Sequence[str], terms: Terms, start: int, *, is_single: bool = False) -> NounHit:
    """Return the noun behind `start`; a compound ends with its last noun."""
    hit = NounHit(start, start)
    pos: int | None = start
    for _ in range(_REACH):
        if pos is None or pos >= len(lows):
            break
        if pos in terms.nouns:
            pos = _at_noun(lows, terms, hit, pos)
        elif hit.noun is not None:
            pos = pos + 1 if not hit.noun.is_plural and _goes_on(lows, terms, pos) else None
        elif is_single and (lows[pos] in DETERMINERS or lows[pos] in MORE or lows[pos] == "of"):
            pos = None
        else:
            pos = _at_word(lows, terms, hit, pos)
    return hit


def _at_noun(lows: Sequence[str], terms: Terms, hit: NounHit, pos: int) -> int | None:
    noun = terms.nouns[pos]
    if hit.noun is not None and hit.noun.is_plural:
        return None
    after = pos + len(noun.words)
    if noun.words in _ADJECTIVAL and leads_to_noun(lows, terms, after):
        hit.inner = hit.inner or _participle(terms.triggers.get(pos))
        return after
    if hit.noun is not None and noun.words in _STATES and hit.noun.entity in PEOPLE:
        return None
    if noun.words in _STATES and hit.noun is None and _has_own_noun(lows, terms, after):
        return None
    if hit.noun is None or not _is_type(hit.noun, noun):
        # "A 16-year-old resident" is a child.
        is_child = hit.is_young and noun.entity in {"person", "civilian"}
        hit.noun, hit.at = replace(noun, entity="child") if is_child else noun, pos
    hit.end = after
    return after if _goes_on(lows, terms, after) else None


def _has_own_noun(lows: Sequence[str], terms: Terms, pos: int) -> bool:
    """Whether a state describes a noun that we do not know: "thousands of dead fish"."""
    if pos >= len(lows):
        return False
    low = lows[pos]
    is_known = (
        low in FUNCTION_WORDS or low in DETERMINERS or low in TIME_WORDS or pos in terms.triggers or pos in terms.nouns
    )
    return low.isalpha() and not is_known and not low.endswith("ly")


def _is_type(first: Noun, second: Noun) -> bool:
    """Whether the second word only repeats what the first one is, as in "an Su-30 fighter"."""
    return first.entity in {"aircraft", "drone"} and second.words in {("fighter",), ("fighters",), ("decoys",)}


def _at_word(lows: Sequence[str], terms: Terms, hit: NounHit, pos: int) -> int | None:
    low = lows[pos]
    if low == "of" and pos + 1 < len(lows) and lows[pos + 1] in ANAPHORS:
        hit.is_part, hit.end = True, pos + 2
        return None
    if low in {"and", "or"} and _joins_adjectives(lows, terms, hit, pos):
        return pos + 1
    if low in MORE or low in _VARIOUS:
        hit.is_other = hit.is_other or low in MORE
        hit.end = pos + 1
        return pos + 1
    if (aged := _read_age(lows, terms, pos)) is not None:
        hit.noun, hit.at, hit.end = aged[0], pos, aged[1]
        return None
    if (age := _AGE.fullmatch(low)) is not None:
        hit.is_young = _aged(age[1], age[2]).entity == "child"
    participle = _participle(terms.triggers.get(pos))
    is_adjective = participle is not None and leads_to_noun(lows, terms, pos + len(participle.words))
    if is_adjective and low not in FUNCTION_WORDS:
        hit.inner = hit.inner or participle
        return pos + 1
    is_function = low in FUNCTION_WORDS if low != "of" else _names_a_thing(lows, hit, pos)
    is_mark = low.isdigit() or (not low[0].isalnum() and low != "-")
    return None if participle is not None or is_function or is_mark or low in _STOPS else pos + 1


def _names_a_thing(lows: Sequence[str], hit: NounHit, pos: int) -> bool:
    """Whether the word before "of" is what is counted: "25 photographs of soldiers"."""
    before = lows[pos - 1]
    return hit.noun is None and pos > hit.start and before.endswith("s") and before not in _PORTIONS


def _joins_adjectives(lows: Sequence[str], terms: Terms, hit: NounHit, pos: int) -> bool:
    """Whether "and" joins two adjectives of one noun: "50 strike and reconnaissance drones"."""
    is_inside = hit.noun is None and pos > hit.start and lows[pos - 1].isalpha()
    return is_inside and (pos + 1) not in terms.triggers and leads_to_noun(lows, terms, pos + 1)


def _read_age(lows: Sequence[str], terms: Terms, pos: int) -> tuple[Noun, int] | None:
    """Read "an 11-year-old" and "a seven-year old" where no noun follows."""
    low = lows[pos]
    if low.endswith("-year") and pos + 1 < len(lows) and lows[pos + 1] == "old":
        return _aged(low.removesuffix("-year")), pos + 2
    age = _AGE.fullmatch(low)
    return (_aged(age[1], age[2]), pos + 1) if age and not leads_to_noun(lows, terms, pos + 1) else None


def _aged(age: str, unit: str = "year") -> Noun:
    is_child = unit != "year" or (age.isdigit() and int(age) < _ADULT) or age in _YOUNG
    entity: Entity = "child" if is_child else "person"
    return Noun(entity, is_one=True, is_plural=False, words=(f"{age}-{unit}-old",))


def _participle(found: tuple[Trigger, ...] | None) -> Trigger | None:
    return next((trigger for trigger in found or () if trigger.role in {PASSIVE, POST, HEAD}), None)


def leads_to_noun(lows: Sequence[str], terms: Terms, pos: int) -> bool:
    """Whether a noun follows within three words that are no function words."""
    for k in range(pos, min(pos + _PHRASE_WORDS, len(lows))):
        if k in terms.nouns:
            return terms.nouns[k].words not in _STATES or lows[k] in {"death", "deaths"}
        if lows[k] in FUNCTION_WORDS or lows[k] in DETERMINERS or not lows[k][0].isalpha():
            return False
    return False


def _goes_on(lows: Sequence[str], terms: Terms, pos: int) -> bool:
    """Whether the noun before `pos` only describes a noun that follows at once or behind one word."""
    for k in range(pos, min(pos + 2, len(lows))):
        if (noun := terms.nouns.get(k)) is not None:
            return noun.words not in _STATES and (k == pos or noun.is_plural)
        low = lows[k]
        is_word = low[0].isalpha() or low == "-"
        if not is_word or low in FUNCTION_WORDS or low in DETERMINERS or k in terms.triggers:
            return False
    return False
