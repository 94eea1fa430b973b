"""Make ledgers of millions of figures: articles, stories and their copies, claims by two sides, tallies.

In      how many figures; a warehouse that holds the theatre's reference tables
Out     rows of raw.articles, raw.figures and raw.events, written by the database itself; the same for the same number
Units   ten figures an article; a night is 5,000 figures
Why so  What makes the models work hard is how figures meet: most are about the day before their article, some about the
        week, a few about anything since the start; a few places and series have most of them; every third article is
        a copy; one in fifty figures is a running total. The shares are the same at every size, to compare sizes.
"""

from __future__ import annotations

import datetime as dt

import duckdb

FIGURES_PER_ARTICLE = 10
FIRST = dt.date(2022, 2, 24)
LAST = dt.date(2026, 11, 20)

# Deterministic draws: a hash of the row's number and a salt, as a share in [0, 1).
_MACROS = """
    create or replace temp macro draw(n, salt) as (md5_number_lower(n::varchar || salt) % 1000003) / 1000003.0;
    create or replace temp macro pick(n, salt, options) as
        options[1 + (draw(n, salt) * len(options))::bigint % len(options)];
"""

_PLACES = """
    create or replace temp table bench_places as
    select
        place_id, name, row_number() over (order by population desc, place_id) - 1 as n,
        (select front_id from raw.fronts where valid_to is null order by md5(front_id || place_id) limit 1) as front_id
    from raw.places where kind = 'settlement' and population > 0
    order by population desc, place_id limit 4000
"""

_ARTICLES = """
    create or replace temp table bench_articles as
    select
        n,
        left(md5('article' || n), 16) as article_id,
        -- Every third article is a copy of the one before.
        left(md5('article' || (case when n % 3 = 2 then n - 1 else n end)), 16) as story_id,
        case when n % 3 = 2 then n - 1 else n end as told,
        {day} as day,
        'source' || (n % 60) as source_id
    from range({first}, {last}) as numbers (n)
"""

_INSERT_ARTICLES = """
    insert into raw.articles by name
    select
        article_id, 0 as revision, 'https://bench.example/' || article_id as url, url as canonical_url, source_id,
        'Report ' || n as title, 'en' as language, day + to_hours((n % 24)::integer) as published_at,
        day as published_day, 'feed' as published_basis, published_at + interval 1 hour as captured_at,
        'text ' || article_id as text, article_id as text_hash, false as is_paywalled, false as is_sample,
        'captures/bench.warc.gz' as capture_file, n as capture_offset, '1' as pipeline_version,
        'bench' as shard_id, story_id
    from bench_articles order by n
"""

_DRAWS = """
    create or replace temp table bench_figures as
    with numbered as (
        select a.*, k.k, a.told * 100 + k.k as t
        from bench_articles as a cross join range({per_article}) as k (k)
    )

    select
        article_id,
        k,
        t,
        case
            when draw(t, 'lag') < 0.80 then day - 1
            when draw(t, 'lag') < 0.93 then day
            when draw(t, 'lag') < 0.985 then day - (2 + draw(t, 'week') * 6)::integer
            when draw(t, 'lag') < 0.998 then day - (8 + draw(t, 'past') * 60)::integer
            else date '{first_day}' + (draw(t, 'ever') * (day - date '{first_day}'))::integer
        end as last_day,
        case
            when draw(t, 'kind') < 0.60 then 'incident'
            when draw(t, 'kind') < 0.95 then 'period'
            when draw(t, 'kind') < 0.97 then 'cumulative'
            else 'stock'
        end as kind,
        draw(t, 'length') as length_draw,
        -- A few places are in the news every day: the square of a share favours the first.
        (pow(draw(t, 'place'), 3) * 4000)::bigint as place_n,
        draw(t, 'site') as site_draw,
        pick(t, 'effect', [
            'killed', 'killed', 'wounded', 'wounded', 'casualties', 'destroyed', 'destroyed', 'intercepted', 'launched',
            'damaged', 'captured', 'carried_out', 'evacuated'
        ]) as effect,
        pick(t, 'side', ['ru', 'ru', 'ua', 'ua', 'ua', null]) as side,
        pick(t, 'claimant', ['ua', 'ua', 'ru', 'ru', 'third', null]) as claimant_side,
        1 + (pow(draw(t, 'value'), 4) * 300)::bigint as value
    from numbered
"""

