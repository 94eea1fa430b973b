"""Work out who the speakers of an article are: their side, their id, and whom "he" or "the ministry" means.

In      Analysis; the claims of each sentence, in reading order
Out     for each sentence its Sources; an outlet's tag behind somebody else's words is dropped
Units   offsets in code points into `Document.text`, end excluded
Errors  LexiconError at first use, if a lexicon or towns_held.csv is malformed
Source  lexicon/en/speech.toml and actors.toml; theatres/<theatre>/towns_held.csv
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import cast

from sitrep.extract import lexicon
from sitrep.extract.actors import fold
from sitrep.extract.analysis import Analysis
from sitrep.extract.frozen import frozen
from sitrep.extract.holders import holder_under_fire
from sitrep.extract.mentions import ActorMention, PlaceMention
from sitrep.extract.speaker_phrases import nouns
from sitrep.extract.speech import Claim
from sitrep.extract.text import Sentence
from sitrep.records import Party

RULES = {
    "speaker-owner": "'Its defence ministry said': of the state that the sentence names first.",
    "speaker-actor": "The speaker is an actor of the theatre: its side is known.",
    "speaker-adjective": "'Ukrainian', 'Moscow's': an adjective or a capital tells the side.",
    "speaker-place": "A governor or mayor speaks for the side that held the place that day.",
    "speaker-earlier": "The same surname or the same body by a shorter word was introduced before.",
    "speaker-pronoun": "A pronoun stands for the speaker before.",
    "speaker-around": "Officials without a place: the side of the sentence's places, of the outlet or of its wording.",
}

_WORD = re.compile(r"[\w'’.-]*\w")
_RELATIVE = re.compile(r",? (?:who|which|that|where) ")
_PASSIVE = re.compile(r"\b(?:is|was|has been|had been)\b")
_TITLES = frozenset(
    [
        "the",
        "same",
        "a",
        "an",
        "of",
        "for",
        "and",
        "in",
        "regional",
        "local",
        "its",
        "mr",
        "mr.",
        "ms",
        "mrs",
        "gen",
        "gen.",
    ]
)
# Words for one body: the second names the first.
_SAME_BODY = {
    "agency": "ministry",
    "department": "ministry",
    "ministry's": "ministry",
    "minister": "ministry",
    "head": "governor",
    "administration": "governor",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "centre": "center",
    "commander-in-chief": "commander",
    "chief": "commander",
}
# A ministry or an army is the outlet's own before it is that of a place.
_CENTRAL = frozenset(["ministry", "ministry's", "military", "army", "command", "staff", "air", "navy", "minister"])
_THIRD_HEADS = frozenset(["analysts", "experts", "researchers", "institute", "observers", "monitors", "military"])
_WRITTEN = frozenset(["daily", "evening", "morning", "latest", "spokesman", "spokesperson", "spokeswoman"])
_ANAPHORS = frozenset(["him", "her", "them", "who", "which"])
_OUTLETS = frozenset(["media_ua", "media_ru", "media_third"])
_INSTALLED = "occ_generic"  # whoever is "Russian-installed", whatever office is named beside it
_TAGS = frozenset(["reports", "writes", "report"])
_DIPLOMATS = frozenset(["envoy", "ambassador", "representative"])
_LOCAL = frozenset(["officials", "authorities", "police", "residents"])
_SENDER_CHARS = 5
_MEMORY = 200  # sources that a word can refer back to


@frozen
class Source:
    """A claim with its speaker worked out. `words` are those of the claim, with what it refers back to."""

    claim: Claim
    claimant: str
    actor_id: str | None
    side: Party | None
    is_media: bool
    words: frozenset[str]
    rule: str


def resolve_speakers(analysis: Analysis, claims: list[list[Claim]]) -> list[list[Source]]:
    """Resolve in reading order, so that later words can refer to earlier ones."""
    resolver = _Resolver(analysis)
    return [resolver.resolve(row) for row in claims]


class _Resolver:
    """Gives each claim its speaker's side and id, and remembers who spoke."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._text = analysis.document.text
        self._lex = nouns()
        self._demonyms: dict[str, str] = lexicon.load("actors")["demonyms"]
        self._metonyms: dict[str, str] = lexicon.load("speech")["metonyms"]
        self._states: dict[str, Party] = {"russia": "ru", "ukraine": "ua"}
        self._actor_starts = [actor.start for actor in analysis.actors]
        self._place_starts = [place.start for place in analysis.places]
        self._known: list[Source] = []
        self._leaning: list[Party | None] = []

    def resolve(self, claims: list[Claim]) -> list[Source]:
        """Return the sources of one sentence."""
        sources: list[Source] = []
        if not claims:
            return sources
        for claim in claims:
            source = self._resolve(claim, sources[-1] if sources else None)
            if source is not None:
                sources.append(source)
        voices = [source for source in sources if not source.is_media]
        if voices:
            sources = voices
        elif self._known and all(source.is_media and source.claim.shape == "trail" for source in sources):
            # A wire's tag behind what a source said before: "…, Ukrinform reports".
            sources = []
        self._known += sources
        return sources

    def _resolve(self, claim: Claim, before: Source | None) -> Source | None:
        """`before` is the speaker before it in the sentence: "Yusov said that, according to reports"."""
        name = self._text[claim.start : claim.end]
        if fold(name) in self._lex.pronouns:
            return self._refer(claim, name, before)
        evidence = self._text[claim.evidence_start : claim.evidence_end]
        words = frozenset(word.lower().replace("’", "'") for word in _WORD.findall(evidence))
        actors = self._actors_in(claim)
        words |= _offices(actors)
        side, actor_id, rule = self._side_of_speaker(claim, actors)
        if (owner := self._owner(claim, name)) is not None and owner != side:
            side, actor_id, rule = owner, None, "speaker-owner"
        if side is None:
            if self._is_tag(claim, actors, words):
                return None
            earlier = self._earlier(words)
            if earlier is not None and not self._is_elsewhere(claim, words, earlier.side):
                known = words | earlier.words
                return replace(earlier, claim=claim, claimant=name, words=known, rule="speaker-earlier")
            is_party = before is not None and before.side in ("ua", "ru")
            side = before.side if before is not None and is_party else self._side_around(claim, words)
            rule = "speaker-around"
        own = [actor for actor in actors if claim.start <= actor.start < claim.end]
        return Source(claim, name, actor_id, side, self._is_media(own, words), words, rule)

    def _owner(self, claim: Claim, name: str) -> Party | None:
        """'Ukraine shot down 20 drones, its air force said': the state before it, here or a sentence ago."""
        document = self._analysis.document
        sentence = document.sentence_at(claim.start)
        if sentence is None:
            return None
        # "Its armed forces' press office": the possessive may stand before the words that speak.
        owned = fold(self._text[sentence.start : claim.start])
        if not fold(name).startswith("its ") and not owned.startswith("its "):
            return None
        before = document.sentences[sentence.index - 1] if sentence.index else None
        is_opening = not owned or owned.startswith("its ")
        is_near = before is not None and before.paragraph == sentence.paragraph
        start = before.start if is_opening and is_near and before is not None else sentence.start
        for match in _WORD.finditer(self._text, start, claim.start):
            if match[0].isupper():
                continue  # a dateline: "KYIV — Russia shot down 20 drones, its defence ministry said"
            bare = fold(match[0]).removesuffix("'s")
            party = self._metonyms.get(bare) or self._states.get(bare)
            if party in ("ua", "ru"):
                return cast("Party", party)
        return None

    def _refer(self, claim: Claim, name: str, before: Source | None) -> Source | None:
        last = before or (self._known[-1] if self._known else None)
        if last is None:
            return None
        # In "it was noted" nobody speaks but who spoke before.
        is_passive = _PASSIVE.search(self._text, claim.end, claim.cue_start) is not None
        said = last.claimant if is_passive or fold(name) in _ANAPHORS else name
        return replace(last, claim=claim, claimant=said, rule="speaker-pronoun")

    # Whose side

    def _side_of_speaker(self, claim: Claim, actors: list[ActorMention]) -> tuple[Party | None, str | None, str]:
        """By the speaker's own words, then by what stands beside them: "Kim, the governor of Mykolaiv"."""
        side, actor_id = _side_of_actors([actor for actor in actors if claim.start <= actor.start < claim.end])
        if side is None:
            side, actor_id = _side_of_actors(actors)
        if side == "third" and (sender := self._sender(claim, actors)) is not None:
            return sender, actor_id, "speaker-adjective"
        if side in ("ua", "ru") and actor_id != _INSTALLED and (nation := self._nation(claim)) not in (side, None):
            return nation, None, "speaker-adjective"
        if side is not None:
            return side, actor_id, "speaker-actor"
        for start, end in ((claim.start, claim.end), (claim.evidence_start, claim.evidence_end)):
            side, rule = self._side_of_words(start, end)
            if side is not None:
                return side, actor_id, rule
        return None, actor_id, ""

    def _sender(self, claim: Claim, actors: list[ActorMention]) -> Party | None:
        """Whose diplomat it is: "Moscow's envoy to the UN"."""
        words = [word for word in _WORD.findall(fold(self._text[claim.start : claim.end])) if word not in _TITLES]
        if not words or not _DIPLOMATS.intersection(words):
            return None
        if actors[0].kind == "state" and actors[0].party != "third" and actors[0].start - claim.start < _SENDER_CHARS:
            return actors[0].party
        party = self._party_of(words[0])
        return party if party in ("ua", "ru") else None

    def _nation(self, claim: Claim) -> Party | None:
        """Whose body it is, by the owner that comes first: "Russia's air force"; the air force alone is Ukraine's."""
        words = [word for word in _WORD.findall(fold(self._text[claim.start : claim.end])) if word not in _TITLES]
        return self._party_of(words[0]) if words and words[0].endswith("'s") else None

    def _party_of(self, word: str) -> Party | None:
        bare = word.removesuffix("'s")
        party = self._demonyms.get(word) or self._demonyms.get(bare) or self._metonyms.get(bare)
        return cast("Party | None", party or self._states.get(bare))

    def _side_of_words(self, start: int, end: int) -> tuple[Party | None, str]:
        """An adjective, a capital or a place; a relative clause tells of other things."""
        evidence = _RELATIVE.split(self._text[start:end], maxsplit=1)[0]
        for word in _WORD.findall(fold(evidence)):
            if (party := self._party_of(word)) is not None:
                return party, "speaker-adjective"
        i = bisect.bisect_left(self._place_starts, start)
        places = self._analysis.places
        if i < len(places) and places[i].end <= start + len(evidence):
            return self._side_of_place(places[i]), "speaker-place"
        return None, ""

    def _actors_in(self, claim: Claim) -> list[ActorMention]:
        first = bisect.bisect_left(self._actor_starts, claim.evidence_start)
        last = bisect.bisect_left(self._actor_starts, claim.evidence_end)
        return [actor for actor in self._analysis.actors[first:last] if actor.end <= claim.evidence_end]

    def _side_around(self, claim: Claim, words: frozenset[str]) -> Party:
        """Whose officials: by the places of the sentence, the outlet, its wording, most places."""
        document = self._analysis.document
        own = cast("Party", document.party) if document.party in ("ua", "ru") else self._lean()
        if own is not None and words & _CENTRAL:
            return own
        sentence = document.sentence_at(claim.start)
        if sentence is None:
            return own or "ua"
        if words & _CENTRAL and (met := self._side_that_met(sentence)) is not None:
            return met
        whole = self._main_side(0, len(self._text))
        # A Russian village is easily taken for its Ukrainian namesake, a region is not.
        if own == whole == "ru" and not self._names_region(sentence):
            return own
        near = self._main_side(sentence.start, sentence.end) or self._side_of_outlet(sentence)
        return near or own or whole or "ua"

    def _side_that_met(self, sentence: Sentence) -> Party | None:
        """Whose defence ministry counts what it brought down: "68 Ukrainian drones were shot down"."""
        met = _met().search(fold(self._text[sentence.start : sentence.end]))
        if met is None:
            return None
        return "ua" if self._demonyms[met[1] or met[2]] == "ru" else "ru"

    def _side_of_outlet(self, sentence: Sentence) -> Party | None:
        """Whose officials an agency quotes: "TASS quoted rescuers as saying"."""
        first = bisect.bisect_left(self._actor_starts, sentence.start)
        last = bisect.bisect_left(self._actor_starts, sentence.end)
        outlets = (actor.party for actor in self._analysis.actors[first:last] if actor.kind == "media")
        return next((party for party in outlets if party in ("ua", "ru")), None)

    def _is_elsewhere(self, claim: Claim, words: frozenset[str], side: Party | None) -> bool:
        """Not the officials that spoke before: "In Russia's Kursk region, officials reported"."""
        sentence = self._analysis.document.sentence_at(claim.start)
        if sentence is None or not words - _TITLES <= _LOCAL:
            return False
        near = self._main_side(sentence.start, claim.start)
        return near is not None and near != side

    def _names_region(self, sentence: Sentence) -> bool:
        first = bisect.bisect_left(self._place_starts, sentence.start)
        last = bisect.bisect_left(self._place_starts, sentence.end)
        return any(place.kind == "region" for place in self._analysis.places[first:last])

    def _main_side(self, start: int, end: int) -> Party | None:
        first = bisect.bisect_left(self._place_starts, start)
        last = bisect.bisect_left(self._place_starts, end)
        near = self._analysis.places[first:last]
        sides = Counter(side for p in near if p.kind != "country" and (side := self._side_of_place(p)) is not None)
        return sides.most_common(1)[0][0] if sides else None

    def _side_of_place(self, place: PlaceMention) -> Party | None:
        return holder_under_fire(self._analysis, place)

    def _lean(self) -> Party | None:
        """The side that the article's own wording takes; read once."""
        if not self._leaning:
            folded = fold(self._text)
            leans = lexicon.load("speech")["leans"]
            ru, ua = (sum(phrase in folded for phrase in leans[side]) for side in ("ru", "ua"))
            self._leaning.append("ru" if ru > ua else "ua" if ua > ru else None)
        return self._leaning[0]

    # Who was meant

    def _earlier(self, words: frozenset[str]) -> Source | None:
        """The same surname, or the same body by a shorter name: "Klymenko", "the ministry"."""
        wanted = words - _TITLES
        if not wanted or not self._known:
            return None
        backwards = self._known[: -_MEMORY - 1 : -1]
        found = next((source for source in backwards if wanted <= source.words), None)
        heads = _bodies(wanted) & self._lex.back
        if found is None and heads:
            found = next((source for source in backwards if heads & _bodies(source.words)), None)
            if found is None and wanted <= _THIRD_HEADS:
                found = next((source for source in backwards if source.side == "third"), None)
            elif found is None and wanted <= self._lex.documents | _WRITTEN:
                found = backwards[0]
        return found

    def _is_media(self, actors: list[ActorMention], words: frozenset[str]) -> bool:
        named = [actor for actor in actors if actor.actor_id is not None]
        if words & self._lex.own_work:
            return False  # "an AFP analysis" is no wire's tag
        if named:
            return all(actor.actor_id in _OUTLETS for actor in named)
        return bool(words & self._lex.media)

    def _is_tag(self, claim: Claim, actors: list[ActorMention], words: frozenset[str]) -> bool:
        """'…, Rubryka reports': an outlet that we do not know, naming itself."""
        cue = self._text[claim.cue_start : claim.cue_end]
        return claim.shape == "trail" and cue in _TAGS and not actors and not words & self._lex.words


