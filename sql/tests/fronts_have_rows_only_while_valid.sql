-- A front has a row for every day on which it is one, and for no other.
select
    front_days.day,
    front_days.front_id
from {{ ref('front_days') }} as front_days
inner join {{ ref('stg_fronts') }} as fronts on front_days.front_id = fronts.front_id
where front_days.day < fronts.valid_from or front_days.day > fronts.valid_to
