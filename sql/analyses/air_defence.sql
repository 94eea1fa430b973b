-- How many drones and missiles were launched, and how many shot down, night by night?
select
    day,
    entity_group,
    max(value) filter (where effect = 'launched') as launched,
    max(value) filter (where effect = 'intercepted') as intercepted
from incidents
where
    effect in ('launched', 'intercepted')
    and entity_group in ('drone', 'missile')
    and front_id = 'unspecified'
group by day, entity_group
order by day, entity_group
