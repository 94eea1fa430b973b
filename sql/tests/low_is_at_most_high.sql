-- No bound stands above the other.
select
    day,
    front_id,
    effect
from {{ ref('front_day_claims') }}
where low_own > high_own or low_enemy > high_enemy or low_third > high_third
