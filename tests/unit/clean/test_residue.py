"""Every rule of residue.toml by examples: what goes, and the prose beside it that stays."""

from __future__ import annotations

import pytest

from sitrep.clean.residue import find_rule, is_stub, remove_residue, remove_wall

RESIDUE = [
    ("comments", "Comments are closed."),
    ("comments", "12 Comments"),
    ("comments", "Leave a comment below"),
    ("comments", "Join the conversation"),
    ("read-also", "Read also: Four villages without power"),
    ("read-also", "READ SOME MORE"),
    ("read-also", "Also Read | What we know so far"),
    ("read-also", "Related articles"),
    ("read-also", "More on this story"),
    ("read-also", "See also – Map of the front"),
    ("share", "Share this article"),
    ("share", "Facebook Twitter Telegram WhatsApp"),
    ("share", "Share on Facebook"),
    ("share", "24 shares"),
    ("photo-credit", "Photo: press service of the brigade"),
    ("photo-credit", "Photo by Ada Norling"),
    ("photo-credit", "Illustrative image / open sources"),
    ("photo-credit", "Image source, Northern Wire"),
    ("photo-credit", "© 2023 Northern Wire"),
    ("photo-credit", "A. Norling/Reuters"),
    ("photo-credit", "Map: Open Cartography"),
    ("newsletter", "Sign up for our newsletter"),
    ("newsletter", "Get the morning briefing in your inbox"),
    ("newsletter", "Follow us on Telegram and Facebook"),
    ("newsletter", "Join our Telegram channel"),
    ("newsletter", "Follow our live coverage here"),
    ("support", "Support independent journalism"),
    ("support", "Become a patron!"),
    ("spotted-an-error", "If you notice an error, select the text and press Ctrl+Enter"),
    ("advertisement", "ADVERTISEMENT"),
    ("advertisement", "Story continues below advertisement"),
    ("source-credit", "Source: Northern Wire"),
    ("source-credit", "Originally published by Northern Wire"),
    ("source-credit", "With inputs from agencies"),
    ("tags", "Tags: Bakhmut, artillery"),
    ("tags", "#Bakhmut #artillery"),
    ("agency-desk", "Reporting by Ada Norling; editing by Ben Hale"),
]


@pytest.mark.parametrize(("rule_id", "line"), RESIDUE, ids=[f"{rule}-{line[:24]}" for rule, line in RESIDUE])
def test_residue_is_known_by_its_rule(rule_id: str, line: str) -> None:
    """A line of residue behind a story goes, and the story stays."""
    rule = find_rule(line)

    assert rule is not None
    assert rule.rule_id == rule_id
    assert remove_residue(["Three people were killed.", line]) == ["Three people were killed."]


PROSE = [
    "Read-outs of the call differ on how many prisoners will be exchanged.",
    "More than 100 drones were launched overnight, the air force said.",
    "Photos from the scene show two burnt lorries and a crater five metres wide.",
    "Video published by the regiment shows the moment of the strike on the bridge.",
    "Support for the wounded comes from three hospitals in the region.",
    "Sources in the ministry said that 40 conscripts had died.",
    "Related troops were moved to the border, officials said.",
    "Share prices of arms makers rose by 3 percent.",
    "Comments by the governor came hours after the attack.",
    "Follow-up strikes hit the same street twice, wounding seven.",
    "Get out of the city, the mayor told its 20,000 residents.",
    "Images of the depot show that 14 tanks burned.",
    "tanks – 3,253 (+9) units,",
    "- three fuel lorries;",
    "Map grids were changed, the brigade said.",
    "The story of the bridge is told on the next pages.",
    "Data are being updated.",
]


@pytest.mark.parametrize("line", PROSE)
def test_prose_that_begins_like_residue_stays(line: str) -> None:
    """A rule takes whole lines of one kind, never a sentence that begins with the same word."""
    assert remove_residue([line]) == [line]


def test_a_source_at_the_head_of_a_story_stays() -> None:
    """It says who claims what follows; only behind the story is it a credit."""
    lines = ["Source: General Staff, on Facebook", "Nine tanks were destroyed.", "Source: Northern Wire", "12 comments"]

    assert remove_residue(lines) == lines[:2]


@pytest.mark.parametrize(
    ("text", "is_wall"),
    [
        ("Please enable JavaScript and cookies to continue.", True),
        ("Checking your browser before accessing the site.", True),
        ("Access denied. You have been blocked.", True),
        ("This website uses cookies.", True),
        ("The page you are looking for could not be found.", True),
        ("Observers were denied access to the plant, the agency said.", False),
        ("This website uses cookies. " + "Troops advanced near the river. " * 60, False),
    ],
)
def test_a_wall_is_known_only_where_there_is_no_story(text: str, is_wall: bool) -> None:
    """A long story under a cookie notice is a story."""
    lines, phrase = remove_wall([text])

    assert (phrase is not None) is is_wall
    assert lines == ([] if is_wall else [text])


def test_a_notice_beside_a_story_goes_and_the_story_stays() -> None:
    """It is residue of the page, not the page."""
    story = ["Nine men crossed the bridge at night.", "Two of them were wounded, the brigade said."]

    assert remove_wall(["This website uses cookies.", *story]) == (story, "This website uses cookies")


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("The mine was a hospital. Subscribe to continue reading.", True),
        ("The mine was a hospital. Already a subscriber?", True),
        ("This article is for subscribers only.", True),
        ("Subscribers of the mobile network lost their connection for two hours.", False),
    ],
)
def test_a_stub_is_known_by_its_prompt(text: str, is_cut: bool) -> None:
    """Figures of a stub are those of its opening only; the flag says so."""
    assert is_stub(text) is is_cut