@cache
def _met() -> re.Pattern[str]:
    """Arms of a side that are brought down: behind the verb, or before a passive."""
    words = lexicon.load("speech")["met"]
    arms = rf"\b(ukrainian|russian) (?:[\w-]+ ){{0,3}}?(?:{'|'.join(words['arms'])})\b"
    verbs = "|".join(words["verbs"])
    return re.compile(rf"(?:{verbs}) (?:[\w-]+ ){{0,4}}?{arms}|{arms} (?:\w+ ){{0,2}}?(?:was|were|been) (?:{verbs})\b")


def _offices(actors: list[ActorMention]) -> frozenset[str]:
    """What later words may call a named actor: Shoigu is "the ministry", Prokudin "the governor"."""
    known = [actor for actor in actors if actor.actor_id is not None]
    offices = {actor.kind for actor in known if actor.kind in ("ministry", "military")}
    offices |= {office for actor in known for office in ("governor", "mayor") if _is_office(actor, office)}
    return frozenset(offices)


def _is_office(actor: ActorMention, office: str) -> bool:
    return (actor.actor_id or "").startswith(office[:3] if office == "governor" else office)


def _bodies(words: frozenset[str]) -> set[str]:
    return {_SAME_BODY.get(word, word) for word in words}


def _side_of_actors(actors: list[ActorMention]) -> tuple[Party | None, str | None]:
    """The first named one that is no state: "Ukraine's air force" over "Ukraine"; "Russian-backed" over all."""
    known = [actor for actor in actors if actor.party is not None]
    best = next((actor for actor in known if actor.actor_id == _INSTALLED), None)
    best = best or next((actor for actor in known if actor.kind != "state"), known[0] if known else None)
    return (best.party, best.actor_id) if best else (None, None)
