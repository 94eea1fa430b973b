-- int_touched_incidents: the incidents to be summed up again, as they were and as they are.
-- Grain   one row per incident_id
-- Reads   int_touched, int_incidents
-- Time    day is the incident's
-- Counts  none on a full build
select
    incident_id,
    day
from {{ ref('int_touched') }}
where incident_id is not null
union
select
    incident_id,
    day
from {{ ref('int_incidents') }}
where
    figure_id in (select figure_id from {{ ref('int_touched') }})
    and last_day in (select distinct last_day from {{ ref('int_touched') }})
