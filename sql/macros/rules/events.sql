{#
    The events in force, each with the id of what happened: one type, one day, one place (else front). An event without
    a day is its story's own.
    `articles` names a relation of article revisions in force.
#}
{% macro cluster_events(articles) %}
    select
        events.event_id,
        events.article_id,
        articles.story_id,
        articles.source_id,
        articles.known_at,
        events.type,
        events.actor_side,
        events.date_start,
        events.date_end,
        events.day,
        events.place,
        events.place_id,
        events.place_key,
        coalesce(events.front_id, '{{ var("unlocated_front") }}') as front_id,
        events.status,
        left(
            md5(
                concat_ws(
                    '|',
                    events.type,
                    events.status,
                    coalesce(events.place_key, '~' || coalesce(events.front_id, '')),
                    coalesce(events.day::varchar, articles.story_id)
                )
            ),
            16
        ) as happening_id
    from {{ ref('stg_events') }} as events
    inner join {{ articles }} as articles
        on events.article_id = articles.article_id and events.revision = articles.revision
{% endmacro %}

{# What happened, once each: the event as first told, and how many tell it. `events`: as `cluster_events` gives it. #}
{% macro timeline_from(events) %}
    select
        happening_id,
        min_by(event_id, (known_at, event_id)) as event_id,
        min_by(article_id, (known_at, event_id)) as article_id,
        min_by(story_id, (known_at, event_id)) as story_id,
        any_value(type) as type,
        min_by(actor_side, (known_at, event_id)) filter (where actor_side is not null) as actor_side,
        any_value(day) as day,
        min_by({'day': date_start}, (known_at, event_id)).day as date_start,
        min_by({'day': date_end}, (known_at, event_id)).day as date_end,
        min_by(place, (known_at, event_id)) filter (where place is not null) as place,
        any_value(place_id) as place_id,
        any_value(place_key) as place_key,
        min_by(front_id, (known_at, event_id)) as front_id,
        any_value(status) as status,
        min(known_at) as known_at,
        count(distinct story_id) as n_stories,
        count(distinct source_id) as n_sources
    from {{ events }}
    group by happening_id
{% endmacro %}
