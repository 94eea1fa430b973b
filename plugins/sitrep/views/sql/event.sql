-- One event with its words.
select
    events.event_id as id,
    events.type,
    events.actor_side,
    events.status,
    events.date_start,
    events.date_end,
    events.date_basis,
    left(events.place, 200) as place,
    events.place_id,
    events.front_id,
    events.rules,
    events.span_field,
    substr((case events.span_field when 'title' then articles.title else articles.text end), greatest(events.span_start - 399, 1), least(events.span_start, 400)) as text_before,
    left(events.quote, 1200) as quote,
    substr((case events.span_field when 'title' then articles.title else articles.text end), events.span_end + 1, 400) as text_after,
    articles.article_id,
    articles.story_id,
    left(articles.title, 320) as title,
    articles.url,
    articles.source_id,
    articles.published_at,
    articles.published_basis,
    articles.captured_at,
    articles.revision,
    articles.capture_file,
    articles.capture_offset,
    articles.pipeline_version
from raw.events as events
inner join raw.articles as articles
    on events.article_id = articles.article_id and events.revision = articles.revision
where events.event_id = $id
limit 1
