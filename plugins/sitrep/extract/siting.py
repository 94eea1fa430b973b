"""Say where a figure or an event belongs: the most specific place that the text gives it, and the front of its day.

In      Analysis; a Draft; the day that the record counts on, or None
Out     Siting; text None where the article gives no place, front_id None only where there is no day
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError from the theatre's readers
Source  eval guidelines, "Place"; lexicon/en/places.toml [siting]

A figure's own clause comes first, then its sentence. Victims without a place of their own were hit where the text last
said that something was hit; counts of weapons and running totals without one are the whole war's.
"""

from __future__ import annotations

import bisect
import datetime as dt
import math
import re
from collections.abc import Sequence

from sitrep.extract import fronts
from sitrep.extract.analysis import Analysis
from sitrep.extract.mentions import Draft, PlaceMention, Siting
from sitrep.extract.place_groups import NUMBER, PlaceGroup, main_region, read_sites, siting_words
from sitrep.extract.text import Sentence
from sitrep.records import PEOPLE
from sitrep.theatres.geography import read_geography

RULES = {
    "site-quote": "The place stands in the figure's own words.",
    "site-right": "The place follows in the clause: 'killed three people in X'.",
    "site-left": "The place stands before in the clause or sentence: 'In X, three people were killed'.",
    "site-back": "The clause points back: 'in this area', 'at the scene'.",
    "site-carried": "The place of the sentences before holds on: victims of the strike told of there.",
    "site-speaker": "Only the speaker's office names a place: 'the Kharkiv governor said two were killed'.",
    "site-dateline": "Only the dateline names a town.",
    "site-ahead": "The lead keeps the place for one of the next sentences.",
    "site-region": "The article is about one region, and the count is of it.",
    "site-title": "No sentence names a place, and the headline does.",
    "site-scope": "The direction that the sentence before is about holds for its losses.",
    "site-none": "The text gives no place: a count of the whole war.",
    "site-given": "The event is where its trigger says.",
}

_GLUED = re.compile(r"[.!?](?<=[a-z)].)[\"”’]?(?=[A-Z])")
# From a figure to the grouping that it is told of: ", a tank and two guns in clashes with the ".
_BATTLE = re.compile(r"[^.!?\n]{0,160}\b(?:with|by|against)\s+(?:Russia['’]s\s+|the\s+)?")
_PARENTHESIS = re.compile(r"[^()]*\)|\([^()]*\)")
_OPENS = re.compile(r"(?:^|[.!?]\s+)(?:In|At|On|Near|Around|Across|Over|Throughout)\s+(?:the\s+)?(?:\w+\s+){0,3}$")
_THERE = re.compile(r"\bthere\b(?! (?:is|are|was|were|has|have|had)\b)", re.IGNORECASE)
_FRONTED = re.compile(r",\s+(?:in|at|on|near|over)\s+(?:the\s+)?(?:\w+\s+){0,2}$", re.IGNORECASE)
# "At Ukraine, and air defences shot down": what is told of all of it once is not told again.
_NEXT_CLAUSE = re.compile(
    r",? and (?!(?:in|at|on|over|near)\b)(?:[\w-]+ ){0,6}?"
    r"(?:of them|said|shot|were|was|downed|destroyed|intercepted|fired|launched|carried|conducted)\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\bof (?:them|those|these)\b")
