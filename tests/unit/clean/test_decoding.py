"""Bytes become text by what they are, before what they are said to be."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.clean.decoding import decode_page, is_plain_text
from sitrep.errors import ParseError

UKRAINIAN = "<p>Генеральний штаб повідомив про сто сорок п'ять бойових зіткнень за добу.</p>"
POLISH = "<p>W nocy zginęło trzech żołnierzy, a dwóch zostało rannych, podał sztab.</p>"
QUOTED = "<p>He said “no” – twice…</p>"

CASES = [
    pytest.param(UKRAINIAN.encode(), "text/html", UKRAINIAN, id="utf-8-undeclared"),
    pytest.param(UKRAINIAN.encode(), "text/html; charset=windows-1251", UKRAINIAN, id="utf-8-declared-as-other"),
    pytest.param(UKRAINIAN.encode("cp1251"), "text/html; charset=Windows-1251", UKRAINIAN, id="cp1251-by-header"),
    pytest.param(
        b"<meta charset='windows-1251'>" + UKRAINIAN.encode("cp1251"),
        "text/html",
        "<meta charset='windows-1251'>" + UKRAINIAN,
        id="cp1251-by-meta",
    ),
    pytest.param(
        b'<?xml version="1.0" encoding="koi8-u"?>' + UKRAINIAN.encode("koi8-u"),
        "application/xhtml+xml",
        '<?xml version="1.0" encoding="koi8-u"?>' + UKRAINIAN,
        id="koi8-by-xml",
    ),
    pytest.param(POLISH.encode("iso-8859-2"), "text/html; charset=iso-8859-2", POLISH, id="latin-2"),
    pytest.param(QUOTED.encode("cp1252"), "text/html; charset=iso-8859-1", QUOTED, id="windows-quotes-as-latin-1"),
    pytest.param(codecs.BOM_UTF8 + QUOTED.encode(), "text/html; charset=latin-1", QUOTED, id="byte-order-mark"),
    pytest.param(codecs.BOM_UTF16_LE + QUOTED.encode("utf-16-le"), "text/html", QUOTED, id="utf-16"),
    pytest.param(
        "<p>戦争</p>".encode("iso-2022-jp"), "text/html; charset=iso-2022-jp", "<p>戦争</p>", id="seven-bit-japanese"
    ),
    pytest.param(UKRAINIAN.encode("cp1251") * 9, "text/html", UKRAINIAN * 9, id="cp1251-guessed"),
    pytest.param(UKRAINIAN.encode(), "text/html; charset=no-such-thing", UKRAINIAN, id="unknown-charset"),
    pytest.param(b"<p>a\x00b</p>", "text/html", "<p>ab</p>", id="nul"),
]


@pytest.mark.parametrize(("body", "content_type", "text"), CASES)
def test_a_page_is_decoded_as_it_was_meant(body: bytes, content_type: str, text: str) -> None:
    """Whoever declared it wrongly."""
    assert decode_page(body, content_type) == text


def test_one_bad_byte_far_down_spoils_nothing() -> None:
    """A page that was cut within a character is still read."""
    body = UKRAINIAN.encode() * 100

    assert decode_page(body[:-5], "text/html; charset=utf-8").startswith(UKRAINIAN)


@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "text/html; charset=utf-16", "", "x/y"]))
def test_any_bytes_are_text_or_a_parse_error(body: bytes, content_type: str) -> None:
    """Nothing else escapes."""
    with contextlib.suppress(ParseError):
        assert isinstance(decode_page(body, content_type), str)


def test_only_text_plain_is_plain() -> None:
    """Its parameters do not matter."""
    assert is_plain_text("Text/Plain; charset=utf-8")
    assert not is_plain_text("text/html")
