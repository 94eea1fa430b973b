"""Find the words that tell of an event of the war, and the type of what they tell.

In      Document
Out     list[Trigger], by start
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if events.toml is malformed
Source  lexicon/en/events.toml, after the guidelines' event types
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import cast

import ahocorasick

from sitrep.extract import lexicon
from sitrep.extract.actors import fold, is_whole
from sitrep.extract.event_senses import Context, Hit, words
from sitrep.extract.frozen import frozen
from sitrep.extract.text import Document, Sentence
from sitrep.records import EventType

RULES = {
    "strike-noun": "A noun that names a strike: 'shelling', 'drone attack'.",
    "strike-verb": "A verb that only strikes have: 'shelled', 'came under fire'.",
    "strike-launch": "'Launched', 'fired', 'unleashed' with a weapon as its object.",
    "strike-hit": "'Hit', 'targeted', 'destroyed' in a clause with a weapon or a thing that was hit.",
    "strike-generic": "'Attack' in a clause with a weapon of the air or the artillery.",
    "ground_attack-noun": "A noun that names fighting on the ground: 'clashes', 'offensive actions'.",
    "ground_attack-verb": "A verb of troops: 'advanced', 'stormed', 'repelled'.",
    "ground_attack-ground": "Square kilometres taken: gains short of taking a place.",
    "ground_attack-trying": "Attempts to take a place: short of taking it they are fighting.",
    "territorial_change-verb": "A place or ground was taken, retaken or left.",
    "territorial_change-noun": "'The capture of X', 'the fall of X'.",
    "air_defence-verb": "'Shot down', 'intercepted'.",
    "air_defence-target": "'Destroyed', 'repelled' where the clause has drones, missiles or aircraft and who defends.",
    "air_defence-object": "'Destroyed two drones over Kursk': what was destroyed was in the air.",
    "prisoner_exchange-noun": "An exchange of prisoners or bodies.",
    "prisoner_exchange-verb": "Prisoners or bodies returned.",
    "mobilisation-verb": "A mobilisation ordered, or recruits counted.",
    "evacuation-verb": "People taken out or resettled.",
    "explosion-noun": "A blast of unstated cause, or the breach of a dam.",
    "explosion-verb": "Something blew up.",
}

_TYPES = (
    "strike",
    "ground_attack",
    "territorial_change",
    "air_defence",
    "prisoner_exchange",
    "mobilisation",
    "evacuation",
    "explosion",
)
_TOLD = r"(?:was|were|had|has|have|said|are|is)\b"
_JOINING = "(?:while|but|whereas|although|though|after|before|since|because|when|where|which|who) "
# Every cut begins with one of a few marks, so that the search skips all else.
_CUT = re.compile(
    r"[;:,\s](?:(?<=[;:])|(?<=\s)[–—-]\s"
    # Not in "A and B were shelled".
    rf"|(?<=,) (?:{_JOINING}|and (?=(?:[\w’'-]+ ){{1,4}}{_TOLD})|as (?!well))"
    rf"|(?<= )(?:(?:{_JOINING})(?<! of which )|and (?=(?:[\w’'-]+ ){{2,4}}{_TOLD})|(?:(?<=\bcomes )|(?<=\bcame ))as ))"
)
_VERB_ENDINGS = ("ed", "ing")
_ENDS = '.!?…:;,”"»)'
_HEADING_CHARS = 90
_RECORD = re.compile(r"\b(?:largest|biggest|heaviest|deadliest|worst|fiercest|most|first|highest)\b[^;:]{0,80} $")
_BACKGROUND = "background"


@frozen
class Trigger:
    """A trigger word with the clause that it stands in."""

    start: int
    end: int
    type: EventType
    family: str
    clause_start: int
    clause_end: int
    sentence: int
    word: str

    @property
    def rule(self) -> str:
        """The rule that took it."""
        return f"{self.type}-{self.family}"


def find_triggers(document: Document, towns: frozenset[int] = frozenset()) -> list[Trigger]:
    """Return the triggers of all sentences, the headline's last: the body mostly tells it again, with its place.

    `towns` are the offsets at which names of settlements start: "took Vuhledar" is told without a word for it.
    """
    folded = fold(document.text)
    hits: dict[int, list[Hit]] = defaultdict(list)
    for hit in _find_hits(folded):
        sentence = document.sentence_at(hit.start)
        if sentence is not None and hit.end <= sentence.end:
            hits[sentence.index].append(hit)
    balance = _balance(hit for row in hits.values() for hit in row)
    triggers: list[Trigger] = []
    for index, row in sorted(hits.items(), key=lambda item: (document.sentences[item[0]].is_title, item[0])):
        sentence = document.sentences[index]
        telling = [hit for hit in row if hit.senses[0][0] != _BACKGROUND]
        is_background = any(
            hit.senses[0][0] == _BACKGROUND and not _is_record(folded, sentence.start, hit) for hit in row
        )
        if not is_background and not _is_heading(document, sentence):
            triggers += _read(folded, sentence, telling, balance, towns)
    return triggers


def _is_record(folded: str, start: int, hit: Hit) -> bool:
    """'One of the heaviest attacks since the start of the war' tells of that attack."""
    return hit.word.startswith("since") and _RECORD.search(folded, start, hit.start) is not None


def _is_heading(document: Document, sentence: Sentence) -> bool:
    """A line without a full stop between paragraphs: its matter is told below it; or a link in brackets."""
    if sentence.text.startswith("[") and sentence.text.endswith("]"):
        return True
    if sentence.is_title or sentence.text[-1:] in _ENDS or len(sentence.text) > _HEADING_CHARS:
        return False
    after = document.sentences[sentence.index + 1 : sentence.index + 2]
    return bool(after) and after[0].paragraph != sentence.paragraph and after[0].text[-1:] in '.!?…”"'


@cache
def _index() -> ahocorasick.Automaton:
    data = lexicon.load("events")
    senses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for phrase in words(_BACKGROUND):
        senses[phrase].append((_BACKGROUND, ""))
    for type_ in _TYPES:
        for family, phrases in data[type_].items():
            for phrase in phrases:
                senses[phrase].append((type_, family))
    automaton = ahocorasick.Automaton()
    for phrase, pairs in senses.items():
        automaton.add_word(phrase, (len(phrase), tuple(pairs)))
    automaton.make_automaton()
    return automaton


def _find_hits(folded: str) -> Iterator[Hit]:
    """Whole-word hits, leftmost and longest; wordings of background also inside others."""
    hits = []
    for last, (length, senses) in _index().iter(folded):
        start, end = last - length + 1, last + 1
        if is_whole(folded, start, end) and folded[end : end + 1] != "-":
            hits.append((start, -end, senses))
    hits.sort()
    covered = -1
    for start, end, senses in hits:
        if start >= covered or senses[0][0] == _BACKGROUND:
            covered = max(covered, -end)
            yield Hit(start, -end, folded[start:-end], senses)


def _balance(hits: Iterator[Hit]) -> int:
    """How much more the article's own nouns and verbs tell of strikes than of fighting on the ground."""
    told = Counter(
        type_
        for hit in hits
        for type_, family in hit.senses[:1]
        if family in ("noun", "verb", "launch") or hit.word in words("striking", "checks")
    )
    return told["strike"] - told["ground_attack"]


