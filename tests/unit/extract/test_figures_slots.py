"""Side, kind, qualifier and the ties between figures; each row a sentence of its own."""

import datetime as dt
from typing import Any

import pytest

from sitrep.extract import extract_document
from sitrep.extract.engine import extract_article
from sitrep.records import Article

PUBLISHED = dt.date(2024, 5, 15)


def first(text: str) -> dict[str, Any]:
    """The first figure of a text."""
    found: dict[str, Any] = extract_document("x", None, text, PUBLISHED)["figures"][0]
    return found


SIDES = [
    pytest.param("Ukraine was attacked with 90 drones.", "ru", id="who-is-attacked-sent-none"),
    pytest.param("Moscow was attacked by eight drones.", "ua", id="who-is-attacked-by-them-sent-none"),
    pytest.param("Russia returned 40 bodies of Ukrainian soldiers.", "ua", id="bodies-of-whose-soldiers"),
    pytest.param("Ukraine's General Staff reported 25 attacks near Lyman.", "ru", id="who-reports-attacks-makes-none"),
    pytest.param("Ukrainian troops faced 12 assaults near Lyman.", "ru", id="who-faces-attacks-makes-none"),
    pytest.param(
        "The total number of civilian deaths since Russia's invasion rose to 11,400.", "ua", id="an-invaders-victims"
    ),
    pytest.param("The Battlegroup West repelled two counterattacks.", "ua", id="a-battlegroup-is-russian"),
    pytest.param(
        "Russia's losses in Ukraine last month reached a record 45,200 killed and wounded.",
        "ru",
        id="losses-of-far-ahead",
    ),
    pytest.param("Russia released 30 prisoners of war.", "ua", id="who-releases-gives-back"),
    pytest.param("Russia freed 30 of its soldiers.", "ru", id="who-frees-its-own-does-not"),
    pytest.param("The army destroyed 25 Russian tanks.", "ru", id="adjective"),
    pytest.param("Six occupiers surrendered.", "ru", id="noun"),
    pytest.param("Russia lost 30 tanks.", "ru", id="subject-of-lost"),
    pytest.param("Ukrainian forces shot down 12 missiles.", "ru", id="object-of-the-other-side"),
    pytest.param("Russia launched 60 drones.", "ru", id="who-launches"),
    pytest.param("Fifteen drones were shot down by Russian air defences.", "ua", id="passive-agent"),
    pytest.param("Two people were killed in Kharkiv.", "ua", id="held-by-ukraine"),
    pytest.param("Two people were killed in Belgorod.", "ru", id="in-russia"),
    pytest.param("Two people were killed in occupied Horlivka.", "ru", id="in-an-occupied-town"),
    pytest.param("Two people were killed in Mykhailivka, Zaporizhzhia region.", "ru", id="held-village"),
    pytest.param("Two people were killed in Mykhailivka, Kherson region.", "ua", id="free-village-of-that-name"),
    pytest.param("Two people were killed in Novaya Zburyevka.", "ru", id="held-village-in-another-spelling"),
    pytest.param("UN: 45 were killed in territory controlled by the ‘republics’.", "ru", id="republics"),
    pytest.param("Six people were injured in Government-controlled areas.", "ua", id="government-held"),
    pytest.param("Moscow confirmed the deaths of 31 soldiers.", "ru", id="deaths-confirmed"),
    pytest.param("There were 48 combat clashes.", None, id="clashes-have-none"),
    pytest.param("Ukrainian defenders repelled 25 attacks.", "ru", id="who-is-repelled"),
    pytest.param("Ukrainian forces liberated eight villages.", "ua", id="who-takes"),
    pytest.param("About 100 North Korean soldiers were killed.", "other", id="third-state"),
    pytest.param("“The enemy fired 40 missiles,” the Ukrainian Air Force said.", "ru", id="enemy-of-the-speaker"),
    pytest.param("The enemy fired 40 shells at Donetsk, the DPR mission said.", "ua", id="enemy-of-the-other"),
    pytest.param(
        "Nine people were hurt in Yalta after a drone shot down by Russian troops fell.",
        "ru",
        id="agent-of-another-verb",
    ),
    pytest.param(
        "This Ukrainian equipment was destroyed: two howitzers.", "ua", id="subject-of-a-passive-before-a-list"
    ),
    pytest.param("Kyiv and Moscow swapped 100 prisoners apiece.", None, id="swapped-by-both"),
    pytest.param(
        "The two countries agreed to an exchange of 70 soldiers each.", None, id="exchange-between-two-countries"
    ),
    pytest.param("Seven villages have fallen to Russian forces.", "ru", id="fallen-to-whom"),
    pytest.param("Five soldiers surrendered to Ukrainian troops.", "ru", id="surrendered-to-the-other"),
    pytest.param("Battlegroup East repelled four attacks by Ukrainian brigades.", "ua", id="attacks-by-whom"),
    pytest.param("Images of two Russian airbases show 12 aircraft destroyed.", "ru", id="on-whose-airbase"),
    pytest.param("Ukrainian drones hit airfields, destroying three bombers.", "ru", id="who-hits-an-airfield"),
    pytest.param("Three vehicles were damaged in Belgorod by debris, Gladkov said.", "ru", id="vehicles-of-the-town"),
    pytest.param("Four people died in Nikopol, across the river from the occupied plant.", "ua", id="what-is-occupied"),
]
KINDS = [
    pytest.param("Two people were killed in a strike on Kharkiv.", "incident", id="strike"),
    pytest.param("Russia launched 60 drones overnight.", "period", id="overnight"),
    pytest.param(
        "Russia fired 55 missiles at Ukraine on Thursday morning. Drones had come overnight.",
        "incident",
        id="day-salvo",
    ),
    pytest.param(
        "More than 600 servicemen were killed in a massive missile strike on Kramatorsk.", "incident", id="one-strike"
    ),
    pytest.param(
        "Its 63 soldiers were killed in one strike, the largest loss in a single attack since the war began.",
        "incident",
        id="worst-since-the-war-began",
    ),
    pytest.param(
        "That brings its total losses of personnel to about 108,190, the staff said.", "cumulative", id="brings-to"
    ),
    pytest.param("Russia has lost 283 aircraft, the daily report says.", "cumulative", id="more-than-a-day-can-cost"),
    pytest.param("More than 6,500 Ukrainian servicemen were killed in January.", "period", id="soldiers-of-a-month"),
    pytest.param(
        "Rescuers pulled 39 people alive from the debris since the strike.", "incident", id="since-the-strike"
    ),
    pytest.param(
        "A day earlier the army had spoken of 400 Russian soldiers killed at the site.", "incident", id="a-day-earlier"
    ),
    pytest.param("Three missile strikes and 12 air strikes were carried out.", "period", id="few-beside-many"),
    pytest.param("Over 600 Ukrainian troops killed in retaliatory strike.", "incident", id="one-blow-without-article"),
    pytest.param("In June, a strike on a barracks killed 34 officers.", "incident", id="one-blow-in-a-month"),
    pytest.param(
        "The sides swapped 75 prisoners, the first exchange in three months.", "incident", id="first-in-months"
    ),
    pytest.param("In two and a half years Russia has lost 7,500 tanks.", "cumulative", id="years-of-war"),
    pytest.param("On the 800th day of the war, 20 people were killed.", "incident", id="a-day-of-the-war"),
    pytest.param("Over the past day 30 clashes took place.", "period", id="past-day"),
    pytest.param("Russia has lost 7,000 tanks since the start of the full-scale invasion.", "cumulative", id="war"),
    pytest.param("Russia has deployed 40,000 troops there.", "stock", id="troops-present"),
    pytest.param("The Russian army took 240 square kilometres in March.", "period", id="month"),
    pytest.param("Russia lost at least 130 tanks in the battle for the town.", "cumulative", id="battle"),
    pytest.param("A woman was killed and a man wounded overnight in Sumy.", "incident", id="victims-of-a-night"),
    pytest.param(
        "The prosecutor's office has documented the killing of 14 teachers in the district.",
        "cumulative",
        id="documented",
    ),
    pytest.param(
        "The agency counted 61 attacks on clinics, recorded in the country as of June 3.", "cumulative", id="as-of"
    ),
    pytest.param(
        "At least 19 children have been killed since 24 February, the minister said.", "cumulative", id="few-since"
    ),
    pytest.param(
        "In the deadliest strike since the start of the war, 23 civilians were killed in Dnipro.",
        "incident",
        id="record",
    ),
    pytest.param("Between April 1, 2023 and June 30, 2023, shelling killed 812 civilians.", "period", id="two-ended"),
    pytest.param("Ukraine took back 26 square kilometres near Pokrovsk.", "period", id="ground-takes-days"),
    pytest.param(
        "Russian forces have seized 200 square kilometres since September 1.", "period", id="gains-since-a-day"
    ),
    pytest.param(
        "They have freed 51 square kilometres since the beginning of the offensive.",
        "cumulative",
        id="gains-of-an-offensive",
    ),
    pytest.param("Ukraine brought home 116 prisoners over the past day.", "incident", id="one-swap"),
    pytest.param(
        "Russian troops shelled Sumy region 15 times over the past day. In Esman two houses were destroyed.",
        "incident",
        id="homes-in-a-daily-report",
    ),
    pytest.param(
        "Last month the Kremlin ordered the partial mobilisation of 300,000 reservists.", "incident", id="decree"
    ),
]


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_the_side_is_whose_they_are_or_who_does_it(text: str, side: str | None) -> None:
    """By adjective, owner, verb, place or speaker, in this order."""
    assert first(text)["side"] == side


