"""Find the nouns that reports count and the words that say what happened to them.

In      lower-case words of a sentence
Out     Terms: for each token that starts one, the longest noun and the longest trigger
Units   token indexes, end excluded
Errors  LexiconError at import, if a lexicon is malformed
Source  lexicon/en/measures.toml, lexicon/en/effects.toml
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from sitrep.errors import LexiconError
from sitrep.extract import lexicon
from sitrep.records import PEOPLE, Effect, Entity

ACTIVE, PASSIVE, TOLL, HEAD, LOSER, POST = "active", "passive", "toll", "head", "loser", "post"

GROUND = frozenset({"settlement", "area_km2"})
AIR = frozenset({"aircraft", "helicopter"})
MUNITIONS = frozenset({"drone", "missile", "bomb", "shell"})
ENTITIES = frozenset(get_args(Entity))

# What a class of trigger does to an entity; "*" is any materiel.
_EFFECTS: dict[str, dict[str, Effect]] = {
    "kill": {"people": "killed"},
    "wound": {"people": "wounded"},
    "casualty": {"people": "casualties", "*": "destroyed"},
    "lose": {
        "people": "casualties",
        "ground": "seized",
        "*": "destroyed",
        "building": "destroyed",
        "munition": "destroyed",
    },
    "destroy": {
        "people": "killed",
        "munition": "intercepted",
        "*": "destroyed",
        "building": "destroyed",
        "settlement": "destroyed",
    },
    "damage": {"*": "damaged", "building": "damaged", "settlement": "damaged"},
    "intercept": {"munition": "intercepted", "air": "intercepted"},
    "seize": {"ground": "seized", "*": "captured"},
    "capture": {"people": "captured", "*": "captured"},
    "exchange": {"people": "exchanged"},
    "evacuate": {"people": "evacuated"},
    "displace": {"people": "displaced"},
    "miss": {"people": "missing"},
    "launch": {"munition": "launched", "attack": "carried_out"},
    "attack": {"attack": "carried_out"},
    "repel": {"attack": "repelled", "munition": "intercepted"},
    "deploy": {"people": "deployed", "*": "deployed", "air": "deployed"},
    "mobilise": {"people": "mobilised"},
}


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: `is_one` where an article counts it too, `is_plural` by its form."""

    entity: Entity
    is_one: bool
    is_plural: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word of one class in one grammatical role; `name` is its first word."""

    group: str
    role: str
    words: tuple[str, ...]


@dataclass(slots=True)
class Terms:
    """The nouns and triggers of a sentence, by the token that starts them."""

    nouns: dict[int, Noun]
    triggers: dict[int, tuple[Trigger, ...]]


def effect_of(group: str, entity: str) -> Effect | None:
    """What this class of trigger does to this entity, None where it does nothing."""
    table = _EFFECTS[group]
    for key in _categories(entity):
        if key in table:
            return table[key]
    return None


def _categories(entity: str) -> tuple[str, ...]:
    if entity in PEOPLE:
        return ("people",)
    if entity in MUNITIONS:
        return (entity, "munition")
    if entity in AIR:
        return ("air", "*")
    if entity in GROUND:
        return (entity, "ground")
    return (entity,) if entity in {"building", "attack"} else ("*",)


def read_terms(lows: Sequence[str]) -> Terms:
    """Return the terms among the words, longest first; nouns do not overlap, triggers may."""
    nouns: dict[int, Noun] = {}
    triggers: dict[int, tuple[Trigger, ...]] = {}
    free, is_thing, size = 0, False, len(lows)
    for i in [i for i, low in enumerate(lows) if low in _INDEX or low[-2:] == "'s"]:
        low = lows[i]
        entries = _INDEX.get(low) or (_INDEX.get(low[:-2]) if low[-2:] == "'s" else None)
        if entries is None:
            continue
        following = lows[i + 1] if i + 1 < size else ""
        longer = entries.longer.get(following)
        for words, noun, found in longer + entries.alone if longer else entries.alone:
            if len(words) > 2 and lows[i + 2 : i + len(words)] != words[2:]:  # noqa: PLR2004  # the first two agree
                continue
            if noun is not None and i >= free:
                nouns[i] = noun
                free, is_thing = i + len(words), noun.entity not in PEOPLE
            # "An armoured fighting vehicle" tells of no fighting; "losses in manpower" do tell of losses.
            if found and (i >= free or not is_thing or i in nouns):
                triggers[i] = triggers.get(i, ()) + found
    return Terms(nouns, triggers)


_Entry = tuple[list[str], Noun | None, tuple[Trigger, ...]]


@dataclass(slots=True)
class _Entries:
    """The phrases of one first word: `longer` by their second word, longest first."""

    alone: list[_Entry]
    longer: dict[str, list[_Entry]]


def _build() -> dict[str, _Entries]:
    nouns, triggers = _load_nouns(), _load_triggers()
    index: dict[str, _Entries] = {}
    for words in sorted({*nouns, *triggers}, key=lambda entry: (-len(entry), entry)):
        found = tuple(Trigger(group, role, words) for group, role in triggers.get(words, ()))
        entries = index.setdefault(words[0], _Entries([], {}))
        home = entries.alone if len(words) == 1 else entries.longer.setdefault(words[1], [])
        home.append((list(words), nouns.get(words), found))
    return index


def _load_nouns() -> dict[tuple[str, ...], Noun]:
    nouns: dict[tuple[str, ...], Noun] = {}
    for entity, lists in lexicon.load("measures").items():
        if entity not in ENTITIES:
            raise LexiconError(f"{entity!r} is no entity", subject="measures.toml")
        forms = ((key, form) for key in ("one", "many") for entry in lists[key] for form in _number_forms(entry))
        for key, (phrase, is_plural) in forms:
            for words in _spellings(phrase):
                nouns.setdefault(words, Noun(cast("Entity", entity), key == "one", is_plural, words))
    return nouns


def _load_triggers() -> dict[tuple[str, ...], dict[tuple[str, str], None]]:
    triggers: dict[tuple[str, ...], dict[tuple[str, str], None]] = {}
    for group, lists in lexicon.load("effects").items():
        if group not in _EFFECTS:
            raise LexiconError(f"{group!r} is no class of triggers", subject="effects.toml")
        for phrase, role in _trigger_forms(lists):
            for words in _spellings(phrase):
                triggers.setdefault(words, {})[group, role] = None
    return triggers


def _number_forms(entry: str) -> Iterable[tuple[str, bool]]:
    one, _, many = entry.partition("|")
    if many:
        return [(one, False), (many, True)]
    return [(one, False), (_plural(one), True)] if not _is_plural(one) else [(one, True)]


def _is_plural(phrase: str) -> bool:
    last = phrase.rsplit(maxsplit=1)[-1]
    return (last.endswith("s") and not last.endswith(("ss", "us"))) or last in _COLLECTIVES


def _plural(phrase: str) -> str:
    if phrase.endswith(("s", "x", "z", "ch", "sh")):
        return phrase + "es"
    if phrase.endswith("y") and phrase[-2] not in "aeiou":
        return phrase[:-1] + "ies"
    return phrase + "s"


def _spellings(phrase: str) -> list[tuple[str, ...]]:
    """The phrase with and without hyphens between its words, for "air-defence system" beside "air defence system"."""
    words = tuple(_PARTS.sub(r" \1 ", phrase).split())
    joints = [i for i in range(min(len(words) - 1, 3)) if _is_joint(words[i], words[i + 1])]
    return [words, *((*words[:i], f"{words[i]}-{words[i + 1]}", *words[i + 2 :]) for i in joints)]


def _is_joint(word: str, following: str) -> bool:
    return word.isalpha() and following.isalpha() and following not in {"of", "and", "or", "to", "in", "the"}


def _trigger_forms(lists: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    for entry in lists.get("verb", []):
        base, past, participle, ing = _conjugate(entry)
        yield base, ACTIVE
        yield _third(base), ACTIVE
        yield past, ACTIVE
        yield ing, ACTIVE
        yield participle, PASSIVE
        yield participle, ACTIVE
    for entry in lists.get("intransitive", []):
        base, past, participle, ing = _conjugate(entry)
        for form in (base, _third(base), past, participle, ing):
            yield form, POST
    for key in ("subject_verb", "suffer_verb"):
        for entry in lists.get(key, []):
            base, past, participle, ing = _conjugate(entry)
            for form in (base, _third(base), past, participle, ing):
                yield form, LOSER
            yield participle, PASSIVE
    for key, role in (("phrase", POST), ("active_phrase", ACTIVE), ("noun", HEAD), ("toll", TOLL)):
        for phrase in lists.get(key, []):
            yield phrase, role


def _conjugate(entry: str) -> tuple[str, str, str, str]:
    parts = entry.split()
    if len(parts) == 4:  # noqa: PLR2004  # base, past, participle, ing
        return parts[0], parts[1], parts[2], parts[3]
    verb, _, particle = entry.partition("-")
    tail = f" {particle.replace('-', ' ')}" if particle else ""
    if verb in _IRREGULAR:
        past, participle, ing = _IRREGULAR[verb]
        return verb + tail, past + tail, participle + tail, ing + tail
    if verb.endswith("e"):
        return verb + tail, f"{verb}d{tail}", f"{verb}d{tail}", f"{verb[:-1]}ing{tail}"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb + tail, f"{verb[:-1]}ied{tail}", f"{verb[:-1]}ied{tail}", f"{verb}ing{tail}"
    double = verb + verb[-1] if verb in _DOUBLED else verb
    return verb + tail, f"{double}ed{tail}", f"{double}ed{tail}", f"{double}ing{tail}"


def _third(base: str) -> str:
    verb, _, tail = base.partition(" ")
    verb = _plural(verb) if not verb.endswith("o") else verb + "es"
    return f"{verb} {tail}".rstrip()


_PARTS = re.compile(r"([.,()&])")
_COLLECTIVES = frozenset(
    [
        "troops",
        "personnel",
        "manpower",
        "military",
        "people",
        "infantry",
        "staff",
        "police",
        "crew",
        "women",
        "children",
        "men",
        "servicemen",
        "equipment",
        "artillery",
        "armour",
        "armor",
        "ammunition",
        "population",
        "elderly",
        "dead",
        "injured",
        "wounded",
        "hardware",
        "machinery",
        "aircraft",
    ]
)
_DOUBLED = frozenset(
    {
        "repel",
        "jam",
        "stop",
        "ship",
        "drop",
        "swap",
        "nab",
        "kidnap",
        "enrol",
        "rebel",
        "cancel",
        "expel",
        "transfer",
        "commit",
        "rebuf",
        "deter",
        "control",
    }
)
_IRREGULAR = {
    "shoot": ("shot", "shot", "shooting"),
    "bring": ("brought", "brought", "bringing"),
    "take": ("took", "taken", "taking"),
    "get": ("got", "got", "getting"),
    "beat": ("beat", "beaten", "beating"),
    "hold": ("held", "held", "holding"),
    "fight": ("fought", "fought", "fighting"),
    "drive": ("drove", "driven", "driving"),
    "blow": ("blew", "blown", "blowing"),
    "burn": ("burned", "burned", "burning"),
    "wipe": ("wiped", "wiped", "wiping"),
    "hit": ("hit", "hit", "hitting"),
    "shot": ("shot", "shot", "shooting"),
    "see": ("saw", "seen", "seeing"),
}
_INDEX = _build()
# The last words of all nouns that an article counts, and of ages: a sentence without any of them has no singular.
SINGLE_WORDS = frozenset(
    entry[0][-1]
    for entries in _INDEX.values()
    for entry in (*entries.alone, *(longer for group in entries.longer.values() for longer in group))
    if entry[1] is not None and entry[1].is_one and not entry[1].is_plural
)
