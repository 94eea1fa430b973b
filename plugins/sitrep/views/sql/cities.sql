-- Large towns, for orientation on the map. Gazetteers list the districts of cities as places of their own: of places
-- close together the one that fronts are named after is the town, else the one that most languages have a name for.
with known as (
    select name from raw.fronts
    union
    select unnest(aliases) from raw.fronts
    union
    select name from raw.front_anchors
),

large as (
    select
        place_id,
        name,
        lat,
        lon,
        population,
        (name in (select name from known) or population > 500000, len(spellings), place_id) as renown
    from raw.places
    where
        kind = 'settlement'
        and population > 95000
        and country = (select mode(country) from raw.places where kind = 'settlement')
)

select large.name, large.lat, large.lon, large.population
from large
left join large as other
    on
        large.renown < other.renown
        and abs(large.lat - other.lat) < 0.25
        and abs(large.lon - other.lon) < 0.4
group by all
having count(other.place_id) = 0
order by large.population desc
limit 30
