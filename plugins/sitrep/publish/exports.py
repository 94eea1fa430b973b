"""Write the published tables for other tools: Parquet of every mart, incidents in the shape of two known data sets.

In      Settings; a folder
Out     `<mart>.parquet`, `incidents_ucdp.csv`, `incidents_acled.csv`; the paths, in that order
Units   date_prec 1 = the day, 2 = 2-6 days, 3 = a week, 4 = a month, 5 = longer; where_prec 1 = the place with its
        coordinates, 3 = a district or region, 6 = a front or a country, 7 = sea or unknown: UCDP GED's own scales
Errors  SettingsError where nothing has been published
Source  UCDP GED codebook 24.1 and ACLED codebook (column names); the values are ours, and no line comes from either
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from sitrep.settings import Settings
from sitrep.warehouse import connect_file, find_snapshot

_UCDP = """
    select
        incident_id as id,
        year(day) as year,
        side as side_suffering,
        'Government of Russia - Government of Ukraine' as dyad_name,
        'Government of Russia' as side_a,
        'Government of Ukraine' as side_b,
        effect,
        entity_group,
        value as best,
        value_low as low,
        coalesce(value_high, value_highest_stated) as high,
        value_high is null as high_is_open,
        claimant_side as best_claimant_side,
        day_first as date_start,
        day_last as date_end,
        case
            when day_last = day_first then 1
            when day_last - day_first < 6 then 2
            when day_last - day_first < 8 then 3
            when day_last - day_first < 31 then 4
            else 5
        end as date_prec,
        place as where_coordinates,
        case
            when lat is not null and kind_of_place = 'settlement' then 1
            when place is not null then 3
            when front_id != 'unspecified' then 6
            else 7
        end as where_prec,
        lat as latitude,
        lon as longitude,
        front_id,
        n_sources as number_of_sources,
        n_stories as number_of_stories,
        figure_id as source_figure
    from located
    where kind = 'incident' and effect in ('killed', 'casualties', 'wounded', 'missing') and entity_group = 'people'
    order by day, incident_id
"""

_ACLED = """
    select
        incident_id as event_id_cnty,
        day as event_date,
        case when day_last = day_first then 1 when day_last - day_first < 8 then 2 else 3 end as time_precision,
        case
            when effect in ('intercepted', 'launched', 'destroyed', 'damaged') then 'Explosions/Remote violence'
            when effect in ('carried_out', 'repelled') then 'Battles'
            when effect = 'seized' then 'Strategic developments'
            else 'Violence'
        end as event_type,
        effect as sub_event_type,
        entity_group,
        case side when 'ua' then 'Ukraine' when 'ru' then 'Russia' end as actor1,
        place as location,
        lat as latitude,
        lon as longitude,
        case when lat is not null then 1 when place is not null then 2 else 3 end as geo_precision,
        front_id as admin_front,
        case when effect = 'killed' and entity_group = 'people' then value end as fatalities,
        value,
        qualifier,
        claimant_side as source_scale,
        n_sources as sources,
        figure_id as notes
    from located
    where kind = 'incident'
    order by day, incident_id
"""


def export_marts(settings: Settings, folder: Path) -> list[Path]:
    """Write every mart, and both shapes of the incidents; each file appears when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    con = connect_file(find_snapshot(settings), memory=settings.query_memory, read_only=True)
    try:
        marts = con.execute("select table_name from duckdb_tables() where schema_name = 'main' order by 1").fetchall()
        written = [
            _copy(con, f'from "{mart}" order by all', folder / f"{mart}.parquet", "format parquet, compression zstd")
            for (mart,) in marts
        ]
        con.execute("""
            create temp view located as
            select incidents.*, places.kind as kind_of_place
            from incidents left join staging.stg_places as places using (place_id)
        """)
        written.append(_copy(con, _UCDP, folder / "incidents_ucdp.csv", "format csv, header"))
        written.append(_copy(con, _ACLED, folder / "incidents_acled.csv", "format csv, header"))
    finally:
        con.close()
    return written


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> Path:
    draft = path.with_name(f".{path.name}.draft")
    target = str(draft).replace("'", "''")
    con.execute(f"copy ({query}) to '{target}' ({options})")
    draft.replace(path)
    return path
