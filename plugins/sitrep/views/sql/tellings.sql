-- All tellings of one story: every article in force that carries it.
select
    articles.article_id,
    left(articles.title, 320) as title,
    articles.source_id,
    articles.url,
    articles.published_at,
    articles.known_at
from stg_articles as articles
where articles.story_id = $id and articles.superseded_at is null
order by articles.known_at, articles.article_id
limit 100
