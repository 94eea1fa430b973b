"""Events by type and place, each once; what is no event; who acts; and that any text gives events inside it."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from growth import measure_growth
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitrep.extract import analyse, event_sides, event_sites, event_triggers, events
from sitrep.extract.attribution import find_voices
from sitrep.extract.events import EventDraft, find_events
from sitrep.records import Party

DAY = dt.date(2024, 5, 20)


def _events(text: str, party: Party | None = None) -> list[EventDraft]:
    analysis = analyse(None, text, DAY, party)
    return find_events(analysis, find_voices(analysis))


def _told(text: str, party: Party | None = None) -> list[tuple[str, str | None]]:
    """Type and place of each event."""
    return [(event.draft.what, event.place.text if event.place else None) for event in _events(text, party)]


TYPES = [
    pytest.param(
        "Moscow said it destroyed two drones over Kursk region.",
        [("air_defence", "Kursk region")],
        id="destroyed-what-flew",
    ),
    pytest.param("A house in Izium was destroyed by a missile.", [("strike", "Izium")], id="destroyed-by-what-flew"),
    pytest.param("Ukraine destroyed a warship docked in Feodosia.", [("strike", "Feodosia")], id="warship-hit"),
    pytest.param("Russian forces shelled Nikopol on Monday.", [("strike", "Nikopol")], id="shelled"),
    pytest.param("A missile struck a school in Kramatorsk.", [("strike", "Kramatorsk")], id="missile-struck"),
    pytest.param("Two people died in a drone attack on Kherson.", [("strike", "Kherson")], id="drone-attack"),
    pytest.param("Izium came under artillery fire.", [("strike", "Izium")], id="came-under-fire"),
    pytest.param("Russia launched 60 drones overnight.", [("strike", None)], id="launches-without-a-place"),
    pytest.param("Russia fired 40 missiles at Ukraine.", [("strike", "Ukraine")], id="launches-at-a-country"),
    pytest.param("Clashes went on near Lyman.", [("ground_attack", "Lyman")], id="clashes"),
    pytest.param("Ukrainian troops advanced towards Robotyne.", [("ground_attack", "Robotyne")], id="advanced"),
    pytest.param("Russian forces are trying to capture Toretsk.", [("ground_attack", "Toretsk")], id="attempt-to-take"),
    pytest.param("Units repelled nine attacks near Kupiansk.", [("ground_attack", "Kupiansk")], id="repelled"),
    pytest.param(
        "Ukraine liberated two square kilometres near Bakhmut.",
        [("ground_attack", "Bakhmut")],
        id="ground-short-of-a-place",
    ),
    pytest.param(
        "Ukrainian forces liberated Staromaiorske.", [("territorial_change", "Staromaiorske")], id="liberated"
    ),
    pytest.param("Soledar was captured by Russian troops.", [("territorial_change", "Soledar")], id="captured-passive"),
    pytest.param("Moscow announced the capture of Avdiivka.", [("territorial_change", "Avdiivka")], id="capture-of"),
    pytest.param("Ukrainian troops withdrew from Lysychansk.", [("territorial_change", "Lysychansk")], id="withdrew"),
    pytest.param(
        "Air defences shot down 18 drones over Odesa region.", [("air_defence", "Odesa region")], id="shot-down"
    ),
    pytest.param(
        "Air defence destroyed ten drones over the Bryansk region.",
        [("air_defence", "Bryansk region")],
        id="destroyed-by-air-defence",
    ),
    pytest.param(
        "Kyiv and Moscow held a prisoner exchange on Friday.", [("prisoner_exchange", None)], id="prisoner-exchange"
    ),
    pytest.param("Putin ordered a partial mobilisation.", [("mobilisation", None)], id="mobilisation"),
    pytest.param("Some 900 people were evacuated from Vovchansk.", [("evacuation", "Vovchansk")], id="evacuated"),
    pytest.param("A car bomb exploded in Melitopol.", [("explosion", "Melitopol")], id="car-bomb"),
    pytest.param("The Russian army took Vuhledar.", [("territorial_change", "Vuhledar")], id="took-a-town"),
    pytest.param("Ukrainian troops left Robotyne.", [("territorial_change", "Robotyne")], id="left-a-town"),
    pytest.param("Thousands of civilians left Robotyne.", [], id="who-left-were-no-troops"),
    pytest.param("Troops hold the left bank at Krynky.", [], id="left-bank"),
    pytest.param("A car bomb killed an official in Melitopol.", [("explosion", "Melitopol")], id="car-bomb-killed"),
    pytest.param("A powerful blast shook Kyiv.", [("explosion", "Kyiv")], id="blast-shook-a-seat"),
    pytest.param("An explosion rocked the port of Berdiansk.", [("explosion", "Berdiansk")], id="explosion-rocked"),
    pytest.param("Drones set a fuel depot ablaze in Klintsy.", [("strike", "Klintsy")], id="set-ablaze"),
    pytest.param("Russian troops destroyed the Kakhovka dam.", [("explosion", "Kakhovka dam")], id="dam-breach"),
]


@pytest.mark.parametrize(("text", "told"), TYPES)
def test_a_trigger_tells_its_type_and_place(text: str, told: list[tuple[str, str | None]]) -> None:
    """One sentence, one event."""
    assert _told(text) == told


SITES = [
    pytest.param(
        "Ukrainian forces repelled assaults near ten settlements in Luhansk region, among them Bilohorivka and Torske.",
        ["Bilohorivka", "Torske"],
        id="among-them",
    ),
    pytest.param(
        "The army captured Neskuchne — south of the town of Velyka Novosilka.", ["Neskuchne"], id="dash-south-of"
    ),
    pytest.param(
        "Russian forces captured Krasna Hora, a village on the northern edge of Bakhmut.", ["Krasna Hora"], id="edge-of"
    ),
    pytest.param(
        "Air defences shot down drones over Sumy, Kyiv, Odesa and Poltava regions.",
        ["Sumy", "Kyiv", "Odesa", "Poltava regions"],
        id="seat-in-a-list-of-regions",
    ),
    pytest.param(
        "As a result of combat operations, 33 drones were shot down in the Odesa region.", ["Odesa region"], id="combat"
    ),
    pytest.param(
        "In the Kupiansk direction the enemy attacked near Synkivka. About ten villages came under mortar fire.",
        ["Synkivka", "Kupiansk direction"],
        id="direction-of-the-paragraph",
    ),
    pytest.param(
        "Assaults failed in the Lyman and Siversk directions in the areas of Terny and Spirne.",
        ["Terny", "Spirne"],
        id="areas-in-the-directions",
    ),
    pytest.param(
        "According to Petrenko, Sadove, Chudovyntsi and Kherson came under fire.",
        ["Sadove", "Chudovyntsi", "Kherson"],
        id="unknown-name-in-a-list",
    ),
    pytest.param(
        "The mayor said 11 drones heading towards the capital were shot down.", ["the capital"], id="headed-towards"
    ),
    pytest.param(
        "Ten drones attacked the port of Izmail. Three of them were shot down.",
        ["Izmail", "Izmail"],
        id="of-them-there",
    ),
    pytest.param(
        "The governor of Mykolaiv region said five drones were shot down there.", ["Mykolaiv region"], id="there"
    ),
    pytest.param("Drones hit the Zhukovka oil terminal at night.", ["Zhukovka"], id="known-name-of-a-site"),
    pytest.param("Missiles struck the Barchesk oil terminal.", ["Barchesk oil terminal"], id="unknown-site"),
    pytest.param(
        "Civilians were evacuated from the Azovstal steelworks in Mariupol.",
        ["Azovstal steelworks"],
        id="site-in-a-town",
    ),
    pytest.param(
        "Air defences destroyed 20 drones over southern regions and Crimea.",
        ["southern regions", "Crimea"],
        id="vague-and-named",
    ),
    pytest.param("Drones hit Odesa and its suburbs in the south of the country.", ["Odesa"], id="suburbs-in-the-south"),
    pytest.param(
        "Troops captured Orlovka, north of the town of Sudzha, on Monday.", ["Orlovka"], id="north-of-the-town"
    ),
    pytest.param(
        "A missile strike on Odesa killed three, further highlighting the pressure on Kherson.", ["Odesa"], id="comment"
    ),
    pytest.param("Drones struck annexed Crimea.", ["Crimea"], id="annexed-as-an-adjective"),
    pytest.param("Clashes went on near Kupyansk. Clashes near Kupiansk eased.", ["Kupyansk"], id="two-spellings"),
    pytest.param(
        "In the Kramatorsk district, Druzhkivka and Illinivka were shelled.",
        ["Druzhkivka", "Illinivka"],
        id="in-a-district",
    ),
    pytest.param(
        "Drones were downed over the Poltava region, the neighbouring Sumy region and near Uman.",
        ["Poltava region", "Sumy region", "Uman"],
        id="neighbouring-in-a-list",
    ),
    pytest.param(
        "A man was hurt in the village of Zernovo in the Suzemka district. Shells hit the settlement again.",
        ["Zernovo"],
        id="the-settlement-is-no-district",
    ),
    pytest.param(
        "Troops captured Novopokrovske in Donetsk region (east) and Dvorichna in Kharkiv region.",
        ["Novopokrovske", "Dvorichna"],
        id="aside-in-a-list",
    ),
    pytest.param(
        "Shells hit the Donetsk region as Moscow announced the capture of another village in the area.",
        ["Donetsk region", "Donetsk region"],
        id="the-area-is-no-seat-that-speaks",
    ),
    pytest.param(
        "The enemy shelled 12 villages of the Kharkiv region. Among them are Udy and Strilecha.",
        ["Kharkiv region", "Udy", "Strilecha"],
        id="named-in-the-next-sentence",
    ),
    pytest.param("Russian troops captured Dvorichna north of Kupiansk.", ["Dvorichna"], id="reference-is-no-site"),
    pytest.param(
        "Units repelled attacks near Kupiansk and north of Lyman.",
        ["Kupiansk", "Lyman"],
        id="flank-after-and-is-a-site",
    ),
    pytest.param(
        "Drones set fire to a shop in Sumy. There were no casualties in Odesa, where four missiles were intercepted.",
        ["Sumy", "Odesa"],
        id="there-were-is-no-place",
    ),
    pytest.param(
        "One man was killed by a missile in the Darnytskyi district of the capital.",
        ["Darnytskyi district"],
        id="district-of-the-capital",
    ),
    pytest.param(
        "Russian troops captured Bilohorivka. Kyiv denied that the town had fallen.",
        ["Bilohorivka", "Bilohorivka"],
        id="the-town-is-not-who-denies",
    ),
    pytest.param(
        "Troops captured Krasnaya Gora, known in Ukraine as Krasna Hora.", ["Krasnaya Gora"], id="also-called"
    ),
    pytest.param(
        "A minister said in Brussels that Russian troops had stormed Vuhledar.", ["Vuhledar"], id="where-it-was-said"
    ),
    pytest.param(
        "Under pressure on Kyiv and Moscow to talk, fighting went on near Lyman.", ["Lyman"], id="two-seats-are-no-site"
    ),
    pytest.param("Ukrainian troops were pushing the enemy back from Kharkiv.", ["Kharkiv"], id="back-from"),
    pytest.param(
        "The drone strike on Odesa comes as envoys hold talks in Kyiv.", ["Odesa"], id="talks-are-held-elsewhere"
    ),
    pytest.param(
        "The report names the Lyman and Bakhmut fronts as those where the enemy concentrates its efforts.",
        ["Lyman", "Bakhmut fronts"],
        id="where-efforts-are-concentrated",
    ),
    pytest.param("A shell hit Ocheretyne, Donetsk, killing one.", ["Ocheretyne"], id="region-behind-a-comma"),
    pytest.param("They hit two villages – Terny and Torske.", ["Terny", "Torske"], id="behind-a-dash"),
    pytest.param(
        "The head of Sumy region said drones hit shops in the region.", ["Sumy region"], id="the-region-of-the-office"
    ),
    pytest.param(
        "They captured Lastochkyne, about five kilometres northwest of Avdiivka.", ["Lastochkyne"], id="so-far-from"
    ),
    pytest.param("They shelled Terny, 5 km from Lyman, and Torske.", ["Terny", "Torske"], id="so-far-from-in-a-list"),
    pytest.param(
        "A drone hit a port in the Odesa region on the Black Sea coast. The attack went on.",
        ["Odesa region"],
        id="on-the-coast-of",
    ),
    pytest.param("They shelled Nikopol, Marhanets and Pokrovsk.", ["Nikopol", "Marhanets", "Pokrovsk"], id="list"),
    pytest.param("In Sumy, a drone struck a house.", ["Sumy"], id="fronted"),
    pytest.param("The village of Hroza in Kharkiv region was shelled.", ["Hroza"], id="region-says-where"),
    pytest.param("Drones struck Odesa from Crimea.", ["Odesa"], id="origin-is-no-place-of-it"),
    pytest.param("A missile struck the Donbas town of Kramatorsk.", ["Kramatorsk"], id="region-before-town"),
    pytest.param("Vovchansk lies near Russia. Troops shelled the town.", ["Vovchansk"], id="the-town"),
    pytest.param(
        "The Kharkiv governor said shells hit Izium, which was shelled all day.", ["Izium"], id="office-is-no-place"
    ),
    pytest.param(
        "Air defence downed nine drones:\n5 – over Tula region,\n4 – over Oryol region.",
        ["Tula region", "Oryol region"],
        id="lines-of-a-list",
    ),
    pytest.param(
        "Downed were five drones over the Kursk region, three over the Bryansk region.",
        ["Kursk region", "Bryansk region"],
        id="counts-by-region",
    ),
    pytest.param(
        "Clashes went on in the Bakhmut direction. Near Bakhmut, clashes went on.",
        ["Bakhmut direction"],
        id="direction-and-town-once",
    ),
    pytest.param(
        "The governor of the western Khmelnytskyi region said air defences shot down four missiles there.",
        ["Khmelnytskyi region"],
        id="there-is-the-governors-own-region",
    ),
    pytest.param(
        "Drones hit a depot in Voronezh. Shells fell on Sumy and a rocket hit Sumy again.\nIn Odesa, it was calm.\n"
        "Drones damaged a school in the city.",
        ["Voronezh", "Sumy", "Odesa"],
        id="the-city-told-last",
    ),
    pytest.param(
        "Villages in the Kherson, Mykolaiv, and Odesa regions were shelled.",
        ["Kherson", "Mykolaiv", "Odesa regions"],
        id="a-list-crosses-no-clause",
    ),
    pytest.param(
        "Two rocket attacks and six blasts were recorded in Nikopol.", ["Nikopol"], id="two-subjects-of-one-verb"
    ),
    pytest.param("Bilopillia community: there was a mortar attack.", ["Bilopillia community"], id="a-line-is-headed"),
    pytest.param("Drones struck the Black Sea region of Odesa.", ["Odesa"], id="region-of-the-sea"),
    pytest.param("A drone hit a tanker at a port on the Black Sea in Tuapse.", ["Tuapse"], id="port-on-the-sea"),
    pytest.param(
        "Air defences shot down 30 drones over five Russian regions.", ["five Russian regions"], id="counted-regions"
    ),
    pytest.param(
        "Drones attacked several regions, including Sumy, on Monday.", ["several regions"], id="an-example-of-the-whole"
    ),
    pytest.param(
        "It was a deadly day across Ukraine, including an attack on Kharkiv with missiles.",
        ["Kharkiv"],
        id="an-example-of-the-country",
    ),
    pytest.param("Drones hit a ship off Snake Island in the Black Sea.", ["Snake Island"], id="an-island-in-the-sea"),
    pytest.param(
        "Drones struck Odesa and its suburbs in the south of the country.", ["Odesa"], id="which-part-of-the-country"
    ),
    pytest.param(
        "Troops captured the villages of Vovche on Monday and Prohres on Tuesday.",
        ["Vovche", "Prohres"],
        id="each-with-its-day",
    ),
    pytest.param(
        "Missiles hit Dnipro on Sunday, Kharkiv late on Monday and a depot in Odesa on Tuesday night.",
        ["Dnipro", "Kharkiv", "Odesa"],
        id="a-list-with-days",
    ),
    pytest.param(
        "Russia recaptured Pohrebky and Orlivka, north of the town of Sudzha.",
        ["Pohrebky", "Orlivka"],
        id="north-of-the-town-of",
    ),
    pytest.param(
        "Clashes went on near Kupiansk, as well as near the cities of Lyman and Siversk.",
        ["Kupiansk", "Lyman", "Siversk"],
        id="as-well-as-near",
    ),
    pytest.param("Two drones en route to Kaluga were shot down.", ["Kaluga"], id="en-route-to"),
    pytest.param(
        "Drones targeted a depot near Nizhyn in the Chernihiv region. Two drones were shot down.",
        ["Nizhyn", "Nizhyn"],
        id="carried-from-the-narrowest-place",
    ),
    pytest.param(
        "Drones hit a refinery in Tuapse in Krasnodar Krai and an arsenal near Millerovo.",
        ["Tuapse", "Millerovo"],
        id="a-list-goes-on-behind-a-region",
    ),
    pytest.param(
        "Bombs fell on a school of Novopavlivka community in Synelnykove district.",
        ["Novopavlivka community"],
        id="a-community-in-its-district",
    ),
    pytest.param(
        "Troops seized Sievierodonetsk, a city of the Luhansk region.", ["Sievierodonetsk"], id="a-city-of-its-region"
    ),
    pytest.param("The evacuation train from Kherson to Khmelnytskyi left.", ["Kherson"], id="evacuated-to"),
    pytest.param(
        "In the Shebekino district, the villages of Otradnoye and Ustinka came under fire.",
        ["Otradnoye", "Ustinka"],
        id="villages-of-a-district",
    ),
    pytest.param(
        "As for the Bakhmut axis, clashes went on there.\nOne air strike was made.",
        ["Bakhmut axis"],
        id="as-for-an-axis",
    ),
    pytest.param(
        "Air defences destroyed eight UAVs: three UAVs each over the Belgorod region and the Republic of Kalmykia,"
        " and one UAV each over the Kursk region and Crimea.",
        ["Belgorod region", "Kalmykia", "Kursk region", "Crimea"],
        id="so-many-each",
    ),
    pytest.param("Drones attacked the Olenya base near Murmansk.", ["Olenya"], id="a-base-near-a-city"),
]


@pytest.mark.parametrize(("text", "places"), SITES)
def test_the_places_that_a_trigger_governs(text: str, places: list[str]) -> None:
    """Lists give an event each; regions, origins and offices give none."""
    assert [place for _, place in _told(text)] == places


NONE = [
    pytest.param("Ukraine swapped troops captured near Kursk in the spring.", id="men-captured-near"),
    pytest.param("There was no sign that the helicopter had been shot down over Brovary.", id="no-sign"),
    pytest.param("The mayor of Poltava reported no hits in Poltava.", id="no-hits"),
    pytest.param(
        "Kramatorsk has been the seat of the region since the Russian occupation of Donetsk.", id="since-then"
    ),
    pytest.param("An air raid alert was declared in Odesa.", id="alert"),
    pytest.param("Kyiv warned of an attack on Odesa.", id="threat"),
    pytest.param("Officials met in Lviv to discuss drones for Ukraine.", id="diplomacy"),
    pytest.param("Attack drones need engines, and strike aircraft need pilots.", id="weapons-named-by-what-they-do"),
    pytest.param("Kyiv needs missiles to strike Belgorod.", id="purpose"),
    pytest.param("Occupied Melitopol has no water.", id="occupied-is-an-adjective"),
    pytest.param("Advanced weapons reached Lviv.", id="advanced-is-an-adjective"),
    pytest.param("Since the beginning of the war, Kherson has been shelled.", id="background"),
    pytest.param("Russia lost 1,049 multiple launch rocket systems.", id="launch-is-part-of-a-name"),
    pytest.param("Ukraine got Storm Shadow missiles for Odesa.", id="storm-is-part-of-a-name"),
    pytest.param("Talks took place in Minsk.", id="took-place"),
    pytest.param("Kharkiv has not been shelled since Monday.", id="negated"),
    pytest.param("It has shot down 187 airplanes and 155 helicopters.", id="tally-of-losses"),
    pytest.param("Four soldiers were captured in the Kyiv region.", id="men-captured"),
    pytest.param("The mayor of the recently captured Avdiivka left.", id="captured-as-an-adjective"),
    pytest.param("NATO told of an offensive that Kyiv had been expecting.", id="a-seat-that-expects"),
    pytest.param("In Sumy the body of a man was pulled out of the ruins.", id="people-pulled-out"),
    pytest.param("New roads let the army evacuate casualties toward Dnipro.", id="road-for-the-wounded"),
    pytest.param("Units wait until new recruits start to arrive.", id="recruits-without-a-count"),
    pytest.param(
        "The ministry said 60 soldiers were eliminated near Kupiansk, along with two howitzers.",
        id="lost-weapons-strike-nobody",
    ),
    pytest.param("Pictures show the damage inflicted on aircraft at an airbase.", id="damage-to-aircraft"),
    pytest.param("A strike by nurses closed a clinic.", id="another-kind-of-strike"),
    pytest.param("Debris from downed drones lay in the streets of Bryansk.", id="downed-as-an-adjective"),
    pytest.param("In Kharkiv temperatures fell to 16 degrees below zero.", id="fell-to-a-number"),
    pytest.param(
        "[ Drones strike a refinery in Ryazan and a depot in Tula at night, killing three people ]", id="link"
    ),
    pytest.param("Russian troops abandoned the effort to take the city of Pokrovsk.", id="abandoned-an-effort"),
    pytest.param("Russia has systematically shelled Kherson.", id="systematically"),
    pytest.param("Emergency blackouts hit the Sumy and Poltava regions.", id="blackouts-that-hit"),
    pytest.param("Power was lost in Sumy and Poltava due to the strikes.", id="power-lost-elsewhere"),
    pytest.param("Strong units keep the enemy from advancing near Siversk.", id="kept-from-advancing"),
    pytest.param("Russian forces have focused on capturing Pokrovsk.", id="focused-on-capturing"),
    pytest.param("Moscow pulled out of the grain deal with Odesa.", id="pulled-out-of-a-deal"),
    pytest.param("The drive is aimed at taking control of Siversk.", id="aimed-at"),
    pytest.param("Since February 24 the army has shelled Mykolaiv.", id="since-the-invasion"),
    pytest.param("The president is pushing back on ceding Crimea.", id="pushing-back-on-a-plan"),
    pytest.param("That gives the army the option of advancing on Siversk.", id="an-option"),
    pytest.param("An exchange of prisoners planned for that day was called off.", id="called-off"),
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_event(text: str) -> None:
    """Over-coding is the known disease."""
    assert _told(text) == []


SETTLED = [
    pytest.param(
        "Shells fell on Nikopol. It was shelled nine times on Monday.", [("strike", "Nikopol")], id="a-pronoun-as-place"
    ),
    pytest.param(
        "Russian troops captured Oleshky on the bank of the Dnipro River.",
        [("territorial_change", "Oleshky")],
        id="a-river-is-not-taken",
    ),
    pytest.param(
        "A drone attack on Kyiv went on all night. A man was killed in Brovary.",
        [("strike", "Kyiv"), ("strike", "Brovary")],
        id="victims-in-a-story-of-strikes",
    ),
    pytest.param(
        "Clashes went on near Lyman. A man was killed in Brovary.",
        [("ground_attack", "Lyman")],
        id="victims-in-a-story-of-fighting",
    ),
    pytest.param(
        "Ukrainian units beat back attacks near nine settlements, including Lyman and Bakhmut.",
        [("ground_attack", "Lyman"), ("ground_attack", "Bakhmut")],
        id="beaten-attacks-are-on-the-ground",
    ),
    pytest.param(
        "Russian attacks were fought off near Lyman.", [("ground_attack", "Lyman")], id="fought-off-in-the-passive"
    ),
    pytest.param(
        "Assault detachments, supported by aircraft, liberated Lyman.",
        [("territorial_change", "Lyman")],
        id="assault-detachments-are-troops",
    ),
    pytest.param(
        "Forty soldiers returned from Ukrainian captivity.", [("prisoner_exchange", None)], id="captives-home"
    ),
    pytest.param(
        "Russia shelled Kherson on Monday. The shelling of Kherson lasted an hour.",
        [("strike", "Kherson")],
        id="told-twice-is-one",
    ),
    pytest.param(
        "Russia shelled Kherson on Monday. It had shelled Kherson on 2 May.",
        [("strike", "Kherson"), ("strike", "Kherson")],
        id="two-days-are-two",
    ),
    pytest.param(
        "Drones struck Izium. Kharkiv region was shelled.", [("strike", "Izium")], id="a-broad-place-beside-its-part"
    ),
    pytest.param(
        "Clashes went on near Lyman. Ukraine liberated Terny.",
        [("ground_attack", "Lyman"), ("territorial_change", "Terny")],
        id="fighting-beside-a-capture",
    ),
    pytest.param(
        "As a result of the offensive, troops liberated Terny.",
        [("territorial_change", "Terny")],
        id="fighting-that-took-it",
    ),
    pytest.param(
        "Missile strikes on Sumy went on. Four deaths were reported in the Poltava region.",
        [("strike", "Sumy"), ("strike", "Poltava region")],
        id="deaths-reported-at-a-place",
    ),
    pytest.param(
        "Russia shelled Nikopol. Russia launched 33 missiles in all.",
        [("strike", "Nikopol"), ("strike", None)],
        id="salvo-beside-what-it-hit",
    ),
    pytest.param(
        "Twelve drones were launched overnight and nine of them were destroyed, the air force said.",
        [("strike", None), ("air_defence", None)],
        id="nine-of-them",
    ),
    pytest.param(
        "Air defences shot down 47 missiles on Thursday. On Wednesday the air force had also destroyed 24 drones.",
        [("air_defence", None), ("air_defence", None)],
        id="another-day-and-count-without-a-place",
    ),
    pytest.param(
        "Ukrainian troops prevented 14 attacks in the direction of Toretsk.",
        [("ground_attack", "Toretsk")],
        id="prevented-attacks-were-made",
    ),
    pytest.param(
        "Russian attempts to reach the outskirts of Siversk failed.",
        [("ground_attack", "Siversk")],
        id="attempts-to-reach",
    ),
    pytest.param(
        "Drones struck Izium. Explosions were heard in Izium.", [("strike", "Izium")], id="sounds-of-a-strike"
    ),
    pytest.param(
        "Russia took part in talks in Soledar. Ukraine retook Lyman.",
        [("territorial_change", "Lyman")],
        id="took-needs-ground",
    ),
    pytest.param(
        "A rocket strike hit a barracks in Makiivka. Six rockets were fired, and two of them were shot down.",
        [("strike", "Makiivka"), ("air_defence", "Makiivka")],
        id="two-of-a-few-rockets",
    ),
    pytest.param(
        "Missiles hit a depot in Lviv, injuring seven people. Russia fired 80 drones and seven missiles overnight.",
        [("strike", "Lviv"), ("strike", None)],
        id="people-are-no-missiles",
    ),
    pytest.param(
        "Russia attacked Ukraine with missiles on Monday. Over 300 drones were launched in the assault.",
        [("strike", "Ukraine")],
        id="the-salvo-at-the-country",
    ),
    pytest.param(
        "Drone strikes hit Dnipro. In the Poltava region three people died.",
        [("strike", "Dnipro"), ("strike", "Poltava region")],
        id="died-where-strikes-are-told",
    ),
    pytest.param(
        "Drones hit Odesa. Attacks in the Sumy region killed a man and wounded two women.",
        [("strike", "Odesa"), ("strike", "Sumy region")],
        id="attacks-that-kill",
    ),
    pytest.param(
        "It was the heaviest shelling of Kherson since the start of the war.",
        [("strike", "Kherson")],
        id="a-record-is-no-background",
    ),
    pytest.param(
        "Moscow told of gains, including the capture of Toretsk.",
        [("territorial_change", "Toretsk")],
        id="gains-told-by-name",
    ),
    pytest.param(
        "Russia intercepted and destroyed nine drones over annexed Crimea.",
        [("air_defence", "Crimea")],
        id="annexed-is-an-adjective",
    ),
    pytest.param(
        "The village of Kozacha Lopan was subjected to shelling.", [("strike", "Kozacha Lopan")], id="subjected-to"
    ),
    pytest.param("Russia fired 12 times at the Sumy region.", [("strike", "Sumy region")], id="so-many-times-at"),
    pytest.param(
        "Air defences downed 90 of the 120 drones Russia launched.",
        [("air_defence", None), ("strike", None)],
        id="drones-russia-launched",
    ),
    pytest.param(
        "Russian troops struck Sumy and Kharkiv, killing two people.",
        [("strike", "Sumy"), ("strike", "Kharkiv")],
        id="struck-killing",
    ),
    pytest.param(
        "Air defence was in operation in Odesa and Mykolaiv regions.",
        [("air_defence", "Odesa"), ("air_defence", "Mykolaiv regions")],
        id="air-defence-in-operation",
    ),
    pytest.param("Civilians were brought out of Vovchansk by bus.", [("evacuation", "Vovchansk")], id="brought-out-of"),
    pytest.param(
        "Russian troops went on, securing the city of Kherson.",
        [("territorial_change", "Kherson")],
        id="securing-a-city",
    ),
    pytest.param("They are attacking Kyiv with missiles.", [("strike", "Kyiv")], id="attacking-a-seat"),
    pytest.param(
        "Four naval drones and two boats were destroyed over the Black Sea.",
        [("air_defence", "Black Sea")],
        id="sea-drones-destroyed",
    ),
    pytest.param("Partisans sabotaged a relay in Melitopol.", [("explosion", "Melitopol")], id="sabotaged"),
    pytest.param(
        "Drones hit Odesa. Five people were wounded in overnight Russian attacks in the Sumy region.",
        [("strike", "Odesa"), ("strike", "Sumy region")],
        id="wounded-in-attacks",
    ),
    pytest.param(
        "Ukrainian troops managed to free the village of Oserne.",
        [("territorial_change", "Oserne")],
        id="managed-to-free",
    ),
    pytest.param(
        "Units were able to press forward near Kramatorsk.", [("ground_attack", "Kramatorsk")], id="were-able-to"
    ),
    pytest.param(
        "Ukrainian troops retook Izium in a swift counteroffensive around Izium.",
        [("territorial_change", "Izium")],
        id="the-offensive-that-took-it",
    ),
    pytest.param(
        "In the Pokrovsk sector, troops repelled nine assaults near Lysivka. Fighting goes on in six places.",
        [("ground_attack", "Lysivka")],
        id="fighting-summed-up",
    ),
    pytest.param(
        "Drone strikes hit Sumy. In Vovchansk a woman sustained shrapnel wounds.",
        [("strike", "Sumy"), ("strike", "Vovchansk")],
        id="sustained-wounds",
    ),
    pytest.param(
        "Rescuers put out a fire at a market in Izium caused by a missile.", [("strike", "Izium")], id="caused-by"
    ),
    pytest.param(
        "Nikopol and the Marhanets community were affected, several houses burned.",
        [("strike", "Nikopol"), ("strike", "Marhanets community")],
        id="communities-affected",
    ),
    pytest.param(
        "Drone strikes hit Saky. Partisans blew up a relay near Rostov-on-Don.",
        [("strike", "Saky"), ("explosion", "Rostov-on-Don")],
        id="what-partisans-blew-up",
    ),
    pytest.param(
        "Kyiv got the bodies of 900 fallen soldiers in an exchange of bodies.",
        [("prisoner_exchange", None)],
        id="bodies-of-fallen-soldiers",
    ),
    pytest.param(
        "Moscow's troops entered the outskirts of Toretsk.", [("ground_attack", "Toretsk")], id="entered-the-outskirts"
    ),
    pytest.param(
        "Two missiles hit Sumy. Russia fired two missiles and 19 drones overnight.",
        [("strike", "Sumy"), ("strike", None)],
        id="a-salvo-is-known-by-its-larger-number",
    ),
    pytest.param(
        "Drones hit a car in Shebekino. The army attacked villages of the Belgorod region with over 40 drones.",
        [("strike", "Shebekino"), ("strike", "Belgorod region")],
        id="a-region-with-so-many-drones",
    ),
    pytest.param(
        "Russian troops withdrew from Kherson to the left bank of the Dnipro.",
        [("territorial_change", "Kherson")],
        id="withdrawn-to",
    ),
    pytest.param(
        "A missile strike hit Sumy on Sunday. It was the deadliest attack with missiles on Ukraine this year.",
        [("strike", "Sumy")],
        id="it-was-the-deadliest",
    ),
    pytest.param(
        "Drone strikes hit Engels after a drone attack on Saky. Those in Ryazan and Tula had been repelled.",
        [("strike", "Engels"), ("strike", "Saky")],
        id="strikes-repelled-are-no-fighting",
    ),
    pytest.param(
        "A missile hit Dnipro. In the Poltava region three people died.",
        [("strike", "Dnipro"), ("strike", "Poltava region")],
        id="an-article-of-hits-is-of-strikes",
    ),
    pytest.param(
        "Drones struck Sumy. Troops beat back an assault on Monday near Siversk.",
        [("strike", "Sumy"), ("ground_attack", "Siversk")],
        id="an-assault-on-a-day",
    ),
]


@pytest.mark.parametrize(("text", "told"), SETTLED)
def test_settled_cases(text: str, told: list[tuple[str, str | None]]) -> None:
    """Each distinct type, day and place once; broad restatements not."""
    assert _told(text) == told


def test_a_headline_tells_what_the_body_does_not() -> None:
    """An event of the headline counts where the body tells none of its type."""
    day = dt.date(2024, 5, 20)
    analysis = analyse(
        "Nine drones shot down over Odesa region", "Sirens sounded all night. Russia shelled Izium.", day
    )

    found = [(e.draft.what, e.place and e.place.text) for e in find_events(analysis, find_voices(analysis))]

    assert found == [("air_defence", "Odesa region"), ("strike", "Izium")]


ACTORS = [
    pytest.param("Ukrainian troops beat back attacks near Lyman.", "ru", id="beaten-back-is-the-attacker"),
    pytest.param("Russian assaults were beaten back near Lyman.", "ru", id="beaten-back-in-the-passive"),
    pytest.param("A refinery in Russia's Ryazan caught fire as a drone hit it.", "ua", id="what-is-hit-does-not-act"),
    pytest.param("Moscow said its troops had liberated Terny.", "ru", id="its-troops"),
    pytest.param(
        "The bulletin of the General Staff names places where enemy assaults had been repelled, together with Opytne.",
        "ru",
        id="enemy-behind-where",
    ),
    pytest.param("Ukrainian troops pushed back several attacks near Klishchiivka.", "ru", id="attacks-pushed-back"),
    pytest.param(
        "A Su-25 aircraft was shot down near Bakhmut, Russia's defence ministry said.", "ru", id="downed-says-who-did"
    ),
    pytest.param("Ukraine's air force said 30 drones were launched overnight.", "ru", id="launched-at-who-tells-it"),
    pytest.param("Ukrainian drones were shot down over the sea.", "ru", id="what-was-downed-is-the-others"),
    pytest.param("Russian troops shelled Nikopol.", "ru", id="subject"),
    pytest.param("Nikopol was shelled by Russian troops.", "ru", id="agent"),
    pytest.param("Nikopol was shelled.", "ru", id="strike-on-a-place-that-ukraine-holds"),
    pytest.param("Drones struck a depot in Engels.", "ua", id="strike-on-russia"),
    pytest.param("Air defences downed nine drones over Belgorod.", "ru", id="who-holds-the-place-defends-it"),
    pytest.param("Clashes went on near Lyman.", None, id="clashes-are-mutual"),
    pytest.param("Ukrainian units repelled nine attacks near Lyman.", "ru", id="the-repelled-attacked"),
    pytest.param("The enemy shelled Nikopol, the General Staff said.", "ru", id="the-enemy-of-ukraine"),
    pytest.param("The enemy shelled Gorlovka, Denis Pushilin said.", "ua", id="the-enemy-of-russia"),
    pytest.param("Terny was liberated, Sergei Shoigu said.", "ru", id="liberated-by-who-says-so"),
    pytest.param("Terny was liberated.", "ua", id="liberated-without-a-source"),
    pytest.param("Moscow announced the fall of Soledar.", "ru", id="fell"),
    pytest.param("The General Staff said its forces repelled an attack near Lyman.", "ru", id="repelled-by-its-own"),
    pytest.param("Attacks near Lyman were repelled by Ukrainian forces.", "ru", id="were-repelled-by"),
    pytest.param("Russian attacks near Lyman were repelled.", "ru", id="were-repelled"),
    pytest.param(
        "Ukraine's air defence hit three Russian positions and shot down a drone over Sumy.",
        "ua",
        id="subject-of-two-verbs",
    ),
    pytest.param("According to him, Russian forces tried to advance near Siversk.", "ru", id="behind-a-fronted-source"),
    pytest.param("Kyiv and Moscow held a prisoner exchange.", None, id="an-exchange-has-two"),
    pytest.param("The fleet of Russia repelled a drone attack on Sevastopol.", "ua", id="whose-attack-is-repelled"),
    pytest.param("Russia announced the capture of Andriivka.", "ru", id="who-tells-of-a-gain"),
    pytest.param("Air defences downed drones over northern Ukraine.", "ua", id="vague-part-of-a-country"),
    pytest.param("He said on Monday that Moscow's forces were advancing on Lyman.", "ru", id="behind-a-date-and-that"),
    pytest.param("In May Russian forces captured Vovche.", "ru", id="behind-a-month"),
    pytest.param("The Kremlin announced a partial mobilisation.", "ru", id="who-announces-a-call-up"),
    pytest.param("Ukraine is also targeting ships near Snake Island.", "ua", id="progressive-is-no-passive"),
]


@pytest.mark.parametrize(("text", "side"), ACTORS)
def test_who_acts(text: str, side: str | None) -> None:
    """By agent, adjective, subject, place and wording."""
    assert [event.draft.side for event in _events(text)] == [side]


def test_where_one_side_fires_the_other_defends() -> None:
    """Neither the sentence nor a source says whose air defences."""
    told = [
        (e.draft.what, e.draft.side) for e in _events("Russian missiles fell on Lviv. Air defences downed 16 of them.")
    ]
    assert told == [("strike", "ru"), ("air_defence", "ua")]


DOWNED = [
    pytest.param("Russia fired 40 missiles, and 31 of them were shot down.", id="passive"),
    pytest.param("Russia fired 40 missiles, and air defences shot down 31 of them.", id="active"),
]


@pytest.mark.parametrize("text", DOWNED)
def test_who_fired_missiles_did_not_down_them(text: str) -> None:
    """The defender is the other side."""
    assert [e.draft.side for e in _events(text) if e.draft.what == "air_defence"] == ["ua"]


STATUS = [
    pytest.param("Moscow denied that Kyiv had retaken Lyman.", "denied", id="denied"),
    pytest.param("Kyiv expects that Russian troops will storm Lyman.", "forecast", id="forecast"),
    pytest.param("Russian troops stormed Lyman.", "asserted", id="asserted"),
    pytest.param(
        "Kyiv denied that 600 soldiers were killed in a missile strike on Kramatorsk.", "asserted", id="toll-denied"
    ),
]


@pytest.mark.parametrize(("text", "status"), STATUS)
def test_the_status_of_an_event(text: str, status: str) -> None:
    """As its voice says."""
    assert [event.status for event in _events(text)] == [status]


_WORDS = st.sampled_from(
    [
        "Russia",
        "shelled",
        "Nikopol",
        ",",
        "and",
        "Kherson",
        ".",
        "In",
        "Sumy",
        "drones",
        "struck",
        "the",
        "town",
        ":",
        "5",
        "–",
        "over",
        "Tula",
        "region",
        "captured",
        "to",
        "was",
        "liberated",
        "by",
        "Ukraine",
        "repelled",
        "attacks",
        "near",
        "Lyman",
        "\n\n",
        "dam",
        "explosion",
        "there",
        "evacuated",
        "from",
    ]
)


@settings(max_examples=150, deadline=None)
@example("user_reports")
@given(st.one_of(st.text(), st.lists(_WORDS).map(" ".join)))
def test_any_text_gives_events_inside_it(text: str) -> None:
    """No text raises; spans hold their trigger; places are words of the text."""
    for event in _events(text):
        assert 0 <= event.draft.start <= event.draft.anchor < event.draft.end <= len(text)
        assert event.place is None or event.place.text in text
        assert event.rules


def test_events_are_linear_in_length() -> None:
    """Eight times the text takes about eight times as long, not sixty-four."""
    unit = (
        "On {} May Russia shelled Nikopol, Kherson and Sumy. Clashes went on near Lyman. A town was liberated:\n5 – x\n"
    )

    def measure(times: int) -> float:
        analysis = analyse(None, "".join(unit.format(i % 28 + 1) for i in range(times)), DAY)
        voices = find_voices(analysis)
        begin = time.process_time()
        find_events(analysis, voices)
        return time.process_time() - begin

    assert measure_growth(measure, short=100, long=800) < 25


def test_every_rule_of_an_event_is_explained() -> None:
    """What an event names as its rules, the registries explain."""
    known = event_triggers.RULES | event_sites.RULES | event_sides.RULES | events.RULES
    texts = [case.values[0] for case in [*TYPES, *SITES, *SETTLED, *ACTORS]]

    assert {rule for text in texts for event in _events(str(text)) for rule in event.rules} <= set(known)
