{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=['day in (select day from intermediate.int_touched_days)']
) }}
-- contested: the sides' versions of one incident, side by side.
-- Grain   one row per incident_id
-- Reads   int_claims, int_incident_facts, stg_figures, stg_places, int_touched_days
-- Time    day_first to day_last is what the incident's figures cover
-- Counts  incidents that sides value differently or deny, and the other incidents of the same place and day
{% set touched_days = ref('int_touched_days') %}
with facts as (
    select * from {{ ref('int_incident_facts') }}
    {% if is_incremental() %}
    where day in (select day from {{ touched_days }})
    {% endif %}
),

claims as (
    select * from {{ ref('int_claims') }}
    {% if is_incremental() %}
    where day in (select day from {{ touched_days }})
    {% endif %}
)

select * from ({{ contested_from('claims', 'facts') | indent(4) }})
{{ in_order_of('day') }}
