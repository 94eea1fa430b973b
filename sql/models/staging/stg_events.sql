-- stg_events: the events as told.
-- Grain   one row per event_id
-- Reads   raw.events
-- Time    day is the last day of the event, null where the article gives no hold
-- Counts  all events of all revisions, whatever their status
select
    event_id,
    article_id,
    revision,
    type,
    actor_side,
    date_start,
    date_end,
    date_basis,
    place,
    place_id,
    front_id,
    status,
    quote,
    coalesce(date_end, date_start) as day,
    coalesce(place_id, nullif(lower(trim(place)), '')) as place_key
from {{ source('raw', 'events') }}
