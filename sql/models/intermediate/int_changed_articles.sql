-- int_changed_articles: the articles that the incremental models have to look at again.
-- Grain   one row per article_id
-- Reads   raw.changes, raw.model_runs; int_articles as the run before left it
-- Time    loads after the one that the models were last built from
-- Counts  articles whose rows came, went or differ; is_known are those that the models hold rows of
select
    article_id,
    {% if is_update() %}
    article_id in (select article_id from intermediate.int_articles) as is_known
    {% else %}
    false as is_known
    {% endif %}
from {{ source('raw', 'changes') }}
where load_seq > coalesce((select max(load_seq) from {{ source('raw', 'model_runs') }}), 0)
group by article_id
