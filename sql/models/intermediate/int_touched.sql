-- int_touched: the figures whose incident may have changed, and the incident they were in.
-- Grain   one row per figure_id
-- Reads   int_articles, int_changed_articles, stg_figures; int_incidents as the run before left it
-- Time    a figure can move another whose days lie within 4 days of its own, at the same place or front
-- Counts  none on a full build
{% set articles = ref('int_articles') %}
{% set changed_articles = ref('int_changed_articles') %}
{% set counted_changed = counted_figures('changed') %}
{% if is_update() %}
with changed as (
    select *
    from {{ articles }}
    where is_current and article_id in (select article_id from {{ changed_articles }})
),

fresh as (
    {{ counted_changed | indent(4) }}
),

removed as (
    select *
    from intermediate.int_incidents
    where article_id in (select article_id from {{ changed_articles }})
),

-- Stretches of three days and more move nobody but themselves.
reach as (
    select
        block_id,
        front_key,
        place_key,
        first_day,
        last_day
    from fresh
    where last_day - first_day < 2
    union
    select
        block_id,
        front_key,
        place_key,
        first_day,
        last_day
    from removed
    where last_day - first_day < 2
),

windows as (
    select distinct
        block_id,
        first_day,
        last_day,
        coalesce(place_key, '~' || coalesce(front_key, '')) as site
    from reach
    union
    select distinct
        block_id,
        first_day,
        last_day,
        '~' || front_key as site
    from reach
    where front_key is not null
),

neighbours as (
    select distinct
        present.figure_id,
        present.incident_id,
        present.day
    from intermediate.int_incidents as present
    inner join windows
        on
            present.block_id = windows.block_id
            and coalesce(present.place_key, '~' || coalesce(present.front_key, '')) = windows.site
            and present.first_day <= windows.last_day + 4
            and present.last_day >= windows.first_day - 4
)

select
    figure_id,
    incident_id,
    day
from neighbours
union
select
    figure_id,
    incident_id,
    day
from removed
union all
select
    figure_id,
    null as incident_id,
    null as day
from fresh
where figure_id not in (select figure_id from removed)
{% else %}
select
    null::varchar as figure_id,
    null::varchar as incident_id,
    null::date as day
from {{ changed_articles }}
cross join (select count(*) from {{ articles }}) as built
where false
{% endif %}
