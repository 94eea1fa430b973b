{# Names without the database: a published copy has another name than the warehouse it was copied from. #}
{% macro ref() %}
    {{ return(builtins.ref(*varargs, **kwargs).include(database=false)) }}
{% endmacro %}

{% macro source() %}
    {{ return(builtins.source(*varargs, **kwargs).include(database=false)) }}
{% endmacro %}

{# Schemas as written: dbt's own default would make `main_marts`. #}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{ return(custom_schema_name or target.schema) }}
{% endmacro %}
