{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=[
        '(day, front_id) in (select day, front_id from intermediate.int_touched_fronts)'
        ' and day in (select day from intermediate.int_touched_fronts)'
    ]
) }}
-- front_day_claims: what was claimed about each day and front, by effect, kind of thing and side.
-- Grain   one row per day, front_id, effect, entity_group and side
-- Reads   int_claims, int_incident_facts, int_calendar, int_touched_fronts
-- Time    an incident counts on its day, a period on its last
-- Counts  each incident once; roles apart; of a front's total and the incidents in it the larger, never their sum
{% set touched_fronts = ref('int_touched_fronts') %}
with facts as (
    select * from {{ ref('int_incident_facts') }}
    where
        day <= (select max(day) from {{ ref('int_calendar') }})
        and {{ on_touched_front(touched_fronts) }}
),

claims as (
    select * from {{ ref('int_claims') }}
    {% if is_incremental() %}
    where day in (select day from {{ touched_fronts }})
    {% endif %}
)

select * from ({{ claims_by_front_day('claims', 'facts', ref('int_calendar')) | indent(4) }})
{{ in_order_of('day') }}
