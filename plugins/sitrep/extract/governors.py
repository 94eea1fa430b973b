"""Say what happened to each counted phrase of a sentence, by the first rule that knows.

In      Line; the findings of earlier sentences, for what a sentence leaves out; the heading of the list it stands in
Out     list[Finding], in the order of the numbers; a number without a governor gives none
Units   token indexes into the line, end excluded
Errors  none
"""

from __future__ import annotations

from collections.abc import Sequence

from sitrep.extract.direct import by_area, by_body, by_far_verb, by_noun, by_times, by_verb, by_weapon
from sitrep.extract.findings import Finding, Reading, derive
from sitrep.extract.lists import (
    by_breakdown,
    by_colon,
    by_company,
    by_header,
    by_list,
    by_list_verb,
    by_losses,
    by_part,
    coordinate,
)
from sitrep.extract.measures import HEAD
from sitrep.extract.no_figures import are_helpers, counts_nothing, is_aid, is_policing, may_be_single
from sitrep.extract.parts import (
    by_apposition,
    by_bracket,
    by_complement,
    by_elision,
    by_inclusion,
    by_opening,
    by_whole,
    told_of,
)
from sitrep.extract.phrases import Line
from sitrep.extract.running import by_number_of, by_tally, by_total
from sitrep.extract.tolls import by_toll
from sitrep.extract.words import ANAPHORS
from sitrep.records import Entity

RULES = {
    "governor-passive": "The counted stand before what happened to them: 50 soldiers were killed.",
    "governor-participle": "A bare participle follows: two dead, eight injured.",
    "governor-active": "The counted stand behind a verb that takes them as its object: killing 10 people.",
    "governor-loser": "The counted stand behind a verb whose subject they belong to: Russia lost 30 tanks.",
    "governor-loose": "A verb further left in the clause governs, for want of a nearer one.",
    "governor-inner": "A participle inside the phrase: six captured soldiers.",
    "governor-noun": "The counted noun says itself what happened: 950 casualties, 30 clashes.",
    "governor-body": "Those whose bodies are found or carried out were killed.",
    "governor-toll": "A toll, tally or number of the named kind moves to or stands at the number.",
    "governor-list": "A list shares the verb of its first or last member.",
    "governor-losses": "Equipment named after the word losses was lost.",
    "governor-header": "Items of a list take what its heading says.",
    "governor-part": "A part takes what happened to its whole: of them 8; including three children.",
    "governor-elided": "A number without noun and verb takes both from the number before it.",
    "governor-whole": "The M of N shot down of M was launched.",
    "governor-tally": "Equipment that a staff counts, lists or adds where losses are told of; what a total reached.",
    "governor-times": "So many times an attack was made.",
    "governor-weapon": "Weapons named as the means of an attack were launched.",
}

_STATE_WORDS = frozenset(["dead", "killed", "wounded", "injured", "missing", "captured"])
_EITHER = frozenset(["dead", "died", "killed", "wounded", "injured", "hurt", "injuries", "wounds"])
_EITHER_SKIPPED = frozenset(["were", "was", "have", "has", "had", "been", "suffered", "sustained", "seriously"])
_OUT_OF = frozenset(["from", "with", "by", "in", "on", "near", "using", "over", "above", "around", "off", "across"])
_LOST = frozenset(["killed", "wounded", "casualties"])
_BODIES = frozenset(["group", "force", "contingent", "army", "grouping", "unit", "garrison"])


def govern(line: Line, earlier: Sequence[Finding], header: Finding | None) -> list[Finding]:
    """Return what happened to each counted phrase of the line."""
    if not line.counted:
        return []
    reading = Reading(line, earlier, header, coordinate(line))
    for i in range(len(line.counted)):
        finding = _govern_one(reading, i)
        if finding is not None:
            reading.add(finding)
    return reading.findings


def _govern_one(reading: Reading, i: int) -> Finding | None:
    line, counted = reading.line, reading.line.counted[i]
    if counted.increment_of is not None:
        host = reading.of(counted.increment_of)
        return derive(line, counted, host, "governor-part", is_increment=True) if host else None
    if counted.noun is None and (line.low(counted.end) == "times" or counted.quantity.text.lower() == "twice"):
        return by_times(line, counted)
    if counts_nothing(line, i):
        return None
    if i == 0 and line.low(0) in {"of", "among"} and line.low(1) in ANAPHORS:
        counted.is_part = True
    return _by_form(reading, i)


