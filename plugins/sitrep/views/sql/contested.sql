-- Incidents that the sides value differently or deny, with what each says.
select
    contested.incident_id,
    contested.day,
    contested.day_first,
    contested.day_last,
    left(contested.place, 120) as place,
    contested.place_id,
    contested.front_id,
    contested.kind,
    contested.effect,
    contested.entity_group,
    contested.side,
    contested.value_ua,
    contested.value_low_ua,
    contested.value_high_ua,
    left(contested.quote_ua, 600) as quote_ua,
    contested.figure_id_ua,
    contested.value_ru,
    contested.value_low_ru,
    contested.value_high_ru,
    left(contested.quote_ru, 600) as quote_ru,
    contested.figure_id_ru,
    contested.value_third,
    contested.value_low_third,
    contested.value_high_third,
    left(contested.quote_third, 600) as quote_third,
    contested.figure_id_third,
    contested.spread,
    contested.denied_by,
    contested.n_claims,
    contested.n_stories,
    contested.n_sources
from {contested} as contested
where
    contested.is_disputed
    and contested.day between $since and $until
    and (len($front::varchar[]) = 0 or list_contains($front::varchar[], contested.front_id))
    and ($effect is null or contested.effect = $effect and contested.side = $side)
order by
    contested.entity_group = 'people' desc,
    contested.spread / nullif(greatest(contested.value_ua, contested.value_ru, contested.value_third), 0)
    * ln(1 + coalesce(contested.spread, 0)) desc nulls last,
    contested.day desc,
    contested.incident_id
limit $limit offset $offset
