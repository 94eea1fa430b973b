"""One page, one address; and addresses that nobody may fetch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.errors import ParseError
from sitrep.urls import article_id, canonical_url, normalise_url, registered_domain, urn_of

SAME = [
    "https://press.example/story",
    "http://press.example/story",
    "https://www.press.example/story",
    "https://m.press.example/story/",
    "https://amp.press.example/story",
    "https://www.press.example/amp/story",
    "https://press.example/story/amp/",
    "https://press.example/story/amp",
    "https://press.example/story#comments",
    "https://press.example/story?utm_source=rss&utm_medium=feed",
    "https://press.example/story?fbclid=abc&at_medium=RSS&ref=home",
    "https://press.example/story?amp=1",
    "https://PRESS.example:443/story",
    "https://press.example//story",
    "https://press.example/x/../story",
    "https://press.example/%73tory",
    "https://user:secret@press.example/story",
    "https://web.archive.org/web/20230101120000/https://press.example/story",
    "https://web.archive.org/web/20230101120000id_/http:/press.example/story",
    "https://press-example.cdn.ampproject.org/c/s/press.example/story",
    " https://press.example/story\n",
]


@pytest.mark.parametrize("url", SAME)
def test_renderings_of_a_page_have_one_address_and_one_id(url: str) -> None:
    """Scheme, www, m, amp, fragments, trackers and wrappers do not make another article."""
    assert canonical_url(url) == "https://press.example/story"
    assert article_id(url) == article_id(SAME[0])


APART = [
    ("https://press.example/?12345", "https://press.example/?12346"),
    ("https://press.example/news.php?id=5", "https://press.example/news.php?id=6"),
    ("https://press.example/a", "https://other.example/a"),
    ("https://press.example/A", "https://press.example/a"),
    ("https://press.example/story", "https://press.example/story-2"),
    ("https://press.example/amphitheatre", "https://press.example/hitheatre"),
    ("https://mpress.example/a", "https://press.example/a"),
    ("https://press.example/story?page=2", "https://press.example/story"),
    ("https://m.example/a", "https://example/a"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_pages_stay_apart(one: str, other: str) -> None:
    """Unifying too much would lose articles."""
    assert article_id(one) != article_id(other)


def test_the_order_of_parameters_does_not_matter() -> None:
    """Sorted for the identity, left as they are for the request."""
    assert canonical_url("https://a.example/x?b=2&a=1") == canonical_url("https://a.example/x?a=1&b=2")
    assert normalise_url("https://a.example/x?b=2&a=1") == "https://a.example/x?b=2&a=1"


NORMAL = [
    pytest.param("HTTP://Press.Example:80/a/./b", "http://press.example/a/b", id="case-port-dots"),
    pytest.param("https://press.example", "https://press.example/", id="no-path"),
    pytest.param("https://b\u00fcch.example/\u00fc ?\u044f", "https://xn--bch-hoa.example/%C3%BC%20?%D1%8F", id="idn"),
    pytest.param("https://press.example/a%2fb%zz", "https://press.example/a%2Fb%25zz", id="escapes"),
    pytest.param("https://press.example/?a=1&amp;b=2", "https://press.example/?a=1&b=2", id="escaped-ampersand"),
    pytest.param("https://press.example/a\tb\n", "https://press.example/ab", id="blanks-inside"),
    pytest.param("http://[::1]:8080/", "http://[::1]:8080/", id="ipv6"),
    pytest.param("https://press.example/../../a", "https://press.example/a", id="dots-above-root"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "normal"), NORMAL)
def test_an_address_is_made_fit_for_a_request(url: str, normal: str) -> None:
    """ASCII, no fragment, nothing superfluous."""
    assert normalise_url(url) == normal


@pytest.mark.parametrize(
    "url",
    [
        "", "press", "/story", "//press.example/x", "ftp://press.example/", "file:///etc/passwd", "javascript:alert(1)",
        "mailto:a@press.example", "http://", "http:///x", "http://a..b/", "http://a b/", "http://[::1", "http://a:99999/",
        "http://" + "a" * 300 + "/" + "b" * 2000, "http://\u2028/", "urn:sha256:00",
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_is_a_parse_error(url: str) -> None:
    """And still has an identity."""
    with pytest.raises(ParseError):
        normalise_url(url)
    assert len(article_id(url)) == 32


def test_a_redirect_keeps_the_parameters_that_the_server_asks_for() -> None:
    """Without them it would ask again, for ever."""
    url = "https://press.example/?utm_source=x"
    assert normalise_url(url, keep_trackers=True) == url
    assert normalise_url(url) == "https://press.example/"


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.bbc.co.uk/x", "bbc.co.uk"),
        ("https://www.pravda.com.ua/eng/", "pravda.com.ua"),
        ("a.b.press.example", "press.example"),
        ("http://192.0.2.7:8080/", "192.0.2.7"),
        ("http://[2001:db8::1]/", "2001:db8::1"),
        ("urn:sha256:00", "urn"),
        ("", "unknown"),
        ("http://[", "unknown"),
    ],
)
def test_the_registered_domain_is_the_unit_of_politeness(url: str, domain: str) -> None:
    """By the public suffix list; for what is not on it, the last two labels."""
    assert registered_domain(url) == domain


def test_a_document_without_address_is_named_by_its_bytes() -> None:
    """And keeps that name."""
    assert canonical_url(urn_of(b"text")) == urn_of(b"text") != urn_of(b"test")


@given(
    st.text(max_size=60)
    | st.from_regex(r"https?://[a-z.]{0,12}[:/?#&=%@a-zA-Z0-9._~\u0430-\u044f-]{0,60}", fullmatch=True)
)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Whatever the text: settled means settled, and identity is total."""
    canonical = canonical_url(text)
    assert canonical_url(canonical) == canonical
    registered_domain(text)
    try:
        once = normalise_url(text)
    except ParseError:
        return
    assert normalise_url(once) == once
    assert once.isascii()
