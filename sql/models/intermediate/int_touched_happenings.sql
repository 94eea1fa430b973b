-- int_touched_happenings: the happenings to be summed up again, as they were and as they are.
-- Grain   one row per happening_id, day and front_id
-- Reads   int_articles, int_changed_articles, stg_events; int_events and timeline as the run before left them
-- Time    day is the happening's, null where it has none
-- Counts  every front on which a changed article tells of it or on which it counted; none on a full build
{% set articles = ref('int_articles') %}
{% set changed_articles = ref('int_changed_articles') %}
{% set clustered_changed = cluster_events('changed') %}
{% if is_update() %}
with changed as (
    select *
    from {{ articles }}
    where is_current and article_id in (select article_id from {{ changed_articles }})
),

known as (
    select article_id from {{ changed_articles }}
    where is_known
),

happenings as (
    select
        happening_id,
        day,
        front_id
    from ({{ clustered_changed | indent(4) }})
    union
    select
        happening_id,
        day,
        front_id
    from intermediate.int_events
    where article_id in (select known.article_id from known)
)

from happenings
union
select
    happening_id,
    day,
    front_id
from main.timeline
where happening_id in (select happening_id from happenings)
{% else %}
select
    null::varchar as happening_id,
    null::date as day,
    null::varchar as front_id
from {{ changed_articles }}
cross join (select count(*) from {{ articles }}) as built
where false
{% endif %}
