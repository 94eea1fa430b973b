"""Small words by their class: what may stand between a number, its noun and its verb.

In      lexicon/en/words.toml
Out     frozen sets of lower-case words
Units   none
Errors  LexiconError at import, if the file is malformed
Source  lexicon/en/words.toml
"""

from __future__ import annotations

from sitrep.extract import lexicon


def word_set(name: str) -> frozenset[str]:
    """Return one class of words."""
    return frozenset(lexicon.load("words")[name])


AUXILIARIES = word_set("auxiliaries")
BE = word_set("be")
PREPOSITIONS = word_set("prepositions")
CONJUNCTIONS = word_set("conjunctions")
SUBORDINATORS = word_set("subordinators")
RELATIVES = word_set("relatives")
DETERMINERS = word_set("determiners")
MORE = word_set("more")
DASHES = word_set("dashes")
ANAPHORS = word_set("anaphors")
TIME_WORDS = word_set("time_words")
FUNCTION_WORDS = AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | RELATIVES
