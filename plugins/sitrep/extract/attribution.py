"""Say who states each stretch of an article: whose words, on which side, asserted, denied or forecast.

In      Analysis: the document with its actors, places and quantities
Out     Voices; `voices.at(draft)` is the Voice of one figure or event
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if a lexicon is malformed
Source  GUIDELINES: "Sources carry over"; lexicon/en/speech.toml, [status]
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from sitrep.extract import lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.mentions import Draft, Voice
from sitrep.extract.speaker_phrases import nouns
from sitrep.extract.speakers import Source, resolve_speakers
from sitrep.extract.speech import find_claims
from sitrep.extract.text import Sentence
from sitrep.records import Status

RULES = {
    "voice-reporter": "No source in reach: the reporter's own voice.",
    "voice-own-sentence": "The sentence names who says so.",
    "voice-carried": "The source named before in the paragraph still speaks.",
    "voice-frame": "The article says of its whole matter who reported it: 'this was reported by …'.",
    "voice-quote": "A quotation runs over several sentences: its speaker states them all.",
    "voice-ahead": "Who has spoken before goes on, and a later sentence of the paragraph names them again.",
}

_REPORTER = Voice(claimant=None, claimant_id=None, claimant_side=None, status="asserted", rule="voice-reporter")
_REPORTERS = {status: replace(_REPORTER, status=status) for status in get_args(Status)}
_GUESSES = frozenset(["may", "might", "could", "would"])
_STATUS_CHARS = 90
_ASIDE_CHARS = 20
_AHEAD_SENTENCES = 4
_LEAD_SENTENCES = 3
_OPENING = '“"«„'
_ENDS = '.!?…”"»)'
_MARKS = re.compile(r"[“”«»\"]")
_HEADING = re.compile(r"[A-Z“\"][^.;:,–—]{3,90}[^.;:,!?–—…\"”»)]$")
_PLAIN_WORD = re.compile(r"[a-z]+")
_AHEAD = re.compile(
    r"\s+(?:(?!(?:who|which|that|and)\b)\w+\s)?(?:will|may|might|could|would|"
    r"(?:is|are|was|were) (?:\w+ )?(?:expected|set to|due to|planned|scheduled|feared))\b"
)
_RELATIVE = re.compile(r"\b(?:which|who)(?: \w+)? $")
_ASIDE = (", with ", ", with the ")
_BACK = frozenset(["speaker-pronoun", "speaker-earlier"])
_ALSO = re.compile(r"[^.,]{1,40}\balso\b")
_DENIED_CLAIMS = re.compile(r"^\s*(?:[\w'’]+\s){0,3}claims?\b")  # "rejected Russian claims that"
_OUR = re.compile(r"\b[Oo]ur (?:soldiers|troops|defenders|forces|units|army|military|fighters|warriors|people|air)\b")
_CLAIMING = re.compile(r"\b(?:claim(?:ed|s|ing)|insist(?:ed|s|ing)|said|saying|says|but|while|instead|where)\b")


@dataclass(slots=True)
class _Carried:
    """Who speaks a sentence that names nobody."""

    source: Source | None
    rule: str


class Voices:
    """Who speaks where in one article."""

    def __init__(self, analysis: Analysis, sources: list[list[Source]]) -> None:
        """Work out the voice of every sentence that names none."""
        self._analysis = analysis
        self._sentences = analysis.document.sentences
        self._sources = sources
        self._carried = _Carrier(analysis.document.text, self._sentences, sources).carry()
        self._denials: dict[int, bool] = {}

    @property
    def speaking(self) -> list[tuple[int, int]]:
        """The spans of all words that name who speaks, sorted."""
        claims = (source.claim for row in self._sources for source in row)
        return sorted((claim.evidence_start, claim.evidence_end) for claim in claims)

    def at(self, draft: Draft) -> Voice:
        """Return the voice of a figure or event."""
        sentence = self._analysis.document.sentence_at(draft.anchor)
        if sentence is None:
            return _REPORTER
        source, rule = self._source_of(sentence.index, draft.anchor)
        if source is None:
            return _REPORTERS[self._status(draft, sentence)]
        is_own = rule == "voice-own-sentence"
        is_denied = is_own and source.claim.denies and self._is_denied(source, draft)
        return _to_voice(source, "denied" if is_denied else self._status(draft, sentence), rule)

    def analyst(self) -> Voice | None:
        """Whose analysis, data or count the article opens with: all that it counts over a stretch is theirs."""
        lead = (source for row in self._sources[:_LEAD_SENTENCES] for source in row)
        own_work = nouns().own_work
        source = next((source for source in lead if source.side == "third" and source.words & own_work), None)
        return None if source is None else _to_voice(source, "asserted", "voice-tally")

    def _source_of(self, index: int, offset: int) -> tuple[Source | None, str]:
        if self._sources[index]:
            return _owner(self._sources[index], offset), "voice-own-sentence"
        carried = self._carried[index]
        return carried.source, carried.rule

    def _is_denied(self, source: Source, draft: Draft) -> bool:
        """'Denied losses, while claiming to have killed thousands': what is claimed after all is not denied."""
        if source.claim.cue_start > draft.anchor:
            return False
        text = self._analysis.document.text
        between = _DENIED_CLAIMS.sub("", text[source.claim.cue_end : draft.anchor], count=1)
        # "Russia, which denies targeting civilians, fired 14 missiles": an aside ends with its comma.
        cue = source.claim.cue_start
        is_aside = "," in between and _RELATIVE.search(text, max(0, cue - _ASIDE_CHARS), cue) is not None
        return not is_aside and _CLAIMING.search(between) is None

    def _status(self, draft: Draft, sentence: Sentence) -> Status:
        if self._is_denial(sentence):
            return "denied"
        # What stands before "said" is told of who speaks: "the mayor, who will resign, said".
        text = self._analysis.document.text
        said = (source.claim for source in self._sources[sentence.index] if source.claim.cue_end <= draft.start)
        spoken = max((c.cue_end for c in said if text[c.cue_start : c.cue_end] not in _forecast()), default=0)
        begin = max(sentence.start, draft.start - _STATUS_CHARS, spoken)
        window = text[begin : draft.end]
        ahead = max(0, draft.start - begin)
        cut = max(window.rfind(";", 0, ahead), window.rfind("—", 0, ahead), window.rfind(". ", 0, ahead))
        is_ahead = _looks_ahead(window[cut + 1 :]) or _AHEAD.match(text, draft.end)
        return "forecast" if is_ahead else "asserted"

    def _is_denial(self, sentence: Sentence) -> bool:
        """Whether the sentence says that nothing of the kind happened; the drafts of a sentence ask the same."""
        known = self._denials.get(sentence.index)
        if known is None:
            known = self._denials[sentence.index] = any(phrase in sentence.text for phrase in _denied())
        return known


def _to_voice(source: Source, status: Status, rule: str) -> Voice:
    return Voice(
        claimant=source.claimant, claimant_id=source.actor_id, claimant_side=source.side, status=status, rule=rule
    )


def find_voices(analysis: Analysis) -> Voices:
    """Work out every claim of the article."""
    return Voices(analysis, resolve_speakers(analysis, find_claims(analysis.document, analysis.actors)))


class _Carrier:
    """Hands a source on to the sentences that name none: GUIDELINES, "Sources carry over"."""

    def __init__(self, text: str, sentences: list[Sentence], sources: list[list[Source]]) -> None:
        self._text = text
        self._sentences = sentences
        self._sources = sources
        self._spoken: set[str] = set()
        words = lexicon.load("speech")["carry"]
        self._going_on = tuple(words["going_on"])
        self._reporting = tuple(words["reporting"])

    def carry(self) -> list[_Carried]:
        """Go through the sentences in order, with the last source and the one that frames the report."""
        quoted = self._quoted()
        carried: list[_Carried] = []
        last: Source | None = None
        frame: Source | None = None
        paragraph = -1
        for sentence in self._sentences:
            index, is_new = sentence.index, sentence.paragraph != paragraph
            paragraph = sentence.paragraph
            if own := self._sources[index]:
                self._spoken |= {source.actor_id for source in own if source.actor_id}
                framing = next((source for source in own if source.claim.is_frame), None)
                last = framing or own[-1]
                if framing is not None:
                    frame = framing
                    self._fill_back(carried, framing)
                elif frame is not None and last.side != frame.side:
                    frame = None
                carried.append(_Carried(last, "voice-own-sentence"))
            elif self._is_heading(index):
                last = frame = None
                carried.append(_Carried(None, "voice-reporter"))
            elif index in quoted:
                last = quoted[index]
                carried.append(_Carried(last, "voice-quote"))
            elif sentence.text.startswith(self._reporting):
                last = None
                carried.append(_Carried(None, "voice-reporter"))
            else:
                found = self._hand_on(sentence, last, frame, is_new=is_new)
                if found.rule != "voice-ahead":
                    last = found.source
                carried.append(found)
        return carried

    def _hand_on(self, sentence: Sentence, last: Source | None, frame: Source | None, *, is_new: bool) -> _Carried:
        rule = "voice-carried"
        if is_new and not self._goes_on(sentence):
            last, rule = frame, "voice-frame"
        if last is not None:
            return _Carried(last, rule)
        if (ahead := self._ahead(sentence.index)) is not None:
            return _Carried(ahead, "voice-ahead")
        return _Carried(None, "voice-reporter")

    def _fill_back(self, carried: list[_Carried], source: Source) -> None:
        """A frame speaks for what stands before it, back to another source."""
        for i in range(len(carried) - 1, -1, -1):
            if self._sources[i]:
                break
            carried[i] = _Carried(source, "voice-frame")

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a paragraph goes on in the report of the one before: a list, "Of those", "our soldiers"."""
        text = sentence.text
        return (
            text[:1].islower()
            or text[:1] in "-–—•*·"
            or text.startswith(self._going_on)
            or _OUR.search(text) is not None
            or ("also" in text and _ALSO.match(text) is not None)
        )

    def _ahead(self, index: int) -> Source | None:
        """The first source of the rest of the paragraph, where it is one that has spoken before."""
        paragraph = self._sentences[index].paragraph
        for i in range(index + 1, min(index + 1 + _AHEAD_SENTENCES, len(self._sentences))):
            if self._sentences[i].paragraph != paragraph:
                return None
            if self._sources[i]:
                source = self._sources[i][0]
                # "…, with officials in Kyiv stating that": said of one thing by the way.
                is_aside = self._text.endswith(_ASIDE, 0, source.claim.evidence_start)
                is_known = source.rule in _BACK or source.actor_id in self._spoken
                return source if is_known and not is_aside else None
        return None

    def _is_heading(self, index: int) -> bool:
        """A short line of its own without a full stop, between paragraphs of prose: a new matter begins."""
        sentence = self._sentences[index]
        if sentence.is_title or not 0 < index < len(self._sentences) - 1:
            return False
        before, after = self._sentences[index - 1], self._sentences[index + 1]
        is_alone = before.paragraph != sentence.paragraph != after.paragraph
        is_between = is_alone and before.text[-1:] in _ENDS and after.text[-1:] in _ENDS
        return is_between and _HEADING.match(sentence.text) is not None

    def _gap_after(self, sentence: Sentence) -> str:
        following = self._sentences[sentence.index + 1 : sentence.index + 2]
        return self._text[sentence.end : following[0].start] if following else ""

    def _quoted(self) -> dict[int, Source]:
        """Sentences without a source inside a quotation that runs on, and who speaks it."""
        quoted: dict[int, Source] = {}
        run: list[int] = []
        speaker: Source | None = None
        is_open, paragraph = False, -1
        for sentence in self._sentences:
            if sentence.paragraph != paragraph:
                paragraph, run, is_open = sentence.paragraph, [], False
            is_inside = is_open or sentence.text[:1] in _OPENING
            # A closing mark stands behind the sentence's end.
            is_open = _is_open_after(sentence.text + self._gap_after(sentence), is_open=is_open)
            if own := self._sources[sentence.index]:
                speaker = own[0] if is_inside else own[-1]
                quoted.update(dict.fromkeys(run, speaker))
                run = []
            elif is_inside:
                run.append(sentence.index)
                if speaker is not None:
                    quoted[sentence.index] = speaker
        return quoted


