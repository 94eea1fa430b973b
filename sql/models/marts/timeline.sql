{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=['happening_id in (select happening_id from intermediate.int_touched_happenings)']
) }}
-- timeline: what happened, once each, as first told.
-- Grain   one row per event_id; the events of all articles about one happening are one row
-- Reads   int_events, int_touched_happenings
-- Time    day is the last day of the event, null where no article gives hold; known_at is the first telling
-- Counts  happenings: one type, day and place (else front); denied and expected ones are told by status
{% set all_events = ref('int_events') %}
{% set touched_happenings = ref('int_touched_happenings') %}
with events as (
    select * from {{ all_events }}
    {% if is_incremental() %}
    where happening_id in (select happening_id from {{ touched_happenings }})
    {% endif %}
)

select * from ({{ timeline_from('events') | indent(4) }})
{{ in_order_of('day') }}
