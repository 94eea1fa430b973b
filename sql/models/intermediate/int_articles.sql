{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=['article_id in (select article_id from intermediate.int_changed_articles)']
) }}
-- int_articles: article revisions and when each could be known, with the counts of what they state.
-- Grain   one row per article_id and revision
-- Reads   stg_articles, stg_figures, stg_events, int_changed_articles, int_changed_figures
-- Time    known_at and superseded_at as in stg_articles; is_current is what is in force now
-- Counts  figures and events of the revision, and how many of the figures are dated, placed, on a front, claimed
{% set changed_articles = ref('int_changed_articles') %}
{% set changed_figures = ref('int_changed_figures') %}
{% set all_figures = ref('stg_figures') %}
with {% if is_incremental() %}
captured as (
    from {{ source('raw', 'articles') }}
    where article_id in (select article_id from {{ changed_articles }})
),

articles as (
    {{ date_articles('captured') | indent(4) }}
),
{% else %}
articles as (
    select * from {{ ref('stg_articles') }}
),
{% endif %}

figures as (
    select
        article_id,
        revision,
        count(*) as n_figures,
        count(last_day) as n_dated,
        count(place_key) as n_placed,
        count(nullif(front_id, '{{ var("unlocated_front") }}')) as n_on_front,
        count(claimant_side) as n_claimed
    from {{ changed_figures if is_incremental() else all_figures }}
    group by article_id, revision
),

events as (
    select
        article_id,
        revision,
        count(*) as n_events
    from {{ ref('stg_events') }}
    {% if is_incremental() %}
    where article_id in (select article_id from {{ changed_articles }})
    {% endif %}
    group by article_id, revision
)

select
    articles.*,
    articles.superseded_at is null as is_current,
    coalesce(figures.n_figures, 0) as n_figures,
    coalesce(figures.n_dated, 0) as n_dated,
    coalesce(figures.n_placed, 0) as n_placed,
    coalesce(figures.n_on_front, 0) as n_on_front,
    coalesce(figures.n_claimed, 0) as n_claimed,
    coalesce(events.n_events, 0) as n_events
from articles
left join figures on articles.article_id = figures.article_id and articles.revision = figures.revision
left join events on articles.article_id = events.article_id and articles.revision = events.revision
