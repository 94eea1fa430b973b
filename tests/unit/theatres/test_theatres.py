"""A theatre's files are read whole, cached, and refused where they are malformed."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sitrep import theatres
from sitrep.errors import LexiconError

UKRAINE = theatres.folder("ukraine")
FILES = ["fronts", "front_labels", "front_anchors", "front_places", "places", "towns_held", "measures", "border"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A theatre of one's own, to spoil."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in FILES:
        shutil.copy(UKRAINE / f"{name}.csv", folder)
    return folder


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_theatre_is_found_by_name_and_by_path() -> None:
    """Another war is another folder, wherever it lies."""
    assert theatres.folder("ukraine") == theatres.folder(UKRAINE)


def test_an_unknown_theatre_is_refused_with_the_known_ones() -> None:
    """The message says what there is."""
    with pytest.raises(LexiconError, match="ukraine"):
        theatres.folder("atlantis")


def test_every_reader_gives_rows_of_the_theatre_that_comes_along() -> None:
    """The committed data passes its own checks."""
    assert len(theatres.read_fronts("ukraine")) > 30
    assert len(theatres.read_front_labels("ukraine")) > 60
    assert len(theatres.read_front_anchors("ukraine")) > 180
    assert len(theatres.read_front_places("ukraine")) > 30
    assert len(theatres.read_places("ukraine")) > 9_000
    assert len(theatres.read_towns_held("ukraine")) > 80
    assert len(theatres.read_measures("ukraine")) > 40
    assert len(theatres.read_aliases("ukraine")) > 40
    assert len(theatres.read_border("ukraine")) > 20


def test_rows_are_read_once() -> None:
    """The same rows come back, not a copy."""
    assert theatres.read_places("ukraine") is theatres.read_places("ukraine")


def test_a_front_is_active_on_both_its_ends() -> None:
    """Days are inclusive at both ends."""
    kyiv = theatres.read_fronts("ukraine")["kyiv"]

    assert kyiv.is_active(kyiv.valid_from)
    assert kyiv.valid_to is not None
    assert kyiv.is_active(kyiv.valid_to)
    assert not kyiv.is_active(kyiv.valid_to + dt.timedelta(days=1))


def test_every_place_of_ours_stands_in_places() -> None:
    """places.csv was made after the last edit of villages.csv and regions.csv."""
    known = {(place.name, place.country) for place in theatres.read_places("ukraine")}
    for file in ("villages.csv", "regions.csv"):
        rows = theatres.read_rows("ukraine", file, frozenset(["name", "country"]))
        own = {(row["name"], row["country"]) for _, row in rows}
        assert own <= known, f"run python -m sitrep.theatres.build_places after editing {file}"


def test_coordinates_kept_by_hand_are_marked_approximate() -> None:
    """A reader of the table sees which coordinates are rough."""
    nevske = next(place for place in theatres.read_places("ukraine") if place.name == "Nevske")

    assert nevske.is_approx


LABELS, ANCHORS, TOWNS = "front_labels.csv", "front_anchors.csv", "towns_held.csv"
SPOILT = [
    pytest.param(theatres.read_front_labels, LABELS, (",kupiansk,", ",kupyansk,"), "kupyansk", id="label-of-none"),
    pytest.param(theatres.read_front_anchors, ANCHORS, ("kyiv,", "kiev,"), "kiev", id="anchor-of-none"),
    pytest.param(theatres.read_front_places, "front_places.csv", ("lyman,", "liman,"), "liman", id="place-of-none"),
    pytest.param(theatres.read_fronts, "fronts.csv", ("2022-04-08", "8 April"), "valid_to", id="day-that-is-none"),
    pytest.param(theatres.read_fronts, "fronts.csv", ("front_id,", "id,"), "front_id", id="missing-column"),
    pytest.param(theatres.read_towns_held, TOWNS, ("48.023", "north"), "lat", id="latitude-that-is-none"),
    pytest.param(theatres.read_measures, "measures.csv", ("ru_loss_tanks", ""), "measure_id", id="empty-id"),
    pytest.param(theatres.read_border, "border.csv", ("52.110,31.780", "52.110"), "fields", id="short-row"),
]


@pytest.mark.parametrize(("read", "file", "change", "says"), SPOILT)
def test_a_malformed_file_is_refused_by_file_and_line(
    copy: Path, read: Callable[[str], object], file: str, change: tuple[str, str], says: str
) -> None:
    """The error names the file, and what is wrong with it."""
    _replace(copy / file, *change)

    with pytest.raises(LexiconError, match=says) as caught:
        read(str(copy))
    assert file in str(caught.value)


def test_a_missing_file_is_refused(copy: Path) -> None:
    """A theatre is whole or not at all."""
    (copy / "places.csv").unlink()

    with pytest.raises(LexiconError, match=r"places\.csv"):
        theatres.read_places(str(copy))


def test_a_place_that_stands_twice_is_refused(copy: Path) -> None:
    """An id means one place."""
    row = "black-sea,Black Sea,,sea,,,43.8,33.5,0,,,manual\n"
    with (copy / "places.csv").open("a", encoding="utf-8") as places:
        places.write(row)

    with pytest.raises(LexiconError, match="twice"):
        theatres.read_places(str(copy))
