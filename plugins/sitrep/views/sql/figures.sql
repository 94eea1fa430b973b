-- The figures behind a mark: one row a story and value, as first told.
with chosen as (
    select incidents.figure_id, incidents.incident_id, facts.day, facts.front_id
    from int_incidents as incidents
    inner join int_incident_facts as facts on incidents.incident_id = facts.incident_id
    where
        ($incident is not null or facts.day between $since and $until)
        and ($incident is null or facts.incident_id = $incident)
        and (len($front::varchar[]) = 0 or list_contains($front::varchar[], facts.front_id))
        and ($place is null or facts.place_id = $place)
        and ($effect is null or $incident is not null or facts.effect = $effect and facts.side = $side)
)

select
    figures.figure_id,
    chosen.incident_id,
    chosen.day,
    chosen.front_id,
    figures.value,
    figures.value_high,
    figures.qualifier,
    figures.effect,
    figures.entity,
    figures.side,
    figures.kind,
    left(figures.claimant, 200) as claimant,
    figures.claimant_side,
    figures.status,
    left(figures.place, 120) as place,
    left(figures.quote, 600) as quote,
    left(articles.title, 320) as title,
    articles.source_id,
    articles.known_at,
    count(*) over telling as n_tellings
from chosen
inner join stg_figures as figures on chosen.figure_id = figures.figure_id
inner join int_articles as articles
    on figures.article_id = articles.article_id and figures.revision = articles.revision
where
    {in_force}
    and ($claimant is null or $incident is not null or coalesce(figures.claimant_side, 'third') = $claimant)
window telling as (
    partition by articles.story_id, chosen.incident_id, figures.value, figures.entity, figures.status
)
qualify
    row_number() over (
        partition by articles.story_id, chosen.incident_id, figures.value, figures.entity, figures.status
        order by articles.known_at, figures.figure_id
    ) = 1
order by figures.value desc, articles.known_at, figures.figure_id
limit $limit offset $offset
