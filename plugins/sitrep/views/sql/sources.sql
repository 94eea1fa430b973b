-- How each outlet answered over the period.
with reasons as (
    select
        coalesce(source_id, '?') as source_id,
        string_agg(error || ' ' || n, ', ' order by n desc, error) as rejects_by_reason
    from (
        select source_id, error, count(*) as n
        from stg_rejects
        where day between $since and $until
        group by all
    )
    group by 1
)

select
    health.source_id,
    any_value(health.source) as source,
    any_value(health.party) as party,
    max(health.day) as last_day,
    sum(health.n_entries)::bigint as n_entries,
    sum(health.n_fetched)::bigint as n_fetched,
    sum(health.n_unchanged)::bigint as n_unchanged,
    sum(health.n_failed)::bigint as n_failed,
    sum(health.n_articles)::bigint as n_articles,
    sum(health.n_rejects)::bigint as n_rejects,
    round(sum(health.n_rejects) / nullif(sum(health.n_rejects) + sum(health.n_articles), 0), 4) as share_rejected,
    left(any_value(reasons.rejects_by_reason), 300) as rejects_by_reason,
    round(median(health.median_delay_minutes), 1) as median_delay_minutes
from {source_health} as health
left join reasons on health.source_id = reasons.source_id
where health.day between $since and $until
group by health.source_id
order by sum(health.n_rejects) + sum(health.n_failed) desc, sum(health.n_articles) desc, health.source_id
limit 500
