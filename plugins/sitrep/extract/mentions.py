"""What the finders find: spans of an article with a normalised meaning, the shared words of the room.

All offsets are code points into `Document.text`, end excluded. Every mention names the rule that made it.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from sitrep.extract.frozen import frozen_by_name
from sitrep.records import Kind, Party, Qualifier, Side, Status


@frozen_by_name
class Quantity:
    """A number: `value` in ones with any scale word applied; `unit` the scale word, if there was one."""

    start: int
    end: int
    text: str
    value: float
    value_max: float | None
    qualifier: Qualifier
    unit: str | None
    rule: str


@frozen_by_name
class DateMention:
    """A time expression. `first` and `last` are days, inclusive; None with the `open_*` flag where open.

    `type` and `value` are TIMEX3 (value "" where TIMEX3 has none). `anchor` says what it was resolved against:
    `none`, `published`, `mentioned`. `is_night` marks nights ("overnight" runs over two days). `is_stretch` tells a
    stretch ("in two days", "over the past week") from a day or calendar unit that merely locates.

    `relation` is the preposition that turns the named days into a stretch or a bound: `since`, `until`, `by`,
    `before`, `after`, `as_of`, or "". `named` holds the days of the expression itself: of "since Monday" that Monday,
    while `first` and `last` are Monday and None. `parts` are the ends of a range that the text names apart.
    """

    start: int
    end: int
    text: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    first: dt.date | None
    last: dt.date | None
    open_start: bool
    open_end: bool
    is_approximate: bool
    is_night: bool
    is_stretch: bool
    anchor: Literal["none", "published", "mentioned"]
    rule: str
    relation: str = ""
    named: tuple[dt.date, dt.date] | None = None
    parts: tuple[DateMention, ...] = ()

    @property
    def interval(self) -> tuple[dt.date | None, dt.date | None] | None:
        """Both ends, or None where the expression holds no day at all."""
        return None if self.first is None and self.last is None else (self.first, self.last)


@frozen_by_name
class PlaceMention:
    """A name of a place, resolved or not.

    `role` is `place`, `actor` for a metonym ("Kyiv said"), or `front` for a named direction of a command.
    `place_id` is None where the name could not be resolved; `front_ids` holds what a label names outright.
    """

    start: int
    end: int
    text: str
    role: Literal["place", "actor", "front"]
    place_id: str | None
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    front_ids: tuple[str, ...]
    rule: str


@frozen_by_name
class ActorMention:
    """Somebody who acts or speaks: `party` is the side it belongs to, None where unknown."""

    start: int
    end: int
    text: str
    actor_id: str | None
    party: Party | None
    kind: str
    rule: str


@frozen_by_name
class Voice:
    """Who states a stretch of text. All None is the reporter's own voice."""

    claimant: str | None
    claimant_id: str | None
    claimant_side: Party | None
    status: Status
    rule: str


@frozen_by_name
class Dating:
    """The days that a record counts on, and the rule that says so."""

    first: dt.date | None
    last: dt.date | None
    rule: str
    mention: DateMention | None = None


@frozen_by_name
class Siting:
    """Where a record belongs: `text` as the article writes the place; `front_id` may join several by "|"."""

    text: str | None
    place_id: str | None
    front_id: str | None
    rule: str


@frozen_by_name
class Draft:
    """A figure or event before it is dated, sited and attributed: what those three are asked about.

    `start`, `end` cover the quote; `anchor` is the offset of the number or trigger word. `what` is an effect or
    an event type. `entity` and `kind` are None for events.
    """

    start: int
    end: int
    anchor: int
    what: str
    entity: str | None
    side: Side | None
    kind: Kind | None
