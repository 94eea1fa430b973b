{#
    The sides' versions of disputed incidents, side by side. Disputed is what two named sides state with different
    values, or what one states and another denies; the other incidents of the same place and day come along.
    `claims` and `facts` name relations as `sum_up_claims` and `describe_incidents` give them.
#}
{% macro contested_from(claims, facts) %}
    with sides as (
        select
            incident_id,
            {% for side in ["ua", "ru", "third"] %}
            {% for column in ["value", "value_low", "value_high", "figure_id", "earlier_values"] %}
            any_value({{ column }}) filter (where claimant_side = '{{ side }}') as {{ column }}_{{ side }},
            {% endfor %}
            {% endfor %}
            count(distinct value) filter (where claimant_side is not null) as n_values,
            count(*) filter (where claimant_side is not null and figure_id is not null) as n_sides,
            max(value) filter (where claimant_side is not null)
            - min(value) filter (where claimant_side is not null) as spread,
            list_sort(list(claimant_side) filter (where len(denied_values) > 0 and claimant_side is not null))
                as denied_by,
            bool_or(is_vague) as is_vague,
            sum(n_claims)::bigint as n_claims
        from {{ claims }}
        group by incident_id
    ),

    judged as (
        select
            sides.*,
            facts.* exclude (incident_id),
            coalesce(sides.n_values > 1 or (sides.n_sides > 0 and len(sides.denied_by) > 0), false) as is_disputed
        from sides
        inner join {{ facts }} as facts on sides.incident_id = facts.incident_id
    ),

    disputed_sites as (
        select distinct site_key, day from judged where is_disputed and is_placed
    )

    select
        judged.incident_id,
        judged.day,
        judged.day_first,
        judged.day_last,
        coalesce(places.name, stated.place) as place,
        judged.place_id,
        judged.front_id,
        judged.kind,
        judged.effect,
        judged.entity_group,
        judged.side,
        {% for side in ["ua", "ru", "third"] %}
        judged.value_{{ side }},
        judged.value_low_{{ side }},
        judged.value_high_{{ side }},
        quote_{{ side }}.quote as quote_{{ side }},
        judged.figure_id_{{ side }},
        judged.earlier_values_{{ side }},
        {% endfor %}
        case when judged.is_disputed then judged.spread end as spread,
        judged.denied_by,
        judged.is_disputed,
        judged.is_vague,
        judged.n_claims,
        judged.n_stories,
        judged.n_sources
    from judged
    left join disputed_sites on judged.site_key = disputed_sites.site_key and judged.day = disputed_sites.day
    left join {{ ref('stg_places') }} as places on judged.place_id = places.place_id
    left join {{ ref('stg_figures') }} as stated on judged.place_figure_id = stated.figure_id
    {% for side in ["ua", "ru", "third"] %}
    left join {{ ref('stg_figures') }} as quote_{{ side }} on judged.figure_id_{{ side }} = quote_{{ side }}.figure_id
    {% endfor %}
    where judged.is_disputed or disputed_sites.day is not null
{% endmacro %}
