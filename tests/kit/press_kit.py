"""A made-up press of nine weeks, for looking at: fronts, strikes, contested tolls, official tallies, hostile pages.

Everything comes from a seed, so that pictures and tests stay the same. Outlets and sentences are invented; places and
fronts are the theatre's. One day has no sources, one is quiet, one tally jumps, one is taken back, one has a gap.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import ledger_kit as kit

from sitrep import theatres
from sitrep.settings import Settings

FIRST = dt.date(2022, 12, 15)
LAST = dt.date(2023, 2, 14)
DARK_DAY = dt.date(2023, 1, 19)
QUIET_DAY = dt.date(2023, 1, 26)

SITES = {
    "Bakhmut": ("bakhmut", "UA", 9),
    "Soledar": ("bakhmut", "UA", 6),
    "Klishchiivka": ("bakhmut", "UA", 4),
    "Avdiivka": ("avdiivka", "UA", 5),
    "Marinka": ("marinka", "UA", 4),
    "Vuhledar": ("vuhledar", "UA", 4),
    "Kreminna": ("lyman", "UA", 4),
    "Kupiansk": ("kupiansk", "UA", 3),
    "Kharkiv": ("kharkiv", "UA", 3),
    "Kherson": ("kherson", "UA", 5),
    "Huliaipole": ("zaporizhzhia", "UA", 2),
    "Nikopol": ("nikopol_znpp", "UA", 3),
    "Kyiv": ("ua_rear", "UA", 2),
    "Dnipro": ("ua_rear", "UA", 2),
    "Odesa": ("ua_rear", "UA", 1),
    "Makiivka": ("ua_occupied_rear", "UA", 2),
    "Melitopol": ("ua_occupied_rear", "UA", 1),
    "Sevastopol": ("crimea_black_sea", "UA", 1),
    "Belgorod": ("ru_border", "RU", 1),
}
OUTLETS = {
    "kyiv-wire": ("ua", "Kyiv Wire"),
    "dnipro-post": ("ua", "Dnipro Post"),
    "volga-herald": ("ru", "Volga Herald"),
    "north-courier": ("third", "North Courier"),
    "atlantic-ledger": ("third", "Atlantic Ledger"),
}
_SPEAKERS = {
    "ua": ("the General Staff", "the regional governor", "the army's spokesman"),
    "ru": ("the defence ministry in Moscow", "the occupation head", "the ministry's spokesman"),
    "third": ("a United Nations mission", "western officials"),
}
_SERIES = {
    "ru_loss_personnel": ("casualties", "military", "troops", 98_280, 700),
    "ru_loss_tanks": ("destroyed", "tank", "tanks", 2_980, 6),
    "ru_loss_artillery": ("destroyed", "artillery", "artillery systems", 1_946, 7),
    "ru_loss_acv": ("destroyed", "armoured_vehicle", "armoured vehicles", 5_952, 9),
}
HOSTILE_TITLE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1> Shelling of Nikopol"


def load_press(settings: Settings, *, seed: int = 7, is_hostile: bool = False) -> None:
    """Stage and load the whole press; the models are the caller's to build."""
    rng = random.Random(seed)
    places = _find_places()
    articles = []
    day = FIRST
    while day <= LAST:
        if day != DARK_DAY:
            articles += _write_day(day, rng, places)
        day += dt.timedelta(days=1)
    articles += _write_contested(places)
    if is_hostile:
        articles += _write_hostile(places)
    requests = [
        request for n in range((LAST - FIRST).days + 1) for request in _fetch(FIRST + dt.timedelta(days=n), rng)
    ]
    rejects = [
        kit.reject("volga-herald", "ParseError", f"{LAST - dt.timedelta(days=n)}T03:00:00", reason="holds no article")
        for n in range(0, 30, 3)
    ]
    kit.load_results(settings, kit.shard("press", *articles, fetches=requests, rejects=rejects))


def press_settings(home: Path) -> Settings:
    """Settings of a home that knows the made-up outlets by name."""
    home.mkdir(parents=True, exist_ok=True)
    feeds = home / "feeds.toml"
    fields = (
        'source_id = "{0}"\nname = "{2}"\nurl = "https://{0}.example/rss"\nlanguage = "en"\nparty = "{1}"\nzone = "UTC"'
    )
    rows = [fields.format(key, party, name) for key, (party, name) in OUTLETS.items()]
    feeds.write_text("".join(f"[[feed]]\n{row}\nverified = true\n\n" for row in rows), encoding="utf-8")
    return kit.settings_for(home, feeds=feeds, is_sample=True)


