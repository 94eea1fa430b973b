"""What a theatre says of its countries, regions and special fronts is read whole or refused."""

import shutil
from pathlib import Path

import pytest

from sitrep import theatres
from sitrep.errors import LexiconError
from sitrep.theatres.geography import read_geography


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A theatre of one's own, to spoil."""
    for name in ("fronts.csv", "geography.toml"):
        shutil.copy(theatres.folder("ukraine") / name, tmp_path)
    return tmp_path


def test_the_theatre_that_comes_along_passes_its_own_checks() -> None:
    """Both countries at war are named, and a place of a third one is abroad."""
    geography = read_geography("ukraine")

    assert geography.sides == {"UA", "RU"}
    assert geography.special.abroad in theatres.read_fronts("ukraine")


SPOILT = [
    pytest.param('front = "sumy_kursk"', 'front = "kursk_sumy"', "kursk_sumy", id="unknown-front"),
    pytest.param('home = "UA"', "", "home", id="missing-key"),
    pytest.param("held = 35.0", 'held = "near"', "near", id="reach-that-is-none"),
    pytest.param("[special]", "[special", "cannot be read", id="no-toml"),
]


@pytest.mark.parametrize(("old", "new", "says"), SPOILT)
def test_a_malformed_file_is_refused(copy: Path, old: str, new: str, says: str) -> None:
    """The error names the file, and what is wrong with it."""
    path = copy / "geography.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(LexiconError, match=says) as caught:
        read_geography(str(copy))
    assert "geography.toml" in str(caught.value)


def test_a_missing_file_is_refused(copy: Path) -> None:
    """A theatre is whole or not at all."""
    (copy / "geography.toml").unlink()

    with pytest.raises(LexiconError, match="geography"):
        read_geography(str(copy))
