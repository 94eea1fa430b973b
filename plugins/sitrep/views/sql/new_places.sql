-- Places that the ledger tells of for the first time on the last day of the period.
with told as (
    select place_id, day from int_events where place_id is not null and day <= $until
    union all
    select place_id, day from int_incident_facts where place_id is not null and day <= $until
)

select
    told.place_id,
    places.name,
    places.kind,
    places.admin1,
    count(*) as n_tellings
from told
inner join stg_places as places on told.place_id = places.place_id
group by all
having min(told.day) = $until
order by n_tellings desc, places.name
limit $limit
