"""Wire-style snippets, each with the place that a careful reader gives its figure."""

import datetime as dt

import pytest

from sitrep.extract.analysis import Analysis
from sitrep.extract.mentions import Draft
from sitrep.extract.places import find_places
from sitrep.extract.siting import site_record
from sitrep.extract.text import read_document
from sitrep.records import Kind

DAY = dt.date(2024, 3, 1)
Counted = tuple[str, str, Kind]

DEAD: Counted = ("killed", "person", "incident")
HURT: Counted = ("wounded", "person", "incident")
HOMES: Counted = ("damaged", "building", "incident")
DRONES: Counted = ("intercepted", "drone", "period")
SALVO: Counted = ("launched", "missile", "incident")
DOWNED: Counted = ("intercepted", "missile", "incident")
TAKEN: Counted = ("seized", "settlement", "period")
STRIKES: Counted = ("carried_out", "attack", "period")
REPELLED: Counted = ("repelled", "attack", "period")
TROOPS: Counted = ("deployed", "military", "stock")
LOSSES: Counted = ("casualties", "military", "cumulative")
GUN_HITS: Counted = ("damaged", "artillery", "incident")
GUNS: Counted = ("destroyed", "artillery", "period")
LEFT: Counted = ("evacuated", "civilian", "period")
SWAPPED: Counted = ("exchanged", "military", "incident")

