"""The gazetteer is made from GeoNames and our own files, and the committed table is what they make."""

import shutil
from pathlib import Path

import pytest

from sitrep import theatres
from sitrep.theatres import build_places


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table, made anew beside copies of our own files."""
    copy = tmp_path_factory.mktemp("theatre") / "ukraine"
    shutil.copytree(theatres.folder("ukraine"), copy)
    (copy / "places.csv").unlink()
    return build_places.main(str(copy))


def test_the_committed_table_is_what_its_sources_make(rebuilt: Path) -> None:
    """Nobody edited places.csv by hand, and nobody forgot to make it."""
    committed = theatres.folder("ukraine") / "places.csv"

    assert rebuilt.read_bytes() == committed.read_bytes()


def test_every_front_anchor_is_a_place(rebuilt: Path) -> None:
    """What marks a front can be found in a text."""
    places = theatres.read_places(str(rebuilt.parent))
    for anchor in theatres.read_front_anchors("ukraine"):
        assert any(
            place.lat is not None
            and place.lon is not None
            and abs(place.lat - anchor.lat) < 0.06
            and abs(place.lon - anchor.lon) < 0.06
            for place in places
        ), anchor


def test_english_words_are_no_spellings_of_towns(rebuilt: Path) -> None:
    """GeoNames spells Uman "Human": an office for human rights is no town."""
    spellings = {s.lower() for place in theatres.read_places(str(rebuilt.parent)) for s in place.spellings}

    assert not spellings & {"human", "hat", "star", "luck", "police"}


def test_renamed_towns_keep_their_older_names(rebuilt: Path) -> None:
    """Reports of either side, and of years past, name one town differently."""
    bakhmut = next(p for p in theatres.read_places(str(rebuilt.parent)) if p.name == "Bakhmut")

    assert {"Artemivsk", "Artyomovsk", "Bachmut", "Bakhmout"} <= set(bakhmut.spellings)
    assert bakhmut.name_uk == "Бахмут"
