"""Look up names of places: every spelling of a theatre's places.csv, in memory, by the words they are made of.

In      a name as news writes it
Out     the places that go by it, most populous first; none is an empty tuple
Units   none
Errors  LexiconError, when places.csv is malformed
Source  the theatre's places.csv

Spellings differ more by transliteration than by place: "Novoyehorivka", "Novoiehorivka" and "Novoegorovka" are one
village. Where no spelling fits letter for letter, `sound` brings them to one form.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from functools import cache

from sitrep import theatres
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.theatres import Place
from sitrep.theatres.geography import read_geography

_APOSTROPHES = str.maketrans({"’": "", "'": "", "ʼ": "", "`": "", "´": "", "ʹ": "", "‑": "-", "–": "-", "\u00a0": " "})
# Latin letters in which spellings of one name differ; applied in this order.
_SOUNDS = (
    ("shch", "sh"), ("tsch", "ch"), ("sch", "sh"), ("cz", "ch"), ("kh", "h"), ("gh", "h"), ("zh", "j"), ("tz", "ts"),
    ("ck", "k"), ("g", "h"), ("ye", "e"), ("ie", "e"), ("je", "e"), ("yo", "e"), ("io", "e"), ("ya", "a"), ("ia", "a"),
    ("ja", "a"), ("yu", "u"), ("iu", "u"), ("ju", "u"), ("y", "i"), ("w", "v"), ("x", "ks"), ("-", " "),
    ("o", "a"),
)  # fmt: skip
_REPEATED = re.compile(r"(\w)\1+")
_RUSSIAN_ENDINGS = (
    ("skae", "ske"), ("skai", "ski"), ("nae", "ne"), ("vae", "ve"), ("tae", "te"), ("lae", "le"), ("rae", "re"),
    ("avka", "ivka"), ("evka", "ivka"), ("avca", "ivka"), ("ava", "ave"), ("eva", "eve"), ("ina", "ine"),
)  # fmt: skip
_REGION_WORDS = (" Oblast", " Krai")
_SOUND_MIN_LETTERS = 5
_ACCENTS = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûüčćšśžźżłńñçëě", "aaaaaaeeeeiiiiooooouuuuccsszzzlnncee")


@dataclass(slots=True)
class Gazetteer:
    """The names of a theatre.

    `longest` tells, by first word, how many words the longest name has; `lower` the first words of names written
    small; `acronyms` the names that are one only in capitals ("US").
    """

    theatre: str
    places: tuple[Place, ...] = ()
    names: dict[str, tuple[int, ...]] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    lower: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    sounds: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def find(self, name: str) -> tuple[Place, ...]:
        """Return the places of a spelling, letter for letter but for case, apostrophes and hyphens."""
        return tuple(self.places[i] for i in self.names.get(spell(name), ()))

    def find_like(self, name: str) -> tuple[Place, ...]:
        """Return settlements near the war whose name sounds the same in another transliteration."""
        return tuple(self.places[i] for i in self.sounds.get(sound(name), ()))

    def find_region(self, stem: str) -> Place | None:
        """Return the region that "X region" means."""
        i = self.regions.get(spell(stem))
        return None if i is None else self.places[i]


@cache
def load_gazetteer(theatre: str = DEFAULT_THEATRE) -> Gazetteer:
    """Read a theatre's places once a process."""
    places = theatres.read_places(theatre)
    names: dict[str, list[int]] = {}
    sounds: dict[str, list[int]] = {}
    lower: set[str] = set()
    acronyms: set[str] = set()
    sides = read_geography(theatre).sides
    order = sorted(range(len(places)), key=lambda i: (-places[i].population, places[i].place_id))
    for i in order:
        place = places[i]
        spellings = (place.name, *place.spellings) if place.kind != "region" else (place.name,)
        for name in spellings:
            key = spell(name)
            _add(names, key, i)
            if name.isupper() and name.isascii():
                acronyms.add(key)
            if name[0].islower():
                lower.add(key.split(" ", 1)[0])
        if place.kind == "settlement" and place.country in sides:
            # GeoNames' own spellings mostly sound like the name: the hand-kept ones are worth the time.
            heard = (place.name,) if place.coord_source.startswith("geonames") else spellings
            for name in {sound(spelling) for spelling in heard if len(spelling) >= _SOUND_MIN_LETTERS}:
                _add(sounds, name, i)
    regions = _add_regions(places, names)
    longest: dict[str, int] = {}
    for key in names:
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 1), len(words))
    return Gazetteer(
        theatre,
        places,
        {key: tuple(found) for key, found in names.items()},
        regions,
        longest,
        frozenset(lower),
        frozenset(acronyms),
        {key: tuple(found) for key, found in sounds.items()},
    )


@functools.lru_cache(maxsize=4096)
def spell(name: str) -> str:
    """Bring a name to the form that it is looked up by."""
    return " ".join(name.lower().translate(_APOSTROPHES).split())


@functools.lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """Bring spellings of one name in several transliterations to one form."""
    heard = name.lower().translate(_APOSTROPHES).translate(_ACCENTS)
    for letters, one in _SOUNDS:
        heard = heard.replace(letters, one)
    heard = _REPEATED.sub(r"\1", heard)
    for russian, ukrainian in _RUSSIAN_ENDINGS:
        if heard.endswith(russian):
            return heard[: -len(russian)] + ukrainian
    return heard


def _add_regions(places: tuple[Place, ...], names: dict[str, list[int]]) -> dict[str, int]:
    """Index the stems of regions; one that no town has for its name ("Crimea") is a name by itself."""
    regions: dict[str, int] = {}
    mains = {spell(place.name) for place in places if place.kind == "settlement"}
    for i, place in enumerate(places):
        if place.kind != "region":
            continue
        for stem in (place.name, *place.spellings):
            key = spell(stem)
            regions.setdefault(key, i)
            is_whole = not place.name.endswith(_REGION_WORDS) or key == spell(place.name.rsplit(" ", 1)[0])
            if is_whole and key not in mains:
                names[key] = [i]
    return regions


def _add(index: dict[str, list[int]], key: str, i: int) -> None:
    found = index.setdefault(key, [])
    if i not in found:
        found.append(i)
