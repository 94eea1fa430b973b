"""Tell what each date of an article belongs to: a statement, or what the statement tells of.

In      Analysis: the document and its date mentions
Out     Timeline: the mentions by sentence, each with its role
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
from sitrep.extract.dates.spans import shift
from sitrep.extract.frozen import frozen
from sitrep.extract.mentions import DateMention
from sitrep.extract.sieve import Sieve
from sitrep.extract.text import Sentence
from sitrep.extract.theatre import load_war

# `event` dates what happened; `since` is the start of a stretch told by a clause; `frame` the war's own start;
# `aftermath` what people did on a later day, `toll` the day on which a count rose or was told.
Role: TypeAlias = Literal["event", "since", "statement", "toll", "as_of", "frame", "aftermath", "dateline"]

_WORDS = lexicon.load("dating")


def any_of(table: str, key: str) -> str:
    """The entries of a word list as one group of a regular expression."""
    return f"(?:{'|'.join(_WORDS[table][key])})"


_SPEECH, _NOUN = any_of("speech", "verbs"), any_of("speech", "nouns")
# "said [in a statement on Telegram on] Tuesday": a few words that are no verb of another event.
_SPOKEN_BEFORE = re.compile(
    rf"\b(?:{_SPEECH}|{_NOUN})\b(?P<between>(?: +(?!that\b)[\w’'.-]+){{0,10}}?) *"
    r"(?:(?:on|late|early|earlier|this|of|from|dated|at|in|the|for|by|\()[ ]*)*$"
)
_TELLING = re.compile(rf"\b{_SPEECH}\b")
# "reported an attack on a school on Monday": the attack's day
_REPORTED_ATTACK = re.compile(
    rf"(?:report|confirm|record)(?:s|ed|ing) (?:an?|another|new|fresh|more|heavy|two|three|several)"
    rf" (?:[\w-]+ ){{0,2}}{any_of('violence', 'incidents')}\b"
)
# "explosions were reported on Monday": on that day
_WERE_REPORTED = re.compile(r"(?<!\bit )\b(?:was|were|been|being) (?:also )?$")
# "in a Sept. 7 statement"
_SPOKEN_AFTER = re.compile(rf"^[’'s]*[ ]*(?:{_NOUN})\b")
_DETERMINED = re.compile(r"\b(?:a|an|the|his|her|its|their|in|’s|'s|on)\s*$")
# "On Monday, Russia's ministry said": the first verb after a fronted date is one of telling.
_FRONTED = re.compile(rf"^(?!,? according)[ ,]*(?P<between>(?:[\w’'.“”\"-]+[ ,]+){{0,14}}?)(?:{_SPEECH})\b")
_OTHER_VERB = re.compile(
    rf"\b(?:{any_of('clauses', 'verbs')}|(?!{any_of('adjectives', 'participles')}\b)\w{{2,}}(?:ed|ing))\b"
)
_AUXILIARY = re.compile(r"\b(?:had|has|have|was|were)\s*$")
_GOING_ON = re.compile(r"\b(?:was|were|is|are)(?: (?:still|now|also))?\s*$")
_BREAK = re.compile(
    r"[;:—–“”\",mw](?:(?<=[;:—–“”\"])|(?<=,) (?:and|but|while|as)\b|(?:(?<=\bm)eanwhile|(?<=\bw)hile)\b,?)"
)
_LONGEST_FRONT = 70
# "since Russia's invasion more than 15 months ago": the date belongs to the frame.
_SINCE = Sieve(r"\bsince\b[^,.;:—]{0,60}$")
_WAR_WORD = re.compile(r"\b(?:war|invasion|operation|since|began|aggression|invaded)\b")
_WAR_NOUN = re.compile(rf"\b{any_of('war', 'nouns')}\b")
_AFTERMATH = re.compile(rf"\b{any_of('aftermath', 'verbs')}\b")
_SEARCH = Sieve(rf"\b{any_of('aftermath', 'searches')}\b")
# "satellite images taken on Monday", "on Monday satellite images showed"
_IMAGES = Sieve(
    rf"\b{any_of('images', 'nouns')}\b(?P<between>(?: [\w’'-]+){{0,8}}?)(?: {any_of('images', 'made')})?"
    r"(?: (?:on|from|of|dated|late|early))* ?$"
)
_IMAGES_AFTER = re.compile(
    rf"^,? (?:[\w-]+ ){{0,3}}{any_of('images', 'nouns')} (?:[\w-]+ ){{0,3}}{any_of('images', 'shows')}\b"
)
_IMAGES_BACK = 110
_AFTERMATH_AHEAD, _AHEAD = 50, 90
# "the toll rose to 40 on Monday", "on Monday it had put the number at 63", "ten were still in hospital on Tuesday"
_TOLL_NOUN, _TOLL_VERB = rf"\b{any_of('toll', 'nouns')}\b", rf"\b{any_of('toll', 'verbs')}\b"
_TOLL_BEFORE = Sieve(
    rf"(?:{_TOLL_NOUN}[^.;]{{0,100}}{_TOLL_VERB}|{_TOLL_VERB}[^.;]{{0,30}}{_TOLL_NOUN})(?P<between>[^.;]{{0,60}})$"
)
_TOLL_AFTER = re.compile(rf"^(?P<between>[ ,]*(?:[\w’'-]+ ){{0,5}}?){_TOLL_VERB}[^.,;]{{0,30}}{_TOLL_NOUN}")
# "By Monday the number of dead had climbed", "forty were confirmed dead by Monday"
_TOLL_FRONTED = re.compile(rf"^(?P<between>[ ,]*(?:[\w’'-]+ ){{0,3}}?){_TOLL_NOUN}[^.,;]{{0,40}}{_TOLL_VERB}")
_CONFIRMED = Sieve(r"\bconfirmed (?:dead|killed|to have died)(?P<between>[^.;]{0,20})$")
_LASTING = Sieve(rf"\b(?:still|remain\w*)\b[^.;]{{0,40}}\b{any_of('toll', 'lasting')}(?P<between>[^.;]{{0,30}})$")
# "up from 45 the day before", "five more than a day earlier", "fewer than on Tuesday"
_COMPARED = Sieve(
    r"\b(?:up|down) from [\w,-]+ (?:on )?$|\b(?:than|compared (?:with|to)|against) (?:[\w,-]+ )?(?:on )?$"
)
# "more than the 300,000 whom it announced in September"
_COMPARED_TELLING = Sieve(
    r"\b(?:than|compared (?:with|to)|(?:up|down) from) (?:the )?(?:[\w,-]+ )?(?:(?:that|which|whom) )?"
    r"(?:(?:it|he|she|they|was|were|had|been|has) )*"
    rf"{_SPEECH} (?:on |in |earlier |back in )?$"
)
_MORE_THAN = re.compile(r"(?:more|fewer|less) than (?:a|the) \w+ (?:before|earlier|ago)", re.IGNORECASE)
# "one more body was found under the rubble on Thursday"
_BODY = Sieve(
    r"\b(?:bod(?:y|ies)\b[^.;]{0,60}\b(?:found|recovered|pulled|retrieved|dug|identified)"
    r"|(?:found|recovered|pulled|retrieved|dug|identified)\b[^.;]{0,40}\bbod(?:y|ies))\b(?P<between>[^.;]{0,40})$"
)
# "The count covers the time to 15 January"
_COVERS = Sieve(r"\b(?:covers?|covered|covering|runs?|running|data|valid)\b[^.,;]{0,40}\b(?:to|through|until|till)\s*$")
# "MOSCOW, May 8. /TASS/.", "KYIV, Ukraine (AP) —": capitals, a place, an agency or a dash.
_DATELINE = re.compile(
    r"(?:\([^()\n]{2,40}\)\s*[–—-]?\s*)?[A-Z]{3,}[A-Z .’'-]{0,40}(?:, [^/(\n]{0,40}?)?\s*"
    r"(?:/[A-Z ]+/|\([^()\n]{2,60}\)|[—–-] )"
)
# "What we know on day 506 of the invasion", "List of key events, day 1,200": a day, and no story
_ROUND_UP = Sieve(rf"\b{any_of('round_up', 'words')}\b")
_ROUND_UP_DEPTH = 3
_DATELINE_REACH = 110
# "MADRID, 26 (EUROPE PRESS)": an agency's day of the month, at most a week old.
_DATELINE_DAY = re.compile(r"^\s*[A-Z][A-Z .]{2,30}, (\d{1,2})\.? \(", re.MULTILINE)
_DATELINE_DEPTH, _DATELINE_AGE = 300, 8
# No rule looks further around a date, so that a text without full stops is no quadratic affair.
_REACH = 160
_MOST_DATES = 10
_DEPTH = 600


@frozen
class Dated:
    """A date mention with its role in its sentence."""

    mention: DateMention
    role: Role
    sentence: Sentence


@dataclass(slots=True)
class Timeline:
    """The dates of an article by sentence; `cutoff` is the day to which it says that its counts run.

    A round-up tells one story a paragraph, and what dates one dates no other.
    """

    published: dt.date | None
    dateline: dt.date | None
    war_start: dt.date
    by_sentence: dict[int, list[Dated]]
    cutoff: dt.date | None = None
    is_round_up: bool = False
    _seen: dict[tuple[re.Pattern[str] | Sieve, int], bool] = field(default_factory=dict)

    def says(self, sentence: Sentence, pattern: re.Pattern[str] | Sieve) -> bool:
        """Whether a sentence's beginning, in small letters, holds a pattern; many records ask the lead the same."""
        key = (pattern, sentence.index)
        if key not in self._seen:
            self._seen[key] = pattern.search(sentence.text[:_DEPTH].lower()) is not None
        return self._seen[key]

    def of(self, sentence: Sentence, near: int = 0) -> list[Dated]:
        """The dates of one sentence, left to right: of very many, those nearest to an offset."""
        dates = self.by_sentence.get(sentence.index)
        if dates is None or len(dates) <= _MOST_DATES:
            return dates or []
        i = bisect.bisect_left(dates, near, key=lambda item: item.mention.start)
        return dates[max(0, i - _MOST_DATES // 2) : i + _MOST_DATES // 2]


def read_timeline(analysis: Analysis) -> Timeline:
    """Work out the timeline of an article, once."""
    timeline = analysis.memo.get("timeline")
    if not isinstance(timeline, Timeline):
        timeline = analysis.memo["timeline"] = _build(analysis)
    return timeline


def _build(analysis: Analysis) -> Timeline:
    document = analysis.document
    war_start = load_war(analysis.theatre).start
    by_sentence: dict[int, list[Dated]] = defaultdict(list)
    head = _DATELINE.match(document.text, document.body_start, document.body_start + _DATELINE_REACH)
    dateline_end = head.end() if head else document.body_start
    cutoff: dt.date | None = None
    heads = document.sentences[:_ROUND_UP_DEPTH]
    round_up = [s.index for s in heads if _ROUND_UP.search(s.text[:_DEPTH].lower())]
    for mention in analysis.dates:
        sentence = document.sentence_at(mention.start)
        if sentence is None:
            continue
        is_dateline = document.body_start <= mention.start and mention.end <= dateline_end
        is_dateline = is_dateline or (mention.rule == "war-day" and sentence.index in round_up)
        role: Role = "dateline" if is_dateline else _role_of(document.text, mention, sentence, war_start)
        by_sentence[sentence.index].append(Dated(mention, role, sentence))
        if role == "as_of" and mention.relation != "as_of":
            cutoff = cutoff or mention.last
    day = _dateline_day(document.text, document.body_start, document.published)
    return Timeline(document.published, day, war_start, dict(by_sentence), cutoff, bool(round_up))


def _dateline_day(text: str, body_start: int, published: dt.date | None) -> dt.date | None:
    match = _DATELINE_DAY.search(text, body_start, body_start + _DATELINE_DEPTH)
    if match is None or published is None:
        return None
    days = (shift(published, -back) for back in range(_DATELINE_AGE))
    return next((day for day in days if day and day.day == int(match[1])), None)


def _role_of(text: str, mention: DateMention, sentence: Sentence, war_start: dt.date) -> Role:
    before = text[max(sentence.start, mention.start - _REACH) : mention.start].lower()
    after = text[mention.end : min(sentence.end, mention.end + _REACH)].lower()
    if mention.relation == "as_of" or (mention.relation in {"", "until"} and _COVERS.search(before[-80:])):
        return "as_of"
    if frame := _frame_of(mention, before, war_start):
        return frame
    is_compared = not mention.is_stretch and (_COMPARED.search(before[-40:]) or _COMPARED_TELLING.search(before[-80:]))
    is_fronted = _is_fronted(before)
    is_shown = not mention.relation and _is_of_images(before, after, is_fronted=is_fronted)
    if is_compared or is_shown or _MORE_THAN.match(mention.text):
        return "aftermath"
    if not _has_own_verb(mention) and _is_of_statement(before, after, is_fronted=is_fronted):
        return "statement"
    is_named = after[:2] in {"'s", "’s"}  # "Saturday's strike" is no day of telling
    if mention.relation in {"", "by"} and not is_named and _is_of_toll(before, after, is_fronted=is_fronted):
        return "toll"
    is_late = not is_named and not _has_own_verb(mention) and _is_of_aftermath(before, after)
    return "aftermath" if is_late else "event"


def _has_own_verb(mention: DateMention) -> bool:
    """Whether a date is a stretch, a whole night or a bound, which no statement is told on."""
    is_whole_night = mention.is_night and mention.first != mention.last
    return mention.is_stretch or is_whole_night or mention.relation in {"since", "until", "by", "before", "after"}


def _frame_of(mention: DateMention, before: str, war_start: dt.date) -> Role | None:
    """The war's own start, or a start that a clause tells: "since the dam broke on Sunday"."""
    is_war_start = mention.named == (war_start, war_start) and _WAR_WORD.search(before[-80:])
    if mention.rule == "war-start" or is_war_start:
        return "frame"
    since = _SINCE.search(before) if not mention.relation else None
    if since is None:
        return None
    return "frame" if _WAR_NOUN.search(since[0]) else "since"


def _is_of_images(before: str, after: str, *, is_fronted: bool) -> bool:
    """Whether the date tells when pictures of the damage were taken or shown."""
    shown = _IMAGES.search(before[-_IMAGES_BACK:])
    if shown and not _has_verb(shown["between"]):
        return True
    return is_fronted and _IMAGES_AFTER.match(after) is not None


def _is_of_statement(before: str, after: str, *, is_fronted: bool) -> bool:
    if _SPOKEN_AFTER.match(after[:40]) and _DETERMINED.search(before[-12:]):
        return True
    near = before[-90:]
    spoken = _SPOKEN_BEFORE.search(near)
    if spoken and (_REPORTED_ATTACK.match(spoken[0]) or _WERE_REPORTED.search(near, 0, spoken.start())):
        return False
    if spoken and not _has_verb(_TELLING.sub("", spoken["between"])):
        return True
    told = _FRONTED.match(after[:140]) if is_fronted else None
    return told is not None and not _has_verb(told["between"]) and not _WERE_REPORTED.search(told["between"])


def _is_of_toll(before: str, after: str, *, is_fronted: bool) -> bool:
    """Whether the date tells when a count was told: "the toll rose to 40 on Monday"."""
    told = _TOLL_BEFORE.search(before) or _LASTING.search(before) or _BODY.search(before) or _CONFIRMED.search(before)
    if told is None and is_fronted:
        told = _TOLL_AFTER.match(after[:_AHEAD]) or _TOLL_FRONTED.match(after[:_AHEAD])
    return told is not None and not _has_verb(told["between"])


def _is_of_aftermath(before: str, after: str) -> bool:
    """Whether the date tells what people did later: "on Sunday rescuers searched", "the search ended on Tuesday"."""
    ahead = after[:_AFTERMATH_AHEAD]
    told = _AFTERMATH.search(ahead) or _SEARCH.search(ahead)
    if told and not _OTHER_VERB.search(_GOING_ON.sub("", ahead[: told.start()])):
        return True
    clause = _BREAK.split(before)[-1]
    searches = list(_SEARCH.finditer(clause))
    return bool(searches) and not _OTHER_VERB.search(clause, searches[-1].end())


def _has_verb(words: str) -> bool:
    """Whether another verb stands between a date and its verb: in "on Monday it had said" none does."""
    return _OTHER_VERB.search(_AUXILIARY.sub("", words)) is not None


def _is_fronted(before: str) -> bool:
    """Whether nothing that acts stands before the date in its clause: "Kyiv on Monday said"."""
    breaks = list(_BREAK.finditer(before))
    clause = before[breaks[-1].end() if breaks else 0 :]
    return len(clause) <= _LONGEST_FRONT and not _OTHER_VERB.search(clause)
