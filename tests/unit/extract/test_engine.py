"""Whatever the text, the engine answers, in order, inside the text, and in time linear in its length."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.extract import extract_document, find_spans, read_rules
from sitrep.extract.engine import _extract, _Key, _Told

PUBLISHED = dt.date(2024, 5, 15)
PIECES = st.sampled_from(
    [
        "15", "1,030", "several", "dozens", "half a million", "no", "one", "both", "a", "the", "people", "soldiers",
        "tanks", "drones", "killed", "wounded", "were", "was", "destroyed", "lost", "shot down", "of which", "of them",
        "including",
        "and", "or", ",", ";", ":", "-", "–", "(", ")", "+", "%", ".", "“", "”", "\n", "\n\n", "to", "from",
        "by", "between", "rose", "death toll", "the same number of", "casualties", "Russia", "Kharkiv", "overnight",
        "square kilometres", "times", "twice", "each", "said", "Kyiv", "on Monday", "ones", "İ", "ﬀ", "\x00", "\u2028",
    ]
)  # fmt: skip
RUNS = [
    pytest.param("7" * 60_000, id="digits"),
    pytest.param("7 " * 30_000, id="numbers"),
    pytest.param(", " * 30_000, id="commas"),
    pytest.param(" " * 60_000, id="spaces"),
    pytest.param("of the " * 15_000, id="of-the"),
    pytest.param("9 soldiers were killed, the first in " + "a " * 40 + "raid.", id="first-in-no-time"),
    pytest.param("5 tanks, " * 6_000, id="lists"),
    pytest.param("killed 5 people and " * 4_000, id="clauses"),
    pytest.param("(5 " * 15_000, id="brackets"),
]


def check(text: str, title: str | None) -> None:
    """Extract and look at the spans."""
    found = _extract(_Key("x", 1), _Told(title, text, PUBLISHED))
    for record in (*found.figures, *found.events):
        field = text if record.span_field == "text" else (title or "")
        assert field[record.span_start : record.span_end] == record.quote
        assert record.quote
    spans = [(figure.span_field != "title", figure.span_start, figure.span_end) for figure in found.figures]
    assert spans == sorted(spans)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60), st.one_of(st.none(), st.lists(PIECES, max_size=8)))
def test_any_words_give_figures_inside_the_text(pieces: list[str], title: list[str] | None) -> None:
    """No exception, no span outside, quotes letter for letter, in order."""
    check(" ".join(pieces), " ".join(title) if title is not None else None)


@settings(max_examples=80, deadline=None)
@given(st.text())
def test_any_characters_give_figures_inside_the_text(text: str) -> None:
    """Any Unicode string is a text."""
    check(text, text[:20])


@pytest.mark.parametrize("text", RUNS)
def test_long_runs_take_no_more_than_their_length_asks(text: str) -> None:
    """No pattern runs away, and no list is walked again for each member."""
    began = time.process_time()
    extract_document("x", None, text, PUBLISHED)

    assert time.process_time() - began < 20


def test_a_record_lists_rules_that_are_explained() -> None:
    """Every rule that made a figure has its line."""
    found = _extract(_Key("x", 1), _Told(None, "Two people were killed in Kharkiv overnight.", PUBLISHED))

    assert found.figures
    assert {rule for figure in found.figures for rule in figure.rules} <= set(read_rules())


@pytest.mark.parametrize("what", ["numbers", "dates", "places", "actors"])
def test_one_finder_at_a_time(what: str) -> None:
    """Each finder gives plain records with start, end and text."""
    text = "The Ukrainian Air Force said on Monday that 12 drones were shot down over Kharkiv."

    spans = find_spans(what, text, PUBLISHED)
    assert spans
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


def test_a_kind_that_nobody_finds_is_refused() -> None:
    """A typo is an error, not an empty answer."""
    with pytest.raises(ValueError, match="nobody finds"):
        find_spans("colours", "", None)
