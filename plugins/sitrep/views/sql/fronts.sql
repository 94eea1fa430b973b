-- Fronts by {bin}: events are added up over a {bin}, of claims the largest day is shown.
-- A front that is missing was quiet: see coverage for whether anything was read.
select
    date_trunc('{bin}', day)::date as day,
    front_id,
    {value} as value,
    sum(n_events)::bigint as n_events,
    sum(n_claims)::bigint as n_claims
from {front_days}
where day between $since and $until and (len($front::varchar[]) = 0 or list_contains($front::varchar[], front_id))
group by all
having sum(n_events) > 0 or sum(n_claims) > 0
order by 1, 2