_INSERT_FIGURES = """
    insert into raw.figures by name
    select
        left(md5(article_id || k), 16) as figure_id,
        article_id,
        0 as revision,
        case
            when kind = 'cumulative' then 1000 + 700 * (last_day - date '{first_day}')
            else f.value
        end::double as value,
        pick(t, 'qualifier', ['exact', 'exact', 'exact', 'exact', 'at_least', 'about', 'at_most', 'vague'])
            as qualifier,
        case when kind = 'cumulative' then 'killed' else effect end as effect,
        case
            when kind = 'cumulative' then 'military'
            when effect in ('killed', 'wounded', 'casualties', 'captured', 'evacuated')
                then pick(t, 'people', ['military', 'person', 'person', 'civilian', 'child'])
            when effect in ('intercepted', 'launched') then pick(t, 'air', ['drone', 'missile'])
            when effect = 'carried_out' then 'attack'
            else pick(t, 'thing', ['tank', 'vehicle', 'artillery', 'building', 'armoured_vehicle'])
        end as entity,
        case when kind = 'cumulative' then 'ru' else side end as side,
        kind,
        claimant_side as claimant,
        claimant_side,
        case
            when draw(t, 'status') < 0.97 then 'asserted'
            when draw(t, 'status') < 0.985 then 'denied'
            else 'forecast'
        end as status,
        case
            when kind = 'cumulative' then date '{first_day}'
            when length_draw < 0.5 then last_day
            when length_draw < 0.92 then last_day - 1
            when length_draw < 0.98 then last_day - 6
            else last_day - 29
        end as date_start,
        last_day as date_end,
        'bench' as date_basis,
        case when is_placed then p.name end as place,
        case when is_placed then p.place_id end as place_id,
        case when kind = 'cumulative' or site_draw > 0.85 then 'unspecified' else p.front_id end as front_id,
        f.value || ' ' || effect as quote,
        'text' as span_field,
        0 as span_start,
        4 as span_end,
        []::varchar[] as rules
    from (select *, site_draw < 0.6 and kind in ('incident', 'period') as is_placed from bench_figures) as f
    inner join bench_places as p on f.place_n % {places} = p.n
"""

_INSERT_EVENTS = """
    insert into raw.events by name
    select
        left(md5(article_id || 'event' || k), 16) as event_id, article_id, 0 as revision,
        pick(t, 'type', ['strike', 'strike', 'ground_attack', 'air_defence', 'territorial_change']) as type,
        pick(t, 'actor', ['ru', 'ru', 'ua', null]) as actor_side, last_day as date_start, last_day as date_end,
        'bench' as date_basis, p.name as place, p.place_id, p.front_id, 'asserted' as status, 'struck' as quote,
        'text' as span_field, 0 as span_start, 4 as span_end, []::varchar[] as rules
    from bench_figures as f
    inner join bench_places as p on f.place_n % {places} = p.n
    where k < 2
"""


def fill_history(con: duckdb.DuckDBPyConnection, n_figures: int) -> None:
    """Write a history of that many figures, spread evenly over all days."""
    n = n_figures // FIGURES_PER_ARTICLE
    days = (LAST - FIRST).days
    _write(con, 0, n, f"date '{FIRST}' + (n * {days} // {n})::integer")


def add_night(con: duckdb.DuckDBPyConnection, n_figures: int, number: int = 0) -> None:
    """Write one more night of that many figures, and note it as a load would."""
    first = 100_000_000 + number * 1_000_000
    night = LAST + dt.timedelta(days=1 + number)
    _write(con, first, first + n_figures // FIGURES_PER_ARTICLE, f"date '{night}'")


def _write(con: duckdb.DuckDBPyConnection, first: int, last: int, day: str) -> None:
    con.execute(_MACROS)
    con.execute(_PLACES)
    con.execute("begin")
    # In slices, so that a history of ten millions is made in bounded memory.
    for start in range(first, last, 100_000):
        stop = min(start + 100_000, last)
        con.execute(_ARTICLES.format(day=day, first=start, last=stop))
        con.execute(_INSERT_ARTICLES)
        con.execute(_DRAWS.format(per_article=FIGURES_PER_ARTICLE, first_day=FIRST))
        con.execute(_INSERT_FIGURES.format(first_day=FIRST, places=4000))
        con.execute(_INSERT_EVENTS.format(places=4000))
        con.execute("""
            insert into raw.changes
            select (select coalesce(max(load_seq), 0) + 1 from raw.changes), article_id from bench_articles
        """)
    con.execute("commit")
