"""Fingerprint a text, so that copies of it can be found: cut ones by their sentences, reworded ones by MinHash.

In      clean text
Out     hashes of its sentences, in order, each once; a MinHash signature
Units   signed 64-bit integers, which is what the database keeps
Errors  none; a text without words has an empty signature
Source  Broder 1997 (MinHash over word shingles); measured on 100,000 documents: sentence containment at 0.7 finds
        copies cut to 30 %, where MinHash finds none, and MinHash at 0.4 finds those with 5 % of the words changed
"""

from __future__ import annotations

import re

import numpy as np
import xxhash
from numpy.typing import NDArray

SIGNATURE_SIZE = 96

_Array = NDArray[np.uint64]
_SHINGLE_WORDS = 3
# A sentence of fewer words ("He did not elaborate.") says nothing about where it came from.
_LEAST_SENTENCE_WORDS = 6
_MOST_SENTENCES = 1_000
_MOST_WORDS = 20_000
_SENTENCE_END = re.compile(r"(?<=[.!?…;])[\"”’»)\]]*\s+|\n+")
_WORD = re.compile(r"\w+")
_SEED = 20_230_207
# The permutations h(x) = (a x + b) >> 32, a odd: fixed, since signatures of years are compared.
_FACTORS = np.array([xxhash.xxh64_intdigest(bytes([i, 0]), seed=_SEED) | 1 for i in range(SIGNATURE_SIZE)], np.uint64)
_TERMS = np.array([xxhash.xxh64_intdigest(bytes([i, 1]), seed=_SEED) for i in range(SIGNATURE_SIZE)], np.uint64)
_FOLD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)


def hash_sentences(text: str) -> tuple[int, ...]:
    """Hash the sentences that are long enough to be known again; case, spaces and punctuation do not count."""
    hashes: dict[int, None] = {}
    for sentence in _SENTENCE_END.split(text):
        words = _WORD.findall(sentence.casefold())
        if len(words) >= _LEAST_SENTENCE_WORDS:
            hashes[_signed(xxhash.xxh64_intdigest(" ".join(words), seed=_SEED))] = None
            if len(hashes) == _MOST_SENTENCES:
                break
    return tuple(hashes)


def sign_text(text: str) -> tuple[int, ...]:
    """Return the MinHash signature over shingles of three words; the share of equal places estimates the likeness."""
    words = _WORD.findall(text.casefold())[:_MOST_WORDS]
    if not words:
        return ()
    hashed = np.array([xxhash.xxh64_intdigest(word, seed=_SEED) for word in words], dtype=np.uint64)
    shingles = _join_shingles(hashed)
    mixed = (shingles[:, None] * _FACTORS[None, :] + _TERMS[None, :]) >> _SHIFT
    return tuple(int(value) for value in mixed.min(axis=0))


def _join_shingles(hashed: _Array) -> _Array:
    """Fold three neighbouring words into one number, in which their order counts."""
    if len(hashed) < _SHINGLE_WORDS:
        return hashed
    size = len(hashed) - _SHINGLE_WORDS + 1
    joined = np.zeros(size, dtype=np.uint64)
    for offset in range(_SHINGLE_WORDS):
        joined = (joined * _FOLD) ^ hashed[offset : offset + size]
    joined ^= joined >> _SHIFT
    return np.unique(joined)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
