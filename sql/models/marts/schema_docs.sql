{{ config(materialized='view') }}
-- schema_docs: what every table, column and macro of this database means.
-- Grain   one row per object, and one per column of it
-- Reads   the database's own comments
-- Time    none
-- Counts  the schemas main, intermediate, staging and raw
-- depends_on: {{ ref('front_days') }}
select
    schema_name,
    table_name as object_name,
    null as column_name,
    'table' as kind,
    null as data_type,
    comment as description
from duckdb_tables()
where database_name = current_database() and not temporary
union all
select
    schema_name,
    view_name as object_name,
    null as column_name,
    'view' as kind,
    null as data_type,
    comment as description
from duckdb_views()
where database_name = current_database() and not internal
union all
select
    schema_name,
    function_name as object_name,
    null as column_name,
    'macro' as kind,
    array_to_string(parameters, ', ') as data_type,
    comment as description
from duckdb_functions()
where database_name = current_database() and function_type = 'table_macro' and not internal
union all
select
    columns.schema_name,
    columns.table_name as object_name,
    columns.column_name,
    'column' as kind,
    columns.data_type,
    columns.comment as description
from duckdb_columns() as columns
where columns.database_name = current_database() and not columns.internal
