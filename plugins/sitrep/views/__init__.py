"""Ask the published tables what people look at: fronts by day, places, tallies, contested incidents, sources, words.

The dashboard and the report show the same answers, and rooms never import each other; so the questions stand here, one
SQL file each, below both. A question is text with named parameters. It can be run, shown, and copied with its
parameters written out, since what is shown without its query cannot be checked.

Decisions
2026-11  Over weeks and months a claim shows its largest day. Adding days up would count a period and the incidents
         in it twice; events are things that happened once each, so they are added.
2026-11  "As known on" asks the `…_as_of` macros of the marts; figures and places ask the articles in force that day.
"""

from sitrep.views.answers import Answer, SlowQueryError, ask
from sitrep.views.filters import Filters
from sitrep.views.questions import VIEWS, Question, Span, build_question, read_instant, read_span

__all__ = [
    "VIEWS",
    "Answer",
    "Filters",
    "Question",
    "SlowQueryError",
    "Span",
    "ask",
    "build_question",
    "read_instant",
    "read_span",
]