def publish_press(settings: Settings, *, is_hostile: bool = False) -> None:
    """Load, build the models and publish."""
    from sitrep.models import build_models  # noqa: PLC0415  # dbt takes 2 s to import
    from sitrep.publish import publish_snapshot  # noqa: PLC0415  # beside it

    load_press(settings, is_hostile=is_hostile)
    build_models(settings)
    publish_snapshot(settings, dt.datetime(2023, 2, 15, 2, 30, tzinfo=dt.UTC))


def _find_places() -> dict[str, str]:
    wanted = {(name, country) for name, (_, country, _) in SITES.items()}
    found: dict[str, Any] = {}
    for place in theatres.read_places("ukraine"):
        key = (place.name, place.country)
        is_larger = key in wanted and place.kind == "settlement" and place.lat is not None
        # The gazetteer knows villages of the same names.
        if is_larger and (place.name not in found or place.population > found[place.name].population):
            found[place.name] = place
    return {name: place.place_id for name, place in found.items()}


def _write_day(day: dt.date, rng: random.Random, places: dict[str, str]) -> list[Any]:
    if day == QUIET_DAY:
        outlet = "north-courier"
        return [_article("talks", day, outlet, [], [], title="Envoys meet again, and say little")]
    articles = [_write_bulletin(day)]
    weights = [
        weight * (1.6 if name in {"Soledar", "Bakhmut"} and day.month == 1 else 1)
        for name, (*_, weight) in SITES.items()
    ]  # one list
    for name in sorted(set(rng.choices(list(SITES), weights=weights, k=rng.randint(4, 11)))):
        outlet = rng.choice(list(OUTLETS))
        articles.append(_write_site(day, name, outlet, rng, places))
    return articles


def _write_site(day: dt.date, name: str, outlet: str, rng: random.Random, places: dict[str, str]) -> Any:  # noqa: ANN401  # a kit article
    front, *_ = SITES[name]
    kind = rng.choices(["strike", "ground_attack", "air_defence", "explosion"], weights=[6, 4, 1, 1])[0]
    where = {"place": name, "place_id": places.get(name), "front_id": front, "on": day}
    actor = "ua" if front in {"ua_occupied_rear", "ru_border", "crimea_black_sea"} else "ru"
    quotes = {
        "strike": f"Shells and rockets struck {name}",
        "ground_attack": f"Assault groups attacked near {name}",
        "air_defence": f"Air defence worked over {name}",
        "explosion": f"An explosion was heard in {name}",
    }
    events = [kit.event(kind, actor_side=actor, quote=quotes[kind], **where)]
    figures = []
    if kind == "strike" and rng.random() < 0.7:
        victim = "ru" if actor == "ua" else "ua"
        voice = OUTLETS[outlet][0]
        killed = rng.choice([1, 1, 2, 2, 3, 4, 6, 9])
        speaker = rng.choice(_SPEAKERS[voice])
        common = {"side": victim, "claimant_side": voice, "claimant": speaker, "claimant_id": None, **where}
        figures.append(
            kit.figure(
                killed, entity="civilian", quote=f"{killed} people were killed in {name}, {speaker} said", **common
            )
        )
        hurt = killed * rng.choice([2, 3, 4])
        figures.append(
            kit.figure(hurt, effect="wounded", entity="person", quote=f"{hurt} were wounded in {name}", **common)
        )
    title = f"{quotes[kind]} on {day:%A}"
    return _article(f"{day}-{name}".lower(), day, outlet, figures, events, title=title)


def _write_bulletin(day: dt.date) -> Any:  # noqa: ANN401  # a kit article
    figures = []
    for series, (effect, entity, word, *_) in _SERIES.items():
        if series == "ru_loss_tanks" and dt.date(2023, 1, 8) <= day <= dt.date(2023, 1, 11):
            continue  # a gap
        total, more = _count_losses(series, day)
        if series == "ru_loss_artillery" and day == dt.date(2023, 2, 1):
            total += 900  # misread by everybody
        if series == "ru_loss_personnel" and day == dt.date(2023, 1, 30):
            more += 300  # an increase that does not add up
        common = {"effect": effect, "entity": entity, "side": "ru", "claimant": "the General Staff"}
        common |= {"claimant_side": "ua", "claimant_id": None, "place": None, "front_id": "unspecified"}
        quote = f"brought its losses of {word} to about {total:,}"
        figures.append(
            kit.figure(total, kind="cumulative", date_start=dt.date(2022, 2, 24), date_end=day, quote=quote, **common)
        )
        quote = f"{more} {word} over the past day"
        day_before = day - dt.timedelta(days=1)
        figures.append(kit.figure(more, kind="period", date_start=day_before, date_end=day, quote=quote, **common))
    return _article(f"bulletin-{day}", day, "kyiv-wire", figures, [], title=f"General Staff: losses as of {day:%d %B}")


