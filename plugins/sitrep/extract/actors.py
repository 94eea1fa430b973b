"""Find who acts or speaks in a text: named actors of the theatre, and nouns such as "the governor" or "officials".

In      text: str; published: the day that decides who holds an office; places: mentions that may claim the same words
Out     list[ActorMention], sorted, without overlaps; `party` is None where only the context can tell
Units   offsets in code points, end excluded
Errors  LexiconError at first use, if actors.csv or actors.toml is malformed
Source  theatres/<theatre>/actors.csv, lexicon/en/actors.toml
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

import ahocorasick

from sitrep import theatres
from sitrep.errors import LexiconError
from sitrep.extract import lexicon
from sitrep.extract.mentions import ActorMention, PlaceMention
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.records import Party

RULES = {
    "actor-named": "A name of actors.csv, in its own capitals; among namesakes the one in office that day.",
    "actor-generic": "A noun that names an office or body without saying whose: its party comes from the context.",
    "actor-own": "'Our troops': the party is the speaker's.",
}

_COLUMNS = frozenset(["actor_id", "name", "kind", "party", "valid_from", "valid_to", "aliases"])
_LOCATED = re.compile(
    r"\b(?:in|across|over|into|inside|within|on|at|of|from|(?<!according )to|near|around|throughout|outside) $",
    re.IGNORECASE,
)
_ACRONYM_CHARS = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """One row of actors.csv."""

    actor_id: str
    name: str
    kind: str
    party: Party | None
    valid_from: dt.date | None
    valid_to: dt.date | None

    def is_in_office(self, day: dt.date | None) -> bool:
        """Whether the actor was who it is on that day; without a day, always."""
        return day is None or (
            (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class _Name:
    """A way to call an actor: `text` with its capitals, and all who go by it."""

    text: str
    actors: tuple[Actor, ...]
    kind: str
    rule: str
    is_small: bool = True


def find_actors(
    text: str, published: dt.date | None, places: Sequence[PlaceMention] = (), *, theatre: str = DEFAULT_THEATRE
) -> list[ActorMention]:
    """Return every actor of the text; a state's name behind a preposition of place is a place, not an actor."""
    taken = {place.start for place in places if place.role == "place"}
    mentions: list[ActorMention] = []
    covered = -1
    for start, end, name in _longest(text, _index(theatre), fold(text)):
        if start < covered or (name.kind == "state" and _is_located(text, start, taken)):
            continue
        covered = end
        mentions.append(_to_mention(text, start, end, name, published))
    return mentions


def fold(text: str) -> str:
    """Lower-case and straighten apostrophes without moving an offset."""
    low = text.lower().replace("’", "'")
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def is_whole(folded: str, start: int, end: int) -> bool:
    """Whether the span is no part of a longer word; "anti-Russian" is one word, a dash before a word is none."""
    if (behind := folded[end : end + 1]).isalnum() or behind == "_":
        return False  # most lie inside longer words, and the next letter says so
    before = folded[start - 1 : start]
    return not (before.isalnum() or (before == "-" and folded[max(0, start - 2)].isalnum()))


@cache
def read_actors(theatre: str = DEFAULT_THEATRE) -> tuple[tuple[Actor, tuple[str, ...]], ...]:
    """Read actors.csv: each actor with the names that it goes by."""
    rows = []
    for where, row in theatres.read_rows(theatre, "actors.csv", _COLUMNS):
        party = row["party"] or None
        if party is not None and party not in get_args(Party):
            raise LexiconError(f"party {party!r} is none of {', '.join(get_args(Party))}", subject=where)
        actor = Actor(
            row["actor_id"],
            row["name"],
            row["kind"],
            cast("Party | None", party),
            _day(row["valid_from"], where),
            _day(row["valid_to"], where),
        )
        rows.append((actor, tuple(alias for alias in row["aliases"].split(";") if alias)))
    return tuple(rows)


def _day(cell: str, where: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(cell) if cell else None
    except ValueError as exc:
        raise LexiconError(f"{cell!r} is no date", subject=where) from exc


@cache
def _index(theatre: str) -> ahocorasick.Automaton:
    """All names of a theatre, by their folded form; the automaton walks a text once, whatever it knows."""
    named: dict[str, list[tuple[str, Actor]]] = defaultdict(list)
    for actor, aliases in read_actors(theatre):
        for alias in aliases:
            named[fold(alias)].append((alias, actor))
    words = lexicon.load("actors")
    entries: dict[str, list[_Name]] = defaultdict(list)
    for kind, nouns in words["generic"].items():
        for noun in nouns:
            entries[noun].append(_Name(noun, (), kind, "actor-generic"))
    for phrase in words["own"]["words"]:
        entries[phrase].append(_Name(phrase, (), "own", "actor-own"))
    for folded, pairs in named.items():
        for spelling in dict.fromkeys(alias for alias, _ in pairs):
            actors = tuple(actor for alias, actor in pairs if alias == spelling)
            # A named actor goes before a noun of the same words.
            entries[folded].insert(0, _Name(spelling, actors, actors[0].kind, "actor-named", spelling.islower()))
    automaton = ahocorasick.Automaton()
    for folded, names in entries.items():
        automaton.add_word(folded, (len(folded), tuple(names)))
    automaton.make_automaton()
    return automaton


def _longest(text: str, index: ahocorasick.Automaton, folded: str) -> list[tuple[int, int, _Name]]:
    """Whole-word hits, leftmost first and the longest of each start first."""
    hits = []
    for last, (length, names) in index.iter(folded):
        start, end = last - length + 1, last + 1
        if not is_whole(folded, start, end):
            continue
        for name in names:
            if name.is_small or _has_capitals(text[start:end], name.text):
                hits.append((start, -end, name))
                break
    hits.sort(key=lambda hit: hit[:2])
    return [(start, -end, name) for start, end, name in hits]


def _has_capitals(seen: str, alias: str) -> bool:
    """Capitals of the alias must be capitals in the text, so that "who" is no WHO and "mash" no name."""
    if alias.isupper() and len(alias) <= _ACRONYM_CHARS:
        return seen == alias
    return all(not a.isupper() or s.isupper() for a, s in zip(alias, seen, strict=True))


def _is_located(text: str, start: int, taken: set[int]) -> bool:
    return start in taken or _LOCATED.search(text[max(0, start - 16) : start]) is not None


def _to_mention(text: str, start: int, end: int, name: _Name, published: dt.date | None) -> ActorMention:
    serving = [actor for actor in name.actors if actor.is_in_office(published)]
    known = serving or list(name.actors)
    # Out of office the person still belongs to a side, but no longer speaks for that office.
    return ActorMention(
        start=start,
        end=end,
        text=text[start:end],
        actor_id=serving[0].actor_id if serving else None,
        party=known[0].party if known else None,
        kind=known[0].kind if known else name.kind,
        rule=name.rule,
    )
