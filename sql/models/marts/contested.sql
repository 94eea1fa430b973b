{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=[
        'incident_id in ('
        ' select incident_id from intermediate.int_touched_incidents'
        ' union all'
        ' select incident_id from intermediate.int_incident_facts'
        ' where (day, site_key) in (select day, site_key from intermediate.int_touched_incidents)'
        ') and day in (select distinct day from intermediate.int_touched_incidents)'
    ]
) }}
-- contested: the sides' versions of one incident, side by side.
-- Grain   one row per incident_id
-- Reads   int_claims, int_incident_facts, stg_figures, stg_places, int_touched_incidents
-- Time    day_first to day_last is what the incident's figures cover
-- Counts  incidents that sides value differently or deny, and the other incidents of the same place and day
{% set touched_incidents = ref('int_touched_incidents') %}
with facts as (
    select * from {{ ref('int_incident_facts') }}
    {% if is_incremental() %}
    where
        day in (select distinct day from {{ touched_incidents }})
        and (day, site_key) in (select
            day,
            site_key
        from {{ touched_incidents }})
    {% endif %}
),

claims as (
    select * from {{ ref('int_claims') }}
    {% if is_incremental() %}
    where
        day in (select distinct day from {{ touched_incidents }})
        and incident_id in (select incident_id from facts)
    {% endif %}
)

select * from ({{ contested_from('claims', 'facts') | indent(4) }})
{{ in_order_of('day') }}
