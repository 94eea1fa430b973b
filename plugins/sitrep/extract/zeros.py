"""Find what a text says did not happen to anybody: "no casualties", "nobody was hurt".

In      Line
Out     list of (first token, end, effect, entity)
Units   token indexes, end excluded
Errors  none
Source  GUIDELINES: "value", "A definite singular"; lexicon/en/words.toml
"""

from __future__ import annotations

from sitrep.extract.phrases import Line
from sitrep.extract.words import word_set
from sitrep.records import Effect, Entity

RULES = {"figure-zero": "Nobody was hurt, no casualties: a figure of 0."}

_NOUNS: dict[str, Effect] = {
    "casualties": "casualties",
    "casualty": "casualties",
    "victims": "casualties",
    "losses": "casualties",
    "injuries": "casualties",
    "deaths": "killed",
    "fatalities": "killed",
}
_VERBS: dict[str, Effect] = {
    "injured": "casualties",
    "hurt": "casualties",
    "harmed": "casualties",
    "wounded": "casualties",
    "dead": "killed",
    "killed": "killed",
    "died": "killed",
}
_FILLERS = word_set("zero_fillers")
_HAPPENED = word_set("zero_verbs")
_OPENERS = frozenset(["no", "no-one", "without", "nobody", "none", "zero"])
_STARTS = _OPENERS | {"any", "cause"}
_SOMEBODY = frozenset(
    ["one", "people", "anybody", "anyone", "persons", "civilians", "civilian", "personnel", "residents"]
)
_LIFE = frozenset(["life", "lives"])
_NEGATIONS = frozenset(["not", "without", "avoided"])
_REACH, _AMONG = 8, 5


def find_zeros(line: Line) -> list[tuple[int, int, Effect, Entity]]:
    """Return each statement that nobody was hurt."""
    found: list[tuple[int, int, Effect, Entity]] = []
    if _STARTS.isdisjoint(line.lows):
        return found
    i = 0
    while i < len(line.lows):
        hit = _read_zero(line, i) if _opens(line, i) else None
        if hit is not None:
            found.append((i, *hit))
        i = hit[0] if hit else i + 1
    return found


def _opens(line: Line, i: int) -> bool:
    low = line.lows[i]
    if low in {"any", "cause"}:
        return bool(_NEGATIONS.intersection(line.lows[max(0, i - 4) : i]))
    if low == "without":
        return bool(_HAPPENED.intersection(line.lows[max(0, i - 8) : i]))
    return low in _OPENERS and line.low(i + 1) not in {"fewer", "less", "more"}


def _read_zero(line: Line, i: int) -> tuple[int, Effect, Entity] | None:
    lows = line.lows
    for k in range(i + 1, min(i + _REACH, len(lows))):
        word = lows[k]
        effect = _NOUNS.get(word) or (_VERBS.get(word) if _has_subject(line, i, k) else None)
        if word in _LIFE and "loss" in lows[i:k]:
            effect = "killed"
        goes_on = line.low(k + 1) in {"or", "and", "nor"} and (line.low(k + 2) in _NOUNS or line.low(k + 2) in _VERBS)
        if effect is not None and not goes_on:
            is_mixed = any(low in _VERBS or low in _NOUNS for low in lows[i:k])
            told = lows[i : k + 1 if line.low(k + 1) != "among" else k + _AMONG]
            entity: Entity = "civilian" if {"civilian", "civilians"}.intersection(told) else "person"
            return k + 1, "casualties" if is_mixed else effect, entity
        if word not in _FILLERS and not word.endswith("ly") and word not in _NOUNS and word not in _VERBS:
            return None
    return None


def _has_subject(line: Line, i: int, k: int) -> bool:
    """Whether the verb's subject is nobody: "no one was hurt", "no dead"."""
    is_nobody = line.lows[i] in {"nobody", "no-one", "none"} or bool(_SOMEBODY.intersection(line.lows[i:k]))
    return is_nobody or line.lows[k - 1] in {"no", "any", "or", "nor"}
