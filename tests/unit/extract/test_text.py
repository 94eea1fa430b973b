"""Text is cut into paragraphs and sentences whose offsets hold, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.extract.text import read_document
from sitrep.extract.tokens import read_tokens

CASES = [
    pytest.param("Two fell. Three rose.", ["Two fell.", "Three rose."], id="full-stop"),
    pytest.param("Gen. Ivan Koval spoke. He left.", ["Gen. Ivan Koval spoke.", "He left."], id="abbreviation"),
    pytest.param("J. Doe spoke.", ["J. Doe spoke."], id="initial"),
    pytest.param("“All quiet.” Nobody spoke.", ["“All quiet.", "Nobody spoke."], id="quotation"),
    pytest.param("One line\nAnother line", ["One line", "Another line"], id="lines-are-paragraphs"),
    pytest.param(
        "The ministry said this.Russian troops then left.",
        ["The ministry said this.", "Russian troops then left."],
        id="lost-space",
    ),
]


@pytest.mark.parametrize(("text", "sentences"), CASES)
def test_a_text_is_cut_where_its_sentences_end(text: str, sentences: list[str]) -> None:
    """Stops end sentences, but not behind abbreviations and initials."""
    assert [sentence.text for sentence in read_document(None, text, None).sentences] == sentences


def test_lines_wrapped_by_width_are_one_paragraph() -> None:
    """A text with hard line breaks at some seventy characters reads as if it had none."""
    line = "words that go on and on until the width of an old terminal is full of"
    document = read_document(None, "\n".join([line] * 6) + "\nthem.", None)

    assert len(document.sentences) == 1


def test_list_items_stay_apart() -> None:
    """Short lines are items of a list, even where they start in lower case."""
    document = read_document(None, "tanks - 5 units,\naircraft - 2 units,\nships - 1 unit.", None)

    assert len(document.sentences) == 3


def test_the_title_is_a_sentence_of_its_own() -> None:
    """Title and body share one run of offsets, and a span is given back in the field that it came from."""
    document = read_document("Bridge hit", "A bridge was hit.", None)

    assert document.sentences[0].is_title
    assert document.locate(0, 6) == ("title", 0, 6)
    assert document.locate(document.body_start, document.body_start + 8) == ("text", 0, 8)


def test_an_endless_sentence_is_cut() -> None:
    """No sentence is so long that the work on it could grow out of hand."""
    document = read_document(None, "of the " * 5000, None)

    assert max(len(sentence.text) for sentence in document.sentences) <= 3000


TOKENS = [
    pytest.param("T-90 and Su-34", ["t-90", "and", "su-34"], id="model-names-stay-whole"),
    pytest.param("50-70", ["50", "-", "70"], id="ranges-come-apart"),
    pytest.param("1,030 and 5.2", ["1,030", "and", "5.2"], id="points-and-commas-in-numbers"),
    pytest.param("Ukraine’s “Shahed‑136/131”", ["ukraine's", "shahed-136/131"], id="typographic-marks"),
    pytest.param("152-mm guns", ["152-mm", "guns"], id="calibres-stay-whole"),
]


@pytest.mark.parametrize(("text", "lows"), TOKENS)
def test_words_numbers_and_names_are_cut_as_they_are_read(text: str, lows: list[str]) -> None:
    """A name with digits is one token, two numbers with a hyphen are three."""
    assert read_tokens(text).lows == lows


@given(st.text())
def test_tokens_and_sentences_lie_inside_any_text_in_order(text: str) -> None:
    """Spans are inside, in order and apart, and a sentence's text is what its span holds."""
    tokens, document = read_tokens(text), read_document(None, text, None)
    offsets = [offset for pair in zip(tokens.starts, tokens.ends, strict=True) for offset in pair]

    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
    assert all(document.text[s.start : s.end] == s.text for s in document.sentences)
