{# Neighbours in time lie together in a table built anew, so that a night reads and rewrites little of it. #}
{% macro in_order_of(columns) %}
    {% if not is_incremental() %}
        order by {{ columns }}
    {% endif %}
{% endmacro %}
