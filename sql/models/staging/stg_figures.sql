-- stg_figures: the figures as stated, with their bounds, their group and the days they cover.
-- Grain   one row per figure_id
-- Reads   raw.figures
-- Time    first_day and last_day are the stated days; where only one end is stated it stands for both
-- Counts  all figures of all revisions, whatever their status
select * from ({{ stage_figures(source('raw', 'figures')) | indent(4) }})
