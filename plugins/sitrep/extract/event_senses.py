"""Decide whether a word tells of an event of a type, by the words around it.

In      a word of events.toml in its clause and sentence, lower case
Out     the family under which it is a trigger, or None
Units   offsets in code points into the folded text, end excluded
Errors  LexiconError at first use, if events.toml is malformed
Source  lexicon/en/events.toml, [words] and [checks]
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, cached_property, lru_cache

from sitrep.extract import lexicon
from sitrep.extract.actors import fold
from sitrep.extract.frozen import frozen

_WORD = re.compile(r"[\w'’/.-]*\w")
_INFINITIVE = re.compile(r"\bto(?<!subjected to)(?<!exposed to)(?<!due to)\s+(?:\w+ly\s+)?$")
_NEXT = re.compile(r"[ -]([\w’'-]+)")
_MEN = re.compile(
    r"\s*(?:\w+ )?(?:prisoners?|soldiers?|servicemen|troops|fighters|tanks?|vehicles?|pows?|people|russians)\b"
)
_ADJECTIVE = re.compile(
    r"^$|\b(?:the|of|in|from|temporarily|russian|newly|freshly|to|for|under|with|and|currently|recently)[ -]$"
)
_PRIZE = re.compile(r"\b(?:the|newly)[ -]$|\b(?:the|of|in|near|from) (?:recently|newly|now|just)[ -]$")
_MEN_BEFORE = re.compile(
    r"\b(?:prisoners|pows|soldiers|servicemen|troops|fighters|defenders|snipers|people|civilians|russians|ukrainians|men)"
    r"\s+(?:\w+\s+){0,3}$"
)
_NO_OBJECT = frozenset(
    ["in", "near", "by", "during", "at", "on", "since", "around", "outside"]
)  # "POWs captured in Kursk"
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|got)\s+(?:\w+\s+){0,2}$")
_GROUND_CUE = re.compile(r"\b(?:direction|axis|axes|sector|position|assault|infantry|offensive)s?\b")
_AREA = re.compile(r"\b(?:square (?:kilomet|mile)|sq\.? ?km|km2)")
_UNLIKELY = re.compile(r"\b(?:unlikely|no sign|no evidence|unable)\b")
_TO_TAKE = re.compile(
    r" to (?:\w+ )?(?:advance|capture|take|storm|break|encircle|push|seize|enter|dislodge|regain|reach|move forward)"
)
_CAPTIVES = re.compile(r"\b(?:prisoners?|pows?|bod(?:y|ies)|captiv)")
_ORDERED = re.compile(
    r"\b(?:order\w*|decree\w*|announc\w*|declar\w*|launch\w*|began|start\w*|wave of|joined|looking to|"
    r"partial|general|call)"
)
_MOVED = re.compile(r"\b(?:children|patients|residents|civilians)\b")
_DAM = re.compile(r"\bdam\b")
# "An explosion rocked the port", "a car bomb killed an official": no strike.
_EXPLODED = re.compile(
    r"\b(?:explosions?|blasts?|(?:car|suitcase|roadside|parcel) bombs?|bomb (?:blast|explosion)s?) $"
)
_TOLL = re.compile(r"\b(?:\d+|an?|two|three|four|five|six|seven|eight|nine|ten|several|dozens of)(?: more| other)? $")
_MEANS = re.compile(r"\b(?:by|(?<!along )with|using|in an?|as a result of)\b")
_SICK = re.compile(r" (?:the |its |their )?(?:casualties|wounded)\b")
# "Debris from downed drones", "the downed Shahed": told of elsewhere.
_WRECK = re.compile(r"\b(?:from|of|the|by|a|an|any|falling|other) $")
_HARMING = re.compile(
    r"[^,;:]{0,40} (?:(?:killed|injured|wounded)\b(?! by\b)|disrupted |damaged |caused (?:\w+ ){0,2}(?:damage|fires?))"
)
_LEVEL = re.compile(r" (?:about |around |below |minus |some |[-–−])*\d")  # "temperatures fell to -16"
_TIMES = re.compile(r" (?:\w+ ){1,3}times (?:at|on|into)\b")  # "fired 15 times at the border area"
_KILLING = re.compile(r", (?:killing|injuring|wounding|damaging)\b")  # "struck A, injuring five people"
# "167 of the 201 drones Russia launched".
_SENT = re.compile(
    r"\b(?:drones|uavs|missiles|rockets|shaheds|munitions) (?:that |which )?(?:the )?\w+"
    r"(?: forces| troops| army| military)?(?: had| have| has)? $"
)
_PLAN = re.compile(r" (?:the |its |their |an |a )(?:effort|attempt|plan|idea|hope|siege)\b")  # that was abandoned
_OUTAGE = re.compile(
    r"\b(?:outages?|blackouts?|cuts) (?:\w+ )?$"
    r"|\b(?:power|electricity|outages?|blackouts?)\b.* (?:due to|because of|caused by|following|after) (?:\w+ ){0,2}$"
)
_HARMED_IN = re.compile(r"\b(?:killed|wounded|injured|died|hurt) (?:in|by|from) (?:[\w’'-]+ ){0,4}$")
_DONE = re.compile(r"\b(?:managed|(?:was|were)(?: only| also)? able) to (?:\w+ly )?$")  # and so it happened
_TREATY = re.compile(r" (?:of|from) (?:[\w.’'-]+ ){1,5}(?:deal|agreement|pact|treaty|talks|accords?|court)\b")
_WOUNDS = re.compile(r" (?:[\w-]+ ){0,4}(?:wounds?|injur(?:y|ies)|burns|concussions?|trauma)\b")
_CALLED_OFF = re.compile(r"\b(?:called off|cancell?ed|postponed|disrupted|did not take place)\b")
_ON_DAY = re.compile(r" on (?:\w+day\b|\d|(?:the )?(?:morning|evening|night|eve)\b)")  # not what was attacked
_OF_THEM = re.compile(r"\bof (?:them|which)\b")
_BEFORE_CHARS = 60
_OBJECT_CHARS = 75
_NEAR_CHARS = 60
_CLOSE_CHARS = 40
_OBJECT_WORDS = 4
_TOLD_CHARS = 150
_PASSIVE_CHARS = 60


# An article names its places again and again.
fold_name = lru_cache(maxsize=4096)(fold)


@cache
def words(kind: str, section: str = "words") -> frozenset[str]:
    """One list of events.toml."""
    return frozenset(lexicon.load("events")[section][kind])


@cache
def _phrases_by_last(kind: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a list as words, by their last one."""
    phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in words(kind):
        parts = tuple(phrase.split())
        phrases[parts[-1]].append(parts)
    return dict(phrases)


