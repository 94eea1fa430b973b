{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=[
        'incident_id in (select incident_id from intermediate.int_touched_incidents)'
        ' and day in (select distinct day from intermediate.int_touched_incidents)'
    ],
    sliced_by='int_incidents'
) }}
-- int_incident_facts: what is common to the figures of an incident.
-- Grain   one row per incident_id
-- Reads   int_incidents, int_touched_incidents
-- Time    day_first to day_last is what its figures cover, day the one that they share
-- Counts  stories and sources that tell of it
{% set all_incidents = ref('int_incidents') %}
{% set touched_incidents = ref('int_touched_incidents') %}
with incidents as (
    select * from {{ all_incidents }}
    {% if is_incremental() %}
    where
        day in (select distinct day from {{ touched_incidents }})
        and incident_id in (select incident_id from {{ touched_incidents }})
    {% else %}
    where {{ in_slice('day') }}
    {% endif %}
)

select * from ({{ describe_incidents('incidents') | indent(4) }})
{{ in_order_of('day') }}
