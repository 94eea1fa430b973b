-- Which words stand behind the highest claims of killed?
select
    incidents.day,
    incidents.place,
    incidents.value,
    incidents.claimant_side,
    figures.claimant,
    figures.quote,
    articles.url
from incidents
inner join staging.stg_figures as figures on incidents.figure_id = figures.figure_id
inner join staging.stg_articles as articles
    on figures.article_id = articles.article_id and figures.revision = articles.revision
where incidents.effect = 'killed' and incidents.kind = 'incident'
order by incidents.value desc, incidents.incident_id
limit 20
