-- int_changed_figures: the figures of the changed articles, so that one look through the ledger serves all models.
-- Grain   one row per figure_id
-- Reads   raw.figures, int_changed_articles
-- Time    as stg_figures
-- Counts  all figures of all revisions; none on a full build
{% set ledger = source('raw', 'figures') %}
{% set changed_articles = ref('int_changed_articles') %}
{% if is_update() %}
-- One column finds the rows; the others, and what is computed of them, are read of the found rows alone.
with found as materialized (
    select rowid as row_id from {{ ledger }}
    where article_id in (select article_id from {{ changed_articles }})
),

changed as (
    from {{ ledger }}
    where rowid in (select row_id from found)
)

select * from ({{ stage_figures('changed') | indent(4) }})
{% else %}
select * from ({{ stage_figures(ledger) | indent(4) }})
where false
{% endif %}
