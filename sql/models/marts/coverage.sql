-- coverage: how much was read, and how well it was understood, day by day.
-- Grain   one row per day
-- Reads   int_articles
-- Time    day is when the article became known: published, else captured
-- Counts  articles in force; shares are of their figures, null on a day without figures
{% set articles = ref('int_articles') %}
with in_force as (
    select * from {{ articles }}
    where is_current
)

select * from ({{ coverage_from('in_force') | indent(4) }})
