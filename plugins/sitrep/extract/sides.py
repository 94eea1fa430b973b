"""Say whose the counted things are: the side that suffers or owns them, or that makes the attacks.

In      Finding, and the Scene: who speaks, where the article stands
Out     Side or None
Units   none
Errors  LexiconError at import, if sides.toml is malformed
Source  GUIDELINES: `side`, "Settled cases"; lexicon/en/sides.toml
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sitrep import theatres
from sitrep.extract import lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.governors import Finding
from sitrep.extract.measures import ACTIVE, LOSER, TOLL
from sitrep.extract.mentions import PlaceMention, Voice
from sitrep.extract.phrases import Line
from sitrep.extract.words import BE, PREPOSITIONS
from sitrep.records import Side

RULES = {
    "side-adjective": "An adjective or noun of the phrase names the side: 25 Russian tanks, six occupiers.",
    "side-owner": "The phrase is followed by its owner: 15 vehicles of the Ukrainian army.",
    "side-loser": "The subject of 'lost' or 'suffered' is whose they are.",
    "side-agent": "The side that acts, or the one it acts against.",
    "side-place": "People and houses belong to the side that holds their place.",
    "side-speaker": "A speaker tells of the enemy's losses and attacks, and of its own people.",
    "side-list": "Items of a list share the side of their heading or of the item before.",
    "side-article": "The side of like figures in the article, for want of a nearer sign.",
}

_WORDS = lexicon.load("sides")
_NAMED: dict[str, Side | Literal["enemy", "own"]] = {
    word: side  # type: ignore[misc]  # the tables of the file are these five
    for side, table in _WORDS.items()
    for word in table["words"]
}
_NEUTRAL_ATTACKS = frozenset(
    [
        "clash",
        "clashes",
        "engagement",
        "engagements",
        "battle",
        "battles",
        "firefight",
        "firefights",
        "skirmish",
        "skirmishes",
        "combat",
        "encounters",
        "encounter",
    ]
)
_LOCATING = frozenset(
    [
        "in",
        "on",
        "at",
        "near",
        "against",
        "into",
        "over",
        "to",
        "across",
        "around",
        "for",
        "toward",
        "towards",
        "inside",
        "upon",
        "throughout",
        "within",
        "onto",
    ]
)
_BREAKS = frozenset({";", ":"})
_LOCAL_EFFECTS = frozenset({"evacuated", "displaced", "missing"})
_OWN_ACTS = frozenset({"launched", "carried_out", "deployed", "mobilised"})
_OCCUPIED_OBLASTS = frozenset(
    {"donetsk", "luhansk", "lugansk", "kherson", "zaporizhzhia", "zaporozhye", "crimea", "sevastopol"}
)
_OCCUPIED_CODES = frozenset({"05", "14", "08", "26", "11", "20"})
_CRIMEA_CODES = frozenset({"11", "20"})
_HELD_WORDS = frozenset(
    {
        "occupied",
        "russian-occupied",
        "russian-held",
        "russian-controlled",
        "moscow-controlled",
        "kremlin-appointed",
        "russian-appointed",
        "kremlin-installed",
        "moscow-installed",
        "russian-installed",
        "russian-annexed",
        "annexed",
    }
)
_AGENT_REACH = 30


@dataclass(slots=True)
class Scene:
    """What the whole article tells about sides: its places, its usual speaker, the sides found so far."""

    analysis: Analysis
    place_starts: list[int]
    leaning: Side | None
    people: Side | None = None

    def opposite(self, side: Side | None) -> Side | None:
        """The other of the two sides."""
        return {"ua": "ru", "ru": "ua"}.get(side or "")  # type: ignore[return-value]  # literals of Side


def read_scene(analysis: Analysis) -> Scene:
    """Read what the article as a whole says of sides."""
    low = analysis.document.text.lower()
    ru_marks = sum(
        low.count(word)
        for word in (
            "special military operation",
            "kiev regime",
            "ukrainian militants",
            "lugansk",
            "/tass/",
            "sputnik",
            "ria novosti",
            "kiev",
            "nationalists",
        )
    )
    ua_marks = sum(
        low.count(word)
        for word in (
            "invaders",
            "occupiers",
            "full-scale invasion",
            "enemy",
            "occupying",
            "our defenders",
            "general staff",
            "the occupants",
        )
    )
    party = analysis.document.party
    leaning: Side | None = "ru" if party == "ru" else "ua" if party == "ua" else ("ru" if ru_marks > ua_marks else "ua")
    return Scene(analysis, [place.start for place in analysis.places], leaning)


def find_side(finding: Finding, voice: Voice, scene: Scene) -> tuple[Side | None, str]:
    """Return the side of a finding and the rule that says so."""
    speaker: Side | None = voice.claimant_side if voice.claimant_side in {"ua", "ru"} else None  # type: ignore[assignment]  # narrowed
    if finding.entity == "attack" and finding.effect == "carried_out":
        return _side_of_attack(finding, speaker, scene)
    if finding.effect == "seized":
        return _side_of_gain(finding, speaker, scene)
    own = _named_in(finding, speaker, scene)
    if own is not None:
        return own, "side-adjective"
    if (
        finding.host is not None
        and finding.host.counted is not finding.counted
        and (side := finding.host.side) is not None
        and finding.effect == finding.host.effect
    ):
        return side, "side-list"
    owner = _owner(finding, speaker, scene)
    if owner is not None:
        return owner, "side-owner"
    if finding.effect in _OWN_ACTS:
        return _side_of_actor(finding, speaker, scene)
    if finding.effect == "repelled":
        agent = _agent(finding, speaker, scene)
        return (scene.opposite(agent), "side-agent") if agent else (scene.opposite(speaker) or "ru", "side-speaker")
    if finding.role == LOSER and (subject := _agent(finding, speaker, scene)) is not None:
        return subject, "side-loser"
    if finding.role == TOLL and (subject := _named_between(finding, speaker, scene)) is not None:
        return subject, "side-loser"
    if finding.entity in {"military"} and finding.effect == "exchanged":
        return _side_returned(finding, speaker, scene)
    if finding.entity in {"person", "civilian", "child", "building", "settlement"} or finding.effect in _LOCAL_EFFECTS:
        return _side_of_place(finding, speaker, scene)
    agent = _agent(finding, speaker, scene)
    if agent is not None:
        return scene.opposite(agent), "side-agent"
    held = _holder(finding, speaker, scene)
    if finding.effect == "intercepted" and held is not None:
        return scene.opposite(held), "side-place"
    if speaker is not None:
        return scene.opposite(speaker), "side-speaker"
    if held is not None:
        return held, "side-place"
    return None, "side-article"


def _word_side(low: str, speaker: Side | None, scene: Scene) -> Side | None:
    named = _NAMED.get(low)
    if named is None:
        return None
    if named == "enemy":
        return scene.opposite(speaker or scene.leaning)
    if named == "own":
        return speaker or scene.leaning
    return named


def _named_in(finding: Finding, speaker: Side | None, scene: Scene) -> Side | None:
    """A side word inside the phrase: adjective, noun, or noun of a list item."""
    counted, lows = finding.counted, finding.line.lows
    # "18 of the 33 Russian missiles": the words of the whole describe the part too.
    end = counted.whole.end if counted.whole is not None else counted.end
    for k in range(counted.lead, end):
        low = lows[k]
        side = _word_side(low, speaker, scene)
        if side is not None:
            if low in {
                "north",
                "himars",
                "defenders",
                "militants",
                "bayraktar",
                "shahed",
                "kalibr",
                "kinzhal",
                "belgorod",
                "shaheds",
                "shahed-136/131",
            } and not _is_named_truly(lows, k, finding, speaker):
                continue
            return side
    return None


def _is_named_truly(lows: list[str], k: int, finding: Finding, speaker: Side | None) -> bool:
    low = lows[k]
    if low == "north":
        return k + 1 < len(lows) and lows[k + 1] in {"korean", "koreans"}
    if low == "militants":
        return speaker == "ru"
    if low in {"shahed", "shaheds", "kalibr", "kinzhal", "shahed-136/131"}:
        return True
    return finding.effect not in {"destroyed", "damaged"} or low == "himars"


def _owner(finding: Finding, speaker: Side | None, scene: Scene) -> Side | None:
    """ "15 vehicles of the Ukrainian armed forces"; "the Russian army's losses: ..."."""
    counted, lows = finding.counted, finding.line.lows
    pos = counted.end
    if (
        pos < len(lows)
        and lows[pos] in {"of", "from", "belonging"}
        and (finding.entity not in {"area_km2", "settlement"})
    ):
        if lows[pos] == "from" and finding.effect not in {"launched"}:
            return None
        for k in range(pos + 1, min(pos + 5, len(lows))):
            if lows[k] in {",", "."}:
                return None
            if (side := _word_side(lows[k], speaker, scene)) is not None:
                return side
    lead = counted.lead
    if lead > 1 and (side := _word_side(lows[lead - 1], speaker, scene)) is not None and lows[lead - 1].endswith("'s"):
        return side
    return None


def _agent(finding: Finding, speaker: Side | None, scene: Scene) -> Side | None:
    """The side that does what the trigger says."""
    line, lows = finding.line, finding.line.lows
    trigger = finding.trigger if finding.trigger >= 0 else finding.counted.lead
    after = max(finding.counted.end, trigger + 1)
    if finding.role not in {ACTIVE, LOSER}:
        for k in range(after, min(after + 10, len(lows))):
            if lows[k] == "by":
                for j in range(k + 1, min(k + 6, len(lows))):
                    if (side := _word_side(lows[j], speaker, scene)) is not None:
                        return side
            if lows[k] in {";", ","}:
                break
        if finding.effect in {"intercepted", "destroyed"} and finding.role not in {ACTIVE, LOSER}:
            return _agent_of_clause(line, finding.counted.lead, speaker, scene, is_gerund=False, is_passive=True)
    return _agent_of_clause(
        line, trigger, speaker, scene, is_gerund=lows[trigger].endswith("ing") if trigger < len(lows) else False
    )


def _agent_of_clause(
    line: Line, stop: int, speaker: Side | None, scene: Scene, *, is_gerund: bool, is_passive: bool = False
) -> Side | None:
    lows = line.lows
    best: Side | None = None
    for k in range(stop - 1, max(-1, stop - _AGENT_REACH), -1):
        low = lows[k]
        if low in _BREAKS or low in {"while", "but", "whereas"} or (low == "after" and best is None and k < stop - 12):
            break
        side = _word_side(low, speaker, scene)
        if side is None:
            if low in {"we", "us"} and speaker is not None:
                best = best or speaker
            continue
        if _is_located(lows, k) or (
            k + 1 < len(lows)
            and lows[k + 1]
            in {
                "city",
                "town",
                "village",
                "region",
                "territory",
                "capital",
                "port",
                "oblast",
                "province",
                "border",
                "soil",
            }
        ):
            continue
        if k + 1 < len(lows) and lows[k + 1] in BE and not is_passive and low.endswith("s") and best is None:
            pass
        best = side
        if not is_gerund:
            return best
    return best


def _is_located(lows: list[str], k: int) -> bool:
    for j in range(k - 1, max(-1, k - 4), -1):
        if lows[j] in _LOCATING:
            return True
        if lows[j] in PREPOSITIONS or lows[j] in {",", "and", "."}:
            return False
    return False


def _named_between(finding: Finding, speaker: Side | None, scene: Scene) -> Side | None:
    lows = finding.line.lows
    start = max(0, finding.trigger - 3)
    for k in range(start, finding.counted.lead):
        if (side := _word_side(lows[k], speaker, scene)) is not None and not (
            k < finding.trigger
            and k + 1 < len(lows)
            and lows[k + 1] not in {"running", "death", "total", "combat", "military"}
            and not lows[k].endswith("'s")
        ):
            return side
    return None


def _side_of_attack(finding: Finding, speaker: Side | None, scene: Scene) -> tuple[Side | None, str]:
    lows, counted = finding.line.lows, finding.counted
    own = _named_in(finding, speaker, scene)
    if own is not None:
        return own, "side-adjective"
    owner = _owner(finding, speaker, scene)
    is_neutral = counted.noun is not None and any(word in _NEUTRAL_ATTACKS for word in counted.noun.words)
    for k in range(counted.end, min(counted.end + 6, len(lows))):
        if lows[k] == "by":
            for j in range(k + 1, min(k + 5, len(lows))):
                if (side := _word_side(lows[j], speaker, scene)) is not None:
                    return side, "side-agent"
    agent = _agent(finding, speaker, scene) if finding.role == ACTIVE else None
    if is_neutral:
        return (
            (agent, "side-agent")
            if agent and lows[finding.trigger] not in {"recorded", "reported", "registered"}
            else (None, "side-article")
        )
    if owner is not None:
        return owner, "side-owner"
    if agent is None:
        agent = _agent_of_clause(finding.line, counted.lead, speaker, scene, is_gerund=False)
    if agent is not None:
        return agent, "side-agent"
    return _side_of_actor(finding, speaker, scene)


def _side_of_actor(finding: Finding, speaker: Side | None, scene: Scene) -> tuple[Side | None, str]:
    agent = _agent(finding, speaker, scene)
    if agent is not None:
        return agent, "side-agent"
    if finding.effect in {"mobilised", "deployed"}:
        clause = _agent_of_clause(finding.line, finding.counted.lead, speaker, scene, is_gerund=False)
        if clause is not None:
            return clause, "side-agent"
        return (speaker if finding.effect == "mobilised" else scene.opposite(speaker) or "ru"), "side-speaker"
    held = _holder(finding, speaker, scene)
    if held is not None:
        return scene.opposite(held), "side-place"
    return (scene.opposite(speaker) or scene.opposite(scene.leaning)), "side-speaker"


def _side_of_gain(finding: Finding, speaker: Side | None, scene: Scene) -> tuple[Side | None, str]:
    lows = finding.line.lows
    pos = finding.counted.end
    if "under ukrainian control" in " ".join(lows) or ("hands" in lows and "ukraine" in lows):
        return "ua", "side-agent"
    agent = _agent(finding, speaker, scene)
    if agent is None:
        agent = _agent_of_clause(finding.line, finding.counted.lead, speaker, scene, is_gerund=False)
    if agent is not None:
        is_loss = finding.group == "lose" or (
            0 <= finding.trigger < len(lows)
            and lows[finding.trigger] in {"lost", "losing", "cede", "ceded", "surrendered", "left", "leaving"}
        )
        return (scene.opposite(agent) if is_loss else agent), "side-agent"
    if 0 <= finding.trigger < len(lows):
        word = lows[finding.trigger]
        if word.startswith(("occup", "invad")):
            return "ru", "side-agent"
        if word.startswith(("liberat", "de-occup", "deoccup")):
            return speaker or "ua", "side-speaker"
    del pos
    return speaker, "side-speaker"


def _side_returned(finding: Finding, speaker: Side | None, scene: Scene) -> tuple[Side | None, str]:
    lows = finding.line.lows
    text = " ".join(lows)
    if "handed over" in text or "hand over" in text:
        agent = _agent(finding, speaker, scene)
        if agent is not None:
            return scene.opposite(agent), "side-agent"
    for k in range(finding.counted.end, min(finding.counted.end + 8, len(lows))):
        if lows[k] == "to" and k + 1 < len(lows) and (side := _word_side(lows[k + 1], speaker, scene)) is not None:
            return side, "side-agent"
    agent = _agent(finding, speaker, scene)
    return (agent or speaker or scene.leaning), "side-speaker"


def _side_of_place(finding: Finding, speaker: Side | None, scene: Scene) -> tuple[Side | None, str]:
    held = _holder(finding, speaker, scene)
    if held is not None:
        return held, "side-place"
    if finding.role == LOSER and (subject := _agent(finding, speaker, scene)) is not None:
        return subject, "side-loser"
    agent = _agent(finding, speaker, scene) if finding.role == ACTIVE else None
    if scene.people is not None and agent is None:
        return scene.people, "side-article"
    if agent is not None and finding.effect in {"killed", "wounded", "casualties", "destroyed", "damaged"}:
        return scene.opposite(agent), "side-agent"
    if scene.people is not None:
        return scene.people, "side-article"
    return speaker or scene.leaning, "side-speaker"


def _holder(finding: Finding, speaker: Side | None, scene: Scene) -> Side | None:
    """The side that holds the place nearest to the phrase: in its sentence, else the last one named before."""
    line = finding.line
    start, end = line.sentence.start, line.sentence.end
    anchor = finding.counted.quantity.start
    places = scene.analysis.places
    day = scene.analysis.document.published
    low, high = bisect_left(scene.place_starts, start), bisect_left(scene.place_starts, end)
    inside = sorted(
        (place for place in places[low:high] if place.role == "place"), key=lambda place: abs(place.start - anchor)
    )
    for place in inside:
        if (side := held_by(place, speaker, line, day)) is not None:
            return side
    for place in reversed(places[max(0, low - 6) : low]):
        if (
            place.role == "place"
            and (side := held_by(place, speaker, None, day)) is not None
            and place.kind != "country"
        ):
            return side
    return None


def held_by(place: PlaceMention, speaker: Side | None, line: Line | None, day: dt.date | None) -> Side | None:
    """Who holds a place: by its state; a Russian source speaks of the occupied part of an oblast."""
    name = place.text.lower()
    if place.country == "RU" or any(
        word in name
        for word in ("crimea", "sevastopol", "donetsk people", "luhansk people", "lugansk people", "dpr", "lpr")
    ):
        return "ru"
    if place.country == "UA" and place.admin1 in _CRIMEA_CODES:
        return "ru"
    if place.country == "UA":
        if name in _held_towns(day):
            return "ru"
        if line is not None and _HELD_WORDS & set(line.lows):
            return "ru"
        if place.kind == "country":
            return None if line is not None and speaker == "ru" else "ua"
        if speaker == "ru" and (
            _OCCUPIED_OBLASTS & set(name.replace("'s", "").split()) or place.admin1 in _OCCUPIED_CODES
        ):
            return "ru"
        return "ua"
    return "other" if place.country is not None else None


@cache
def _held_towns(day: dt.date | None) -> frozenset[str]:
    return frozenset(
        town.town.lower() for town in theatres.read_towns_held("ukraine") if day is None or town.is_held(day)
    )
