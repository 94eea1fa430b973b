"""The sample's pages and feeds: sound, of one mind about their dates, and showing what they promise."""

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from lxml import html

from sitrep import sample
from sitrep.sources import read_sources

FOLDER = Path(sample.__file__).parent
FIRST, LAST = dt.date(2022, 12, 28), dt.date(2023, 2, 14)
VOID = {"meta", "link", "input", "br", "img", "hr"}


@dataclass(frozen=True)
class Entry:
    """One entry of a feed of the sample, with the file that answers for it."""

    host: str
    url: str
    published: dt.datetime | None
    raw_date: str | None
    file: Path


@cache
def read_entries() -> tuple[Entry, ...]:
    """All entries of all feeds."""
    entries = []
    for source in read_sources(sample.feeds_path()):
        host, path = source.url.removeprefix("http://").split("/", 1)
        parsed = feedparser.parse(BytesIO((FOLDER / "feeds" / host / path).read_bytes()))
        for item in parsed.entries:
            raw = item.get("published")
            moment = dt.datetime(*item.published_parsed[:6], tzinfo=dt.UTC) if raw else None
            entries.append(Entry(host, item.link, moment, raw, to_file(item.link)))
    return tuple(entries)


def to_file(url: str) -> Path:
    """The file behind a URL of the sample."""
    path = FOLDER / "pages" / url.removeprefix("http://")
    return path / "index.html" if url.endswith("/") else path


def read_text(file: Path) -> str:
    """The paragraphs of a page, a line each."""
    return "\n".join(paragraph.text_content() for paragraph in html.fromstring(file.read_bytes()).iter("p"))


def is_article(entry: Entry) -> bool:
    """Whether a readable English page stands behind the entry."""
    return entry.file.suffix == ".html" and entry.file.is_file() and b'lang="en' in entry.file.read_bytes()


ARTICLES = [pytest.param(entry, id=entry.url.removeprefix("http://")) for entry in read_entries() if is_article(entry)]


class Balance(HTMLParser):
    """Counts tags that are closed out of turn or never."""

    def __init__(self) -> None:
        """Start with nothing open."""
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # base signature
        """Remember what waits for its end."""
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, or note the fault."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def find_page_dates(file: Path) -> set[dt.datetime]:
    """Every machine-readable instant of publication that the page itself states."""
    tree = html.fromstring(file.read_bytes())
    stated = tree.xpath("//meta[@property='article:published_time' or @name='date']/@content | //time/@datetime")
    stated += [json.loads(script)["datePublished"] for script in tree.xpath("//script/text()")]
    return {dt.datetime.fromisoformat(text).astimezone(dt.UTC) for text in stated}


def test_the_sample_has_about_thirty_articles_and_all_parties() -> None:
    """Enough to fill the tables, few enough for a demo that is over soon."""
    assert 30 <= len(ARTICLES) <= 45
    assert {source.party for source in read_sources(sample.feeds_path())} == {"ua", "ru", "third"}
    assert len(read_sources(sample.feeds_path())) == 5


def test_no_two_entries_share_a_url() -> None:
    """A URL is one article."""
    assert [url for url, n in Counter(entry.url for entry in read_entries()).items() if n > 1] == []


def test_every_page_is_announced_by_a_feed() -> None:
    """No page lies about that no run would ever see."""
    pages = {file for file in (FOLDER / "pages").rglob("*") if file.is_file() and file.name != "robots.txt"}

    assert pages == {entry.file for entry in read_entries() if entry.file.is_file()}


@pytest.mark.parametrize("feed", [pytest.param(f, id=f.parent.name) for f in sorted((FOLDER / "feeds").rglob("*.xml"))])
def test_every_feed_is_well_formed_xml_of_a_known_kind(feed: Path) -> None:
    """RSS and Atom, with the newest entry first."""
    root = ET.fromstring(feed.read_bytes())  # noqa: S314  # our own file
    dates = [entry.published for entry in read_entries() if entry.host == feed.parent.name and entry.published]

    assert root.tag in {"rss", "{http://www.w3.org/2005/Atom}feed"}
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("entry", ARTICLES)
def test_an_article_is_well_formed_html_of_a_wire_reports_length(entry: Entry) -> None:
    """Every tag is closed in turn; the text has 120 to 350 words and a headline."""
    balance = Balance()
    balance.feed(entry.file.read_text(encoding="utf-8"))
    body = [line for line in read_text(entry.file).splitlines() if len(line.split()) > 10]

    assert (balance.faults, balance.open) == ([], [])
    assert 115 <= sum(len(line.split()) for line in body) <= 360
    assert html.fromstring(entry.file.read_bytes()).xpath("count(//h1)") == 1


