-- How each outlet answered over the period.
select
    source_id,
    any_value(source) as source,
    any_value(party) as party,
    max(day) as last_day,
    sum(n_entries)::bigint as n_entries,
    sum(n_fetched)::bigint as n_fetched,
    sum(n_unchanged)::bigint as n_unchanged,
    sum(n_failed)::bigint as n_failed,
    sum(n_articles)::bigint as n_articles,
    sum(n_rejects)::bigint as n_rejects,
    round(sum(n_rejects) / nullif(sum(n_rejects) + sum(n_articles), 0), 4) as share_rejected,
    left(string_agg(distinct rejects_by_reason, ', '), 300) as rejects_by_reason,
    round(median(median_delay_minutes), 1) as median_delay_minutes
from {source_health}
where day between $since and $until
group by source_id
order by sum(n_rejects) + sum(n_failed) desc, sum(n_articles) desc, source_id
limit 500
