"""What strangers wrote is fit to be shown, whatever it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.display import clean_text, cut_context, format_range, format_value, name_effect, safe_link

LINKS = [
    pytest.param("https://wire.example/a?b=c#d", True, id="https"),
    pytest.param("http://wire.example", True, id="http"),
    pytest.param("javascript:alert(1)", False, id="javascript"),
    pytest.param("JaVaScRiPt:alert(1)", False, id="javascript-mixed"),
    pytest.param("java\nscript:alert(1)", False, id="javascript-broken"),
    pytest.param("data:text/html,<script>", False, id="data"),
    pytest.param("//wire.example/a", False, id="no-scheme"),
    pytest.param("https:///path-only", False, id="no-host"),
    pytest.param("https://[broken", False, id="broken-host"),
    pytest.param("https://wire.example/\u202egpj.exe", False, id="turned-around"),
    pytest.param("https://wire.example/" + "a" * 5000, False, id="endless"),
    pytest.param("urn:sha256:abc", False, id="urn"),
    pytest.param("", False, id="empty"),
    pytest.param(None, False, id="none"),
]


@pytest.mark.parametrize(("url", "is_safe"), LINKS)
def test_only_addresses_of_the_web_become_links(url: str | None, is_safe: bool) -> None:
    assert safe_link(url) == (url if is_safe else None)


@given(st.text(max_size=400), st.integers(1, 80))
def test_shown_text_is_bounded_one_line_and_without_what_cannot_be_seen(text: str, limit: int) -> None:
    shown = clean_text(text, limit)

    assert len(shown) <= limit
    assert "\n" not in shown
    assert not {"\u202e", "\u2066", "\u200b", "\ufeff"} & set(shown)
    assert not any(unicodedata.category(letter) == "Cc" for letter in shown)


def test_a_title_of_a_megabyte_is_cut_at_once() -> None:
    assert clean_text("x" * 1_000_000) == "x" * 299 + "…"


def test_text_that_turns_around_reads_in_its_own_order() -> None:
    assert clean_text("photo\u202egpj.exe") == "photogpj.exe"


def test_context_is_the_sentence_of_the_quote() -> None:
    before, after = cut_context("It rained. He said ", " on Monday. It was cold.")

    assert (before, after) == ("He said ", " on Monday.")


def test_context_loses_what_cannot_be_seen_and_keeps_its_spaces() -> None:
    assert cut_context("said \u202e", " \u2066there") == ("said ", " there")


NUMBERS = [
    pytest.param(format_range(63, 89), "63–89", id="range"),
    pytest.param(format_range(63, None), "at least 63", id="open"),
    pytest.param(format_range(None, 20), "up to 20", id="upper-only"),
    pytest.param(format_range(1030, 1030), "1,030", id="one-value"),
    pytest.param(format_range(None, None), "–", id="unknown"),
    pytest.param(format_value(20, 30, "range"), "20–30", id="stated-range"),
    pytest.param(format_value(24, None, "vague"), "about 24", id="vague"),
    pytest.param(format_value(2.5), "2.5", id="fraction"),
    pytest.param(name_effect("casualties", "people"), "people killed or wounded", id="effect"),
    pytest.param(name_effect("destroyed", "tank"), "tanks destroyed", id="materiel"),
]


@pytest.mark.parametrize(("shown", "expected"), NUMBERS)
def test_numbers_read_as_people_write_them(shown: str, expected: str) -> None:
    assert shown == expected
