"""Who acts and speaks: names with their capitals and terms of office, nouns, places that are no actors."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep import theatres
from sitrep.errors import LexiconError
from sitrep.extract.actors import RULES, find_actors, fold, read_actors

DAY = dt.date(2024, 5, 20)

NAMED = [
    pytest.param("Konashenkov spoke.", "ru_mod", "ru", id="surname"),
    pytest.param("Ukraine’s Air Force spoke.", "ua_air_force", "ua", id="curly-apostrophe"),
    pytest.param("Ukraine's air force spoke.", "ua_air_force", "ua", id="lower-case-name"),
    pytest.param("The UK Ministry of Defence spoke.", "uk_mod", "third", id="third-party-ministry"),
    pytest.param("Russian Ministry of Defense spoke.", "ru_mod", "ru", id="longest-match-wins"),
    pytest.param("According to Lloyd Austin, it failed.", "us_officials", "third", id="according-to-is-no-place"),
    pytest.param("ISW spoke.", "isw", "third", id="acronym"),
    pytest.param("The Moscow-installed mayor spoke.", "occ_generic", "ru", id="occupation-adjective"),
    pytest.param("KONASHENKOV SPOKE.", "ru_mod", "ru", id="capitals-of-a-headline"),
]


@pytest.mark.parametrize(("text", "actor_id", "party"), NAMED)
def test_a_name_has_its_id_and_party(text: str, actor_id: str, party: str) -> None:
    """Each way to call an actor leads to the same row."""
    found = find_actors(text, DAY)

    assert (found[0].actor_id, found[0].party) == (actor_id, party)


NOT_NAMED = [
    pytest.param("It is up to us to say who it was.", id="us-and-who-are-no-acronyms"),
    pytest.param("The policeman's hatred.", id="only-whole-words"),
]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_words_that_only_look_like_names_are_none(text: str) -> None:
    """Capitals and word borders decide."""
    assert find_actors(text, DAY) == []


TERMS = [
    pytest.param(dt.date(2022, 6, 1), "mayor_melitopol", id="as-mayor"),
    pytest.param(dt.date(2025, 6, 1), "gov_zaporizhzhia_fedorov", id="as-governor"),
]


@pytest.mark.parametrize(("day", "actor_id"), TERMS)
def test_a_namesake_is_who_is_in_office_that_day(day: dt.date, actor_id: str) -> None:
    """One man, two offices, one after the other."""
    assert find_actors("Ivan Fedorov said so.", day)[0].actor_id == actor_id


def test_out_of_office_the_side_stays_and_the_id_goes() -> None:
    """A former governor still is on a side, but no longer the governor."""
    found = find_actors("Starovoit said so.", dt.date(2025, 6, 1))[0]

    assert (found.actor_id, found.party) == (None, "ru")


GENERIC = [
    pytest.param("The governor spoke.", "governor", id="office"),
    pytest.param("Local authorities spoke.", "authorities", id="body"),
    pytest.param("Rescuers spoke.", "rescuers", id="services"),
    pytest.param("The enemy fled.", "military", id="side-of-the-speakers-opponent"),
    pytest.param("Our troops advanced.", "own", id="side-of-the-speaker"),
]


@pytest.mark.parametrize(("text", "kind"), GENERIC)
def test_a_noun_without_a_name_leaves_the_party_open(text: str, kind: str) -> None:
    """Only the context can tell whose governor it is."""
    found = find_actors(text, DAY)[0]

    assert (found.kind, found.party) == (kind, None)


def test_a_state_behind_a_preposition_of_place_is_no_actor() -> None:
    """'Ukraine said' acts, 'in Ukraine' locates."""
    found = find_actors("Ukraine said five people were hurt in Ukraine.", DAY)

    assert [actor.start for actor in found] == [0]


@given(st.text())
def test_any_text_gives_ordered_spans_that_quote_it(text: str) -> None:
    """No text raises; spans lie inside it, apart and in order."""
    found = find_actors(text, DAY)

    assert all(text[actor.start : actor.end] == actor.text for actor in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(actor.rule in RULES for actor in found)


@given(st.text())
def test_folding_moves_no_offset(text: str) -> None:
    """Even where lower case is longer than upper case."""
    assert len(fold(text)) == len(text)


def test_every_actor_of_the_theatre_is_found_by_each_of_its_names() -> None:
    """No alias is dead: each leads to a mention of its own length."""
    dead = [
        (actor.actor_id, alias)
        for actor, aliases in read_actors()
        for alias in aliases
        if not any(mention.text == alias for mention in find_actors(f"{alias} spoke.", None))
    ]

    assert dead == []


def test_a_party_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """The reader names the file and the line."""
    source = theatres.folder("ukraine")
    (tmp_path / "fronts.csv").write_bytes((source / "fronts.csv").read_bytes())
    header = "actor_id,name,kind,party,valid_from,valid_to,aliases\n"
    (tmp_path / "actors.csv").write_text(f"{header}x,X,state,blue,,,X\n", encoding="utf-8")

    with pytest.raises(LexiconError, match=r"actors\.csv:2.*blue"):
        read_actors(str(tmp_path))
