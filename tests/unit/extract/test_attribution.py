"""Whose words a stretch is: every way of naming a source, sources that carry over, denials and forecasts.

Each case marks the stretch asked about with [brackets]; they are taken out before the article is read.
"""

from __future__ import annotations

import datetime as dt
import time

import pytest
from growth import measure_growth
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.extract import analyse
from sitrep.extract.attribution import RULES, find_voices
from sitrep.extract.mentions import Draft, Voice
from sitrep.records import Kind, Party

DAY = dt.date(2024, 5, 20)


def _voice(marked: str, *, kind: Kind | None = "incident", party: Party | None = None, title: str = "") -> Voice:
    """The voice of the bracketed stretch."""
    body = marked.replace("[", "").replace("]", "")
    analysis = analyse(title, body, DAY, party)
    start = analysis.document.body_start + marked.index("[")
    end = analysis.document.body_start + marked.index("]") - 1
    draft = Draft(start=start, end=end, anchor=start, what="killed", entity="person", side=None, kind=kind)
    return find_voices(analysis).at(draft)


SAID = [
    pytest.param(
        "The Russian Defence Ministry said [40 drones] had been downed.",
        "The Russian Defence Ministry",
        "ru",
        id="leading",
    ),
    pytest.param(
        "At least [six people] died in the blaze, Oleh Syniehubov said.", "Oleh Syniehubov", "ua", id="trailing"
    ),
    pytest.param(
        "At least [six people] died in the blaze, said Oleh Syniehubov, the governor.",
        "Oleh Syniehubov",
        "ua",
        id="inverted",
    ),
    pytest.param(
        "At least [six people], Ihor Klymenko said, had died in the blaze.", "Ihor Klymenko", "ua", id="interrupted"
    ),
    pytest.param(
        "[Ten people] died, the governor's adviser, Iryna Koval, said.",
        "Iryna Koval",
        "ua",
        id="office-before-the-name",
    ),
    pytest.param("According to ISW, Russia took [90 square kilometres].", "ISW", "third", id="according-to-leading"),
    pytest.param(
        "Russia took [90 square kilometres], according to the Institute for the Study of War.",
        "the Institute for the Study of War",
        "third",
        id="according-to-trailing",
    ),
    pytest.param(
        "In a Telegram post Ukraine’s Main Intelligence Directorate said [52 sailors] were taken off.",
        "Ukraine’s Main Intelligence Directorate",
        "ua",
        id="medium-before-the-name",
    ),
    pytest.param(
        "The Russian Ministry of Defense’s only comment claimed the downing of [six drones].",
        "The Russian Ministry of Defense’s only comment",
        "ru",
        id="comment-of",
    ),
    pytest.param(
        "Ukraine's army said it left a village in eastern Russia, saying it lost [two tanks].",
        "Ukraine's army",
        "ua",
        id="saying-goes-on",
    ),
    pytest.param(
        "Andriy Yusov said that, according to intelligence reports, [two sailors] died near Sevastopol.",
        "intelligence reports",
        "ua",
        id="reports-of-the-speaker",
    ),
    pytest.param(
        "Serhii Petrenko heads the Sumy region. According to Petrenko, Russian forces fired [ten shells].",
        "Petrenko",
        "ua",
        id="no-apposition-behind-a-fronted-source",
    ),
    pytest.param(
        "Oleh Kiper spoke on Monday. It was noted that [two people] died.",
        "Oleh Kiper",
        "ua",
        id="it-was-noted",
    ),
    pytest.param(
        "The agency TASS cited the defence ministry as saying [two men] died in Kursk.",
        "the defence ministry",
        "ru",
        id="cited-as-saying",
    ),
    pytest.param(
        "South Korea's spy agency estimated that [1,100 men] died.",
        "South Korea's spy agency",
        "third",
        id="any-word-behind-an-owner",
    ),
    pytest.param("Police later put the number of wounded at [four] in Sumy.", "Police", "ua", id="put-the-number"),
    pytest.param(
        "Moscow's envoy to the UN, Vasily Nebenzya, claimed [two men] died.",
        "Moscow's envoy to the UN",
        "ru",
        id="sender-of-an-envoy",
    ),
    pytest.param(
        "Ukrainian officials met. In Russia's Kursk region, officials reported [two dead].",
        "officials",
        "ru",
        id="officials-elsewhere",
    ),
    pytest.param(
        "The city's mayor, Petro Ivanenko, said [two men] died in Sumy.", "Petro Ivanenko", "ua", id="office-then-name"
    ),
    pytest.param(
        "Petro Ivanenko, Ukraine's new army chief, said [two men] died.", "Petro Ivanenko", "ua", id="name-then-office"
    ),
    pytest.param(
        "Citing the UK Ministry of Defence, the paper put it at [900].",
        "the UK Ministry of Defence",
        "third",
        id="citing",
    ),
    pytest.param(
        "[Two people] were hurt, it was reported by the State Emergency Service.",
        "the State Emergency Service",
        "ua",
        id="reported-by",
    ),
    pytest.param(
        "In a daily update on Tuesday, the General Staff said it repelled [12 attacks].",
        "the General Staff",
        "ua",
        id="behind-an-adverbial",
    ),
    pytest.param(
        "The ministry in Kyiv on April 26 said [12 tanks] burned.",
        "The ministry in Kyiv",
        "ua",
        id="date-before-the-verb",
    ),
    pytest.param(
        "Oleh Kiper, the head of the Odesa region, wrote that [three houses] burned.",
        "Oleh Kiper",
        "ua",
        id="apposition",
    ),
    pytest.param(
        "Vyacheslav Gladkov, who governs Belgorod, claimed [three homes] burned.",
        "Vyacheslav Gladkov",
        "ru",
        id="relative-clause",
    ),
    pytest.param(
        "Ukraine's 110th Mechanized Brigade reported destroying [three tanks].",
        "Ukraine's 110th Mechanized Brigade",
        "ua",
        id="unit",
    ),
    pytest.param(
        "The Office of the UN High Commissioner for Human Rights (OHCHR) recorded [310 deaths].",
        "The Office of the UN High Commissioner for Human Rights (OHCHR)",
        "third",
        id="observer-records",
    ),
    pytest.param("Kyiv says Moscow lost [900 men].", "Kyiv", "ua", id="capital-as-speaker"),
    pytest.param("The army raised its tally of Russian dead to [480,000].", "The army", "ua", id="tally-raised"),
]


