{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=['day in (select day from intermediate.int_touched_days)']
) }}
-- front_days: what was reported on each front, day by day.
-- Grain   one row per day and front_id; a quiet day is a row of zeros, and of nulls where a claim would be
-- Reads   int_calendar, front_day_claims, timeline, int_incidents, int_incident_facts, int_events, int_touched_days
-- Time    day is the day it happened: a period counts on its last day, with its length in longest_period_days
-- Counts  events and incidents once, however many sources tell them; totals and forecasts are not in it
{% set touched_days = ref('int_touched_days') %}
with calendar as (
    select * from {{ ref('int_calendar') }}
    {% if is_incremental() %}
    where day in (select day from {{ touched_days }})
    {% endif %}
),

days as (select distinct day from calendar),

claims as (
    select * from {{ ref('front_day_claims') }}
    where day in (select day from days)
),

events as (
    select * from {{ ref('timeline') }}
    where day in (select day from days)
),

facts as (
    select
        incident_id,
        day,
        front_id
    from {{ ref('int_incident_facts') }}
    where day in (select day from days)
),

voices as (
    select
        facts.day,
        facts.front_id,
        incidents.story_id,
        incidents.source_id
    from {{ ref('int_incidents') }} as incidents
    inner join facts on incidents.incident_id = facts.incident_id
    where incidents.day in (select day from days)
    union all
    select
        day,
        front_id,
        story_id,
        source_id
    from {{ ref('int_events') }}
    where status = 'asserted' and day in (select day from days)
)

select * from ({{ front_days_from('calendar', 'claims', 'events', 'voices') | indent(4) }})
{{ in_order_of('day') }}
