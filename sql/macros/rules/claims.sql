{#
    What each side says about each incident: one row an incident and claimant side (null: the reporter's own voice).

    A telling is a value as a story first told it, so that copies and reprints make nothing newer. Subsets are never
    a side's claim, nor are children beside a count of everybody; what an article itself calls an earlier toll is
    superseded. Of the rest the latest telling wins; within one article the surer number, then the larger.
    `incidents` names a relation as `group_incidents` gives it.
#}
{% macro sum_up_claims(incidents) %}
    with tellings as (
        select
            incident_id,
            claimant_side,
            story_id,
            entity,
            value,
            value_low,
            value_high,
            qualifier,
            is_vague,
            status,
            is_subset,
            any_value(day) as day,
            min(known_at) as known_at,
            min_by(figure_id, (known_at, figure_id)) as figure_id,
            bool_or(is_superseded) as is_superseded,
            max(length_days) as length_days
        from {{ incidents }}
        group by all
    ),

    ranked as (
        select
            tellings.*,
            status = 'asserted' and not is_subset and not is_superseded as is_standing,
            (entity != 'child', known_at, {{ sureness('qualifier') }}, value, figure_id) as precedence
        from tellings
    ),

    chosen as (
        select
            incident_id,
            claimant_side,
            any_value(day) as day,
            max_by(
                {
                    'figure_id': figure_id, 'value': value, 'value_low': value_low, 'value_high': value_high,
                    'qualifier': qualifier, 'is_vague': is_vague, 'entity': entity, 'known_at': known_at,
                    'length_days': length_days
                },
                precedence
            ) filter (where is_standing) as latest,
            min(coalesce(value_low, value)) filter (where is_standing and entity != 'child') as told_low,
            max(coalesce(value_high, value)) filter (where is_standing and entity != 'child') as told_high,
            list_sort(list(distinct value) filter (
                where status = 'asserted' and not is_subset and entity != 'child'
            )) as told_values,
            list_sort(list(distinct value) filter (where status = 'denied')) as denied_values,
            count(*) as n_claims
        from ranked
        group by incident_id, claimant_side
    ),

    voices as (
        select
            incident_id,
            claimant_side,
            count(distinct story_id) as n_stories,
            count(distinct source_id) as n_sources
        from {{ incidents }}
        group by incident_id, claimant_side
    )

    select
        chosen.incident_id,
        chosen.claimant_side,
        chosen.day,
        chosen.latest.figure_id as figure_id,
        chosen.latest.value as value,
        chosen.latest.value_low as value_low,
        chosen.latest.value_high as value_high,
        chosen.latest.qualifier as qualifier,
        chosen.latest.is_vague as is_vague,
        chosen.latest.entity as entity,
        chosen.latest.known_at as known_at,
        chosen.latest.length_days as length_days,
        -- Where the standing value has no bound on a side, what was told before gives it none.
        case
            when chosen.latest.value_low is not null then coalesce(chosen.told_low, chosen.latest.value_low)
        end as told_low,
        case
            when chosen.latest.value_high is not null then coalesce(chosen.told_high, chosen.latest.value_high)
        end as told_high,
        list_filter(chosen.told_values, lambda told: told is distinct from chosen.latest.value) as earlier_values,
        chosen.denied_values,
        chosen.n_claims,
        voices.n_stories,
        voices.n_sources
    from chosen
    inner join voices
        on
            chosen.incident_id = voices.incident_id
            and chosen.claimant_side is not distinct from voices.claimant_side
{% endmacro %}

{#
    What is common to an incident: one row an incident. The front and place are those of its first telling that has any.
#}
{% macro describe_incidents(incidents) %}
    select
        incident_id,
        any_value(day) as day,
        any_value(site_key) as site_key,
        any_value(effect) as effect,
        any_value(entity_group) as entity_group,
        any_value(side) as side,
        any_value(kind) as kind,
        any_value(is_placed) as is_placed,
        min(first_day) as day_first,
        max(last_day) as day_last,
        max(length_days) as length_days,
        min_by(place_id, (known_at, figure_id)) filter (where place_id is not null) as place_id,
        min_by(place, (known_at, figure_id)) filter (where place is not null) as place,
        coalesce(
            min_by(front_key, (place_key is null, known_at, figure_id)) filter (where front_key is not null),
            '{{ var("unlocated_front") }}'
        ) as front_id,
        count(distinct story_id) as n_stories,
        count(distinct source_id) as n_sources
    from {{ incidents }}
    group by incident_id
{% endmacro %}

{# Who speaks, seen from the side that suffered. The reporter's own voice is a third party's. #}
{% macro claimant_role(side, claimant_side) -%}
    case
        when coalesce({{ claimant_side }}, 'third') = 'third' then 'third'
        when {{ claimant_side }} = {{ side }} then 'own'
        when {{ side }} in ('ua', 'ru') then 'enemy'
        else 'third'
    end
{%- endmacro %}