@pytest.mark.parametrize(("marked", "claimant", "side"), SAID)
def test_the_sentence_names_who_says_so(marked: str, claimant: str, side: str) -> None:
    """Leading, trailing, inverted, interrupted, cited."""
    voice = _voice(marked)

    assert (voice.claimant, voice.claimant_side, voice.rule) == (claimant, side, "voice-own-sentence")


TWO = [
    pytest.param("Kyiv said [40 men] died, while Moscow said 60 had.", "ua", id="first-of-two"),
    pytest.param("Kyiv said 40 men died, while Moscow said [60 had].", "ru", id="second-of-two"),
    pytest.param(
        "“[Ten homes] burned,” Oleh Kiper said. The ministry in Moscow said it hit a depot.", "ua", id="own-quote"
    ),
    pytest.param("CNN, citing Sergei Shoigu, reported [400 dead].", "ru", id="second-hand-chain"),
    pytest.param(
        "The Air Force said [ten drones] were launched, Ukrinform reports.",
        "ua",
        id="the-wire-that-passes-it-on-is-none",
    ),
]


@pytest.mark.parametrize(("marked", "side"), TWO)
def test_of_several_sources_the_one_that_states_it_counts(marked: str, side: str) -> None:
    """Each stretch has its own source."""
    assert _voice(marked).claimant_side == side


