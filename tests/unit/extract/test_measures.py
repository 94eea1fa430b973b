"""Nouns and verbs of the lexicons are found in every form, the longest first."""

import pytest

from sitrep.extract.measures import effect_of, read_terms
from sitrep.extract.tokens import read_tokens
from sitrep.records import PEOPLE

NOUNS = [
    pytest.param("cruise missiles", "missile", id="plural"),
    pytest.param("air-defence systems", "air_defence", id="hyphen"),
    pytest.param("multiple launch rocket systems", "mlrs", id="longest"),
    pytest.param("ships/boats", "ship", id="slash"),
    pytest.param("servicewomen", "military", id="irregular-plural"),
    pytest.param("tanks with fuel and lubricants", "vehicle", id="fuel-tanks-are-vehicles"),
    pytest.param("localities", "settlement", id="y-plural"),
    pytest.param("combat clashes", "attack", id="clashes"),
    pytest.param("sq km", "area_km2", id="area"),
    pytest.param("unmanned surface vehicles", "drone", id="sea-drones"),
]
VERBS = [
    pytest.param("shot down", "intercept", id="particle"),
    pytest.param("shooting down", "intercept", id="particle-gerund"),
    pytest.param("repelled", "repel", id="doubled-consonant"),
    pytest.param("retook", "seize", id="irregular"),
    pytest.param("wiped out", "destroy", id="wiped-out"),
    pytest.param("has lost", "lose", id="lost"),
    pytest.param("abducted", "capture", id="abducted"),
    pytest.param("fled", "displace", id="fled"),
]
EFFECTS = [
    pytest.param("destroy", "military", "killed", id="people-destroyed-are-killed"),
    pytest.param("destroy", "drone", "intercepted", id="drones-destroyed-are-intercepted"),
    pytest.param("destroy", "tank", "destroyed", id="tanks-destroyed"),
    pytest.param("lose", "military", "casualties", id="people-lost"),
    pytest.param("lose", "area_km2", "seized", id="ground-lost-is-taken"),
    pytest.param("damage", "person", None, id="people-are-not-damaged"),
    pytest.param("launch", "attack", "carried_out", id="attacks-launched"),
    pytest.param("launch", "missile", "launched", id="missiles-launched"),
]


@pytest.mark.parametrize(("phrase", "entity"), NOUNS)
def test_a_noun_is_found_in_all_its_forms(phrase: str, entity: str) -> None:
    """One noun covers the whole phrase."""
    (noun,) = read_terms(read_tokens(phrase).lows).nouns.values()

    assert noun.entity == entity


@pytest.mark.parametrize(("phrase", "group"), VERBS)
def test_a_verb_is_found_in_all_its_forms(phrase: str, group: str) -> None:
    """Past, participle and gerund belong to one class."""
    found = read_terms(read_tokens(phrase).lows).triggers

    assert group in {trigger.group for triggers in found.values() for trigger in triggers}


@pytest.mark.parametrize(("group", "entity", "effect"), EFFECTS)
def test_verb_and_entity_together_give_the_effect(group: str, entity: str, effect: str | None) -> None:
    """The same verb does other things to people, to ground and to weapons."""
    assert effect_of(group, entity) == effect


def test_a_possessive_is_the_noun_itself() -> None:
    """Whose "soldier's" is said of is a soldier."""
    assert {noun.entity for noun in read_terms(["soldier's"]).nouns.values()} <= PEOPLE
