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
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sitrep.extract import fronts
from sitrep.extract.gazetteer import Gazetteer, load_gazetteer, spell
from sitrep.extract.homonyms import choose
from sitrep.extract.mentions import PlaceMention
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
    "place-vague": "An area without a name: 'the capital', 'the east', 'the front line'.",
    "place-dateline": "The dateline of an article: where the reporter sat.",
    "place-actor": "A seat of government or a state that speaks or acts.",
}

Role = Literal["place", "actor", "front"]

_LIST_GAP = re.compile(r"\s*(?:,|;|/|and|or|&|, and|, or|,? as well as|and the|, the)\s*(?:the\s+)?", re.IGNORECASE)
# What follows the town of a dateline: ", Ukraine (AP) —", ", May 8. /TASS/.", ", 26 (EUROPE PRESS)", " – ".
_DATELINE = re.compile(
    r"""(?:,\s*[A-Z][\w ]{2,14})?(?:,\s*(?:[A-Z][a-z]{2,8}\.?\s)?\d{1,2}(?:,\s\d{4})?\.?)?\s*
        (?:\([^)\n]{2,60}\)\s*(?:[—–-]\s)?|/[^/\n]{2,30}/|\s[—–-]\s)""",
    re.VERBOSE,
)
# What may stand before it: "(AGENCY) – ", "11 June 2025, ".
_DATELINE_LEAD = re.compile(r"\s*\([^)]{2,40}\)\s*[–—-]?\s*|[\w ]*\d{4},\s*")
_DATELINE_CHARS = 60
_GROUPING = re.compile(
    r"""(?:operational\s+)?(?:area|zone|sector)(?:\s+of\s+(?:responsibility|operations?))?\s+of\s+(?:the\s+)?["“«]?
        (?P<name>[A-Z]\w+)["”»]?(?:\s+[\w-]+){0,4}?\s+(?:[Gg]roup(?:ing)?s?|[Oo]peration|[Ff]orces|[Tt]roops)\b
        (?:\s+of\s+(?:troops|forces))?""",
    re.VERBOSE,
)
_TERRITORY = re.compile(
    r"""(?:[Gg]overnment-controlled\s+|[Rr]ussian-occupied\s+|[Oo]ccupied\s+)?(?:territor(?:y|ies)|regions|areas|parts\s+of\s+the\s+country)
        \s+(?:controlled|occupied|held|under\s+the\s+control|under\s+(?:Russian|Ukrainian)\s+control)
        (?:\s+(?:by|of)\s+(?:the\s+)?(?:self-proclaimed\s+)?[‘'"“]?[\w-]+[’'"”]?(?:\s+(?:government|army|forces|troops|authorities))?)?""",
    re.VERBOSE,
)
_PHRASE_WORDS = frozenset(
    {
        "area", "areas", "zone", "sector", "operational", "territory", "territories", "regions", "parts",
        "government-controlled", "russian-occupied", "occupied",
    },
)  # fmt: skip
_MIN_STEM = 4
_ADJECTIVES = ("sky", "skyi", "skiy", "skyy", "skii", "ska", "skoy", "skoi")  # districts of cities, after persons
_LARGE = 50_000
_SMALL = 20_000
_COMPANY_CHARS = 400
_COMPANY_MENTIONS = 8
_THEATRE_COUNTRIES = frozenset({"UA", "RU"})
_FRONT_REGIONS = frozenset({"02", "04", "05", "07", "08", "14", "21", "26"})
_UNITS = frozenset({"brigade", "regiment", "battalion", "division", "agreements", "class", "corps"})
_FLEETS = frozenset({"fleet", "flotilla"})
_MOVES = frozenset({"from", "to", "toward", "towards"})
_LABELLED = frozenset({"settlement", "region", "river"})


@dataclass(slots=True)
class _Found:
    """A mention before its homonyms are told apart; `key` is the bare name without the word behind it."""

    start: int
    end: int
    first: int
    last: int
    key: str
    candidates: tuple[Place, ...]
    role: Role = "place"
    kind: str | None = None
    front_ids: tuple[str, ...] = ()
    rule: str = "place-name"
    place: Place | None = None


def find_places(text: str, published: dt.date | None = None, *, theatre: str = DEFAULT_THEATRE) -> list[PlaceMention]:
    """Return every mention of a place, a front or a seat of government that stands for its state."""
    return _Finder(text, published, load_gazetteer(theatre)).find()


