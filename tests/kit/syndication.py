"""Write made-up wire stories and syndicate them: copies as sites make them, and look-alikes that are none.

Everything comes from a seed. `Telling.original` names the story; a look-alike is a story of its own: the daily report
of one form, which changes its numbers only, and stories that quote the same official.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_SYLLABLE_LIST = "ba ke li mo nu ra si ty vo za dre kro lan mir pol stav ter vin yar zhy hor bel kas ost"
_COMMON_LIST = """
the of to and in a that on for with said by from were at as it was its had have been after officials regional
military troops forces attack shelling drone missile strike killed wounded people residents city village front line
night morning governor ministry spokesman report statement defence air damaged destroyed building homes power
station railway bridge road hospital school rescue workers emergency services fire debris casualties soldiers
brigade battalion commander positions assault repelled advanced retreated captured heavy fighting continued
near around toward eastern southern northern western direction sector ammunition artillery tanks vehicles
"""
_SYLLABLES = _SYLLABLE_LIST.split()
_COMMON = _COMMON_LIST.split()
_QUOTE = "We will hold every metre of our land and answer each strike with our own, the president said in his address."
_PROMPT = "This story will be updated as more details become known to our correspondents in the region."
_BYLINES = ("Our correspondent", "News desk", "Agencies", "Staff writer and wire services", "Foreign desk")


@dataclass(frozen=True, slots=True)
class Telling:
    """One article: `kind` says how it was made, `original` which story it tells."""

    name: str
    original: str
    kind: str
    text: str


def write_story(seed: int, sentences: int | None = None) -> list[str]:
    """Write one story as a list of sentences: common words, and names and numbers of its own."""
    rng = random.Random(f"story-{seed}")
    names = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).title() for _ in range(12)]
    out = []
    for _ in range(sentences or rng.randint(10, 28)):
        words = [_write_word(rng, names) for _ in range(rng.randint(9, 28))]
        words[0] = words[0].capitalize()
        out.append(" ".join(words) + ".")
    if rng.random() < 0.2:
        out.insert(rng.randint(1, len(out)), _QUOTE)
    if rng.random() < 0.3:
        out.append(_PROMPT)
    return out


def _write_word(rng: random.Random, names: list[str]) -> str:
    chance = rng.random()
    if chance < 0.15:
        return rng.choice(names)
    return str(rng.randint(2, 900)) if chance < 0.2 else rng.choice(_COMMON)


def write_daily_report(seed: int) -> list[str]:
    """Write the report of one day: the form is always the same, the numbers are not."""
    rng = random.Random(f"report-{seed}")
    items = ("tanks", "armoured vehicles", "artillery systems", "rocket launchers", "aircraft", "helicopters", "drones")
    total, today = rng.randint(10_000, 999_000), rng.randint(300, 1_700)
    lines = [
        f"The total combat losses of the enemy are put at about {total:,} personnel, {today:,} over the past day.",
        "The General Staff said so in its morning report on the situation at the front.",
    ]
    lines += [f"Since the beginning the enemy has lost {rng.randint(100, 30_000):,} {item} so far." for item in items]
    lines.append(
        f"During the day {rng.randint(20, 250)} combat clashes took place, and the enemy carried out"
        f" {rng.randint(5, 120)} air strikes and {rng.randint(1_000, 6_000):,} attacks from artillery."
    )
    return lines


def make_copy(kind: str, sentences: list[str], rng: random.Random) -> list[str]:
    """Change a story as syndication does."""
    if kind == "byline":
        return [f"By {rng.choice(_BYLINES)}, with additional reporting from the region.", *sentences]
    if kind in {"cut60", "cut30"}:
        return sentences[: max(round(len(sentences) * (0.6 if kind == "cut60" else 0.3)), 3)]
    if kind == "inserted":
        extra = write_story(rng.randint(10**8, 10**9), max(len(sentences) // 4, 1))
        place = rng.randint(1, len(sentences) - 1)
        return [*sentences[:place], *extra, *sentences[place:]]
    if kind == "reworded":
        return [
            " ".join(rng.choice(_COMMON) if rng.random() < 0.05 else word for word in sentence.split())
            for sentence in sentences
        ]
    return list(sentences)


COPY_KINDS = ("exact", "byline", "cut60", "cut30", "inserted", "reworded")


def syndicate(size: int, seed: int = 1) -> Iterator[Telling]:
    """Yield about `size` tellings in a mixed order: half of the stories are copied, one article in ten is a report."""
    rng = random.Random(seed)
    tellings: list[Telling] = []
    number = 0
    while len(tellings) < size:
        number += 1
        name = f"s{number}"
        if rng.random() < 0.1:
            tellings.append(Telling(name, name, "report", "\n".join(write_daily_report(number + 10**6 * seed))))
            continue
        sentences = write_story(number + 10**6 * seed)
        tellings.append(Telling(name, name, "original", "\n".join(sentences)))
        if rng.random() < 0.5:
            for copy in range(rng.choice((1, 1, 2, 3, 6))):
                kind = rng.choice(COPY_KINDS)
                text = "\n".join(make_copy(kind, sentences, rng))
                tellings.append(Telling(f"{name}-{copy}", name, kind, text))
    rng.shuffle(tellings)
    yield from tellings[:size]
