{#
    Which figures count as claims about something that happened, with what is needed to group them.

    `articles` names a relation of article revisions in force, one an article; `figures` one of figures, if not all are
    meant. `since` and `until` are days, null where the ledger's ends are meant: of the figures only those come out that
    decide about an incident between them. A stretch is anchored in its first month, and what decides about an anchor
    lies at most a day beside it, so that 40 days on either side hold them all.
    Periods are taken by their last day: two are the same only if they end together and are alike in length.
    A block holds what may be one incident at all; a site key is its place, else its front.
#}
{% macro counted_figures(articles, since=none, until=none, figures=none) %}
    {% set ledger = figures or ref('stg_figures') %}
    with in_time as not materialized (
        select *
        from {{ ledger }}
        {% if since %}
        where
            ({{ since }} is null or last_day >= {{ since }} - 40)
            and ({{ until }} is null or first_day <= {{ until }} + 40)
        {% endif %}
    ),

    figures as not materialized (
        from in_time semi join {{ articles }} using (article_id, revision)
    ),

    subsets as (
        select part.figure_id
        from figures as part
        inner join {{ ledger }} as whole on part.part_of = whole.figure_id
        where part.effect = whole.effect and part.article_id = whole.article_id and part.revision = whole.revision
    ),

    former as (
        select distinct figures.supersedes as figure_id
        from {{ ledger }} as figures
        semi join {{ articles }} using (article_id, revision)
        where figures.supersedes is not null
    )

    select
        figures.figure_id,
        figures.article_id,
        articles.story_id,
        articles.source_id,
        articles.known_at,
        figures.effect,
        figures.entity_group,
        figures.entity,
        figures.side,
        figures.kind,
        figures.status,
        coalesce(figures.claimant_id, figures.claimant) as claimant_key,
        figures.claimant_side,
        figures.qualifier,
        figures.value,
        figures.value_low,
        figures.value_high,
        figures.is_vague,
        figures.place,
        figures.place_id,
        figures.place_key,
        nullif(figures.front_id, '{{ var("unlocated_front") }}') as front_key,
        case when figures.kind = 'period' then figures.last_day else figures.first_day end as first_day,
        figures.last_day,
        figures.last_day - figures.first_day + 1 as length_days,
        figures.kind != 'period' and figures.last_day - figures.first_day > 1 as is_stretch,
        subsets.figure_id is not null as is_subset,
        former.figure_id is not null as is_superseded,
        md5_number_lower(
            concat_ws(
                '|',
                figures.effect,
                figures.entity_group,
                coalesce(figures.side, '?'),
                figures.kind,
                case
                    when figures.kind != 'period' then ''
                    when figures.date_start is null then 'open'
                    when figures.last_day - figures.first_day < 2 then 'day'
                    when figures.last_day - figures.first_day < 10 then 'week'
                    else 'long'
                end
            )
        ) as block_id
    from figures
    inner join {{ articles }} as articles
        on figures.article_id = articles.article_id and figures.revision = articles.revision
    left join subsets on figures.figure_id = subsets.figure_id
    left join former on figures.figure_id = former.figure_id
    where
        figures.kind in ('incident', 'period')
        and figures.status != 'forecast'
        and figures.last_day is not null
{% endmacro %}

{#
    Anchor the figures of each site: every figure gets one day inside its own days, and figures of one site with one
    anchor are one incident. So any two figures of an incident share a day, and chains cannot form.

    Single days are anchors. A night of two days goes to its second day, or to its first where only that is an anchor,
    or else makes its second day one. A longer stretch goes to the first anchor inside it, or to its own first day.
    `figures` names a relation with figure_id, block_id, site_key, front_key, first_day, last_day. Out come the nights
    and stretches with their anchor_day; single days have their own, and need no join to know it.
    Linear: only stretches of three days and more are spread over their days, and no more than a month of them.
#}
{% macro anchor_figures(figures) %}
    with points as (
        select distinct block_id, site_key, last_day as day from {{ figures }} where first_day = last_day
    ),

    nights as (
        select
            figures.figure_id,
            figures.block_id,
            figures.site_key,
            figures.front_key,
            case when second.day is null and first.day is not null then first.day else figures.last_day end
                as anchor_day
        from {{ figures }} as figures
        left join points as second
            on
                figures.block_id = second.block_id
                and figures.site_key = second.site_key
                and figures.last_day = second.day
        left join points as first
            on
                figures.block_id = first.block_id
                and figures.site_key = first.site_key
                and figures.first_day = first.day
        where figures.last_day - figures.first_day = 1
    ),

    anchors as (
        select block_id, site_key, day from points
        union
        select block_id, site_key, anchor_day from nights
    ),

    stretches as (
        select
            figure_id,
            block_id,
            site_key,
            front_key,
            first_day,
            unnest(generate_series(first_day, least(last_day, first_day + 30), interval 1 day))::date as day
        from {{ figures }}
        where last_day - first_day > 1
    )

    select figure_id, block_id, site_key, front_key, anchor_day, true as is_night
    from nights
    union all
    select
        stretches.figure_id,
        any_value(stretches.block_id) as block_id,
        any_value(stretches.site_key) as site_key,
        any_value(stretches.front_key) as front_key,
        coalesce(min(anchors.day), min(stretches.first_day)) as anchor_day,
        false as is_night
    from stretches
    left join anchors
        on
            stretches.block_id = anchors.block_id
            and stretches.site_key = anchors.site_key
            and stretches.day = anchors.day
    group by stretches.figure_id
{% endmacro %}

{#
    Group counted figures into incidents: adds incident_id, day, site_key and is_placed.

    First the figures that name a place, by place. Then those that only have a front: each joins the one place of its
    front that has an anchor on its days (the last of a night first, the first of a longer stretch first). Where several
    places have one, they contradict each other, and what remains is grouped by front.
    `figures` names a relation as `counted_figures` gives it. Most figures are of one day and need no join at all: the
    day and the site are their own.
#}
{% macro group_incidents(figures) %}
    with placed as (
        select figure_id, block_id, place_key as site_key, front_key, first_day, last_day
        from {{ figures }}
        where place_key is not null
    ),

    anchored_placed as (
        {{ anchor_figures('placed') | indent(8) }}
    ),

    -- Stretches do not make a place known on a day: their anchor may be any day of theirs.
    places_of_fronts as (
        select block_id, front_key, last_day as anchor_day, site_key
        from placed
        where front_key is not null and first_day = last_day
        union
        select block_id, front_key, anchor_day, site_key
        from anchored_placed
        where front_key is not null and is_night
    ),

    fronts_with_one_place as (
        select block_id, front_key, anchor_day, min(site_key) as site_key
        from places_of_fronts
        group by block_id, front_key, anchor_day
        having min(site_key) = max(site_key)
    ),

    unplaced as (
        select
            figure_id,
            block_id,
            front_key,
            first_day,
            last_day,
            '~' || coalesce(front_key, '') as site_key
        from {{ figures }}
        where place_key is null
    ),

    unplaced_days as (
        select
            figure_id,
            block_id,
            front_key,
            unnest(generate_series(first_day, least(last_day, first_day + 30), interval 1 day))::date as day,
            -- What to look at first: the last day of a night, the first of a longer stretch.
            case when last_day - first_day < 2 then last_day - day else day - first_day end as distance
        from unplaced
        where front_key is not null
    ),

    joining as (
        select
            unplaced_days.figure_id,
            min_by(fronts_with_one_place.site_key, unplaced_days.distance) as site_key,
            min_by(fronts_with_one_place.anchor_day, unplaced_days.distance) as anchor_day
        from unplaced_days
        inner join fronts_with_one_place
            on
                unplaced_days.block_id = fronts_with_one_place.block_id
                and unplaced_days.front_key = fronts_with_one_place.front_key
                and unplaced_days.day = fronts_with_one_place.anchor_day
        group by unplaced_days.figure_id
    ),

    remaining as (
        from unplaced anti join joining on unplaced.figure_id = joining.figure_id
    ),

    anchored_remaining as (
        {{ anchor_figures('remaining') | indent(8) }}
    ),

    sited as (
        select figure_id, site_key, anchor_day from anchored_placed
        union all
        select figure_id, site_key, anchor_day from joining
        union all
        select figure_id, site_key, anchor_day from anchored_remaining
        union all
        select figure_id, site_key, last_day as anchor_day
        from remaining
        where front_key is not null and first_day = last_day
    ),

    grouped as (
        select coalesce(place_key, '~') as site_key, last_day as day, *
        from {{ figures }}
        where first_day = last_day and (place_key is not null or front_key is null)
        union all
        select sited.site_key, sited.anchor_day as day, figures.*
        from {{ figures }} as figures
        inner join sited on figures.figure_id = sited.figure_id
        where figures.first_day < figures.last_day or (figures.place_key is null and figures.front_key is not null)
    )

    select
        left(md5(concat_ws('|', block_id, site_key, day)), 16) as incident_id,
        day,
        site_key,
        left(site_key, 1) != '~' as is_placed,
        * exclude (day, site_key)
    from grouped
{% endmacro %}

{# The days of each block in a relation of stretches, and so many before and after: as `last_day`, each once. #}
{% macro days_of_blocks(stretches, before=0, after=0) %}
    select distinct
        block_id,
        unnest(generate_series(first_day - {{ before }}, last_day + {{ after }}, interval 1 day))::date as last_day
    from {{ stretches }}
{% endmacro %}
