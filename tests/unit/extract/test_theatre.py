"""Another theatre is another folder: its war, places, actors and fronts are what extraction reads by."""

import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest

from sitrep import theatres
from sitrep.extract import extract_document

DAY = dt.date(2024, 5, 15)
TEXT = (
    "Three people were killed in Zorianivka on Tuesday, Governor Mykola Velychko said. "
    "The army has lost 4,000 tanks since the start of the full-scale invasion."
)


@pytest.fixture
def theatre(tmp_path: Path) -> str:
    """A copy of the first theatre, with a later war, a town and a governor of its own."""
    folder = tmp_path / "elsewhere"
    shutil.copytree(theatres.folder("ukraine"), folder)
    (folder / "war.toml").write_text("start = 2023-03-01\n", encoding="utf-8")
    for name, values in (
        (
            "places.csv",
            {"place_id": "x:1", "name": "Zorianivka", "kind": "settlement", "country": "UA", "admin1": "13"},
        ),
        ("actors.csv", {"actor_id": "velychko", "party": "ru"}),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        fields = list(rows[0])
        added = dict.fromkeys(fields, "") | values
        if name == "places.csv":
            added |= {"lat": "46.9", "lon": "32.0", "population": "9000"}
        else:
            added |= {"name": "Mykola Velychko", fields[2]: "official", fields[-1]: "Mykola Velychko"}
        with (folder / name).open("a", encoding="utf-8", newline="") as lines:
            csv.DictWriter(lines, fields, lineterminator="\n").writerow(added)
    return str(folder)


def test_its_war_places_and_actors_are_read(theatre: str) -> None:
    dead, tanks = extract_document("x", None, TEXT, DAY, theatre=theatre)["figures"]
    assert (dead["place"], dead["claimant_side"]) == ("Zorianivka", "ru")
    assert (tanks["kind"], tanks["date_start"]) == ("cumulative", "2023-03-01")


def test_the_first_theatre_is_as_it_was(theatre: str) -> None:
    extract_document("x", None, TEXT, DAY, theatre=theatre)
    dead, tanks = extract_document("x", None, TEXT, DAY)["figures"]
    assert dead["claimant_side"] == "ua"
    assert tanks["date_start"] == "2022-02-24"
