-- What happened on each front in the latest week?
select
    front,
    sum(n_strike)::bigint as strikes,
    sum(n_ground_attack)::bigint as ground_attacks,
    sum(n_territorial_change)::bigint as changes_of_hands,
    sum(n_events)::bigint as events
from front_days
where
    day > (
        select max(latest.day) from front_days as latest
        where latest.n_events > 0
    ) - 7
group by front
having sum(n_events) > 0
order by events desc, front
