-- An incident is about one effect, side and kind of thing, and never about two places.
{{ config(tags=['full_scan']) }}
select incident_id
from {{ ref('int_incidents') }}
group by incident_id
having
    min(block_id) != max(block_id)
    or min(place_key) != max(place_key)
    or count(distinct kind) > 1
