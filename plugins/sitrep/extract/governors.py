"""Say what happened to each counted phrase of a sentence.

In      Line; the findings of earlier sentences, for what a sentence leaves out; the heading of the list it stands in
Out     list[Finding], in the order of the numbers; a number without a governor gives none
Units   token indexes into the line, end excluded
Errors  none
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sitrep.extract.hits import Hit, fits, left_hit, loose_hit, right_hit
from sitrep.extract.measures import ACTIVE, HEAD, LOSER, MUNITIONS, PASSIVE, POST, TOLL, Noun, Trigger, effect_of
from sitrep.extract.phrases import Counted, Line
from sitrep.extract.words import ANAPHORS, AUXILIARIES, BE, DASHES, RELATIVES, word_set
from sitrep.records import PEOPLE, Effect, Entity, Kind, Side

RULES = {
    "governor-passive": "The counted stand before what happened to them: 50 soldiers were killed.",
    "governor-participle": "A bare participle follows: two dead, eight injured.",
    "governor-active": "The counted stand behind a verb that takes them as its object: killing 10 people.",
    "governor-loser": "The counted stand behind a verb whose subject they belong to: Russia lost 30 tanks.",
    "governor-loose": "A verb further left in the clause governs, for want of a nearer one.",
    "governor-inner": "A participle inside the phrase: six captured soldiers.",
    "governor-noun": "The counted noun says itself what happened: 950 casualties, 30 clashes.",
    "governor-toll": "A toll, tally or number of the named kind moves to or stands at the number.",
    "governor-list": "A list shares the verb of its first or last member.",
    "governor-losses": "Equipment named after the word losses was lost.",
    "governor-header": "Items of a list take what its heading says.",
    "governor-part": "A part takes what happened to its whole: of them 8; including three children.",
    "governor-elided": "A number without noun and verb takes both from the number before it.",
    "governor-whole": "The M of N shot down of M was launched.",
    "governor-times": "So many times an attack was made.",
    "governor-weapon": "Weapons named as the means of an attack were launched.",
}

_TOLL_LEADS = word_set("toll_leads")
_ATTACK_WORDS = word_set("attack_words")
_WEAPON_LEADS = word_set("weapon_leads")
_VAGUE_ATTACKS = word_set("vague_attacks")
_TIMES_VERBS = word_set("times_verbs")
_PLACING = word_set("placing")
_JOINTS = frozenset({",", "and", "or", "plus", ";", "&"})
_RISING = frozenset({"rose", "risen", "climbed", "increased", "stands", "stood", "grown", "grew"})
_HUMAN_GROUPS = frozenset(
    {"kill", "wound", "casualty", "miss", "evacuate", "displace", "capture", "exchange", "mobilise"}
)
_LOSS_GROUPS = frozenset({"lose", "casualty", "destroy"})
_COMPARING = frozenset({"more", "as", "the", "higher", "less", "greater", "that"})
_FIRED = frozenset({"launched", "fired", "launching", "firing", "fires", "launch", "fire", "used", "dropped", "aimed"})
_FAILED = frozenset({"unsuccessful", "failed", "futile", "fruitless"})
_STORED = frozenset({"fire", "ablaze", "refinery", "oil", "fuel", "storage", "reservoir", "petroleum", "gasoline"})
_STATE_WORDS = frozenset({"dead", "killed", "wounded", "injured", "missing", "captured"})
_LOST = frozenset({"losses", "casualties"})
_NEAR_VERB = 8
_PASSING = ("exceed", "surpass", "top", "pass", "beyond", "over", "above")
_TOTALS = frozenset({"figure", "total", "count", "tally", "number"})
_LIST_REACH = 26
_TOLL_REACH = 30
_TIMES_REACH = 12


@dataclass(slots=True)
class Finding:
    """A counted phrase with what happened to it; `trigger` is -1 where no word of the line says so."""

    line: Line
    counted: Counted
    effect: Effect
    entity: Entity
    group: str
    role: str
    trigger: int
    rules: list[str] = field(default_factory=list)
    host: Finding | None = None
    is_increment: bool = False
    is_total: bool = False
    side: Side | None = None
    side_rule: str = ""
    kind: Kind = "incident"

    @property
    def is_battle_report(self) -> bool:
        """Whether an army's doing is told, by a verb that only armies' reports use."""
        return self.group in {"destroy", "lose"} and self.entity != "building" and self.role in {ACTIVE, LOSER}


@dataclass(slots=True)
class _Reading:
    """A line being read: what was found in it so far, and what stands before it."""

    line: Line
    earlier: Sequence[Finding]
    header: Finding | None
    groups: list[int]
    findings: list[Finding] = field(default_factory=list)

    @property
    def last(self) -> Finding | None:
        """The last finding of this line."""
        return self.findings[-1] if self.findings else None

    @property
    def previous(self) -> Finding | None:
        """The last finding at all."""
        return self.findings[-1] if self.findings else (self.earlier[-1] if self.earlier else None)

    def of(self, counted: Counted) -> Finding | None:
        """The finding made of a phrase."""
        return next((finding for finding in self.findings if finding.counted is counted), None)


def govern(line: Line, earlier: Sequence[Finding], header: Finding | None) -> list[Finding]:
    """Return what happened to each counted phrase of the line."""
    reading = _Reading(line, earlier, header, _coordinate(line))
    for i in range(len(line.counted)):
        finding = _govern_one(reading, i)
        if finding is not None:
            reading.findings.append(finding)
    return reading.findings


def _govern_one(reading: _Reading, i: int) -> Finding | None:
    line, counted = reading.line, reading.line.counted[i]
    if counted.increment_of is not None:
        host = reading.of(counted.increment_of)
        return _derive(line, counted, host, "governor-part", is_increment=True) if host else None
    if counted.noun is None and (line.low(counted.end) == "times" or counted.quantity.text.lower() == "twice"):
        return _attack_times(line, counted)
    if counted.quantity.text.lower() == "both" and not _counts_both(line, counted):
        return None
    if _is_conversion(line, i) or _is_superlative(line, counted) or _is_population(line, counted):
        return None
    host = reading.last or (reading.previous if line.low(counted.lead - 1).startswith("include") else None)
    if counted.is_included and counted.noun is not None and host is not None:
        return _included(reading, counted, host)
    if counted.noun is None and (found := _complement(reading, counted)) is not None:
        return found
    if line.lows[:1] in (["of"], ["among"]) and line.low(1) in ANAPHORS and i == 0:
        counted.is_part = True
    if counted.quantity.unit == "-strong":
        counted.end += line.low(counted.end) in {"group", "force", "contingent", "army", "grouping", "unit", "garrison"}
        return Finding(line, counted, "deployed", "military", "deploy", HEAD, -1, ["governor-noun"])
    if counted.entity is None:
        return _elided(reading, i)
    finding = _govern_noun(reading, i, counted.entity)
    return finding if finding is None or not counted.is_single or _may_be_single(finding) else None


def _govern_noun(reading: _Reading, i: int, entity: Entity) -> Finding | None:
    line, counted = reading.line, reading.line.counted[i]
    finding = _first(reading, i, entity)
    if finding is not None and finding.effect in {"killed", "wounded"} and _is_mixed(line, finding):
        finding.effect, finding.group = "casualties", "casualty"
    return finding


def _is_mixed(line: Line, finding: Finding) -> bool:
    """Read "40,000 dead, wounded, taken prisoner or missing": one count of all of them."""
    at = max(finding.trigger, finding.counted.end - 1)
    if line.low(at) not in _STATE_WORDS:
        return False
    follower = line.low(at + 2)
    return line.low(at + 1) in {",", "or", "/"} and follower in _STATE_WORDS and not line.low(at + 3)[:1].isdigit()


def _first(reading: _Reading, i: int, entity: Entity) -> Finding | None:
    line, counted = reading.line, reading.line.counted[i]
    return (
        _of_those(reading, counted, entity)
        or _stolen(reading, i, entity)
        or _direct(line, counted, entity)
        or _shared(reading, i, entity)
        or _toll(line, counted, entity)
        or _by_noun(line, counted, entity)
        or _whole(reading, counted, entity)
        or _in_losses(reading, counted, entity)
        or _along(reading, counted, entity)
        or _bracketed(reading, counted, entity)
        or _apposed(reading, i, entity)
        or _breakdown(reading, i, entity)
        or _under_header(reading, counted, entity)
        or _loose(line, counted, entity)
        or _weapon(reading, counted, entity)
        or _area(reading, counted, entity)
    )


# --- what is no figure ----------------------------------------------------------------------------------------


def _is_conversion(line: Line, i: int) -> bool:
    """Read "588 square kilometres (227 square miles)": the same ground again."""
    counted = line.counted[i]
    if i == 0 or counted.entity != "area_km2" or line.counted[i - 1].entity != "area_km2":
        return False
    gap = line.lows[line.counted[i - 1].end : counted.lead]
    return bool(gap) and gap[0] in {"(", "or"} and ")" not in gap and len(gap) <= 3  # noqa: PLR2004  # "(or about"


def _is_superlative(line: Line, counted: Counted) -> bool:
    """Read "One of the largest attacks" counts nothing; "one of four missiles" does."""
    if counted.quantity.text.lower() != "one" or counted.whole is not None:
        return False
    if line.low(counted.lead - 1) in DASHES:
        return True  # "two drones - one in the north, the other in the south"
    if line.low(counted.last) != "of":
        return False
    near = line.lows[counted.last : counted.last + 5]
    return counted.entity not in {"building", "ship", "aircraft"} or any(w == "most" or w.endswith("est") for w in near)


def _counts_both(line: Line, counted: Counted) -> bool:
    """Whether "both" counts the noun behind it: "both missiles", not "both soldiers and civilians"."""
    is_next = counted.noun is not None and counted.last <= counted.noun_at <= counted.last + 1
    return is_next and line.low(counted.end) != "and"


def _is_population(line: Line, counted: Counted) -> bool:
    before = line.lows[max(0, counted.lead - 4) : counted.lead]
    return "population" in before or before[-2:] == ["home", "to"] or line.low(counted.end) == "inhabitants"


def _may_be_single(finding: Finding) -> bool:
    """A singular counts where it is the victim or the catch; a weapon only where it is fired or shot down."""
    if finding.entity in MUNITIONS:
        is_direct = finding.rules[0] in {"governor-active", "governor-passive", "governor-list", "governor-part"}
        is_fired = finding.effect == "intercepted" or finding.line.low(finding.trigger) in _FIRED
        return is_fired and finding.effect in {"launched", "intercepted"} and is_direct and finding.role != POST
    if finding.entity == "tank" and finding.effect == "damaged" and _STORED.intersection(finding.line.lows):
        return False
    if finding.effect in {"casualties", "deployed", "mobilised", "displaced"} or finding.rules[0] == "governor-loose":
        return False
    is_nominal = finding.rules[0] == "governor-active" and finding.trigger >= 0 and "of" in finding.line.lows[finding.trigger : finding.counted.lead]
    return not (finding.effect == "exchanged" and finding.entity == "military") and not is_nominal


# --- direct governors -----------------------------------------------------------------------------------------


def _direct(line: Line, counted: Counted, entity: Entity) -> Finding | None:
    right, left = right_hit(line, counted, entity), left_hit(line, counted.lead, entity)
    head = _head_trigger(line, counted)
    is_victims = head is not None and "victims" in head.words and right is not None and right.trigger.group in {"kill", "wound"}
    if head is not None and effect_of(head.group, entity) is not None and not is_victims:
        outer = next((hit for hit in (left, right) if hit and hit.trigger.group == "exchange"), None)
        if outer is not None:
            return _finding(line, counted, "military" if head.group == "kill" and entity == "person" else entity, outer)
        return _finding(line, counted, entity, Hit(head, counted.noun_at, 3, "governor-noun"), left)
    if left is not None and right is not None and _is_suffered(left, right):
        return _finding(line, counted, entity, right, left)
    hit = _choose(left, right)
    if entity == "attack" and _FAILED.intersection(line.lows[counted.last : counted.end]):
        return Finding(line, counted, "repelled", entity, "repel", ACTIVE, hit.at if hit else -1, ["governor-inner"])
    if hit is None and counted.inner is not None and effect_of(counted.inner.group, entity):
        at = next((k for k in range(counted.last, counted.end) if counted.inner in line.terms.triggers.get(k, ())), -1)
        hit = Hit(counted.inner, at, 3, "governor-inner")
    return _finding(line, counted, entity, hit) if hit else None


def _is_suffered(left: Hit, right: Hit) -> bool:
    """Read "Suffered 20,000 soldiers wounded": the participle says what, the verb says whose."""
    return left.rule == "governor-loser" and right.rule == "governor-participle" and right.trigger.group in {"kill", "wound"}


def _choose(left: Hit | None, right: Hit | None) -> Hit | None:
    if left is None or right is None:
        return left or right
    if right.rule == "governor-passive" and right.strength > 1:
        return right
    return left if left.strength >= right.strength else right


def _head_trigger(line: Line, counted: Counted) -> Trigger | None:
    if counted.noun is None or counted.noun_at < 0:
        return None
    found = line.terms.triggers.get(counted.noun_at, ())
    return next((t for t in found if t.role == HEAD and t.words == counted.noun.words), None)


def _loose(line: Line, counted: Counted, entity: Entity) -> Finding | None:
    hit = loose_hit(line, counted, entity)
    return _finding(line, counted, entity, hit) if hit else None


# --- lists ----------------------------------------------------------------------------------------------------


def _coordinate(line: Line) -> list[int]:
    """For each counted phrase the first member of its list."""
    groups: list[int] = []
    for i, counted in enumerate(line.counted):
        groups.append(i)
        for back in range(i - 1, max(-1, i - 3), -1):
            before = line.counted[back]
            if before.increment_of is not None or before.is_included:
                continue
            if _is_list_gap(line, before.end, counted.lead):
                groups[i] = groups[back]
            break
    return groups


def _is_list_gap(line: Line, start: int, end: int) -> bool:
    if end <= start or end - start > _LIST_REACH:
        return False
    has_joint, depth = False, 0
    for k in range(start, end):
        low = line.lows[k]
        depth += (low == "(") - (low == ")")
        if depth > 0 or low == ")":
            continue
        if low in _JOINTS:
            has_joint = True
        elif _parts_lists(line, k):
            return False
    return has_joint


def _parts_lists(line: Line, k: int) -> bool:
    """Whether a word between two phrases is a verb or opens a clause, so that they share none."""
    low = line.lows[k]
    if low in RELATIVES or low in BE or low in {"while", "but", "said", "has", "have", "had"}:
        return True
    found = line.terms.triggers.get(k, ())
    is_verb = any(trigger.role in {ACTIVE, PASSIVE, POST} and "of" not in trigger.words for trigger in found)
    return is_verb and k not in line.terms.nouns


def _stolen(reading: _Reading, i: int, entity: Entity) -> Finding | None:
    """Read "Downed two missiles and 17 drones launched by Russia": the list's verb, not the participle, tells of the 17."""
    if reading.groups[i] == i:
        return None
    right = right_hit(reading.line, reading.line.counted[i], entity)
    if right is None or right.trigger.words[0] not in _FIRED or right.rule == "governor-passive":
        return None
    host = next(
        (f for f in reversed(reading.findings) if f.role == ACTIVE and f.group in {"intercept", "destroy"}), None
    )
    return _share(reading.line, reading.line.counted[i], entity, host) if host else None


