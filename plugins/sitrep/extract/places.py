"""Find the places that a text names.

In      text: str, any; the day it was published, which tells which fronts were active
Out     list[PlaceMention], left to right, never overlapping
Units   offsets in code points, end excluded; degrees WGS84
Errors  LexiconError at first use, if places.toml or a theatre's file is malformed
Source  the theatre's places.csv and front_labels.csv; lexicon/en/places.toml

One pass over the words: at each capital the longest name of the gazetteer, then what its neighbours make of it ("X
region", "X direction", "X said"). Homonyms are told apart afterwards, by the company they keep.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from functools import cache

from sitrep.extract import fronts
from sitrep.extract.gazetteer import Gazetteer, load_gazetteer
from sitrep.extract.homonyms import choose
from sitrep.extract.mentions import PlaceMention
from sitrep.extract.place_found import Found
from sitrep.extract.place_roles import PlaceRoles
from sitrep.extract.place_tails import PHRASE_WORDS, PlaceTails
from sitrep.extract.place_unknown import UnknownFinder
from sitrep.extract.place_words import Words, load_place_lexicon
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.theatres import Place

RULES = {
    "place-name": "A name of the gazetteer, the longest that fits.",
    "place-region": "A name with a region word behind it: 'X region', 'X and Y oblasts'.",
    "place-district": "A name with a district word behind it: 'X district', 'X community'.",
    "place-front": "A name with a front word behind it: 'X direction', 'the X and Y axes'.",
    "place-grouping": "The area of a grouping of forces: 'the area of responsibility of the X grouping'.",
    "place-battlegroup": "A grouping of forces whose report covers several fronts; no place, but it has fronts.",
    "place-sound": "A name that sounds like one of the gazetteer in another transliteration.",
    "place-called": "A name that the text calls a village, town or settlement, and no gazetteer knows.",
    "place-listed": "A name that stands in a list of places, and no gazetteer knows.",
    "place-inside": "A name in front of the place it lies in, and no gazetteer knows: 'near X in Poland'.",
    "place-site": "A name with a site behind it that no gazetteer knows: 'the X oil terminal'.",
    "place-vague": "An area without a name: 'the capital', 'the east', 'the front line'.",
    "place-dateline": "The dateline of an article: where the reporter sat.",
    "place-actor": "A seat of government or a state that speaks or acts.",
}

_LIST_GAP = re.compile(r"\s*(?:,|;|/|and|or|&|, and|, or|,? as well as|and the|, the)\s*(?:the\s+)?", re.IGNORECASE)
_COMPANY_CHARS = 400
_COMPANY_MENTIONS = 8
_CITY = 20_000
_SMALL_WORDS = frozenset({"village", "villages", "settlement", "settlements", "hamlet", "hamlets"})
_REGIONS_OF = frozenset({"region", "regions", "oblast", "oblasts", "province", "provinces"})
_FLEETS = frozenset({"fleet", "flotilla"})


def find_places(text: str, published: dt.date | None = None, *, theatre: str = DEFAULT_THEATRE) -> list[PlaceMention]:
    """Return every mention of a place, a front or a seat of government that stands for its state."""
    return _Finder(text, published, load_gazetteer(theatre)).find()


@cache
def _starters(theatre: str) -> frozenset[str]:
    """The small words that a mention may begin with."""
    return load_gazetteer(theatre).lower | load_place_lexicon().vague_first.keys() | PHRASE_WORDS


class _Finder:
    """Walks over the words of one text."""

    def __init__(self, text: str, published: dt.date | None, gazetteer: Gazetteer) -> None:
        self._words = Words(text)
        self._published = published
        self._gazetteer = gazetteer
        self._lex = load_place_lexicon()
        self._starters = _starters(gazetteer.theatre)
        self._after_the = {second for first, second in self._lex.vague_pairs if first == "the"}
        self._labels = fronts.label_names(gazetteer.theatre)
        self._roles = PlaceRoles(self._words, self._lex, gazetteer)
        self._tails = PlaceTails(self._words, self._lex, gazetteer, published)

    def find(self) -> list[PlaceMention]:
        found = self._find_names()
        self._spread_lists(found)
        self._spread_regions(found)
        found = self._apart([*found, *self._find_unknown(found)])
        self._resolve(found)
        return [self._to_mention(f) for f in found]

    @staticmethod
    def _apart(found: list[Found]) -> list[Found]:
        """Sort, and drop what lies inside another mention."""
        kept: list[Found] = []
        for f in sorted(found, key=lambda f: (f.start, -f.end)):
            if not kept or f.start >= kept[-1].end:
                kept.append(f)
        return kept

    def _to_mention(self, found: Found) -> PlaceMention:
        place = found.place
        text = self._words.text[found.start : found.end]
        return PlaceMention(
            start=found.start,
            end=found.end,
            text=text,
            role=found.role,
            place_id=place.place_id if place and found.kind not in ("front", "district") else None,
            name=place.name if place else text,
            kind=found.kind or (place.kind if place else "settlement"),
            country=(place.country or None) if place else None,
            admin1=(place.admin1 or None) if place else None,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            front_ids=found.front_ids or (place.front_ids if place and found.kind is None else ()),
            rule=found.rule,
        )

    # -- names of the gazetteer

    def _find_names(self) -> list[Found]:
        found: list[Found] = []
        words = self._words
        free = 0
        for i in sorted([*words.capitals, *self._small_starts()]):
            if i >= free and (hit := self._name_at(i)):
                found.append(hit)
                free = hit.last + 1
        return found

    def _small_starts(self) -> list[int]:
        """Small words that a mention may begin with; "the" only before a word that goes on."""
        words, starters, the = self._words, self._starters, self._after_the
        return [
            i
            for i, low in enumerate(words.lows)
            if low in starters and not words.words[i][0].isupper() and (low != "the" or words.low(i + 1) in the)
        ]

    def _name_at(self, i: int) -> Found | None:
        words = self._words
        low, is_capital = words.lows[i], words.is_capital(i)
        if special := self._special_at(i, low, is_capital=is_capital):
            return special
        if not is_capital and low not in self._gazetteer.lower:
            return None
        bare = low.removesuffix("'s").replace("'", "") if "'" in low else low
        longest = min(self._gazetteer.longest.get(bare, 0), words.size - i)
        for last in range(i + longest - 1, i if not is_capital else i - 1, -1):
            if words.is_run(i, last) and (hit := self._tails.known(i, last)):
                return self._judge(hit)
        return (self._tails.stem_at(i) or self._tails.hyphenated_at(i)) if is_capital else None

    def _special_at(self, i: int, low: str, *, is_capital: bool) -> Found | None:
        """What is read before any name: phrases, areas without a name, labels of commands."""
        if low in PHRASE_WORDS and (phrase := self._tails.phrase_at(i)):
            return phrase
        if low in self._lex.vague_first and (vague := self._tails.vague_at(i)):
            return vague
        return self._tails.label_at(i) if is_capital and low.split("-", 1)[0] in self._labels else None

    def _judge(self, found: Found) -> Found | None:
        """Let the words around a name say what it is."""
        if self._roles.is_dateline(found):
            found.rule = "place-dateline"
            return found
        if found.end == self._words.ends[found.last] and (longer := self._tails.widen(found)):
            return longer
        best = found.candidates[0]
        if best.kind == "country" or found.key in self._lex.metonyms:
            if self._roles.is_actor(found, best):
                found.role, found.rule = "actor", "place-actor"
            return found
        if best.kind != "settlement":
            return None if self._words.low(found.last + 1).removesuffix("'s") in _FLEETS else found
        if self._turn_to_river(found):
            return found
        return found if self._roles.is_place(found) else None

    def _turn_to_river(self, found: Found) -> bool:
        """Tell "the Dnipro", a river, from Dnipro, a city."""
        words = self._words
        if words.low(found.first - 1) != "the" or words.next_low(found.last) in self._lex.facilities:
            return False
        if river := self._gazetteer.find(f"{found.key} river"):
            found.candidates = river
        return bool(river)

    # -- names with a word behind them

    # -- lists

    def _spread_lists(self, found: list[Found]) -> None:
        """Let the last name's word hold for those before it: "Sumy, Chernihiv and Kharkiv regions"."""
        for at, last in enumerate(found):
            plural = self._plural_behind(last)
            if plural is None:
                continue
            for k in range(at, -1, -1):
                if k < at and not _LIST_GAP.fullmatch(self._words.plain, found[k].end, found[k + 1].start):
                    break
                self._turn(found[k], as_region=plural in self._lex.region_plural)
            last.last += 1
            last.end = self._words.ends[last.last]

    def _spread_regions(self, found: list[Found]) -> None:
        """Let a region word before hold for the names behind it: "the regions of Sumy and Kharkiv"."""
        is_open = False
        for at, f in enumerate(found):
            if not is_open or not _LIST_GAP.fullmatch(self._words.plain, found[at - 1].end, f.start):
                is_open = self._words.low(f.first - 1) == "of" and self._words.low(f.first - 2) in _REGIONS_OF
            if is_open and f.role != "front":
                self._turn(f, as_region=True)
                is_open = self._words.low(f.first - 2) != "region"

    def _plural_behind(self, found: Found) -> str | None:
        if found.role == "front" or found.end != self._words.ends[found.last]:
            return None
        low = self._words.next_low(found.last)
        return low if low in self._lex.region_plural or low in self._lex.front_plural else None

    def _turn(self, found: Found, *, as_region: bool) -> None:
        if not as_region:
            found.front_ids = self._tails.front_ids((found.key,), found.candidates)
            found.role, found.kind, found.rule = "front", "front", "place-front"
        elif (region := self._gazetteer.regions.get(found.key)) is not None:
            found.candidates, found.kind, found.role = (self._gazetteer.places[region],), None, "place"
            found.rule = "place-region"

    # -- names that no gazetteer spells

    def _find_unknown(self, found: list[Found]) -> list[Found]:
        taken = {i for f in found for i in range(f.first, f.last + 1)}
        unknown = UnknownFinder(self._words, self._lex, self._gazetteer)
        return [
            Found(self._words.starts[u.word], u.end, u.word, u.word, "", u.candidates, kind=u.kind, rule=u.rule)
            for u in unknown.find(taken, [(f.start, f.end) for f in found])
        ]

    # -- homonyms

    def _resolve(self, found: list[Found]) -> None:
        """Give each mention its one place: what has a single candidate first, the rest by its company."""
        for f in found:
            if len(f.candidates) == 1:
                f.place = f.candidates[0]
        starts = [f.start for f in found]
        for i, f in enumerate(found):
            if len(f.candidates) > 1:
                f.candidates = self._small(f)
                company = self._company(found, starts, i)
                f.place = choose(f.candidates, company, self._published, self._gazetteer.theatre)

    def _small(self, found: Found) -> tuple[Place, ...]:
        """Leave the cities out where the text calls it a village."""
        words = self._words
        back = 2 if words.low(found.first - 1) == "of" else 1
        if words.low(found.first - back) not in _SMALL_WORDS and words.next_low(found.last) not in _SMALL_WORDS:
            return found.candidates
        small = tuple(place for place in found.candidates if place.population < _CITY)
        return small or found.candidates

    @staticmethod
    def _company(found: list[Found], starts: list[int], i: int) -> list[tuple[Place, int]]:
        """The places resolved nearby, with their distance in characters."""
        here = found[i].start
        lower = max(i - _COMPANY_MENTIONS, bisect.bisect_left(starts, here - _COMPANY_CHARS))
        upper = min(i + _COMPANY_MENTIONS + 1, bisect.bisect_right(starts, here + _COMPANY_CHARS))
        return [
            (f.place, abs(f.start - here))
            for f in found[lower:upper]
            if f is not found[i] and f.place is not None and f.role != "actor" and f.rule != "place-dateline"
        ]
