-- Which days saw the most fighting, and where?
select
    day,
    front,
    n_events,
    n_strike,
    n_ground_attack,
    n_stories
from front_days
order by n_events desc, day, front
limit 20
