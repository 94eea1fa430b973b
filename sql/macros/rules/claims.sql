{#
    What each side says about each incident: one row an incident and claimant side (null: the reporter's own voice).

    A telling is a value as a story first told it, so that copies and reprints make nothing newer. Subsets are never
    a side's claim, nor are children beside a count of everybody; what an article itself calls an earlier toll is
    superseded. Of the rest the latest telling wins; within one article the surer number, then the larger.

    Soldiers and civilians are parts of people. Where a story also has the side's count of all people, a smaller count
    of either is a subset, marked or not. Where it has one count of each, by one claimant, and none of all, the two are
    told as one: `figure_id` is the larger's, `added_figure_id` the other's. Nothing is added over stories, over
    claimants, or where a story counts soldiers twice: which count goes with the civilians' is not said.
    `incidents` names a relation as `group_incidents` gives it.
#}
{% macro sum_up_claims(incidents) %}
    with mixed as (
        select
            incident_id,
            claimant_side,
            story_id,
            max(value) filter (where entity = 'person' and value_low is not null) as all_people,
            max(entity) = 'military'
            and count(distinct value) filter (where entity = 'military') = 1
            and count(distinct value) filter (where entity = 'civilian') = 1
            and min(coalesce(claimant_key, '')) = max(coalesce(claimant_key, '')) as is_added
        from {{ incidents }}
        where
            entity in ('civilian', 'military', 'person')
            and status = 'asserted'
            and not is_subset
            and not is_superseded
        group by incident_id, claimant_side, story_id
        having min(entity) < max(entity)
    ),

    figures as not materialized (
        select
            incidents.* exclude (is_subset),
            null as added_figure_id,
            coalesce(
                mixed.is_added
                and incidents.entity in ('civilian', 'military')
                and incidents.status = 'asserted'
                and not incidents.is_subset
                and not incidents.is_superseded,
                false
            ) as is_part,
            incidents.is_subset
            or coalesce(
                incidents.entity in ('civilian', 'military')
                and (mixed.is_added or incidents.value < mixed.all_people),
                false
            ) as is_subset
        from {{ incidents }} as incidents
        left join mixed
            on
                incidents.incident_id = mixed.incident_id
                and incidents.claimant_side is not distinct from mixed.claimant_side
                and incidents.story_id = mixed.story_id
    ),

    parts as (
        select
            incident_id,
            claimant_side,
            story_id,
            entity,
            any_value(day) as day,
            min(known_at) as known_at,
            max(length_days) as length_days,
            max_by(
                {
                    'figure_id': figure_id, 'value': value, 'value_low': value_low, 'value_high': value_high,
                    'qualifier': qualifier, 'is_vague': is_vague
                },
                ({{ sureness('qualifier') }}, -epoch_us(known_at), figure_id)
            ) as best
        from figures
        where is_part
        group by incident_id, claimant_side, story_id, entity
    ),

    sums as (
        select
            incident_id,
            claimant_side,
            story_id,
            'person' as entity,
            sum(best.value) as value,
            case when count(best.value_low) = 2 then sum(best.value_low) end as value_low,
            case when count(best.value_high) = 2 then sum(best.value_high) end as value_high,
            min_by(best.qualifier, {{ sureness('best.qualifier') }}) as qualifier,
            bool_or(best.is_vague) as is_vague,
            'asserted' as status,
            any_value(day) as day,
            max(known_at) as known_at,
            max_by(best.figure_id, (best.value, entity)) as figure_id,
            min_by(best.figure_id, (best.value, entity)) as added_figure_id,
            max(length_days) as length_days
        from parts
        group by incident_id, claimant_side, story_id
    ),

    tellings as (
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
            null as added_figure_id,
            bool_or(is_superseded) as is_superseded,
            max(length_days) as length_days
        from figures
        group by all
        union all by name
        select
            *,
            false as is_subset,
            false as is_superseded
        from sums
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
                    'length_days': length_days, 'added_figure_id': added_figure_id
                },
                precedence
            ) filter (where is_standing) as latest,
            min(coalesce(value_low, value)) filter (where is_standing and entity != 'child') as told_low,
            max(coalesce(value_high, value)) filter (where is_standing and entity != 'child') as told_high,
            list_sort(list(distinct value) filter (
                where status = 'asserted' and not is_subset and entity != 'child'
            )) as told_values,
            list_sort(list(distinct value) filter (where status = 'denied')) as denied_values,
            count(*) filter (where added_figure_id is null) as n_claims
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
        chosen.latest.added_figure_id as added_figure_id,
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
