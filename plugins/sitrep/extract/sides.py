"""Say whose the counted things are: the side that suffers or owns them, or that makes the attacks.

In      Finding, and the Scene: who speaks, where the article stands, what was found before
Out     Side or None, and the rule that says so
Units   none
Errors  LexiconError at import, if sides.toml is malformed
Source  GUIDELINES: `side`, "Settled cases"; lexicon/en/sides.toml
"""

from __future__ import annotations

from typing import cast

from sitrep.extract import lexicon
from sitrep.extract.analysis import Analysis
from sitrep.extract.findings import Finding
from sitrep.extract.holders import Holders
from sitrep.extract.measures import ACTIVE, HEAD, LOSER, TOLL
from sitrep.extract.mentions import Voice
from sitrep.extract.side_cases import Case, Rule, Scene
from sitrep.extract.side_gains import gain, gain_before, gain_word, handed_over, repelled
from sitrep.extract.side_words import (
    Speaker,
    both_sides,
    find_agent,
    find_passive_agent,
    find_taker,
    named_side,
    opposite,
    word_side,
)
from sitrep.extract.words import BE, word_set
from sitrep.records import PEOPLE, Side

RULES = {
    "side-adjective": "An adjective or noun of the phrase names the side: 25 Russian tanks, six occupiers.",
    "side-owner": "The phrase is followed by its owner: 15 vehicles of the Ukrainian army.",
    "side-loser": "The subject of 'lost' or 'suffered' is whose they are.",
    "side-agent": "The side that acts, or the one it acts against.",
    "side-place": "People and houses belong to the side that holds their place.",
    "side-territory": "The phrase is followed by whose territory it is: in Government-controlled territory.",
    "side-speaker": "A speaker tells of the enemy's losses and attacks, and of its own people.",
    "side-list": "Items of a list, parts and things told without a noun share the side of what they belong to.",
    "side-both": "The count is of both sides together.",
    "side-article": "The side of like figures in the article, for want of a nearer sign.",
}

_THINGS = lexicon.load("sides")["things"]
_NEUTRAL = frozenset(_THINGS["neutral_attacks"])
_NOTED = word_set("noted_attacks")
_MET = ({"launched", "intercepted"}, {"carried_out", "repelled"})
_LISTED = frozenset(["governor-list", "governor-elided", "governor-losses", "governor-header", "governor-part"])
_HARM = frozenset(["killed", "wounded", "casualties", "missing", "captured"])
_PEOPLE_HERE = frozenset(["person", "civilian", "child", "building", "settlement"])
_LOSSES = frozenset(["killed", "destroyed", "casualties", "damaged", "wounded", "captured"])
_OWN_SOLDIERS = frozenset(_THINGS["own_soldiers"])
_CIVIL_VEHICLES = frozenset(_THINGS["civil_vehicles"])
_SUFFERED = frozenset(["suffered", "sustained", "incurred", "lost", "losses"])
_ATTACKS = word_set("attack_words")
_NOT_TOLD_ON = frozenset(["side-speaker", "side-territory"])
_NEAR, _LOSSES_REACH = 8, 16
_NOMINAL = frozenset(
    ["death", "deaths", "injuries", "injury", "killing", "killings", "murder", "murders", "damage", "wounds"]
)
_HOLDERS: dict[Side, tuple[str, ...]] = {
    "ua": ("government", "ukrainian", "ukraine", "kyiv"),
    "ru": ("russian", "russia", "moscow", "separatist", "rebel"),
}
_HELD: dict[str, Side] = {
    f"{who}-{how}": side
    for side, whose in _HOLDERS.items()
    for who in whose
    for how in ("controlled", "held", "occupied")
}
_SITES = frozenset(_THINGS["bases"])
_SITE_ADJECTIVES = frozenset(_THINGS["base_adjectives"])
_AROUND = 24
_MILITARY_SITES = frozenset(_THINGS["military_sites"])


def read_scene(analysis: Analysis) -> Scene:
    """Read what the article as a whole says of sides."""
    low = analysis.document.text.lower()
    counts = {side: sum(low.count(mark) for mark in marks) for side, marks in _MARKS.items()}
    party = analysis.document.party
    leaning: Side | None = "ru" if counts["ru"] > counts["ua"] else "ua"
    if party in {"ru", "ua"}:
        leaning = cast("Side", party)
    return Scene(analysis, Holders(analysis), leaning)


