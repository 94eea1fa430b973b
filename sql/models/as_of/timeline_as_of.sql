{{ config(parameters=as_of_parameters()) }}
-- timeline_as_of: timeline as it would have been on the evening of a day.
-- Grain   as timeline
-- Reads   int_articles, stg_events
-- Time    what became known after `known_on` does not exist; of all days, or those from `since_day` to `until_day`
-- Counts  as timeline, by the same rules
with in_force as (
    {{ articles_known_on('known_on') | indent(4) }}
),

clustered as (
    {{ cluster_events('in_force') | indent(4) }}
),

happened as (
    select * from clustered
    where {{ is_asked_for('day') }}
),

told as (
    {{ timeline_from('happened') | indent(4) }}
)

select * from told
