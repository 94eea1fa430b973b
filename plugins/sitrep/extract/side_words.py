"""Read the words that name a side, and who acts in a clause.

In      Finding; Speaker: the side that speaks and the article's leaning, for "the enemy" and "our"
Out     Side or None
Units   token indexes
Errors  LexiconError at import, if sides.toml is malformed
Source  lexicon/en/sides.toml
"""

from __future__ import annotations

from typing import Literal, cast

from sitrep.extract import lexicon
from sitrep.extract.findings import Finding
from sitrep.extract.frozen import frozen
from sitrep.extract.phrases import Line
from sitrep.extract.words import DASHES, RELATIVES, SUBORDINATORS
from sitrep.records import Side

_WORDS = lexicon.load("sides")
_NAMED: dict[str, str] = {
    word: side for side in ("ru", "ua", "other", "enemy", "own") for word in _WORDS[side]["words"]
}
_LOCATING = frozenset(_WORDS["located"]["prepositions"])
_LOCATED_WORDS = frozenset(_WORDS["located"]["adjectives"])
_PLACE_NOUNS = frozenset(_WORDS["located"]["nouns"])
_REPORTING = frozenset(_WORDS["located"]["reporting"])
_PRONOUNS = frozenset(["it", "its", "they", "their", "he", "she", "his", "we", "our"])
_BREAKS = frozenset([";", "while", "but", "whereas"])
_WEAPONS = frozenset(["shahed", "shaheds", "kalibr", "kinzhal", "shahed-136/131", "himars", "bayraktar"])
_BODIES = frozenset(_WORDS["located"]["bodies"])
_REACH = 30
_BY_REACH = 10
_TO_REACH = 8
_INCLUDED = 5
_BOTH = frozenset(["side", "sides", "countries", "nations", "armies", "parties"])
_CLAUSE_OPENERS = SUBORDINATORS | RELATIVES | {";", ","}

Acting = Literal["ua", "ru", "other", "both"]


@frozen
class Speaker:
    """Who speaks, and for whom the article would speak."""

    side: Side | None
    leaning: Side | None


def opposite(side: Side | None) -> Side | None:
    """The other of the two sides."""
    return "ru" if side == "ua" else "ua" if side == "ru" else None


def word_side(low: str, speaker: Speaker) -> Side | None:
    """The side that a word names, None where it names none."""
    named = _NAMED.get(low)
    if named is None:
        return None
    if named == "enemy":
        return opposite(speaker.side or speaker.leaning)
    if named == "own":
        return speaker.side or speaker.leaning
    return cast("Side", named)


def named_side(finding: Finding, speaker: Speaker) -> Side | None:
    """A side word inside the phrase; the words of a whole describe its part too."""
    counted, line = finding.counted, finding.line
    end = counted.whole.end if counted.whole is not None else counted.end
    # "Downed Russian planes, including two A-50": the words of what includes them.
    start = max(0, counted.lead - _INCLUDED) if counted.is_included and finding.host is None else counted.lead
    for k in (*range(counted.lead, end), *range(counted.lead - 1, start - 1, -1)):  # before the phrase, the nearest
        low = line.lows[k]
        side = word_side(low, speaker)
        if side is None or (low == "north" and line.low(k + 1) not in {"korean", "koreans"}):
            continue
        if low == "militants" and speaker.side != "ru":
            continue
        if low in _WEAPONS and finding.effect == "deployed":
            continue
        return side
    return None


def both_sides(finding: Finding) -> bool:
    """Whether the count is said to be of both sides."""
    lows = finding.line.lows
    end = finding.counted.end
    near = lows[max(0, finding.counted.lead - 4) : min(end + 10, len(lows))]
    if "both" in near:
        k = near.index("both")
        return any(low in {"sides", "side", "armies", "russian", "countries"} for low in near[k : k + 4])
    if not {"each", "apiece"}.intersection(near):
        return False
    named = {
        _NAMED.get(lows[k + step]) for k in range(1, min(end, len(lows) - 1)) if lows[k] == "and" for step in (-1, 1)
    }
    return {"ua", "ru"} <= named or not _BOTH.isdisjoint(lows)


def names_both(line: Line, stop: int, speaker: Speaker) -> bool:
    """Whether both sides are named together before a token: "Kyiv and Moscow", "the two countries"."""
    lows = line.lows[:stop]
    if not _BOTH.isdisjoint(lows) and not {"two", "both"}.isdisjoint(lows):
        return True
    return any(
        low == "and" and _is_joined(line, k + 1, side, speaker)
        for k, low in enumerate(lows)
        if (side := word_side(line.low(k + 1), speaker))
    )


def find_agent(finding: Finding, speaker: Speaker, *, before: int | None = None) -> Side | None:
    """The side that does what the trigger says: the nearest one on its left that is no place and no speaker."""
    line = finding.line
    stop = before if before is not None else (finding.trigger if finding.trigger >= 0 else finding.counted.lead)
    is_gerund = before is None and line.low(stop).endswith("ing")
    best: Side | None = None
    has_pronoun = False
    # The counted themselves act on nobody: "eliminate 126 occupiers and destroy one depot".
    objects = {k for counted in line.counted if counted.end <= stop for k in range(counted.lead, counted.end)}
    for k in range(stop - 1, max(-1, stop - _REACH), -1):
        low = line.lows[k]
        if (low in _BREAKS and k < stop - 1) or low in DASHES or (low == "with" and best is not None):
            break  # "…, with Ukraine's air defence downing 102"
        has_pronoun = has_pronoun or low in _PRONOUNS
        if low in _REPORTING and not has_pronoun:
            break
        if low in {"we", "our"} and speaker.side is not None:
            return speaker.side
        side = word_side(low, speaker)
        if side is None or k in objects or _is_located(line, k) or line.low(k + 1) in _PLACE_NOUNS:
            continue
        if _is_joined(line, k, side, speaker):
            return None
        best = side
        if not is_gerund:
            return best
    return best


def _is_joined(line: Line, k: int, side: Side, speaker: Speaker) -> bool:
    """Read "Russia and Ukraine": both act."""
    if line.low(k - 1) != "and":
        return False
    other = word_side(line.low(k - 2), speaker)
    return other is not None and other != side


def _is_located(line: Line, k: int) -> bool:
    for j in range(k - 1, max(-1, k - 5), -1):
        low = line.lows[j]
        if low == "of" and line.low(j - 1) in _BODIES:
            return False
        if low in _LOCATING:
            return True
        if low not in _LOCATED_WORDS:
            return False
    return False


def find_passive_agent(finding: Finding, speaker: Speaker) -> Side | None:
    """The side behind "by": "shot down by Ukrainian air defence"."""
    lows = finding.line.lows
    start = max(finding.counted.end, finding.trigger + 1)
    for k in range(start, min(start + _BY_REACH, len(lows))):
        if lows[k] in _CLAUSE_OPENERS:
            return None  # "wounded after a drone intercepted by Russian air defences crashed"
        if lows[k] == "by":
            for low in lows[k + 1 : k + 6]:
                if (side := word_side(low, speaker)) is not None:
                    return side
    return None


def find_taker(finding: Finding, speaker: Speaker) -> Side | None:
    """The side behind "to" right after the trigger: "surrendered to Russian forces", "fell to the Ukrainians"."""
    line, at = finding.line, finding.trigger
    if line.low(at + 1) != "to":
        return None
    return next((side for low in line.lows[at + 2 : at + _TO_REACH] if (side := word_side(low, speaker))), None)