# "Seven settlements, among them A and B": the names are what is counted, not where.
_MEMBERS = re.compile(r"\b(?:including|among them|namely|such as|in particular)\b(?! in\b)|[:(–—] ?$")
# "It was shelled 36 times", "The city came under": the subject is the place told of before.
_PLACE_SUBJECT = re.compile(
    r"It (?:was|has been|had been|came) (?:again |also )?"
    r"(?:shelled|attacked|hit|struck|bombed|bombarded|targeted|under)\b"
    r"|(?:The|This) (?:(?:port|border|frontline|front-line) )?"
    r"(?P<noun>city|town|village|settlement|region|district|community|capital)"
    r"(?:, (?:which|where)\b[^,]*,)? (?:was|were|is|has|had|came|comes|also|suffered|lost)\b"
)
# "103 men captured in X came home": where they were taken, not where they were exchanged.
_CAPTURED = re.compile(r"\b(?:captured|seized|taken prisoner) (?:by [\w ]{1,40} )?(?:in|at|near) (?:the )?$")
# "Nine people, including three children, were hurt in X": the part stands between, and the whole goes on.
_ASIDE = re.compile(rf", (?:including|among them) [^,;.\n]{{1,60}},(?! (?:and |or |{NUMBER.pattern}))", re.IGNORECASE)
# "Two died after strikes in X": what hit them says where they were.
_BLOW = re.compile(
    r"^[^,;]*? (?:after|when|following) (?:an? |the )?(?:[\w-]+ ){0,3}"
    r"(?:strikes?|attacks?|shelling|missiles?|drones?|bombs?|shells?)\b[^,;]*$"
)
_NEAR_CHARS = 120
_CARRY_SENTENCES = 6
_WINDOW_CHARS = 1_000
_BACK_CHARS = 4_000
_BESIDE_CHARS = 25
_LABEL_CHARS = 200
_LABEL_REACH = 1.2  # times its radius: how far from its anchors a direction may be named for a place
_SCOPE_SENTENCES = 2
_AHEAD_SENTENCES = 4
_LEAD_SENTENCES = 2
_FLYING = frozenset({"launched", "intercepted"})
_SORTIES = _FLYING | {"carried_out"}
_LEAVING = frozenset({"displaced", "evacuated", "exchanged", "captured", "missing"})
_POLITICAL = frozenset({"exchanged", "mobilised", "displaced"})
_VICTIMS = frozenset({"killed", "wounded", "casualties", "missing", "evacuated", "damaged", "captured"})
_HIT = _VICTIMS | _FLYING | {"destroyed"}
_NO_ARMS = PEOPLE | {"building", "ship", "vehicle"}
_SCOPED = frozenset({"killed", "wounded", "casualties", "destroyed", "damaged", "captured"})
_ATTACKS = frozenset({"launched", "carried_out", "repelled"})
_LOCAL = PEOPLE - {"military"} | {"building", "shell"}
_GROUND = frozenset({"area_km2", "settlement"})
_CIVIL = (PEOPLE | {"building"}) - {"military"}


def site_record(analysis: Analysis, draft: Draft, day: dt.date | None) -> Siting:
    """Return the place of a figure, as the article writes it, and its front."""
    group, rule = _Site(analysis, draft).find()
    if group is None:
        return Siting(text=None, place_id=None, front_id=_battlegroup_front(analysis, draft, day), rule=rule)
    # A list keeps the wider place behind it, since it has no name of its own: "A, B and C in the Kursk region".
    end = group.tail_end if group.places[1:] else group.end
    return Siting(
        text=analysis.document.text[group.start : end],
        place_id=None if group.places[1:] else group.places[0].place_id,
        front_id=_front_id(analysis, group.places, day),
        rule=rule,
    )


def site_mention(analysis: Analysis, place: PlaceMention | None, day: dt.date | None) -> Siting:
    """Return the siting of an event whose place is known."""
    if place is None:
        return Siting(text=None, place_id=None, front_id=_no_front(day), rule="site-none")
    front_id = _front_id(analysis, (place,), day)
    return Siting(text=place.text, place_id=place.place_id, front_id=front_id, rule="site-given")


def _battlegroup_front(analysis: Analysis, draft: Draft, day: dt.date | None) -> str | None:
    """The fronts of the grouping of forces that a figure is told of: "lost 420 men in battles with X"."""
    if day is None:
        return None
    if "siting.groupings" not in analysis.memo:
        analysis.memo["siting.groupings"] = [place for place in analysis.places if place.kind == "grouping"]
    groupings: list[PlaceMention] = analysis.memo["siting.groupings"]
    i = bisect.bisect_left(groupings, draft.end, key=lambda place: place.start)
    if i == len(groupings) or _BATTLE.fullmatch(analysis.document.text, draft.end, groupings[i].start) is None:
        return fronts.UNSPECIFIED
    return "|".join(fronts.active_fronts(groupings[i].front_ids, day, analysis.theatre)) or fronts.UNSPECIFIED


def _no_front(day: dt.date | None) -> str | None:
    return None if day is None else fronts.UNSPECIFIED


def _front_id(
    analysis: Analysis,
    places: Sequence[PlaceMention],
    day: dt.date | None,
) -> str | None:
    """The front of the day, or several joined by "|"; a place of no front beside one of a front adds nothing."""
    if day is None:
        return None
    ids: dict[str, None] = {}
    for place in places:
        label = _label_front(analysis, place, day)
        found = label or fronts.resolve_front(place, day, analysis.theatre).front_id
        ids.update(dict.fromkeys(found.split("|")))
    ids.pop(fronts.UNSPECIFIED, None)
    return "|".join(ids) or fronts.UNSPECIFIED


