"""Read a sentence into what it counts: each number with its noun, and how the counted things hang together.

In      tokens of one sentence with their numbers
Out     Line with its Counted phrases, left to right
Units   token indexes into the line, end excluded
Errors  none
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sitrep.extract.measures import AIR, MUNITIONS, SINGLE_WORDS, Noun, Terms, Trigger, read_terms
from sitrep.extract.mentions import Quantity
from sitrep.extract.noun_phrases import scan_noun
from sitrep.extract.numbers import Number
from sitrep.extract.text import Sentence
from sitrep.extract.tokens import Tokens
from sitrep.extract.words import DASHES, DETERMINERS, FUNCTION_WORDS, TIME_WORDS, word_set
from sitrep.records import PEOPLE, Entity

RULES = {
    "phrase-mixed": "Two nouns under one number: tanks and other armoured vehicles.",
    "phrase-item": "The noun stands before its number in a list: tanks - 854 units.",
    "phrase-another": "One more of those told of: another in the south; a fourth was shot down.",
    "phrase-same": "The same number of: the number before once more.",
}

_CLASSIFIERS = word_set("classifiers")
_ARTICLES = frozenset({"a", "an", "another", "the", "their", "his", "her"})
_POSSESSIVES = frozenset({"their", "his", "her"})
_KIN = frozenset({"child", "person"})
_NEVER_SINGLE = frozenset({"vehicle", "attack", "building", "settlement", "area_km2", "bomb", "shell"})
_NEVER_DEFINITE = PEOPLE | MUNITIONS | {"ship"}
_ARMS = MUNITIONS | AIR | {"artillery"}
_CALLED = PEOPLE | {"drone"}
_ORDINALS = frozenset(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"])
_ANOTHER_BE = frozenset(["was", "died", "is", "suffered", "had"])
_PLACING = word_set("placing")
_SAME = ("the", "same", "number", "of")
_WHOLES = frozenset(["which", "whom", "them", "these", "those"])
_OF_WORDS = word_set("of_whole")
_OTHER = word_set("mixing")
_ITEM_REACH = 12
_COLON_GAP = 1
_MIXED: dict[frozenset[str], Entity] = {
    frozenset({"tank", "armoured_vehicle"}): "armoured_vehicle",
    frozenset({"missile", "drone"}): "missile",
    frozenset({"missile", "bomb"}): "missile",
    frozenset({"military", "civilian"}): "person",
    frozenset({"person", "child"}): "person",
    frozenset({"civilian", "child"}): "civilian",
    frozenset({"aircraft", "helicopter"}): "aircraft",
    frozenset({"military", "person"}): "military",
    frozenset({"artillery", "mlrs"}): "artillery",
    frozenset({"tank", "vehicle"}): "vehicle",
    frozenset({"armoured_vehicle", "vehicle"}): "vehicle",
    frozenset({"artillery", "vehicle"}): "vehicle",
}


@dataclass(slots=True)
class Counted:
    """A number and what it counts; `noun` is None where the sentence leaves it out.

    [lead, end) covers the qualifier, the number and its noun. `inner` is a participle inside the phrase ("six captured
    soldiers"). `whole` is the M of "N of M". `is_part` marks "of them", `is_included` "including 3", `is_other` "three
    others", `is_item` the form "tanks - 854", `increment_of` the N of "3245 (+4)".
    """

    quantity: Quantity
    lead: int
    first: int
    last: int
    end: int
    noun: Noun | None = None
    noun_at: int = -1
    inner: Trigger | None = None
    whole: Counted | None = None
    increment_of: Counted | None = None
    entity: Entity | None = None
    is_part: bool = False
    is_included: bool = False
    is_other: bool = False
    is_item: bool = False
    is_single: bool = False
    depth: int = 0


@dataclass(slots=True)
class Line:
    """One sentence, ready for the rules; `ends` tells where triggers start by where they end, longest first."""

    sentence: Sentence
    tokens: Tokens
    lows: list[str]
    terms: Terms
    counted: list[Counted] = field(default_factory=list)
    ends: dict[int, list[int]] = field(default_factory=dict)
    leads: set[int] = field(default_factory=set)

    def text_of(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of a run of tokens."""
        return self.tokens.starts[first], self.tokens.ends[last - 1]

    def low(self, i: int) -> str:
        """The word at an index, "" outside the line."""
        return self.lows[i] if 0 <= i < len(self.lows) else ""


def read_line(sentence: Sentence, tokens: Tokens, numbers: Sequence[Number], text: str) -> Line:
    """Read one sentence; `numbers` are those of its tokens, with indexes into `tokens`."""
    lows = tokens.lows
    if not numbers and _counts_nothing(sentence, lows):
        return Line(sentence, tokens, lows, Terms({}, {}))
    line = Line(sentence, tokens, lows, read_terms(lows))
    for start, found in line.terms.triggers.items():
        for end in {start + len(trigger.words) for trigger in found}:
            line.ends.setdefault(end, []).append(start)
    taken = {number.first: number for number in numbers}
    free = 0
    for i in [i for i, low in enumerate(lows) if low in _ARTICLES or i in taken or sentence.is_title]:
        if i < free:
            continue
        counted: Counted | None
        if (number := taken.get(i)) is not None:
            counted = _read_counted(line, number)
        elif (counted := _read_same(line, i, text) or _read_another(line, i, text)) is None:
            counted = _read_single(line, i, text)
            if counted is not None and any(first in taken for first in range(i, counted.end)):
                counted = None
        if counted is not None:
            line.counted.append(counted)
            free = max(counted.last, counted.end if counted.is_single else i + 1)
    _link(line)
    line.leads = {counted.lead for counted in line.counted}
    return line


def _counts_nothing(sentence: Sentence, lows: list[str]) -> bool:
    """Whether a look at the words tells that a sentence without a number has no singular and heads no list."""
    if lows[-1] == ":" or "losses" in lows or "lost" in lows:
        return False
    if _ARTICLES.isdisjoint(lows) and not sentence.is_title:
        return True
    return SINGLE_WORDS.isdisjoint(lows) and "-old" not in sentence.text


def _read_counted(line: Line, number: Number) -> Counted:
    counted = Counted(number.quantity, number.lead, number.first, number.last, number.last)
    _take_noun(line, counted)
    is_item = counted.lead > 1 and (line.lows[counted.lead - 1] in DASHES or line.lows[counted.lead - 1] in {":", "="})
    # "1,200 casualties: 400 killed" is no item of its heading: it says itself what happened.
    is_told = counted.noun is None and counted.last in line.terms.triggers
    if is_item and not is_told and (counted.noun is None or line.low(counted.last) in _CLASSIFIERS):
        _look_back(line, counted)
    counted.entity = counted.noun.entity if counted.noun else None
    return counted


def _take_noun(line: Line, counted: Counted) -> None:
    hit = scan_noun(line.lows, line.terms, counted.last)
    counted.noun, counted.noun_at, counted.inner = hit.noun, hit.at, hit.inner
    counted.end, counted.is_part, counted.is_other = max(hit.end, counted.last), hit.is_part, hit.is_other
    if counted.noun is None and line.low(counted.end) in _CLASSIFIERS:
        counted.end += 1
    if counted.noun is not None:
        _widen(line, counted, counted.noun)


def _widen(line: Line, counted: Counted, noun: Noun) -> None:
    """Take in a second noun: "30 tanks and other armoured vehicles"; "5 missile and 49 air strikes"."""
    lows, nouns, pos = line.lows, line.terms.nouns, counted.end
    is_list = line.low(pos) == "," and line.low(pos + 1)[:1].isdigit()
    if line.low(pos) not in {"and", "or", "/", "&"} and not is_list:
        return
    if not noun.is_plural and counted.quantity.value > 1 and noun.entity in _ARMS:
        ahead = next((nouns[k] for k in range(pos + 1, min(pos + 5, len(lows))) if k in nouns), None)
        if ahead is not None and ahead.entity == "attack":
            counted.noun = ahead
        return
    k = pos + 1
    while k < pos + 4 and k not in nouns and line.low(k) in _OTHER:
        k += 1
    second = nouns.get(k)
    if second is None or not second.is_plural or not noun.is_plural or line.low(pos + 1) in DETERMINERS:
        return
    mixed = noun.entity if noun.entity == second.entity else _MIXED.get(frozenset({noun.entity, second.entity}))
    if mixed is not None:
        counted.noun = replace(noun, entity=mixed)
        counted.end = k + len(second.words)


def _look_back(line: Line, counted: Counted) -> None:
    """The noun stands before the number: "tanks - 854 units", "personnel: about 21,600 people"."""
    depth = 0
    for k in range(counted.lead - 2, max(-1, counted.lead - _ITEM_REACH), -1):
        low = line.lows[k]
        depth += (low == ")") - (low == "(")
        noun = line.terms.nouns.get(k)
        if noun is not None and depth == 0:
            gap = counted.lead - 1 - k - len(noun.words)
            if line.lows[counted.lead - 1] == ":" and gap > _COLON_GAP and ")" not in line.lows[k : counted.lead]:
                return
            if line.low(counted.last) in {"people", "persons"} and noun.entity not in PEOPLE:
                return
            counted.noun, counted.is_item, counted.noun_at = noun, True, k
            counted.lead = k
            return
        if low in {",", ";", "."} and depth == 0:
            return


def _read_same(line: Line, i: int, text: str) -> Counted | None:
    """Read "the same number of troops": the value of the number before."""
    if line.lows[i] != "the" or tuple(line.lows[i : i + 4]) != _SAME or not line.counted:
        return None
    model = line.counted[-1].quantity
    start, end = line.text_of(i, i + 4)
    quantity = replace(model, start=start, end=end, text=text[start:end], rule="phrase-same")
    counted = Counted(quantity, i, i, i + 4, i + 4)
    _take_noun(line, counted)
    counted.entity = counted.noun.entity if counted.noun else None
    return counted if counted.noun is not None else None


def _read_another(line: Line, i: int, text: str) -> Counted | None:
    """Read "another in the south", "a fourth was shot down": one more of those told of, and no noun."""
    if line.lows[i] == "another":
        end = i + 1
    elif line.lows[i] == "a" and line.low(i + 1) in _ORDINALS:
        end = i + 2
    else:
        return None
    follower = line.low(end)
    if not (follower in _ANOTHER_BE or (follower in _PLACING and line.low(i - 1) == "and")):
        return None
    return Counted(_one(line, i, end, text, "phrase-another"), i, i, end, end, is_other=True)


def _read_single(line: Line, i: int, text: str) -> Counted | None:
    """Read "a woman", "another tank", "the Patriot system" and, in headlines, a bare "woman"."""
    low = line.lows[i]
    if low in _ARTICLES:
        if i and line.lows[i - 1] in {"all", "both", "half", "most"}:
            return None
        start = i + 1
    elif _is_bare_headline_noun(line, i):
        start = i
    else:
        return None
    hit = scan_noun(line.lows, line.terms, start, is_single=True)
    noun = hit.noun
    if noun is None or not noun.is_one or noun.is_plural or noun.entity in _NEVER_SINGLE:
        return None
    if (low in _POSSESSIVES and noun.entity not in _KIN) or (low == "the" and noun.entity in _NEVER_DEFINITE):
        return None
    if not _is_single_end(line, hit.end, is_person=noun.entity in _CALLED) or _names_attack(line, hit.end):
        return None
    quantity = _one(line, i, hit.end, text, "number-singular")
    counted = Counted(quantity, i, i, start, hit.end, noun, hit.at, hit.inner, entity=noun.entity, is_single=True)
    counted.is_other = low == "another"
    return counted


def _one(line: Line, first: int, last: int, text: str, rule: str) -> Quantity:
    """One, said by the words from `first` to before `last`."""
    start, end = line.text_of(first, last)
    return Quantity(
        start=start, end=end, text=text[start:end], value=1.0, value_max=None, qualifier="exact", unit=None, rule=rule
    )


def _names_attack(line: Line, end: int) -> bool:
    """Read "a major missile and drone attack": one attack, no missile."""
    second = line.terms.nouns.get(end + 1)
    if line.low(end) not in {"and", "/"} or second is None:
        return False
    third = line.terms.nouns.get(end + 1 + len(second.words))
    return second.entity == "attack" or (third is not None and third.entity == "attack")


def _is_bare_headline_noun(line: Line, i: int) -> bool:
    noun = line.terms.nouns.get(i)
    if noun is None or not line.sentence.is_title or not noun.is_one or noun.is_plural or noun.entity not in PEOPLE:
        return False
    return i == 0 or line.lows[i - 1] in {",", "and", ":", ";"} or (i - 1) in line.terms.triggers


def _is_single_end(line: Line, pos: int, *, is_person: bool) -> bool:
    """Whether the phrase ends here: an unknown word behind it would be its true noun ("a civilian couple")."""
    low = line.low(pos)
    if low in {"-", "of"} or low.endswith("'s"):
        return False
    is_small = low in FUNCTION_WORDS or low in DETERMINERS or low in TIME_WORDS or not is_person
    is_verb = pos in line.terms.triggers or low.endswith(("ly", "ed"))  # or what leads to one
    return not low or is_small or is_verb or not low[0].isalpha()


_INCLUDING = frozenset(["including", "among", "includes", "included", "include"])


def _link(line: Line) -> None:
    """Tie parts to wholes: "18 of the 33", "of which 147", "3245 (+4)"; note how deep in brackets each stands."""
    lows, depth, k = line.lows, 0, 0
    for i, counted in enumerate(line.counted):
        while k < counted.first:
            depth += (lows[k] == "(") - (lows[k] == ")")
            k += 1
        counted.depth = depth
        before, second = line.low(counted.lead - 1), line.low(counted.lead - 2)
        is_led = before in _WHOLES and second in {"of", "among"}
        # "93 drones, 60 of which were over the sea", "repelled 21 of them"
        if is_led or (line.low(counted.end) == "of" and line.low(counted.end + 1) in _WHOLES):
            counted.is_part = True
            counted.is_included = second == "among" and counted.noun is not None
        elif before in _INCLUDING and second != "losses":  # "losses included 40 men and six guns" begins a list
            counted.is_included = True
        if i and line.counted[i - 1].is_included and set(lows[line.counted[i - 1].end : counted.lead]) <= {",", "and"}:
            counted.is_included = counted.noun is not None
        if i and before == "+" and second == "(":
            counted.increment_of = line.counted[i - 1]
            counted.noun, counted.entity = line.counted[i - 1].noun, line.counted[i - 1].entity
        if i + 1 < len(line.counted) and _is_of_whole(lows, counted, line.counted[i + 1]):
            _tie(counted, line.counted[i + 1])


def _tie(part: Counted, whole: Counted) -> None:
    part.whole = whole
    if part.noun is None or part.noun_at > whole.first:
        part.noun, part.entity = whole.noun, whole.entity
        part.end = max(part.last, whole.end)


def _is_of_whole(lows: list[str], part: Counted, whole: Counted) -> bool:
    gap = lows[part.last : whole.first]
    return bool(gap) and gap[0] in {"of", "out"} and all(low in _OF_WORDS for low in gap)
