-- Events by place.
select
    places.place_id,
    places.name,
    places.kind,
    places.lat,
    places.lon,
    count(*) as value,
    mode(timeline.type) as main_type,
    min(timeline.day) as first_day,
    max(timeline.day) as last_day
from {timeline} as timeline
inner join stg_places as places on timeline.place_id = places.place_id
where
    timeline.day between $since and $until
    and timeline.status = 'asserted'
    and ($measure = 'events' or timeline.type = $measure)
    and (len($front::varchar[]) = 0 or list_contains($front::varchar[], timeline.front_id))
    and places.lat is not null
    and places.kind != 'country'
group by all
order by value desc, places.place_id
limit 400
