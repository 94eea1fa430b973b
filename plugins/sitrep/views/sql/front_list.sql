-- The fronts, and about where each runs: the middle of the settlements that mark it.
select
    fronts.front_id,
    fronts.name,
    fronts.sector,
    fronts.valid_from,
    fronts.valid_to,
    round(avg(anchors.lat), 3) as lat,
    round(avg(anchors.lon), 3) as lon
from stg_fronts as fronts
left join raw.front_anchors as anchors on fronts.front_id = anchors.front_id
group by all
order by avg(anchors.lat) is null, avg(anchors.lat) desc, fronts.front_id
limit 300