_MARKS = {
    "ru": ["special military operation", "kiev regime", "ukrainian militants", "lugansk", "/tass/", "sputnik", "kiev"],
    "ua": ["invaders", "occupiers", "full-scale invasion", "enemy", "occupying", "our defenders", "general staff"],
}


def find_side(finding: Finding, voice: Voice, scene: Scene) -> tuple[Side | None, str]:
    """Return the side of a finding and the rule that says so."""
    side: Side | None = "ua" if voice.claimant_side == "ua" else "ru" if voice.claimant_side == "ru" else None
    case = Case(finding, scene, Speaker(side, scene.leaning))
    for rule in _rules_for(finding):
        if (found := rule(case)) is not None:
            return found
    return None, "side-article"


def _rules_for(finding: Finding) -> tuple[Rule, ...]:
    if finding.effect == "seized":
        return _GAIN
    if finding.entity == "attack":
        return _REPELLED if finding.effect == "repelled" else _ATTACK
    if finding.effect in {"launched", "deployed", "mobilised"}:
        return _ACTOR
    if finding.effect == "exchanged":
        return _RETURNED
    noun = finding.counted.noun
    is_civil = finding.effect == "damaged" and noun is not None and noun.words[-1] in _CIVIL_VEHICLES
    if finding.entity == "building" and noun is not None and _MILITARY_SITES.intersection(noun.words):
        return _FORCES
    is_local = finding.entity in {"person", "civilian", "child", "building", "settlement"} or is_civil
    return _LOCAL if is_local or finding.effect in {"evacuated", "displaced", "missing"} else _FORCES


# --- rules ----------------------------------------------------------------------------------------------------


def _both(case: Case) -> tuple[Side | None, str] | None:
    return (None, "side-both") if both_sides(case.finding) else None


def _adjective(case: Case) -> tuple[Side | None, str] | None:
    side = named_side(case.finding, case.speaker)
    return (side, "side-adjective") if side else None


def _host(case: Case) -> tuple[Side | None, str] | None:
    """Parts and list items: the side of the whole or of the item before."""
    finding, previous = case.finding, case.scene.previous
    host = finding.host
    is_same = host is not None and (host.effect == finding.effect or {host.effect, finding.effect} in _MET)
    if host is not None and is_same and host.side is not None:
        return host.side, "side-list"
    if previous is None or previous.side is None or previous.side_rule == "side-both":
        return None
    is_shared = _is_listed(finding, previous) or (
        previous.side_rule not in _NOT_TOLD_ON and _is_told_on(finding, previous)
    )
    return (previous.side, "side-list") if is_shared else None


def _is_listed(finding: Finding, previous: Finding) -> bool:
    """Whether the finding before stands in the same list, or names losses in the same sentence."""
    if previous.line is not finding.line:
        return False
    is_loss = {previous.effect, finding.effect} <= _LOSSES
    if finding.rules[0] in _LISTED and (is_loss or previous.effect == finding.effect):
        return previous.side_rule != "side-speaker" or is_loss
    is_army = finding.entity not in _PEOPLE_HERE and previous.entity not in _PEOPLE_HERE
    return is_loss and is_army and finding.role not in {ACTIVE, LOSER}


def _is_told_on(finding: Finding, previous: Finding) -> bool:
    """Whether dead or wounded without a noun of their own go on with those before."""
    is_nameless = finding.counted.noun is None or finding.counted.is_other or finding.rules[0] == "governor-noun"
    is_next = finding.line.sentence.index - previous.line.sentence.index <= 1
    is_same_kind = (previous.entity == "military") == (finding.entity == "military")
    if not (is_nameless and is_next and is_same_kind and finding.entity in PEOPLE):
        return False
    is_pair = {previous.effect, finding.effect} <= _HARM
    return is_pair or (previous.effect in {"deployed", "mobilised"} and finding.effect in _HARM)


