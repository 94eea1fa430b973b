"""Find one kind of span, for people who want just that, and for debugging.

In      what to find, a text, its publication day
Out     list of plain records with start, end and text, values normalised
Units   offsets in code points, end excluded; days as ISO dates
Errors  ValueError for a kind that nobody finds
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, Literal, cast

from sitrep.extract.actors import find_actors
from sitrep.extract.dates import timexes
from sitrep.extract.numbers import find_numbers
from sitrep.extract.places import find_places
from sitrep.extract.theatre import DEFAULT_THEATRE

Mode = Literal["news", "narrative"]


def find_spans(
    what: str, text: str, published: dt.date | None, *, mode: str = "news", theatre: str = DEFAULT_THEATRE
) -> list[dict[str, Any]]:
    """Return the spans of one kind: numbers, dates, places or actors; `mode` is for dates."""
    if what == "numbers":
        return find_numbers(text)
    if what == "dates":
        return timexes(text, published, cast("Mode", mode), theatre)
    places = find_places(text, published, theatre=theatre)
    if what == "places":
        return [asdict(place) for place in places]
    if what == "actors":
        return [asdict(actor) for actor in find_actors(text, published, places, theatre=theatre)]
    raise ValueError(f"nobody finds {what!r}")