@pytest.mark.parametrize("entry", ARTICLES)
def test_the_dates_of_page_and_feed_agree_and_lie_in_the_window(entry: Entry) -> None:
    """To the second, wherever the page states one; the dateline names the same day."""
    if entry.published is None:
        assert find_page_dates(entry.file) == set()
        return
    dateline = re.search(r"^[A-Z ]+, ([A-Z][a-z]+ \d+) – ", read_text(entry.file), re.MULTILINE)

    assert FIRST <= entry.published.date() <= LAST
    assert find_page_dates(entry.file) <= {entry.published}
    if dateline:
        local = dt.datetime.fromisoformat(to_local(entry)).date()
        assert dateline[1] in {f"{local:%b} {local.day}", f"{local:%B} {local.day}"}


def to_local(entry: Entry) -> str:
    """The entry's date as the outlet's own clock shows it, in ISO form."""
    raw = str(entry.raw_date)
    try:
        return dt.datetime.fromisoformat(raw).isoformat()
    except ValueError:
        return dt.datetime.strptime(raw, "%a, %d %b %Y %H:%M:%S %z").isoformat()


def test_some_pages_state_no_date_and_only_the_feed_knows() -> None:
    """The basis `feed` has something to show, and so has `none`: one entry that nobody dated."""
    undated = [entry for entry in read_entries() if is_article(entry) and not find_page_dates(entry.file)]

    assert len([entry for entry in undated if entry.published]) >= 3
    assert [entry.url for entry in undated if not entry.published] == [
        "http://atlantic-ledger.example/story/undated-explainer.html"
    ]


def test_the_bad_input_is_there_once_each() -> None:
    """A page that is gone, a PDF, an empty page, a page in another language."""
    bad = [entry.file for entry in read_entries() if not is_article(entry)]

    assert [file.name for file in bad if not file.exists()] == ["index.html"]
    assert [file.read_bytes()[:5] for file in bad if file.suffix == ".pdf"] == [b"%PDF-"]
    assert [file.name for file in bad if file.exists() and file.stat().st_size == 0] == ["live-updates.html"]
    assert len([file for file in bad if file.exists() and b'lang="uk"' in file.read_bytes()]) == 1
    assert len(bad) == 4


def test_one_story_stands_on_three_sites() -> None:
    """The agency's text, an edited copy and one cut short: most sentences are the same."""
    original, edited, short = (
        set(read_text(FOLDER / "pages" / page).splitlines())
        for page in (
            "kyiv-wire.example/news/2023/01/26/missiles-after-tanks.html",
            "north-courier.example/world/wire-missiles-after-tanks.html",
            "atlantic-ledger.example/story/wire-missiles-short.html",
        )
    )
    assert len(original & edited) >= 3
    assert original - edited
    assert 3 <= len(original & short) < len(original)


PROMISES = [
    pytest.param(["63 of its soldiers", "400 mobilised"], id="two-sides-tolls-of-one-strike"),
    pytest.param(["At least five people", "rose to 30", "rose to 40", "Forty-four people"], id="a-rising-toll"),
    pytest.param(["131,290", "132,160", "lost 1,030 soldiers", "133,190", "134,100"], id="a-daily-tally"),
    pytest.param(["47 of them", "61 of them", "all 45", "all 39"], id="interceptions"),
    pytest.param(["38 missiles and not 33", "revised on Thursday to 46"], id="a-correction"),
    pytest.param(["More than 600 Ukrainian servicemen", "Ukraine has denied a claim"], id="a-denial"),
    pytest.param(["may begin around 24 February"], id="a-forecast"),
    pytest.param(["including five children"], id="a-subset"),
    pytest.param(["Klishchiivka", "Kleshcheevka", "Krasna Hora", "Krasnaya Gora"], id="villages-under-two-spellings"),
    pytest.param(["116 prisoners of war", "Sixty-three Russian servicemen"], id="both-halves-of-an-exchange"),
]


@pytest.mark.parametrize("words", PROMISES)
def test_the_sample_shows_what_it_promises(words: list[str]) -> None:
    """The words of the phenomena that the demo is there to show."""
    text = "\n".join(read_text(entry.file) for entry in read_entries() if is_article(entry))

    assert [word for word in words if word not in text] == []
