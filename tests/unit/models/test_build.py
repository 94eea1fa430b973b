"""Building the models: what failed is named, policies are known by name, what changed is built anew."""

import shutil
from pathlib import Path

import duckdb
import ledger_kit as kit
import pytest

from sitrep.errors import BusyError, ModelError, SettingsError
from sitrep.load import load_shards
from sitrep.models import build_models
from sitrep.models.build import _read_state
from sitrep.settings import Settings
from sitrep.warehouse import find_project, lock_warehouse


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = kit.small_settings(tmp_path / "home")
    load_shards(settings, [])
    return settings


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two models, one of them broken."""
    project = tmp_path / "sql"
    (project / "models").mkdir(parents=True)
    shutil.copy(find_project() / "profiles.yml", project)
    (project / "dbt_project.yml").write_text(
        "name: small\nversion: '1.0'\nprofile: sitrep\nflags: { send_anonymous_usage_stats: false }\n"
    )
    (project / "models" / "sound.sql").write_text("select 1 as one")
    monkeypatch.setenv("SITREP_SQL", str(project))
    return project


def test_the_failed_model_is_named_and_nothing_stays_locked(project: Path, settings: Settings) -> None:
    (project / "models" / "broken.sql").write_text("select nonsense from {{ ref('sound') }}")
    with pytest.raises(ModelError, match=r"broken: .*nonsense"):
        build_models(settings)
    con = duckdb.connect(str(settings.warehouse))
    assert con.execute("select one from sound").fetchall() == [(1,)]
    assert con.execute("from raw.model_runs").fetchall() == [], "the next run sees the same changes"
    con.close()


def test_the_failed_test_is_named(project: Path, settings: Settings) -> None:
    (project / "tests").mkdir()
    (project / "tests" / "never_one.sql").write_text("select one from {{ ref('sound') }} where one = 1")
    with pytest.raises(ModelError, match=r"never_one: .*Got 1 result"):
        build_models(settings)


def test_sql_that_does_not_parse_is_named(project: Path, settings: Settings) -> None:
    (project / "models" / "lost.sql").write_text("select * from {{ ref('nowhere') }}")
    with pytest.raises(ModelError, match="nowhere"):
        build_models(settings)


def test_a_folder_without_a_project_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SITREP_SQL", str(tmp_path))
    with pytest.raises(SettingsError, match=r"holds no dbt_project\.yml"):
        find_project()


def test_a_held_warehouse_is_busy(settings: Settings) -> None:
    with lock_warehouse(settings, "load"), pytest.raises(BusyError, match=r"\(load\)"):
        build_models(settings)


def test_a_misspelt_policy_is_refused(settings: Settings) -> None:
    with pytest.raises(ModelError, match="none of floor, acled"):
        build_models(settings, select="stg_figures", variables={"vague": "flor"})


def test_other_sql_or_policies_or_fronts_are_another_build(project: Path, settings: Settings) -> None:
    build_models(settings)
    assert _read_state(settings, None)[2]
    assert not _read_state(settings, {"vague": "acled"})[2]
    (project / "models" / "sound.sql").write_text("select 2 as one")
    assert not _read_state(settings, None)[2]
    build_models(settings)
    con = duckdb.connect(str(settings.warehouse))
    con.execute("update raw.fronts set valid_to = date '2023-01-01' where front_id = 'kherson'")
    con.close()
    assert not _read_state(settings, None)[2]
