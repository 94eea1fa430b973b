{{ config(parameters=['known_on']) }}
-- tallies_as_of: tallies as they would have been on the evening of a day.
-- Grain   as tallies
-- Reads   int_articles, stg_figures, stg_measures, stg_places, stg_fronts
-- Time    what became known after `known_on` does not exist
-- Counts  as tallies, by the same rules
with in_force as (
    {{ articles_known_on('known_on') | indent(4) }}
),

figures as (
    {{ series_figures('in_force') | indent(4) }}
),

series as (
    {{ tallies_from('figures') | indent(4) }}
)

select * from series
