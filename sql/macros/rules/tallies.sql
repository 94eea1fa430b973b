{#
    Figures that may stand in an official series: running totals since the war's start, and the increments beside them.

    `articles` names a relation of article revisions in force, `figures` one of figures, if not all are meant. A total of
    one place, front or battle is no total of the war; a vague or bounded-above number is no total at all. Killed, lost
    and casualties of one series are one measure.
#}
{% macro series_figures(articles, figures=none) %}
    with start as (select min(valid_from) as day from {{ ref('stg_fronts') }}),

    national as (
        select figures.*
        from {{ figures or ref('stg_figures') }} as figures
        semi join {{ articles }} as articles
            on figures.article_id = articles.article_id and figures.revision = articles.revision
        left join {{ ref('stg_places') }} as places on figures.place_id = places.place_id
        where
            figures.kind in ('cumulative', 'period')
            and figures.claimant_side is not null
            and figures.last_day is not null
            and figures.qualifier not in ('vague', 'range', 'at_most')
            and coalesce(figures.front_id, '{{ var("unlocated_front") }}') = '{{ var("unlocated_front") }}'
            and (figures.place_key is null or places.kind = 'country')
    ),

    former as (
        select distinct supersedes as figure_id from national where supersedes is not null
    ),

    measured as (
        select
            national.figure_id,
            national.article_id,
            articles.story_id,
            articles.source_id,
            articles.known_at,
            national.kind,
            national.status,
            national.claimant_side,
            national.value,
            national.qualifier,
            national.effect as wording,
            national.quote,
            national.last_day as day,
            former.figure_id is not null as is_superseded,
            measures.measure_id,
            measures.position
        from national
        inner join {{ articles }} as articles
            on national.article_id = articles.article_id and national.revision = articles.revision
        inner join {{ ref('stg_measures') }} as measures
            on
                national.side = measures.side
                and national.entity = measures.entity
                and national.effect = measures.effect
                and (
                    len(measures.wording) = 0
                    or regexp_matches(national.quote, '(?i)' || array_to_string(measures.wording, '|'))
                )
        left join former on national.figure_id = former.figure_id
        cross join start
        where
            (national.kind = 'cumulative' and coalesce(national.date_start <= start.day + 14, true))
            or (national.kind = 'period' and national.last_day - national.date_start < 2)
    )

    select * exclude (position, rank_of_measure) from (
        select *, row_number() over (partition by figure_id order by position) as rank_of_measure from measured
    )
    where rank_of_measure = 1
{% endmacro %}

{#
    The series: one total a day, claimant side and measure, with what was stated and what follows from the day before.

    `figures` names a relation as `series_figures` gives it. Of several totals of a day the one that most stories tell
    stands. A total that lies outside its neighbours while they agree was misread; of two that cannot both stand the
    earlier was taken back and the later corrects. All stay, flagged.
#}
{% macro tallies_from(figures) %}
    with totals as (
        select * from {{ figures }} where kind = 'cumulative' and status = 'asserted' and not is_superseded
    ),

    increments as (
        select
            totals.figure_id,
            max_by(period.value, ({{ sureness('period.qualifier') }}, period.value)) as increment_stated,
            max_by(period.figure_id, ({{ sureness('period.qualifier') }}, period.value)) as increment_figure_id,
            {{ is_whole("max_by(period.qualifier, (" ~ sureness('period.qualifier') ~ ", period.value))") }}
                as is_increment_whole
        from totals
        inner join {{ figures }} as period
            on
                totals.article_id = period.article_id
                and totals.claimant_side = period.claimant_side
                and totals.measure_id = period.measure_id
        where period.kind = 'period' and period.status = 'asserted' and period.day between totals.day - 1 and totals.day
        group by totals.figure_id
    ),

    variants as (
        select
            totals.day,
            totals.claimant_side,
            totals.measure_id,
            totals.value as total,
            max_by(
                {
                    'figure_id': totals.figure_id,
                    'wording': totals.wording,
                    'quote': totals.quote,
                    'qualifier': totals.qualifier,
                    'increment_stated': increments.increment_stated,
                    'increment_figure_id': increments.increment_figure_id,
                    'is_increment_whole': increments.is_increment_whole
                },
                (
                    increments.figure_id is not null,
                    {{ sureness('totals.qualifier') }},
                    -epoch_us(totals.known_at),
                    totals.figure_id
                )
            ) as best,
            count(distinct totals.story_id) as n_stories,
            max(totals.known_at) as known_at
        from totals
        left join increments on totals.figure_id = increments.figure_id
        group by all
    ),

    chosen as (
        select
            *,
            count(*) over (partition by day, claimant_side, measure_id) as n_variants
        from variants
        qualify row_number() over (
            partition by day, claimant_side, measure_id
            order by
                n_stories desc,
                best.increment_stated is not null desc,
                {{ sureness('best.qualifier') }} desc,
                known_at desc,
                total desc
        ) = 1
    ),

    beside as (
        select
            *,
            lag(total) over series as total_before,
            lag(total, 2) over series as total_second_before,
            lag(day) over series as day_before,
            lag(best.qualifier) over series as qualifier_before,
            lead(total) over series as total_after,
            lead(total, 2) over series as total_second_after,
            count(*) over (partition by claimant_side, measure_id) as n_days
        from chosen
        window series as (partition by claimant_side, measure_id order by day)
    ),

    -- What the series usually adds in a day, to tell a leap at its end from news.
    paces as (
        select
            claimant_side,
            measure_id,
            median((total - total_before) / (day - day_before)) as daily
        from beside
        where total >= total_before
        group by all
    ),

    judged as (
        select
            beside.*,
            case
                -- At an end of the series two against one decide: else its neighbour is the odd one.
                when total_before is null then coalesce(total > total_after and total > total_second_after, false)
                when total_after is null
                    then
                        (total < total_before and total < coalesce(total_second_before, total_before))
                        or (
                            n_days > 4
                            and total - total_before > 20 * greatest(paces.daily, 1) * (day - day_before)
                        )
                else total_before <= total_after and (total < total_before or total > total_after)
            end as is_misread
        from beside
        left join paces on beside.claimant_side = paces.claimant_side and beside.measure_id = paces.measure_id
    ),

    standing as (
        select
            *,
            max(case when not is_misread then total end) over (
                partition by claimant_side, measure_id order by day
                rows between unbounded preceding and 1 preceding
            ) as highest_before,
            min(case when not is_misread then total end) over (
                partition by claimant_side, measure_id order by day
                rows between 1 following and unbounded following
            ) as lowest_after,
            lag(is_misread) over (partition by claimant_side, measure_id order by day) as is_misread_before
        from judged
    ),

    flagged as (
        select
            *,
            case
                when is_misread then 'misread'
                when total > lowest_after then 'retracted'
                when total < highest_before then 'correction'
            end as flag,
            case
                when day_before = day - 1 and not is_misread and not is_misread_before then total - total_before
            end as increment_computed
        from standing
    )

    select
        flagged.day,
        flagged.claimant_side,
        flagged.measure_id,
        measures.name as measure,
        flagged.total,
        flagged.best.increment_stated as increment_stated,
        flagged.increment_computed,
        case
            when
                flagged.best.is_increment_whole
                and {{ is_whole('flagged.best.qualifier') }}
                and {{ is_whole('flagged.qualifier_before') }}
                then flagged.best.increment_stated = flagged.increment_computed
        end as agrees,
        coalesce(flagged.day - flagged.day_before > 1, false) as is_gap,
        flagged.flag is not null as is_correction,
        flagged.flag,
        flagged.best.wording as wording,
        flagged.best.qualifier as qualifier,
        flagged.best.quote as quote,
        flagged.best.figure_id as figure_id,
        flagged.best.increment_figure_id as increment_figure_id,
        flagged.day_before as previous_day,
        flagged.total_before as previous_total,
        flagged.n_variants,
        flagged.n_stories
    from flagged
    inner join (select distinct measure_id, name from {{ ref('stg_measures') }}) as measures
        on flagged.measure_id = measures.measure_id
{% endmacro %}
