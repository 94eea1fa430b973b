"""Keep each figure of an article once, and tie a toll to the one that it replaces.

In      figures with their days and places, in reading order
Out     the same without repetitions; `supersedes` set where a toll moved
Units   none
Errors  none
Source  GUIDELINES: "Each distinct figure once an article", "Another stated value for the same thing"
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sitrep.records import PEOPLE

if TYPE_CHECKING:
    from sitrep.extract.engine import SitedFigure
    from sitrep.extract.figures import FigureDraft
    from sitrep.extract.measures import Noun

RULES = {
    "voice-restated": "The same figure is told again under a named source: headline or lead takes it from there.",
}

# Below `_COUNTED` the same number is often of other people; from `_MANY` on it never is, in one article.
_COUNTED, _MANY, _TALLY = 10, 20, 100
_COMPARED = 50
_GENERIC = frozenset({"people", "person", "persons", "others", "child", "children"})
_TOLD_THERE = frozenset({"site-quote", "site-right", "site-left", "site-back"})
_REVISED = frozenset({"killed", "wounded", "missing", "casualties"})


def drop_repeats(figures: list[SitedFigure]) -> list[SitedFigure]:
    """Drop what is told again; the body's telling goes before the headline's, and a qualifier before none."""
    kept: dict[tuple[float, float | None], list[SitedFigure]] = {}
    body = [entry for entry in figures if not entry.item.finding.line.sentence.is_title]
    title = [entry for entry in figures if entry.item.finding.line.sentence.is_title]
    result: list[SitedFigure] = []
    for entry in [*body, *title]:
        quantity = entry.item.quantity
        rivals = kept.setdefault((quantity.value, quantity.value_max), [])
        twin = next((other for other in rivals[-_COMPARED:] if _is_same(other, entry)), None)
        if twin is None:
            rivals.append(entry)
            result.append(entry)
        else:
            _merge(twin, entry)
    return result


def link_revisions(figures: list[SitedFigure]) -> None:
    """Tie "risen from seven to 10": in one sentence the number behind "to" supersedes the one behind "from"."""
    for before, after in pairwise(figures):
        a, b = before.item.finding, after.item.finding
        is_pair = a.line is b.line and a.effect == b.effect and a.effect in _REVISED
        if is_pair and a.line.low(a.counted.lead - 1) == "from" and b.line.low(b.counted.lead - 1) == "to":
            after.item.supersedes = before.item


def _merge(twin: SitedFigure, entry: SitedFigure) -> None:
    if twin.item.finding.effect != entry.item.finding.effect and entry.item.finding.effect == "killed":
        twin.item, twin.dating, twin.siting = entry.item, entry.dating, entry.siting
        return
    twin.item.host = twin.item.host or entry.item.host
    if twin.item.voice.claimant is None and (voice := entry.item.voice).claimant is not None:
        twin.item.rules[twin.item.rules.index(twin.item.voice.rule)] = "voice-restated"
        twin.item.voice = replace(voice, status=twin.item.voice.status, rule="voice-restated")
    if twin.dating.last is None and entry.dating.last is not None:
        # Told first without its day: "destroyed up to 70 soldiers. In one day, ... up to 70 soldiers".
        twin.dating, twin.item.finding.kind = entry.dating, entry.item.finding.kind
    is_placed = entry.siting.rule in _TOLD_THERE and entry.siting.place_id is not None
    if twin.siting.text is None and is_placed and twin.item.finding.effect != "exchanged":
        # Told first without its place: "five drones were downed", "destroyed five drones over Sumy region".
        twin.siting = entry.siting
    if twin.item.quantity.qualifier == "exact" and entry.item.quantity.qualifier != "exact":
        twin.item.quantity = entry.item.quantity
        twin.item.draft = entry.item.draft


def _is_same(first: SitedFigure, second: SitedFigure) -> bool:
    """Whether two tellings of one number mean one figure; never within a sentence."""
    a, b = first.item, second.item
    is_alike = _same_effect(a, b) and _group(a.finding.entity) == _group(b.finding.entity)
    if not is_alike or a.finding.line is b.finding.line:
        return False
    if b.finding.line.sentence.is_title or a.finding.entity == "area_km2":
        return True
    value, is_vague = a.quantity.value, a.quantity.qualifier == "vague"
    # Sides swap like for like: as many prisoners each.
    is_ones_own = value < _COUNTED or is_vague or a.finding.effect == "exchanged"
    if is_ones_own and _apart(a.finding.side, b.finding.side):
        return False
    return (value >= _MANY or _same_place(first, second)) and (value == 0 or _same_few(first, second))


def _same_few(first: SitedFigure, second: SitedFigure) -> bool:
    a, b = first.item, second.item
    if a.quantity.value >= _COUNTED:
        return True
    return _same_noun(a, b) and not _apart_days(first, second)


def _same_effect(a: FigureDraft, b: FigureDraft) -> bool:
    """Whether the effects agree; a tally's thousands are "losses" in one sentence and "eliminated" in the next."""
    first, second = a.finding.effect, b.finding.effect
    is_loss = {first, second} == {"killed", "casualties"} and a.finding.entity == b.finding.entity == "military"
    is_reworded = b.finding.line.sentence.is_title or (
        a.quantity.value >= _TALLY and a.finding.group != "kill" and b.finding.group != "kill"
    )
    return first == second or (is_loss and is_reworded)


def _same_noun(a: FigureDraft, b: FigureDraft) -> bool:
    """Whether the same few are meant: three men are not three workers, but three people may be either."""
    first, second = a.finding.counted.noun, b.finding.counted.noun
    if first is None or second is None:
        return True
    if first.entity not in PEOPLE:
        return not (_names_model(first) and _names_model(second)) or first.words[0] == second.words[0]
    is_aged = first.words[-1].endswith("-old") or second.words[-1].endswith("-old")
    return first.words == second.words or is_aged or bool(_GENERIC & {first.words[-1], second.words[-1]})


def _names_model(noun: Noun) -> bool:
    return any(char.isdigit() for word in noun.words for char in word)


def _group(entity: str) -> str:
    return "people" if entity in PEOPLE and entity != "child" else entity


def _apart(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def _apart_days(first: SitedFigure, second: SitedFigure) -> bool:
    a, b = first.dating, second.dating
    if a.last is None or b.last is None:
        return False
    return (a.first or a.last) > b.last or (b.first or b.last) > a.last


def _same_place(first: SitedFigure, second: SitedFigure) -> bool:
    if first.siting.place_id is not None and first.siting.place_id == second.siting.place_id:
        return True
    a, b = (first.siting.text or "").lower(), (second.siting.text or "").lower()
    return not a or not b or a in b or b in a
