-- stg_measures: the official series, one row for each effect that outlets call them by.
-- Grain   one row per measure_id and effect
-- Reads   raw.measures
-- Time    none
-- Counts  all series; position is the order in which a figure looks for its own
select
    measure_id,
    name,
    side,
    entity,
    unit,
    wording,
    position,
    "group" as measure_group,
    unnest(effects) as effect
from {{ source('raw', 'measures') }}
