-- Where do the two sides tell different numbers, and how far are they apart?
select
    day,
    place,
    side,
    effect,
    value_ua as ukraine_says,
    value_ru as russia_says,
    spread,
    quote_ua,
    quote_ru
from contested
where is_disputed and value_ua is not null and value_ru is not null
order by spread desc, day, incident_id
