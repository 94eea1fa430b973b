{# One row a key. The table has no such constraint in the database: keys made reloads slow and files large. #}
{% test unique_key(model, columns) %}
    select {{ columns | join(", ") }}, count(*) as n_rows
    from {{ model }}
    group by {{ columns | join(", ") }}
    having count(*) > 1
{% endtest %}
