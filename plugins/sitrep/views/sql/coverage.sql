-- What was read by {bin}: a {bin} without articles says nothing about the war.
select
    date_trunc('{bin}', day)::date as day,
    sum(n_articles)::bigint as n_articles,
    sum(n_stories)::bigint as n_stories,
    max(n_sources) as n_sources,
    sum(n_figures)::bigint as n_figures,
    sum(n_events)::bigint as n_events,
    round(sum(share_dated * n_figures) / nullif(sum(n_figures), 0), 4) as share_dated,
    round(sum(share_placed * n_figures) / nullif(sum(n_figures), 0), 4) as share_placed,
    round(sum(share_on_front * n_figures) / nullif(sum(n_figures), 0), 4) as share_on_front,
    round(sum(share_claimed * n_figures) / nullif(sum(n_figures), 0), 4) as share_claimed
from {coverage}
where day between $since and $until
group by all
order by 1
