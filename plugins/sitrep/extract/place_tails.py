"""Read names with the word behind them that makes them a region, a district or a front, and areas without a name.

In      the words of a text; the word at which to read
Out     Found, or None
Units   words are numbered from 0
Errors  LexiconError from the theatre's readers
Source  lexicon/en/places.toml; the theatre's front_labels.csv
"""

from __future__ import annotations

import bisect
import datetime as dt
import re

from sitrep.extract import fronts
from sitrep.extract.gazetteer import Gazetteer, spell
from sitrep.extract.place_found import Found, Role
from sitrep.extract.place_words import PlaceLexicon, Words
from sitrep.theatres import Place

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
# "Over six Russian regions", "in 11 regions of Ukraine": no names, and yet where it happened.
_COUNT = re.compile(
    r"""\b(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|various|a\ number\ of)\s+
        (?:(?:other|different|border|frontline|ukraine's|russia's|ukrainian|russian|[a-z-]+ern|central)\s+){0,2}$""",
    re.VERBOSE | re.IGNORECASE,
)
_OF_COUNTRY = re.compile(r"\s+(?:of|in|across)\s+(?:Ukraine|Russia|the\s+country)\b")
_NAMES = re.compile(r":|\s[–—-]\s[A-Z]")  # behind it come its names
_COUNT_CHARS = 60
PHRASE_WORDS = frozenset(
    {
        "area", "areas", "zone", "sector", "operational", "territory", "territories", "regions", "oblasts", "parts",
        "government-controlled", "russian-occupied", "occupied",
    },
)  # fmt: skip
_QUARTERS = frozenset({"north", "east", "south", "west"})
_REGION_WORDS = frozenset({"region", "oblast", "province"})
_COUNTED = frozenset({"regions", "oblasts"})
_MIN_STEM = 4
_ADJECTIVES = ("sky", "skyi", "skiy", "skyy", "skii", "ska", "skoy", "skoi")  # districts of cities, after persons
_LABELLED = frozenset({"settlement", "region", "river"})


