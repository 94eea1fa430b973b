"""Of several places of one name the likeliest is chosen: by region, company, the fronts of the day, and size."""

import datetime as dt

import pytest

from sitrep.extract.gazetteer import load_gazetteer
from sitrep.extract.homonyms import choose
from sitrep.theatres import Place

DAY = dt.date(2023, 12, 9)


def _all(name: str) -> tuple[Place, ...]:
    return load_gazetteer().find(name)


def _company(*names: str, chars: int = 100) -> list[tuple[Place, int]]:
    return [(_all(name)[0], chars) for name in names]


def test_the_only_candidate_is_the_one() -> None:
    """Nothing to choose."""
    assert choose(_all("Chasiv Yar"), (), DAY).name == "Chasiv Yar"


def test_without_company_a_city_is_meant_before_a_village() -> None:
    """A name alone is the well-known one."""
    assert choose(_all("Makiivka"), (), DAY).admin1 == "05"


def test_company_outweighs_size() -> None:
    """Beside villages of one front it is the village."""
    assert choose(_all("Makiivka"), _company("Kreminna", "Lyman", "Yampolivka"), DAY).admin1 == "14"


def test_company_that_suits_the_city_leaves_it_the_city() -> None:
    """Beside Donetsk it is the city."""
    assert choose(_all("Makiivka"), _company("Donetsk", "Horlivka"), DAY).admin1 == "05"


@pytest.mark.parametrize(("stem", "admin1"), [("Donetsk", "05"), ("Kharkiv", "07"), ("Chernihiv", "02")])
def test_the_region_named_beside_it_decides(stem: str, admin1: str) -> None:
    """The most common name of all needs one: "Ivanivka in the Kharkiv region"."""
    region = load_gazetteer().find_region(stem)
    assert region is not None

    assert choose(_all("Ivanivka"), [(region, 12)], DAY).admin1 == admin1


def test_without_company_a_village_near_a_front_is_meant() -> None:
    """News of the day is about the fronts of the day."""
    place = choose(_all("Vesele"), (), DAY)

    assert place.admin1 in {"05", "07", "08", "14", "26"}


def test_without_a_day_the_theatre_and_size_decide() -> None:
    """No front is known to be active."""
    place = choose(_all("Vesele"), (), None)

    assert place.country == "UA"
