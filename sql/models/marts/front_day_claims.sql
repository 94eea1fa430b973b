{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=['day in (select day from intermediate.int_touched_days)']
) }}
-- front_day_claims: what was claimed about each day and front, by effect, kind of thing and side.
-- Grain   one row per day, front_id, effect, entity_group and side
-- Reads   int_claims, int_incident_facts, int_calendar, int_touched_days
-- Time    an incident counts on its day, a period on its last
-- Counts  each incident once; roles apart; of a front's total and the incidents in it the larger, never their sum
{% set touched_days = ref('int_touched_days') %}
with facts as (
    select * from {{ ref('int_incident_facts') }}
    where
        day <= (select max(day) from {{ ref('int_calendar') }})
        {% if is_incremental() %}
        and day in (select day from {{ touched_days }})
        {% endif %}
),

claims as (
    select * from {{ ref('int_claims') }}
    {% if is_incremental() %}
    where day in (select day from {{ touched_days }})
    {% endif %}
)

select * from ({{ claims_by_front_day('claims', 'facts', ref('int_calendar')) | indent(4) }})
{{ in_order_of('day') }}
