"""Choose the places that an event's trigger governs.

In      Analysis with the words that name speakers; a Trigger
Out     Sites, one event each; empty where the article names no place for it
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if a lexicon is malformed
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from functools import cache

from sitrep.extract import lexicon
from sitrep.extract.actors import fold
from sitrep.extract.analysis import Analysis
from sitrep.extract.event_places import BROAD, OF, Group, SitePlaces, rank, seats
from sitrep.extract.event_senses import fold_name, words
from sitrep.extract.event_triggers import Trigger
from sitrep.extract.frozen import frozen
from sitrep.extract.mentions import PlaceMention
from sitrep.extract.place_groups import siting_words
from sitrep.extract.text import Sentence

RULES = {
    "place-governed": "The places behind the trigger in its clause: 'shelled A, B and C' is three events.",
    "place-before": "The places before the trigger: 'In Sumy, …', 'X was liberated'.",
    "place-listed": "The names behind a colon, on the line or below it: 'downed 21 drones: 7 over …'.",
    "place-among": "The names of the next sentence: 'among them are A and B'.",
    "place-carried": "The place of the sentence before: 'three of them were shot down'.",
    "place-scope": "The direction that the paragraph opens with: 'ten villages came under fire'.",
    "place-salvo": "'Two of them were shot down': the place of the strike told before, where its missiles were few.",
    "place-anaphor": "'The town', 'there', 'the region': the place of that kind that the article told of before.",
}

_TIME = (
    r" (?:in the (?:morning|evening|afternoon|night)|over the (?:last|past) (?:day|night|week|24 hours)"
    r"|over the weekend|(?:on|late|early)(?: on)? \w+day(?: (?:morning|afternoon|evening|night))?)"
)
_NO_VERB = r"(?!was |were |has |had |said |is |are |will |as |that )"
_MORE = re.compile(
    # "in A, with B"; "in A and power stations in B"; "in the A direction over the last day in the vicinity of B"
    rf"(?:{_TIME})?(?:,? and|,|;)(?: {_NO_VERB}[\w’'-]+){{0,6}}? (?:in|at|near|over|on|of|area of) {OF}"
    rf"|,? (?:together with|along with|alongside) {OF}"
    rf"|,? as well as (?:in|at|near|around|over|on) {OF}(?:(?:village|town|citie|settlement)s? of )?"
    rf"|{_TIME} in {OF}|{_TIME}(?:,? and|,) (?:the )?| and (?:to )?(?:capture|seize|take|storm|encircle) (?:the )?"
)
_PARTICULAR = re.compile(
    r",? (?:in particular|particularly|namely|including|specifically|especially|such as|among (?:them|which|these)),? "
    rf"(?:in |near )?{OF}"
)
_TARGET = r"(?!against\b|at\b|on\b|into\b|to\b|over\b|(?:east|west|north|south|edge) of)"
_FROM = re.compile(rf"\b(?:from|out of|via)\s+(?:{_TARGET}[\w’',-]+\s+){{0,7}}$", re.IGNORECASE)
_FLANK = re.compile(
    r"\bfrom (?:the )?\w+(?: (?:side|edge|outskirts))? of (?:the )?$|\b(?:away|back) from (?:the )?(?:\w+ of )?$"
)
_LEAVING = ("withdr", "retreat", "pull")
_GOAL = re.compile(r"\b(?:to|towards?) (?:the )?(?:(?:city|town|village) of )?$")
_LEADING = re.compile(r"(?:[–—-]\s*)?[\"“]?(?:As for|Regarding|In|At|On|Near|Over|Around|Across|Along|Throughout)\b")
_RELATIVE = re.compile(r"\b(?:where|which|who|after|before|since|when)\b|,\s*$")
_NEW_CLAUSE = re.compile(
    r", (?:a|an|the|[A-Z][\w’'-]+) (?:[\w’'-]+ ){0,3}(?:was|were|had|has|broke|said|is|are|will|[a-z]+ed)\b|[.!?] "
)
_NEW_SUBJECT = re.compile(r"\b(?:said|will|would)\b|, [A-Z]")
# A comment behind: its place is no site.
_COMMENT = re.compile(r", (?:amid|(?:further )?(?:highlighting|underscoring|underlining|marking)) ")
_HEADED = re.compile(r"\b(?:towards?|approach(?:es)? to|en route to|(?:bound|head\w+) for) (?:the )?$")
_OBJECT = re.compile(r"\s+(?:(?:the|this) (?:city|town|village|settlement)\b(?! of)|it\b|them\b)")
_JOINT = re.compile(
    r": ?|\s[–—-] (?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) )?(?:in |over |near |at )?(?:the )?"
)
_ADVERB = re.compile(r"\b(?:in|over|near|at|across) (?:the )?$", re.IGNORECASE)
# "It was shelled 36 times": the place told before.
_PRONOUN = re.compile(
    r"(it) (?:was|has been|had been|came|fell)(?: \w+ly)? (?:shelled|bombed|bombarded|attacked|hit|struck|under"
    r"|captured|seized|liberated|retaken|recaptured|taken|occupied|to)\b"
)
_AMONG = ("Among them are ", "Among them: ", "Among them is ", "Among these are ")
_LINE = re.compile(r"[\d–—•*-]")
_UNPLACED = frozenset(["prisoner_exchange", "mobilisation"])
# Their place stands behind, unless it opens the clause.
_BEHIND_ONLY = frozenset(["strike-launch", "air_defence-verb", "air_defence-target", "air_defence-object"])
_REGIONAL = frozenset(["region", "oblast", "province", "peninsula", "republic"])
_ANY = frozenset([None, "area", "it"])
_SMALL = frozenset(["town", "village", "settlement", "hamlet"])  # no seat of government, such as Kyiv
_CITIES = frozenset(["city", "capital", "port"])
_WATERS = frozenset(["river", "sea", "country"])
_DAMS = frozenset(["dam", "reservoir"])
_NEAR_CHARS = 130
_FRONT_CHARS = 43
_ORIGIN_CHARS = 70
_COLON_CHARS = 40
_SUBJECT_CHARS = 25
_ADVERB_CHARS = 20
_RELATIVE_CHARS = 9
_WHERE_CHARS = len("where ")
_ANAPHOR_PLACES = 8
_LIST_LINES = 60


@frozen
class Site:
    """A place of an event: `text` as the article writes it, `mention` what it means."""

    start: int
    end: int
    text: str
    mention: PlaceMention
    rule: str

    @property
    def is_broad(self) -> bool:
        """A country, a region or a vague area: a named part says more."""
        return rank(self.mention) >= BROAD


class Sites:
    """The sites of the events of one article."""

    def __init__(self, analysis: Analysis, speaking: Sequence[tuple[int, int]]) -> None:
        """Keep the places that can be sites."""
        self._document = analysis.document
        self._text = analysis.document.text
        self._known = SitePlaces(analysis, speaking)
        self._paragraphs = [sentence.paragraph for sentence in self._document.sentences]

    def of(self, trigger: Trigger) -> list[Site]:
        """Return the sites of the trigger's event, by the nearest way that tells one."""
        if trigger.type in _UNPLACED:
            return []
        sentence = self._document.sentences[trigger.sentence]
        groups = self._known.groups(sentence.start, sentence.end)
        if trigger.type == "evacuation" or trigger.word.startswith(_LEAVING):
            groups = [left for group in groups if (left := self._without_goals(sentence.start, group))]
        groups = [group for group in groups if self._suits(trigger, sentence.start, group[0])]
        found = (
            self._after_colon(trigger, groups)
            or self._object(trigger)
            or self._in_clause(trigger, groups)
            or self._below(trigger)
            or self._dam(trigger)
            or self._anaphor(trigger)
            or self._in_sentence(trigger, sentence.start, groups)
            or self._before(trigger, sentence)
        )
        return [*found, *self._among(trigger)] or self._scope(trigger, sentence, groups)

    def _without_goals(self, start: int, group: Group) -> Group:
        """'The evacuation train from Kherson to Khmelnytskyi': people leave the first."""
        return [place for place in group if _GOAL.search(self._text, start, place.start) is None]

    def _suits(self, trigger: Trigger, start: int, place: PlaceMention) -> bool:
        """No origin ("launched from Kursk"), and no whole country for fighting."""
        if place.kind == "country" and trigger.type not in ("strike", "air_defence"):
            return False
        if trigger.type in ("evacuation", "territorial_change"):
            return place.kind != "river" or trigger.word not in words("retaking", "checks")
        before = self._text[max(start, place.start - _ORIGIN_CHARS) : place.start]
        return _FROM.search(before) is None or (trigger.type == "ground_attack" and _FLANK.search(before) is not None)

    def _after_colon(self, trigger: Trigger, groups: list[Group]) -> list[Site]:
        """'Cleared two villages around A: B and C'."""
        joint = _JOINT.match(self._text, trigger.clause_end)
        if joint is None:
            return []
        reach = _COLON_CHARS if joint[0].startswith(":") else 1
        named = [g for g in groups if 0 <= g[0].start - joint.end() < reach]
        return _name(named[0], "place-listed") if named else []

    def _object(self, trigger: Trigger) -> list[Site]:
        """'Liberated the town', 'occupied it'."""
        return self._anaphor(trigger) if _OBJECT.match(self._text, trigger.end) else []

    def _in_clause(self, trigger: Trigger, groups: list[Group]) -> list[Site]:
        # A list that ends in the clause belongs to it: "A, B, and C regions were shelled".
        inside = [g for g in groups if g[0].start < trigger.clause_end and g[-1].start >= trigger.clause_start]
        behind = [g for g in inside if 0 <= g[0].start - trigger.end < _NEAR_CHARS]
        before = [g for g in inside if g[0].start < trigger.start]
        if behind and self._is_cut_off(trigger, behind[0][0].start):
            behind = []
        if behind and not (before and rank(behind[0][0]) >= BROAD and before[-1][0].kind == "front"):
            return _name(self._continued(behind), "place-governed")
        if before and (trigger.rule not in _BEHIND_ONLY or self._opens(trigger, before[-1][0])):
            return _name(before[-1], "place-before")
        return []

    def _is_cut_off(self, trigger: Trigger, start: int) -> bool:
        """Whether another clause begins between the trigger and the place."""
        if _NEW_CLAUSE.search(self._text, trigger.end, start) or _COMMENT.search(self._text, trigger.end, start):
            return True
        is_noun = trigger.family in ("noun", "generic")
        return is_noun and _NEW_SUBJECT.search(self._text, trigger.end, start) is not None

    def _continued(self, groups: list[Group]) -> Group:
        """The first group with those that its sentence adds: "in A, and power stations in B", "in particular in C"."""
        chosen = groups[0]
        for group in groups[1:]:
            gap = self._text[self._known.end_before(group[0]) : group[0].start]
            if _PARTICULAR.fullmatch(gap):
                chosen = group
            elif _MORE.fullmatch(gap) and group[0].kind != "area":
                chosen = chosen + group
            else:
                break
        return chosen

    def _in_sentence(self, trigger: Trigger, start: int, groups: list[Group]) -> list[Site]:
        """The place that opens the sentence, that a relative clause hangs on, or the only one."""
        left = [g for g in groups if g[0].start < trigger.start]
        if left and self._text.startswith("where ", trigger.clause_start - _WHERE_CHARS):
            return _name(left[-1], "place-before")
        fronted = [g for g in left if self._is_fronted(start, g[0]) or self._heads(start, g)]
        if fronted:
            return _name(fronted[-1], "place-before")
        joint = self._text[max(0, trigger.clause_start - _RELATIVE_CHARS) : trigger.clause_start + 1]
        if left and trigger.start - left[-1][-1].end < _NEAR_CHARS and _RELATIVE.search(joint):
            return _name(left[-1], "place-before")
        is_only = len(groups) == 1 and not left and groups[0][0].start - trigger.end < _NEAR_CHARS
        return _name(groups[0], "place-governed") if is_only and trigger.family in ("verb", "hit") else []

    def _before(self, trigger: Trigger, sentence: Sentence) -> list[Site]:
        """'Three of them were shot down': over the place that the sentence before told of, but by the air force."""
        if trigger.rule != "air_defence-verb" or siting_words().national.search(sentence.text) or sentence.index == 0:
            return []
        earlier = self._document.sentences[sentence.index - 1]
        if earlier.paragraph != sentence.paragraph:
            return []
        groups = [group for group in self._known.groups(earlier.start, earlier.end) if group[0].kind != "country"]
        return _name(min(groups, key=lambda group: rank(group[0])), "place-carried") if groups else []

    def _scope(self, trigger: Trigger, sentence: Sentence, groups: list[Group]) -> list[Site]:
        """'About ten villages came under fire': along the direction that its paragraph opens with."""
        if trigger.type not in ("strike", "ground_attack") or groups:
            return []
        first = self._document.sentences[bisect.bisect_left(self._paragraphs, sentence.paragraph)]
        if first.index == sentence.index:
            return []
        opening = self._known.groups(first.start, first.end)[:1]
        is_front = bool(opening) and opening[0][-1].kind == "front" and self._is_fronted(first.start, opening[0][0])
        return _name(opening[0], "place-scope") if is_front else []

    def _opens(self, trigger: Trigger, place: PlaceMention) -> bool:
        """Whether the clause begins with the place: "Over the Rostov region, …"."""
        is_early = place.start - trigger.clause_start < _SUBJECT_CHARS
        before = self._text[max(0, place.start - _ADVERB_CHARS) : place.start]
        if _HEADED.search(before):
            # "Drones heading towards the capital were shot down".
            return True
        # "On Monday, in Mykolaiv region, air defences …".
        is_set_off = self._text[place.end : place.end + 1] == "," and _ADVERB.search(before) is not None
        return is_early or is_set_off or self._is_fronted(trigger.clause_start, place)

    def _is_fronted(self, start: int, place: PlaceMention) -> bool:
        return place.start - start < _FRONT_CHARS and _LEADING.match(self._text, start) is not None

    def _heads(self, start: int, group: Group) -> bool:
        """'Krasnopillia community: there was a mortar attack'."""
        is_first = not self._text[start : group[0].start].strip(" –—-•*")
        return is_first and self._text[group[-1].end : group[-1].end + 1] == ":"

    def _below(self, trigger: Trigger) -> list[Site]:
        """The lines of a list that the sentence opens with a colon."""
        sentences = self._document.sentences
        if not sentences[trigger.sentence].text.rstrip().endswith(":"):
            return []
        found: list[Site] = []
        for sentence in sentences[trigger.sentence + 1 : trigger.sentence + 1 + _LIST_LINES]:
            if not _LINE.match(sentence.text):
                break
            for group in self._known.groups(sentence.start, sentence.end)[:1]:
                found += _name(group, "place-listed")
        return found

    def _among(self, trigger: Trigger) -> list[Site]:
        """'They shelled 35 villages. Among them are A, B and C': the next sentence names them."""
        after = self._document.sentences[trigger.sentence + 1 : trigger.sentence + 2]
        if trigger.type != "strike" or not after or not after[0].text.startswith(_AMONG):
            return []
        groups = self._known.groups(after[0].start, after[0].end)
        return [site for group in groups for site in _name(group, "place-among")]

    def _dam(self, trigger: Trigger) -> list[Site]:
        """'The dam breach': the dam that the article is about."""
        if trigger.type != "explosion" or "dam" not in trigger.word.split():
            return []
        return _name([place for place in self._known.places if place.kind in _DAMS][:1], "place-anaphor")

    def _anaphor(self, trigger: Trigger) -> list[Site]:
        """'The city': of the places of the paragraph, or of those just before, the one told of most."""
        sentence = self._document.sentences[trigger.sentence]
        folded = fold(self._text[sentence.start : trigger.clause_end])
        match = _again().search(folded, trigger.clause_start - sentence.start) or _again().search(folded)
        if match is None and trigger.type in ("strike", "territorial_change"):
            match = _PRONOUN.match(folded)
        if match is None:
            return []
        is_regional = match[1] in _REGIONAL
        office = self._known.office(sentence.start, sentence.start + match.start())
        # "Moscow announced the capture of a village in the area".
        is_seat = office is not None and match[1] not in _CITIES and fold_name(office.text) in seats()
        is_meant = office is not None and (match[1] is None or (rank(office) >= BROAD) == is_regional)
        if office is not None and is_meant and not is_seat:
            # "The governor of Saratov said facilities in the region burned".
            return _name([office], "place-anaphor")
        i = bisect.bisect_left(self._known.starts, sentence.start + match.start())
        earlier = self._known.places[max(0, i - _ANAPHOR_PLACES) : i][::-1]
        earlier = [place for place in earlier if place.kind != "country" or trigger.type == "strike"]
        if match[1] in _SMALL:
            earlier = [place for place in earlier if place.kind != "district"] or earlier
            earlier = [place for place in earlier if place.kind != "capital" and fold_name(place.text) not in seats()]
        if match[1] == "it":
            earlier = [place for place in earlier if place.kind not in _WATERS]
        near = [place for place in earlier if self._paragraph(place.start) == sentence.paragraph]
        alike = [place for place in earlier if match[1] in _ANY or (rank(place) >= BROAD) == is_regional]
        fitting = [place for place in near if place in alike] or near or self._last_told(alike)
        return _name(sorted(fitting, key=lambda place: -self._known.told[place.name])[:1], "place-anaphor")

    def _last_told(self, places: list[PlaceMention]) -> list[PlaceMention]:
        """Of places told before, nearest first: those of the last paragraph that has any."""
        return [place for place in places if self._paragraph(place.start) == self._paragraph(places[0].start)]

    def _paragraph(self, offset: int) -> int:
        sentence = self._document.sentence_at(offset)
        return sentence.paragraph if sentence else -1


def _name(group: Group, rule: str) -> list[Site]:
    return [Site(place.start, place.end, place.text, place, rule) for place in group]


@cache
def _again() -> re.Pattern[str]:
    nouns = "|".join(lexicon.load("events")["place"]["again"])
    # No place in "there were no casualties".
    there = r"\bthere\b(?! (?:is|are|was|were|has|have|had|may|will)\b)"
    return re.compile(rf"\b(?:the|this|his|her) ({nouns})\b(?! of\b)|{there}")
