-- Large towns, for orientation on the map. Gazetteers list the districts of cities as places of their own: of places
-- close together the one that has most spellings, that is, which most languages have a name for, is the town.
with large as (
    select place_id, name, lat, lon, population, len(spellings) as n_spellings
    from raw.places
    where
        kind = 'settlement'
        and population > 60000
        and country = (select mode(country) from raw.places where kind = 'settlement')
)

select large.name, large.lat, large.lon, large.population
from large
left join large as other
    on
        large.place_id != other.place_id
        and abs(large.lat - other.lat) < 0.25
        and abs(large.lon - other.lon) < 0.4
        and (large.n_spellings, large.place_id) < (other.n_spellings, other.place_id)
group by all
having count(other.place_id) = 0
order by large.population desc
limit 30
