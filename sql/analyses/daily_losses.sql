-- How do the official Russian personnel losses grow, day by day?
select
    day,
    total,
    increment_stated,
    increment_computed,
    agrees,
    flag,
    wording
from tallies
where measure_id = 'ru_loss_personnel' and claimant_side = 'ua'
order by day
