"""Holding the warehouse: one at a time, the second is told who came first, a newer file is refused."""

import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import ledger_kit as kit
import pytest

from sitrep.errors import BusyError, SettingsError
from sitrep.settings import Settings
from sitrep.warehouse import hold_warehouse, lock_warehouse
from sitrep.warehouse.migrations import list_migrations


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return kit.small_settings(tmp_path)


def run_holder(home: Path, body: str) -> subprocess.Popen[str]:
    """Start a process that holds the warehouse, says so, and runs on."""
    code = f"""
        import sys, time, duckdb
        from sitrep.settings import Settings
        from sitrep.warehouse import lock_warehouse
        settings = Settings(home={str(home)!r})
        {body}
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)


def test_the_second_is_told_who_came_first(settings: Settings) -> None:
    body = "with lock_warehouse(settings, 'load'): print('held', flush=True); time.sleep(60)"
    with run_holder(settings.home, body) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(BusyError, match=rf"held by process {holder.pid} on .* \(load\)"),
            hold_warehouse(settings, "models"),
        ):
            pass
        holder.kill()
    with hold_warehouse(settings, "models") as con:
        assert con.execute("select 1").fetchall() == [(1,)], "a killed holder holds nothing"


def test_a_client_that_knows_no_lock_is_named_too(settings: Settings) -> None:
    with hold_warehouse(settings, "load"):
        pass
    body = "con = duckdb.connect(str(settings.warehouse)); print('held', flush=True); time.sleep(60)"
    with run_holder(settings.home, body) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(BusyError, match=rf"open in another program .*{holder.pid}"),
            hold_warehouse(settings, "load"),
        ):
            pass
        holder.kill()


def test_waiting_is_bounded(settings: Settings) -> None:
    with (
        lock_warehouse(settings, "load"),
        pytest.raises(BusyError, match="is held by"),
        lock_warehouse(settings, "publish", wait_seconds=0.1),
    ):
        pass


def test_a_newer_file_is_refused(settings: Settings) -> None:
    with hold_warehouse(settings, "load") as con:
        con.execute("insert into raw.migrations values (999, 'from the future')")
    with pytest.raises(SettingsError, match="written by a newer Sitrep"), hold_warehouse(settings, "load"):
        pass


def test_an_older_file_is_brought_up_to_date(settings: Settings) -> None:
    con = duckdb.connect(str(settings.warehouse))
    con.execute("create schema raw")
    con.execute("create table raw.migrations (version integer, name varchar)")
    for version, name, sql in list_migrations()[:1]:
        con.execute(sql)
        con.execute("insert into raw.migrations values (?, ?)", [version, name])
    con.execute("insert into raw.changes values (1, 'a')")
    con.close()
    with hold_warehouse(settings, "load") as held:
        assert held.execute("select version from raw.migrations order by 1").fetchall() == [
            (version,) for version, _, _ in list_migrations()
        ]
        assert held.execute("from raw.changes").fetchall() == [(1, "a")]


def test_files_are_in_the_storage_format_that_either_line_opens(settings: Settings) -> None:
    with hold_warehouse(settings, "load") as con:
        tags = con.execute("select tags from duckdb_databases() where database_name = 'warehouse'").fetchall()
    assert "v1.5.0" in str(tags)
