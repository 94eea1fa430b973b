-- coverage: how much was read, and how well it was understood, day by day.
-- Grain   one row per day
-- Reads   int_articles
-- Time    day is when the article became known: published, else captured
-- Counts  articles in force; shares are of their figures, null on a day without figures
select
    known_day as day,
    count(*) as n_articles,
    count(distinct story_id) as n_stories,
    count(distinct source_id) as n_sources,
    sum(n_figures)::bigint as n_figures,
    sum(n_events)::bigint as n_events,
    sum(n_figures - n_dated)::bigint as n_undated_figures,
    round(sum(n_figures) / count(distinct story_id), 2) as figures_per_story,
    round(sum(n_dated) / nullif(sum(n_figures), 0), 4) as share_dated,
    round(sum(n_placed) / nullif(sum(n_figures), 0), 4) as share_placed,
    round(sum(n_on_front) / nullif(sum(n_figures), 0), 4) as share_on_front,
    round(sum(n_claimed) / nullif(sum(n_figures), 0), 4) as share_claimed
from {{ ref('int_articles') }}
where is_current
group by known_day