def test_what_was_fired_is_of_whoever_is_fought_off() -> None:
    """In "downed 67 of 75 launched" the side that acts fired nothing."""
    text = "Ukrainian air defences downed 31 of 38 drones launched overnight."
    figures = extract_document("x", None, text, PUBLISHED)["figures"]
    assert {figure["side"] for figure in figures} == {"ru"}


def test_what_is_shot_down_behind_a_launch_was_launched() -> None:
    """In "Ukraine launched 20 drones and air defences shot down 19" nobody says whose defences."""
    text = "Ukraine launched 20 drones at Tula and air defences shot down 19 of them."
    figures = extract_document("x", None, text, PUBLISHED)["figures"]
    assert [figure["side"] for figure in figures] == ["ua", "ua"]


def test_gains_of_a_new_sentence_are_of_the_side_that_gained_first() -> None:
    """A net gain is of whom the sentence before is about."""
    text = "Russia took 713 square kilometres, while Ukraine retook 79. The gain of 634 square kilometres is a record."
    figures = extract_document("x", None, text, PUBLISHED)["figures"]
    assert [figure["side"] for figure in figures if figure["value"] != 79] == ["ru", "ru"]


def test_losses_that_include_a_list_are_one_list() -> None:
    """What "losses included" begins is no part of anything."""
    text = "Moscow said enemy losses included 40 troops, six tanks and two howitzers."
    figures = extract_document("x", None, text, PUBLISHED)["figures"]
    assert [(f["value"], f["effect"], f["side"]) for f in figures] == [
        (40, "casualties", "ua"),
        (6, "destroyed", "ua"),
        (2, "destroyed", "ua"),
    ]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_says_over_what_a_figure_counts(text: str, kind: str) -> None:
    """One incident, a stretch, a running total, a level."""
    assert extract_document("x", None, text, PUBLISHED)["figures"][-1]["kind"] == kind


