-- Which outlets fail, and why?
select
    source_id,
    sum(n_fetched)::bigint as pages,
    sum(n_failed)::bigint as failed,
    sum(n_rejects)::bigint as rejects,
    string_agg(distinct rejects_by_reason, '; ') as reasons
from source_health
group by source_id
having sum(n_failed + n_rejects) > 0
order by failed + rejects desc, source_id
