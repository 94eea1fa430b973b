{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    incremental_predicates=[
        'figure_id in (select figure_id from intermediate.int_touched)'
        ' and last_day in (select distinct last_day from intermediate.int_touched)'
    ]
) }}
-- int_incidents: figures about the same thing, under one incident_id.
-- Grain   one row per figure_id
-- Reads   stg_figures, int_articles, int_touched, int_changed_figures
-- Time    day is the incident's: a day that all its figures share; a period's last day
-- Counts  figures of incidents and periods with a day, in articles in force; no forecasts, no running totals
{% set articles = ref('int_articles') %}
{% set changed_articles = ref('int_changed_articles') %}
{% set changed_figures = ref('int_changed_figures') %}
{% set touched = ref('int_touched') %}
with
{% if is_incremental() %}
changed as (
    select *
    from {{ articles }}
    where is_current and article_id in (select article_id from {{ changed_articles }})
),

fresh as (
    {{ counted_figures('changed', figures=changed_figures) | indent(4) }}
),

-- A changed figure counts where it was and where it is.
touched as (
    select
        block_id,
        front_key,
        place_key,
        first_day,
        last_day
    from {{ touched }}
    union
    select
        block_id,
        front_key,
        place_key,
        first_day,
        last_day
    from fresh
),

-- What decides about a touched figure lies within its first month and a few days around it: at its site, and for one
-- without a place at every place that its front has in those days.
windows as (
    select
        block_id,
        place_key,
        front_key,
        min(first_day) - 8 as first_day,
        max(least(last_day, first_day + 30)) + 8 as last_day
    from touched
    group by block_id, place_key, front_key, (first_day - date '2000-01-01') // 16
),

block_days as (
    {{ days_of_blocks('windows') | indent(4) }}
),

near_days as (select distinct last_day from block_days),

-- Stretches decide about nobody else, so that only touched ones are needed.
touched_stretches as materialized (
    select rowid as row_id
    from {{ this }}
    where is_stretch and figure_id in (select figure_id from {{ touched }})
),

present as materialized (
    select stored.* exclude (incident_id, day, site_key, is_placed)
    from {{ this }} as stored
    semi join block_days on stored.block_id = block_days.block_id and stored.last_day = block_days.last_day
    where not stored.is_stretch and stored.last_day in (select last_day from near_days)
    union all
    select stored.* exclude (incident_id, day, site_key, is_placed)
    from {{ this }} as stored
    where stored.rowid in (select row_id from touched_stretches)
),

known as (
    select * from present
    where article_id not in (select article_id from {{ changed_articles }})
    union all by name
    select * from fresh
),

at_sites as (
    select known.figure_id
    from known
    inner join windows
        on
            known.block_id = windows.block_id
            and coalesce(known.place_key, '~' || coalesce(known.front_key, ''))
            = coalesce(windows.place_key, '~' || coalesce(windows.front_key, ''))
            and known.first_day <= windows.last_day
            and known.last_day >= windows.first_day
),

places_of_fronts as (
    select distinct
        known.block_id,
        known.place_key,
        windows.first_day,
        windows.last_day
    from known
    inner join windows
        on
            known.block_id = windows.block_id
            and known.front_key = windows.front_key
            and known.first_day <= windows.last_day
            and known.last_day >= windows.first_day
    where windows.place_key is null and known.place_key is not null
),

at_places_of_fronts as (
    select known.figure_id
    from known
    inner join places_of_fronts as places
        on
            known.block_id = places.block_id
            and known.place_key = places.place_key
            and known.first_day <= places.last_day
            and known.last_day >= places.first_day
),

counted as (
    from known
    where
        figure_id in (select figure_id from at_sites)
        or figure_id in (select figure_id from at_places_of_fronts)
),
{% else %}
in_force as (
    select * from {{ articles }}
    where is_current
),

counted as (
    {{ counted_figures('in_force') | indent(4) }}
),
{% endif %}

grouped as (
    {{ group_incidents('counted') | indent(4) }}
)

select * from grouped
{% if is_incremental() %}
where figure_id in (select figure_id from {{ touched }})
{% endif %}
{{ in_order_of('is_stretch, last_day') }}
