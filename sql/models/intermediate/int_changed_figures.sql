-- int_changed_figures: the figures of the changed articles, so that one look through the ledger serves all models.
-- Grain   one row per figure_id
-- Reads   stg_figures, int_changed_articles
-- Time    as stg_figures
-- Counts  all figures of all revisions; none on a full build
{% set all_figures = ref('stg_figures') %}
{% set changed_articles = ref('int_changed_articles') %}
select * from {{ all_figures }}
{% if is_update() %}
where article_id in (select article_id from {{ changed_articles }})
{% else %}
where false
{% endif %}
