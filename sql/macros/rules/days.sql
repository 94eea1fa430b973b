{% macro counted_effects() %}
    {{ return(["killed", "wounded", "casualties", "captured", "destroyed", "intercepted"]) }}
{% endmacro %}

{% macro counted_sides() %}
    {{ return(["ua", "ru"]) }}
{% endmacro %}

{% macro counted_events() %}
    {{ return([
        "strike", "ground_attack", "territorial_change", "air_defence", "prisoner_exchange", "mobilisation",
        "evacuation", "explosion",
    ]) }}
{% endmacro %}

{#
    Every day on which each front was a front, up to `last_day`. The calendar starts where the theatre starts.
#}
{% macro front_calendar(last_day) %}
    select
        front_id,
        name as front,
        sector,
        unnest(generate_series(valid_from, least(coalesce(valid_to, {{ last_day }}), {{ last_day }}), interval 1 day))::date
            as day
    from {{ ref('stg_fronts') }}
{% endmacro %}

{#
    The claims about each day and front: one row a day, front, effect, entity group and side.

    Within an incident nothing is added: of a role's tellings the lowest, the highest and the latest are taken. Over
    incidents of one day and front a role's numbers are added, but only within a bucket of like scope (single incidents
    by place, periods by length); of the buckets the largest counts, since a front's total for the day holds the
    incidents of that day. `high` is null where any of what is added has no upper bound.
    `claims` and `facts` name relations as `sum_up_claims` and `describe_incidents` give them; `calendar` the fronts' days.
#}
{% macro claims_by_front_day(claims, facts, calendar) %}
    with incident_roles as (
        select
            facts.day,
            coalesce(calendar.front_id, '{{ var("unlocated_front") }}') as front_id,
            facts.effect,
            facts.entity_group,
            facts.side,
            facts.incident_id,
            concat_ws('|', facts.kind, facts.is_placed, facts.length_days > 2) as bucket,
            {{ claimant_role('facts.side', 'claims.claimant_side') }} as role,
            min(claims.told_low) as low,
            case when bool_and(claims.told_high is not null) then max(claims.told_high) end as high,
            max_by(claims.value, (claims.known_at, claims.value)) as latest,
            sum(claims.n_claims) as n_claims,
            max(claims.length_days) as length_days
        from {{ claims }} as claims
        inner join {{ facts }} as facts on claims.incident_id = facts.incident_id
        left join {{ calendar }} as calendar on facts.front_id = calendar.front_id and facts.day = calendar.day
        where claims.figure_id is not null
        group by all
    ),

    buckets as (
        select
            day,
            front_id,
            effect,
            entity_group,
            side,
            role,
            bucket,
            sum(low) as low,
            case when bool_and(high is not null) then sum(high) end as high,
            sum(latest) as latest,
            sum(n_claims) as n_claims,
            max(length_days) as length_days
        from incident_roles
        group by all
    )

    select
        day,
        front_id,
        effect,
        entity_group,
        side,
        {% for role in ["own", "enemy", "third"] %}
        max(low) filter (where role = '{{ role }}') as low_{{ role }},
        case
            when bool_and(high is not null) filter (where role = '{{ role }}')
                then max(high) filter (where role = '{{ role }}')
        end as high_{{ role }},
        max(latest) filter (where role = '{{ role }}') as latest_{{ role }},
        {% endfor %}
        sum(n_claims)::bigint as n_claims,
        max(length_days)::bigint as longest_period_days
    from buckets
    group by all
{% endmacro %}

{#
    The day-by-front table. Counts are zero on a quiet day, claims are null.
    `calendar` has the days of the fronts, `claims` what `claims_by_front_day` gives, `events` the timeline's rows with
    their day, `voices` one row a figure or event with day, front_id, story_id, source_id.
#}
{% macro front_days_from(calendar, claims, events, voices) %}
    with claimed as (
        select
            day,
            front_id,
            {% for effect in counted_effects() %}
            {% set group = "entity_group != 'people'" if effect in ("destroyed", "intercepted") else "entity_group = 'people'" %}
            {% for side in counted_sides() %}
            {% set these = "effect = '" ~ effect ~ "' and side = '" ~ side ~ "' and " ~ group %}
            {% for role in ["own", "enemy", "third"] %}
            sum(low_{{ role }}) filter (where {{ these }}) as {{ effect }}_{{ side }}_low_{{ role }},
            case
                when bool_and(high_{{ role }} is not null)
                    filter (where {{ these }} and latest_{{ role }} is not null)
                    then sum(high_{{ role }}) filter (where {{ these }})
            end as {{ effect }}_{{ side }}_high_{{ role }},
            sum(latest_{{ role }}) filter (where {{ these }}) as {{ effect }}_{{ side }}_latest_{{ role }},
            {% endfor %}
            {% endfor %}
            {% endfor %}
            sum(n_claims)::bigint as n_claims,
            max(longest_period_days) as longest_period_days
        from {{ claims }}
        group by day, front_id
    ),

    -- An event told without a place is one of those told with it, where there are any.
    events_by_type as (
        select
            events.day,
            coalesce(calendar.front_id, '{{ var("unlocated_front") }}') as front_id,
            events.type,
            greatest(count(*) filter (where events.place_key is not null), 1) as n
        from {{ events }} as events
        left join {{ calendar }} as calendar on events.front_id = calendar.front_id and events.day = calendar.day
        where events.status = 'asserted' and events.day is not null
        group by all
    ),

    happened as (
        select
            day,
            front_id,
            {% for type in counted_events() %}
            coalesce(sum(n) filter (where type = '{{ type }}'), 0)::bigint as n_{{ type }},
            {% endfor %}
            sum(n)::bigint as n_events
        from events_by_type
        group by day, front_id
    ),

    told as (
        select
            voices.day,
            coalesce(calendar.front_id, '{{ var("unlocated_front") }}') as front_id,
            count(distinct voices.story_id) as n_stories,
            count(distinct voices.source_id) as n_sources
        from {{ voices }} as voices
        left join {{ calendar }} as calendar on voices.front_id = calendar.front_id and voices.day = calendar.day
        group by all
    )

    select
        calendar.day,
        calendar.front_id,
        calendar.front,
        calendar.sector,
        {% for type in counted_events() %}
        coalesce(happened.n_{{ type }}, 0) as n_{{ type }},
        {% endfor %}
        coalesce(happened.n_events, 0) as n_events,
        claimed.* exclude (day, front_id, n_claims, longest_period_days),
        coalesce(claimed.n_claims, 0) as n_claims,
        coalesce(told.n_stories, 0) as n_stories,
        coalesce(told.n_sources, 0) as n_sources,
        claimed.longest_period_days
    from {{ calendar }} as calendar
    left join claimed on calendar.day = claimed.day and calendar.front_id = claimed.front_id
    left join happened on calendar.day = happened.day and calendar.front_id = happened.front_id
    left join told on calendar.day = told.day and calendar.front_id = told.front_id
{% endmacro %}
