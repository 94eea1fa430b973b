"""Who states a figure, where another figure says so: a count of the same matter, or the same number told again."""

import datetime as dt

import pytest

from sitrep.extract import extract_document

PUBLISHED = dt.date(2024, 5, 15)
KHERSON = "Governor Oleksandr Prokudin said the Russians had shelled Kherson region 80 times over the past day."

TALLIES = [
    pytest.param(
        f"{KHERSON}\n\nOver the past week Russian troops launched 900 drones.", 900, "ua", id="of-the-same-matter"
    ),
    pytest.param(
        f"{KHERSON}\n\nOver the past year Russia has mobilised 300,000 soldiers.", 300_000, None, id="of-another"
    ),
    pytest.param(f"{KHERSON}\n\nA drone strike wounded 14 people in Odesa.", 14, None, id="an-incident-has-its-own"),
    pytest.param(
        "Russia sped up in July, according to an AFP analysis.\n\nIn a month it took 713 square kilometres.",
        713,
        "third",
        id="whose-analysis-the-article-is-about",
    ),
    pytest.param(
        "The General Staff said Russia had lost 900 soldiers over the past day. Moscow denied it.\n\n"
        "Since the invasion began, both sides have lost 400,000 soldiers.",
        400_000,
        None,
        id="of-both-sides",
    ),
]


def side(text: str, value: float, title: str | None = None) -> str | None:
    """The claimant's side of the figure with that value."""
    figures = extract_document("x", title, text, PUBLISHED)["figures"]
    found: str | None = next(figure["claimant_side"] for figure in figures if figure["value"] == value)
    return found


@pytest.mark.parametrize(("text", "value", "expected"), TALLIES)
def test_a_count_over_a_stretch_has_the_author_of_the_last_one_like_it(
    text: str, value: float, expected: str | None
) -> None:
    """Whoever counts the fire goes on to count it; other matters and single incidents are the reporter's."""
    assert side(text, value) == expected


RESTATED = [
    pytest.param(
        "At least 34 people were wounded in Kharkiv.\n\nThe city mourns.\n\nMoscow denies all.\n\n"
        "Governor Oleh Syniehubov said 34 people were wounded.",
        34,
        "ua",
        id="told-again-under-a-name",
    ),
    pytest.param(
        "At least 34 people were wounded in Kharkiv.\n\nGovernor Oleh Syniehubov said 34 houses were damaged.",
        34,
        None,
        id="another-figure-of-the-same-value",
    ),
]


@pytest.mark.parametrize(("text", "value", "expected"), RESTATED)
def test_the_lead_takes_the_source_of_the_same_figure_below(text: str, value: float, expected: str | None) -> None:
    """The same number of other things says nothing."""
    assert side(text, value) == expected
