-- int_calendar: every day on which each front was a front.
-- Grain   one row per day and front_id
-- Reads   stg_fronts, int_articles
-- Time    from the theatre's first day to the last day on which anything became known
-- Counts  all fronts of the day
select *
from (
    {{ front_calendar("(select max(known_day) from " ~ ref('int_articles') ~ " where is_current)") | indent(4) }}
)
