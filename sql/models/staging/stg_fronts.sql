-- stg_fronts: the fronts of the theatre, and the days on which each was one.
-- Grain   one row per front_id
-- Reads   raw.fronts
-- Time    valid_from and valid_to are days, both included; no valid_to means still a front
-- Counts  all fronts, past ones too
select
    front_id,
    name,
    lineage,
    sector,
    valid_from,
    valid_to,
    predecessors,
    radius_km,
    aliases
from {{ source('raw', 'fronts') }}
