-- Which stories went round most?
select
    title,
    n_sources,
    n_articles,
    first_known_at,
    latest_known_at
from intermediate.int_stories
order by n_sources desc, n_articles desc, story_id
limit 20