@cache
def _starters(theatre: str) -> frozenset[str]:
    """The small words that a mention may begin with."""
    return load_gazetteer(theatre).lower | load_place_lexicon().vague_first.keys() | _PHRASE_WORDS


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

    def find(self) -> list[PlaceMention]:
        found = self._find_names()
        self._spread_lists(found)
        found = self._apart([*found, *self._find_unknown(found)])
        self._resolve(found)
        return [self._to_mention(f) for f in found]

    @staticmethod
    def _apart(found: list[_Found]) -> list[_Found]:
        """Sort, and drop what lies inside another mention."""
        kept: list[_Found] = []
        for f in sorted(found, key=lambda f: (f.start, -f.end)):
            if not kept or f.start >= kept[-1].end:
                kept.append(f)
        return kept

    def _to_mention(self, found: _Found) -> PlaceMention:
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

    def _find_names(self) -> list[_Found]:
        found: list[_Found] = []
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

    def _name_at(self, i: int) -> _Found | None:
        words = self._words
        low, is_capital = words.lows[i], words.is_capital(i)
        if special := self._special_at(i, low, is_capital=is_capital):
            return special
        if not is_capital and low not in self._gazetteer.lower:
            return None
        bare = low.removesuffix("'s").replace("'", "")
        longest = min(self._gazetteer.longest.get(bare, 0), words.size - i)
        for last in range(i + longest - 1, i if not is_capital else i - 1, -1):
            if words.is_run(i, last) and (hit := self._known(i, last)):
                return self._judge(hit)
        return (self._stem_at(i) or self._hyphenated_at(i)) if is_capital else None

    def _special_at(self, i: int, low: str, *, is_capital: bool) -> _Found | None:
        """What is read before any name: phrases, areas without a name, labels of commands."""
        if low in _PHRASE_WORDS and (phrase := self._phrase_at(i)):
            return phrase
        if low in self._lex.vague_first and (vague := self._vague_at(i)):
            return vague
        return self._label_at(i) if is_capital and low.split("-", 1)[0] in self._labels else None

    def _known(self, first: int, last: int) -> _Found | None:
        """The gazetteer's entry for the words from first to last."""
        words = self._words
        end = words.ends[last] - (2 if words.lows[last].endswith("'s") else 0)
        key = spell(words.text[words.starts[first] : end])
        ids = self._gazetteer.names.get(key)
        if ids is None or (key in self._gazetteer.acronyms and not words.words[last].isupper()):
            return None
        candidates = tuple(self._gazetteer.places[j] for j in ids)
        return _Found(words.starts[first], end, first, last, key, candidates)

    def _judge(self, found: _Found) -> _Found | None:
        """Let the words around a name say what it is."""
        if self._is_dateline(found):
            found.rule = "place-dateline"
            return found
        if found.end == self._words.ends[found.last] and (longer := self._with_tail(found)):
            return longer
        best = found.candidates[0]
        if best.kind == "country" or found.key in self._lex.metonyms:
            if self._is_actor(found, best):
                found.role, found.rule = "actor", "place-actor"
            return found
        if best.kind != "settlement":
            return None if self._words.low(found.last + 1) in _FLEETS else found
        if self._turn_to_river(found):
            return found
        return found if self._is_place(found) else None

    def _with_tail(self, found: _Found) -> _Found | None:
        """The name with the region, front or district word behind it."""
        lex, words, last = self._lex, self._words, found.last
        region = self._gazetteer.regions.get(found.key)
        if region is not None and (tail := words.tail(last, lex.region)) is not None:
            return self._as_region(found, self._gazetteer.places[region], tail)
        if any(place.kind in _LABELLED for place in found.candidates):
            if (tail := words.tail(last, lex.front)) is not None:
                return self._as_front(found, (found.key,), tail)
            if (tail := words.tail(last, lex.district)) is not None:
                return self._extend(found, tail, "district", "place-district")
        return None

    def _turn_to_river(self, found: _Found) -> bool:
        """Tell "the Dnipro", a river, from Dnipro, a city."""
        words = self._words
        if words.low(found.first - 1) != "the" or words.next_low(found.last) in self._lex.facilities:
            return False
        if river := self._gazetteer.find(f"{found.key} river"):
            found.candidates = river
        return bool(river)

    def _is_place(self, found: _Found) -> bool:
        """Whether a settlement's name stands for the settlement: a person, a unit or a ship may bear it."""
        lex, words, best = self._lex, self._words, found.candidates[0]
        before, behind = words.capital_before(found.first), words.capital_behind(found.last)
        if behind in lex.bearers or words.next_low(found.last) in _UNITS:
            return False
        if best.population >= _LARGE and found.key not in lex.shy:
            return before not in lex.titles or before in {"head", "chief", "mayor", "governor"}
        if before in lex.titles:
            return False
        if found.key in lex.shy or (best.population < _SMALL and not self._is_near_front(found)):
            return self._has_support(found) and not self._is_name_part(before, behind)
        return self._has_support(found) or not self._is_name_part(before, behind)

    @staticmethod
    def _is_near_front(found: _Found) -> bool:
        return any(p.country == "UA" and p.admin1 in _FRONT_REGIONS for p in found.candidates)

    def _is_name_part(self, before: str, behind: str) -> bool:
        known, lex = self._gazetteer.names, self._lex
        return bool(
            (before and before not in known and not {before} & (lex.between | lex.locative | lex.openers))
            or (behind and behind not in known and behind not in lex.capital_tails),
        )

    def _has_support(self, found: _Found) -> bool:
        """Whether a preposition, a list of places or a facility makes the name a place."""
        words, lex = self._words, self._lex
        if words.next_low(found.last) in lex.facilities | lex.settlement:
            return True
        return words.has_before(found.first, lex.locative, lex.between, self._is_listed)

    def _is_listed(self, i: int) -> bool:
        """Whether word i ends a name of the gazetteer: "in A, B and C"."""
        if i < 0 or not self._words.is_capital(i):
            return False
        name = self._words.words[i]
        return spell(name) in self._gazetteer.names or bool(self._gazetteer.find_like(name))

    def _is_actor(self, found: _Found, best: Place) -> bool:
        """Whether a state or its seat acts: "Kyiv said", "Russia's forces", "President of Ukraine"."""
        lex, words, first, last = self._lex, self._words, found.first, found.last
        if found.end != words.ends[last]:
            return best.kind == "country" or words.next_low(last) in lex.actor_nouns
        before = words.low(first - 1)
        if "of" in (before, words.low(first - 2)):
            return not self._is_ground(first)
        if words.has_before(first, lex.locative_strict, lex.between - {"of"}):
            return self._is_political(first) if best.kind == "country" else before in _MOVES
        if best.kind == "country":
            return True
        return not self._is_town(first, last)

    def _is_town(self, first: int, last: int) -> bool:
        """Whether a seat of government is the city after all: "Kyiv residents", "Moscow was hit"."""
        lex, words = self._lex, self._words
        if words.has_before(first, lex.locative_strict, frozenset(), self._is_listed):
            return True
        behind = words.next_low(last)
        if behind in lex.seat_nouns or f"{behind} {words.next_low(last, 2)}" in lex.seat_verbs:
            return True
        return words.low(first - 1) in lex.settlement

    def _is_political(self, i: int) -> bool:
        """Whether the preposition before a country makes it a party: "aid to Ukraine", "the war against Ukraine"."""
        words = self._words
        if words.low(i - 1) in _MOVES:
            return True
        return bool({words.low(i - back) for back in (1, 2)} & {"on", "against"}) and any(
            words.low(i - back) in self._lex.pressures for back in (2, 3, 4)
        )

    def _is_ground(self, i: int) -> bool:
        """Whether "of" before word i speaks of ground: "regions of Ukraine", "during the invasion of Ukraine"."""
        words = self._words
        back = 2 if words.low(i - 1) == "of" else 3
        noun = words.low(i - back)
        return noun in self._lex.grounds or (noun == "invasion" and "during" in words.lows[max(0, i - 6) : i])

    def _is_dateline(self, found: _Found) -> bool:
        plain = self._words.plain
        reach = max(0, found.start - _DATELINE_CHARS)
        line = plain.rfind("\n", reach, found.start) + 1
        if line == 0 and reach > 0:
            return False
        lead = plain[line : found.start]
        if lead.strip() and not _DATELINE_LEAD.fullmatch(lead):
            return False
        return _DATELINE.match(self._words.text, found.end) is not None

    # -- names with a word behind them

    def _label_at(self, i: int) -> _Found | None:
        """Read a command's label, also one that is no place: "South Donetsk direction", "Battlegroup Zapad"."""
        words, lex = self._words, self._lex
        longest = self._labels[words.lows[i].split("-", 1)[0]]
        for last in range(min(i + longest, words.size) - 1, i - 1, -1):
            if not words.is_run(i, last):
                continue
            name = words.plain[words.starts[i] : words.ends[last]]
            ids = fronts.label_fronts(name, self._published, self._gazetteer.theatre)
            if not ids:
                continue
            bare = _Found(words.starts[i], words.ends[last], i, last, spell(name), self._gazetteer.find(name))
            if words.lows[i] == "battlegroup":
                bare.role, bare.kind, bare.front_ids, bare.rule = "actor", "grouping", ids, "place-battlegroup"
                return bare
            if (tail := words.tail(last, lex.front)) is not None:
                found = self._extend(bare, tail, "front", "place-front", "front")
                found.front_ids = ids
                return found
        return None

    def _stem_at(self, i: int) -> _Found | None:
        """Read stems that are no name by themselves: "Dnipropetrovska oblast", "Shevchenkivskyi district"."""
        words, lex, low = self._words, self._lex, self._words.lows[i]
        if words.next_low(i) not in lex.tails:
            return None
        region = self._gazetteer.regions.get(spell(low))
        bare = _Found(words.starts[i], words.ends[i], i, i, spell(low), ())
        if region is not None and (tail := words.tail(i, lex.region | lex.region_plural)) is not None:
            return self._as_region(bare, self._gazetteer.places[region], tail)
        if low in lex.compass and (tail := words.tail(i, lex.front)) is not None:
            return self._extend(bare, tail, "front", "place-front", "front")
        if low not in lex.no_names and len(low) >= _MIN_STEM:
            bare.candidates = () if low.endswith(_ADJECTIVES) else self._gazetteer.find_like(low)
            if (tail := words.tail(i, lex.district | lex.district_plural)) is not None:
                return self._district_of(bare, tail)
            if bare.candidates and (tail := words.tail(i, lex.front)) is not None:
                return self._as_front(bare, (bare.candidates[0].name,), tail)
        return None

    def _district_of(self, bare: _Found, tail: int) -> _Found:
        """Read a district with the town it is part of: "Kirovskyi district of Donetsk"."""
        words = self._words
        if words.next_low(tail) == "of" and words.next_low(tail, 2) and words.is_capital(tail + 2):
            town = self._known(tail + 2, tail + 2)
            if town is not None and town.candidates[0].kind == "settlement":
                bare.candidates, tail = town.candidates[:1], tail + 2
        return self._extend(bare, tail, "district", "place-district")

    def _hyphenated_at(self, i: int) -> _Found | None:
        """Read two names in one label: "Lyman-Kupiansk direction"."""
        words = self._words
        if "-" not in words.lows[i]:
            return None
        parts = words.lows[i].split("-")
        tail = words.tail(i, self._lex.front) if parts[1:] else None
        if tail is None:
            return None
        is_known = any(self._gazetteer.names.get(spell(part)) for part in parts)
        if not is_known and not fronts.label_fronts(words.words[i], self._published, self._gazetteer.theatre):
            return None
        bare = _Found(words.starts[i], words.ends[i], i, i, spell(parts[0]), ())
        return self._as_front(bare, (words.words[i], *parts), tail)

    def _as_region(self, found: _Found, region: Place, tail: int) -> _Found:
        longer = self._extend(found, tail, None, "place-region")
        longer.candidates = (region,)
        return longer

    def _as_front(self, found: _Found, labels: tuple[str, ...], tail: int) -> _Found:
        longer = self._extend(found, tail, "front", "place-front", "front")
        longer.front_ids = self._front_ids(labels, found.candidates)
        return longer

    def _front_ids(self, labels: tuple[str, ...], candidates: tuple[Place, ...]) -> tuple[str, ...]:
        """The fronts of a label: as a command names it, else by the town that it is called after."""
        theatre, day = self._gazetteer.theatre, self._published
        if whole := fronts.label_fronts(labels[0], day, theatre):
            return whole
        ids: list[str] = []
        for label in labels:
            ids.extend(self._label_ids(label, candidates or self._gazetteer.find(label)))
        return tuple(dict.fromkeys(ids))

    def _label_ids(self, label: str, places: tuple[Place, ...]) -> tuple[str, ...]:
        theatre, day = self._gazetteer.theatre, self._published
        for name in (label, *(place.name for place in places[:1])):
            if ids := fronts.label_fronts(name, day, theatre):
                return ids
        if day is None or not places or places[0].kind != "settlement":
            return ()
        verdict = fronts.resolve_front(places[0], day, theatre)
        return (verdict.front_id,) if verdict.rule == "front-anchor" else ()

    def _extend(self, found: _Found, tail: int, kind: str | None, rule: str, role: Role = "place") -> _Found:
        end = self._words.ends[tail]
        return _Found(found.start, end, found.first, tail, found.key, found.candidates, role=role, kind=kind, rule=rule)

    def _vague_at(self, i: int) -> _Found | None:
        words, lex = self._words, self._lex
        if (words.lows[i], words.low(i + 1)) not in lex.vague_pairs and words.lows[i] not in lex.vague:
            return None
        for last in range(min(i + lex.vague_first[words.lows[i]], words.size) - 1, i - 1, -1):
            kind = lex.vague.get(" ".join(words.lows[i : last + 1]))
            is_proper = words.lows[i] == "the" and words.is_capital(last)  # "the West" is no ground
            is_side = words.next_low(last) == "of" and kind == "area"  # "the east of Snake Island" is no area
            if kind is None or is_proper or is_side or not words.is_run(i, last):
                continue
            role: Role = "front" if kind == "front" else "place"
            found = _Found(words.starts[i], words.ends[last], i, last, "", (), role=role, rule="place-vague")
            found.kind = kind
            return found
        return None

    def _phrase_at(self, i: int) -> _Found | None:
        """Read the area of a grouping of forces, and ground that is called after its holder."""
        words = self._words
        start = words.starts[i]
        if match := _GROUPING.match(words.text, start):
            ids = fronts.label_fronts(match["name"], self._published, self._gazetteer.theatre)
            key, rule = spell(match["name"]), "place-grouping"
            return _Found(start, match.end(), i, self._last(match.end()), key, (), "front", "front", ids, rule)
        if match := _TERRITORY.match(words.text, start):
            return _Found(start, match.end(), i, self._last(match.end()), "", (), kind="area", rule="place-vague")
        return None

    def _last(self, end: int) -> int:
        """The last word before an offset."""
        return bisect.bisect_left(self._words.starts, end) - 1

    # -- lists

    def _spread_lists(self, found: list[_Found]) -> None:
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

    def _plural_behind(self, found: _Found) -> str | None:
        if found.role == "front" or found.end != self._words.ends[found.last]:
            return None
        low = self._words.next_low(found.last)
        return low if low in self._lex.region_plural or low in self._lex.front_plural else None

    def _turn(self, found: _Found, *, as_region: bool) -> None:
        if not as_region:
            found.front_ids = self._front_ids((found.key,), found.candidates)
            found.role, found.kind, found.rule = "front", "front", "place-front"
        elif (region := self._gazetteer.regions.get(found.key)) is not None:
            found.candidates, found.kind, found.role = (self._gazetteer.places[region],), None, "place"
            found.rule = "place-region"

    # -- names that no gazetteer spells

    def _find_unknown(self, found: list[_Found]) -> list[_Found]:
        taken = {i for f in found for i in range(f.first, f.last + 1)}
        unknown = UnknownFinder(self._words, self._lex, self._gazetteer)
        return [
            _Found(self._words.starts[u.word], u.end, u.word, u.word, "", u.candidates, rule=u.rule)
            for u in unknown.find(taken, [(f.start, f.end) for f in found])
        ]

    # -- homonyms

    def _resolve(self, found: list[_Found]) -> None:
        """Give each mention its one place: what has a single candidate first, the rest by its company."""
        for f in found:
            if len(f.candidates) == 1:
                f.place = f.candidates[0]
        starts = [f.start for f in found]
        for i, f in enumerate(found):
            if len(f.candidates) > 1:
                company = self._company(found, starts, i)
                f.place = choose(f.candidates, company, self._published, self._gazetteer.theatre)

    @staticmethod
    def _company(found: list[_Found], starts: list[int], i: int) -> list[tuple[Place, int]]:
        """The places resolved nearby, with their distance in characters."""
        here = found[i].start
        lower = max(i - _COMPANY_MENTIONS, bisect.bisect_left(starts, here - _COMPANY_CHARS))
        upper = min(i + _COMPANY_MENTIONS + 1, bisect.bisect_right(starts, here + _COMPANY_CHARS))
        return [
            (f.place, abs(f.start - here))
            for f in found[lower:upper]
            if f is not found[i] and f.place is not None and f.role != "actor" and f.rule != "place-dateline"
        ]
