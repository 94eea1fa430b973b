"""Pages in pairs of tests/data/pages, and pages that are none."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitrep.clean import clean_page
from sitrep.records import Article, Page, Reject
from sitrep.settings import Settings, load_settings

PAGES = Path(__file__).parents[2] / "data" / "pages"
NAMES = sorted(path.name.removesuffix(".expected.yml") for path in PAGES.glob("*.expected.yml"))
CAPTURED_AT = dt.datetime(2023, 3, 1, 12, tzinfo=dt.UTC)
PARAGRAPH = (
    "<p>Officials said on Tuesday that three people were killed in a strike on the town of Sadove, number {}.</p>"
)
STORY = "".join(PARAGRAPH.format(number) for number in range(6))


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings(clean_timeout_seconds=20.0)


def make_page(body: str | bytes, **fields: object) -> Page:
    """A page of HTML, captured on 2023-03-01, unless said otherwise."""
    given: dict[str, Any] = {
        "url": "https://paper.example/story",
        "body": body if isinstance(body, bytes) else body.encode(),
        "content_type": "text/html",
        "source_id": "paper",
        "captured_at": CAPTURED_AT,
        "capture_file": "captures/a.warc.gz",
        "capture_offset": 7,
    }
    return Page(**{**given, **fields})


def wrap(body: str, head: str = "") -> str:
    return f"<html><head><title>Strike on Sadove</title>{head}</head><body><article>{body}</article></body></html>"


def clean_article(page: Page, settings: Settings) -> Article:
    article = clean_page(page, settings=settings)
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("name", NAMES)
def test_a_page_gives_what_its_pair_expects(name: str, settings: Settings) -> None:
    """Metadata to the letter, the story whole, residue gone; or the reject with its reason."""
    expected = yaml.safe_load((PAGES / f"{name}.expected.yml").read_text(encoding="utf-8"))
    body = (PAGES / f"{name}.html").read_bytes()
    page = make_page(body, url=expected["url"], zone=expected.get("zone", "UTC"))

    result = clean_page(page, settings=settings)

    if "reject" in expected:
        assert isinstance(result, Reject)
        assert expected["reject"] in result.reason
        return
    assert isinstance(result, Article), result
    found = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in dataclasses.asdict(result).items()
    }
    assert {name: found[name] for name in expected["article"]} == expected["article"]
    assert result.text.startswith(expected["opens_with"])
    assert result.text.endswith(expected.get("ends_with", ""))
    assert set(expected.get("lines", [])) <= set(result.text.split("\n"))
    assert [word for word in expected["absent"] if word in result.text] == []


REJECTS = [
    pytest.param(b"", {}, "page is empty", id="empty"),
    pytest.param(b" \n\t ", {}, "page is empty", id="blank"),
    pytest.param(b"%PDF-1.7 ...", {}, "a PDF", id="pdf"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(50), {}, "an image", id="png-served-as-html"),
    pytest.param(b'{"a": [1, 2]}', {}, "JSON", id="json-served-as-html"),
    pytest.param(b'{"a": 1}', {"content_type": "application/json"}, "application/json", id="json"),
    pytest.param(b"\x00\x01\x02", {"content_type": "image/webp"}, "image/webp", id="image-by-its-type"),
    pytest.param(b'<?xml version="1.0"?><rss><channel/></rss>', {}, "feed or sitemap", id="feed"),
    pytest.param(b"hello, this is no page", {}, "no markup", id="html-without-markup"),
    pytest.param(bytes(range(128, 256)) * 40 + b"<p>", {}, "cannot be decoded", id="bytes-of-no-encoding"),
    pytest.param(b" \n ", {"content_type": "text/plain"}, "page is empty", id="blank-text"),
    pytest.param(b"Comments are closed.\n", {"content_type": "text/plain"}, "text is empty", id="text-of-residue"),
    pytest.param(wrap("<div>" * 300 + STORY + "</div>" * 300), {}, "nested too deep", id="300-deep"),
    pytest.param(wrap("<i>" * 200_000), {}, "tags is over the limit", id="too-many-tags"),
]


@pytest.mark.parametrize(("body", "fields", "reason"), REJECTS)
def test_what_is_no_article_is_a_reject_with_its_reason(
    body: str | bytes, fields: dict[str, Any], reason: str, settings: Settings
) -> None:
    """A reject names stage, subject, place and reason, and is dated by the capture."""
    reject = clean_page(make_page(body, **fields), settings=settings)

    assert isinstance(reject, Reject)
    assert reason in reject.reason
    assert (reject.stage, reject.error, reject.subject) == ("clean", "ParseError", "https://paper.example/story")
    assert (reject.capture_offset, reject.rejected_at) == (7, CAPTURED_AT)


def test_a_node_of_ten_megabytes_is_a_reject(settings: Settings) -> None:
    """The parser drops such a node in silence, and leaves the menu as if it were the story."""
    page = make_page(wrap("<nav><a href='/'>Home</a></nav><p>" + "a word and more. " * 590_000 + "</p>"))
    roomy = settings.model_copy(update={"max_body_bytes": 50_000_000})

    reject = clean_page(page, settings=roomy)

    assert isinstance(reject, Reject)
    assert "over 10 million bytes" in reject.reason or "over the limit" in reject.reason


def test_a_page_that_takes_too_long_is_given_up(settings: Settings) -> None:
    """The limit interrupts trafilatura wherever it is, and leaves nothing behind for the next page."""
    hasty = settings.model_copy(update={"clean_timeout_seconds": 0.3, "max_article_chars": 10**8})
    page = make_page(wrap("".join(PARAGRAPH.format(number) for number in range(20_000))))

    started = time.monotonic()
    reject = clean_page(page, settings=hasty)

    assert time.monotonic() - started < 3
    assert isinstance(reject, Reject)
    assert "longer than 0.3 seconds" in reject.reason
    assert isinstance(clean_page(make_page(wrap(STORY)), settings=settings), Article)


def test_a_text_over_the_limit_is_a_reject(settings: Settings) -> None:
    """Nothing is cut: half a story has other figures than the whole."""
    tight = settings.model_copy(update={"max_article_chars": 100})

    reject = clean_page(make_page(wrap(STORY)), settings=tight)

    assert isinstance(reject, Reject)
    assert "over the limit of 100" in reject.reason


def test_plain_text_passes_through(settings: Settings) -> None:
    """Paragraphs are lines; the first line is the title only where a hint says so."""
    body = "Strike on Sadove\r\n\r\nThree people were killed.\r\n- one soldier\r\n- two drivers\r\n"
    plain = {"content_type": "text/plain", "published_at": CAPTURED_AT, "published_basis": "archive"}

    untitled = clean_article(make_page(body, **plain), settings)
    titled = clean_article(make_page(body, title="Strike on Sadove", **plain), settings)

    assert untitled.title is None
    assert untitled.text == "Strike on Sadove\nThree people were killed.\n- one soldier\n- two drivers"
    assert titled.title == "Strike on Sadove"
    assert titled.text == "Three people were killed.\n- one soldier\n- two drivers"
    assert titled.published_basis == "archive"


WRAPPED = [
    pytest.param(
        "The troops left the village on Sunday after\na week of fighting, the brigade said.",
        "The troops left the village on Sunday after a week of fighting, the brigade said.",
        id="a-sentence-broken-by-a-machine",
    ),
    pytest.param(
        "The enemy lost within the past day and night:\nabout 650 men", None, id="a-list-after-a-colon-stays-apart"
    ),
    pytest.param("The following was destroyed in the night\n- three lorries", None, id="a-bullet-stays-apart"),
    pytest.param("Short line\nand another", None, id="short-lines-were-broken-by-hand"),
]


@pytest.mark.parametrize(("body", "text"), WRAPPED)
def test_only_lines_that_a_machine_wrapped_are_joined(body: str, text: str | None, settings: Settings) -> None:
    """A paragraph of plain text may be hard-wrapped; a list never is one."""
    article = clean_article(make_page(body, content_type="text/plain"), settings)

    assert article.text == (text or body)


def test_a_document_without_an_address_is_named_by_its_bytes(settings: Settings) -> None:
    """Or by the address that it declares, if it is a page that does."""
    plain = clean_article(make_page("Three people were killed.", url="", content_type="text/plain"), settings)
    link = '<link href="https://paper.example/named" rel="canonical">'
    declared = clean_article(make_page(wrap(STORY, link), url="urn:sha256:00"), settings)
    asked = clean_article(make_page(wrap(STORY, link)), settings)

    assert plain.url.startswith("urn:sha256:")
    assert declared.url == "https://paper.example/named"
    assert asked.url == "https://paper.example/story"


def test_invisible_characters_and_odd_spaces_are_settled(settings: Settings) -> None:
    """Offsets are worth nothing if two texts that look the same differ."""
    body = "Three\u00a0people\u202fwere kil\u00adled\u200b in Kyi\u0308v,\x07 he said."

    article = clean_article(make_page(body, content_type="text/plain"), settings)

    assert article.text == "Three people were killed in Kyïv, he said."


def test_the_same_page_gives_the_same_article_after_any_other(settings: Settings) -> None:
    """Nothing is remembered from page to page: a boilerplate paragraph of a thousand pages is no duplicate."""
    page = make_page(wrap(STORY))
    first = clean_article(page, settings)
    for number in range(5):
        clean_page(make_page(wrap(STORY), url=f"https://paper.example/{number}"), settings=settings)

    assert clean_article(page, settings) == first
    assert (first.revision, first.is_paywalled) == (0, False)