def article(text: str, *, language: str = "en") -> Article:
    """A cleaned page that holds just this text."""
    now = dt.datetime(2024, 5, 15, 12, tzinfo=dt.UTC)
    return Article(
        article_id="a1",
        revision=1,
        url="https://news.example/1",
        canonical_url="https://news.example/1",
        source_id="example",
        title="Fifteen killed",
        byline=None,
        language=language,
        published_at=now,
        published_day=now.date(),
        published_basis="feed",
        captured_at=now,
        text=text,
        text_hash="",
        is_paywalled=False,
        is_sample=True,
        capture_file="x",
        capture_offset=0,
        pipeline_version="0",
    )


def test_a_subset_names_its_whole() -> None:
    """`part_of` holds the id of the figure that includes it, and both list their rules."""
    whole, part = extract_article(article("Fifteen people were killed in Sumy, including two children.")).figures

    assert (whole.value, part.value) == (15, 2)
    assert part.part_of == whole.figure_id
    assert "governor-part" in part.rules


def test_a_toll_that_moved_names_what_it_replaces() -> None:
    """`supersedes` ties the new toll to the old one."""
    text = "The death toll of the strike on Sumy has risen from seven to 10."
    old, new = sorted(extract_article(article(text)).figures, key=lambda figure: figure.value)[:2]

    assert (old.value, new.value) == (7, 10)
    assert new.supersedes == old.figure_id


def test_a_quote_is_letter_for_letter_what_its_span_holds() -> None:
    """Spans point into the article's own text."""
    text = "On Monday, “at least 15 people” were killed in Sumy; 27 were wounded."

    for figure in extract_article(article(text)).figures:
        field = text if figure.span_field == "text" else "Fifteen killed"
        assert field[figure.span_start : figure.span_end] == figure.quote