_HARMED = frozenset(["killed", "wounded", "injured"])
_VICTIMS = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|boys?|girls?|child(?:ren)?|persons?|people|civilians?|residents?|others)\b"
)


@cache
def _repelling() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('repelling', 'checks'))})\b")


@cache
def _repelling_starts() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in words("repelling", "checks"))


@frozen
class Hit:
    """A word of events.toml in the text, with its senses: pairs of type and family."""

    start: int
    end: int
    word: str
    senses: tuple[tuple[str, str], ...]


class Context:
    """What stands around one hit: `begin`, `stop` are its clause."""

    def __init__(
        self,
        folded: str,
        hit: Hit,
        begin: int,
        stop: int,
        sentence_start: int,
        *,
        is_of_ground: bool,
        is_of_strikes: bool,
        is_before_town: bool,
    ) -> None:
        """Look at the words before and behind; `is_of_ground`: the article tells more of fighting than of strikes."""
        self._is_before_town = is_before_town
        self._is_of_ground = is_of_ground
        self._is_of_strikes = is_of_strikes
        self._word = hit.word
        self._folded = folded
        self._start = hit.start
        self._begin = begin
        self._before = folded[max(sentence_start, hit.start - _BEFORE_CHARS) : hit.start]
        self._clause_before = folded[begin : hit.start]
        self._after = folded[hit.end : stop]
        following = _NEXT.match(self._after)
        self._next = following[1] if following else ""
        self._left = self._before.split()

    def accept(self, type_: str, family: str) -> str | None:
        """Return the family under which the word is a trigger of the type, or None."""
        if self._next in words("modifiers") and family in ("noun", "generic", "ground"):
            return None
        if self._next in words("names"):
            return None
        if self._is_unreal(type_) or (type_ == "strike" and self._is_of_dam()):
            return None
        if type_ == "ground_attack" and family == "verb" and self._is_check("trying"):
            return "trying" if _TO_TAKE.match(self._after) else None
        is_told: bool = getattr(self, f"_is_{type_}")(family)
        if is_told and family == "target" and not self._defends():
            return "object"
        return family if is_told else None

    # Looked at only where asked for: most words are refused by their neighbours.

    @cached_property
    def _near(self) -> str:
        return self._clause_before[-_NEAR_CHARS:] + self._word + self._after[:_NEAR_CHARS]

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self._clause_before)).union(_WORD.findall(self._after))

    @cached_property
    def _is_infinitive(self) -> bool:
        return _INFINITIVE.search(self._before) is not None and _DONE.search(self._before) is None

    @cached_property
    def _is_purpose(self) -> bool:
        return self._is_infinitive and not self._ends_with("trying", 1)

    @cached_property
    def _is_repelled(self) -> bool:
        """Whether the clause has a word of repelling."""
        if self._words.isdisjoint(_repelling_starts()):
            return False
        return _repelling().search(self._clause_before) is not None or _repelling().search(self._after) is not None

    @cached_property
    def _harms(self) -> bool:
        """'Attacks in the region killed one person', 'attacks disrupted power supplies': from the air, mostly."""
        return _HARMING.match(self._after) is not None or _HARMED_IN.search(self._before) is not None

    @cached_property
    def _is_passive(self) -> bool:
        return _PASSIVE.search(self._folded, max(self._begin, self._start - _PASSIVE_CHARS), self._start) is not None

    def _is_check(self, kind: str) -> bool:
        return self._word in words(kind, "checks")

    def _ends_with(self, kind: str, gap: int) -> bool:
        """Whether the words before end in a phrase of the list, but for a few words between."""
        by_last = _phrases_by_last(kind)
        for end in range(len(self._left), max(0, len(self._left) - gap - 1), -1):
            for phrase in by_last.get(self._left[end - 1], ()):
                if tuple(self._left[end - len(phrase) : end]) == phrase:
                    return True
        return False

    def _has(self, kind: str) -> bool:
        return not self._words.isdisjoint(words(kind))

    def _follows(self, kind: str) -> bool:
        """Whether a word of the kind stands soon behind."""
        return not words(kind).isdisjoint(_WORD.findall(self._after[:_OBJECT_CHARS]))

    def _precedes(self, kind: str) -> bool:
        return not words(kind).isdisjoint(_WORD.findall(self._clause_before[-_OBJECT_CHARS:]))

    def _tells_before(self, kind: str) -> bool:
        """Whether a word of the kind stands before, in this sentence or at the end of the one before."""
        return not words(kind).isdisjoint(_WORD.findall(self._folded, max(0, self._start - _TOLD_CHARS), self._start))

    def _is_unreal(self, type_: str) -> bool:
        """Whether it is only wished, feared or kept from happening: "keep the enemy from advancing"."""
        if self._left[-1:] == ["from"] and self._word.endswith("ing"):
            return type_ in ("ground_attack", "territorial_change")
        return self._ends_with("unreal", 2) and not self._is_counted_off() and _DONE.search(self._before) is None

    def _defends(self) -> bool:
        return any(phrase in self._near for phrase in words("air_defenders"))

    def _downs(self) -> bool:
        """'Destroyed two drones': what is destroyed is in the air, and nothing is said to be hit on the ground."""
        if not self._is_check("downing"):
            return False
        is_behind = not self._is_passive and self._next != "by"
        behind = self._after[:_CLOSE_CHARS].partition(" over ")[0]
        what = frozenset(_WORD.findall(behind if is_behind else self._clause_before))
        return not what.isdisjoint(words("air_targets")) and what.isdisjoint(words("hit_things"))

    def _is_of_dam(self) -> bool:
        return self._is_check("dam") and _DAM.search(self._after[:_CLOSE_CHARS]) is not None

    def _enters(self) -> bool:
        """'Entered the outskirts'."""
        return self._word.startswith("enter") and self._follows("ground_objects")

    def _has_ground_cue(self) -> bool:
        return _GROUND_CUE.search(self._clause_before) is not None or _GROUND_CUE.search(self._after) is not None

    def _is_of_area(self) -> bool:
        """'Liberated two square kilometres'."""
        return _AREA.search(self._after[:_NEAR_CHARS]) is not None or (
            self._is_passive and _AREA.search(self._clause_before[-_CLOSE_CHARS:]) is not None
        )

    def _is_counted_off(self) -> bool:
        """'Prevented 52 attacks': those were made."""
        return len(self._left) > 1 and self._left[-2] in words("counted_off", "checks") and self._left[-1].isdigit()

    def _is_of_victims(self) -> bool:
        """'In the Holosiivskyi district a man was killed', where the article tells more of strikes than of fighting."""
        if self._is_check("toll"):
            # "Four deaths were reported in the Poltava region".
            return self._is_of_strikes and _TOLL.search(self._clause_before) is not None
        is_hurt = self._is_check("suffering") and _WOUNDS.match(self._after) is not None
        is_told = (self._word in _HARMED and self._is_passive) or self._is_check("dying") or is_hurt
        return self._is_of_strikes and is_told and _VICTIMS.search(self._near) is not None

    # One question a type

    def _is_strike(self, family: str) -> bool:
        # "Beat back attacks near A and B": troops attacked there.
        is_beaten = self._is_check("assailing") and self._is_repelled and not self._has("air_targets")
        if self._is_purpose or is_beaten or (family != "noun" and _EXPLODED.search(self._before) is not None):
            return False
        if family == "noun":
            is_named = self._word in ("strike", "strikes") and self._next in words("weapons")
            return not is_named and not self._is_of_outage()
        if family == "launch":
            return self._is_launch()
        if family == "hit":
            return self._is_hit() and not self._is_of_outage()
        if family == "generic":
            is_aimed = (
                not self._is_of_ground and self._next in ("on", "against") and not _ON_DAY.match(self._after)
            ) or (self._is_of_strikes and self._next in ("in", "near"))
            has_thing = self._has("weapons") or self._follows("hit_things") or self._harms
            return (has_thing or is_aimed) and not self._has_ground_cue()
        return True

    def _is_of_outage(self) -> bool:
        """'Blackouts hit nine regions', 'power was lost in Sumy due to the strikes': that is not where they struck."""
        if self._words.isdisjoint(words("outage", "checks")):
            return False
        return _OUTAGE.search(self._clause_before) is not None

    def _is_launch(self) -> bool:
        """A weapon is the object, or fire is opened so many times."""
        if _TIMES.match(self._after):
            return True
        is_dealt = self._is_check("dealing") and self._next == "on"
        is_behind = self._follows("weapons") and not is_dealt
        is_before = self._is_passive or _SENT.search(self._before) is not None
        return is_behind or (is_before and self._precedes("weapons"))

    def _is_hit(self) -> bool:
        """By a weapon; or a thing, or people where the article tells of strikes."""
        is_defence = self._downs() or (self._has("air_targets") and self._defends())
        # "Servicemen were eliminated, along with two howitzers".
        is_lost = self._is_check("losing") and not self._precedes("weapons") and not _MEANS.search(self._after)
        if is_defence or is_lost:
            return False
        is_aimed = (not self._is_of_ground and self._has("hit_things")) or _KILLING.search(self._after) is not None
        is_thing = is_aimed and not self._is_check("harm")
        return self._has("weapons") or is_thing or self._is_of_victims()

    def _is_ground_attack(self, family: str) -> bool:
        if family == "ground":
            return self._is_of_area() and "control" not in self._word
        is_of_dam = self._is_check("dam") and _DAM.search(self._near) is not None
        is_of_plan = self._word.endswith("ing back") and self._next == "on"  # "pushing back on a plan"
        if self._is_purpose or _UNLIKELY.search(self._before) or is_of_dam or is_of_plan or self._is_in_the_air():
            return False
        if self._is_check("repelling"):
            is_of_troops = not self._is_of_strikes or self._has("troops") or self._has_ground_cue()
            return is_of_troops and not self._has("air_targets") and not self._defends()
        if self._is_check("assailing"):
            is_ground = self._has_ground_cue() or (self._is_of_ground and not self._has("hit_things"))
            return is_ground and not self._is_repelled and not self._has("weapons") and not self._harms
        if self._is_check("cued"):
            return self._has("troops") and (self._has_ground_cue() or self._enters())
        is_adjective = self._is_check("moving") and self._next not in words("onward", "checks")
        return not is_adjective or not self._next or self._next[0].isdigit()

    def _is_in_the_air(self) -> bool:
        """'As a result of combat operations 33 drones were shot down'."""
        return self._word in words("mutual", "sides") and self._has("air_targets") and self._has("downed")

    def _is_territorial_change(self, family: str) -> bool:
        """A place was taken or left; ground gained without one is fighting, "occupied Crimea" is no event."""
        is_told = (
            not self._is_infinitive
            and not self._is_participle()
            and (self._is_passive or self._next != "by")
            and not (self._is_check("falling") and _LEVEL.match(self._after))
            and words("vague_ground", "checks").isdisjoint(self._after.split()[:_OBJECT_WORDS])
            and ("control" in self._word or not self._is_of_area())
        )
        if not is_told or family == "noun":
            return is_told
        if not self._is_passive and _MEN.match(self._after):
            return False
        if self._is_check("pulling") and (self._is_passive or _TREATY.match(self._after)):
            # "A man's body was pulled out", "pulled out of the grain deal".
            return False
        if self._is_check("taking"):
            is_idle = self._next in words("idle", "checks") or _PLAN.match(self._after) is not None
            is_ground = (self._is_before_town and self._is_check("plain")) or self._follows("ground_objects")
            return not is_idle and is_ground and (self._has("troops") or self._has("warring"))
        return True

    def _is_participle(self) -> bool:
        """'Occupied Melitopol', 'the recently captured Avdiivka'; or men that were captured."""
        if self._word in ("occupied", "occupy") and _ADJECTIVE.search(self._before):
            return True
        if not self._is_check("prized"):
            return False
        is_bare = not self._next or self._next in _NO_OBJECT
        of_men = (self._is_passive or is_bare) and _MEN_BEFORE.search(self._clause_before) is not None
        return of_men or _PRIZE.search(self._before) is not None

    def _is_air_defence(self, family: str) -> bool:
        if self._is_purpose or (self._word == "downed" and _WRECK.search(self._before) is not None):
            return False
        if not self._words.isdisjoint(("helicopters", "tanks")) and not self._words.isdisjoint(
            ("airplanes", "aircraft")
        ):
            # A tally of losses, not an interception.
            return False
        if self._is_check("working"):
            # "Air defence was in operation over Odesa".
            return self._defends()
        is_behind = not self._is_passive and self._next != "by"
        has_target = self._follows("air_targets") if is_behind else self._precedes("air_targets")
        if not has_target and self._is_passive and self._is_check("downing"):
            # "Seven drones were launched and five of them were destroyed".
            has_target = _OF_THEM.search(self._clause_before) is not None and self._tells_before("air_targets")
        return family == "verb" or (has_target and (self._defends() or self._is_check("downing")))

    def _is_prisoner_exchange(self, family: str) -> bool:
        if _CALLED_OFF.search(self._after):
            return False
        return family == "noun" or not self._is_check("captives") or _CAPTIVES.search(self._near) is not None

    def _is_mobilisation(self, _family: str) -> bool:
        return _ORDERED.search(self._near) is not None and (
            self._word != "recruits" or any(word[0].isdigit() for word in self._left) or "thousands" in self._left
        )

    def _is_evacuation(self, _family: str) -> bool:
        if self._word == "transferred":
            return _MOVED.search(self._near) is not None
        return not self._is_infinitive and _SICK.match(self._after) is None

    def _is_explosion(self, _family: str) -> bool:
        return not self._is_check("dam") or _DAM.search(self._near) is not None
