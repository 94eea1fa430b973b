"""Everything the finders found in one article, indexed by sentence: the ground on which records are assembled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sitrep.extract.mentions import ActorMention, DateMention, PlaceMention, Quantity
from sitrep.extract.text import Document
from sitrep.extract.theatre import DEFAULT_THEATRE


@dataclass(slots=True)
class Analysis:
    """A document with its mentions, each list sorted by start and without overlaps."""

    document: Document
    quantities: list[Quantity] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    # Whose places, actors and fronts these are: the name of a theatre, or the path of one.
    theatre: str = DEFAULT_THEATRE
    # What a step worked out once for the whole article, by the step's name.
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