CARRIED = [
    pytest.param(
        "Wagner's head said the village was his. It was not the first such claim, Oleh Syniehubov said, and he denied"
        " it. At least [six people] were killed, he added.",
        "ua",
        "voice-own-sentence",
        id="he-is-who-speaks-in-the-sentence",
    ),
    pytest.param(
        "Oleh Kiper said the port was hit. [Three people] were hurt.", "ua", "voice-carried", id="next-sentence"
    ),
    pytest.param(
        "Oleh Kiper said the port was hit.\n\n[Three people] were hurt. A mill burned, Oleh Kiper said.",
        "ua",
        "voice-ahead",
        id="who-has-spoken-goes-on",
    ),
    pytest.param(
        "“The port was hit. [Three people] were hurt,” Oleh Kiper said.",
        "ua",
        "voice-own-sentence",
        id="end-of-a-quotation",
    ),
    pytest.param(
        "“[Three people] were hurt. The port was hit,” Oleh Kiper said.", "ua", "voice-quote", id="start-of-a-quotation"
    ),
    pytest.param(
        "[Three people] were hurt.\n\nThis was reported by Oleh Kiper on Telegram.",
        "ua",
        "voice-frame",
        id="frame-behind",
    ),
    pytest.param(
        "This was reported by Oleh Kiper on Telegram.\n\nThe port burned.\n\n[Three people] were hurt.",
        "ua",
        "voice-frame",
        id="frame-before",
    ),
    pytest.param(
        "Source: Russian Defence Ministry\n\n[Three people] were hurt.", "ru", "voice-frame", id="source-line"
    ),
    pytest.param(
        "Russian Ministry of Defence:\n\n[40 drones] were downed.", "ru", "voice-frame", id="heading-with-a-colon"
    ),
    pytest.param(
        "Highlights from the Russian Defence Ministry briefing, February 24:\n\n[40 drones] were downed.",
        "ru",
        "voice-frame",
        id="heading-of-a-summary",
    ),
    pytest.param(
        "[Three people] were hurt.\n\nThe situation in the region was reported by the press service of the Sumy "
        "Regional Military Administration, UNN reports.",
        "ua",
        "voice-frame",
        id="frame-with-an-outlets-tag",
    ),
    pytest.param(
        "Oleh Hryhorov reported the incident on Telegram.\n\nA bus burned.\n\n[Three people] were hurt.",
        "ua",
        "voice-frame",
        id="reported-the-incident",
    ),
    pytest.param(
        "Oleksandr Syrskyi spoke of hard fights.\n\nEach day our soldiers stop [300 invaders].",
        "ua",
        "voice-carried",
        id="our-soldiers",
    ),
    pytest.param(
        "Ihor Klymenko said the dam had burst.\n\nOf those missing, [three] are children.",
        "ua",
        "voice-carried",
        id="paragraph-that-goes-on",
    ),
]


@pytest.mark.parametrize(("marked", "side", "rule"), CARRIED)
def test_a_source_carries_over(marked: str, side: str, rule: str) -> None:
    """Over its paragraph, its quotation, its report."""
    voice = _voice(marked)

    assert (voice.claimant_side, voice.rule) == (side, rule)


REPORTER = [
    pytest.param("A shell hit a market in Kherson. [Three people] were hurt.", id="nobody-named"),
    pytest.param(
        "Kyiv said it hit a depot. Moscow denied it.\n\nIn May, [three people] were hurt in Kherson.",
        id="another-paragraph",
    ),
    pytest.param(
        "[Three people] were hurt. Oleh Kiper said two were in hospital.", id="named-afterwards-of-another-thing"
    ),
    pytest.param(
        "[Three people] were hurt across Ukraine.\n\nOleh Kiper said the port was hit.",
        id="the-only-source-is-not-the-leads",
    ),
    pytest.param(
        "Kyiv said it hit a depot. Last month, a strike on Odesa killed [three people].",
        id="another-month-is-background",
    ),
    pytest.param("On Tuesday [90 soldiers] were released by Russia.", id="released-but-not-told"),
    pytest.param("Figures for [900 men] were also reported.", id="what-is-reported-does-not-speak"),
    pytest.param("Kyiv said it hit a depot. Earlier, [three people] were hurt in Kherson.", id="background"),
    pytest.param(
        "Oleh Kiper said a port was hit.\n\nOther attacks\n\nIn Sumy [three people] were hurt.", id="after-a-heading"
    ),
]


@pytest.mark.parametrize("marked", REPORTER)
def test_where_no_source_speaks_the_reporter_does(marked: str) -> None:
    """Null is an answer."""
    voice = _voice(marked)

    assert (voice.claimant, voice.claimant_side, voice.rule) == (None, None, "voice-reporter")


