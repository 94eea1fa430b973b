{{ config(parameters=as_of_parameters()) }}
-- front_days_as_of: front_days as it would have been on the evening of a day.
-- Grain   as front_days
-- Reads   int_articles, stg_figures, stg_events, stg_fronts
-- Time    what became known after `known_on` does not exist; the calendar ends with the last thing known; of all days,
--         or those from `since_day` to `until_day`
-- Counts  as front_days, by the same rules
with in_force as (
    {{ articles_known_on('known_on') | indent(4) }}
),

counted as (
    {{ counted_figures('in_force', 'since_day', 'until_day') | indent(4) }}
),

grouped as (
    {{ group_incidents('counted') | indent(4) }}
),

incidents as (
    select * from grouped
    where {{ is_asked_for('day') }}
),

facts as (
    {{ describe_incidents('incidents') | indent(4) }}
),

claims as (
    {{ sum_up_claims('incidents') | indent(4) }}
),

clustered as (
    {{ cluster_events('in_force') | indent(4) }}
),

happened as (
    select * from clustered
    where {{ is_asked_for('day') }}
),

events as (
    {{ timeline_from('happened') | indent(4) }}
),

whole_calendar as (
    {{ front_calendar('(select max(known_day) from in_force)') | indent(4) }}
),

calendar as (
    select * from whole_calendar
    where {{ is_asked_for('day') }}
),

days as (select distinct day from calendar),

facts_in_calendar as (
    from facts semi join days on facts.day = days.day
),

day_claims as (
    {{ claims_by_front_day('claims', 'facts_in_calendar', 'calendar') | indent(4) }}
),

events_in_calendar as (
    from events semi join days on events.day = days.day
),

voices as (
    select
        facts.day,
        facts.front_id,
        incidents.story_id,
        incidents.source_id
    from incidents
    inner join facts on incidents.incident_id = facts.incident_id
    semi join days on facts.day = days.day
    union all
    select
        happened.day,
        happened.front_id,
        happened.story_id,
        happened.source_id
    from happened
    semi join days on happened.day = days.day
    where happened.status = 'asserted'
),

told as (
    {{ front_days_from('calendar', 'day_claims', 'events_in_calendar', 'voices') | indent(4) }}
)

select * from told
