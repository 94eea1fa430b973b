-- The fronts of the last day of the period: what happened there, and what was claimed.
select front_days.*
from {front_days} as front_days
where day = $until and (n_events > 0 or n_claims > 0)
order by n_events desc, n_claims desc, front_id
limit 200