SIDES = [
    pytest.param("The Belgorod governor said [two people] died.", None, "ru", id="place-of-the-office-in-russia"),
    pytest.param("Russia's air force said [ten villages] were hit.", None, "ru", id="a-body-of-its-owner"),
    pytest.param(
        "Russia's Chief of the General Staff, Ivan Petrov, said [ten villages] were taken.",
        None,
        "ru",
        id="owner-of-a-rank",
    ),
    pytest.param("The UK's Ministry of Defence said [900 soldiers] died.", None, "third", id="owner-by-its-initials"),
    pytest.param(
        "The Defence Ministry said [seven Ukrainian drones] had been shot down.", None, "ru", id="whose-drones-it-met"
    ),
    pytest.param(
        "The Ministry of Defence reported downing [seven Russian missiles].", None, "ua", id="whose-missiles-it-met"
    ),
    pytest.param(
        "The Defence Ministry said Ukrainian drones destroyed [seven depots].", None, "ua", id="whose-drones-it-sent"
    ),
    pytest.param(
        "BELGOROD, May 20. /TASS/. The Belgorod Region was hit.\n\n[Two men] died in Otradnoye, officials said.",
        None,
        "ru",
        id="a-village-with-a-namesake",
    ),
    pytest.param("Russia lost [900 men], according to an AFP analysis.", None, "third", id="an-outlets-own-work"),
    pytest.param(
        "Moscow said it had hit a mill.\n\n[Ten men] died, according to the same briefing.",
        None,
        "ru",
        id="the-same-briefing",
    ),
    pytest.param("TASS quoted medics as saying [ten people] were hurt.", None, "ru", id="whom-an-agency-quotes"),
    pytest.param(
        "KYIV — Russia said it lost [two drones], its Defence Ministry said.", None, "ru", id="owner-behind-a-dateline"
    ),
    pytest.param("The mayor of Lutsk said [two people] died.", None, "ua", id="place-of-the-office-in-ukraine"),
    pytest.param("The Moscow-installed head of Kherson region said [two people] died.", None, "ru", id="occupation"),
    pytest.param("Officials said [two people] died in Kramatorsk.", None, "ua", id="officials-of-the-place"),
    pytest.param("Officials said [two people] died in Shebekino.", None, "ru", id="officials-of-the-place-in-russia"),
    pytest.param("The ministry said [two men] died in Avdiivka.", "ru", "ru", id="the-ministry-is-the-outlets-own"),
    pytest.param(
        "Sergei Shoigu spoke of gains. The ministry said [two men] died.", None, "ru", id="the-ministry-named-before"
    ),
    pytest.param(
        "Ihor Klymenko came. Ihor Klymenko said it burned.\n\nHe said [two people] died.", None, "ua", id="pronoun"
    ),
    pytest.param("US officials said [two men] died.", None, "third", id="third-party"),
    pytest.param("Norwegian analysts said [two men] died.", None, "third", id="third-party-by-adjective"),
    pytest.param("The Moscow Times reported [two deaths].", None, "third", id="media"),
]


@pytest.mark.parametrize(("marked", "party", "side"), SIDES)
def test_the_side_of_a_speaker(marked: str, party: Party | None, side: str) -> None:
    """By actor, adjective, place of office, outlet, and what was said before."""
    assert _voice(marked, party=party).claimant_side == side


STATUS = [
    pytest.param("Kyiv said [40 men] died.", "asserted", id="said"),
    pytest.param("Moscow denied that [40 men] died.", "denied", id="denied"),
    pytest.param("Kyiv rejected reports that [40 men] died.", "denied", id="rejected"),
    pytest.param(
        "Moscow denied losses, while claiming to have killed [400 men].", "asserted", id="what-the-denier-claims"
    ),
    pytest.param("[40 men] died, Kyiv said; Moscow denied it.", "asserted", id="denied-by-another-afterwards"),
    pytest.param(
        "Russia denied hitting the mill, where [40 men] died.", "asserted", id="where-what-is-denied-happened"
    ),
    pytest.param("Russia, which denies it, fired [40 missiles].", "asserted", id="denied-in-an-aside"),
    pytest.param("Kyiv rejected Russian claims that [40 men] fell.", "denied", id="rejected-claims"),
    pytest.param("The claim that [40 men] died is false.", "denied", id="called-false-behind"),
    pytest.param("The mayor, who plans to resign, said [40 men] died.", "asserted", id="plans-of-the-speaker"),
    pytest.param("Kyiv and Moscow agreed to swap [90 men] each.", "forecast", id="agreed-to"),
    pytest.param("Kyiv has hired [90 men] who are expected to serve by May.", "asserted", id="what-they-will-do"),
    pytest.param("Kyiv said the evacuation will affect [180 people].", "forecast", id="will"),
    pytest.param("Up to [180 people] are expected to leave.", "forecast", id="expected"),
    pytest.param("In May, [180 people] left.", "asserted", id="may-is-a-month"),
    pytest.param("Moscow denied it had lost Terny. [Two tanks] burned.", "asserted", id="a-denial-does-not-carry-over"),
    pytest.param("Kyiv falsely said [40 men] died.", "denied", id="called-false"),
    pytest.param("The exchange of [90 men] was cancelled.", "denied", id="cancelled"),
]


