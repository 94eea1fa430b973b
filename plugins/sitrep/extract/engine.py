"""Extract the figures and events of one article: finders, then attribution, then assembly.

In      Article, or title and body with their publication day
Out     Extraction; `extract_document` gives the same as plain dicts with the guidelines' fields
Units   spans in code points into the article's own title or text, end excluded
Errors  LexiconError at first use, if our data is malformed; none for odd text
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sitrep.extract.actors import find_actors
from sitrep.extract.analysis import Analysis
from sitrep.extract.attribution import find_voices
from sitrep.extract.dates import find_dates
from sitrep.extract.dating import date_record
from sitrep.extract.dedup import drop_repeats, link_revisions
from sitrep.extract.events import EventDraft, find_events
from sitrep.extract.figures import FigureDraft, find_figures
from sitrep.extract.mentions import Dating, Siting
from sitrep.extract.numbers import Number, read_numbers
from sitrep.extract.places import find_places
from sitrep.extract.siting import site_mention, site_record
from sitrep.extract.text import read_document
from sitrep.extract.theatre import DEFAULT_THEATRE
from sitrep.extract.tokens import Tokens, read_tokens
from sitrep.records import Article, Event, Figure

_LANGUAGE = "en"
_ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gives; spans are in order."""

    figures: tuple[Figure, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Key:
    """What ids hang on besides the record itself."""

    article_id: str
    revision: int


@dataclass(slots=True)
class SitedFigure:
    """A figure draft with its days and place."""

    item: FigureDraft
    dating: Dating
    siting: Siting


@dataclass(frozen=True, slots=True)
class _Told:
    """An article's words, with what they are read against."""

    title: str | None
    text: str
    published: dt.date | None
    party: str | None = None
    theatre: str = DEFAULT_THEATRE


def extract_article(article: Article, *, party: str | None = None, theatre: str = DEFAULT_THEATRE) -> Extraction:
    """Return the figures and events of a cleaned article; `party` is the outlet's own side, where it has one."""
    if article.language is not None and article.language[:2].lower() != _LANGUAGE:
        return Extraction((), ())
    key = _Key(article.article_id, article.revision)
    return _extract(key, _Told(article.title, article.text, article.published_day, party, theatre))


def extract_document(
    doc_id: str,
    title: str | None,
    text: str,
    published: dt.date | None,
    *,
    language: str | None = "en",
    party: str | None = None,
    theatre: str = DEFAULT_THEATRE,
) -> dict[str, Any]:
    """Return an annotated document: id, language, figures and events with exactly the guidelines' fields."""
    if language is not None and language[:2].lower() != _LANGUAGE:
        return {"id": doc_id, "language": language, "figures": [], "events": []}
    found = _extract(_Key(doc_id, 1), _Told(title, text, published, party, theatre))
    return {
        "id": doc_id,
        "language": language,
        "figures": [_plain(figure, _FIGURE_FIELDS) for figure in found.figures],
        "events": [_plain(event, _EVENT_FIELDS) for event in found.events],
    }


def analyse(title: str | None, body: str, published: dt.date | None, party: str | None = None) -> Analysis:
    """Run every finder over an article of the default theatre."""
    return _analyse(_Told(title, body, published, party))[0]


_FIGURE_FIELDS = (
    "value", "value_max", "qualifier", "effect", "entity", "side", "kind", "claimant", "claimant_side", "status",
    "date_start", "date_end", "place", "quote",
)  # fmt: skip
_EVENT_FIELDS = ("type", "actor_side", "date_start", "date_end", "place", "status", "quote")


def _analyse(told: _Told) -> tuple[Analysis, Tokens, list[Number]]:
    published, theatre = told.published, told.theatre
    document = read_document(told.title, told.text, published, told.party)
    tokens = read_tokens(document.text)
    numbers = read_numbers(document.text, tokens)
    places = find_places(document.text, published, theatre=theatre)
    analysis = Analysis(
        document,
        [number.quantity for number in numbers],
        find_dates(document.text, published, theatre=theatre),
        places,
        find_actors(document.text, published, places, theatre=theatre),
        theatre,
    )
    return analysis, tokens, numbers


def _extract(key: _Key, told: _Told) -> Extraction:
    analysis, tokens, numbers = _analyse(told)
    voices = find_voices(analysis)
    sited: list[SitedFigure] = []
    by_item: dict[int, SitedFigure] = {}
    for item in find_figures(analysis, tokens, numbers, voices):
        dating = date_record(analysis, item.draft, item.voice)
        siting = site_record(analysis, item.draft, dating.last or dating.first)
        entry = SitedFigure(item, dating, siting)
        if item.host is not None and (whole := by_item.get(id(item.host))) is not None:
            _take_from_whole(entry, whole)
        by_item[id(item)] = entry
        sited.append(entry)
    link_revisions(sited)
    sited = drop_repeats(sited)
    ids = {id(entry.item): _figure_id(key, analysis, entry) for entry in sited}
    figures = [_figure(key, analysis, entry, ids) for entry in sited]
    events = [_event(key, analysis, draft) for draft in find_events(analysis, voices)]
    return Extraction(
        tuple(
            sorted(
                figures,
                key=lambda figure: (figure.span_field != "title", figure.span_start, figure.span_end, figure.figure_id),
            )
        ),
        tuple(
            sorted(
                _distinct(events),
                key=lambda event: (event.span_field != "title", event.span_start, event.span_end, event.event_id),
            )
        ),
    )


def _take_from_whole(part: SitedFigure, whole: SitedFigure) -> None:
    """Give "this includes 539 tanks" the days and place of its whole, where nothing nearer tells them."""
    if part.dating.rule == "total-without-start" and part.dating.last == whole.dating.last:
        part.dating = whole.dating
    if part.dating.last is None and whole.dating.last is not None:
        part.dating = whole.dating
    if part.siting.text is None and part.item.finding.effect == whole.item.finding.effect:
        part.siting = whole.siting


def _figure(key: _Key, analysis: Analysis, entry: SitedFigure, ids: dict[int, str]) -> Figure:
    item, dating, siting = entry.item, entry.dating, entry.siting
    span_field, start, end = analysis.document.locate(item.draft.start, item.draft.end)
    finding, quantity, voice = item.finding, item.quantity, item.voice
    return Figure(
        figure_id=ids[id(item)],
        article_id=key.article_id,
        revision=key.revision,
        value=quantity.value,
        value_max=quantity.value_max,
        qualifier=quantity.qualifier,
        effect=finding.effect,
        entity=finding.entity,
        side=finding.side,
        kind=finding.kind,
        claimant=voice.claimant,
        claimant_id=voice.claimant_id,
        claimant_side=voice.claimant_side,
        status=voice.status,
        date_start=dating.first,
        date_end=dating.last,
        date_basis=dating.rule,
        place=siting.text,
        place_id=siting.place_id,
        front_id=siting.front_id,
        quote=analysis.document.text[item.draft.start : item.draft.end],
        span_field=span_field,
        span_start=start,
        span_end=end,
        part_of=ids.get(id(item.host)) if item.host is not None else None,
        supersedes=ids.get(id(item.supersedes)) if item.supersedes is not None else None,
        rules=tuple(dict.fromkeys(rule for rule in (*item.rules, dating.rule, siting.rule) if rule)),
    )


def _event(key: _Key, analysis: Analysis, found: EventDraft) -> Event:
    draft = found.draft
    span_field, start, end = analysis.document.locate(draft.start, draft.end)
    voice = None
    dating = date_record(analysis, draft, voice)
    place = found.place
    siting = site_mention(analysis, place, dating.last or dating.first)
    return Event(
        event_id=_hash(key, span_field, start, end, draft.what, place.text if place else ""),
        article_id=key.article_id,
        revision=key.revision,
        type=draft.what,  # type: ignore[arg-type]  # events are drafted with an event type
        actor_side=draft.side,
        date_start=dating.first,
        date_end=dating.last,
        date_basis=dating.rule,
        place=place.text if place else None,
        place_id=place.place_id if place else None,
        front_id=siting.front_id,
        status=found.status,
        quote=analysis.document.text[draft.start : draft.end],
        span_field=span_field,
        span_start=start,
        span_end=end,
        rules=tuple(dict.fromkeys(rule for rule in (*found.rules, dating.rule, siting.rule) if rule)),
    )


def _distinct(events: list[Event]) -> list[Event]:
    """Each type, day and place once: the first telling stays."""
    seen: dict[tuple[object, ...], Event] = {}
    for event in events:
        seen.setdefault((event.type, event.place_id or event.place, event.date_start, event.date_end), event)
    return list(seen.values())


def _figure_id(key: _Key, analysis: Analysis, entry: SitedFigure) -> str:
    item = entry.item
    span_field, start, end = analysis.document.locate(item.draft.start, item.draft.end)
    value = f"{item.quantity.value!r}/{item.quantity.value_max!r}/{item.draft.anchor}"
    return _hash(key, span_field, start, end, item.finding.effect, item.finding.entity, value)


def _hash(key: _Key, *parts: object) -> str:
    joined = "\x1f".join(str(part) for part in (key.article_id, key.revision, *parts))
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()


def _plain(record: Figure | Event, fields: tuple[str, ...]) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in fields}
    for name in ("date_start", "date_end"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    for name in ("value", "value_max"):
        if name in plain and plain[name] is not None:
            plain[name] = int(plain[name]) if float(plain[name]).is_integer() else plain[name]
    return plain
