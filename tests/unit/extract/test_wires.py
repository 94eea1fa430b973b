"""Reports as wires and ministries write them, with all the figures that a careful reader takes from them."""

import datetime as dt

import pytest

from sitrep.extract import extract_document

PUBLISHED = dt.date(2024, 5, 15)


def one(text: str, value: float) -> dict[str, object]:
    """The one figure of that value."""
    return next(f for f in extract_document("x", None, text, PUBLISHED)["figures"] if f["value"] == value)


def figures(text: str, title: str | None = None) -> set[str]:
    """The figures as short lines: value, effect, entity, side, kind."""
    found = extract_document("x", title, text, PUBLISHED)["figures"]
    return {f"{f['value']:g} {f['effect']} {f['entity']} {f['side']} {f['kind']}" for f in found}


REPORTS = [
    pytest.param(
        "Battlegroup Yug eliminated more than 720 Ukrainian servicemen over the past 24 hours, the Russian Defence"
        ' Ministry said on Wednesday.\n"The Ukrainian armed forces lost over 720 servicemen, three vehicles," it said'
        " in a statement. Battlegroup Tsentr eliminated over 640 Ukrainian troops, the ministry added.",
        "Ukraine Loses Over 720 Soldiers - Ministry",
        {
            "720 killed military ua period",
            "3 destroyed vehicle ua period",
            "640 killed military ua period",
        },
        id="day-of-a-battlegroup",
    ),
    pytest.param(
        "Russian troops destroyed up to 80 soldiers near Ugledar.\nIn one day, Russian military personnel destroyed up"
        " to 80 soldiers of the Armed Forces of Ukraine, as well as two tanks, the ministry said.",
        None,
        {"80 killed military ua period", "2 destroyed tank ua period"},
        id="told-first-without-its-day",
    ),
    pytest.param(
        "All the aircraft were shot down over Crimea, the ministry said.",
        None,
        set(),
        id="all-the-aircraft-is-no-number",
    ),
    pytest.param(
        "The number of people killed in the Russian strike on the Dnipro block has risen to 29, the governor said.",
        None,
        {"29 killed person ua incident"},
        id="people-killed-in-a-russian-strike",
    ),
    pytest.param(
        "About 150 officers were involved in the rescue operation in Uman, a spokeswoman for the service said.",
        None,
        set(),
        id="rescuers-are-no-troops",
    ),
    pytest.param(
        "Moscow handed over 115 Ukrainian prisoners of war and received 115 Russian soldiers in return.",
        None,
        {"115 exchanged military ua incident", "115 exchanged military ru incident"},
        id="swapped-like-for-like",
    ),
    pytest.param(
        "Nearly five million Ukrainians have found shelter in European countries, the UN refugee agency said.",
        None,
        {"5e+06 displaced person ua cumulative"},
        id="found-shelter",
    ),
    pytest.param(
        "The General Staff said 760 Russian soldiers were killed over the past day. It counted 3,031 tanks and 2,021"
        " artillery systems as destroyed.",
        None,
        {
            "760 killed military ru period",
            "3031 destroyed tank ru cumulative",
            "2021 destroyed artillery ru cumulative",
        },
        id="counted-as-destroyed",
    ),
    pytest.param(
        "Russia lost 700 soldiers over the past day. The staff's tally grew by two more tanks, for a total of 3,220,"
        " and 11 more armoured vehicles, for a total of 6,405.",
        None,
        {
            "700 casualties military ru period",
            "2 destroyed tank ru period",
            "3220 destroyed tank ru cumulative",
            "11 destroyed armoured_vehicle ru period",
            "6405 destroyed armoured_vehicle ru cumulative",
        },
        id="more-for-a-total-of",
    ),
    pytest.param(
        "Russia lost 700 soldiers over the past day. Six artillery systems brought that line to 2,226, and two"
        " air-defence systems to 227. The number of multiple rocket launchers went up by one to 461.",
        None,
        {
            "700 casualties military ru period",
            "6 destroyed artillery ru period",
            "2226 destroyed artillery ru cumulative",
            "2 destroyed air_defence ru period",
            "227 destroyed air_defence ru cumulative",
            "1 destroyed mlrs ru period",
            "461 destroyed mlrs ru cumulative",
        },
        id="brought-that-line-to",
    ),
    pytest.param(
        "About 910 Russian soldiers were killed over the past day and the total rose to 134,100, the staff said.",
        None,
        {"910 killed military ru period", "134100 killed military ru cumulative"},
        id="the-total-rose-to",
    ),
    pytest.param(
        "Russia's losses of personnel stand at 121,480, of which 720 were added since Sunday morning.",
        None,
        {"121480 casualties military ru cumulative", "720 casualties military ru period"},
        id="of-which-were-added",
    ),
    pytest.param(
        "Two tanks were on the list of goods. It counted 14 trucks in the yard.", None, set(), id="counted-no-losses"
    ),
    pytest.param(
        "Russia had launched 33 missiles and 21 of them had been shot down: 18 of 28 cruise missiles and three of five"
        " guided missiles.",
        None,
        {
            "33 launched missile ru incident",
            "21 intercepted missile ru incident",
            "28 launched missile ru incident",
            "18 intercepted missile ru incident",
            "5 launched missile ru incident",
            "3 intercepted missile ru incident",
        },
        id="two-pairs-of-n-of-m",
    ),
    pytest.param(
        "Overnight the Air Force destroyed all 24 Shahed drones that were sent from the eastern shore.",
        None,
        {"24 intercepted drone ru period", "24 launched drone ru period"},
        id="destroyed-all-that-were-sent",
    ),
    pytest.param(
        "Seventy-nine people were wounded in the strike on Dnipro, among them 16 children.",
        None,
        {"79 wounded person ua incident", "16 wounded child ua incident"},
        id="among-them",
    ),
    pytest.param(
        "Eight people were wounded in Kharkiv, two of them seriously, the governor said.",
        None,
        {"8 wounded person ua incident", "2 wounded person ua incident"},
        id="two-of-them-seriously",
    ),
    pytest.param(
        "Nobody had been killed in Kramatorsk, the mayor said.",
        None,
        {"0 killed person ua incident"},
        id="nobody-had-been",
    ),
    pytest.param(
        "In the town 559 civilians, including 15 children, remained and could not be evacuated, the governor said.",
        None,
        set(),
        id="could-not-be-evacuated",
    ),
    pytest.param(
        "More than 210 missiles of that type have been fired at Ukraine since the invasion, he said.",
        None,
        {"210 launched missile ru cumulative"},
        id="of-that-type",
    ),
    pytest.param(
        "Russia launched 38 missiles and 25 of them were shot down, up from 21 reported earlier.",
        None,
        {"38 launched missile ru incident", "25 intercepted missile ru incident", "21 intercepted missile ru incident"},
        id="up-from",
    ),
    pytest.param(
        "Russian attacks have killed seven people over the past day, officials said. Three people were killed in"
        " Donetsk and eight others were injured, while one person was injured in Kharkiv, officials said.",
        None,
        {
            "7 killed person ua period",
            "3 killed person ua incident",
            "8 wounded person ua incident",
            "1 wounded person ua incident",
        },
        id="donetsk-under-russian-fire",
    ),
    pytest.param(
        "At least 5 civilians were killed in Donetsk and Kherson regions, said the head of the Donetsk Regional State"
        " Administration.",
        None,
        {"5 killed civilian ua incident"},
        id="donetsk-as-a-region",
    ),
    pytest.param(
        "A total of 127 missiles were launched by Russian forces, with Ukraine's air defence downing 102 missiles, the"
        " Air Force said.",
        None,
        {"127 launched missile ru incident", "102 intercepted missile ru incident"},
        id="with-the-other-side-downing",
    ),
    pytest.param(
        "Russia launched a major missile and drone attack on Ukraine. It fired 120 missiles and 90 drones, and the"
        " defenders downed 144 targets -- 102 missiles and 42 drones.",
        None,
        {
            "120 launched missile ru incident",
            "90 launched drone ru incident",
            "144 intercepted missile ru incident",
            "102 intercepted missile ru incident",
            "42 intercepted drone ru incident",
        },
        id="targets-and-their-parts",
    ),
    pytest.param(
        "More than 30,000 mercenaries, who were fighting for Wagner, have lost their lives or have been injured since"
        " Russia invaded Ukraine, an official said.",
        None,
        {"30000 casualties military ru cumulative"},
        id="who-were-fighting-have-died-or",
    ),
    pytest.param(
        "Wagner has suffered more than 30,000 casualties, including roughly 9,000 fighters killed, since the invasion.",
        None,
        {"30000 casualties military ru cumulative", "9000 killed military ru cumulative"},
        id="fighters-killed-among-casualties",
    ),
    pytest.param(
        "Four members of a single family were killed when a missile hit their home in Lapaivka.",
        None,
        {"4 killed person ua incident"},
        id="members-of-a-family",
    ),
    pytest.param(
        "Twenty-five civilians were brought out by bus on Friday from the plant in Pokrovsk.",
        None,
        {"25 evacuated civilian ua incident"},
        id="brought-out",
    ),
    pytest.param(
        "The United States estimates Russian military deaths at around 7,000.",
        None,
        {"7000 killed military ru cumulative"},
        id="estimates-deaths-at",
    ),
    pytest.param(
        "At least 1,285 civilians have been killed in the region since the invasion. Russian forces also shelled three"
        " communities in Kharkiv Oblast, killing one and injuring one.",
        None,
        {"1285 killed civilian ua cumulative", "1 killed civilian ua incident", "1 wounded civilian ua incident"},
        id="one-beside-a-thousand",
    ),
]


