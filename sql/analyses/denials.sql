-- What does one side claim and another deny?
select
    day,
    place,
    effect,
    side,
    value_ua,
    value_ru,
    value_third,
    denied_by
from contested
where len(denied_by) > 0
order by day, incident_id