def _shared(reading: _Reading, i: int, entity: Entity) -> Finding | None:
    line, groups = reading.line, reading.groups
    members = [reading.of(line.counted[k]) for k in range(i - 1, groups[i] - 1, -1) if groups[k] == groups[i]]
    hosts = [host for host in members if host is not None]
    for host in hosts:
        stand_in = Trigger(host.group, host.role, tuple(line.lows[max(host.trigger, 0) : max(host.trigger, 0) + 1]))
        if host.role in {ACTIVE, LOSER} and fits(line, stand_in, entity, max(host.trigger, 0)):
            return _share(line, line.counted[i], entity, host)
    for k in range(i + 1, len(line.counted)):
        if groups[k] != groups[i] or line.counted[k].entity is None:
            break
        hit = right_hit(line, line.counted[k], entity)
        if hit is not None:
            return _finding(line, line.counted[i], entity, Hit(hit.trigger, hit.at, hit.strength, "governor-list"))
    # A list may carry its passive on an earlier member: "30 tanks were lost and 5 guns".
    if _acts(line, line.counted[i]):
        return None
    alike = (host for host in hosts if (host.entity in PEOPLE) == (entity in PEOPLE) and host.group not in {"deploy"})
    for host in alike:
        if effect_of(host.group, entity):
            return _share(line, line.counted[i], entity, host)
    return None


