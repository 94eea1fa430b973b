-- tallies: the official running totals, day by day, with what was stated and what follows from the day before.
-- Grain   one row per day, claimant_side and measure_id
-- Reads   int_totals, stg_measures
-- Time    day is the total's as-of day
-- Counts  one total a day; killed, lost and casualties of one series are one measure, the wording is kept
select * from ({{ tallies_from(ref('int_totals')) | indent(4) }})
