-- int_touched_incidents: the incidents to be summed up again, as they were and as they are.
-- Grain   one row per incident_id
-- Reads   int_touched, int_incidents; int_incident_facts as the run before left it
-- Time    day is the incident's
-- Counts  none on a full build; front_id is the former front, null where there was none
{% set touched = ref('int_touched') %}
{% set all_incidents = ref('int_incidents') %}
with touched_incidents as (
    select
        incident_id,
        day,
        site_key
    from {{ touched }}
    where incident_id is not null
    union
    select
        incident_id,
        day,
        site_key
    from {{ all_incidents }}
    where
        figure_id in (select figure_id from {{ touched }})
        and last_day in (select distinct last_day from {{ touched }})
)

{% if is_update() %}
select
    touched_incidents.*,
    before.front_id
from touched_incidents
left join intermediate.int_incident_facts as before
    on touched_incidents.incident_id = before.incident_id and touched_incidents.day = before.day
{% else %}
select
    *,
    null::varchar as front_id
from touched_incidents
{% endif %}
