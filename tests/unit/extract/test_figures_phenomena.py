"""Figures by phenomenon, numbered as in the list of what extraction must handle; each row a sentence of its own."""

import datetime as dt

import pytest

from sitrep.extract import extract_document

PUBLISHED = dt.date(2024, 5, 15)

# value, value_max, effect, entity
Row = tuple[float, float | None, str, str]


def figures(text: str, title: str | None = None) -> list[Row]:
    """The figures of a text in the order of their quotes, as short rows."""
    found = extract_document("x", title, text, PUBLISHED)["figures"]
    return [(f["value"], f["value_max"], f["effect"], f["entity"]) for f in found]


def one(value: float, effect: str, entity: str) -> list[Row]:
    """One figure without a range."""
    return [(value, None, effect, entity)]


CASES = [
    pytest.param(
        "The mission counted 41 children killed and 96 injured.",
        [(41, None, "killed", "child"), (96, None, "wounded", "child")],
        id="31-children-both",
    ),
    pytest.param(
        "Four people were killed, including two children, and 12 injured.",
        [(4, None, "killed", "person"), (2, None, "killed", "child"), (12, None, "wounded", "person")],
        id="31-children-among-them",
    ),
    pytest.param(
        "Two people lost their lives in shelling of three villages.", one(2, "killed", "person"), id="23-lost-lives"
    ),
    pytest.param(
        "Kyiv raised its running tally of Russian military dead by 900 overnight to 98,400.",
        [(900, None, "killed", "military"), (98400, None, "killed", "military")],
        id="01-increment-and-total",
    ),
    pytest.param(
        "The strike pushed the death toll in Sumy beyond 21.", one(21, "killed", "person"), id="02-pushed-beyond"
    ),
    pytest.param(
        "Russia has lost around 610,000 troops, including 990 casualties over the past day.",
        [(610000, None, "casualties", "military"), (990, None, "casualties", "military")],
        id="03-included-increment",
    ),
    pytest.param(
        "In all 71 tanks, 90 guns and 14 helicopters have been destroyed.",
        [(71, None, "destroyed", "tank"), (90, None, "destroyed", "artillery"), (14, None, "destroyed", "helicopter")],
        id="04-list-shares-a-verb",
    ),
    pytest.param(
        "The enemy lost over 320 servicemen, a tank, an armoured personnel carrier and five pickup trucks.",
        [
            (320, None, "casualties", "military"),
            (1, None, "destroyed", "tank"),
            (1, None, "destroyed", "armoured_vehicle"),
            (5, None, "destroyed", "vehicle"),
        ],
        id="05-articles-count",
    ),
    pytest.param(
        "The army destroyed 9 tanks, including 4 Leopards.",
        [(9, None, "destroyed", "tank"), (4, None, "destroyed", "tank")],
        id="06-nested-subset",
    ),
    pytest.param(
        "They destroyed 2 152-mm guns and 3 122-mm howitzers.",
        [(2, None, "destroyed", "artillery"), (3, None, "destroyed", "artillery")],
        id="07-calibres",
    ),
    pytest.param(
        "Two residents were killed and 15 more were wounded.",
        [(2, None, "killed", "person"), (15, None, "wounded", "person")],
        id="08-elided-noun",
    ),
    pytest.param(
        "They repelled 13 attacks in the Siversk direction and eight in the Lyman direction.",
        [(13, None, "repelled", "attack"), (8, None, "repelled", "attack")],
        id="09-elided-verb",
    ),
    pytest.param(
        "Three garages and the same number of sheds were damaged.",
        [(3, None, "damaged", "building"), (3, None, "damaged", "building")],
        id="10-same-number",
    ),
    pytest.param(
        "Air defences shot down 18 of the 23 drones.",
        [(18, None, "intercepted", "drone"), (23, None, "launched", "drone")],
        id="11-n-of-m",
    ),
    pytest.param(
        "The enemy launched 33 missiles, of which 21 were shot down.",
        [(33, None, "launched", "missile"), (21, None, "intercepted", "missile")],
        id="11-of-which",
    ),
    pytest.param(
        "Air defences shot down all 42 drones launched at the port.",
        [(42, None, "intercepted", "drone"), (42, None, "launched", "drone")],
        id="11-all",
    ),
    pytest.param("Between 20 and 30 soldiers were killed.", [(20, 30, "killed", "military")], id="14-range"),
    pytest.param("Half a million shells were fired.", one(500000, "launched", "shell"), id="15-number-words"),
    pytest.param("Scores of civilians were wounded.", one(40, "wounded", "civilian"), id="16-vague"),
    pytest.param("No casualties were reported in Odesa.", one(0, "casualties", "person"), id="18-zero"),
    pytest.param("The debris did not cause any injuries in Odesa.", one(0, "casualties", "person"), id="18-negation"),
    pytest.param(
        "The earlier toll of five dead rose to eight.",
        [(5, None, "killed", "person"), (8, None, "killed", "person")],
        id="21-toll-moves",
    ),
    pytest.param("Our troops eliminated 140 invaders.", one(140, "killed", "military"), id="23-eliminated"),
    pytest.param("The brigade lost 45 men in a day.", one(45, "casualties", "military"), id="23-lost"),
    pytest.param(
        "The UN recorded 1,200 civilian casualties: 400 killed and 800 injured.",
        [
            (1200, None, "casualties", "civilian"),
            (400, None, "killed", "civilian"),
            (800, None, "wounded", "civilian"),
        ],
        id="24-breakdown",
    ),
    pytest.param("About 40 percent of the town is held.", [], id="26-percentage"),
    pytest.param("It was day 412 of the war when the 93rd Brigade came 12 km closer.", [], id="29-distractors"),
    pytest.param(
        "Ukraine brought home 106 servicemen and 20 civilians.",
        [(106, None, "exchanged", "military"), (20, None, "exchanged", "civilian")],
        id="30-exchange",
    ),
    pytest.param(
        "The bodies of 500 fallen soldiers were returned to Ukraine.", one(500, "exchanged", "military"), id="30-bodies"
    ),
    pytest.param("Rescuers evacuated 80 residents.", one(80, "evacuated", "person"), id="30-evacuated"),
    pytest.param("Three people are missing.", one(3, "missing", "person"), id="30-missing"),
    pytest.param(
        "Their forces liberated five villages and 30 square kilometres.",
        [(5, None, "seized", "settlement"), (30, None, "seized", "area_km2")],
        id="30-ground",
    ),
    pytest.param("A woman was killed.", one(1, "killed", "person"), id="31-singular"),
    pytest.param("A 9-year-old girl was wounded.", one(1, "wounded", "child"), id="31-child"),
    pytest.param(
        "Russian troops killed three civilians.", one(3, "killed", "civilian"), id="31-troops-who-kill-are-no-victims"
    ),
    pytest.param("The Russians have lost 6,900 tanks.", one(6900, "destroyed", "tank"), id="32-loser"),
    pytest.param("Two dead, eight injured.", [(2, None, "killed", "person"), (8, None, "wounded", "person")], id="36"),
    pytest.param(
        "The enemy shelled the district 17 times.", one(17, "carried_out", "attack"), id="times-count-attacks"
    ),
    pytest.param(
        "The enemy launched 4 missile and 25 air strikes.",
        [(4, None, "carried_out", "attack"), (25, None, "carried_out", "attack")],
        id="two-kinds-of-strikes",
    ),
    pytest.param(
        "They lost 12 tanks and other armoured vehicles.", one(12, "destroyed", "armoured_vehicle"), id="mixed-nouns"
    ),
    pytest.param(
        "About 40 soldiers were killed or wounded.", one(40, "casualties", "military"), id="killed-or-wounded-is-one"
    ),
    pytest.param("The city had a population of 75,000 people before.", [], id="population"),
    pytest.param("It was one of the largest attacks of the year.", [], id="superlative"),
    pytest.param(
        "They took 588 square kilometres (227 square miles) of ground.", one(588, "seized", "area_km2"), id="conversion"
    ),
    pytest.param("A Russian missile hit a school.", [], id="a-missile-that-hits"),
    pytest.param(
        "Russian assaults rose to 155, up from 120 a day earlier.",
        [(155, None, "carried_out", "attack"), (120, None, "carried_out", "attack")],
        id="pace-of-attacks",
    ),
    pytest.param("Drones burned eight tanks.", one(8, "destroyed", "tank"), id="burned-tanks"),
    pytest.param("Twenty people were burned.", one(20, "wounded", "person"), id="burned-people"),
    pytest.param("Two Russian tankers were hit at sea.", one(2, "damaged", "ship"), id="tankers"),
    pytest.param("Twelve villages came under fire.", [], id="under-fire-is-no-figure"),
    pytest.param("Thousands of dead fish lay on the shore.", [], id="dead-fish"),
    pytest.param("Russia captured 69 sq. km in a month.", one(69, "seized", "area_km2"), id="sq-with-a-point"),
    pytest.param("The war displaced millions.", one(2_000_000, "displaced", "person"), id="displaced-millions"),
    pytest.param("The strike left dozens dead or wounded.", one(24, "casualties", "person"), id="left-dead-or-wounded"),
    pytest.param(
        "Fires broke out in three houses after the attack.", one(3, "damaged", "building"), id="fires-broke-out-in"
    ),
    pytest.param(
        "The governors reported no hits to infrastructure or casualties.",
        one(0, "casualties", "person"),
        id="no-hits-or-casualties",
    ),
    pytest.param(
        "Enemy losses there amounted to 310 soldiers, an armoured fighting vehicle and four trucks.",
        [
            (310, None, "casualties", "military"),
            (1, None, "destroyed", "armoured_vehicle"),
            (4, None, "destroyed", "vehicle"),
        ],
        id="04-a-fighting-vehicle-is-no-fighting",
    ),
    pytest.param(
        "Some 900 people were killed and 2,100 wounded. Of those killed, 60 were children.",
        [(900, None, "killed", "person"), (2100, None, "wounded", "person"), (60, None, "killed", "child")],
        id="08-of-those-killed",
    ),
    pytest.param(
        "The enemy tried six times to advance near Lyman.", one(6, "carried_out", "attack"), id="30-tried-times"
    ),
    pytest.param(
        "Russia carried out 25 assaults. Ukrainian forces repelled 21 of them.",
        [(25, None, "carried_out", "attack"), (21, None, "repelled", "attack")],
        id="06-repelled-of-them",
    ),
    pytest.param(
        "Moscow said it had downed 71 drones, 44 of which were over the Azov Sea.",
        [(71, None, "intercepted", "drone"), (44, None, "intercepted", "drone")],
        id="06-of-which-were-over",
    ),
    pytest.param(
        "Three people were killed, among them a nurse, and seven others hurt.",
        [(3, None, "killed", "person"), (1, None, "killed", "person"), (7, None, "wounded", "person")],
        id="08-among-them-one",
    ),
    pytest.param(
        "The fighting has displaced millions.", one(2_000_000, "displaced", "person"), id="11-displaced-millions"
    ),
    pytest.param(
        "The salvo killed two people and wounded dozens overall.",
        [(2, None, "killed", "person"), (24, None, "wounded", "person")],
        id="11-dozens-overall",
    ),
    pytest.param(
        "Some 90 Ukrainian prisoners of war were transferred in return.",
        one(90, "exchanged", "military"),
        id="12-prisoners-are-not-deployed",
    ),
    pytest.param(
        "Six marines crossed the inlet and surrendered.", one(6, "captured", "military"), id="23-second-verb-bare"
    ),
    pytest.param(
        "Two villagers stepped on a mine and were hospitalised.",
        one(2, "wounded", "person"),
        id="23-second-verb-passive",
    ),
    pytest.param("A fisherman entered the yard and shot a guard.", [], id="23-second-verb-has-an-object"),
    pytest.param("Russian losses pass 140,000.", one(140_000, "casualties", "military"), id="02-losses-pass"),
    pytest.param(
        "The staff put the personnel that Russia has lost since February at about 140,200.",
        one(140_200, "casualties", "military"),
        id="02-put-what-was-lost-at",
    ),
    pytest.param(
        "The death toll rose to a staggering 210.", one(210, "killed", "person"), id="02-rose-to-a-staggering"
    ),
    pytest.param(
        "Two S-400 missile launchers were destroyed near Yevpatoriia.",
        one(2, "destroyed", "air_defence"),
        id="36-a-missile-launcher-is-no-missile",
    ),
    pytest.param(
        "Enemy losses amounted to over 300 troops, an armoured fighting vehicle and two trucks.",
        [
            *one(300, "casualties", "military"),
            *one(1, "destroyed", "armoured_vehicle"),
            *one(2, "destroyed", "vehicle"),
        ],
        id="an-armoured-fighting-vehicle",
    ),
    pytest.param(
        "Some 40 types of equipment were destroyed.", one(40, "destroyed", "vehicle"), id="types-of-equipment"
    ),
    pytest.param(
        "In return, 50 prisoners of war were transferred.", one(50, "exchanged", "military"), id="prisoners-transferred"
    ),
    pytest.param(
        "Troops eliminated 400 soldiers over the day, with 150 soldiers in the area of Toretsk.",
        [*one(400, "killed", "military"), *one(150, "killed", "military")],
        id="with-so-many-in-one-area",
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_a_phenomenon_gives_its_figures(text: str, rows: list[Row]) -> None:
    """Value, effect and entity of each figure, and no figure more."""
    assert sorted(figures(text), key=str) == sorted(rows, key=str)


def test_a_bullet_report_gives_totals_and_increments() -> None:
    """13: the daily list of losses, with its heading, totals, and what a day added in brackets."""
    text = "Total combat losses of the enemy from 24.02 to 14.05:\n\ntanks ‒ 7481 (+13)\n\nmissiles ‒ 2204 (+2)"
    found = extract_document("x", None, text, PUBLISHED)["figures"]

    rows = {(f["value"], f["effect"], f["entity"], f["side"], f["kind"]) for f in found}
    assert {
        (7481, "destroyed", "tank", "ru", "cumulative"),
        (13, "destroyed", "tank", "ru", "period"),
        (2204, "destroyed", "missile", "ru", "cumulative"),
        (2, "destroyed", "missile", "ru", "period"),
    } == rows


def test_a_list_of_regions_takes_its_heading() -> None:
    """35: shares by region are figures of their own, and parts of the heading's count."""
    text = "Air defences destroyed 9 Ukrainian UAVs:\n\n5 – over the Bryansk region,\n\n4 – over the Kursk region."

    assert [(f["value"], f["side"]) for f in extract_document("x", None, text, PUBLISHED)["figures"]] == [
        (9, "ua"),
        (5, "ua"),
        (4, "ua"),
    ]


def test_the_same_figure_told_twice_comes_out_once() -> None:
    """A headline repeats its article, and the qualified telling stays."""
    text = "At least 16 people were killed in Sumy. Later it was confirmed that 16 people were killed."
    found = extract_document("x", "16 killed in Sumy", text, PUBLISHED)["figures"]

    assert [(f["value"], f["qualifier"]) for f in found] == [(16, "at_least")]


def test_two_few_of_different_people_are_two_figures() -> None:
    """Three men in one place are not three workers in another."""
    text = "The strike injured three workers at a plant. In another town three men were injured."

    assert len(figures(text)) == 2


def test_weapons_that_hit_are_dropped_where_a_total_is_given() -> None:
    """Hits are launched only where nobody counts what was fired."""
    text = "Russia launched 60 drones overnight. Air defences downed 50 drones, but 10 drones struck the city."

    assert (10, None, "launched", "drone") not in figures(text)
