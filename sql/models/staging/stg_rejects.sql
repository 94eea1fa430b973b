-- stg_rejects: what could not be fetched, cleaned or parsed.
-- Grain   one row per reject
-- Reads   raw.rejects
-- Time    day is the day of the reject in the policy's zone
-- Counts  every reject; a page that failed on two days is two
select
    stage,
    source_id,
    subject,
    error,
    reason,
    rejected_at,
    capture_file,
    capture_offset,
    is_sample,
    (rejected_at at time zone '{{ var("day_zone") }}')::date as day
from {{ source('raw', 'rejects') }}