def _owner(sources: list[Source], offset: int) -> Source:
    """Which of a sentence's sources states the words at the offset."""
    # Whom a speaker cites inside a quotation is the speaker's affair.
    sources = [source for source in sources if not source.claim.is_quoted] or sources
    lead = trail = None
    for source in sources:
        claim = source.claim
        if claim.shape != "trail" and min(claim.evidence_start, claim.cue_start) <= offset:
            lead = source
        if trail is None and claim.shape != "lead" and max(claim.evidence_end, claim.cue_end) > offset:
            trail = source
    if lead is not None and trail is not None:
        return trail if lead.claim.shape == "both" else lead
    return lead or trail or sources[0]


def _is_open_after(text: str, *, is_open: bool) -> bool:
    """Whether a quotation is open where the text ends."""
    for mark in _MARKS.findall(text):
        is_open = not is_open if mark == '"' else mark in "“«"
    return is_open


@cache
def _forecast() -> dict[str, list[str]]:
    """The phrases that look ahead, by their first word, as written: "May" is a month."""
    phrases: dict[str, list[str]] = defaultdict(list)
    for phrase in lexicon.load("speech")["status"]["forecast"]:
        phrases[phrase.split()[0]].append(phrase)
    return dict(phrases)


@cache
def _denied() -> tuple[str, ...]:
    return tuple(lexicon.load("speech")["status"]["denied"])


def _looks_ahead(window: str) -> bool:
    by_first = _forecast()
    if by_first.keys().isdisjoint(_PLAIN_WORD.findall(window)):
        return False
    for match in _PLAIN_WORD.finditer(window):
        for phrase in by_first.get(match[0], ()):
            end = match.start() + len(phrase)
            is_told = window.startswith(phrase, match.start()) and not window[end : end + 1].isalnum()
            if is_told and not (phrase in _GUESSES and window.startswith(" have ", end)):
                return True  # "may have lost 200,000" is a guess at what was
    return False
