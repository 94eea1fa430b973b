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

places as (
    select distinct
        block_id,
        place_key,
        first_day,
        last_day
    from reach
    where place_key is not null
),

at_places as (
    select distinct present.*
    from intermediate.int_incidents as present
    inner join places
        on
            present.block_id = places.block_id
            and present.place_key = places.place_key
            and present.first_day <= places.last_day + 4
            and present.last_day >= places.first_day - 4
),

-- A night that may move to another day makes its place known, or unknown, to all figures of its front.
fronts as (
    select
        block_id,
        coalesce(front_key, '') as front_key,
        first_day,
        last_day
    from reach
    union
    select
        block_id,
        front_key,
        first_day,
        last_day
    from at_places
    where front_key is not null and last_day - first_day = 1
),

at_fronts as (
    select distinct present.*
    from intermediate.int_incidents as present
    inner join fronts
        on
            present.block_id = fronts.block_id
            and coalesce(present.front_key, '') = fronts.front_key
            and present.first_day <= fronts.last_day + 4
            and present.last_day >= fronts.first_day - 4
    where present.place_key is null
),

neighbours as (
    select
        figure_id,
        incident_id,
        day
    from at_places
    union
    select
        figure_id,
        incident_id,
        day
    from at_fronts
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
