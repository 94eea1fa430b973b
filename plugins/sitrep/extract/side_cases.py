"""What the rules of sides ask: the finding, who speaks, and what the article told before.

In      Analysis, Finding, Speaker
Out     Scene, Case, Rule
Units   none
Errors  none
Source  GUIDELINES: `side`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sitrep.extract.analysis import Analysis
from sitrep.extract.entities import Topic
from sitrep.extract.findings import Finding
from sitrep.extract.holders import Holders
from sitrep.extract.side_words import Speaker
from sitrep.records import Side


@dataclass(slots=True)
class Scene:
    """What the whole article tells about sides."""

    analysis: Analysis
    holders: Holders
    leaning: Side | None
    people: Side | None = None
    forces: Side | None = None
    topic: Topic = field(default_factory=Topic)
    previous: Finding | None = None
    # Who gained first in the last sentence that tells of gains: the one that it is about.
    gainer: Side | None = None


@dataclass(slots=True)
class Case:
    """One finding whose side is asked for."""

    finding: Finding
    scene: Scene
    speaker: Speaker

    @property
    def own(self) -> Side | None:
        """The side that speaks."""
        return self.speaker.side


Rule = Callable[[Case], "tuple[Side | None, str] | None"]
