-- Claims by place: the largest single claim, never a sum.
select
    places.place_id,
    places.name,
    places.kind,
    places.lat,
    places.lon,
    max(figures.value) as value,
    arg_max(figures.figure_id, figures.value) as figure_id,
    min(figures.last_day) as first_day,
    max(figures.last_day) as last_day
from stg_figures as figures
inner join int_articles as articles
    on figures.article_id = articles.article_id and figures.revision = articles.revision
inner join stg_places as places on figures.place_id = places.place_id
where
    {in_force}
    and figures.last_day between $since and $until
    and figures.status = 'asserted'
    and figures.kind in ('incident', 'period')
    and figures.effect = $effect
    and figures.side = $side
    and ($claimant is null or coalesce(figures.claimant_side, 'third') = $claimant)
    and (figures.entity_group = 'people') = ($effect not in ('destroyed', 'intercepted'))
    and (len($front::varchar[]) = 0 or list_contains($front::varchar[], figures.front_id))
    and places.lat is not null
    and places.kind != 'country'
group by all
order by value desc, places.place_id
limit 400
