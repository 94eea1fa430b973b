{{ config(parameters=as_of_parameters()) }}
-- contested_as_of: contested as it would have been on the evening of a day.
-- Grain   as contested
-- Reads   int_articles, stg_figures, stg_places
-- Time    what became known after `known_on` does not exist; of all days, or those from `since_day` to `until_day`
-- Counts  as contested, by the same rules
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

versions as (
    {{ contested_from('claims', 'facts') | indent(4) }}
)

select * from versions
