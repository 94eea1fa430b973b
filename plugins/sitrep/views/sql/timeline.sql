-- What happened, once each, as first told.
select
    timeline.happening_id,
    timeline.event_id,
    timeline.day,
    timeline.date_start,
    timeline.date_end,
    timeline.type,
    timeline.actor_side,
    left(timeline.place, 120) as place,
    timeline.front_id,
    timeline.status,
    timeline.known_at,
    timeline.n_stories,
    timeline.n_sources,
    left(events.quote, 600) as quote,
    left(articles.title, 320) as title,
    articles.source_id
from {timeline} as timeline
left join stg_events as events on timeline.event_id = events.event_id
left join stg_articles as articles on events.article_id = articles.article_id and events.revision = articles.revision
where
    timeline.day between $since and $until
    and ($status = 'any' or timeline.status = $status)
    and (len($type::varchar[]) = 0 or list_contains($type::varchar[], timeline.type))
    and (len($front::varchar[]) = 0 or list_contains($front::varchar[], timeline.front_id))
    and ($place is null or timeline.place_id = $place)
    and ($happening is null or timeline.happening_id = $happening)
order by timeline.day desc, timeline.n_sources desc, timeline.event_id
limit $limit offset $offset
