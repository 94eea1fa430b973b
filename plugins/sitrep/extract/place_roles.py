"""Say what a name of the gazetteer stands for where it stands: the place, the state, somebody's name, a dateline.

In      the words of a text; a Found
Out     bool
Units   words are numbered from 0
Errors  none
Source  lexicon/en/places.toml
"""

from __future__ import annotations

import re

from sitrep.extract.gazetteer import Gazetteer, spell
from sitrep.extract.place_found import Found
from sitrep.extract.place_words import PlaceLexicon, Words
from sitrep.theatres import Place
from sitrep.theatres.geography import read_geography

# What follows the town of a dateline: ", Ukraine (AP) —", ", May 8. /TASS/.", ", 26 (EUROPE PRESS)", " – ".
_DATELINE = re.compile(
    r"""(?:,\s*[A-Z][\w ]{2,14})?(?:,\s*(?:[A-Z][a-z]{2,8}\.?\s)?\d{1,2}(?:,\s\d{4})?\.?)?\s*
        (?:\([^)\n]{2,60}\)\s*(?:[—–-]\s)?|/[^/\n]{2,30}/|\s[—–-]\s)""",
    re.VERBOSE,
)
# What may stand before it: "(AGENCY) – ", "11 June 2025, ".
_DATELINE_LEAD = re.compile(r"\s*\([^)]{2,40}\)\s*[–—-]?\s*|[\w ]*\d{4},\s*")
_DATELINE_CHARS = 60
# "Meanwhile, in Moscow, the Russian Defense Ministry said": where the speaker sits.
_SEAT_SPEAKS = re.compile(
    r",? (?:the )?(?:\w+ ){0,3}(?:[Mm]inistry|Kremlin|officials|authorities|General Staff|military)\b[^.,]{0,20}"
    r"\b(?:said|says|reported|claimed|announced|confirmed)\b"
)
_LARGE = 50_000
_SMALL = 20_000
_UNITS = frozenset({"brigade", "regiment", "battalion", "division", "agreements", "class", "corps"})
_SHIP_VERBS = frozenset({"was", "is", "has", "had", "sank", "sailed", "docked", "exploded", "caught", "took"})
_MOVES = frozenset({"from", "to", "toward", "towards"})


class PlaceRoles:
    """Reads the words before and behind a name."""

    def __init__(self, words: Words, lex: PlaceLexicon, gazetteer: Gazetteer) -> None:
        self._words = words
        self._lex = lex
        self._gazetteer = gazetteer
        self._geography = read_geography(gazetteer.theatre)

    def is_place(self, found: Found) -> bool:
        """Whether a settlement's name stands for the settlement: a person, a unit or a ship may bear it."""
        lex, words, best = self._lex, self._words, found.candidates[0]
        before, behind = words.capital_before(found.first), words.capital_behind(found.last)
        if behind in lex.bearers or words.next_low(found.last) in _UNITS or self._is_ship(found):
            return False
        if best.population >= _LARGE and found.key not in lex.shy:
            if found.key != spell(best.name) and self._is_name_part(before, ""):
                return False
            return before not in lex.titles or before in {"head", "chief", "mayor", "governor"}
        if before in lex.titles:
            return False
        if found.key in lex.shy or (best.population < _SMALL and not self._is_near_front(found)):
            return self._has_support(found) and not self._is_name_part(before, behind)
        return self._has_support(found) or not self._is_name_part(before, behind)

    def _is_ship(self, found: Found) -> bool:
        """Read "the Moskva sank": a town has no article."""
        return self._words.low(found.first - 1) == "the" and self._words.next_low(found.last) in _SHIP_VERBS

    def _is_near_front(self, found: Found) -> bool:
        geography = self._geography
        return any(p.country == geography.home and p.admin1 in geography.front_regions for p in found.candidates)

    def _is_name_part(self, before: str, behind: str) -> bool:
        known, lex = self._gazetteer.names, self._lex
        is_small = before in lex.between or before in lex.locative or before in lex.openers
        return bool(
            (before and not is_small and not self._is_town_name(before))
            or (behind and behind not in known and behind not in lex.capital_tails),
        )

    def _is_town_name(self, name: str) -> bool:
        """Whether a name is a larger place's: villages are called after all given names."""
        places = self._gazetteer.places
        return any(
            places[i].population >= _SMALL or places[i].kind != "settlement"
            for i in self._gazetteer.names.get(name, ())
        )

    def _has_support(self, found: Found) -> bool:
        """Whether a preposition, a list of places or a facility makes the name a place."""
        words, lex = self._words, self._lex
        behind = words.next_low(found.last)
        if behind in lex.facilities or behind in lex.settlement:
            return True
        return words.has_before(found.first, lex.locative, lex.between, self._is_listed)

    def _is_listed(self, i: int) -> bool:
        """Whether word i ends a name of the gazetteer: "in A, B and C"."""
        if i < 0 or not self._words.is_capital(i):
            return False
        name = self._words.words[i]
        return spell(name) in self._gazetteer.names or bool(self._gazetteer.find_like(name))

    def is_actor(self, found: Found, best: Place) -> bool:
        """Whether a state or its seat acts: "Kyiv said", "Russia's forces", "President of Ukraine"."""
        lex, words, first, last = self._lex, self._words, found.first, found.last
        if found.end != words.ends[last]:
            return best.kind == "country" or not self._owns_part(last)
        before = words.low(first - 1)
        if before == "in" and best.kind != "country" and _SEAT_SPEAKS.match(words.text, found.end):
            return True
        if "of" in (before, words.low(first - 2)):
            return not self._is_ground(first)
        if words.has_before(first, lex.locative_strict, lex.between - {"of"}):
            return self._is_political(first) if best.kind == "country" else self._is_approached(first)
        if best.kind == "country":
            return True
        return not self._is_town(first, last)

    def _owns_part(self, last: int) -> bool:
        """Whether what follows "Kyiv's" is a part of the city: a district, an airport, its residents."""
        parts = self._lex.seat_nouns | self._lex.facilities | self._lex.settlement
        return any(self._words.next_low(last, ahead) in parts for ahead in (1, 2, 3))

    def _is_town(self, first: int, last: int) -> bool:
        """Whether a seat of government is the city after all: "Kyiv residents", "Moscow was hit"."""
        lex, words = self._lex, self._words
        if words.has_before(first, lex.locative_strict, frozenset(), self._is_listed):
            return True
        behind = words.next_low(last)
        if words.site_behind(last, lex) is not None:
            return True
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

    def _is_approached(self, i: int) -> bool:
        """Whether one turns to a seat of government: "a letter to Kyiv"; drones that head there make it a town."""
        return self._words.low(i - 1) in _MOVES and self._words.low(i - 2) not in self._lex.flights

    def _is_ground(self, i: int) -> bool:
        """Whether "of" before word i speaks of ground: "regions of Ukraine", "during the invasion of Ukraine"."""
        words = self._words
        back = 2 if words.low(i - 1) == "of" else 3
        noun = words.low(i - back)
        return noun in self._lex.grounds or (noun == "invasion" and "during" in words.lows[max(0, i - 6) : i])

    def is_dateline(self, found: Found) -> bool:
        """Whether the name opens a line as the town that the reporter sat in."""
        plain = self._words.plain
        reach = max(0, found.start - _DATELINE_CHARS)
        line = plain.rfind("\n", reach, found.start) + 1
        if line == 0 and reach > 0:
            return False
        lead = plain[line : found.start]
        if lead.strip() and not _DATELINE_LEAD.fullmatch(lead):
            return False
        return _DATELINE.match(self._words.text, found.end) is not None
