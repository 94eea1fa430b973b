{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=[
        'incident_id in (select incident_id from intermediate.int_touched_incidents)'
        ' and day in (select distinct day from intermediate.int_touched_incidents)'
    ],
    sliced_by='int_incidents'
) }}
-- int_claims: what each side says about each incident; the latest telling wins, earlier values stay beside it.
-- Grain   one row per incident_id and claimant_side (null: the reporter's own voice)
-- Reads   int_incidents, int_touched_incidents
-- Time    known_at is when the standing value was first told
-- Counts  distinct tellings, not copies; a subset is never added to its whole
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

select * from ({{ sum_up_claims('incidents') | indent(4) }})
{{ in_order_of('day') }}
