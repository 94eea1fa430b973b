{# The article revisions in force on a day: known by then, and no edit of theirs known by then. #}
{% macro articles_known_on(day) %}
    select *
    from {{ ref('int_articles') }}
    where known_day <= {{ day }} and (superseded_day is null or superseded_day > {{ day }})
{% endmacro %}
