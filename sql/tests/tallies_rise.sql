-- A series rises from day to day, but for the totals that are flagged.
select
    day,
    claimant_side,
    measure_id
from {{ ref('tallies') }}
where not is_correction
qualify total < lag(total) over (partition by claimant_side, measure_id order by day)
