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
