-- stg_fetches: every request of a feed, a page or a robots.txt.
-- Grain   one row per request
-- Reads   raw.fetches
-- Time    day is the day of the request in the policy's zone
-- Counts  every request
select
    source_id,
    url,
    final_url,
    what,
    fetched_at,
    status,
    outcome,
    body_bytes,
    seconds,
    entries,
    is_sample,
    (fetched_at at time zone '{{ var("day_zone") }}')::date as day
from {{ source('raw', 'fetches') }}