PLACED = [
    pytest.param(
        "Nine people were killed by shelling in the south and east.",
        "Nine people", DEAD, "the south and east", id="two-quarters",
    ),
    pytest.param(
        "A fire burned in the Rostov region. The governor said that 30 drones had attacked the region.",
        "30 drones", ("launched", "drone", "period"), "Rostov region", id="attacked-the-region",
    ),
    pytest.param(
        "A drone hit Myrne. The governor said that shells had hurt six people in the town of Kakhovka.",
        "six people", HURT, "Kakhovka", id="in-the-town-of-points-ahead",
    ),
    pytest.param(
        "Attacks on eastern and southern Ukraine killed one woman.",
        "one woman", DEAD, "eastern and southern Ukraine", id="two-quarters-of-a-country",
    ),
    pytest.param(
        "In the Graivoron district a drone hit the village of Kozinka. One man was hurt.",
        "One man", HURT, "Kozinka", id="village-before-its-district",
    ),
    pytest.param(
        "A shell hit Mykhailivka. The Black Sea coast was calm. One man was hurt.",
        "One man", HURT, "Mykhailivka", id="coast-of-a-sea",
    ),
    pytest.param(
        "They shelled Belgorod. In the Kharikv region two people were killed.",
        "two people", DEAD, "Kharikv region", id="misspelt-region",
    ),
    pytest.param(
        "Besides the one who died in Poltava, four people were killed after missile strikes in Kryvyi Rih.",
        "four people", DEAD, "Kryvyi Rih", id="where-the-blow-fell",
    ),
    pytest.param(
        "They shelled Popasna and Zolote 12 times, and Hirske twice.",
        "12 times", STRIKES, "Popasna and Zolote", id="shelled-so-many-times",
    ),
    pytest.param(
        "Losses came to 40 men on the Sumy front and 90 on the Krasnyanske front.",
        "90", DEAD, "Krasnyanske front", id="front-that-no-list-knows",
    ),
    pytest.param(
        'They shelled Nikopol. "It was loud," the head of Dnipropetrovsk region wrote. Three people were hurt.',
        "Three people", HURT, "Nikopol", id="not-the-office's-region",
    ),
    pytest.param(
        "At least nine people were hurt, including two children, early on Sunday in an attack on Kyiv.",
        "nine people", HURT, "Kyiv", id="place-behind-the-part",
    ),
    pytest.param(
        "Fourteen drones that headed towards the capital were downed, the mayor said.",
        "Fourteen drones", DRONES, "the capital", id="where-the-downed-were-headed",
    ),
    pytest.param(
        "Air defences brought down five drones flying toward Moscow, and fighting went on near Lyman.",
        "five drones", DRONES, "Moscow", id="headed-for-a-seat-of-government",
    ),
    pytest.param(
        "Air defences downed 12 drones over nine Ukrainian regions.",
        "12 drones", DRONES, "nine Ukrainian regions", id="counted-regions",
    ),
    pytest.param(
        "A drone hit a depot in the Black Sea port of Odesa and hurt two people.",
        "two people", HURT, "Odesa", id="port-of-a-sea",
    ),
    pytest.param(
        "Seven people were hurt in the Ukrainian capital Kyiv.", "Seven people", HURT, "Kyiv", id="capital-by-name",
    ),
    pytest.param(
        "Drones flew over the southern region of Mykolaiv.\nStrikes in the region killed two people.",
        "two people", DEAD, "Mykolaiv", id="region-told-of-by-its-town's-name",
    ),
    pytest.param(
        "In the Pokrovsk direction the enemy attacked near Udachne. Another 40 shellings were counted.",
        "40 shellings", STRIKES, "Pokrovsk direction", id="attacks-of-the-paragraph's-direction",
    ),
    pytest.param(
        "Eight people, including two boys, were hurt in Izium after a drone fell on Lyman.",
        "Eight people", HURT, "Izium", id="part-told-in-between",
    ),
    pytest.param(
        "Homes burned in the Donetsk region, where one woman died and four were hurt in Druzhkivka.",
        "one woman", DEAD, "Druzhkivka", id="the-town-in-the-region-before",
    ),
    pytest.param(
        "A blast in Odesa hurt nine people, underscoring the danger in western Ukraine.",
        "nine people", HURT, "Odesa", id="comment-behind",
    ),
    pytest.param(
        "Kyiv woke to smoke. One man died in the Solomianskyi district, and six people were hurt across the city.",
        "six people", HURT, "Kyiv", id="the-city-is-not-its-district",
    ),
    pytest.param(
        "A glide bomb fell on Kupiansk at noon, the head of Kharkiv region said. Two pensioners were killed.",
        "Two pensioners", DEAD, "Kupiansk", id="the-bombed-town-not-the-head's-region",
    ),
    pytest.param(
        "Four people died in the attack on Nikopol, police in Dnipro said.",
        "Four people", DEAD, "Nikopol", id="police-of-another-town",
    ),
    pytest.param(
        "The number of dead in the strike on Pokrovsk rose to 12, the ministry in Kyiv said.",
        "12", DEAD, "Pokrovsk", id="ministry-in-the-capital",
    ),
    pytest.param(
        "The mayor of Enerhodar said three shells hit Marhanets and wounded five people.",
        "five people", HURT, "Marhanets", id="mayor-of-elsewhere",
    ),
    pytest.param(
        "The governor of Belgorod region said that two people were hurt.",
        "two people", HURT, "Belgorod region", id="governor-for-want-of-better",
    ),
    pytest.param(
        "Russia fired 40 missiles at Ukraine on Friday, and air defences shot down 31 of them.",
        "40 missiles", SALVO, "Ukraine", id="salvo-at-the-country",
    ),
    pytest.param(
        "In Kryvyi Rih a rocket hit a hotel. Rescuers pulled 14 people from the rubble.",
        "14 people", LEFT, "Kryvyi Rih", id="rescued-from-the-rubble",
    ),
    pytest.param(
        "Sumy was attacked twice. The city was hit by nine drones before dawn.",
        "nine drones", ("launched", "drone", "incident"), "Sumy", id="the-city-as-subject",
    ),
    pytest.param(
        "Beryslav lies on the Dnipro River. It was shelled 17 times on Sunday.",
        "17 times", STRIKES, "Beryslav", id="it-is-the-town-not-the-river",
    ),
    pytest.param(
        "In Kyiv, all nine missiles aimed at the capital were shot down.",
        "nine missiles", DOWNED, "Kyiv", id="the-capital-by-its-name",
    ),
    pytest.param(
        "One person was hurt in Kharkiv and two in the capital.",
        "two", HURT, "the capital", id="the-capital-beside-another-city",
    ),
    pytest.param(
        "Troops took Avdiivka in the end. Russia lost 16,000 men in the battle for the town.",
        "16,000 men", LOSSES, "Avdiivka", id="battle-for-the-town",
    ),
    pytest.param(
        "Shells fell on Artyomovsk (Ukrainian: Bakhmut). Two people died.",
        "Two people", DEAD, "Artyomovsk", id="second-name-in-parentheses",
    ),
    pytest.param(
        "Some 2,620 people were taken away, 160 of them children, in Kherson Oblast.",
        "2,620 people", LEFT, "Kherson Oblast", id="a-share-without-a-place",
    ),
    pytest.param(
        "Troops took Artyomovsk, known in Ukraine as Bakhmut. Some 20 men died.",
        "20 men", DEAD, "Artyomovsk", id="two-names-of-one-town",
    ),
    pytest.param(
        "Drones launched from Kursk killed two people in Shostka.",
        "two people", DEAD, "Shostka", id="origin-before-target",
    ),
    pytest.param(
        "The troops repelled six attacks near Robotyne and nine near Verbove.",
        "six attacks", REPELLED, "Robotyne", id="first-of-two-counts",
    ),
    pytest.param(
        "The troops repelled six attacks near Robotyne and nine near Verbove.",
        "nine", REPELLED, "Verbove", id="second-of-two-counts",
    ),
    pytest.param(
        "Shelling of Huliaipole damaged 14 houses and a clinic.",
        "14 houses", HOMES, "Huliaipole", id="shelling-of",
    ),
    pytest.param(
        "Seven villages in the Kharkiv region were captured this week.",
        "Seven villages", TAKEN, "Kharkiv region", id="villages-in-a-region",
    ),
    pytest.param(
        "About 1,500 people were taken out of Toretsk and Pivnichne.",
        "1,500 people", LEFT, "Toretsk and Pivnichne", id="taken-out-of-two-towns",
    ),
    pytest.param(
        "At least 30,000 soldiers stand near Chasiv Yar, a spokesman said.",
        "30,000 soldiers", TROOPS, "Chasiv Yar", id="troops-near",
    ),
    pytest.param(
        "Ten people, among them a child, were wounded in Zaporizhzhia.",
        "Ten people", HURT, "Zaporizhzhia", id="among-them-a-child",
    ),
    pytest.param(
        "The air force said 21 drones were destroyed over the Odesa and Mykolaiv regions.",
        "21 drones", DRONES, "Odesa and Mykolaiv regions", id="two-regions",
    ),
    pytest.param(
        "Odesa region came under attack overnight. Nobody was hurt, but eight garages burned.",
        "eight garages", HOMES, "Odesa region", id="region-carried",
    ),
    pytest.param(
        "A drone struck a minibus in the village of Sadove, Kherson region. Three passengers died.",
        "Three passengers", DEAD, "Sadove", id="village-with-region",
    ),
    pytest.param(
        "In the Donetsk region, Russian fire killed one person in Siversk.",
        "one person", DEAD, "Siversk", id="town-inside-fronted-region",
    ),
    pytest.param(
        "Rockets fell on Druzhkivka on Monday. Kramatorsk's mayor said 12 people were treated for wounds.",
        "12 people", HURT, "Kramatorsk", id="another-mayor-speaks",
    ),
    pytest.param(
        "Debris fell in the Podilskyi district of Kyiv, injuring two.",
        "two", HURT, "Podilskyi district", id="district-of-the-city",
    ),
    pytest.param(
        "Two people were killed in Huliaipole and Orikhiv in the past day, Zaporizhzhia's governor said.",
        "Two people", DEAD, "Huliaipole and Orikhiv", id="list-before-the-governor",
    ),
    pytest.param(
        "A car bomb exploded in occupied Melitopol; one policeman died.",
        "one policeman", DEAD, "Melitopol", id="semicolon-carries-victims",
    ),
]  # fmt: skip

