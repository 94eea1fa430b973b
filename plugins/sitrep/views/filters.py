"""What a viewer chose: a period, fronts, what is measured, whose claim, and the day as of which it was known.

In      words from a URL or a command line
Out     Filters, checked: whatever reaches a question is a day, a code or a bounded text
Units   days inclusive at both ends
Errors  pydantic.ValidationError
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sitrep.records import EventType

Effect = Literal["killed", "wounded", "casualties", "captured", "destroyed", "intercepted"]
Measure = Literal[
    "events",
    "strike", "ground_attack", "territorial_change", "air_defence", "prisoner_exchange", "mobilisation", "evacuation",
    "explosion",
    "killed", "wounded", "casualties", "captured", "destroyed", "intercepted",
]  # fmt: skip
Suffering = Literal["ua", "ru"]
Claimant = Literal["any", "ua", "ru", "third"]

EFFECTS: tuple[Effect, ...] = ("killed", "wounded", "casualties", "captured", "destroyed", "intercepted")
EVENT_TYPES: tuple[EventType, ...] = (
    "strike", "ground_attack", "territorial_change", "air_defence", "prisoner_exchange", "mobilisation", "evacuation",
    "explosion",
)  # fmt: skip


def _require_iso(value: object) -> object:
    """Days are written out: numbers would pass as seconds since 1970."""
    if isinstance(value, str) and not (len(value) == 10 and value[4] == value[7] == "-"):  # noqa: PLR2004  # YYYY-MM-DD
        raise ValueError("is no day; write YYYY-MM-DD")
    return value


# Outside these years no calendar arithmetic here is meant, and some of it overflows.
Day = Annotated[dt.date, BeforeValidator(_require_iso), Field(ge=dt.date(1900, 1, 1), le=dt.date(2199, 12, 31))]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")]


class Filters(BaseModel):
    """One choice; everything has a default, and what a view does not know it ignores."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    since: Day | None = Field(None, alias="from", description="First day; default: some weeks before the last.")
    until: Day | None = Field(None, alias="to", description="Last day; default: the last day that is known of.")
    known: Day | None = Field(None, description="Only what was published by this day.")
    front: list[Code] = Field(default_factory=list, max_length=100, description="Front ids; none means all.")
    measure: Measure = Field("events", description="All events, one type of event, or an effect that is claimed.")
    side: Suffering = Field("ru", description="Whose losses, where the measure is an effect.")
    claimant: Claimant = Field("any", description="Whose claim; `any` is the largest, never a sum.")
    type: list[EventType] = Field(default_factory=list, max_length=8, description="Types of event; none means all.")
    status: Literal["asserted", "denied", "forecast", "any"] = Field("asserted", description="Status of events.")
    place: Code | None = Field(None, description="A place_id.")
    incident: Code | None = Field(None, description="An incident_id.")
    happening: Code | None = Field(None, description="A happening_id of the timeline.")
    series: list[Code] = Field(default_factory=list, max_length=100, description="Official series; none means all.")
    source: Code | None = Field(None, description="A source_id.")
    limit: int = Field(100, ge=1, le=500, description="Rows at most, where a view is a list.")
    offset: int = Field(0, ge=0, le=100_000, description="Rows to skip, where a view is a list.")

    @property
    def effect(self) -> Effect | None:
        """The effect that is measured; None where events are."""
        return next((effect for effect in EFFECTS if effect == self.measure), None)
