-- source_health: how each outlet's feed and pages answered, day by day.
-- Grain   one row per day and source_id
-- Reads   stg_fetches, stg_rejects, int_articles, stg_sources
-- Time    day of the request, of the reject, of the article's capture
-- Counts  requests of that day; median_delay_minutes is from publication to capture
with requests as (
    select
        day,
        source_id,
        coalesce(sum(entries) filter (where what = 'feed'), 0)::bigint as n_entries,
        count(*) filter (where what = 'page' and outcome = 'new') as n_fetched,
        count(*) filter (where outcome = 'unchanged') as n_unchanged,
        count(*) filter (where outcome = 'skipped') as n_skipped,
        count(*) filter (where outcome not in ('new', 'unchanged', 'skipped')) as n_failed,
        round(median(seconds), 3) as median_seconds
    from {{ ref('stg_fetches') }}
    where what != 'robots'
    group by day, source_id
),

reasons as (
    select
        day,
        coalesce(source_id, '?') as source_id,
        error,
        count(*) as n,
        bool_or(reason like '%counted as dead') as is_dead
    from {{ ref('stg_rejects') }}
    group by all
),

rejects as (
    select
        day,
        source_id,
        sum(n)::bigint as n_rejects,
        string_agg(error || ' ' || n, ', ' order by n desc, error asc) as rejects_by_reason,
        bool_or(is_dead) as is_dead
    from reasons
    group by day, source_id
),

delays as (
    select
        captured_day as day,
        source_id,
        count(*) as n_articles,
        -- Not date_diff, which asks the calendar of a zone for every article.
        round(
            median(epoch_ms(captured_at) - epoch_ms(published_at)) filter (where published_basis = 'feed') / 60000, 1
        ) as median_delay_minutes
    from {{ ref('int_articles') }}
    group by all
),

keys as (
    select
        day,
        source_id
    from requests
    union
    select
        day,
        source_id
    from rejects
    union
    select
        day,
        source_id
    from delays
)

select
    keys.day,
    keys.source_id,
    sources.name as source,
    sources.party,
    coalesce(requests.n_entries, 0) as n_entries,
    coalesce(requests.n_fetched, 0) as n_fetched,
    coalesce(requests.n_unchanged, 0) as n_unchanged,
    coalesce(requests.n_skipped, 0) as n_skipped,
    coalesce(requests.n_failed, 0) as n_failed,
    coalesce(delays.n_articles, 0) as n_articles,
    coalesce(rejects.n_rejects, 0) as n_rejects,
    rejects.rejects_by_reason,
    coalesce(rejects.is_dead, false) as is_dead,
    delays.median_delay_minutes,
    requests.median_seconds
from keys
left join requests on keys.day = requests.day and keys.source_id = requests.source_id
left join rejects on keys.day = rejects.day and keys.source_id = rejects.source_id
left join delays on keys.day = delays.day and keys.source_id = delays.source_id
left join {{ ref('stg_sources') }} as sources on keys.source_id = sources.source_id
