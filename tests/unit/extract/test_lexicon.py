"""The lexicon loader reads our own TOML, once, and says which file is broken."""

from pathlib import Path

import pytest

from sitrep.errors import LexiconError
from sitrep.extract import lexicon


def test_a_lexicon_is_read_once_and_shared() -> None:
    """Finders load at import: the second load costs nothing."""
    assert lexicon.load("dates") is lexicon.load("dates")


def test_an_unknown_lexicon_is_our_own_fault() -> None:
    """A missing file is named."""
    with pytest.raises(LexiconError, match=r"nowhere\.toml"):
        lexicon.load("nowhere")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"months = [", id="cut-short"),
        pytest.param(b"a = 1\na = 2", id="key-stated-twice"),
        pytest.param(b'a = "\xff"', id="not-utf-8"),
    ],
)
def test_a_malformed_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    """Nothing half-read passes as words."""
    path = tmp_path / "words.toml"
    path.write_bytes(content)

    with pytest.raises(LexiconError, match=r"words\.toml"):
        lexicon.parse(path)
