-- int_touched_fronts: the fronts whose rows in the marts have to be made again, by day.
-- Grain   one row per day and front_id, as incidents and events name it: `a|b` where an article tells of two together
-- Reads   int_touched_incidents, int_touched_happenings, int_incident_facts, int_events, int_calendar;
--         front_days as the run before left it
-- Time    days of touched incidents and happenings, and those that came to the calendar or left it
-- Counts  none on a full build
{% set calendar = ref('int_calendar') %}
{% set facts = ref('int_incident_facts') %}
{% set events = ref('int_events') %}
{% set touched_incidents = ref('int_touched_incidents') %}
{% set touched_happenings = ref('int_touched_happenings') %}
with touched as (
    select
        day,
        front_id
    from {{ touched_incidents }}
    where front_id is not null
    union
    select
        day,
        front_id
    from {{ touched_happenings }}
    where day is not null
    {% if is_update() %}
    union
    select
        day,
        front_id
    from {{ facts }}
    where
        day in (select day from {{ touched_incidents }})
        and incident_id in (select incident_id from {{ touched_incidents }})
    union
    select
        day,
        front_id
    from {{ events }}
    where
        day in (select day from {{ touched_happenings }})
        and happening_id in (select happening_id from {{ touched_happenings }})
    union
    select
        coalesce(now.day, before.day) as day,
        coalesce(now.front_id, before.front_id) as front_id
    from {{ calendar }} as now
    full join main.front_days as before on now.day = before.day and now.front_id = before.front_id
    where now.day is null or before.day is null
    {% endif %}
),

-- What is no front of its day counts where what has no place counts: one of these touches all of them.
gathered_days as (
    select touched.day
    from touched
    left join {{ calendar }} as calendar on touched.day = calendar.day and touched.front_id = calendar.front_id
    where calendar.day is null or touched.front_id = '{{ var("unlocated_front") }}'
),

told as (
    select
        day,
        front_id
    from {{ facts }}
    where day in (select day from gathered_days)
    union
    select
        day,
        front_id
    from {{ events }}
    where day in (select day from gathered_days)
)

from touched
union
select
    day,
    '{{ var("unlocated_front") }}' as front_id
from gathered_days
union
select
    told.day,
    told.front_id
from told
anti join {{ calendar }} as calendar on told.day = calendar.day and told.front_id = calendar.front_id
