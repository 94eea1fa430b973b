-- int_touched: the figures whose incident may have changed, where they are, and the incident they were in.
-- Grain   one row per figure_id
-- Reads   int_articles, int_changed_articles, int_changed_figures; int_incidents as the run before left it
-- Time    a figure can move another whose days lie within 4 days of its own, at the same place or front
-- Counts  none on a full build
{% set articles = ref('int_articles') %}
{% set changed_articles = ref('int_changed_articles') %}
{% set counted_changed = counted_figures('changed', figures=ref('int_changed_figures')) %}
{% if is_update() %}
with changed as (
    select *
    from {{ articles }}
    where is_current and article_id in (select article_id from {{ changed_articles }})
),

fresh as (
    {{ counted_changed | indent(4) }}
),

known as (
    select article_id from {{ changed_articles }}
    where is_known
),

removed as (
    select
        figure_id,
        incident_id,
        day,
        site_key,
        block_id,
        front_key,
        place_key,
        first_day,
        last_day,
        is_stretch
    from intermediate.int_incidents
    where article_id in (select known.article_id from known)
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
    where not is_stretch
    union
    select
        block_id,
        front_key,
        place_key,
        first_day,
        last_day
    from removed
    where not is_stretch
),

-- A night at a touched place may move figures of its front beyond it, so that twice the reach is looked at. Days tell
-- nearly all figures of a big ledger that they are far from any change, before names are compared.
block_days as (
    {{ days_of_blocks('reach', 9, 10) | indent(4) }}
),

near_days as (select distinct last_day from block_days),

around as materialized (
    select
        present.figure_id,
        present.incident_id,
        present.day,
        present.site_key,
        present.block_id,
        present.front_key,
        present.place_key,
        present.first_day,
        present.last_day,
        present.is_stretch
    from intermediate.int_incidents as present
    semi join block_days on present.block_id = block_days.block_id and present.last_day = block_days.last_day
    where not present.is_stretch and present.last_day in (select last_day from near_days)
    union all
    select
        present.figure_id,
        present.incident_id,
        present.day,
        present.site_key,
        present.block_id,
        present.front_key,
        present.place_key,
        present.first_day,
        present.last_day,
        present.is_stretch
    from intermediate.int_incidents as present
    where present.is_stretch and present.block_id in (select block_id from reach)
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
    select distinct around.*
    from around
    inner join places
        on
            around.block_id = places.block_id
            and around.place_key = places.place_key
            and around.first_day <= places.last_day + 4
            and around.last_day >= places.first_day - 4
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
    from around as present
    inner join fronts
        on
            present.block_id = fronts.block_id
            and coalesce(present.front_key, '') = fronts.front_key
            and present.first_day <= fronts.last_day + 4
            and present.last_day >= fronts.first_day - 4
    where present.place_key is null
),

touched as (
    from removed
    union
    from at_places
    union
    from at_fronts
)

from touched
union all
select
    figure_id,
    null as incident_id,
    null as day,
    null as site_key,
    block_id,
    front_key,
    place_key,
    first_day,
    last_day,
    is_stretch
from fresh
where figure_id not in (select figure_id from removed)
{% else %}
select
    null::varchar as figure_id,
    null::varchar as incident_id,
    null::date as day,
    null::varchar as site_key,
    null::ubigint as block_id,
    null::varchar as front_key,
    null::varchar as place_key,
    null::date as first_day,
    null::date as last_day,
    null::boolean as is_stretch
from {{ changed_articles }}
cross join (select count(*) from {{ articles }}) as built
where false
{% endif %}
