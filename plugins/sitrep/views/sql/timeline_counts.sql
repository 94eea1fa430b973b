-- Events by {bin} and type.
select
    date_trunc('{bin}', day)::date as day,
    type,
    count(*) as n
from {timeline}
where
    day between $since and $until
    and ($status = 'any' or status = $status)
    and (len($type::varchar[]) = 0 or list_contains($type::varchar[], type))
    and (len($front::varchar[]) = 0 or list_contains($front::varchar[], front_id))
group by all
order by 1, 2
