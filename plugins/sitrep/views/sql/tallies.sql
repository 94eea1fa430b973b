-- Official running totals: what was stated, and what follows from the day before.
select
    day,
    claimant_side,
    measure_id,
    measure,
    total,
    increment_stated,
    increment_computed,
    agrees,
    is_gap,
    flag,
    wording,
    left(quote, 600) as quote,
    figure_id,
    increment_figure_id,
    previous_day,
    previous_total
from {tallies}
where
    day between $since and $until
    and (len($series::varchar[]) = 0 or list_contains($series::varchar[], measure_id))
    and ($claimant is null or claimant_side = $claimant)
order by measure_id, claimant_side, day
limit 20000