UNPLACED = [
    pytest.param(
        "Russia fired 40 missiles at Ukraine on Friday, and air defences shot down 31 of them.",
        "31 of them", DOWNED, id="not-said-again",
    ),
    pytest.param(
        "A missile hit a block of flats in Uman. The Air Force said it had shot down 21 of 23 missiles.",
        "21", DOWNED, id="air-force-counts-the-country",
    ),
    pytest.param(
        "The strike on Lviv was part of a salvo at cities across the country. In all, 47 missiles were launched.",
        "47 missiles", SALVO, id="salvo-across-the-country",
    ),
    pytest.param(
        "They bombed Izium. Russian planes made 19 strikes, the General Staff said.",
        "19 strikes", STRIKES, id="strikes-of-the-day",
    ),
    pytest.param(
        "Nine drones that were sent from the southern shore of the Sea of Azov were downed.",
        "Nine drones", DRONES, id="shore-they-came-from",
    ),
    pytest.param(
        "They have liberated six settlements, among them Robotyne and Urozhaine, the ministry said.",
        "six settlements", TAKEN, id="named-among-the-counted",
    ),
    pytest.param(
        "They have taken three villages this week, including Ocheretyne.",
        "three villages", TAKEN, id="included-in-the-counted",
    ),
    pytest.param(
        "Ukraine's army said Russia had lost 300,000 men. Fighting went on near Bakhmut.",
        "300,000 men", LOSSES, id="running-total",
    ),
    pytest.param(
        "Heavy fighting went on near Bakhmut. Over the day Russia lost 14 artillery systems.",
        "14 artillery systems", GUNS, id="losses-of-the-day",
    ),
    pytest.param(
        "Shells hit Kherson. The sides exchanged 100 prisoners.",
        "100 prisoners", SWAPPED, id="exchange-elsewhere",
    ),
    pytest.param(
        "Drones flew at Kyiv and the east overnight, and the air force said that it had downed two missiles.",
        "two missiles", DOWNED, id="another-clause-of-the-air-force",
    ),
    pytest.param(
        "Russia attacked Ukraine overnight and 18 of those drones were lost to jamming.",
        "18 of those drones", DRONES, id="of-those",
    ),
    pytest.param(
        "The ministry said it had destroyed 27 drones overnight, nine of them over the Belgorod region.",
        "27 drones", DRONES, id="a-share-has-the-place",
    ),
    pytest.param(
        "In talks in Istanbul he said that 80 settlements had been taken.",
        "80 settlements", TAKEN, id="where-it-was-said",
    ),
    pytest.param(
        "Ukraine brought home 60 soldiers captured by the Russians in the Kursk region.",
        "60 soldiers", SWAPPED, id="where-the-exchanged-were-captured",
    ),
    pytest.param(
        "Attacks near Marinka failed.\nGunners struck two depots over the day.",
        "two depots", ("damaged", "building", "period"), id="depots-struck-elsewhere",
    ),
    pytest.param(
        "A depot burned in Morozovsk. The ministry downed four drones – three over Rostov and one over Kursk.",
        "four drones", DRONES, id="parts-with-their-places",
    ),
    pytest.param(
        "Russia downed two drones over Kursk, while Ukraine downed four missiles.",
        "four missiles", DOWNED, id="downed-in-another-clause",
    ),
    pytest.param(
        "Assaults on Torske failed, while the enemy carried out 14 air strikes.",
        "14 air strikes", STRIKES, id="strikes-of-another-clause",
    ),
    pytest.param(
        "In the Lyman direction six assaults failed. In total, 90 attacks were counted.",
        "90 attacks", STRIKES, id="total-behind-a-direction",
    ),
    pytest.param(
        "Troops held on near Marinka.\nMissile units hit two artillery pieces and a depot.",
        "two artillery pieces", GUN_HITS, id="arms-hit-told-in-another-paragraph",
    ),
    pytest.param(
        "They hit Sumy. Officials in Washington put the Russian dead at 60,000.",
        "60,000", LOSSES, id="officials-abroad",
    ),
]  # fmt: skip


def _place(text: str, quote: str, counted: Counted) -> str | None:
    document = read_document("", text, DAY)
    analysis = Analysis(document=document, places=find_places(document.text, DAY))
    start = document.text.index(quote)
    what, entity, kind = counted
    draft = Draft(start=start, end=start + len(quote), anchor=start, what=what, entity=entity, side=None, kind=kind)
    return site_record(analysis, draft, DAY).text


@pytest.mark.parametrize(("text", "quote", "counted", "place"), PLACED)
def test_a_figure_is_where_a_careful_reader_puts_it(text: str, quote: str, counted: Counted, place: str) -> None:
    """The most specific place that is this figure's, as the text writes it."""
    assert _place(text, quote, counted) == place


@pytest.mark.parametrize(("text", "quote", "counted"), UNPLACED)
def test_a_place_that_is_only_near_is_not_the_figures(text: str, quote: str, counted: Counted) -> None:
    """Speakers, origins, members of the count and other clauses give it none."""
    assert _place(text, quote, counted) is None
