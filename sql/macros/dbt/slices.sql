{#
    A full build some days at a time: what a model says of a day depends on the rows of that day alone, and a ledger of
    ten million figures summed up at once needs more memory than a build may take. A model asks for it by the config
    `sliced_by` (the relation whose rows are counted, by their `day`) and by `in_slice` where it reads that relation.
#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- set whole = dbt.duckdb__create_table_as(temporary, relation, compiled_code, language, **kwargs) -%}
    {%- set slices = [] -%}
    {%- if config.get('sliced_by') and not temporary and execute -%}
        {%- set slices = list_slices(ref(config.get('sliced_by'))) -%}
    {%- endif -%}
    {%- for first, last in slices %}
        set variable slice_first = date '{{ first }}';
        set variable slice_last = date '{{ last }}';
        {% if loop.first -%} {{ whole }} {%- else -%} insert into {{ relation }} {{ compiled_code }}; {%- endif %}
        {% if loop.last %} reset variable slice_first; reset variable slice_last; {% endif %}
    {%- else %}
        {{ whole }}
    {%- endfor %}
{%- endmacro %}

{# The days of `relation` in order, as many together as hold a million and a half of its rows: (first, last). #}
{% macro list_slices(relation) %}
    {% set days %}
        select min(day) as first_day, max(day) as last_day
        from (
            select day, (sum(n_rows) over (order by day) - n_rows) // 1500000 as slice
            from (select day, count(*) as n_rows from {{ relation }} group by day)
        )
        group by slice
        order by first_day
    {% endset %}
    {{ return(run_query(days).rows) }}
{% endmacro %}

{# Whether a day is of the slice that is being built; every day is, where nothing is built in slices. #}
{% macro in_slice(day) -%}
    (getvariable('slice_first') is null or {{ day }} between getvariable('slice_first') and getvariable('slice_last'))
{%- endmacro %}