def test_the_same_article_gives_the_same_ids() -> None:
    """Ids hang on the article, its revision and the span, on nothing else."""
    text = "Fifteen people were killed in Sumy."

    assert extract_article(article(text)) == extract_article(article(text))


def test_another_language_gives_nothing() -> None:
    """Only English is read; the article keeps its language."""
    extraction = extract_article(article("Quinze personnes ont été tuées: 15 killed.", language="fr"))

    assert extraction.figures == ()
    assert extraction.events == ()


DAYS = [
    # The 15th of May 2024 is a Wednesday.
    ("By Tuesday the number of dead in Saturday's strike on Dnipro had climbed to 40.", 40, "2024-05-11", "2024-05-11"),
    ("A missile hit Dnipro on Saturday. Forty bodies were found by Monday.", 40, "2024-05-11", "2024-05-11"),
    ("In the 24 hours to Wednesday morning Russia lost 690 men.", 690, "2024-05-14", "2024-05-15"),
    ("Lypove was shelled in the night from Sunday to Monday. There were no casualties.", 0, "2024-05-12", "2024-05-13"),
    ("A shell that fell before midnight on Monday killed three people.", 3, "2024-05-13", "2024-05-13"),
    ("Kherson was shelled on Monday in revenge for the attack in which 89 soldiers died.", 89, None, None),
    ("The blast on 8 October killed three people. The next day a missile killed 13.", 13, "2023-10-09", "2023-10-09"),
    ("The enemy's total losses from 24.02.22 to 14.05.24: tanks – 7,500 (+14).", 14, "2024-05-13", "2024-05-14"),
    ("From 24 February 2022, to 14 May 2024, Russia lost 7,500 tanks.", 7500, "2022-02-24", "2024-05-14"),
    ("Since February 24, Russian shells have killed 540 children.", 540, "2022-02-24", "2024-05-15"),
    ("Russia has lost 540 tanks since 24 February 2024.", 540, "2024-02-24", "2024-05-15"),
    (
        "This is the staff's summary as of 18:00. The enemy made nine assaults near Lyman.",
        9,
        "2024-05-15",
        "2024-05-15",
    ),
    (
        "In the past 24 hours, the staff said as of 18:00, two missiles fell. The enemy made nine assaults near Lyman.",
        9,
        "2024-05-14",
        "2024-05-15",
    ),
    (
        "In all 540 guns were destroyed since the start of the operation, Russia's Defence Ministry said.",
        540,
        "2022-02-24",
        "2024-05-15",
    ),
    (
        "Since the start of the operation its troops have taken 92 villages near Sudzha, Kyiv said.",
        92,
        None,
        "2024-05-15",
    ),
    ("Over two years of war Ukraine has lost 540 aircraft.", 540, "2022-02-24", "2024-05-15"),
    (
        "On Tuesday officials said 3 people died in a strike on Sumy.\nSeparately, last week's shelling killed a man.",
        3,
        "2024-05-14",
        "2024-05-14",
    ),
    ("Officials reported a strike on a school on Monday. Nine people were killed.", 9, "2024-05-13", "2024-05-13"),
]


@pytest.mark.parametrize(("text", "value", "start", "end"), DAYS, ids=[row[0][:40] for row in DAYS])
def test_a_figure_counts_on_the_day_of_its_deed_and_not_of_its_telling(
    text: str, value: int, start: str | None, end: str | None
) -> None:
    """Tolls, nights, bounds and answered strikes."""
    figures = extract_document("x", None, text, PUBLISHED)["figures"]
    found = next(figure for figure in figures if figure["value"] == value)
    assert (found["date_start"], found["date_end"]) == (start, end)


SPEAKERS = [
    ("According to the bulletin Russia's losses of personnel stand at 121,480.", "the bulletin"),
    ("According to the ministry Ukraine lost 40 soldiers.", "the ministry"),
    ("Ukraine's General Staff had spoken of 400 Russian soldiers killed.", "Ukraine's General Staff"),
    ("Kyiv stands by its claim that 400 Russian soldiers were killed.", "Kyiv"),
]


@pytest.mark.parametrize(("text", "claimant"), SPEAKERS, ids=[row[0][:40] for row in SPEAKERS])
def test_a_claimant_ends_where_its_claim_begins(text: str, claimant: str) -> None:
    """A side behind the speaker's noun belongs to what is told."""
    assert first(text)["claimant"] == claimant
