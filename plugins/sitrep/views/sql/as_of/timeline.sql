(
        -- As known on the day: only tellings published by then.
        select
            happening_id,
            arg_min(event_id, (known_at, event_id)) as event_id,
            arg_min(story_id, (known_at, event_id)) as story_id,
            any_value(type) as type,
            arg_min(actor_side, (known_at, event_id)) filter (where actor_side is not null) as actor_side,
            any_value(day) as day,
            arg_min_null(date_start, (known_at, event_id)) as date_start,
            arg_min_null(date_end, (known_at, event_id)) as date_end,
            arg_min(place, (known_at, event_id)) filter (where place is not null) as place,
            any_value(place_id) as place_id,
            arg_min(front_id, (known_at, event_id)) as front_id,
            any_value(status) as status,
            min(known_at) as known_at,
            count(distinct story_id) as n_stories,
            count(distinct source_id) as n_sources
        from int_events
        where known_at::date <= $known and day between $since and $until
        group by happening_id
    )
