-- How well was each day's reporting understood?
select
    day,
    n_articles,
    n_figures,
    figures_per_story,
    share_dated,
    share_placed,
    share_claimed
from coverage
order by day