def _owner(case: Case) -> tuple[Side | None, str] | None:
    """Read "15 vehicles of the Ukrainian army"; "950 casualties Russian forces suffered"."""
    finding, line = case.finding, case.finding.line
    pos = finding.counted.end
    low = line.low(pos)
    if (side := word_side(low, case.speaker)) is not None and finding.role in {HEAD, LOSER}:
        return side, "side-owner"
    if low not in {"of", "belonging"} and not (low == "from" and finding.effect == "launched"):
        return None
    for k in range(pos + 1, min(pos + 5, len(line.lows))):
        if line.lows[k] in {",", ".", "in", "on"}:
            return None
        if (side := word_side(line.lows[k], case.speaker)) is not None:
            is_attack = line.low(k + 1) in _ATTACKS  # the victims of a side's attack are not its own
            return None if is_attack else (side, "side-owner")
    return None


def _loser(case: Case) -> tuple[Side | None, str] | None:
    finding, lows = case.finding, case.finding.line.lows
    at, lead = finding.trigger, finding.counted.lead
    side: Side | None = None
    if finding.group == "lose" and lows[at] in {"cost", "costing"}:  # "cost Moscow hundreds of tanks"
        side = next(
            (found for low in lows[at : min(lead, at + 4)] if (found := word_side(low, case.speaker)) is not None), None
        )
    is_suffered = finding.group in {"lose", "casualty"} and finding.line.low(at) in _SUFFERED
    if side is None and is_suffered:
        side = find_passive_agent(finding, case.speaker)
    if side is None and (finding.role == LOSER or finding.group == "lose" or is_suffered):
        side = find_agent(finding, case.speaker)
    if side is None and (finding.role != ACTIVE or finding.rules[0] == "governor-noun"):
        side = _side_of_losses(case)
    if side is None and finding.role == TOLL:
        side = _side_of_toll(case)
    return (side, "side-loser") if side is not None else None


def _side_of_losses(case: Case) -> Side | None:
    """Read "the Russians' losses amounted to 70 thousand dead"."""
    line, lead = case.finding.line, case.finding.counted.lead
    for k in range(max(0, lead - _LOSSES_REACH), lead):
        if line.low(k + 1) in {"losses", "casualties"} and (side := word_side(line.lows[k], case.speaker)) is not None:
            return side
    return None


def _side_of_toll(case: Case) -> Side | None:
    """The side named with a tally, unless it is the one that keeps it: "the Ukrainian military raised its tally"."""
    finding, line = case.finding, case.finding.line
    for k in range(max(0, finding.trigger - 3), finding.counted.lead):
        side = word_side(line.lows[k], case.speaker)
        is_cause = line.lows[k] in _CAUSES or not _ATTACKS.isdisjoint(line.lows[k + 1 : k + 3])
        if k > finding.trigger and is_cause:
            return None  # the dead of a side's strike are not its own
        is_keeper = k < finding.trigger and not line.lows[k].endswith("'s") and line.low(k + 1) not in _TALLIED
        if side is not None and not is_keeper:
            return side
    return None


_CAUSES = frozenset(["by", "after", "from", "following", "result", "since"])
_TALLIED = frozenset(
    ["running", "death", "total", "combat", "military", "losses", "casualties", "casualty", "personnel"]
)


def _against(case: Case) -> tuple[Side | None, str] | None:
    """Whoever does it, does it to the other side."""
    if case.finding.effect in {"evacuated", "missing", "displaced"}:
        return None
    lows = case.finding.line.lows
    is_nominal = case.finding.trigger >= 0 and lows[case.finding.trigger] in _NOMINAL
    agent = find_agent(case.finding, case.speaker) if case.finding.role == ACTIVE and not is_nominal else None
    if agent is None and case.finding.role not in {ACTIVE, LOSER}:
        agent = find_passive_agent(case.finding, case.speaker)
    elif agent is not None and _is_undergone(case.finding):
        return agent, "side-owner"
    return _reversed(agent)


def _clause_against(case: Case) -> tuple[Side | None, str] | None:
    if case.finding.effect not in {"intercepted", "destroyed", "damaged", "captured"}:
        return None
    agent = find_agent(case.finding, case.speaker, before=case.finding.counted.lead)
    if agent is not None and _is_undergone(case.finding):
        return agent, "side-owner"
    return _reversed(agent)


