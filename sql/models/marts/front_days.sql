{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=[
        '(day, front_id) in (select day, front_id from intermediate.int_touched_fronts)'
        ' and day in (select day from intermediate.int_touched_fronts)'
    ]
) }}
-- front_days: what was reported on each front, day by day.
-- Grain   one row per day and front_id; a quiet day is a row of zeros, and of nulls where a claim would be
-- Reads   int_calendar, front_day_claims, timeline, int_incidents, int_incident_facts, int_events, int_touched_fronts
-- Time    day is the day it happened: a period counts on its last day, with its length in longest_period_days
-- Counts  events and incidents once, however many sources tell them; totals and forecasts are not in it
{% set touched_fronts = ref('int_touched_fronts') %}
{% set on_calendar = 'day in (select day from days)' %}
with calendar as (
    select * from {{ ref('int_calendar') }}
    where {{ on_touched_front(touched_fronts) }}
),

days as (select distinct day from calendar),

claims as (
    select * from {{ ref('front_day_claims') }}
    where {{ on_touched_front(touched_fronts, on_calendar) }}
),

events as (
    select * from {{ ref('timeline') }}
    where {{ on_touched_front(touched_fronts, on_calendar) }}
),

facts as (
    select
        incident_id,
        day,
        front_id
    from {{ ref('int_incident_facts') }}
    where {{ on_touched_front(touched_fronts, on_calendar) }}
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
    where status = 'asserted' and {{ on_touched_front(touched_fronts, on_calendar) }}
)

select * from ({{ front_days_from('calendar', 'claims', 'events', 'voices') | indent(4) }})
{{ in_order_of('day') }}
