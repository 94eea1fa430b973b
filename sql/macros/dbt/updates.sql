{# Whether this run brings existing tables up to date instead of building them anew. #}
{% macro is_update() %}
    {% if not execute or flags.FULL_REFRESH %}
        {{ return(false) }}
    {% endif %}
    {{ return(adapter.get_relation(database=target.database, schema='intermediate', identifier='int_incidents')
              is not none) }}
{% endmacro %}

{# Replace rows by a predicate: what was touched goes, whether or not something comes in its place. #}
{% macro get_incremental_replace_touched_sql(arg_dict) %}
    {% set columns = arg_dict["dest_columns"] | map(attribute="quoted") | join(", ") %}
    delete from {{ arg_dict["target_relation"] }} where {{ arg_dict["incremental_predicates"] | join(" or ") }};
    insert into {{ arg_dict["target_relation"] }} ({{ columns }})
    select {{ columns }} from {{ arg_dict["temp_relation"] }}
{% endmacro %}

{# dbt comments on tables and views; table macros are ours to comment. #}
{% macro comment_on_macro() %}
    comment on macro table {{ this.include(database=false) }} is {{ duckdb_escape_comment(model.description) }}
{% endmacro %}

{#
    Whether a row of this day and front has to be made again: by the night's list in an update, `otherwise` in a build.
    The days tell nearly all rows of a big table that not, before fronts are compared.
#}
{% macro on_touched_front(touched_fronts, otherwise='true') -%}
    {%- if is_incremental() -%}
        (day in (select day from {{ touched_fronts }}) and (day, front_id) in (from {{ touched_fronts }}))
    {%- else -%}
        {{ otherwise }}
    {%- endif -%}
{%- endmacro %}
