"""Random small ledgers: few places, fronts and days, so that figures meet in every way that the rules distinguish."""

from __future__ import annotations

import datetime as dt
import random

from ledger_kit import article, event, figure

from sitrep.records import Article, Event, Figure

FIRST = dt.date(2023, 1, 10)
PLACES = [("Bakhmut", "bakhmut"), ("Soledar", "bakhmut"), ("Kherson", "kherson"), ("Bakhmut", "avdiivka")]
Told = tuple[Article, list[Figure], list[Event]]


def draw_articles(rng: random.Random, n: int, *, prefix: str = "r", days: int = 16) -> list[Told]:
    """Articles about some days: of one to five figures and up to two events each; some are edits of earlier ones."""
    return [_draw_article(rng, f"{prefix}{number}", days) for number in range(n)]


def _draw_article(rng: random.Random, name: str, days: int) -> Told:
    figures = [_draw_figure(rng, days) for _ in range(rng.randint(1, 5))]
    if len(figures) > 1 and rng.random() < 0.3:
        figures[1] |= {"part_of": "#0", "effect": figures[0]["effect"]}
    if len(figures) > 2 and rng.random() < 0.3:
        figures[2]["supersedes"] = "#0"
    events = [
        event(rng.choice(["strike", "ground_attack"]), on=_day(rng, days), **_draw_site(rng))
        for _ in range(rng.randint(0, 2))
    ]
    published = dt.datetime.combine(_day(rng, days), dt.time(rng.randint(0, 23)))
    return article(
        name,
        figures,
        events,
        published=published.isoformat(),
        source_id=rng.choice(["wire", "herald", "courier"]),
        # A text of its own, so that no article is a copy by chance.
        byline=name,
    )


def _draw_figure(rng: random.Random, days: int) -> dict[str, object]:
    last = _day(rng, days)
    length = rng.choice([0, 0, 0, 1, 1, 2, 3, 7, 40])
    if rng.random() < 0.2:
        return _draw_total(rng, last)
    kind = rng.choice(["incident", "incident", "incident", "period"])
    return figure(
        rng.randint(1, 30),
        effect=rng.choice(["killed", "wounded"]),
        entity=rng.choice(["military", "person", "child", "tank"]),
        side=rng.choice(["ru", "ua", "ua"]),
        kind=kind,
        qualifier=rng.choice(["exact", "exact", "at_least", "at_most", "about", "vague"]),
        status=rng.choice(["asserted"] * 8 + ["denied", "forecast"]),
        claimant_side=rng.choice(["ru", "ua", "third", None]),
        date_start=None if rng.random() < 0.05 else last - dt.timedelta(days=length),
        date_end=last,
        **_draw_site(rng),
    )


def _draw_total(rng: random.Random, last: dt.date) -> dict[str, object]:
    kind = rng.choice(["cumulative", "cumulative", "period"])
    first = dt.date(2022, 2, 24) if kind == "cumulative" else last - dt.timedelta(days=1)
    total = 100_000 + 800 * (last - FIRST).days + rng.choice([0, 0, 0, 800, -5000])
    return figure(
        total if kind == "cumulative" else 800,
        kind=kind,
        claimant_side=rng.choice(["ua", "ua", "third"]),
        effect=rng.choice(["killed", "casualties"]),
        date_start=first,
        date_end=last,
    )


def _draw_site(rng: random.Random) -> dict[str, object]:
    place, front = rng.choice(PLACES)
    choice = rng.random()
    if choice < 0.55:
        return {"place": place, "place_id": f"p:{place.lower()}", "front_id": front}
    if choice < 0.85:
        return {"front_id": front}
    return {"front_id": rng.choice(["unspecified", "bakhmut|avdiivka"])}


def _day(rng: random.Random, days: int) -> dt.date:
    return FIRST + dt.timedelta(days=rng.randrange(days))
