-- The outlets' names.
select source_id, left(name, 120) as name
from stg_sources
order by source_id
limit 1000
