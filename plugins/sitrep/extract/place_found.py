"""A place in the making: what the rules pass on between them before it is a mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sitrep.theatres import Place

Role = Literal["place", "actor", "front"]


@dataclass(slots=True)
class Found:
    """A mention before its homonyms are told apart; `key` is the bare name without the word behind it."""

    start: int
    end: int
    first: int
    last: int
    key: str
    candidates: tuple[Place, ...]
    role: Role = "place"
    kind: str | None = None
    front_ids: tuple[str, ...] = ()
    rule: str = "place-name"
    place: Place | None = None