def _cut(folded: str, sentence: Sentence) -> list[tuple[int, int]]:
    """Where clauses meet; "and" joins subjects where no verb stands before it."""
    cuts: list[tuple[int, int]] = []
    begin = sentence.start
    for match in _CUT.finditer(folded, sentence.start, sentence.end):
        if match[0] == " and " and not _has_verb(folded[begin : match.start()]):
            continue
        cuts.append(match.span())
        begin = match.end()
    return cuts


def _has_verb(clause: str) -> bool:
    return any(word.endswith(_VERB_ENDINGS) or word in words("finite") for word in clause.split())


def _read(folded: str, sentence: Sentence, hits: list[Hit], balance: int, towns: frozenset[int]) -> list[Trigger]:
    """Choose the senses of one sentence's hits."""
    cuts = _cut(folded, sentence)
    starts, ends = [start for start, _ in cuts], [end for _, end in cuts]
    triggers = []
    for hit in hits:
        before, after = bisect_right(ends, hit.start), bisect_left(starts, hit.end)
        begin = ends[before - 1] if before else sentence.start
        stop = starts[after] if after < len(starts) else sentence.end
        context = Context(
            folded,
            hit,
            begin,
            stop,
            sentence.start,
            is_of_ground=balance < 0,
            is_of_strikes=balance > 0,
            is_before_town=hit.end + 1 in towns,
        )
        for type_, family in hit.senses:
            chosen = context.accept(type_, family)
            if chosen is not None:
                event_type = cast("EventType", type_)
                triggers.append(Trigger(hit.start, hit.end, event_type, chosen, begin, stop, sentence.index, hit.word))
                break
    return triggers
