"""Encoded bodies come out whole or not at all, and never larger than allowed."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.codings import BoundedDecoder, decode_body
from sitrep.errors import ParseError, RefusedError

ENCODERS = {
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=3),
    "gzip, br": lambda body: brotli.compress(gzip.compress(body, mtime=0), quality=3),
    "identity": lambda body: body,
}
TEXT = b"The bridge was reopened on Monday. " * 5_000


@pytest.mark.parametrize("coding", ENCODERS)
@given(cuts=st.lists(st.integers(1, 200), min_size=1, max_size=5), body=st.binary(max_size=2_000))
def test_chunks_of_any_size_give_the_body(coding: str, cuts: list[int], body: bytes) -> None:
    """However the network cuts it."""
    data = ENCODERS[coding](body)
    decoder = BoundedDecoder(coding, 10_000)
    out = b""
    while data:
        size = cuts[len(out) % len(cuts)]
        out += decoder.decode(data[:size])
        data = data[size:]
    decoder.finish()

    assert out == body


@pytest.mark.parametrize("coding", ENCODERS)
def test_a_body_of_many_steps_comes_out_whole(coding: str) -> None:
    """Decoders that hold output back are asked until they have none."""
    assert decode_body(ENCODERS[coding](TEXT), coding, len(TEXT)) == TEXT


@pytest.mark.parametrize("coding", ENCODERS)
def test_one_byte_too_many_is_refused(coding: str) -> None:
    """Decoded bytes count, not those sent."""
    with pytest.raises(RefusedError, match="more than"):
        decode_body(ENCODERS[coding](TEXT), coding, len(TEXT) - 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_cut_body_is_a_parse_error(coding: str) -> None:
    """Half a page must not pass for one."""
    with pytest.raises(ParseError, match="too early"):
        decode_body(ENCODERS[coding](TEXT)[:-5], coding, len(TEXT))


def test_gzip_members_and_padding_are_read_as_one_body() -> None:
    """As every client does."""
    assert decode_body(gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0", "gzip", 10) == b"ab"


def test_deflate_without_its_header_is_read() -> None:
    """Some servers send it so."""
    assert decode_body(zlib.compress(TEXT)[2:-4], "deflate", len(TEXT)) == TEXT
