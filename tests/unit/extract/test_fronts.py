"""A place belongs to the front of its day: by label, by name, by what is held, by distance, else a special front."""

import datetime as dt

import pytest

from sitrep.extract import fronts
from sitrep.extract.gazetteer import load_gazetteer
from sitrep.theatres import Place


def _place(name: str, admin1: str = "", kind: str = "") -> Place:
    return next(
        place for place in load_gazetteer().find(name) if admin1 in ("", place.admin1) and kind in ("", place.kind)
    )


CASES = [
    pytest.param("Bakhmut", "05", "2023-03-01", "bakhmut", id="anchor"),
    pytest.param("Bakhmut", "05", "2024-09-01", "kramatorsk", id="successor-of-a-front"),
    pytest.param("Donetsk", "05", "2023-03-01", "ua_occupied_rear", id="held-though-anchors-are-near"),
    pytest.param("Makiivka", "05", "2023-01-01", "ua_occupied_rear", id="held-city"),
    pytest.param("Makiivka", "14", "2023-12-09", "lyman", id="village-of-the-same-name"),
    pytest.param("Bilohorivka", "14", "2023-04-24", "lyman", id="counted-elsewhere-then"),
    pytest.param("Bilohorivka", "14", "2024-09-01", "siversk", id="counted-elsewhere-later"),
    pytest.param("Kozachi Laheri", "08", "2024-02-01", "kherson", id="held-bank-of-the-river"),
    pytest.param("Nyzhni Sirohozy", "08", "2024-02-01", "ua_occupied_rear", id="held-far-from-the-river"),
    pytest.param("Mariupol", "05", "2022-04-10", "mariupol", id="siege"),
    pytest.param("Mariupol", "05", "2023-04-10", "ua_occupied_rear", id="after-the-siege"),
    pytest.param("Lviv", "15", "2024-01-01", "ua_rear", id="rear"),
    pytest.param("Zaporizhzhia", "26", "2024-06-01", "ua_rear", id="city-beyond-the-radius"),
    pytest.param("Enerhodar", "26", "2022-08-15", "nikopol_znpp", id="reservoir"),
    pytest.param("Nikopol", "04", "2023-08-15", "nikopol_znpp", id="other-bank-of-the-reservoir"),
    pytest.param("Sevastopol", "20", "2024-03-24", "crimea_black_sea", id="crimea"),
    pytest.param("Sudzha", "41", "2024-08-20", "sumy_kursk", id="salient"),
    pytest.param("Sudzha", "41", "2023-08-20", "ru_border", id="before-the-salient"),
    pytest.param("Shebekino", "09", "2023-06-01", "ru_border", id="border-belt"),
    pytest.param("Ryazan", "62", "2024-05-01", "ru_deep", id="russian-rear"),
    pytest.param("Yunakivka", "21", "2023-05-01", "chernihiv_sumy", id="northern-border-before-the-salient"),
    pytest.param("Warsaw", "", "2024-05-01", "abroad", id="abroad"),
    pytest.param("Irpin", "13", "2022-03-10", "kyiv", id="kyiv-front"),
    pytest.param("Irpin", "13", "2023-03-10", "ua_rear", id="kyiv-front-is-over"),
    pytest.param("Snake Island", "17", "2022-06-30", "crimea_black_sea", id="outright-island"),
    pytest.param("Kakhovka dam", "08", "2023-06-06", "kherson", id="outright-dam"),
    pytest.param("Black Sea", "", "2023-06-06", "crimea_black_sea", id="outright-sea"),
    pytest.param("Ukraine", "", "2023-06-06", "unspecified", id="country"),
    pytest.param("Minsk", "", "2023-06-06", "unspecified", id="belarus"),
]


@pytest.mark.parametrize(("name", "admin1", "day", "front_id"), CASES)
def test_a_place_belongs_to_the_front_of_its_day(name: str, admin1: str, day: str, front_id: str) -> None:
    """One name, other days, other fronts."""
    assert fronts.resolve_front(_place(name, admin1), dt.date.fromisoformat(day)).front_id == front_id


REGIONS = [
    pytest.param("Kherson", "2023-06-06", "kherson", id="whole-on-the-river"),
    pytest.param("Kharkiv", "2023-06-06", "unspecified", id="spans-several-fronts"),
    pytest.param("Belgorod", "2023-06-06", "ru_border", id="border"),
    pytest.param("Kursk", "2024-08-20", "sumy_kursk", id="salient"),
    pytest.param("Kursk", "2023-08-20", "ru_border", id="before-the-salient"),
    pytest.param("Saratov", "2024-08-20", "ru_deep", id="russian-rear"),
    pytest.param("Crimea", "2024-08-20", "crimea_black_sea", id="crimea"),
]


@pytest.mark.parametrize(("stem", "day", "front_id"), REGIONS)
def test_a_region_has_a_front_only_where_one_is_all_its_own(stem: str, day: str, front_id: str) -> None:
    """An oblast without a settlement is unspecified, as a rule."""
    region = load_gazetteer().find_region(stem)

    assert fronts.resolve_front(region, dt.date.fromisoformat(day)).front_id == front_id


def test_no_place_is_unspecified() -> None:
    """A national count belongs to no front."""
    assert fronts.resolve_front(None, dt.date(2024, 1, 1)).front_id == fronts.UNSPECIFIED


LABELS = [
    pytest.param("Avdiivka", "2023-10-20", ("avdiivka",), id="label"),
    pytest.param("Kurakhove", "2022-06-01", ("marinka",), id="first-use"),
    pytest.param("Kurakhove", "2024-11-01", ("kurakhove",), id="used-again"),
    pytest.param("Slobozhanskyi", "2023-01-01", ("kharkiv",), id="not-a-town"),
    pytest.param("Donetsk", "2023-05-01", ("bakhmut", "avdiivka", "marinka"), id="russian-ministry"),
    pytest.param("Atlantis", "2023-05-01", (), id="unknown"),
]


@pytest.mark.parametrize(("label", "day", "front_ids"), LABELS)
def test_a_label_means_the_fronts_of_its_day(label: str, day: str, front_ids: tuple[str, ...]) -> None:
    """Commands use a name again for other places."""
    assert fronts.label_fronts(label, dt.date.fromisoformat(day)) == front_ids


def test_a_front_that_is_over_gives_way_to_its_successor() -> None:
    """Fronts are rows only while they are valid."""
    assert fronts.active_fronts(["marinka"], dt.date(2024, 7, 1)) == ("kurakhove",)
    assert fronts.active_fronts(["avdiivka", "marinka"], dt.date(2023, 7, 1)) == ("avdiivka", "marinka")


def test_distances_are_in_kilometres() -> None:
    """Kharkiv to Kyiv is some 410 km."""
    assert 395 < fronts.distance_km(49.98, 36.25, 50.45, 30.52) < 425
