-- What are the latest totals of every official series?
select
    measure,
    claimant_side,
    max(day) as as_of,
    max_by(total, day) as total
from tallies
where flag is null
group by measure, claimant_side
order by measure, claimant_side