@pytest.mark.parametrize(("text", "title", "expected"), REPORTS)
def test_a_report_gives_these_figures_and_no_others(text: str, title: str | None, expected: set[str]) -> None:
    assert figures(text, title) == expected


def test_since_behind_a_superlative_counts_nothing() -> None:
    text = "On Monday both sides handed over 390 soldiers, the biggest exchange since Russia invaded in February 2022."
    assert (one(text, 390)["kind"], one(text, 390)["date_start"]) == ("incident", "2024-05-13")


def test_what_follows_a_comma_and_is_no_speaker() -> None:
    text = "At least 19 people died in the Ternopil region of Ukraine, and 37 were hurt, say the regional authorities."
    assert (one(text, 19)["claimant"], one(text, 37)["claimant_side"]) == ("the regional authorities", "ua")


def test_losses_of_both_sides_have_no_side_for_an_author() -> None:
    text = "Moscow said it had hit a depot.\n\nSome 200,000 soldiers on both sides have been killed in the war."
    assert one(text, 200_000)["claimant_side"] is None


def test_an_earlier_attack_is_the_reporters_background() -> None:
    text = (
        "The air force said it had downed 30 drones. In a previous attack on 7 May, Ukraine downed 18 of 59 missiles."
    )
    assert (one(text, 30)["claimant_side"], one(text, 18)["claimant_side"]) == ("ua", None)


def test_nothing_told_this_week_ends_after_publication() -> None:
    text = "Zelensky said this week that about 55,000 Ukrainian soldiers had been killed on the battlefield."
    assert one(text, 55_000)["date_end"] == PUBLISHED.isoformat()


def test_more_than_parts_no_date_from_its_count() -> None:
    text = "Eight people have been killed and more than 30 injured in overnight Russian attacks across Ukraine."
    assert [(one(text, n)["date_start"], one(text, n)["date_end"]) for n in (8, 30)] == [
        ("2024-05-14", "2024-05-15")
    ] * 2


@pytest.mark.parametrize(
    "text", ["Not one soldier was killed in the strike, the ministry said.", "Not a single soldier was killed there."]
)
def test_not_one_is_none(text: str) -> None:
    assert figures(text) == {f"0 killed military {'ua' if 'ministry' in text else None} incident"}
