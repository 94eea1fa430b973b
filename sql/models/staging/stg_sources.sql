-- stg_sources: the outlets of the feeds in force.
-- Grain   one row per source_id
-- Reads   raw.sources
-- Time    none
-- Counts  all outlets, verified or not
select
    source_id,
    name,
    url,
    language,
    party,
    zone,
    verified as is_verified
from {{ source('raw', 'sources') }}
