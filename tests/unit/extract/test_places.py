"""Places are found by name, by the words around the name, and told from people, units and states that bear it."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.extract.mentions import PlaceMention
from sitrep.extract.places import RULES, find_places

DAY = dt.date(2024, 3, 1)


def _find(text: str, day: dt.date | None = DAY) -> list[PlaceMention]:
    return find_places(text, day)


PLACES = [
    pytest.param("Two drones fell near Kramatorsk.", ["Kramatorsk"], id="town"),
    pytest.param("The Kakhovka dam burst.", ["Kakhovka dam"], id="longest-name-wins"),
    pytest.param("Shelling hit Velyka Novosilka.", ["Velyka Novosilka"], id="two-words"),
    pytest.param("Fire broke out in the Kharkiv region.", ["Kharkiv region"], id="region"),
    pytest.param("Fire broke out in Sumy Oblast.", ["Sumy Oblast"], id="oblast"),
    pytest.param("Houses burned in Nikopol district.", ["Nikopol district"], id="district"),
    pytest.param("A shell hit Pokrovsk community.", ["Pokrovsk community"], id="community"),
    pytest.param("Drones flew over the Black Sea.", ["Black Sea"], id="sea"),
    pytest.param("They crossed to the left bank of the Dnipro.", ["left bank of the Dnipro"], id="bank"),
    pytest.param("The Ilsky refinery burned.", ["Ilsky"], id="facility-behind-a-small-town"),
    pytest.param("Fighting went on in Rabotyne.", ["Rabotyne"], id="other-transliteration"),
    pytest.param("Kharkiv’s suburbs were shelled.", ["Kharkiv"], id="possessive"),
    pytest.param("A blast shook the capital.", ["the capital"], id="capital"),
    pytest.param("Explosions were heard in occupied Melitopol.", ["Melitopol"], id="adjective-between"),
    pytest.param("Debris fell near Przewal in Kharkiv region.", ["Przewal", "Kharkiv region"], id="inside-a-region"),
    pytest.param("Troops held the village of Xyzivka.", ["Xyzivka"], id="called-a-village"),
    pytest.param(
        "Battles raged near Klishchiivka, Andriivka and Blahodivka.",
        ["Klishchiivka", "Andriivka", "Blahodivka"],
        id="unknown-in-a-list",
    ),
    pytest.param("Shops closed in New York as shells fell near Toretsk.", ["New York", "Toretsk"], id="niu-york"),
]


@pytest.mark.parametrize(("text", "names"), PLACES)
def test_a_place_is_found_as_the_text_writes_it(text: str, names: list[str]) -> None:
    """The mention is the text's own words."""
    assert [mention.text for mention in _find(text) if mention.role == "place"] == names


