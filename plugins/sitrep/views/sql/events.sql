-- All tellings of the events behind a mark.
select
    events.event_id,
    events.happening_id,
    events.day,
    events.type,
    events.actor_side,
    left(events.place, 120) as place,
    events.front_id,
    events.status,
    left(told.quote, 600) as quote,
    left(articles.title, 320) as title,
    articles.source_id,
    articles.known_at
from int_events as events
inner join stg_events as told on events.event_id = told.event_id
inner join int_articles as articles on told.article_id = articles.article_id and told.revision = articles.revision
where
    {in_force}
    and ($happening is not null or events.day between $since and $until)
    and ($happening is null or events.happening_id = $happening)
    and ($status = 'any' or events.status = $status)
    and (len($type::varchar[]) = 0 or list_contains($type::varchar[], events.type))
    and (len($front::varchar[]) = 0 or list_contains($front::varchar[], events.front_id))
    and ($place is null or events.place_id = $place)
order by events.day desc, articles.known_at, events.event_id
limit $limit offset $offset