def _label_front(analysis: Analysis, place: PlaceMention, day: dt.date) -> str | None:
    """The direction that the place's own sentence names, where it may lie there: "in the X direction near Y"."""
    sentence = analysis.document.sentence_at(place.start)
    if sentence is None or place.role != "place" or place.lat is None or place.lon is None or place.kind == "region":
        return None
    labels = read_sites(analysis, sentence).between(place.start - _LABEL_CHARS, place.end + _LABEL_CHARS)
    named = [group.places[0] for group in labels if group.places[0].role == "front" and not group.places[1:]]
    if len(named) != 1:
        return None
    theatre = analysis.theatre
    near = fronts.nearest_fronts(place.lat, place.lon, day, theatre)
    for front_id in fronts.active_fronts(named[0].front_ids, day, theatre):
        if near.get(front_id, math.inf) <= _LABEL_REACH * fronts.radius_km(front_id, theatre):
            return front_id
    return None


class _Site:
    """Looks for the place of one draft."""

    def __init__(self, analysis: Analysis, draft: Draft) -> None:
        self._theatre = analysis.theatre
        self._analysis = analysis
        self._text = analysis.document.text
        self._draft = draft
        self._sentence = analysis.document.sentence_at(draft.anchor)
        # No figure looks further, so that a text without full stops takes no longer than another.
        start, end = (self._sentence.start, self._sentence.end) if self._sentence else (0, 0)
        self._window = max(start, draft.anchor - _WINDOW_CHARS), min(end, draft.anchor + _WINDOW_CHARS)

    def find(self) -> tuple[PlaceGroup | None, str]:
        sentence = self._sentence
        if sentence is None:
            return None, "site-none"
        groups = [g for g in self._clause(sentence) if self._is_open(g)]
        own, rule = self._find_own([g for g in groups if not g.is_speaker])
        if own is not None and not own.is_country:
            return self._find_nearer_back(sentence, own) or (own, rule)
        speaker, _ = self._find_own([g for g in groups if g.is_speaker])
        indirect = self._find_indirect(sentence, own, speaker)
        if indirect is not None:
            return indirect
        if own is None and self._is_apart(groups):
            return None, "site-none"
        return (own, rule) if own is not None else self._carry(sentence)

    def _find_nearer_back(self, sentence: Sentence, own: PlaceGroup) -> tuple[PlaceGroup, str] | None:
        """What "in the region" means, where it stands closer to the figure than the place does."""
        draft = self._draft
        until = draft.end + _BESIDE_CHARS
        if draft.anchor <= own.start < until:
            return None
        back = read_sites(self._analysis, sentence).back_between(draft.anchor, until)
        before = self._find_meant(sentence, back) if back else None
        return None if before is None else (before, "site-back")

    def _find_indirect(
        self,
        sentence: Sentence,
        own: PlaceGroup | None,
        speaker: PlaceGroup | None,
    ) -> tuple[PlaceGroup, str] | None:
        """What a country, a speaker's office or "in this area" stands for."""
        if own is not None and own.is_compass and self._is_lead_victim(sentence):
            ahead = self._find_ahead(sentence)
            return None if ahead is None else (ahead, "site-ahead")
        if speaker is not None and own is None and (self._is_hit() or _THERE.search(self._text, *self._window)):
            return speaker, "site-speaker"
        back = read_sites(self._analysis, sentence).back_between(*self._window)
        before = self._find_meant(sentence, back) if back else None
        return None if before is None else (before, "site-back")

    def _clause(self, sentence: Sentence) -> list[PlaceGroup]:
        """The places around the figure, as far as a full stop, also one without a blank: pages lose those."""
        anchor = self._draft.anchor
        start, end = self._window
        if _GLUED.search(self._text, start, end):
            start = max((m.end() for m in _GLUED.finditer(self._text, start, anchor)), default=start)
            stop = _GLUED.search(self._text, anchor, end)
            end = stop.start() if stop else end
        return read_sites(self._analysis, sentence).between(start, end)

    def _is_apart(self, groups: Sequence[PlaceGroup]) -> bool:
        """Whether what flew was not at the place told of before: "downed two over A, while B downed four"."""
        draft = self._draft
        if draft.what not in _FLYING:
            return False
        named = [g for g in groups if not g.is_speaker and not g.is_country]
        behind = next((g for g in named if g.start >= draft.end), None)
        # "Four drones: two over A, one over B": they were over all of them.
        is_spread = behind is not None and siting_words().parts.search(self._text, draft.end, behind.start) is not None
        return is_spread or any(g.start < draft.anchor for g in named)

    def _is_open(self, group: PlaceGroup) -> bool:
        """Whether the place may be this figure's: not where its drones came from, nor a country that only compares."""
        draft = self._draft
        if group.is_origin and draft.what not in _LEAVING and not (group.is_aim and draft.what in _FLYING):
            return False
        if draft.what == "exchanged" and _CAPTURED.search(self._text, draft.start, group.start):
            return False
        if group.is_country:
            return not group.is_compared and not (draft.what == "mobilised" and group.start > draft.anchor)
        if draft.entity in _GROUND and _MEMBERS.search(self._text, draft.end, group.start):
            return False
        return not group.is_whole_front

    def _find_own(self, groups: Sequence[PlaceGroup]) -> tuple[PlaceGroup | None, str]:
        """The place in the figure's words, behind them, or before them in the sentence."""
        draft = self._draft
        behind = next((g for g in groups if g.start >= draft.anchor), None)
        before = [g for g in groups if g.start < draft.anchor]
        left = self._nearest_left(before)
        if behind is not None and left is not None and (self._renames(behind, left) or self._is_object(left)):
            return left, "site-left"
        if behind is not None and behind.start < draft.end:
            return behind, "site-quote"
        if behind is not None and (self._reaches(behind, left) or (left and self._narrows(behind, left))):
            return behind, "site-right"
        if left is not None and self._holds(left):
            return left, "site-quote" if left.start >= draft.start else "site-left"
        return None, "site-none"

    def _renames(self, behind: PlaceGroup, left: PlaceGroup) -> bool:
        """Whether "the capital" only takes up the name before it: "in Kyiv all missiles aimed at the capital"."""
        place = left.places[-1]
        is_seat = place.kind != "region" and place.admin1 == read_geography(self._theatre).capital_region
        return behind.places[-1].kind == "capital" and is_seat

    def _is_object(self, left: PlaceGroup) -> bool:
        """Whether the place stands right before a count of times: "shelled A and B 10 times, and C twice"."""
        return self._draft.what == "carried_out" and not self._text[left.end : self._draft.anchor].strip()

    def _holds(self, left: PlaceGroup) -> bool:
        """Whether a place before still holds: into another clause it does so for victims, not for running totals."""
        draft = self._draft
        if draft.what == "mobilised" and self._sentence is not None:
            return _OPENS.search(self._text[self._sentence.start : left.start]) is not None
        gap = self._text[left.end : draft.anchor]
        if draft.what in _SORTIES and siting_words().breaks.search(gap):
            return False
        if draft.what in _SORTIES and (left.is_country or left.is_vague):
            is_share = _OF_THEM.search(self._text, left.end, draft.anchor + _BESIDE_CHARS) is not None
            return not is_share and _NEXT_CLAUSE.search(gap) is None
        if draft.kind != "cumulative" or draft.entity in _CIVIL:
            return True
        return siting_words().weak_breaks.search(gap) is None and siting_words().breaks.search(gap) is None

    def _nearest_left(self, before: Sequence[PlaceGroup]) -> PlaceGroup | None:
        """The last place before, unless it only tells what the one before it borders on."""
        if not before:
            return None
        gap = self._text[before[-2].end : before[-1].start].lower() if before[1:] else ""
        return before[-2] if any(word in gap for word in siting_words().neighbours) else before[-1]

    def _reaches(self, right: PlaceGroup, left: PlaceGroup | None) -> bool:
        """Whether the place behind still belongs to the figure's clause."""
        words, text, draft = siting_words(), self._text, self._draft
        gap = text[draft.anchor : right.start]
        between = _ASIDE.sub("", text[draft.end : right.start])
        if words.breaks.search(gap) or words.parts.search(between):
            return False
        opens_clause = _FRONTED.search(gap) is not None and text[right.end : right.end + 1] == ","
        if opens_clause:
            return False
        if left is None:
            return not (draft.what in _POLITICAL and words.weak_breaks.search(gap))
        is_cause = draft.what in _VICTIMS and _BLOW.search(gap) is not None
        if len(gap) > _NEAR_CHARS or (words.weak_breaks.search(gap) and not is_cause):
            return False
        if not NUMBER.search(_PARENTHESIS.sub("", between)):
            return True
        return left.end < draft.start and NUMBER.search(text, left.end, draft.start) is not None

    def _narrows(self, right: PlaceGroup, left: PlaceGroup) -> bool:
        """Whether the town behind lies in the region before: "in A region, one was killed and two were hurt in B"."""
        town, region, draft = right.places[0], left.places[0], self._draft
        if region.kind != "region" or left.places[1:] or town.kind != "settlement" or town.admin1 != region.admin1:
            return False
        gap = self._text[draft.end : right.start]
        if right.is_speaker or siting_words().breaks.search(gap) or siting_words().parts.search(gap):
            return False
        return len(gap) <= _NEAR_CHARS and len(NUMBER.findall(gap)) <= 1

    def _find_before(self, sentence: Sentence, reach: int) -> PlaceGroup | None:
        """The site of the nearest sentence before that has one; countries are none."""
        sentences, office = self._analysis.document.sentences, None
        for index in range(sentence.index - 1, max(-1, sentence.index - 1 - reach), -1):
            site = read_sites(self._analysis, sentences[index]).main
            if site and office and site.places[0].admin1 != office.places[0].admin1:
                return office
            if site and not (site.is_speaker and site.is_broad):
                return site
            # "'They shelled Nikopol,' the head of the region wrote. 'Nobody was hurt.'": not the whole region.
            office = office or site
            if office is None and self._is_nationwide(sentences[index + 1]):
                return None
        return office

    def _is_nationwide(self, sentence: Sentence) -> bool:
        """Whether the sentence before speaks of a whole country and of no place in it."""
        if sentence.index == 0:
            return False
        sites = read_sites(self._analysis, self._analysis.document.sentences[sentence.index - 1])
        return sites.main is None and any(
            g.is_country and not (g.is_compared or g.is_origin or g.is_compass) for g in sites.groups
        )

    def _find_meant(self, sentence: Sentence, phrase: str) -> PlaceGroup | None:
        """What "in the region" or "in the city" means: the last place of that kind, else the last one."""
        noun = phrase.rsplit(" ", 1)[-1].lower()
        wants_broad = noun in {"region", "oblast"}
        if not wants_broad and noun not in {"city", "town", "village", "settlement"}:
            return self._find_before(sentence, _CARRY_SENTENCES)
        sentences = self._analysis.document.sentences
        for index in range(sentence.index, max(-1, sentence.index - 1 - _CARRY_SENTENCES), -1):
            earliest = self._draft.anchor - _BACK_CHARS
            for group in reversed(read_sites(self._analysis, sentences[index]).between(earliest, self._draft.anchor)):
                is_part = group.places[0].kind == "district" and noun in {"city", "town"}
                if not group.is_country and group.is_broad == wants_broad and not is_part:
                    return group
        if wants_broad and (region := main_region(self._analysis)):
            return region
        return self._find_before(sentence, _CARRY_SENTENCES)

    def _find_ahead(self, sentence: Sentence) -> PlaceGroup | None:
        """A lead that keeps the place for the next sentence: "a strike on a border town killed two"."""
        sentences = self._analysis.document.sentences
        for following in sentences[sentence.index + 1 : sentence.index + 1 + _AHEAD_SENTENCES]:
            if site := read_sites(self._analysis, following).main:
                return site
        return None

    def _carry(self, sentence: Sentence) -> tuple[PlaceGroup | None, str]:
        """No place in the sentence: the one before holds for victims and for a direction's losses."""
        if sentence.text[:_NEAR_CHARS].lower().startswith(siting_words().wide):
            return None, "site-none"
        if self._draft.what in _SORTIES and (subject := _PLACE_SUBJECT.match(sentence.text)):
            before = self._find_meant(sentence, subject["noun"] or "city")
            return before, "site-back" if before else "site-none"
        if self._is_hit() and not (self._draft.what in _FLYING and self._counts_all(sentence)):
            return self._carry_hit(sentence)
        if self._is_local() and (region := main_region(self._analysis)):
            return region, "site-region"
        return self._carry_scope(sentence)

    def _carry_scope(self, sentence: Sentence) -> tuple[PlaceGroup | None, str]:
        """The direction that a report tells of: it holds for its losses, and in its paragraph for its attacks."""
        what = self._draft.what
        is_attack = what in _ATTACKS and not self._counts_all(sentence)
        if self._draft.kind != "period" or not (is_attack or what in _SCOPED):
            return None, "site-none"
        scope = self._find_front(sentence, self._in_paragraph(sentence))
        if scope is None and what in _SCOPED:
            scope = self._find_before(sentence, _SCOPE_SENTENCES)
        is_front = scope is not None and scope.places[0].role == "front"
        return (scope, "site-scope") if is_front else (None, "site-none")

    def _find_front(self, sentence: Sentence, reach: int) -> PlaceGroup | None:
        """The last direction that the sentences before name: the villages named since lie in it."""
        sentences = self._analysis.document.sentences
        for before in reversed(sentences[sentence.index - reach : sentence.index]):
            for group in reversed(read_sites(self._analysis, before).groups):
                if group.places[0].role == "front" and not group.is_whole_front and not group.is_vague:
                    return group
        return None

    def _carry_hit(self, sentence: Sentence) -> tuple[PlaceGroup | None, str]:
        reach = self._in_paragraph(sentence) if self._is_report_item() else _CARRY_SENTENCES
        if before := self._find_before(sentence, reach):
            is_title = before.start < self._analysis.document.body_start
            return before, "site-title" if is_title else "site-carried"
        if title := self._title_site():
            return title, "site-title"
        is_told = self._is_nationwide(sentence)
        if not is_told and self._is_lead_victim(sentence) and (ahead := self._find_ahead(sentence)):
            return ahead, "site-ahead"
        is_victim = self._draft.kind == "incident" and self._draft.what in _VICTIMS
        town = self._dateline() if is_victim else None
        return (town, "site-dateline") if town else (None, "site-none")

    def _counts_all(self, sentence: Sentence) -> bool:
        """Whether what flew is counted for the whole country: by its air force, or in a salvo at all of it."""
        if siting_words().national.search(sentence.text[:_WINDOW_CHARS]):
            return True
        before = self._analysis.document.sentences[sentence.index - 1] if sentence.index else None
        return before is not None and any(word in before.text[:_WINDOW_CHARS].lower() for word in siting_words().wide)

    def _in_paragraph(self, sentence: Sentence) -> int:
        """How many sentences of its paragraph stand before it."""
        sentences = self._analysis.document.sentences
        before = sentences[max(0, sentence.index - _CARRY_SENTENCES) : sentence.index]
        return sum(1 for other in before if other.paragraph == sentence.paragraph)

    def _is_hit(self) -> bool:
        """Whether something was hit somewhere: victims and damage of one incident, and what was downed beside it."""
        draft = self._draft
        if draft.kind == "incident":
            return draft.what in _HIT
        return draft.kind == "period" and draft.entity in _CIVIL and draft.what in _VICTIMS

    def _is_report_item(self) -> bool:
        """Whether the figure is of arms that were hit: a report's paragraphs are each about another place."""
        draft = self._draft
        is_arms = draft.entity not in _NO_ARMS or (draft.entity == "building" and draft.kind == "period")
        return is_arms and draft.what in {"destroyed", "damaged"}

    def _is_lead_victim(self, sentence: Sentence) -> bool:
        draft = self._draft
        return draft.kind == "incident" and draft.what in _VICTIMS and sentence.index <= _LEAD_SENTENCES

    def _is_local(self) -> bool:
        """Whether a count without a place is of the region that the whole article is about."""
        draft = self._draft
        if draft.entity in _GROUND:
            return draft.kind in {"cumulative", "stock"}
        return draft.entity in _LOCAL or draft.what == "evacuated"

    def _title_site(self) -> PlaceGroup | None:
        sentences = self._analysis.document.sentences
        if not sentences or not sentences[0].is_title:
            return None
        return read_sites(self._analysis, sentences[0]).main

    def _dateline(self) -> PlaceGroup | None:
        """The reporter's town, where it is no capital: nobody else would send one there."""
        geography = read_geography(self._theatre)
        for place in self._analysis.places:
            is_home = place.country == geography.home and place.admin1 != geography.capital_region
            if place.rule == "place-dateline" and is_home:
                return PlaceGroup((place,))
        return None