class PlaceTails:
    """Looks ahead from a name."""

    def __init__(self, words: Words, lex: PlaceLexicon, gazetteer: Gazetteer, published: dt.date | None) -> None:
        self._words = words
        self._lex = lex
        self._gazetteer = gazetteer
        self._published = published
        self._labels = fronts.label_names(gazetteer.theatre)

    def widen(self, found: Found) -> Found | None:
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

    def label_at(self, i: int) -> Found | None:
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
            bare = Found(words.starts[i], words.ends[last], i, last, spell(name), self._gazetteer.find(name))
            if words.lows[i] == "battlegroup":
                bare.role, bare.kind, bare.front_ids, bare.rule = "actor", "grouping", ids, "place-battlegroup"
                return bare
            if (tail := words.tail(last, lex.front)) is not None:
                found = self._extend(bare, tail, "front", "place-front", "front")
                found.front_ids = ids
                return found
        return None

    def stem_at(self, i: int) -> Found | None:
        """Read stems that are no name by themselves: "Dnipropetrovska oblast", "Shevchenkivskyi district"."""
        words, lex, low = self._words, self._lex, self._words.lows[i]
        if words.next_low(i) not in lex.tails:
            return None
        region = self._gazetteer.regions.get(spell(low))
        bare = Found(words.starts[i], words.ends[i], i, i, spell(low), ())
        if region is not None and (tail := words.tail(i, lex.region | lex.region_plural)) is not None:
            return self._as_region(bare, self._gazetteer.places[region], tail)
        if low in lex.compass and (tail := words.tail(i, lex.front)) is not None:
            return self._extend(bare, tail, "front", "place-front", "front")
        return self._unknown_stem(bare) if low not in lex.no_names and len(low) >= _MIN_STEM else None

    def _unknown_stem(self, bare: Found) -> Found | None:
        """A region, district or front that no list has under this name: "the Kharikv region"."""
        words, lex, i = self._words, self._lex, bare.first
        low = words.lows[i]
        if words.next_low(i) in _REGION_WORDS and "-" not in low:
            return self._extend(bare, i + 1, "region", "place-region")
        bare.candidates = () if low.endswith(_ADJECTIVES) else self._gazetteer.find_like(low)
        if (tail := words.tail(i, lex.district | lex.district_plural)) is not None:
            return self._district_of(bare, tail)
        is_name = bool(bare.candidates) or low.endswith((*lex.village_endings, *_ADJECTIVES))
        if is_name and (tail := words.tail(i, lex.front)) is not None:
            return self._as_front(bare, (bare.candidates[0].name if bare.candidates else low,), tail)
        return None

    def _district_of(self, bare: Found, tail: int) -> Found:
        """Read a district with the town it is part of: "Kirovskyi district of Donetsk"."""
        words = self._words
        if words.next_low(tail) == "of" and words.next_low(tail, 2) and words.is_capital(tail + 2):
            town = self.known(tail + 2, tail + 2)
            if town is not None and town.candidates[0].kind == "settlement":
                bare.candidates, tail = town.candidates[:1], tail + 2
        return self._extend(bare, tail, "district", "place-district")

    def hyphenated_at(self, i: int) -> Found | None:
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
        bare = Found(words.starts[i], words.ends[i], i, i, spell(parts[0]), ())
        return self._as_front(bare, (words.words[i], *parts), tail)

    def _as_region(self, found: Found, region: Place, tail: int) -> Found:
        longer = self._extend(found, tail, None, "place-region")
        longer.candidates = (region,)
        return longer

    def _as_front(self, found: Found, labels: tuple[str, ...], tail: int) -> Found:
        longer = self._extend(found, tail, "front", "place-front", "front")
        longer.front_ids = self.front_ids(labels, found.candidates)
        return longer

    def front_ids(self, labels: tuple[str, ...], candidates: tuple[Place, ...]) -> tuple[str, ...]:
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

    def _extend(self, found: Found, tail: int, kind: str | None, rule: str, role: Role = "place") -> Found:
        end = self._words.ends[tail]
        return Found(found.start, end, found.first, tail, found.key, found.candidates, role=role, kind=kind, rule=rule)

    def vague_at(self, i: int) -> Found | None:
        """Read an area without a name: "the capital", "the east", "the front line"."""
        words, lex = self._words, self._lex
        if words.lows[i] in lex.compass and (last := self._next_compass(i)) is not None:
            if (whole := self.vague_at(last)) is not None:
                whole.start, whole.first = words.starts[i], i
            return whole
        if (words.lows[i], words.low(i + 1)) not in lex.vague_pairs and words.lows[i] not in lex.vague:
            return None
        for last in range(min(i + lex.vague_first[words.lows[i]], words.size) - 1, i - 1, -1):
            kind = lex.vague.get(" ".join(words.lows[i : last + 1]))
            is_proper = words.lows[i] == "the" and words.is_capital(last)  # "the West" is no ground
            is_side = words.next_low(last) == "of" and kind == "area"  # "the east of Snake Island" is no area
            if kind is None or is_proper or is_side or not words.is_run(i, last):
                continue
            role: Role = "front" if kind == "front" else "place"
            end = self._next_quarter(last)
            found = Found(words.starts[i], words.ends[end], i, end, "", (), role=role, rule="place-vague")
            found.kind = kind
            return found
        return None

    def _next_compass(self, i: int) -> int | None:
        """The next quarter of "northern, eastern and southern Ukraine"."""
        words = self._words
        j = i + 1 + (words.low(i + 1) == "and" and words.is_joined(i))
        is_listed = words.low(j) in self._lex.compass and words.gap(j - 1) in (" ", ", ")
        return j if is_listed and (j > i + 1 or words.gap(i) == ", ") else None

    def _next_quarter(self, last: int) -> int:
        """The last word of "the south and east"."""
        words = self._words
        if words.lows[last] in _QUARTERS and words.next_low(last) == "and":
            ahead = 2 + (words.next_low(last, 2) == "the")
            return last + ahead if words.next_low(last, ahead) in _QUARTERS else last
        return last

    def phrase_at(self, i: int) -> Found | None:
        """Read the area of a grouping of forces, and ground that is called after its holder."""
        words = self._words
        start = words.starts[i]
        if match := _GROUPING.match(words.text, start):
            ids = fronts.label_fronts(match["name"], self._published, self._gazetteer.theatre)
            key, rule = spell(match["name"]), "place-grouping"
            return Found(start, match.end(), i, self._last(match.end()), key, (), "front", "front", ids, rule)
        if match := _TERRITORY.match(words.text, start):
            return Found(start, match.end(), i, self._last(match.end()), "", (), kind="area", rule="place-vague")
        return self._counted_at(i) if words.lows[i] in _COUNTED else None

    def _counted_at(self, i: int) -> Found | None:
        """Read "six Russian regions" at its noun."""
        words = self._words
        end = words.ends[i]
        count = _COUNT.search(words.plain, max(0, words.starts[i] - _COUNT_CHARS), words.starts[i])
        if count is None:
            return None
        if behind := _OF_COUNTRY.match(words.plain, end):
            end = behind.end()
        if _NAMES.match(words.text, end):
            return None
        first = bisect.bisect_left(words.starts, count.start())
        return Found(count.start(), end, first, self._last(end), "", (), kind="area", rule="place-vague")

    def _last(self, end: int) -> int:
        """The last word before an offset."""
        return bisect.bisect_left(self._words.starts, end) - 1

    def known(self, first: int, last: int) -> Found | None:
        """The gazetteer's entry for the words from first to last."""
        words = self._words
        end = words.ends[last] - (2 if words.lows[last].endswith("'s") else 0)
        key = spell(words.text[words.starts[first] : end])
        ids = self._gazetteer.names.get(key)
        if ids is None or (key in self._gazetteer.acronyms and not words.words[last].isupper()):
            return None
        candidates = tuple(self._gazetteer.places[j] for j in ids)
        return Found(words.starts[first], end, first, last, key, candidates)
