-- How much is known in all.
select
    count(*) as n_articles,
    count(distinct story_id) as n_stories,
    coalesce(sum(n_figures), 0)::bigint as n_figures,
    coalesce(sum(n_events), 0)::bigint as n_events,
    max(pipeline_version) as pipeline_version
from int_articles
left join (select article_id, revision, pipeline_version from raw.articles) using (article_id, revision)
where is_current
