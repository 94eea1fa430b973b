{{ config(materialized='view') }}
-- int_stories: the stories, each told by one article or by many.
-- Grain   one row per story_id
-- Reads   int_articles
-- Time    first and latest telling by when they became known
-- Counts  articles in force and the sources that carry them
select
    story_id,
    min_by(article_id, (known_at, article_id)) as first_article_id,
    min(known_at) as first_known_at,
    max_by(article_id, (known_at, article_id)) as latest_article_id,
    max(known_at) as latest_known_at,
    min_by(title, (known_at, article_id)) as title,
    count(*) as n_articles,
    count(distinct source_id) as n_sources
from {{ ref('int_articles') }}
where is_current
group by story_id
