"""Tell what each date of an article belongs to: a statement, or what the statement tells of.

In      Analysis: the document and its date mentions
Out     Timeline: the mentions by sentence, each with its role; what the lead and each paragraph are about
Units   days; offsets in code points into `Document.text`
Errors  none

Built once an article and kept in `Analysis.memo`: every record of the article asks it.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sitrep.extract import lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.mentions import DateMention
from sitrep.extract.text import Sentence
from sitrep.extract.theatre import load_war

Role: TypeAlias = Literal["event", "statement", "dateline", "as_of", "frame", "aftermath"]

_WORDS = lexicon.load("dating")
_SPEECH = rf"(?:{'|'.join(_WORDS['speech']['verbs'])})"
_NOUN = rf"(?:{'|'.join(_WORDS['speech']['nouns'])})"
_SPEECH_WORD = re.compile(rf"\b(?:{_SPEECH}|{_NOUN})\b", re.IGNORECASE)
# "said [in a statement on Telegram on] Tuesday": a few words that are no verb of another event.
_SPOKEN_BEFORE = re.compile(
    rf"\b(?:{_SPEECH}|{_NOUN})\b(?P<between>(?: +(?!that\b)[\w’'.-]+){{0,7}}?) *(?:(?:on|late|early|earlier|this|of|from|dated|at|in|the|for|by|\()[ ]*)*$",
    re.IGNORECASE,
)
_SPOKEN_AFTER = re.compile(rf"^[’'s]*[ ]*(?:{_NOUN})\b", re.IGNORECASE)
# "On Monday, Russia's ministry said": the first verb after a fronted date is one of telling.
_FRONTED = re.compile(rf"^(?!,? according)[ ,]*(?P<between>(?:[\w’'.“”\"-]+[ ,]+){{0,14}}?)(?:{_SPEECH})\b", re.IGNORECASE)
_OTHER_VERB = re.compile(
    r"\b(?:has|have|had|was|were|been|is|are|that|hit|struck|took|shot|began|fell|left|came|went|broke|made|"
    r"(?!united|armed|appointed|occupied|installed|backed|held|controlled|based|related|combined|televised|so-called)\w{2,}(?:ed|ing))\b",
    re.IGNORECASE,
)
_WAR_START = load_war().start
# "MOSCOW, May 8. /TASS/.", "KYIV, Ukraine (AP) —": capitals, a place, an agency or a dash.
_DATELINE = re.compile(
    r"^(?:\([^()\n]{2,40}\)\s*[–—-]?\s*)?[A-Z]{3,}[A-Z .’'-]*(?:, [^/(\n]{0,40}?)?\s*(?:/[A-Z ]+/|\([^()\n]{2,60}\)|[—–-] )"
)
_WAR_WORD = re.compile(r"\b(?:war|invasion|operation|since|began|aggression|invaded)\b", re.IGNORECASE)
_AFTERMATH = re.compile(rf"\b(?:{'|'.join(_WORDS['aftermath']['verbs'])})\b", re.IGNORECASE)
_AFTERMATH_AHEAD = 50
_DATELINE_REACH = 110
# "MADRID, 26 (EUROPE PRESS)": an agency's day of the month.
_DATELINE_DAY = re.compile(r"^\s*[A-Z][A-Z .]{2,30}, (\d{1,2})\.? \(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date mention with its role in its sentence."""

    mention: DateMention
    role: Role
    sentence: Sentence


@dataclass(slots=True)
class Timeline:
    """The dates of an article by sentence."""

    published: dt.date | None
    by_sentence: dict[int, list[Dated]]
    all: list[Dated] = field(default_factory=list)
    dateline: dt.date | None = None

    def of(self, sentence: Sentence) -> list[Dated]:
        """The dates of one sentence, left to right."""
        return self.by_sentence.get(sentence.index, [])


def read_timeline(analysis: Analysis) -> Timeline:
    """Work out the timeline of an article, once."""
    timeline = analysis.memo.get("timeline")
    if not isinstance(timeline, Timeline):
        timeline = analysis.memo["timeline"] = _build(analysis)
    return timeline


def _build(analysis: Analysis) -> Timeline:
    document = analysis.document
    by_sentence: dict[int, list[Dated]] = defaultdict(list)
    dated: list[Dated] = []
    for mention in analysis.dates:
        sentence = document.sentence_at(mention.start)
        if sentence is None:
            continue
        item = Dated(mention, _role_of(document.text, document.body_start, mention, sentence), sentence)
        by_sentence[sentence.index].append(item)
        dated.append(item)
    return Timeline(
        document.published,
        dict(by_sentence),
        dated,
        _dateline_day(document.text, document.body_start, document.published),
    )


def _dateline_day(text: str, body_start: int, published: dt.date | None) -> dt.date | None:
    match = _DATELINE_DAY.search(text, body_start, body_start + 300)
    if match is None or published is None:
        return None
    day = int(match[1])
    for back in range(8):
        candidate = published - dt.timedelta(back) if published > dt.date.min + dt.timedelta(8) else published
        if candidate.day == day:
            return candidate
    return None


def _role_of(text: str, body_start: int, mention: DateMention, sentence: Sentence) -> Role:
    if mention.relation == "as_of":
        return "as_of"
    before, after = text[sentence.start : mention.start], text[mention.end : sentence.end]
    if mention.rule == "war-start" or (mention.named == (_WAR_START, _WAR_START) and _WAR_WORD.search(before[-80:])):
        return "frame"
    if body_start <= mention.start < body_start + _DATELINE_REACH and _DATELINE.match(
        text[body_start : body_start + 200]
    ):
        head = _DATELINE.match(text[body_start : body_start + 200])
        if head and mention.end <= body_start + head.end():
            return "dateline"
    if _SINCE.search(before) and mention.relation == "":
        return "frame"
    if (
        mention.is_stretch
        or mention.is_night
        or mention.relation in {"since", "until", "by", "from", "before", "after"}
    ):
        return "event"
    if _SPOKEN_AFTER.match(after[:40]) and re.search(
        r"\b(?:a|an|the|his|her|its|their|in|’s|'s|on)\s*$", before[-12:], re.IGNORECASE
    ):
        return "statement"
    spoken = _SPOKEN_BEFORE.search(before[-90:])
    if spoken and not _OTHER_VERB.search(spoken["between"]):
        return "statement"
    if _is_fronted(before) and (told := _FRONTED.match(after[:140])) and not _OTHER_VERB.search(told["between"]):
        return "statement"
    ahead = after[:_AFTERMATH_AHEAD]
    if (told := _AFTERMATH.search(ahead)) and not _OTHER_VERB.search(ahead[: told.start()]):
        return "aftermath"
    return "event"


def _is_fronted(before: str) -> bool:
    """Whether nothing that acts stands before the date in its clause: "Kyiv on Monday said"."""
    clause = before[_last_break(before) :]
    return len(clause) <= _LONGEST_FRONT and not _OTHER_VERB.search(clause)


def _last_break(before: str) -> int:
    breaks = list(_BREAK.finditer(before))
    return breaks[-1].end() if breaks else 0


_BREAK = re.compile(r"[;:—–“”\"]|, (?:and|but|while|as)\b|\b(?:meanwhile|while)\b,?", re.IGNORECASE)
# "since Russia's invasion more than 15 months ago": the date belongs to the frame.
_SINCE = re.compile(r"\bsince\b[^,.;:—]{0,60}$", re.IGNORECASE)
_LONGEST_FRONT = 45
