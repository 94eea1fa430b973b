"""Find what a text says did not happen to anybody: "no casualties", "nobody was hurt".

In      tokens of a sentence, with their terms
Out     list of (first token, end, effect, entity)
Units   token indexes, end excluded
Errors  none
Source  GUIDELINES: "value", "A definite singular"
"""

from __future__ import annotations

from sitrep.extract.phrases import Line
from sitrep.records import Effect, Entity

_EFFECTS: dict[str, Effect] = {
    "casualties": "casualties",
    "casualty": "casualties",
    "victims": "casualties",
    "losses": "casualties",
    "injuries": "casualties",
    "injured": "casualties",
    "hurt": "casualties",
    "harmed": "casualties",
    "wounded": "casualties",
    "deaths": "killed",
    "fatalities": "killed",
    "dead": "killed",
    "killed": "killed",
    "died": "killed",
}
_BETWEEN = frozenset(
    [
        "civilian",
        "immediate",
        "reports",
        "of",
        "any",
        "reported",
        "other",
        "direct",
        "human",
        "known",
        "serious",
        "further",
        "information",
        "about",
        "on",
        "was",
        "were",
        "is",
        "has",
        "been",
        "there",
        "people",
        "one",
        "persons",
        "in",
        "or",
        "the",
        "initial",
        "confirmed",
        "and",
        "killed",
        "injured",
        "dead",
        "personnel",
        "are",
        "from",
        "our",
        "have",
    ]
)
_NOBODY = frozenset({"nobody", "no-one"})
_REACH = 7


def find_zeros(line: Line) -> list[tuple[int, int, Effect, Entity]]:
    """Return each statement that nobody was hurt."""
    lows = line.lows
    found: list[tuple[int, int, Effect, Entity]] = []
    i = 0
    while i < len(lows):
        hit = _read_zero(lows, i)
        if hit is None:
            i += 1
            continue
        found.append((i, *hit))
        i = hit[0]
    return found


def _read_zero(lows: list[str], i: int) -> tuple[int, Effect, Entity] | None:
    low = lows[i]
    is_negated = low in {"any", "cause"} and any(
        word in {"not", "without", "avoided"} for word in lows[max(0, i - 4) : i]
    )
    if low not in {"no", "without", "nobody", "none", "zero"} and not is_negated:
        return None
    if low == "no" and i + 1 < len(lows) and lows[i + 1] in {"fewer", "less", "more"}:
        return None
    entity: Entity = "person"
    k = i + 1
    while k < len(lows) and k - i <= _REACH:
        word = lows[k]
        if word == "civilian" or word == "civilians":
            entity = "civilian"
        if word in _EFFECTS and not (
            word in {"killed", "dead", "injured", "wounded"} and k + 2 < len(lows) and lows[k + 1] in {"or", "and"}
        ):
            is_head = low in {"no", "without", "zero", "any", "cause"}
            if (
                word in {"killed", "died", "hurt", "injured", "harmed", "wounded"}
                and is_head
                and "one" not in lows[i:k]
                and lows[k - 1] not in {"or", "and", "no", "any", "dead"}
                and "people" not in lows[i:k]
            ):
                return None
            effect = _EFFECTS[word]
            if any(w in lows[i:k] for w in ("killed", "dead")) and effect == "casualties":
                effect = "casualties"
            return k + 1, effect, entity
        if word not in _BETWEEN and not word.endswith("ly"):
            return None
        k += 1
    return None
