{# The article revisions in force on a day: known by then, and no edit of theirs known by then. #}
{% macro articles_known_on(day) %}
    select *
    from {{ ref('int_articles') }}
    where known_day <= {{ day }} and (superseded_day is null or superseded_day > {{ day }})
{% endmacro %}

{# The parameters of what was known on a day: the days to look at may be left out, and are all days then. #}
{% macro as_of_parameters() %}
    {{ return(["known_on", "since_day := null::date", "until_day := null::date"]) }}
{% endmacro %}

{# Whether a day lies between the days asked for. #}
{% macro is_asked_for(day) -%}
    (since_day is null or {{ day }} >= since_day) and (until_day is null or {{ day }} <= until_day)
{%- endmacro %}