def _count_losses(series: str, day: dt.date) -> tuple[int, int]:
    """The total up to a day and its last step, the same whenever it is asked."""
    *_, start, daily = _SERIES[series]
    steps = [
        daily + random.Random(f"{series}{n}").randint(-daily // 3, daily // 3) + (n > 45) * daily // 4
        for n in range((day - FIRST).days + 1)
    ]
    return start + sum(steps), steps[-1]


def _write_contested(places: dict[str, str]) -> list[Any]:
    cases = [
        ("2023-01-01", "Makiivka", "ru", {"ru": 89, "ua": 400}, "soldiers in the school"),
        ("2023-01-08", "Kramatorsk", "ua", {"ru": 600, "ua": 0}, "servicemen in two hostels"),
        ("2023-01-14", "Dnipro", "ua", {"ua": 46, "ru": 40, "third": 45}, "residents of the block"),
        ("2023-01-28", "Melitopol", "ru", {"ua": 150, "ru": 14}, "soldiers in a barracks"),
        ("2023-02-10", "Vuhledar", "ru", {"ua": 130, "ru": 30, "third": 100}, "soldiers of one brigade"),
        ("2023-02-13", "Bakhmut", "ua", {"ru": 210, "ua": 35}, "defenders of the northern flank"),
        ("2023-02-14", "Kherson", "ua", {"ua": 3, "ru": 0}, "people at the market"),
    ]
    articles = []
    for text, name, side, values, whom in cases:
        day = dt.date.fromisoformat(text)
        place = places.get(name) or next(p.place_id for p in theatres.read_places("ukraine") if p.name == name)
        front = SITES.get(name, ("ua_rear", "UA", 1))[0]
        for voice, value in values.items():
            outlet = next(key for key, (party, _) in OUTLETS.items() if party == voice)
            speaker = _SPEAKERS[voice][0]
            word = f"killed {value} {whom}" if value else f"there were no losses among the {whom}"
            figure = kit.figure(
                value,
                side=side,
                on=day,
                place=name,
                place_id=place,
                front_id=front,
                claimant=speaker,
                claimant_side=voice,
                quote=f"the strike on {name} {word}",
            )
            later = day + dt.timedelta(days=1)
            title = f"What is said of {name}: {speaker}"
            articles.append(
                _article(f"contested-{text}-{name}-{voice}".lower(), later, outlet, [figure], [], title=title)
            )
    return articles


def _write_hostile(places: dict[str, str]) -> list[Any]:
    where = {"place": "Nikopol", "place_id": places["Nikopol"], "front_id": "nikopol_znpp", "on": LAST}
    quote = "<b onmouseover=window.hacked=1>5 people</b> were \u202edellik\u202c in 'Nikopol'; -- \"quoted\""
    figure = kit.figure(5, side="ua", claimant_side="ua", claimant="<svg onload=window.hacked=1>", quote=quote, **where)
    event = kit.event("explosion", quote="<i onclick=window.hacked=1>A blast</i> shook Nikopol", **where)
    urls = ("javascript:window.hacked=1", 'https://wire.example/"><script>window.hacked=1</script>')
    articles = [
        _article(f"hostile-{n}", LAST, "north-courier", [figure], [event], title=HOSTILE_TITLE, url=url)
        for n, url in enumerate(urls)
    ]
    long = HOSTILE_TITLE * (1_000_000 // len(HOSTILE_TITLE))
    articles.append(_article("hostile-long", LAST, "north-courier", [figure], [event], title=long))
    formula = '=HYPERLINK("https://evil.example";"open")'
    articles.append(_article("hostile-formula", LAST, "north-courier", [figure], [event], title=formula))
    return articles


def _article(
    name: str, day: dt.date, outlet: str, figures: list[Any], events: list[Any], *, title: str, url: str | None = None
) -> Any:  # noqa: ANN401  # a kit article
    quotes = ". ".join(str(row["quote"]) for row in (*figures, *events))
    address = url or f"https://{outlet}.example/{name}"
    return kit.article(
        name,
        figures,
        events,
        published=f"{day}T{6 + len(name) % 12:02d}:00:00",
        title=title,
        source_id=outlet,
        url=address,
        canonical_url=address,
        text=f"Our reporters write from the region. {quotes}. Details could not be checked on the ground.",
        is_sample=True,
        pipeline_version="0.1.0",
    )


def _fetch(day: dt.date, rng: random.Random) -> list[Any]:
    made = []
    for outlet in OUTLETS:
        made.append(kit.fetch(outlet, "new", f"{day}T02:15:00", what="feed", entries=rng.randint(8, 30)))
        outcome = "new" if rng.random() < 0.93 else "FetchError"
        made.append(kit.fetch(outlet, outcome, f"{day}T02:16:00", seconds=round(rng.random() * 2, 2)))
    return made
