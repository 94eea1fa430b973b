"""A figure is sited by its clause, its sentence, or what was told to be hit before; else it has no place."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.extract.analysis import Analysis
from sitrep.extract.mentions import Draft, Siting
from sitrep.extract.places import find_places
from sitrep.extract.siting import RULES, site_mention, site_record
from sitrep.extract.text import read_document
from sitrep.records import Kind

DAY = dt.date(2024, 3, 1)


def _analyse(text: str, title: str = "") -> Analysis:
    document = read_document(title, text, DAY)
    return Analysis(document=document, places=find_places(document.text, DAY))


def _site(text: str, quote: str, counted: tuple[str, str, Kind] = ("killed", "person", "incident")) -> Siting:
    return _site_in(_analyse(text), quote, counted)


def _site_in(analysis: Analysis, quote: str, counted: tuple[str, str, Kind]) -> Siting:
    start = analysis.document.text.index(quote)
    what, entity, kind = counted
    draft = Draft(start=start, end=start + len(quote), anchor=start, what=what, entity=entity, side=None, kind=kind)
    return site_record(analysis, draft, DAY)


VICTIMS = [
    pytest.param("Shells killed three people in Kherson.", "three people", "Kherson", id="behind"),
    pytest.param("In Kherson, three people were killed.", "three people", "Kherson", id="before"),
    pytest.param("Rockets hit Izium, killing three people and wounding nine.", "nine", "Izium", id="shared-by-a-list"),
    pytest.param("Nine died in Izium and two in Lyman.", "Nine died", "Izium", id="distributed-first"),
    pytest.param("Nine died in Izium and two in Lyman.", "two", "Lyman", id="distributed-second"),
    pytest.param(
        "Five people died in the town of Marinka in the Donetsk region.", "Five people", "Marinka", id="most-specific"
    ),
    pytest.param("Nine were hurt in Izium, Lyman and Sumy.", "Nine", "Izium, Lyman and Sumy", id="list"),
    pytest.param(
        "Nine were hurt near the villages of Kozacha Lopan and Udy in Kharkiv region.",
        "Nine",
        "Kozacha Lopan and Udy in Kharkiv region",
        id="list-with-its-region",
    ),
    pytest.param("A missile hit Poltava. Three people were killed.", "Three people", "Poltava", id="carried-over"),
    pytest.param(
        "A missile hit Poltava. It was raining. Three people were killed.", "Three people", "Poltava", id="carried-far"
    ),
    pytest.param(
        "Kharkiv Mayor Ihor Petrenko said nine people were hurt.",
        "nine people",
        "Kharkiv",
        id="speaker-for-want-of-better",
    ),
    pytest.param(
        "A missile hit Poltava. The mayor of Sumy was there. Nine died at the scene.", "Nine", "Sumy", id="points-back"
    ),
    pytest.param(
        "A strike on a border town killed nine. The missile fell on Sumy.", "nine", "Sumy", id="lead-keeps-the-place"
    ),
    pytest.param(
        "Nine died in what was the deadliest attack in Ukraine. It hit Sumy.", "Nine", "Sumy", id="comparison"
    ),
]


@pytest.mark.parametrize(("text", "quote", "place"), VICTIMS)
def test_victims_are_sited_where_something_was_hit(text: str, quote: str, place: str) -> None:
    """Own clause, own sentence, then the sentences around."""
    assert _site(text, quote).text == place


def test_a_headline_sites_victims_whom_nothing_else_does() -> None:
    """The text may never repeat the place."""
    analysis = _analyse("Three people were killed at night.", title="Missile hits Poltava")
    siting = _site_in(analysis, "Three people", ("killed", "person", "incident"))

    assert (siting.text, siting.rule) == ("Poltava", "site-title")


def test_a_dateline_is_the_last_resort_and_a_capital_none() -> None:
    """Reporters sit in capitals, and go where something happened."""
    assert _site("KHERSON, Ukraine (AP) — Three people were killed.", "Three people").text == "KHERSON"
    assert _site("KYIV, Ukraine (AP) — Three people were killed.", "Three people").text is None


NATIONAL = [
    pytest.param(
        "They hit Sumy. Russia has lost 3,000 tanks.",
        "3,000 tanks",
        ("destroyed", "tank", "cumulative"),
        id="running-total",
    ),
    pytest.param(
        "They hit Sumy. Air defences downed 40 drones.",
        "40 drones",
        ("intercepted", "drone", "period"),
        id="night-of-drones",
    ),
    pytest.param(
        "They hit Sumy. He called up 300,000 men.",
        "300,000 men",
        ("mobilised", "military", "incident"),
        id="mobilisation",
    ),
    pytest.param(
        "They downed 84 drones, including 36 over Kursk region.",
        "84 drones",
        ("intercepted", "drone", "period"),
        id="part-has-the-place",
    ),
    pytest.param(
        "Nine drones launched from Kursk were downed.", "Nine drones", ("intercepted", "drone", "period"), id="origin"
    ),
    pytest.param(
        "Since the start of the war in Ukraine 90 planes were lost.",
        "90 planes",
        ("destroyed", "aircraft", "cumulative"),
        id="name-of-the-war",
    ),
]


@pytest.mark.parametrize(("text", "quote", "counted"), NATIONAL)
def test_a_count_of_the_whole_war_has_no_place(text: str, quote: str, counted: tuple[str, str, Kind]) -> None:
    """What the text does not place stays without a place."""
    assert _site(text, quote, counted).text is None


COUNTS = [
    pytest.param(
        "Troops repelled 25 attacks in the Avdiivka direction and 30 in the Orikhiv direction.",
        "25 attacks",
        "Avdiivka direction",
        id="first-direction",
    ),
    pytest.param(
        "Troops repelled 25 attacks in the Avdiivka direction and 30 in the Orikhiv direction.",
        "30",
        "Orikhiv direction",
        id="second-direction",
    ),
    pytest.param("Russia fired 96 missiles at Ukraine.", "96 missiles", "Ukraine", id="country-in-its-own-clause"),
]


@pytest.mark.parametrize(("text", "quote", "place"), COUNTS)
def test_a_count_is_sited_by_its_own_clause(text: str, quote: str, place: str) -> None:
    """Each number takes the place beside it."""
    assert _site(text, quote, ("repelled", "attack", "period")).text == place


def test_a_phrase_that_points_back_beats_a_place_farther_off() -> None:
    """It stands right behind the figure: "four villages in the region"."""
    text = "Fighting reached Sumy Oblast. Troops took four villages in the region and moved on towards Lyman."

    assert _site(text, "four villages", ("seized", "settlement", "period")).text == "Sumy Oblast"


def test_losses_stay_in_the_direction_that_the_sentence_before_is_about() -> None:
    """A report goes through directions one by one."""
    text = "Clashes went on in the Avdiivka direction. The enemy lost five tanks."

    assert _site(text, "five tanks", ("destroyed", "tank", "period")).rule == "site-scope"


def test_a_figure_for_several_fronts_is_never_split() -> None:
    """Their ids are joined."""
    siting = _site("Nine were killed in Avdiivka and Robotyne.", "Nine")

    assert siting.front_id == "avdiivka|zaporizhzhia"
    assert siting.place_id is None


def test_a_place_gives_its_id_and_the_front_of_the_day() -> None:
    """Text, id and front are of one place."""
    siting = _site("Nine were killed in Avdiivka.", "Nine")

    assert (siting.text, siting.place_id, siting.front_id) == ("Avdiivka", "713122", "avdiivka")


def test_the_direction_named_beside_a_place_decides_its_front() -> None:
    """Where two fronts meet, the report's own heading is better than the distance."""
    near_lyman = _site("Five died near Spirne in the Lyman direction.", "Five")
    near_bakhmut = _site("Five died near Spirne in the Bakhmut direction.", "Five")

    assert (near_lyman.front_id, near_bakhmut.front_id) == ("lyman", "bakhmut")


