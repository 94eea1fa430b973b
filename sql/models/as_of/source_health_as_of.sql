{{ config(parameters=['known_on']) }}
-- source_health_as_of: source_health as it would have been on the evening of a day.
-- Grain   as source_health
-- Reads   source_health
-- Time    requests, rejects and captures after `known_on` do not exist; a row is of its own day alone
-- Counts  as source_health
select * from {{ ref('source_health') }}
where day <= known_on
