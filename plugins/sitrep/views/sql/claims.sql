-- What each side claims about the last day of the period, by front.
select
    claims.front_id,
    fronts.name as front,
    claims.effect,
    claims.entity_group,
    claims.side,
    claims.low_own,
    claims.high_own,
    claims.latest_own,
    claims.low_enemy,
    claims.high_enemy,
    claims.latest_enemy,
    claims.low_third,
    claims.high_third,
    claims.latest_third,
    claims.n_claims,
    claims.longest_period_days
from front_day_claims as claims
left join stg_fronts as fronts on claims.front_id = fronts.front_id
where claims.day = $until
order by
    claims.front_id = 'unspecified',
    claims.entity_group = 'people' desc,
    greatest(claims.latest_own, claims.latest_enemy, claims.latest_third) desc nulls last,
    claims.front_id,
    claims.effect,
    claims.entity_group,
    claims.side
limit $limit
