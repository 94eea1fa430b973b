"""Tables of places are located: row order and columns are kept, places named together help each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.errors import ParseError
from sitrep.extract.locate import locate_rows


def _locate(*rows: dict[str, str]) -> list[dict[str, str]]:
    return list(locate_rows(rows))


def _locate_together(day: str, *places: str) -> list[dict[str, str]]:
    return _locate(*({"date": day, "place": place, "group": "g"} for place in places))


def test_rows_keep_their_order_and_columns() -> None:
    """What came in comes out, with four columns more."""
    rows = _locate(
        {"date": "2024-03-01", "place": "Lviv", "note": "a"}, {"date": "2023-03-01", "place": "Bakhmut", "note": "b"}
    )

    assert [row["note"] for row in rows] == ["a", "b"]
    assert [row["front_id"] for row in rows] == ["ua_rear", "bakhmut"]
    assert all({"place_id", "lat", "lon"} <= row.keys() for row in rows)


def test_places_named_together_tell_homonyms_apart() -> None:
    """Three villages of common names under one heading."""
    rows = _locate_together("2024-03-20", "Semenivka", "Orlivka", "Berdychi")

    assert {row["front_id"] for row in rows} == {"avdiivka"}
    assert float(rows[0]["lat"]) < 49


def test_a_name_that_nobody_knows_takes_the_front_of_its_group() -> None:
    """It has no coordinates, but it stood under that heading."""
    rows = _locate_together("2025-09-10", "Rodynske", "Nykanorivka", "Xyzhivka")

    assert rows[2]["front_id"] == "pokrovsk"
    assert rows[2]["place_id"] == rows[2]["lat"] == ""


def test_a_place_far_from_its_group_keeps_its_own_front() -> None:
    """A group is a hint, not a verdict."""
    rows = _locate_together("2025-09-10", "Rodynske", "Novoekonomichne", "Odesa")

    assert rows[2]["front_id"] == "ua_rear"


DIRECT = [
    pytest.param("Avdiivka direction", "2023-11-01", "avdiivka", id="label"),
    pytest.param("Kherson region", "2023-11-01", "kherson", id="region"),
    pytest.param("Novoyegorovka", "2024-11-24", "lyman", id="other-transliteration"),
    pytest.param("Xyzzy", "2024-11-24", "unspecified", id="unknown"),
    pytest.param("", "2024-11-24", "unspecified", id="empty"),
    pytest.param("Berestove (Kharkiv region)", "2024-01-19", "kupiansk", id="with-its-region"),
]


@pytest.mark.parametrize(("place", "day", "front_id"), DIRECT)
def test_a_row_alone_is_located_by_its_own_words(place: str, day: str, front_id: str) -> None:
    """Without a group the name, the day and the fronts of the day decide."""
    assert _locate({"date": day, "place": place})[0]["front_id"] == front_id


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"place": "Lviv"}, id="no-date"),
        pytest.param({"date": "2024-01-01"}, id="no-place"),
        pytest.param({"date": "yesterday", "place": "Lviv"}, id="date-that-is-none"),
    ],
)
def test_a_malformed_row_is_refused_by_number(row: dict[str, str]) -> None:
    """The message says which row."""
    with pytest.raises(ParseError, match="row 1"):
        _locate(row)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_names_are_located(names: list[str]) -> None:
    """Whatever the names, each row comes back with a front."""
    rows = _locate_together("2024-05-05", *names)

    assert len(rows) == len(names)
    assert all(row["front_id"] for row in rows)