@pytest.mark.parametrize(("marked", "status"), STATUS)
def test_the_status_of_a_statement(marked: str, status: str) -> None:
    """Asserted unless the source rejects it or looks ahead."""
    assert _voice(marked).status == status


NO_CLAIM = [
    pytest.param("The United States sent [two ships].", id="states-is-no-verb"),
    pytest.param("Media reports named [two men].", id="reports-is-a-noun"),
    pytest.param("Areas claimed by Moscow held [two towns].", id="a-participle-that-modifies"),
    pytest.param("Ten people put [two cars] out.", id="put-without-a-tally"),
]


@pytest.mark.parametrize("marked", NO_CLAIM)
def test_words_that_look_like_speech_name_no_source(marked: str) -> None:
    """Nouns, adjectives and names that sound like verbs of speech."""
    assert _voice(marked).claimant is None


_WORDS = st.sampled_from(
    [
        *[
            "Kyiv",
            "said",
            "Moscow",
            "denied",
            ",",
            ".",
            "“",
            "”",
            ":",
            "the",
            "governor",
            "of",
            "Kherson",
            "who",
            "it",
            "was",
            "reported",
            "by",
            "according",
            "to",
            "40",
            "men",
            "Of",
        ],
        '"',
        "\n\n",
        "–",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(_WORDS).map(" ".join)))
def test_any_text_has_a_voice_everywhere(text: str) -> None:
    """No text raises; a claimant is always words of the text; the rule is one that is explained."""
    analysis = analyse(None, text, DAY)
    voices = find_voices(analysis)

    for start in range(0, len(text), 7):
        draft = Draft(
            start=start, end=start + 1, anchor=start, what="killed", entity="person", side=None, kind="period"
        )
        voice = voices.at(draft)
        assert voice.claimant is None or voice.claimant in text
        assert voice.rule in RULES


def test_attribution_is_linear_in_length() -> None:
    """Eight times the text takes about eight times as long, not sixty-four."""
    unit = (
        "Kyiv said 40 men died near Lyman. Moscow denied it, the ministry said. “Ten fell,” he added.\n\nIt burned.\n"
    )

    def measure(times: int) -> float:
        analysis = analyse(None, unit * times, DAY)
        begin = time.process_time()
        voices = find_voices(analysis)
        for sentence in analysis.document.sentences:
            start = sentence.start
            voices.at(
                Draft(start=start, end=start + 1, anchor=start, what="killed", entity=None, side=None, kind="period")
            )
        return time.process_time() - begin

    assert measure_growth(measure, short=100, long=800) < 25


OWNERS = [
    pytest.param("Russia shot down 20 drones overnight, its defence ministry said.", "ru", id="russia"),
    pytest.param("Ukraine shot down 20 drones overnight, its air force said.", "ua", id="ukraine"),
]


@pytest.mark.parametrize(("text", "side"), OWNERS)
def test_a_possessive_belongs_to_the_state_that_the_sentence_names_first(text: str, side: str) -> None:
    """'Its ministry' is nobody else's."""
    analysis = analyse(None, text, dt.date(2024, 5, 20), None)
    voices = find_voices(analysis)
    number = text.index("20")
    draft = Draft(start=number, end=number + 2, anchor=number, what="intercepted", entity="drone", side=None, kind=None)
    assert voices.at(draft).claimant_side == side
