{#
    The incidents, each with the one claim that the policy `preference` trusts, and the span of all claims.

    latest        the newest telling of whichever side
    conservative  the lowest value
    own_side      the side that suffered, then third parties, then the enemy
    independent   third parties (named first, then the reporter), then the side that suffered, then the enemy
    `claims` and `facts` name relations as `sum_up_claims` and `describe_incidents` give them.
#}
{% macro prefer_claims(claims, facts) %}
    {% set role = claimant_role("facts.side", "claims.claimant_side") %}
    {% set orders = {
        "latest": "(0, 0)",
        "conservative": "(0, claims.value)",
        "own_side": "(case " ~ role ~ " when 'own' then 0 when 'third' then 1 else 2 end, 0)",
        "independent": "(case when claims.claimant_side = 'third' then 0 when claims.claimant_side is null then 1 "
            ~ "when " ~ role ~ " = 'own' then 2 else 3 end, 0)",
    } %}
    {{ refuse_unknown_policy("preference", orders.keys()) }}
    with preferred as (
        select
            claims.incident_id,
            min_by(
                {
                    'figure_id': claims.figure_id, 'claimant_side': claims.claimant_side, 'value': claims.value,
                    'qualifier': claims.qualifier, 'added_figure_id': claims.added_figure_id
                },
                ({{ orders.get(var("preference"), orders["latest"]) }}, -epoch_us(claims.known_at), -claims.value, claims.figure_id)
            ) as best,
            min(claims.told_low) as value_low,
            case when bool_and(claims.told_high is not null) then max(claims.told_high) end as value_high,
            max(claims.value) as value_highest_stated,
            bool_or(claims.is_vague) as is_vague,
            sum(claims.n_claims)::bigint as n_claims
        from {{ claims }} as claims
        inner join {{ facts }} as facts on claims.incident_id = facts.incident_id
        where claims.figure_id is not null
        group by claims.incident_id
    )

    select
        facts.incident_id,
        facts.day,
        facts.day_first,
        facts.day_last,
        coalesce(places.name, facts.place) as place,
        facts.place_id,
        places.lat,
        places.lon,
        facts.front_id,
        facts.kind,
        facts.effect,
        facts.entity_group,
        facts.side,
        preferred.best.value as value,
        preferred.best.qualifier as qualifier,
        preferred.best.claimant_side as claimant_side,
        preferred.best.figure_id as figure_id,
        preferred.best.added_figure_id as added_figure_id,
        preferred.value_low,
        preferred.value_high,
        preferred.value_highest_stated,
        preferred.is_vague,
        preferred.n_claims,
        facts.n_stories,
        facts.n_sources
    from preferred
    inner join {{ facts }} as facts on preferred.incident_id = facts.incident_id
    left join {{ ref('stg_places') }} as places on facts.place_id = places.place_id
{% endmacro %}
