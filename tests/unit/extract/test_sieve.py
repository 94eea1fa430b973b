"""The patterns that are tried only where a needed word stands."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.extract.period_words import WORDS
from sitrep.extract.sieve import Sieve, find_needs

CASES = [
    pytest.param(r"\bsince\b[^,.]{0,60}$", {"since"}, id="a-word"),
    pytest.param(r"\b(?:in the|this) (?:\w+ )?(morning|evening)\b", {"morning", "evening"}, id="the-rarest-part"),
    pytest.param(r"\b(?:weeks?\b|months?\b)", {"week", "month"}, id="letters-that-may-lack"),
    pytest.param(r"foo+bar", {"foo"}, id="letters-that-may-repeat"),
    pytest.param(r"x{0,2}yz", {"yz"}, id="counts-from-none"),
    pytest.param(r"(?:ab|)c", {"c"}, id="an-empty-branch"),
    pytest.param(r"(?<!ab)cd(?! of\b)", {"cd"}, id="what-must-not-stand-around"),
    pytest.param(r"[)\]]ab\(", {"ab("}, id="marks"),
    pytest.param(r"feb\.? 24|24\.02", {"feb", "24.02"}, id="points"),
    pytest.param(r"\w+ed|\d", set(), id="no-word-at-all"),
    pytest.param(r"(?-i:X)y", {"y"}, id="case-switched-inside"),
]


@pytest.mark.parametrize(("source", "needs"), CASES)
def test_a_pattern_needs_the_words_that_no_match_lacks(source: str, needs: set[str]) -> None:
    """The words are read from the expression."""
    assert find_needs(source) == needs


SOURCES = [r"\b(?:" + "|".join(entry["patterns"]) + ")" for entry in WORDS.values() if "patterns" in entry]
WORDS_OF_SOURCES = sorted({word for source in SOURCES for word in re.findall(r"[a-z0-9.]+|[ ,-]", source)})


@pytest.mark.parametrize("flags", [re.NOFLAG, re.IGNORECASE], ids=["with-case", "without-case"])
@given(parts=st.lists(st.sampled_from(WORDS_OF_SOURCES), max_size=12), is_spaced=st.booleans())
def test_a_sieve_finds_what_its_pattern_finds(flags: re.RegexFlag, parts: list[str], *, is_spaced: bool) -> None:
    """Whatever the text, the answers are those of `re`."""
    text = (" " if is_spaced else "").join(parts)
    for source in SOURCES:
        sieve, pattern = Sieve(source, flags), re.compile(source, flags)
        for tried in (text, text.upper()):
            found = pattern.search(tried)
            assert (sieve.search(tried) is None) == (found is None)
            assert [m.span() for m in sieve.finditer(tried, 2)] == [m.span() for m in pattern.finditer(tried, 2)]
