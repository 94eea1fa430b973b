{#
    The sides' versions of disputed incidents, side by side. Disputed is what two named sides state with different
    values, or what one states and another denies; the other incidents of the same place and day come along.
    `claims` and `facts` name relations as `sum_up_claims` and `describe_incidents` give them.
#}
{% macro contested_from(claims, facts) %}
    with verdicts as (
        select
            incident_id,
            max(value) - min(value) as spread,
            list_sort(list(claimant_side) filter (where len(denied_values) > 0)) as denied_by,
            coalesce(max(value) > min(value), false)
            or (count(figure_id) > 0 and count(*) filter (where len(denied_values) > 0) > 0) as is_disputed
        from {{ claims }}
        where claimant_side is not null
        group by incident_id
        having is_disputed
    ),

    disputed_sites as (
        select distinct facts.site_key, facts.day
        from {{ facts }} as facts
        semi join verdicts on facts.incident_id = verdicts.incident_id
        where facts.is_placed
    ),

    kept as (
        select
            facts.*,
            verdicts.spread,
            verdicts.denied_by,
            coalesce(verdicts.is_disputed, false) as is_disputed
        from {{ facts }} as facts
        left join verdicts on facts.incident_id = verdicts.incident_id
        left join disputed_sites on facts.site_key = disputed_sites.site_key and facts.day = disputed_sites.day
        where verdicts.incident_id is not null or disputed_sites.day is not null
    ),

    sides as (
        select
            claims.incident_id,
            {% for side in ["ua", "ru", "third"] %}
            {% for column in ["value", "value_low", "value_high", "figure_id", "added_figure_id", "earlier_values"] %}
            any_value(claims.{{ column }}) filter (where claims.claimant_side = '{{ side }}') as {{ column }}_{{ side }},
            {% endfor %}
            {% endfor %}
            bool_or(claims.is_vague) as is_vague,
            sum(claims.n_claims)::bigint as n_claims
        from {{ claims }} as claims
        semi join kept on claims.incident_id = kept.incident_id
        group by claims.incident_id
    ),

    judged as (
        select
            kept.*,
            sides.* exclude (incident_id)
        from kept
        inner join sides on kept.incident_id = sides.incident_id
    ),

    needed as (
        {% for side in ["ua", "ru", "third"] %}
        {{ "union" if not loop.first }}
        select unnest([figure_id_{{ side }}, added_figure_id_{{ side }}]) as figure_id from judged
        {% endfor %}
    ),

    stated as (
        select
            figures.figure_id,
            figures.quote
        from {{ ref('stg_figures') }} as figures
        semi join needed on figures.figure_id = needed.figure_id
    )

    select
        judged.incident_id,
        judged.day,
        judged.day_first,
        judged.day_last,
        coalesce(places.name, judged.place) as place,
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
        -- Of a value that was added up both halves' words.
        nullif(concat_ws(' … ', quote_{{ side }}.quote, added_{{ side }}.quote), '') as quote_{{ side }},
        judged.figure_id_{{ side }},
        judged.added_figure_id_{{ side }},
        judged.earlier_values_{{ side }},
        {% endfor %}
        judged.spread,
        judged.denied_by,
        judged.is_disputed,
        judged.is_vague,
        judged.n_claims,
        judged.n_stories,
        judged.n_sources
    from judged
    left join {{ ref('stg_places') }} as places on judged.place_id = places.place_id
    {% for side in ["ua", "ru", "third"] %}
    left join stated as quote_{{ side }} on judged.figure_id_{{ side }} = quote_{{ side }}.figure_id
    left join stated as added_{{ side }} on judged.added_figure_id_{{ side }} = added_{{ side }}.figure_id
    {% endfor %}
{% endmacro %}
