"""Read the noun phrase of whoever speaks, to the left or right of a word in a sentence.

In      one sentence as tokens, with the actors of its document
Out     ranges of tokens, both ends included; None where no speaker stands there
Units   indexes into `Phrases.tokens`; a token's own offsets are code points into `Document.text`
Errors  LexiconError at first use, if speech.toml is malformed
Source  lexicon/en/speech.toml, [nouns]
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from sitrep.extract import lexicon
from sitrep.extract.mentions import ActorMention
from sitrep.extract.text import Sentence

Range = tuple[int, int]

CLAUSE = frozenset(',;:—–-“”"«»()')
_PARTS = CLAUSE - {"-"}
QUOTES = frozenset('“”"«»„‘')

_TOKEN = re.compile(
    r"((?=[A-Z])(?:(?:[A-Z]\.){2,}|(?:Gen|Lt|Col|Maj|Mr|Ms|Mrs|Dr|Capt|Sgt|Adm|Brig)\.)|"
    r"\w[\w'’/-]*(?:\.(?:NET|net|com|ua|ru|Ru)\b)?|[^\w\s])"
)
_MEDIUMS = frozenset(["Telegram", "Facebook", "Twitter", "X", "VKontakte", "Instagram", "WhatsApp", "YouTube", "Viber"])
_NO_LINK_RIGHT = frozenset(["on", "to", "with", "at"])
_POINTERS = frozenset(["that", "this", "these", "those"])
_STATES = frozenset(["russia", "ukraine", "kyiv", "kiev", "moscow"])
_JOINING = frozenset(["and", "but", "while", "or"])  # "…, and over 37 were wounded, say the authorities"
_TAG_VERBS = frozenset(["reports", "report", "writes", "states", "notes"])  # "…, UNN reports" is no apposition
_CITING = frozenset(["citing", "quoting", "referring", "according"])
_APPOSITION_TOKENS = 25


class Token(NamedTuple):
    """A word or a mark; `low` is lower-case with straight apostrophes."""

    start: int
    end: int
    text: str
    low: str


@dataclass(frozen=True, slots=True)
class Nouns:
    """The words of speakers, as sets."""

    determiners: frozenset[str]
    links: frozenset[str]
    words: frozenset[str]
    pronouns: frozenset[str]
    openers: frozenset[str]
    skipped: frozenset[str]
    vague: frozenset[str]
    back: frozenset[str]
    documents: frozenset[str]
    media: frozenset[str]
    own_work: frozenset[str]
    demonyms: frozenset[str]


@cache
def nouns() -> Nouns:
    """Read [nouns] of speech.toml once."""
    data = lexicon.load("speech")["nouns"]
    sets = {name: frozenset(data[name]) for name in Nouns.__dataclass_fields__ if name != "demonyms"}
    sets["pronouns"] |= {"him", "her", "them"}
    return Nouns(**sets, demonyms=frozenset(lexicon.load("actors")["demonyms"]))


class Phrases:
    """The tokens of one sentence, and the speakers among them."""

    def __init__(
        self, text: str, folded: str, sentence: Sentence, actors: Sequence[ActorMention], starts: Sequence[int]
    ) -> None:
        """Cut the sentence; `folded` is the text in lower case, `starts` are the actors' starts, for bisection."""
        # Gaps and tokens in turn, which add up to the sentence.
        parts = _TOKEN.split(text[sentence.start : sentence.end])
        offsets = list(accumulate(map(len, parts), initial=sentence.start))
        self._begins, ends = offsets[1:-1:2], offsets[2::2]
        lows = [folded[start:end] for start, end in zip(self._begins, ends, strict=True)]
        self.tokens = list(map(Token, self._begins, ends, parts[1::2], lows))
        self._actors = actors
        self._starts = starts
        self._lex = nouns()

    def index_at(self, offset: int) -> int:
        """The first token that starts at or behind the offset."""
        return bisect.bisect_left(self._begins, offset)

    def before_verb(self, verb: int) -> tuple[Range, Range] | None:
        """The speaker before a verb, and the same with its apposition."""
        tokens = self.tokens
        i = verb - 1
        while i >= 0 and (tokens[i].low in self._lex.skipped or self._is_date(i)):
            i -= 1
        if i > 1 and self._is_bracketed_acronym(i - 2):
            span = self.left_of(i - 3)
            return ((span[0], i), (span[0], i)) if span else None
        if i >= 0 and tokens[i].text == ")":
            while i >= 0 and tokens[i].text != "(":
                i -= 1
            i -= 1
        if i > 0 and tokens[i].low in ("who", "which"):
            i -= 2 if tokens[i - 1].text == "," else 1
        elif i >= 0 and tokens[i].text == ",":
            return self._before_comma(i, verb)
        span = self.left_of(i)
        return (span, span) if span else None

    def left_of(self, last: int) -> Range | None:
        """The speaker whose last word is the token `last`."""
        tokens, lex = self.tokens, self._lex
        i = last
        while i >= 0:
            low = tokens[i].low
            if low in lex.pronouns and i == last:
                return (i, i)
            if low in _POINTERS:
                break
            if low in lex.determiners:
                if i < 2 or tokens[i - 1].low not in lex.links or not self._is_noun(i - 2):  # noqa: PLR2004 - link and noun
                    i -= 1
                    break
            elif not self._is_noun(i) and (low not in lex.links or i == last) and not self._is_owned(i, last):
                break
            i -= 1
        first = i + 1
        while first <= last and tokens[first].low in lex.links:
            first += 1
        first = self._behind_medium(first, last)
        return (first, last) if first <= last and self._can_speak((first, last)) else None

    def right_of(self, i: int) -> Range | None:
        """The speaker that begins at the token `i`, behind an opening quotation mark at most."""
        tokens, lex = self.tokens, self._lex
        while i < len(tokens) and tokens[i].text in QUOTES:
            i += 1
        first, last = i, i - 1
        while i < len(tokens):
            token = tokens[i]
            if token.low in lex.pronouns and i == first:
                return (i, i)
            if (token.text in _MEDIUMS and i > first) or self._opens_clause(i, first):
                break
            if self._is_noun(i):
                last = i
            elif self._is_bracketed_acronym(i):
                i = last = i + 2
            elif not self._links_right(i, first):
                break
            i += 1
        while last >= first and tokens[last].low in lex.links:
            last -= 1
        return (first, last) if last >= first and self._can_speak((first, last)) else None

    def _opens_clause(self, i: int, first: int) -> bool:
        """Whether a side begins what is told: "according to the bulletin Russia's losses"."""
        token, before = self.tokens[i], self.tokens[i - 1]
        bare = token.low.removesuffix("'s")
        is_side = bare in _STATES or (bare in self._lex.demonyms and before.low in self._lex.documents)
        return (
            i > first and token.text[0].isupper() and is_side and before.low in self._lex.back and before.text.islower()
        )

    def widen_right(self, span: Range, *, is_fronted: bool = False) -> Range:
        """Take in an apposition: "Hanna Maliar, a deputy defence minister".

        Behind a speaker at the sentence's front it must close: "According to Kim, Russian troops shelled …".
        """
        i = span[1] + 1
        if i < len(self.tokens) and self.tokens[i].text == "," and self.tokens[span[1]].low not in self._lex.pronouns:
            more = self.right_of(i + 1)
            if more is None or more[0] != i + 1 or self.tokens[more[1]].low in _TAG_VERBS:
                return span
            is_closed = more[1] + 1 < len(self.tokens) and self.tokens[more[1] + 1].text in CLAUSE
            if self.has_any(more, self._lex.words) and (is_closed or not is_fronted):
                return (span[0], more[1])
        return span

    def has_any(self, span: Range, words: frozenset[str]) -> bool:
        """Whether a word of the set stands in the range."""
        return any(self.tokens[i].low in words for i in range(span[0], span[1] + 1))

    def is_body(self, span: Range) -> bool:
        """An actor or an office: enough to stand as a label without a verb."""
        return self.has_actor(span) or self.has_any(span, self._lex.back | {"officials", "authorities"})

    def is_document(self, span: Range) -> bool:
        """'Stated in the operational update of the General Staff', but not "in Donetsk region"."""
        return self.has_any(span, self._lex.documents)

    def has_actor(self, span: Range) -> bool:
        """Whether an actor lies wholly in the range."""
        i = bisect.bisect_left(self._starts, self.tokens[span[0]].start)
        return i < len(self._actors) and self._actors[i].end <= self.tokens[span[1]].end

    def has_named(self, span: Range) -> bool:
        """Whether a named actor lies wholly in the range."""
        first = bisect.bisect_left(self._starts, self.tokens[span[0]].start)
        last = bisect.bisect_left(self._starts, self.tokens[span[1]].end)
        return any(actor.actor_id is not None for actor in self._actors[first:last])

    def _before_comma(self, comma: int, verb: int) -> tuple[Range, Range] | None:
        """'Kim, the governor of Mykolaiv, said': the name, with what it is as evidence."""
        i = comma - 1
        first = i
        while first >= 0 and self.tokens[first].text not in _PARTS:
            first -= 1
        is_apposed = first >= 0 and self.tokens[first].text == "," and self.tokens[first + 1].low not in _JOINING
        if is_apposed and i - first <= _APPOSITION_TOKENS:
            name = self.left_of(first - 1)
            if name is not None and any(self.tokens[n].text[0].isupper() for n in range(name[0], name[1] + 1)):
                # "CNN, citing Shoigu, reported": who is cited is a source of its own.
                cites = self.tokens[first + 1].low in _CITING
                is_named = self._is_called(name) or self._is_person(name)
                called = None if cites or is_named else self.left_of(i)
                if called is not None and (self.has_named(called) or self._is_person(called)):
                    # "The official, Valentyn Reznychenko, said", "Ukraine's army chief, Oleksandr Syrskyi, said".
                    return called, (name[0], i)
                return name, name if cites else (name[0], i)
            called = self.left_of(i) if name is not None else None
            if name is not None and called is not None and self._is_person(called):
                return called, (name[0], i)  # "the governor's adviser, Iryna Koval, said"
        if self.right_of(verb + 1) is not None:
            return None
        # A comma too many: "Governor Oleh Syniehubov, said on Telegram".
        span = self.left_of(i)
        return (span, span) if span and self.has_actor(span) else None

    def _behind_medium(self, first: int, last: int) -> int:
        """Where the speaker begins in "In a Telegram post Ukraine's military intelligence said"."""
        if first and self.tokens[first - 1].low == "in":
            for i in range(first, last):
                if self.tokens[i].low in self._lex.documents and self.tokens[i + 1].text[0].isupper():
                    return i + 1
        return first

    def _is_called(self, span: Range) -> bool:
        """Whether an actor ends the range: "Ukraine's army chief" has one, but is another."""
        first = bisect.bisect_left(self._starts, self.tokens[span[0]].start)
        last = bisect.bisect_left(self._starts, self.tokens[span[1]].end)
        end = self.tokens[span[1]].end
        return any(actor.actor_id is not None and actor.end == end for actor in self._actors[first:last])

    def _is_person(self, span: Range) -> bool:
        """Two names or three, and no word for what someone is."""
        tokens = self.tokens[span[0] : span[1] + 1]
        is_names = all(t.text[0].isupper() and t.text[1:].islower() and t.low not in self._lex.words for t in tokens)
        return is_names and len(tokens) in (2, 3) and not any(t.low in self._lex.demonyms for t in tokens)

    def _is_owned(self, i: int, last: int) -> bool:
        """Any one word between an owner and a noun: "South Korea's spy agency"."""
        owner = self.tokens[i - 1] if i else None
        is_word = i < last and self.tokens[i].low.isalpha()
        return is_word and owner is not None and owner.text[0].isupper() and owner.low.endswith(("'s", "’s"))

    def _is_noun(self, i: int) -> bool:
        token = self.tokens[i]
        if token.low in self._lex.words:
            return True
        if token.text[0].isupper():
            return token.text not in self._lex.openers and token.low not in self._lex.determiners
        # "The 110th Separate Mechanized Brigade".
        return token.text[0].isdigit() and token.low.endswith(("th", "st", "nd", "rd"))

    def _is_date(self, i: int) -> bool:
        """A month or day between speaker and verb: "the ministry on April 26 said"."""
        token = self.tokens[i]
        near = self.tokens[i - 1].text if i else ""
        after = self.tokens[i + 1].text if i + 1 < len(self.tokens) else ""
        if token.text.isdigit():
            return near in self._lex.openers or after in self._lex.openers
        return (
            i > 0
            and token.text in self._lex.openers
            and token.low not in _POINTERS
            and (after.isdigit() or near.isdigit())
        )

    def _is_bracketed_acronym(self, i: int) -> bool:
        tokens = self.tokens
        return (
            tokens[i].text == "("
            and i + 2 < len(tokens)
            and tokens[i + 2].text == ")"
            and sum(c.isupper() for c in tokens[i + 1].text) > 1
        )

    def _links_right(self, i: int, first: int) -> bool:
        """Whether a phrase that began at `first` may run on over the token."""
        token = self.tokens[i]
        if token.text in QUOTES:
            # Air Command "South"
            return i > first and i + 1 < len(self.tokens) and self.tokens[i + 1].text[0].isupper()
        if token.low in self._lex.determiners:
            return token.low not in _POINTERS
        return i > first and token.low in self._lex.links and token.low not in _NO_LINK_RIGHT

    def _can_speak(self, span: Range) -> bool:
        """An actor, a name of more than an adjective, or a noun for those who speak."""
        tokens, lex = self.tokens[span[0] : span[1] + 1], self._lex
        if len(tokens) == 1 and tokens[0].low in lex.demonyms:
            return tokens[0].low.endswith("s") and not tokens[0].low.endswith("'s")
        if self.has_actor(span):
            return True
        if all(t.low in lex.vague or t.low in lex.determiners for t in tokens):
            return False
        return self.has_any(span, lex.words) or any(
            t.text[0].isupper() and t.low not in lex.determiners for t in tokens
        )
