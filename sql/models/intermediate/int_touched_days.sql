-- int_touched_days: the days whose rows in the marts have to be made again.
-- Grain   one row per day
-- Reads   int_touched_incidents, int_touched_happenings, int_calendar; front_days as the run before left it
-- Time    days of touched incidents and happenings, and those that came to the calendar or left it
-- Counts  none on a full build
{% set calendar = ref('int_calendar') %}
select day from {{ ref('int_touched_incidents') }}
union
select day from {{ ref('int_touched_happenings') }}
where day is not null
{% if is_update() %}
union
select coalesce(calendar.day, before.day) as day
from (select distinct day from {{ calendar }}) as calendar
full join (select distinct day from main.front_days) as before on calendar.day = before.day
where calendar.day is null or before.day is null
{% endif %}