def test_losses_to_a_battlegroup_have_its_fronts_and_no_place() -> None:
    """Its zone overlaps several fronts, and the figure is not split between them."""
    siting = _site(
        "Ukraine lost up to 420 troops in clashes with Battlegroup Zapad.",
        "420 troops",
        ("killed", "military", "period"),
    )

    assert (siting.text, siting.front_id) == (None, "kupiansk|lyman")


def test_without_a_day_there_is_no_front() -> None:
    """Fronts are fronts of a day."""
    analysis = _analyse("Nine were killed in Avdiivka.")
    place = analysis.places[0]

    assert site_mention(analysis, place, None).front_id is None
    assert site_mention(analysis, place, DAY).front_id == "avdiivka"
    assert site_mention(analysis, None, DAY) == Siting(
        text=None, place_id=None, front_id="unspecified", rule="site-none"
    )


@settings(deadline=None, max_examples=60)
@given(st.text(), st.integers(0, 200), st.integers(0, 50), st.sampled_from(["killed", "launched", "mobilised"]))
def test_any_draft_of_any_text_is_sited(text: str, start: int, length: int, what: str) -> None:
    """Whatever the text, the place is words of it, and the rule is one of ours."""
    analysis = _analyse(text)
    draft = Draft(start=start, end=start + length, anchor=start, what=what, entity=None, side=None, kind="incident")
    siting = site_record(analysis, draft, DAY)

    assert siting.text is None or siting.text in text
    assert siting.rule in RULES
