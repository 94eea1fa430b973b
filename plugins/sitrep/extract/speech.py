"""Find the claims of a text: the places where it names who says something, and who that is.

In      Document; its actors, sorted
Out     for each sentence a list of Claim, left to right: the speaker's words and how the claim sits in the sentence
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if speech.toml is malformed
Source  lexicon/en/speech.toml
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Literal

import ahocorasick

from sitrep.extract import lexicon
from sitrep.extract.actors import fold, is_whole
from sitrep.extract.frozen import frozen
from sitrep.extract.mentions import ActorMention
from sitrep.extract.speaker_phrases import CLAUSE, QUOTES, Phrases, Range, nouns
from sitrep.extract.text import Document, Sentence

RULES = {
    "said-lead": "'The ministry said that …': the speaker stands before what is said.",
    "said-trail": "'…, the ministry said': the speaker stands behind what is said.",
    "said-inverted": "'…, said the ministry': verb first, speaker after it.",
    "said-by": "'It was reported by X': the speaker follows the participle.",
    "according-to": "'According to X', 'citing X', 'data from X': the speaker follows a phrase.",
    "tally-raised": "'The army raised its tally to …': whoever keeps a count states it.",
    "label": "'Source: X', 'X:' on a line of its own or before a headline.",
    "headline-dash": "'Ten dead – governor': a headline that ends in its source.",
}

Shape = Literal["lead", "trail", "both"]

_CITED = frozenset(["cited", "quoted"])  # "TASS cited the ministry as saying"
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_PLURALS = frozenset(["police", "military", "they", "we", "people", "media"])
_TAIL_OPENERS = frozenset(["in", "on", "at", "during", "via", "to", "while"])
_TAIL_TOKENS = 9  # a time, a medium: "on Telegram late on Monday evening"
_LEAD_TOKENS = 4  # "On Tuesday, the ministry said" still leads
_MATTER_TOKENS = 8  # "The situation in the region was reported by"
_FRAME_TOKENS = 4  # "This was also reported by"
_LOOKAHEAD_TOKENS = 7
_LABEL_CHARS = 90


@frozen
class Claim:
    """One naming of a speaker.

    `start`, `end` are the speaker's words; `evidence_*` also holds an apposition: "Kim, the governor of Mykolaiv";
    `cue_*` the verb or phrase. `is_frame` marks "X said this", which speaks for the matter around it.
    """

    start: int
    end: int
    evidence_start: int
    evidence_end: int
    cue_start: int
    cue_end: int
    shape: Shape
    denies: bool
    is_frame: bool
    is_quoted: bool
    rule: str


@frozen
class _Verbs:
    """The cues of speech.toml, as sets."""

    shy: frozenset[str]
    counting: frozenset[str]
    observing: frozenset[str]
    tally_nouns: frozenset[str]
    by: frozenset[str]
    giving: frozenset[str]
    told: frozenset[str]
    this: frozenset[str]
    matters: frozenset[str]


def find_claims(document: Document, actors: Sequence[ActorMention]) -> list[list[Claim]]:
    """Return the claims of each sentence of the document."""
    cues: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    folded = fold(document.text)
    for start, end, kind in _find_cues(folded):
        sentence = document.sentence_at(start)
        if sentence is not None and start < sentence.end:
            cues[sentence.index].append((start, end, kind))
    starts = [actor.start for actor in actors]
    claims: list[list[Claim]] = []
    for sentence in document.sentences:
        found = cues.get(sentence.index, [])
        row: list[Claim] = []
        if all(kind == "by" for _, _, kind in found) and " by " not in sentence.text and " in " not in sentence.text:
            # Participles without an agent name nobody.
            found = []
        if found or sentence.is_title or ":" in sentence.text[:_LABEL_CHARS]:
            reader = _Reader(document.text, sentence, Phrases(document.text, folded, sentence, actors, starts))
            row = reader.read(found) or reader.read_label()
        claims.append(row)
    return claims


@cache
def _verbs() -> _Verbs:
    data = lexicon.load("speech")
    verbs = data["verbs"]
    return _Verbs(
        shy=frozenset(verbs["shy"]),
        counting=frozenset(verbs["counting"]),
        observing=frozenset(verbs["observing"]),
        tally_nouns=frozenset(verbs["tally_nouns"]),
        by=frozenset(data["phrases"]["by"]),
        giving=frozenset(data["phrases"]["giving"]),
        told=frozenset(data["phrases"]["told"]),
        this=frozenset(data["frames"]["this"]) | {"as", "about"},
        matters=frozenset(data["frames"]["matters"]),
    )


@cache
def _cue_index() -> ahocorasick.Automaton:
    data = lexicon.load("speech")
    kinds: dict[str, str] = dict.fromkeys(data["phrases"]["by"], "by")
    for section, kind in (("verbs", "tally"), ("verbs", "assert"), ("verbs", "deny"), ("phrases", "before")):
        kinds.update(dict.fromkeys(data[section][kind], kind))
    kinds.update(dict.fromkeys(data["phrases"]["label"], "label"))
    automaton = ahocorasick.Automaton()
    for word, kind in kinds.items():
        automaton.add_word(word, (len(word), kind))
    automaton.make_automaton()
    return automaton


def _find_cues(folded: str) -> list[tuple[int, int, str]]:
    """Whole-word cues, the longest of those that overlap."""
    hits = []
    for last, (length, kind) in _cue_index().iter(folded):
        start, end = last - length + 1, last + 1
        if folded[start - 1 : start] == "_":
            continue  # a token goes on over an underscore: "user_reports" says nothing
        if is_whole(folded, start, end if kind != "label" else len(folded)) and folded[end : end + 1] != "-":
            hits.append((start, -end, kind))
    hits.sort()
    cues: list[tuple[int, int, str]] = []
    covered = -1
    for start, end, kind in hits:
        if start >= covered:
            cues.append((start, -end, kind))
            covered = -end
    return cues


class _Reader:
    """Reads one sentence around its cues."""

    def __init__(self, text: str, sentence: Sentence, phrases: Phrases) -> None:
        self._text = text
        self._sentence = sentence
        self._phrases = phrases
        self._tokens = phrases.tokens
        self._verbs = _verbs()

    def read(self, cues: list[tuple[int, int, str]]) -> list[Claim]:
        """Read each cue; a cue inside a speaker's words already read is none of its own."""
        claims: list[Claim] = []
        for start, end, kind in cues:
            if any(c.evidence_start <= start < c.evidence_end for c in claims):
                continue
            if claims and kind == "assert" and self._is_participle(start):
                continue
            read = self._read_phrase if kind in ("before", "label") else self._read_verb
            claim = read(start, end, kind)
            if claim is not None and not any(c.start == claim.start for c in claims):
                claims.append(claim)
        claims.sort(key=lambda c: c.cue_start)
        return claims

    def read_label(self) -> list[Claim]:
        """A headline's source, or a line "Ministry of Defence:"."""
        sentence, tokens = self._sentence, self._tokens
        head, colon, tail = sentence.text.partition(":")
        if colon and len(head) < _LABEL_CHARS:
            span = self._phrases.right_of(0)
            head_end = sentence.start + len(head.rstrip(' ”"»'))
            if span and self._phrases.is_body(span) and tokens[span[1]].end >= head_end:
                cue = sentence.start + len(head)
                # "Zelensky: …" leads a headline; on a line of its own it leads what follows.
                is_frame = not tail.strip() and not sentence.is_title
                return [self._to_claim(span, span, (cue, cue + 1), "lead", "label", is_frame=is_frame)]
        if sentence.is_title:
            for i in range(len(tokens) - 1, 1, -1):
                if tokens[i].text in "-–—|" and tokens[i].start > tokens[i - 1].end:
                    span = self._phrases.right_of(i + 1)
                    if span and self._phrases.is_body(span) and span[1] == len(tokens) - 1:
                        cue_at = (tokens[i].start, tokens[i].end)
                        return [self._to_claim(span, span, cue_at, "trail", "headline-dash")]
                    break
        return []

    def _read_phrase(self, start: int, end: int, kind: str) -> Claim | None:
        """'According to X', 'Source: X'."""
        span = self._phrases.right_of(self._phrases.index_at(end))
        if span is None or (self._text[start:end] in _CITED and not self._is_as_saying(span[1] + 1)):
            return None
        before = self._phrases.index_at(start)
        is_fronted = before <= 1
        wide = self._phrases.widen_right(span, is_fronted=is_fronted)
        is_label = kind == "label"
        after = wide[1] + (3 if self._is_as_saying(wide[1] + 1) else 1)
        shape: Shape = "lead" if is_fronted else self._trail_shape(after)
        rule = "label" if is_label else "according-to"
        # A line that ends in a colon speaks for the lines below it.
        is_heading = is_fronted and self._tokens[-1].text == ":"
        is_frame = is_label or is_heading or self._is_frame_before(before)
        return self._to_claim(span, wide, (start, end), shape, rule, is_frame=is_frame)

    def _is_as_saying(self, i: int) -> bool:
        return [token.low for token in self._tokens[i : i + 2]] == ["as", "saying"]

    def _read_verb(self, start: int, end: int, kind: str) -> Claim | None:
        i, after = self._phrases.index_at(start), self._phrases.index_at(end)
        verb = self._tokens[i].low
        if verb in self._verbs.by and (claim := self._read_by(i, after, (start, end))):
            return claim
        if kind == "by" or not self._can_be_verb(verb, kind, i, after):
            return None
        is_frame = self._is_frame_after(after)
        left = self._phrases.before_verb(i)
        if left is not None and self._is_speech(verb, left[0], i):
            span, wide = left
            shape = self._shape(wide[0], after)
            rule = "tally-raised" if kind == "tally" else ("said-trail" if shape == "trail" else "said-lead")
            return self._to_claim(span, wide, (start, end), shape, rule, denies=kind == "deny", is_frame=is_frame)
        if verb in self._verbs.shy or kind == "tally":
            return None
        is_frame = is_frame or self._is_frame_before(i)
        return self._read_inverted(i, after, (start, end), denies=kind == "deny", is_frame=is_frame)

    def _read_inverted(self, i: int, after: int, cue: Range, *, denies: bool, is_frame: bool) -> Claim | None:
        if i and self._tokens[i - 1].text not in CLAUSE and self._tokens[i - 1].low not in ("this", "as"):
            return None
        span = self._phrases.right_of(after)
        if span is None:
            return None
        wide = self._phrases.widen_right(span)
        shape = self._trail_shape(wide[1] + 1)
        return self._to_claim(span, wide, cue, shape, "said-inverted", denies=denies, is_frame=is_frame)

    def _read_by(self, i: int, after: int, cue: Range) -> Claim | None:
        """'Was reported by X', 'stated in the update of X'."""
        tokens = self._tokens
        if i and not (tokens[i - 1].low in _BE | {"as"} or (i > 1 and tokens[i - 2].low in _BE)):
            # "Areas claimed by Moscow" states nothing of its own.
            return None
        if tokens[i].low in self._verbs.giving and self._verbs.told.isdisjoint(token.low for token in tokens[:i]):
            return None  # "200 soldiers were released by Russia"
        for j in range(after, min(after + _LOOKAHEAD_TOKENS, len(tokens))):
            if tokens[j].text in CLAUSE:
                break
            if tokens[j].low == "by" or (tokens[j].low == "in" and j == after):
                span = self._phrases.right_of(j + 1)
                if span is None or (tokens[j].low == "in" and not self._phrases.is_document(span)):
                    continue
                wide = self._phrases.widen_right(span)
                shape = self._trail_shape(wide[1] + 1)
                return self._to_claim(span, wide, cue, shape, "said-by", is_frame=self._is_frame_before(i))
        return None

    def _to_claim(
        self,
        span: Range,
        wide: Range,
        cue: Range,
        shape: Shape,
        rule: str,
        *,
        denies: bool = False,
        is_frame: bool = False,
    ) -> Claim:
        return Claim(
            start=self._tokens[span[0]].start,
            end=self._tokens[span[1]].end,
            evidence_start=self._tokens[min(wide[0], span[0])].start,
            evidence_end=self._tokens[max(wide[1], span[1])].end,
            cue_start=cue[0],
            cue_end=cue[1],
            shape=shape,
            denies=denies,
            is_frame=is_frame,
            is_quoted=self._is_quoted(cue[0]),
            rule=rule,
        )

    def _is_participle(self, start: int) -> bool:
        """'…, saying': whoever speaks already goes on."""
        i = self._phrases.index_at(start)
        return i > 0 and self._tokens[i].low.endswith("ing") and self._tokens[i - 1].text == ","

    def _is_quoted(self, offset: int) -> bool:
        """Whether the sentence opens a quotation before the offset and has not closed it there."""
        before = self._text[self._sentence.start : offset]
        opened, closed = before.count("“") + before.count("«"), before.count("”") + before.count("»")
        return opened > closed or before.count('"') % 2 == 1

    # What is a verb of speech

    def _can_be_verb(self, verb: str, kind: str, i: int, after: int) -> bool:
        if verb == "states" and i and self._tokens[i - 1].low == "united":
            return False
        needs_tally = kind == "tally" or verb in self._verbs.counting
        ahead = self._tokens[after : after + _LOOKAHEAD_TOKENS]
        return not needs_tally or any(token.low in self._verbs.tally_nouns for token in ahead)

    def _is_speech(self, verb: str, span: Range, i: int) -> bool:
        """Shy verbs are nouns too: "Russian claims", "media reports", "the estimates show"."""
        if verb not in self._verbs.shy:
            return True
        lex = nouns()
        first, last = self._tokens[span[0]], self._tokens[span[1]]
        if last.low in lex.demonyms and not last.low.endswith("s"):
            return False
        if verb in self._verbs.observing:
            return self._phrases.is_body(span)
        is_plural = last.low.endswith("s") or last.low in _PLURALS
        is_passive = any(token.low in _BE for token in self._tokens[span[1] + 1 : i])
        is_finite = verb.endswith(("s", "ed", "ing", "read")) or verb in self._verbs.counting
        if is_passive or not (is_finite or is_plural):
            return False
        if i + 1 < len(self._tokens) and self._tokens[i + 1].low == "by":
            # "Areas claimed by Moscow": a participle.
            return False
        is_name = last.low in lex.pronouns or (last.text[0].isupper() and last.low not in lex.words)
        is_name = is_name or self._phrases.has_named(span)
        is_firm = verb.endswith("ed") or verb in self._verbs.counting or first.low in lex.determiners
        return is_name or (last.low in lex.words and is_firm)

    # How it sits in the sentence

    def _shape(self, first: int, after: int) -> Shape:
        """Where what is said stands: before the speaker, behind the verb, or on both sides."""
        is_late = first >= _LEAD_TOKENS and self._tokens[first - 1].text in CLAUSE
        return self._trail_shape(after) if is_late else "lead"

    def _trail_shape(self, after: int) -> Shape:
        return "trail" if self._is_tail(after) else "both"

    def _is_tail(self, i: int) -> bool:
        """Whether nothing but time, medium and the full stop follows."""
        rest = self._tokens[i:]
        if not rest or rest[0].text in ".!?":
            return True
        if rest[0].low in ("that", "there", "the") or rest[0].text in QUOTES:
            return False
        if any(token.text in CLAUSE for token in rest):
            return False
        return len(rest) <= _TAIL_TOKENS or rest[0].low in _TAIL_OPENERS

    def _is_frame_before(self, i: int) -> bool:
        """'This was reported by', 'It was stated in': nothing is told in the sentence but who told."""
        before = [token.low for token in self._tokens[:i] if token.low not in nouns().skipped]
        if len(before) > 1 and before[0] == "the" and before[1] in self._verbs.matters:
            return len(before) <= _MATTER_TOKENS
        return 0 < len(before) <= _FRAME_TOKENS and before[0] in self._verbs.this

    def _is_frame_after(self, i: int) -> bool:
        """'Said this in its update', 'said so'."""
        low = [token.low for token in self._tokens[i : i + 2]]
        is_matter = low[:1] == ["the"] and low[1:] and low[1] in self._verbs.matters
        if not is_matter and low[:1] not in (["this"], ["so"]):
            return False
        after = self._tokens[i + 1 + bool(is_matter) :]
        return not after or after[0].text in ".,!" or after[0].low in _TAIL_OPENERS
