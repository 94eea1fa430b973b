-- What was known of the deadliest contested incident on the next day, and what is known now?
with deadliest as (
    select
        incident_id,
        day
    from contested
    where effect = 'killed' and is_disputed
    order by greatest(coalesce(value_ua, 0), coalesce(value_ru, 0), coalesce(value_third, 0)) desc, incident_id
    limit 1
)

select
    'now' as known,
    place,
    value_ua,
    value_ru,
    value_third
from contested
where incident_id = (select incident_id from deadliest)
union all
select
    'on the next day' as known,
    place,
    value_ua,
    value_ru,
    value_third
from contested_as_of((select day + 1 from deadliest))
where incident_id = (select incident_id from deadliest)
