{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=['article_id in (select article_id from intermediate.int_changed_articles)']
) }}
-- int_totals: running totals of official series, and the increments told beside them.
-- Grain   one row per figure_id
-- Reads   stg_figures, stg_measures, stg_places, stg_fronts, int_articles, int_changed_articles,
--         int_changed_figures
-- Time    day is the as-of day of a total, the last day of an increment
-- Counts  every telling in force by a named side
{% set changed_articles = ref('int_changed_articles') %}
{% set changed_figures = ref('int_changed_figures') %}
with in_force as (
    select * from {{ ref('int_articles') }}
    where
        is_current
        {% if is_incremental() %}
        and article_id in (select article_id from {{ changed_articles }})
        {% endif %}
)

select * from ({{ series_figures('in_force', changed_figures if is_incremental() else none) | indent(4) }})
