-- Which stated increments do not fit the totals?
select
    day,
    measure,
    claimant_side,
    previous_total,
    total,
    increment_stated,
    increment_computed,
    quote
from tallies
where not agrees
order by day, measure
