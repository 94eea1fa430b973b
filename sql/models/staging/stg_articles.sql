-- stg_articles: every revision of every article, and from when to when it was the newest that could be known.
-- Grain   one row per article_id and revision
-- Reads   raw.articles
-- Time    known_at: publication for the first capture, capture for edits; superseded_at: when an edit took its place
-- Counts  all revisions; those in force have no superseded_at
{{ date_articles(source('raw', 'articles')) }}