def _is_undergone(finding: Finding) -> bool:
    """Whether the list of what was lost follows a passive: "this Ukrainian equipment was destroyed: two tanks"."""
    lows, at = finding.line.lows, finding.trigger
    is_passive = 0 < at < finding.counted.lead and not BE.isdisjoint(lows[max(0, at - 2) : at])
    return is_passive and not lows[at].endswith("ing")


def _at_site(case: Case) -> tuple[Side | None, str] | None:
    """What stands on a side's base or airfield is its own: "two Russian airbases show 12 aircraft destroyed"."""
    lows, counted = case.finding.line.lows, case.finding.counted
    for k in range(max(1, counted.lead - _AROUND), min(counted.end + _AROUND, len(lows))):
        if lows[k] in _SITES:
            # The word before, and no "Ukrainian drones hit airfields".
            owner = k - 1 - (lows[k - 1] in _SITE_ADJECTIVES)
            side = word_side(lows[owner], case.speaker) if owner >= 0 else None
            if side is not None:
                return side, "side-owner"
    return None


def _surrendered(case: Case) -> tuple[Side | None, str] | None:
    """Who surrenders to a side is of the other."""
    finding = case.finding
    at = finding.trigger
    if finding.effect != "captured" or not finding.line.low(at).startswith("surrender"):
        return None
    return _reversed(find_taker(finding, case.speaker))


def _met(case: Case) -> tuple[Side | None, str] | None:
    """What is brought down behind a launch in the same sentence was launched: "and air defences shot down 54"."""
    finding, previous = case.finding, case.scene.previous
    is_met = previous is not None and previous.line is finding.line and previous.effect == "launched"
    if not is_met or finding.effect != "intercepted" or previous is None or previous.side is None:
        return None
    return previous.side, "side-list"


def _place(case: Case) -> tuple[Side | None, str] | None:
    held = case.scene.holders.find(case.finding, case.own)
    return (held, "side-place") if held else None


def _controlled(case: Case) -> tuple[Side | None, str] | None:
    """The territory named after the phrase: "in Government-controlled territory", "controlled by the republics"."""
    lows, start = case.finding.line.lows, case.finding.counted.end
    for k in range(start, min(start + _NEAR * 2, len(lows))):
        if lows[k] in {",", ";"}:
            return None
        if lows[k] in _HELD:
            return _HELD[lows[k]], "side-territory"
        if lows[k] == "controlled" and lows[k + 1 : k + 2] == ["by"]:
            named = (word_side(low, case.speaker) for low in lows[k + 2 : k + _NEAR])
            side = next((side for side in named if side), None)
            is_republic = bool(
                {"republics", "separatists", "dpr", "lpr", "dnr", "lnr"}.intersection(lows[k : k + _NEAR])
            )
            return ("ru" if is_republic else side, "side-territory") if side or is_republic else None
    return None


def _place_against(case: Case) -> tuple[Side | None, str] | None:
    held = case.scene.holders.find(case.finding, case.own)
    return (opposite(held), "side-place") if held and opposite(held) else None


def _caught_over(case: Case) -> tuple[Side | None, str] | None:
    return _place_against(case) if case.finding.effect == "intercepted" else None


def _fighters(case: Case) -> tuple[Side | None, str] | None:
    """Soldiers and equipment told of by a side, with no other sign: its enemy's."""
    finding = case.finding
    if case.own is None:
        return None
    noun = finding.counted.noun
    is_bare = noun is None or finding.rules[0] == "governor-noun"
    is_plain = is_bare or (noun is not None and noun.words[-1] in _OWN_SOLDIERS)
    if (
        finding.entity == "military"
        and finding.group in {"kill", "wound", "miss"}
        and (finding.role != ACTIVE or finding.line.low(finding.trigger) in _NOMINAL)
        and is_plain
    ):
        # Soldiers whom a side counts dead in a town that the other holds are the garrison's.
        held = case.scene.holders.find(finding, case.own) if is_bare else None
        return (held, "side-place") if held == opposite(case.own) else (case.own, "side-speaker")
    return opposite(case.own), "side-speaker"


def _fired_before(case: Case) -> tuple[Side | None, str] | None:
    """What was shot down is what was fired, where that has just been told."""
    finding, previous = case.finding, case.scene.previous
    if finding.effect != "intercepted" or previous is None or previous.effect not in {"launched", "carried_out"}:
        return None
    is_near = finding.line.sentence.index - previous.line.sentence.index <= 2  # noqa: PLR2004  # a launch and its defence
    return (previous.side, "side-list") if is_near and previous.side else None


