-- int_changed_articles: the articles that the incremental models have to look at again.
-- Grain   one row per article_id
-- Reads   raw.changes, raw.model_runs
-- Time    loads after the one that the models were last built from
-- Counts  articles whose rows came, went or differ
select distinct article_id
from {{ source('raw', 'changes') }}
where load_seq > coalesce((select max(load_seq) from {{ source('raw', 'model_runs') }}), 0)
