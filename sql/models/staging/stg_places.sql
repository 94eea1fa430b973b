-- stg_places: the gazetteer.
-- Grain   one row per place_id
-- Reads   raw.places
-- Time    none
-- Counts  settlements, regions, countries and features
select
    place_id,
    name,
    kind,
    country,
    admin1,
    lat,
    lon,
    population
from {{ source('raw', 'places') }}
