-- The figures behind a mark: one row a story and value, as first told, the largest first.
with told as (
    select
        incidents.figure_id,
        incidents.incident_id,
        facts.day,
        facts.front_id,
        incidents.value,
        incidents.known_at,
        count(*) over telling as n_tellings,
        row_number() over (telling order by incidents.known_at, incidents.figure_id) as nth_telling
    from int_incidents as incidents
    inner join int_incident_facts as facts on incidents.incident_id = facts.incident_id
    where
        {known_before}
        and ($incident is not null or facts.day between $since and $until)
        and ($incident is null or facts.incident_id = $incident)
        and (len($front::varchar[]) = 0 or list_contains($front::varchar[], facts.front_id))
        and ($place is null or facts.place_id = $place)
        and ($effect is null or $incident is not null or facts.effect = $effect and facts.side = $side)
        and ($claimant is null or $incident is not null or coalesce(incidents.claimant_side, 'third') = $claimant)
    window telling as (
        partition by incidents.story_id, incidents.incident_id, incidents.value, incidents.entity, incidents.status
    )
),

page as (
    select * from told
    where nth_telling = 1
    order by value desc, known_at, figure_id
    limit $limit offset $offset
)

select
    page.figure_id,
    page.incident_id,
    page.day,
    page.front_id,
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
    page.known_at,
    page.n_tellings
from page
inner join stg_figures as figures on page.figure_id = figures.figure_id
inner join raw.articles as articles
    on figures.article_id = articles.article_id and figures.revision = articles.revision
order by page.value desc, page.known_at, page.figure_id
