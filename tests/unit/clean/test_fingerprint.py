"""Fingerprints: what survives cutting, rewording and typography."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitrep.clean.fingerprint import SIGNATURE_SIZE, hash_sentences, sign_text

SENTENCES = [
    f"The brigade said that {number} shells had landed near the bridge of village number {number * 7}."
    for number in range(20)
]
TEXT = "\n".join(SENTENCES)


def likeness(first: str, second: str) -> float:
    return float((np.array(sign_text(first)) == np.array(sign_text(second))).mean())


def test_case_space_and_punctuation_do_not_count() -> None:
    """A site's own typography makes no other sentence."""
    changed = TEXT.upper().replace(" ", "  ").replace(".", " !").replace("\n", " ")

    assert hash_sentences(changed) == hash_sentences(TEXT)
    assert sign_text(changed) == sign_text(TEXT)


def test_a_cut_copy_shares_its_sentences_and_not_its_signature() -> None:
    """Which is why there are two fingerprints."""
    cut = "\n".join(SENTENCES[:6])

    assert set(hash_sentences(cut)) <= set(hash_sentences(TEXT))
    assert likeness(cut, TEXT) < 0.6


def test_a_reworded_copy_keeps_most_of_its_signature() -> None:
    """One word in twenty changed."""
    words = TEXT.split()
    reworded = " ".join("altered" if place % 20 == 0 else word for place, word in enumerate(words))

    assert 0.5 < likeness(reworded, TEXT) < 1
    assert likeness("Grain prices fell again in the ports of the south. " * 9, TEXT) < 0.1


def test_short_sentences_are_left_out() -> None:
    """They stand in a thousand stories."""
    assert hash_sentences("He did not elaborate. She agreed.") == ()


@given(st.text(max_size=300))
def test_fingerprints_are_signed_64_bit_integers(text: str) -> None:
    """They must fit the database's BIGINT, whatever the text; the same text gives the same numbers."""
    hashes, signature = hash_sentences(text), sign_text(text)

    assert all(-(2**63) <= value < 2**63 for value in (*hashes, *signature))
    assert len(hashes) == len(set(hashes))
    assert len(signature) in {0, SIGNATURE_SIZE}
    assert (hash_sentences(text), sign_text(text)) == (hashes, signature)
