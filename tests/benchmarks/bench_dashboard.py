"""The dashboard on a large ledger: seconds to the first view in a browser, and seconds and bytes of each answer.

Usage: bench_dashboard.py [FIGURES] [--home FOLDER]   default 3000000 in a folder of its own, removed at the end
The ledger is random: four years of days, a hundred fronts, one article for ten figures, every second figure with a
place, one in ten contested. With --home the ledger is kept, and found again by the next run.
"""

import argparse
import datetime as dt
import shutil
import sys
import tempfile
import time
from pathlib import Path

from fastapi.testclient import TestClient
from playwright.sync_api import sync_playwright

from sitrep.dashboard.app import TABLES
from sitrep.dashboard.serve import make_token_app
from sitrep.load.references import load_references
from sitrep.models import build_models
from sitrep.publish import publish_snapshot
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))
import browser_kit
from measuring import say

FIRST, DAYS, FRONTS = dt.date(2022, 2, 24), 1461, 100
LIMIT_SECONDS = 1.0
LIMIT_SECONDS_AS_KNOWN = 3.0
LIMIT_BYTES = 600_000


def build_ledger(settings: Settings, figures: int) -> None:
    """Write random rows straight into the raw tables, build the models, publish."""
    started = time.perf_counter()
    with hold_warehouse(settings, "bench") as con:
        load_references(con, settings)
        con.execute("select setseed(0.5)")
        con.execute(
            """
            insert into raw.fronts
            select 'bench_' || n, 'Bench front ' || n, 'bench', 'bench', ?, null, [], 20, []
            from range(? - (select count(*) from raw.fronts)) as numbers (n)
            """,
            [FIRST, FRONTS],
        )
        con.execute(
            """
            create temp table sites as
            select row_number() over () - 1 as site, front_id, place_id, name
            from (select front_id, row_number() over (order by front_id) as n from raw.fronts) as fronts
            inner join (
                select place_id, name, row_number() over (order by population desc) as n
                from raw.places where kind = 'settlement' and lat is not null limit 2000
            ) as places on places.n % (select count(*) from raw.fronts) = fronts.n - 1
            """
        )
        articles = max(1, figures // 10)
        con.execute(
            """
            insert into raw.articles
            select
                'a' || n, 0, 'https://wire.example/' || n, 'https://wire.example/' || n, 'outlet-' || n % 60,
                'Report ' || n, null, 'en', told_at, told_at::date, 'feed', told_at + interval 40 minute,
                'Figures of report ' || n, 'h' || n, false, false, 'captures/x.warc.gz', n, '1', [], [], 's', 'a' || n
            from (
                select n, ?::timestamptz + to_seconds((n::double / ? * ? * 86400)::bigint) as told_at
                from range(?) as numbers (n)
            )
            """,
            [FIRST, articles, DAYS, articles],
        )
        # Two sides tell of each incident: figure n and figure n + half are about the same.
        con.execute(
            """
            insert into raw.figures
            select
                'f' || n, 'a' || article, 0, 1 + (hash(n) % 40)::bigint, null, 'exact',
                ['killed', 'wounded', 'destroyed', 'intercepted', 'captured', 'casualties'][1 + topic % 6],
                case when topic % 6 in (2, 3) then ['tank', 'drone'][1 + topic % 2] else 'military' end,
                ['ua', 'ru'][1 + (topic // 7) % 2], 'incident', 'the command', null,
                ['ua', 'ru', 'third'][1 + n % 3], 'asserted', day, day, 'stated',
                case when n % 2 = 0 then sites.name end, case when n % 2 = 0 then sites.place_id end, sites.front_id,
                'Figures of', 'text', 0, 10, null, null, ['bench']
            from (
                select
                    n,
                    n // 10 as article,
                    (hash(n // 3) % 1000003)::bigint as topic,
                    ?::date + (n::double / ? * ?)::integer as day
                from range(?) as numbers (n)
            )
            inner join sites on site = topic % (select count(*) from sites)
            """,
            [FIRST, figures, DAYS - 2, figures],
        )
        con.execute(
            """
            insert into raw.events
            select
                'e' || n, 'a' || n * 2, 0,
                ['strike', 'ground_attack', 'air_defence', 'explosion', 'evacuation'][1 + (hash(n) % 5)::bigint],
                'ru', day, day, 'stated', sites.name, sites.place_id, sites.front_id, 'asserted', 'Figures of', 'text',
                0, 10, ['bench']
            from (
                select n, (hash(n // 2) % 1000003)::bigint as topic, ?::date + (n::double / ? * ?)::integer as day
                from range(?) as numbers (n)
            )
            inner join sites on site = topic % (select count(*) from sites)
            """,
            [FIRST, articles // 2, DAYS - 2, articles // 2],
        )
        con.execute("insert into raw.changes select 1, article_id from raw.articles")
    say(f"   ledger of {figures:,} figures written in {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    build_models(settings)
    publish_snapshot(settings, dt.datetime.now(dt.UTC))
    say(f"   models built and published in {time.perf_counter() - started:.0f} s")


def measure_answers(settings: Settings) -> list[str]:
    """Ask every view over the default period, over all days, and as known on a day; return what is over the limits."""
    over = []
    headers = {"Authorization": "Bearer t"}
    days = {"from": FIRST.isoformat(), "to": (FIRST + dt.timedelta(days=DAYS)).isoformat()}
    known = {"known": (FIRST + dt.timedelta(days=DAYS // 2)).isoformat()}
    cases = {"default": {}, "four years": days, "as known": known}
    with TestClient(make_token_app(settings, "t"), base_url="http://127.0.0.1", headers=headers) as client:
        say("   view              " + "".join(f"{name:>22}" for name in cases))
        for view in TABLES:
            cells = []
            for name, query in cases.items():
                measure = {"measure": "killed", "side": "ua"} if view == "map_claims" else {}
                # These two are only asked for a mark: a front on some days.
                mark = {"front": "bakhmut"} if view in {"figures", "events"} else {}
                started = time.perf_counter()
                answer = client.get(f"/api/{view}", params={**query, **measure, **mark})
                seconds = time.perf_counter() - started
                size = f"{len(answer.content) / 1000:5.0f} kB" if answer.is_success else f"refused {answer.status_code}"
                cells.append(f"{seconds:8.2f} s {size:>11}")
                # What was known on a day is worked out anew.
                limit = {"default": LIMIT_SECONDS, "as known": LIMIT_SECONDS_AS_KNOWN}.get(name)
                is_late = limit is not None and seconds > limit
                if is_late or len(answer.content) > LIMIT_BYTES or not answer.is_success:
                    over.append(f"{view}, {name}: {answer.status_code}, {seconds:.2f} s, {len(answer.content)} bytes")
            say(f"   {view:18}" + "".join(f"{cell:>22}" for cell in cells))
    return over


def measure_first_view(settings: Settings) -> float:
    """Seconds from asking for the page to all of it drawn, in a browser that has been there before."""
    with browser_kit.serve(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_kit.CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        times = []
        for _ in range(3):
            page.reload()
            page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
            times.append(page.evaluate("performance.measure('first-view', undefined, 'drawn').duration / 1000"))
        browser.close()
    return min(times)


def main() -> None:
    """Build or find the ledger, measure, and fail past a limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("figures", nargs="?", type=int, default=3_000_000)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    home = options.home or Path(tempfile.mkdtemp(prefix="sitrep-bench-"))
    settings = Settings(home=home)
    try:
        if not settings.snapshot.exists():
            build_ledger(settings, options.figures)
        over = measure_answers(settings)
        if browser_kit.CHROMIUM is not None:
            seconds = measure_first_view(settings)
            say(f"   first view drawn after {seconds:.2f} s")
            over += [f"first view: {seconds:.2f} s"] if seconds > LIMIT_SECONDS else []
    finally:
        if options.home is None:
            shutil.rmtree(home, ignore_errors=True)
    if over:
        sys.exit("over the limits: " + "; ".join(over))


if __name__ == "__main__":
    main()
