-- Any two figures of an incident share its day: no chain of neighbours makes one incident of a week of nights.
{{ config(tags=['full_scan']) }}
select figure_id
from {{ ref('int_incidents') }}
where day < first_day or day > last_day
