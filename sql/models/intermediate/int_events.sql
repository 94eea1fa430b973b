{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=['article_id in (select article_id from intermediate.int_changed_articles)']
) }}
-- int_events: the events of articles in force, under the happening_id of what happened.
-- Grain   one row per event_id
-- Reads   stg_events, int_articles, int_changed_articles, int_touched_happenings
-- Time    day is the event's last; null where the article gives no hold
-- Counts  every telling, denied and expected events too
-- depends_on: {{ ref('int_touched_happenings') }}, which has to see what this table held before
{% set changed_articles = ref('int_changed_articles') %}
with in_force as (
    select * from {{ ref('int_articles') }}
    where
        is_current
        {% if is_incremental() %}
        and article_id in (select article_id from {{ changed_articles }})
        {% endif %}
)

select * from ({{ cluster_events('in_force') | indent(4) }})
{{ in_order_of('day') }}
