-- Which places changed hands, or were said to?
select
    day,
    place,
    front_id,
    actor_side,
    status,
    n_sources
from timeline
where type = 'territorial_change'
order by day, place
