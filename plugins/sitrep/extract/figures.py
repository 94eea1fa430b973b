"""Find the figures of an article: each counted quantity once, with what happened, whose it is and over what it counts.

In      Analysis; Voices
Out     list[FigureDraft], by the place of their number
Units   offsets in code points into `Document.text`, end excluded
Errors  none for odd text
Source  GUIDELINES: "A figure", "Settled cases"
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import Protocol

from sitrep.extract.analysis import Analysis
from sitrep.extract.effects import drop_hits, settle_effect, tell_all_launched
from sitrep.extract.entities import settle_entity
from sitrep.extract.findings import Finding
from sitrep.extract.governors import govern
from sitrep.extract.kinds import Frame, find_kind, read_frame
from sitrep.extract.mentions import Draft, Quantity, Voice
from sitrep.extract.no_figures import drop_kin
from sitrep.extract.numbers import Number
from sitrep.extract.phrases import Counted, Line, read_line
from sitrep.extract.side_cases import Scene
from sitrep.extract.side_words import both_sides
from sitrep.extract.sides import find_side, read_scene
from sitrep.extract.tokens import Tokens
from sitrep.extract.words import word_set
from sitrep.extract.zeros import find_zeros
from sitrep.records import PEOPLE, Side

RULES = {
    "voice-tally": "Counts over a stretch have an author: whoever told the last count of the same matter.",
}

_COUNTED = frozenset(["period", "cumulative"])
# Whoever counts the fire counts what was launched and what was met; whoever counts losses, all of them.
_MATTERS: dict[str, str] = {
    **dict.fromkeys(["launched", "intercepted", "carried_out", "repelled"], "fire"),
    **dict.fromkeys(["killed", "wounded", "casualties", "destroyed", "damaged"], "losses"),
}


class SpeaksAt(Protocol):
    """Whoever can say whose voice states a draft."""

    def at(self, draft: Draft) -> Voice:
        """The voice of one stretch."""
        ...

    def analyst(self) -> Voice | None:
        """Who made the count that the article is about."""
        ...


@dataclass(slots=True)
class FigureDraft:
    """A figure before it has its days and place."""

    finding: Finding
    draft: Draft
    voice: Voice
    quantity: Quantity
    rules: list[str] = field(default_factory=list)
    host: FigureDraft | None = None
    supersedes: FigureDraft | None = None


def find_figures(analysis: Analysis, tokens: Tokens, numbers: list[Number], voices: SpeaksAt) -> list[FigureDraft]:
    """Return the figures of the article, in the order of their numbers; the same figure may still stand twice."""
    scene, frame = read_scene(analysis), read_frame(analysis)
    drafts: list[FigureDraft] = []
    by_finding: dict[int, FigureDraft] = {}
    analyst = voices.analyst()
    tellers = {} if analyst is None else dict.fromkeys(["seized", *_MATTERS.values()], analyst)
    for finding in tell_all_launched(drop_kin(drop_hits(_find_all(analysis, tokens, numbers)))):
        host = finding.host
        if host is not None and id(host) not in by_finding:
            _settle(host, scene, frame, voices, tellers)
        draft, voice, rules = _settle(finding, scene, frame, voices, tellers)
        item = FigureDraft(finding, draft, voice, finding.counted.quantity, rules)
        if host is not None and finding.rules[0] == "governor-part":
            item.host = by_finding.get(id(host))
        by_finding[id(finding)] = item
        drafts.append(item)
        scene.previous = frame.previous = finding
    return drafts


def _settle(
    finding: Finding, scene: Scene, frame: Frame, voices: SpeaksAt, tellers: dict[str, Voice]
) -> tuple[Draft, Voice, list[str]]:
    """Fill in what hangs on the article: entity, kind, voice and side, in this order."""
    finding.entity, entity_rule = settle_entity(finding, scene.topic)
    scene.topic.note(finding)
    finding.kind, kind_rule = find_kind(finding, frame)
    finding.effect, effect_rule = settle_effect(finding, scene.previous)
    span = _quote_span(finding)
    voice = _with_teller(finding, voices.at(_draft(finding, span, None)), tellers)
    finding.side, finding.side_rule = find_side(finding, voice, scene)
    before = scene.previous
    if finding.effect == "seized" and (before is None or before.line is not finding.line or before.effect != "seized"):
        scene.gainer = finding.side
    if (
        finding.entity in PEOPLE
        and finding.entity != "military"
        and finding.side_rule in {"side-place", "side-adjective"}
    ):
        scene.people = finding.side
    elif (
        finding.side is not None
        and finding.effect in {"destroyed", "casualties", "killed"}
        and finding.entity not in _UNARMED
    ):
        scene.forces = finding.side
    rules = [
        finding.counted.quantity.rule,
        *finding.rules,
        entity_rule or "",
        effect_rule or "",
        finding.side_rule,
        kind_rule,
        voice.rule,
    ]
    return _draft(finding, span, finding.side), voice, rules


def _with_teller(finding: Finding, voice: Voice, tellers: dict[str, Voice]) -> Voice:
    """Give a count over a stretch the voice of the last one like it, where nobody nearer speaks."""
    if finding.kind not in _COUNTED or both_sides(finding):
        return voice
    matter = _MATTERS.get(finding.effect, finding.effect)
    if voice.claimant is not None:
        tellers[matter] = voice
        return voice
    teller = tellers.get(matter)
    return replace(teller, status=voice.status, rule="voice-tally") if teller is not None else voice


def _find_all(analysis: Analysis, tokens: Tokens, numbers: list[Number]) -> list[Finding]:
    text = analysis.document.text
    starts = tokens.starts
    firsts = [number.first for number in numbers]
    date_starts = [date.start for date in analysis.dates]
    findings: list[Finding] = []
    header: Finding | None = None
    for sentence in analysis.document.sentences:
        low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        if low == high:
            continue
        inside = [
            Number(number.quantity, max(number.lead - low, 0), number.first - low, min(number.last, high) - low)
            for number in numbers[bisect_left(firsts, low) : bisect_left(firsts, high)]
            if not _is_date(analysis, date_starts, number)
        ]
        line = read_line(sentence, tokens.cut(low, high), inside, text)
        found = (
            []
            if not _OTHER_WARS.isdisjoint(line.lows)
            else govern(line, findings[-8:], header if _is_item(line) else None)
        )
        found.extend(_zeros(line))
        found.sort(key=lambda finding: finding.counted.quantity.start)
        findings.extend(found)
        header = _next_header(line, found, header)
    return findings


def _is_date(analysis: Analysis, starts: list[int], number: Number) -> bool:
    """Whether a date mention covers the number: "on 24 May", "in the past two days"."""
    i = bisect_left(starts, number.quantity.end) - 1
    if i < 0:
        return False
    date = analysis.dates[i]
    return date.start <= number.quantity.start and number.quantity.end <= date.end


def _zeros(line: Line) -> list[Finding]:
    found = []
    for first, end, effect, entity in find_zeros(line):
        start, stop = line.text_of(first, end)
        base = line.sentence.start
        quantity = Quantity(
            start=start,
            end=stop,
            text=line.sentence.text[start - base : stop - base],
            value=0.0,
            value_max=None,
            qualifier="exact",
            unit=None,
            rule="number-zero",
        )
        counted = Counted(quantity, first, first, first + 1, end, entity=entity)
        found.append(Finding(line, counted, effect, entity, "casualty", "head", first, ["figure-zero"]))
    return found


def _next_header(line: Line, found: list[Finding], header: Finding | None) -> Finding | None:
    """The finding that following list items take their meaning from, while the list goes on."""
    text = line.sentence.text.rstrip()
    if text.endswith(":"):
        if found:
            return found[-1]
        return _bare_header(line)
    if header is not None and (_is_item(line) or (not line.counted and len(line.tokens) < _ITEM_WORDS // 2)):
        return header
    return _bare_header(line) if not found and _is_heading(line) else None


_UNARMED = PEOPLE - {"military"}
_OTHER_WARS = word_set("other_wars")
_HEADING = frozenset(
    ["total", "combat", "approximate", "approximately", "estimated", "overall", "amounted", "following"]
)
_ITEM_REACH = 12
_ITEM_WORDS = 40


def _is_item(line: Line) -> bool:
    """Whether the line is short and counts at its beginning, as items of a list do."""
    return bool(line.counted) and line.counted[0].lead <= _ITEM_REACH and len(line.tokens) < _ITEM_WORDS


def _is_heading(line: Line) -> bool:
    """Whether a line without a colon still heads a list: a short one, or one that speaks of totals."""
    lows = line.lows
    is_named = "losses" in lows or "lost" in lows
    is_short = len(lows) < _ITEM_REACH or not _HEADING.isdisjoint(lows)
    return is_named and is_short and len(lows) < _ITEM_WORDS


def _bare_header(line: Line) -> Finding | None:
    """A heading that counts nothing itself: "the total combat losses of the enemy are approximately:"."""
    for start, triggers in sorted(line.terms.triggers.items(), reverse=True):
        for trigger in triggers:
            if trigger.group in {"lose", "destroy", "casualty", "intercept", "damage", "kill"}:
                group = "lose" if trigger.group == "casualty" else trigger.group
                quantity = Quantity(
                    start=line.sentence.start,
                    end=line.sentence.end,
                    text="",
                    value=0.0,
                    value_max=None,
                    qualifier="exact",
                    unit=None,
                    rule="",
                )
                counted = Counted(quantity, 0, 0, 0, len(line.tokens))
                return Finding(line, counted, "destroyed", "vehicle", group, trigger.role, start, ["governor-header"])
    return None


def _draft(finding: Finding, span: tuple[int, int], side: Side | None) -> Draft:
    return Draft(
        start=span[0],
        end=span[1],
        anchor=finding.counted.quantity.start,
        what=finding.effect,
        entity=finding.entity,
        side=side,
        kind=finding.kind,
    )


def _quote_span(finding: Finding) -> tuple[int, int]:
    """The number with its noun, and the governing word where it stands close by."""
    counted, line = finding.counted, finding.line
    first, last = counted.lead, counted.end
    at = finding.trigger
    if 0 <= at < len(line.tokens):
        length = max((len(t.words) for t in line.terms.triggers.get(at, ())), default=1)
        if at < first and first - at - length <= _QUOTE_REACH:
            first = at
        elif at >= last and at - last <= _QUOTE_REACH:
            last = at + length
    return line.text_of(first, max(min(last, len(line.tokens)), first + 1))


_QUOTE_REACH = 3
