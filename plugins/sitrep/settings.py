"""Settings, all from the environment (`SITREP_…`), read once by whoever starts a run and passed down.

In      environment variables; see each field
Out     Settings, frozen; paths are absolute
Errors  SettingsError, naming the variable
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from sitrep.errors import SettingsError


class Settings(BaseSettings):
    """What a run needs to know of its surroundings."""

    model_config = SettingsConfigDict(env_prefix="SITREP_", frozen=True, extra="ignore")

    home: Path = Field(Path("data"), description="Captures, state, warehouse and snapshots live here.")
    theatre: str = Field("ukraine", description="A folder of sitrep/theatres, or a path to one of your own.")
    feeds: Path | None = Field(None, description="A feeds.toml instead of the theatre's.")
    zone: str = Field("UTC", description="Zone of the day that the nightly run closes.")
    contact: str = Field("", description="Address or URL that the User-Agent names, so that outlets can reach you.")
    resolve: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict,
        description="`host=127.0.0.1:port,…`: where fixed hosts are answered; the only exception to public addresses.",
    )
    is_sample: bool = Field(default=False, description="Mark every row as sample; set by `sitrep demo`.")
    workers: int = Field(2, ge=1, le=64, description="Processes that clean and extract.")
    fetch_threads: int = Field(8, ge=1, le=64, description="Concurrent requests, each to another domain.")
    spacing_seconds: float = Field(5.0, ge=0, description="Least time between two requests to one domain.")
    connect_timeout_seconds: float = Field(10.0, gt=0)
    read_timeout_seconds: float = Field(20.0, gt=0)
    total_timeout_seconds: float = Field(60.0, gt=0)
    max_body_bytes: int = Field(10_000_000, gt=0, description="Largest decoded body of a page or feed.")
    max_article_chars: int = Field(1_000_000, gt=0, description="Longest text that is extracted.")
    clean_timeout_seconds: float = Field(20.0, gt=0, description="Longest time for cleaning one page.")
    shard_bytes: int = Field(64_000_000, gt=0, description="Captured bytes after which a new shard begins.")
    reject_share: float = Field(0.5, ge=0, le=1, description="Share of rejected pages at which a run fails.")
    warehouse_memory: str = Field("4GB", description="Most memory that the loader and the models use.")
    query_memory: str = Field("2GB", description="Most memory that a query of the snapshot uses.")
    snapshots_kept: int = Field(7, ge=1, description="Published snapshots kept.")
    manifest_days_kept: int = Field(
        90, ge=7, description="Days for which a night can be rerun without asking the network again."
    )
    capture_days_kept: int | None = Field(None, ge=1, description="Days of captures kept; unset keeps all.")
    alert_webhook: str = Field("", description="Where a failed or late run is told, as JSON with a `text`.")
    alert_email: str = Field("", description="Whom a failed or late run is told by mail.")

    @field_validator("home", mode="after")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("resolve", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [pair.partition("=") for pair in value.split(",") if pair.strip()]
        if not all(host.strip() and target.strip() for host, _, target in pairs):
            raise ValueError("wants host=address:port, separated by commas")
        return {host.strip().lower(): target.strip() for host, _, target in pairs}

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no IANA time zone")
        return value

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the day."""
        return ZoneInfo(self.zone)

    @property
    def captures(self) -> Path:
        """WARC files, one folder a day."""
        return self.home / "captures"

    @property
    def staged(self) -> Path:
        """Parquet, one folder a shard."""
        return self.home / "staged"

    @property
    def state(self) -> Path:
        """Validators, back-off and manifests of finished fetches."""
        return self.home / "state"

    @property
    def warehouse(self) -> Path:
        """The database that only the loader and the models open."""
        return self.home / "warehouse.duckdb"

    @property
    def snapshot(self) -> Path:
        """The published database: a link to the newest file of `snapshots`."""
        return self.home / "sitrep.duckdb"

    @property
    def snapshots(self) -> Path:
        """Published files, newest last."""
        return self.home / "snapshots"

    @property
    def reports(self) -> Path:
        """Reports, one folder a day."""
        return self.home / "reports"

    @property
    def airflow_home(self) -> Path:
        """The embedded Airflow's metadata and logs."""
        return self.home / "airflow"

    def for_sample(self) -> Settings:
        """The same settings, looking at the sample's own home."""
        return self if self.is_sample else self.model_copy(update={"home": self.home / "sample", "is_sample": True})


def load_settings(**overrides: object) -> Settings:
    """Read the environment; keyword arguments win. Errors: SettingsError naming the variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks what mypy cannot
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "SITREP_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(first["msg"], subject=name) from exc
