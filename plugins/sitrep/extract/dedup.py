"""Keep each figure of an article once, and tie what replaces or belongs to another.

In      figures with their days and places, in reading order
Out     the same without repetitions; `supersedes` set where a toll moved
Units   none
Errors  none
Source  GUIDELINES: "Each distinct figure once an article"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitrep.records import PEOPLE

if TYPE_CHECKING:
    from sitrep.extract.engine import SitedFigure
    from sitrep.extract.figures import FigureDraft
    from sitrep.extract.measures import Noun


def drop_repeats(figures: list[SitedFigure]) -> list[SitedFigure]:
    """Drop what is told again; the body's telling goes before the headline's, and a qualifier before none."""
    kept: list[SitedFigure] = []
    body = [entry for entry in figures if not entry.item.finding.line.sentence.is_title]
    title = [entry for entry in figures if entry.item.finding.line.sentence.is_title]
    for entry in [*body, *title]:
        twin = next((other for other in kept if _is_same(other, entry)), None)
        if twin is None:
            kept.append(entry)
            continue
        _merge(twin, entry)
    return kept


def _merge(twin: SitedFigure, entry: SitedFigure) -> None:
    if twin.item.finding.effect != entry.item.finding.effect and entry.item.finding.effect == "killed":
        twin.item, twin.dating, twin.siting = entry.item, entry.dating, entry.siting
        return
    for name in ("host", "supersedes"):
        if getattr(twin.item, name) is None and getattr(entry.item, name) is not None:
            setattr(twin.item, name, getattr(entry.item, name))
    if twin.item.quantity.qualifier == "exact" and entry.item.quantity.qualifier != "exact":
        twin.item.quantity = entry.item.quantity
        twin.item.draft = entry.item.draft


def _is_same(first: SitedFigure, second: SitedFigure) -> bool:
    a, b = first.item, second.item
    if a.quantity.value != b.quantity.value or a.quantity.value_max != b.quantity.value_max:
        return False
    if not _same_effect(a, b) or _group(a.finding.entity) != _group(b.finding.entity):
        return False
    if a.finding.line is b.finding.line:
        return False
    is_title = b.finding.line.sentence.is_title
    value, is_vague = a.quantity.value, a.quantity.qualifier == "vague"
    if _apart(a.finding.side, b.finding.side) and not is_title and (value < _COUNTED or is_vague):
        return False
    if a.finding.entity == "area_km2":
        return True
    if a.quantity.value == 0:
        return _same_place(first, second) if not is_title else True
    if is_title:
        return True
    if value < _MANY and not _same_place(first, second):
        return False
    if value < _COUNTED and not _same_noun(a, b):
        return False
    if value <= _SMALL:
        return not _apart_days(first, second)
    return not (_apart_days(first, second) and a.quantity.value < _TELLING)


_SMALL = 2
_COUNTED, _MANY, _TALLY = 10, 20, 1000
_GENERIC = frozenset({"people", "person", "persons", "others", "child", "children"})
_TELLING = 10


def _group(entity: str) -> str:
    return "people" if entity in PEOPLE and entity != "child" else entity


def _same_effect(a: FigureDraft, b: FigureDraft) -> bool:
    """Whether the effects agree; a tally's thousands are "losses" in one sentence and "eliminated" in the next."""
    first, second = a.finding.effect, b.finding.effect
    is_tally = {first, second} == {"killed", "casualties"} and a.quantity.value >= _TALLY
    return first == second or (is_tally and a.finding.group != "kill" and b.finding.group != "kill")


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


def _apart(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def _apart_days(first: SitedFigure, second: SitedFigure) -> bool:
    a, b = first.dating, second.dating
    if a.last is None or b.last is None:
        return False
    return (a.first or a.last) > b.last or (b.first or b.last) > a.last


def _same_place(first: SitedFigure, second: SitedFigure) -> bool:
    a, b = (first.siting.text or "").lower(), (second.siting.text or "").lower()
    return not a or not b or a in b or b in a
