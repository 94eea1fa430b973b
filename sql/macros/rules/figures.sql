{#
    The figures as stated, with their bounds, their group and the days they cover.
    `figures` names raw.figures, or a relation of some of its rows.
#}
{% macro stage_figures(figures) %}
    with read as (
        select
            *,
            {{ read_vague('value', 'qualifier') }} as value_read
        from {{ figures }}
    )

    select
        figure_id,
        article_id,
        revision,
        value as value_stated,
        value_read as value,
        qualifier,
        effect,
        entity,
        side,
        kind,
        claimant,
        claimant_id,
        claimant_side,
        status,
        date_start,
        date_end,
        date_basis,
        place,
        place_id,
        front_id,
        quote,
        part_of,
        supersedes,
        case when qualifier != 'at_most' then value_read end as value_low,
        case
            when qualifier in ('at_least', 'vague') then null
            when qualifier = 'range' then coalesce(value_max, value_read)
            else value_read
        end as value_high,
        qualifier = 'vague' as is_vague,
        {{ entity_group('entity') }} as entity_group,
        coalesce(date_start, date_end) as first_day,
        coalesce(date_end, date_start) as last_day,
        coalesce(place_id, nullif(lower(trim(place)), '')) as place_key
    from read
{% endmacro %}
