{{ config(parameters=['known_on']) }}
-- coverage_as_of: coverage as it would have been on the evening of a day.
-- Grain   as coverage
-- Reads   int_articles
-- Time    what became known after `known_on` does not exist
-- Counts  as coverage, by the same rules
with in_force as (
    {{ articles_known_on('known_on') | indent(4) }}
),

covered as (
    {{ coverage_from('in_force') | indent(4) }}
)

select * from covered
