"""Names are looked up by spelling, by sound, and by the region word behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.extract.gazetteer import load_gazetteer, sound, spell

SPELLINGS = [
    pytest.param("Bakhmout", "Bakhmut", id="french"),
    pytest.param("Charkiw", "Kharkiv", id="german"),
    pytest.param("KRAMATORSK", "Kramatorsk", id="capitals"),
    pytest.param("Mar’inka", "Marinka", id="typographic-apostrophe"),
    pytest.param("Severodonetsk", "Siverskodonetsk", id="older-name"),
    pytest.param("Ugledar", "Vuhledar", id="russian-name"),
    pytest.param("Novgorodskoye", "Niu-York", id="name-before-2021"),
    pytest.param("Antonovsky Bridge", "Antonivskyi Bridge", id="feature"),
]


@pytest.mark.parametrize(("spelling", "name"), SPELLINGS)
def test_a_place_is_found_by_each_of_its_spellings(spelling: str, name: str) -> None:
    """Old and new names, either side's, and other languages' lead to one place."""
    assert load_gazetteer().find(spelling)[0].name == name


SOUNDS = [
    pytest.param("Novoyehorivka", "Novoiehorivka", id="ye-ie"),
    pytest.param("Novoegorovka", "Novoiehorivka", id="russian"),
    pytest.param("Rabotyne", "Robotyne", id="unstressed-vowel"),
    pytest.param("Vodyanoye", "Vodiane", id="russian-neuter"),
    pytest.param("Klishchiyivka", "Klishchiivka", id="yi-i"),
    pytest.param("Alexandrovka", "Aleksandrovka", id="x-ks"),
    pytest.param("Malaya Tokmachka", "Mala Tokmachka", id="russian-adjective"),
    pytest.param("Woltschansk", "Volchansk", id="german"),
]


@pytest.mark.parametrize(("one", "other"), SOUNDS)
def test_transliterations_of_one_name_sound_alike(one: str, other: str) -> None:
    """Spellings differ by transliteration more than by place."""
    assert sound(one) == sound(other)


DIFFERENT = [
    pytest.param("Orlivka", "Orikhiv", id="orlivka"),
    pytest.param("Terny", "Torske", id="terny"),
    pytest.param("Kamianka", "Kamianske", id="ending"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_sound_different(one: str, other: str) -> None:
    """The form is no broader than it must be."""
    assert sound(one) != sound(other)


def test_the_most_populous_place_of_a_name_comes_first() -> None:
    """Without any context "Makiivka" is the city."""
    assert load_gazetteer().find("Makiivka")[0].population > 100_000


@pytest.mark.parametrize("stem", ["Kherson", "Khersonska", "Dnipropetrovsk", "Lugansk", "Bryansk"])
def test_a_region_is_found_by_its_stem(stem: str) -> None:
    """A stem before "region" means a region, whatever else it is."""
    region = load_gazetteer().find_region(stem)

    assert region is not None
    assert region.kind == "region"


def test_an_unknown_name_finds_nothing() -> None:
    """Nothing found is a value."""
    assert load_gazetteer().find("Atlantis") == ()
    assert load_gazetteer().find_like("Atlantis") == ()
    assert load_gazetteer().find_region("Atlantis") is None


@given(st.text())
def test_any_text_can_be_looked_up(text: str) -> None:
    """Whatever the text, the forms are stable: a second folding changes nothing of the first."""
    assert spell(spell(text)) == spell(text)
    assert isinstance(load_gazetteer().find(text), tuple)
    assert isinstance(load_gazetteer().find_like(text), tuple)