NO_PLACES = [
    pytest.param("Volodymyr Zelensky spoke.", id="given-name"),
    pytest.param("Deputy Mayor Sergei Orlov left.", id="surname"),
    pytest.param("Orlov said two were hurt.", id="surname-alone"),
    pytest.param("The Black Sea Fleet sailed.", id="fleet"),
    pytest.param("The Black Sea Fleet's ships sailed.", id="fleet-owns"),
    pytest.param("The Lysychansk brigade withdrew.", id="unit"),
    pytest.param("An Office for Human Rights reported.", id="english-word"),
    pytest.param("He told us of the war.", id="us-the-pronoun"),
    pytest.param("The Kyiv Independent reported it.", id="newspaper"),
    pytest.param("The Novocherkassk sank at night.", id="ship"),
    pytest.param("Nadia Ivanova wept.", id="surname-like-a-village"),
    pytest.param("According to Petrushyn, in the end nobody came.", id="source-of-a-report"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("text", NO_PLACES)
def test_people_units_and_words_are_no_places(text: str) -> None:
    """Many a name is borne by somebody or something else."""
    assert [mention for mention in _find(text) if mention.role == "place"] == []


ROLES = [
    pytest.param("Kyiv said it had struck.", "Kyiv", "actor", id="seat-speaks"),
    pytest.param("Moscow's forces advanced.", "Moscow", "actor", id="seat-owns-forces"),
    pytest.param("Three died in Kyiv.", "Kyiv", "place", id="seat-as-city"),
    pytest.param("Kyiv residents fled.", "Kyiv", "place", id="residents"),
    pytest.param("Moscow was hit by drones.", "Moscow", "place", id="seat-is-hit"),
    pytest.param("Russia launched 20 drones.", "Russia", "actor", id="state-acts"),
    pytest.param("It was the worst day in Ukraine.", "Ukraine", "place", id="state-as-ground"),
    pytest.param("They fired 30 missiles at Ukraine.", "Ukraine", "place", id="fired-at-a-state"),
    pytest.param("The war against Ukraine goes on.", "Ukraine", "actor", id="war-against-a-state"),
    pytest.param("The President of Ukraine spoke.", "Ukraine", "actor", id="office-of-a-state"),
    pytest.param("Drones flying towards Moscow fell.", "Moscow", "place", id="flown-towards"),
    pytest.param("He wrote a letter to Kyiv.", "Kyiv", "actor", id="written-to"),
    pytest.param("Kyiv regional officials counted the dead.", "Kyiv", "place", id="regional-officials"),
    pytest.param("It fell in a northern district of Kyiv.", "Kyiv", "place", id="district-of-a-seat"),
    pytest.param("It hit most regions of Ukraine.", "Ukraine", "place", id="regions-of-a-state"),
    pytest.param("Fighting eased in the Avdiivka direction.", "Avdiivka direction", "front", id="direction"),
    pytest.param("The Lyman-Kupiansk axis was calm.", "Lyman-Kupiansk axis", "front", id="two-names-in-a-label"),
    pytest.param("It was 7 a.m. Moscow time.", "Moscow", "actor", id="the-time-of-a-seat"),
]


@pytest.mark.parametrize(("text", "name", "role"), ROLES)
def test_the_words_around_a_name_give_its_role(text: str, name: str, role: str) -> None:
    """A name is a place, a state that acts, or a command's front."""
    assert [(m.text, m.role) for m in _find(text) if m.text == name] == [(name, role)]


def test_the_last_name_of_a_list_makes_regions_of_all() -> None:
    """Only the last one carries the word."""
    mentions = _find("Drones were downed over Poltava, Sumy and Kharkiv regions.")

    assert [(m.text, m.kind) for m in mentions] == [
        ("Poltava", "region"),
        ("Sumy", "region"),
        ("Kharkiv regions", "region"),
    ]


def test_a_region_word_before_makes_regions_of_all() -> None:
    """It holds as far as the list goes; without the plural only for the first name."""
    mentions = _find("They hit the regions of Sumy, Poltava and Odesa, then the region of Kherson and Lyman.")

    assert [(m.text, m.kind) for m in mentions] == [
        ("Sumy", "region"),
        ("Poltava", "region"),
        ("Odesa", "region"),
        ("Kherson", "region"),
        ("Lyman", "settlement"),
    ]


COUNTED = [
    pytest.param("Drones fell in 11 regions.", ["11 regions"], id="digits"),
    pytest.param("Six Russian regions were attacked.", ["Six Russian regions"], id="adjective"),
    pytest.param("It hit a number of regions of Ukraine.", ["a number of regions of Ukraine"], id="of-a-state"),
    pytest.param("They fell in two regions: Sumy and Poltava.", ["Sumy", "Poltava"], id="names-follow"),
    pytest.param("Two regions – Sumy and Poltava – were hit.", ["Sumy", "Poltava"], id="names-follow-a-dash"),
    pytest.param("The regions voted.", [], id="uncounted"),
]


@pytest.mark.parametrize(("text", "names"), COUNTED)
def test_counted_regions_are_a_place_without_a_name(text: str, names: list[str]) -> None:
    """Unless their names follow."""
    assert [m.text for m in _find(text)] == names


def test_the_last_name_of_a_list_makes_fronts_of_all() -> None:
    """The same for directions; each keeps its own front."""
    mentions = _find("Attacks went on in the Bakhmut, Avdiivka and Marinka directions.", dt.date(2023, 11, 1))

    assert [(m.role, m.front_ids) for m in mentions] == [
        ("front", ("bakhmut",)),
        ("front", ("avdiivka",)),
        ("front", ("marinka",)),
    ]


LABELS = [
    pytest.param("in the Kurakhove direction", dt.date(2022, 6, 1), ("marinka",), id="before"),
    pytest.param("in the Kurakhove direction", dt.date(2024, 11, 1), ("kurakhove",), id="after"),
    pytest.param("in the Avdeevka sector", dt.date(2023, 11, 1), ("avdiivka",), id="russian-spelling"),
    pytest.param("on the South Donetsk axis", dt.date(2023, 7, 1), ("vuhledar",), id="label-that-is-no-place"),
    pytest.param("in the Siversk direction", dt.date(2023, 7, 1), ("chernihiv_sumy",), id="northern-border"),
    pytest.param("in the Siversk direction", dt.date(2025, 7, 1), ("siversk",), id="town"),
    pytest.param("in the zone of responsibility of the Tavria grouping", DAY, ("zaporizhzhia",), id="grouping"),
]


@pytest.mark.parametrize(("text", "day", "front_ids"), LABELS)
def test_a_direction_names_the_fronts_of_its_day(text: str, day: dt.date, front_ids: tuple[str, ...]) -> None:
    """Labels were used again for other places."""
    mentions = [mention for mention in _find(text, day) if mention.role == "front"]

    assert [mention.front_ids for mention in mentions] == [front_ids]


HOMONYMS = [
    pytest.param("Makiivka", "Shells hit Makiivka and Donetsk.", "05", id="city-beside-donetsk"),
    pytest.param("Makiivka", "Attacks near Nevske, Makiivka and Terny failed.", "14", id="village-beside-nevske"),
    pytest.param("Pokrovsk", "Two died in Pokrovsk.", "05", id="pokrovsk"),
    pytest.param("Bilohorivka", "Fighting near Bilohorivka in the Luhansk region.", "14", id="region-decides"),
    pytest.param("Murom", "Drones hit the village of Murom near Shebekino.", "09", id="village-not-the-city"),
    pytest.param("Andriivka", "Battles for Klishchiivka and Andriivka.", "05", id="andriivka-by-bakhmut"),
]


@pytest.mark.parametrize(("name", "text", "admin1"), HOMONYMS)
def test_homonyms_are_told_apart_by_their_company(name: str, text: str, admin1: str) -> None:
    """Places named beside it, and the region named behind it, say which one is meant."""
    assert [mention.admin1 for mention in _find(text, dt.date(2023, 11, 1)) if mention.text == name] == [admin1]


DATELINES = [
    pytest.param("KYIV, Ukraine (AP) — Two people died.", id="agency"),
    pytest.param("MOSCOW, May 8. /TASS/. Two drones fell.", id="tass"),
    pytest.param("LVIV (Reuters) – Shelling went on.", id="reuters"),
    pytest.param("Kyiv — Two people died.", id="dash"),
]


@pytest.mark.parametrize("text", DATELINES)
def test_a_dateline_is_known_as_one(text: str) -> None:
    """Where the reporter sat is not where it happened."""
    assert _find(text)[0].rule == "place-dateline"


def test_the_river_has_an_article_and_the_city_has_none() -> None:
    """One flows, the other is shelled."""
    river = _find("They crossed the Dnipro at night.")[0]
    city = _find("They shelled Dnipro at night.")[0]

    assert (river.kind, city.kind) == ("river", "settlement")


def test_a_district_keeps_where_it_lies_but_no_id_of_the_town() -> None:
    """The district is not the town that it is called after."""
    district = _find("Houses burned in Nikopol district.")[0]

    assert district.place_id is None
    assert district.admin1 == "04"
    assert district.lat is not None


def test_a_district_of_a_city_lies_where_the_city_does() -> None:
    """Districts are called after persons and saints all over; the city tells them apart."""
    district = _find("Six shells hit the Kirovsky district of Donetsk.")[0]

    assert district.text == "Kirovsky district of Donetsk"
    assert district.admin1 == "05"


def test_every_rule_is_explained() -> None:
    """What a record names, the rules page can show."""
    text = (
        "KYIV, Ukraine (AP) — Kyiv said shells hit Sumy region, Nikopol district, Rabotyne and the village of Xyzivka."
    )

    assert {mention.rule for mention in _find(text)} <= RULES.keys()


_PIECES = st.sampled_from(
    [
        "Kyiv",
        "Kharkiv",
        "region",
        "regions",
        "direction",
        "in",
        "near",
        "the",
        ",",
        "of",
        "village",
        "\n",
        "'s",
        "Lyman-Kupiansk",
        "York",
        "(",
        "’",
        "İ",
        "12",
        ".",
        "said",
    ]
)


@settings(deadline=None)
@given(st.text() | st.lists(_PIECES, max_size=40).map(" ".join))
def test_spans_are_sorted_apart_and_inside(text: str) -> None:
    """Whatever the text, mentions lie inside it, in order, and hold their own words."""
    mentions = find_places(text, DAY)
    offsets = [offset for mention in mentions for offset in (mention.start, mention.end)]

    assert offsets == sorted(offsets)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert find_places(text, DAY) == mentions


@pytest.mark.parametrize("piece", ["Kyiv, ", "of the ", "1,2 ", "Donetsk and ", "Kyiv ", "near X "])
def test_long_runs_take_time_in_proportion(piece: str) -> None:
    """No text makes a pattern run away."""
    started = time.perf_counter()
    find_places(piece * 10_000, DAY)

    assert time.perf_counter() - started < 5
