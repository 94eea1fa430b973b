-- The latest stated total of each official series.
select
    day,
    claimant_side,
    measure_id,
    measure,
    total,
    increment_stated,
    increment_computed,
    flag,
    left(quote, 600) as quote,
    figure_id,
    count(*) over (partition by claimant_side, measure_id) as n_days
from {tallies}
where day <= $until and ($claimant is null or claimant_side = $claimant)
qualify
    row_number() over (
        partition by claimant_side, measure_id order by coalesce(flag = 'misread', false), day desc
    ) = 1
order by n_days desc, total desc, measure_id
limit 200
