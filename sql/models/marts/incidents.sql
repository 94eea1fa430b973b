{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=[
        'incident_id in (select incident_id from intermediate.int_touched_incidents)'
        ' and day in (select distinct day from intermediate.int_touched_incidents)'
    ]
) }}
-- incidents: every incident with one preferred value, and the span of all claims about it.
-- Grain   one row per incident_id
-- Reads   int_claims, int_incident_facts, stg_places, int_touched_incidents
-- Time    day is the one that all its figures share; a period's last day
-- Counts  asserted claims; the policy `preference` chooses among claimants, nothing is averaged or added
{% set touched_incidents = ref('int_touched_incidents') %}
with facts as (
    select * from {{ ref('int_incident_facts') }}
    {% if is_incremental() %}
    where
        day in (select distinct day from {{ touched_incidents }})
        and incident_id in (select incident_id from {{ touched_incidents }})
    {% endif %}
),

claims as (
    select * from {{ ref('int_claims') }}
    {% if is_incremental() %}
    where
        day in (select distinct day from {{ touched_incidents }})
        and incident_id in (select incident_id from {{ touched_incidents }})
    {% endif %}
)

select * from ({{ prefer_claims('claims', 'facts') | indent(4) }})
{{ in_order_of('day') }}