def _by_form(reading: Reading, i: int) -> Finding | None:
    """Ask the rules that suit the phrase's form: included, strength, complement, without a noun, with one."""
    line, counted = reading.line, reading.line.counted[i]
    host = reading.last or (reading.previous if line.low(counted.lead - 1).startswith("include") else None)
    if counted.is_included and counted.noun is not None:
        found = by_inclusion(reading, counted, host) if host is not None else told_of(line, counted)
        if found is not None or host is not None:
            return found
    if _is_bare_share(reading, i) and host is not None:
        return derive(line, counted, host, "governor-part")
    if counted.quantity.unit == "-strong":
        counted.end += line.low(counted.end) in _BODIES
        return Finding(line, counted, "deployed", "military", "deploy", HEAD, -1, ["governor-noun"])
    if counted.entity is None:
        found = (
            by_complement(reading, counted)
            or by_elision(reading, i)
            or by_number_of(reading, counted)
            or by_total(reading, counted)
        )
        return _either_way(line, found) if found is not None else None
    finding = _govern_noun(reading, i, counted.entity)
    if finding is None and counted.is_part and counted.noun is not None and reading.last is not None:
        finding = by_inclusion(reading, counted, reading.last)  # "79 were wounded, among them 16 children"
    if finding is None or are_helpers(finding) or is_aid(finding) or is_policing(finding):
        return None
    return finding if not counted.is_single or may_be_single(finding) else None


def _is_bare_share(reading: Reading, i: int) -> bool:
    """Read "launched 40 missiles, including 18 from ships": a share of the phrase just before it."""
    line, counted = reading.line, reading.line.counted[i]
    is_bare = counted.is_included and counted.noun is None and line.low(counted.end) in _OUT_OF
    if not is_bare or reading.last is None:
        return False
    between = (c for c in line.counted[:i] if c.first > reading.last.counted.first)
    return all(c.noun is None for c in between)


def _govern_noun(reading: Reading, i: int, entity: Entity) -> Finding | None:
    line = reading.line
    finding = _first(reading, i, entity)
    if finding is None:
        return None
    counted, host = finding.counted, reading.last
    is_with = finding.effect == "deployed" and line.lows[counted.lead - 2 : counted.lead] == [",", "with"]
    if is_with and host is not None and host.effect in _LOST:
        # "Eliminated 480 troops, with 220 soldiers in the area of Toretsk".
        return derive(line, counted, host, "governor-part", entity=entity)
    return _either_way(line, finding)


def _either_way(line: Line, finding: Finding) -> Finding:
    """Make casualties of "killed or wounded": one count of both."""
    is_one_fate = finding.effect in {"killed", "wounded"}
    if is_one_fate and (_is_mixed(line, finding) or _is_partly_killed(line, finding)):
        finding.effect, finding.group = "casualties", "casualty"
    return finding


def _is_mixed(line: Line, finding: Finding) -> bool:
    """Read "40,000 dead, wounded, taken prisoner or missing": one count of all of them."""
    at = max(finding.trigger, finding.counted.end - 1)
    told = line.lows[finding.counted.first : finding.counted.end]
    if _is_either(line, finding) or ("or" in told and len(_STATE_WORDS.intersection(told)) > 1):
        return True
    if line.low(at) not in _STATE_WORDS:
        return False
    follower = line.low(at + 2)
    return line.low(at + 1) in {",", "or", "/"} and follower in _STATE_WORDS and not line.low(at + 3)[:1].isdigit()


def _is_either(line: Line, finding: Finding) -> bool:
    """Read "died or were injured", "have lost their lives or have been wounded"."""
    if finding.trigger < finding.counted.end:
        return False
    length = max((len(t.words) for t in line.terms.triggers.get(finding.trigger, ())), default=1)
    k = finding.trigger + length
    if line.low(k) != "or":
        return False
    k += 1
    while line.low(k) in _EITHER_SKIPPED:
        k += 1
    return line.low(k) in _EITHER


def _is_partly_killed(line: Line, finding: Finding) -> bool:
    """Read "neutralised 134 invaders, 71 of them irrevocably": the 134 are dead and wounded."""
    is_neutral = line.low(finding.trigger).startswith("neutrali")
    return is_neutral and bool({"irrevocably", "irrecoverably", "irretrievably"}.intersection(line.lows))


def _first(reading: Reading, i: int, entity: Entity) -> Finding | None:
    line, counted = reading.line, reading.line.counted[i]
    return (
        by_opening(reading, counted, entity)
        or by_whole(reading, counted, entity)
        or by_list_verb(reading, i, entity)
        or by_body(reading, i, entity)
        or by_verb(line, counted, entity)
        or by_part(reading, counted, entity)
        or by_list(reading, i, entity)
        or by_toll(line, counted, entity)
        or by_noun(line, counted, entity)
        or by_losses(reading, counted, entity)
        or by_company(reading, counted, entity)
        or by_bracket(reading, counted, entity)
        or by_apposition(reading, i, entity)
        or by_breakdown(reading, i, entity)
        or by_colon(reading, i, entity)
        or by_header(reading, counted, entity)
        or by_tally(reading, counted, entity)
        or by_far_verb(line, counted, entity)
        or by_weapon(reading, counted, entity)
        or by_area(reading, counted, entity)
    )
