-- Which totals were misread, taken back or corrected?
select
    day,
    claimant_side,
    measure,
    total,
    previous_total,
    flag,
    quote
from tallies
where is_correction
order by day, measure