def _acts(line: Line, counted: Counted) -> bool:
    """Whether the phrase is the subject of an active verb: "46 drones hit 32 sites"."""
    found = line.terms.triggers.get(counted.end, ())
    return any(trigger.role == ACTIVE for trigger in found) and line.low(counted.end + 1)[:1].isdigit()


def _share(line: Line, counted: Counted, entity: Entity, host: Finding) -> Finding | None:
    effect = effect_of(host.group, entity)
    if effect is None:
        return None
    return Finding(line, counted, effect, entity, host.group, host.role, host.trigger, ["governor-list"])


def _in_losses(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "Losses amounted to 319 people, and in equipment - five tanks": what follows the word losses was lost."""
    if entity in PEOPLE or entity in {"attack", "settlement", "area_km2", "building", "missile", "bomb", "shell"}:
        return None
    line = reading.line
    for start in sorted((k for k in line.terms.triggers if k < counted.lead), reverse=True):
        for trigger in line.terms.triggers[start]:
            if trigger.group in {"lose", "casualty"}:
                effect = effect_of("lose", entity)
                if effect is not None:
                    return Finding(line, counted, effect, entity, "lose", TOLL, start, ["governor-losses"])
    return None


# --- tolls ----------------------------------------------------------------------------------------------------


def _toll(line: Line, counted: Counted, entity: Entity | None) -> Finding | None:
    """Read "The death toll has risen to 40"; "increased its tally of Russian dead by 1,030 to 133,190"."""
    lead = counted.lead
    while line.low(lead - 1) in {"the", "a", "some", "nearly", "about"}:
        lead -= 1
    before = line.low(lead - 1)
    is_reached = counted.lead < counted.first and line.low(counted.lead).startswith(
        ("exceed", "surpass", "top", "pass")
    )
    if not (before in _TOLL_LEADS or before in AUXILIARIES or is_reached):
        return None
    for start in range(lead - 1, max(-1, lead - _TOLL_REACH), -1):
        if line.lows[start] == ";":
            return None
        found = line.terms.triggers.get(start, ())
        toll = next((t for t in found if t.role == TOLL or (t.role == HEAD and _LOST.intersection(t.words))), None)
        if toll is not None or (line.lows[start] == "number" and line.low(start + 1) == "of"):
            return _read_toll(line, counted, entity, start, toll)
    return None


def _read_toll(line: Line, counted: Counted, entity: Entity | None, start: int, toll: Trigger | None) -> Finding | None:
    noun, named = _toll_words(line, start, counted.lead)
    is_open = toll is None or (toll.words[-1] in {"toll", "tally"} and toll.words[0] in {"toll", "tally", "running"})
    group = named.group if named is not None and is_open else (toll.group if toll else "attack")
    kind: Entity = entity or (noun.entity if noun else "person")
    if kind == "person" and noun is not None and noun.entity in {"military", "civilian"}:
        kind = noun.entity
    if entity is None and kind not in PEOPLE and group in _HUMAN_GROUPS:
        kind = "person"
    effect = effect_of(group, kind)
    if effect is None:
        return None
    finding = Finding(line, counted, effect, kind, group, TOLL, start, ["governor-toll"])
    finding.is_increment = line.low(counted.lead - 1) == "by"
    finding.is_total = not finding.is_increment
    return finding


def _toll_words(line: Line, start: int, stop: int) -> tuple[Noun | None, Trigger | None]:
    """What a tally is of: its noun, and the word that says what happened ("number of people injured")."""
    noun: Noun | None = None
    named: Trigger | None = None
    for k in range(max(0, start - 2), stop):
        if line.lows[k] in _RISING:
            break
        here = line.terms.nouns.get(k)
        if k < start and (here is None or k + len(here.words) <= start):
            continue
        if here is not None and noun is None and line.low(k - 1) != "in":
            noun = here
        entity = noun.entity if noun else "person"
        for trigger in line.terms.triggers.get(k, ()):
            if trigger.role in {HEAD, PASSIVE, POST} and named is None and effect_of(trigger.group, entity):
                named = trigger
    return noun, named


# --- the noun itself, parts and wholes ------------------------------------------------------------------------


def _by_noun(line: Line, counted: Counted, entity: Entity) -> Finding | None:
    noun = counted.noun
    if entity != "attack" or noun is None or counted.is_single or noun.words[0] in _VAGUE_ATTACKS:
        return None
    return Finding(line, counted, "carried_out", entity, "attack", HEAD, -1, ["governor-noun"])


def _whole(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    part = reading.last
    if part is None or part.counted.whole is not counted:
        return None
    if part.effect == "intercepted":
        return Finding(reading.line, counted, "launched", entity, "launch", POST, part.trigger, ["governor-whole"])
    return None


def _bracketed(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "675 injured (51 men, 40 women)": a breakdown in brackets takes what its whole takes."""
    host = next((f for f in reversed(reading.findings) if f.counted.depth < counted.depth), None)
    if host is None or entity not in PEOPLE or host.entity not in PEOPLE:
        return None
    return _derive(reading.line, counted, host, "governor-part", entity=entity)


def _along(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "... have died - along with nearly 10,000 civilians": what holds for the ones holds for the others."""
    before = reading.line.lows[max(0, counted.lead - 3) : counted.lead]
    host = reading.last
    if host is None or not (before[-2:] == ["along", "with"] or before == ["as", "well", "as"]):
        return None
    return _share(reading.line, counted, entity, host)


def _apposed(reading: _Reading, i: int, entity: Entity) -> Finding | None:
    """Read "Two people were injured - a girl and a man": behind a dash or colon the same people are told one by one."""
    line, counted, host = reading.line, reading.line.counted[i], reading.last
    if host is None or entity not in PEOPLE or host.entity not in PEOPLE:
        return None
    before = line.low(counted.lead - 1)
    is_next = before in {"and", ","} and reading.findings[-1].rules == ["governor-part"] and i > 0
    if not (before in DASHES or before in {":", "-"} or is_next):
        return None
    whole = host.host if is_next and host.host is not None else host
    return _derive(line, counted, whole, "governor-part", entity=entity)


def _of_those(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "Of those, 33 settlements are ...": the sentence before says what happened to all."""
    host = reading.previous
    opens = reading.line.lows[:2]
    if opens == ["among", "the"]:
        return _among(reading, counted, entity)
    is_anaphoric = len(opens) > 1 and opens[0] in {"of", "among"} and opens[1] in {"them", "those", "these"}
    if host is None or not is_anaphoric or (host.entity in PEOPLE) != (entity in PEOPLE):
        return None
    if host.entity not in PEOPLE and host.entity != entity:
        return None
    return _derive(reading.line, counted, host, "governor-part", entity=entity)


def _breakdown(reading: _Reading, i: int, entity: Entity) -> Finding | None:
    """Read "destroyed 22 drones: 8 drones over Oryol, 7 over Kursk": behind a colon the same things by place."""
    line, counted, host = reading.line, reading.line.counted[i], reading.last
    if host is None or host.entity != entity:
        return None
    before = line.low(counted.lead - 1)
    is_next = before in {",", "and"} and host.rules == ["governor-part"] and ":" in line.lows[: counted.lead]
    if before != ":" and not is_next:
        return None
    return _derive(line, counted, host.host if is_next and host.host else host, "governor-part")


def _among(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    """Read "Among the dead are 382 children"."""
    for trigger in reading.line.terms.triggers.get(2, ()):
        effect = effect_of(trigger.group, entity)
        if effect is not None and counted.first > 2:  # noqa: PLR2004  # behind "among the dead"
            return Finding(reading.line, counted, effect, entity, trigger.group, HEAD, 2, ["governor-part"], host=reading.previous)
    return None


def _under_header(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    header = reading.header
    if header is None or (effect := effect_of(header.group, entity)) is None or counted.is_single:
        return None
    return Finding(
        reading.line, counted, effect, entity, header.group, header.role, -1, ["governor-header"], host=header
    )


def _weapon(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    line = reading.line
    if entity not in MUNITIONS or counted.is_single or line.low(counted.lead - 1) not in _WEAPON_LEADS:
        return None
    previous = reading.previous
    is_next = previous is not None and previous.effect == "launched" and previous.entity == entity
    if not _ATTACK_WORDS.intersection(line.lows) and not is_next:
        return None
    return Finding(line, counted, "launched", entity, "launch", HEAD, -1, ["governor-weapon"])


def _area(reading: _Reading, counted: Counted, entity: Entity) -> Finding | None:
    if entity != "area_km2":
        return None
    told = any(f.entity == "area_km2" for f in [*reading.findings, *reading.earlier])
    near = any(t.group == "seize" for found in reading.line.terms.triggers.values() for t in found)
    if not told and not near:
        return None
    return Finding(reading.line, counted, "seized", entity, "seize", HEAD, -1, ["governor-noun"])


def _included(reading: _Reading, counted: Counted, host: Finding) -> Finding | None:
    entity = counted.entity or host.entity
    head = _head_trigger(reading.line, counted)
    if head is not None and head.group in {"kill", "wound"} and entity in PEOPLE:
        finding = _finding(reading.line, counted, entity, Hit(head, counted.noun_at, 3, "governor-noun"))
        if finding is not None:
            finding.host = host
        return finding
    right = right_hit(reading.line, counted, entity)
    if right is not None and right.strength > 1 and right.rule == "governor-participle" and entity in PEOPLE:
        return _finding(reading.line, counted, entity, right)
    if (entity in PEOPLE) == (host.entity in PEOPLE) and effect_of(host.group, entity) is not None:
        return _derive(reading.line, counted, host, "governor-part", entity=entity)
    if host.effect in {"launched", "intercepted"} and entity in MUNITIONS:
        return _derive(reading.line, counted, host, "governor-part", entity=entity)
    if host.effect == "carried_out" and entity in MUNITIONS:
        return Finding(reading.line, counted, "launched", entity, "launch", HEAD, -1, ["governor-weapon"], host=host)
    return _direct(reading.line, counted, entity)


def _complement(reading: _Reading, counted: Counted) -> Finding | None:
    """Read "160 of them are children", "three of them children", "568 are children": the noun follows as a complement."""
    line, host = reading.line, reading.previous
    if host is None or (not counted.is_part and host.line is not line):
        return None
    pos = counted.end
    if line.low(pos) in BE:
        pos += 1
    elif not counted.is_part:
        return None
    noun = line.terms.nouns.get(pos)
    if noun is None or noun.entity not in PEOPLE or host.entity not in PEOPLE or pos in line.terms.triggers:
        return None
    counted.noun, counted.entity, counted.end = noun, noun.entity, pos + len(noun.words)
    return _derive(line, counted, host, "governor-part", entity=noun.entity)


def _elided(reading: _Reading, i: int) -> Finding | None:
    """The noun is left out: "121 were injured", "of which 2 were destroyed", "nine in the Kursk region"."""
    line, counted = reading.line, reading.line.counted[i]
    is_near = counted.is_part or counted.is_other or counted.lead <= 1
    model = reading.last or (reading.previous if is_near else None)
    hit = right_hit(line, counted, model.entity if model else None)
    if hit is None and model is not None and model.entity in PEOPLE:
        hit = right_hit(line, counted, None)
    if hit is not None and (model is not None or hit.trigger.group in _HUMAN_GROUPS):
        return _with_model(line, counted, model, hit)
    if (found := _toll(line, counted, None)) is not None:
        if reading.last is not None and reading.last.role == TOLL:
            found.entity = reading.last.entity
        return found
    left = left_hit(line, counted.lead, "person")
    if left is not None and left.trigger.group in {"kill", "wound"}:
        return _with_model(line, counted, model, left)
    if left is not None and left.rule == "governor-loser" and counted.noun is None:
        return _with_model(line, counted, model, left)
    if line.low(counted.lead - 1) in {"at", "to"} and _TOTALS.intersection(line.lows[max(0, counted.lead - 5) : counted.lead]):
        previous = reading.previous
        if previous is not None and previous.kind != "incident" and previous.effect in {"casualties", "killed", "wounded"}:
            return _derive(line, counted, previous, "governor-toll")
    if counted.whole is not None:
        return None
    return _caught(reading, counted, model) or _placed(reading, i)


def _caught(reading: _Reading, counted: Counted, model: Finding | None) -> Finding | None:
    """Read "58 of which it was able to shoot down" and "Ukraine shot down 26"."""
    line = reading.line
    weapons = [f.entity for f in [*reading.earlier, *reading.findings] if f.entity in MUNITIONS]
    entity: Entity | None = model.entity if model is not None and model.entity in MUNITIONS else (weapons[-1] if weapons else None)
    if entity is None:
        return None
    left = left_hit(line, counted.lead, entity)
    if left is not None and left.trigger.group == "intercept" and left.strength > 1:
        return _finding(line, counted, entity, left)
    if not counted.is_part:
        return None
    for k in range(counted.end, min(counted.end + _NEAR_VERB, len(line.lows))):
        for trigger in line.terms.triggers.get(k, ()):
            if trigger.role == ACTIVE and trigger.group in {"intercept", "destroy"}:
                return _finding(line, counted, entity, Hit(trigger, k, 1, "governor-passive"))
    return None


def _with_model(line: Line, counted: Counted, model: Finding | None, hit: Hit) -> Finding | None:
    """A verb of its own, the noun of the figure before: after a child or a single person, people again."""
    entity: Entity = "person"
    if model is not None and (model.entity not in PEOPLE or counted.is_part or _is_general(model)):
        entity = model.entity
    finding = _finding(line, counted, entity, hit)
    if finding is not None and counted.is_part and model is not None:
        finding.host = model
    return finding


def _is_general(model: Finding) -> bool:
    is_one = model.counted.is_single and model.entity != "civilian"
    return not model.counted.is_included and model.entity != "child" and not is_one


def _placed(reading: _Reading, i: int) -> Finding | None:
    """Read "... in the Kursk region and nine in the Belgorod region"; "7 – over the Smolensk region" under a heading."""
    line, counted = reading.line, reading.line.counted[i]
    pos = counted.end
    while line.low(pos) in {"more", "others", "other", "each"} or (pos > counted.end and line.low(pos) == "-"):
        pos += 1
    if line.low(pos) == "(":
        while line.low(pos) not in {")", ""}:
            pos += 1
        pos += 1
    follower = line.low(pos)
    host = next((f for f in reversed(reading.findings) if f.counted.depth <= counted.depth), None)
    before = line.low(counted.lead - 1)
    if reading.last is not None and reading.last.entity == "settlement" and follower in BE and before == "and":
        return _derive(line, counted, reading.last, "governor-part")
    if follower == "ones" or line.low(pos + 1) == "ones":
        counted.end = pos + (1 if follower == "ones" else 2)
        return _derive(line, counted, reading.last, "governor-part") if reading.last is not None else None
    if host is not None and follower in _PLACING and before in {",", "and", ";", ":"}:
        return _derive(line, counted, host, "governor-elided")
    if (
        reading.header is not None
        and counted.lead <= 1
        and (follower in _PLACING or follower in DASHES or follower == ":")
    ):
        return _derive(line, counted, reading.header, "governor-header")
    return None


def _attack_times(line: Line, counted: Counted) -> Finding | None:
    is_word = counted.quantity.text.lower() == "twice"
    if line.low(counted.end + (not is_word)) in _COMPARING or counted.quantity.qualifier == "vague":
        return None
    for k in range(counted.lead - 1, max(-1, counted.lead - _TIMES_REACH), -1):
        if line.lows[k] in _TIMES_VERBS:
            counted.end += not is_word
            return Finding(line, counted, "carried_out", "attack", "attack", ACTIVE, k, ["governor-times"])
    return None


def _derive(
    line: Line, counted: Counted, host: Finding, rule: str, *, entity: Entity | None = None, is_increment: bool = False
) -> Finding:
    finding = Finding(line, counted, host.effect, entity or host.entity, host.group, host.role, host.trigger, [rule])
    finding.is_increment = is_increment
    if rule in {"governor-part", "governor-header"}:
        finding.host = host
    if host.line is not line:
        finding.trigger = -1
    return finding


def _finding(line: Line, counted: Counted, entity: Entity, hit: Hit, outer: Hit | None = None) -> Finding | None:
    effect = effect_of(hit.trigger.group, entity)
    if effect is None:
        return None
    source = outer or hit
    role = ACTIVE if hit.rule == "governor-active" else source.trigger.role
    return Finding(line, counted, effect, entity, hit.trigger.group, role, source.at, [hit.rule])
