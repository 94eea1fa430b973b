"""Reports as wires and ministries write them, with all the figures that a careful reader takes from them."""

import datetime as dt

import pytest

from sitrep.extract import extract_document

PUBLISHED = dt.date(2024, 5, 15)


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
]


@pytest.mark.parametrize(("text", "title", "expected"), REPORTS)
def test_a_report_gives_these_figures_and_no_others(text: str, title: str | None, expected: set[str]) -> None:
    assert figures(text, title) == expected
