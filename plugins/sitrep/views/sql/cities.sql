-- Large towns, for orientation on the map.
select name, lat, lon, population
from stg_places
where
    kind = 'settlement'
    and population > 230000
    and country = (select mode(country) from stg_places where kind = 'settlement')
order by population desc
limit 24