def _article(case: Case) -> tuple[Side | None, str] | None:
    return (case.scene.forces, "side-article") if case.scene.forces else None


def _people_here(case: Case) -> tuple[Side | None, str] | None:
    return (case.scene.people, "side-article") if case.scene.people else None


def _own_people(case: Case) -> tuple[Side | None, str] | None:
    return case.own or case.scene.leaning, "side-speaker"


def _displaced(case: Case) -> tuple[Side | None, str] | None:
    return ("ua", "side-article") if case.finding.effect == "displaced" else None


def _actor(case: Case) -> tuple[Side | None, str] | None:
    agent = find_agent(case.finding, case.speaker) if case.finding.role in {ACTIVE, LOSER, HEAD} else None
    if _is_noted(case.finding):  # "Kyiv reported 25 attacks"
        return (opposite(case.own), "side-speaker") if case.own else _place_against(case) or _reversed(agent)
    if agent is not None and _is_undergone(case.finding):
        return _reversed(agent)  # "Ukraine was attacked with 100 drones"
    agent = agent or find_passive_agent(case.finding, case.speaker)
    return (agent, "side-agent") if agent else None


def _reversed(agent: Side | None) -> tuple[Side | None, str] | None:
    return (opposite(agent), "side-agent") if agent else None


def _is_noted(finding: Finding) -> bool:
    return finding.entity == "attack" and finding.line.low(finding.trigger) in _NOTED


def _clause_actor(case: Case) -> tuple[Side | None, str] | None:
    finding, previous = case.finding, case.scene.previous
    is_met = previous is not None and previous.line is finding.line and previous.effect == "intercepted"
    if previous is not None and is_met and previous.side and finding.effect == "launched":
        return previous.side, "side-list"  # "downed 67 of 75 launched": who acts in the clause is whom they flew at
    agent = find_agent(case.finding, case.speaker, before=case.finding.counted.lead)
    return (agent, "side-agent") if agent else None


def _spoken(case: Case) -> tuple[Side | None, str] | None:
    """A side that counts what was fired counts what was fired at it."""
    side = opposite(case.own)
    return (side, "side-speaker") if side is not None and case.finding.effect == "launched" else None


def _their_attack(case: Case) -> tuple[Side | None, str] | None:
    finding = case.finding
    if finding.effect == "mobilised":
        return case.own or "ru", "side-speaker"
    return opposite(case.own) or opposite(case.scene.leaning), "side-speaker"


def _neutral(case: Case) -> tuple[Side | None, str] | None:
    """Clashes have no side unless one side is named as the attacker."""
    finding = case.finding
    noun = finding.counted.noun
    if noun is None or not _NEUTRAL.intersection(noun.words):
        return None
    agent = find_agent(finding, case.speaker) if finding.role == ACTIVE else None
    if agent is not None and finding.line.low(finding.trigger) not in _NOTED:
        return agent, "side-agent"
    return None, "side-both"


_FORCES: tuple[Rule, ...] = (
    _both, _adjective, _loser, _host, _owner, _met, _surrendered, _at_site, _against, _fired_before, _caught_over,
    _clause_against, _fighters, _article, _place, _people_here,
)  # fmt: skip
_LOCAL: tuple[Rule, ...] = (
    _both, _adjective, _loser, _controlled, _host, _owner, _displaced, _against, _place, _people_here, _own_people,
)  # fmt: skip
_ACTOR: tuple[Rule, ...] = (
    _adjective, _host, _owner, _actor, _clause_actor, _spoken, _place_against, _their_attack,
)  # fmt: skip
_ATTACK: tuple[Rule, ...] = (
    _adjective, _neutral, _host, _owner, _actor, _clause_actor, _place_against, _their_attack,
)  # fmt: skip
_REPELLED: tuple[Rule, ...] = (_adjective, _host, repelled)
_GAIN: tuple[Rule, ...] = (gain, gain_word, gain_before)
_RETURNED: tuple[Rule, ...] = (_both, _adjective, _host, _owner, handed_over, _own_people)
