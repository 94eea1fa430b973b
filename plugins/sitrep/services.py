"""Airflow as processes of this machine: what docker-compose.yml starts, started by hand, bound to 127.0.0.1.

In      docker-compose.yml: commands and environment are read from it, so that the two cannot drift
Out     running processes, each leading a process group of its own; their output in one log file each
Errors  SettingsError: a variable that the file asks for is not set, or a backfill on SQLite
Why     There is no engine everywhere, and a look at the UI should not need one. Names of compose services become
        127.0.0.1, paths of the image become paths of this checkout; nothing else differs.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import urllib3
import yaml

from sitrep.embedded import REPOSITORY, airflow_environment
from sitrep.errors import SettingsError
from sitrep.settings import Settings

if TYPE_CHECKING:
    import datetime as dt

COMPOSE = REPOSITORY / "docker-compose.yml"
SERVERS = ("api-server", "scheduler", "dag-processor", "triggerer")
_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?:(?P<how>:-|:\?)(?P<rest>[^}]*))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of the compose file, as a command with its environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]

    def with_arguments(self, *arguments: str) -> Service:
        """The same service with more arguments: a second worker wants a name of its own."""
        return replace(self, command=(*self.command, *arguments))


@dataclass(slots=True)
class Running:
    """Processes that we started, by service; `stop` ends each by its own group."""

    logs: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)

    def start(self, service: Service, *, name: str | None = None) -> subprocess.Popen[bytes]:
        """Start a service; its output goes to `<name>.log`."""
        name = name or service.name
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  # our own compose file
                service.command, env=dict(service.environment), stdout=log, stderr=log, start_new_session=True
            )
        self.processes[name] = process
        self.services[name] = service
        return process

    def restart(self, name: str) -> None:
        """Start again what was killed, as it was."""
        self.start(self.services[name], name=name)

    def kill(self, name: str) -> None:
        """End a service at once, with all its children, as a power cut would."""
        _signal(self.processes.pop(name), signal.SIGKILL)

    def stop(self) -> None:
        """End all: ask first, then insist."""
        for process in self.processes.values():
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + 20
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
        self.processes.clear()


def read_services(variables: Mapping[str, str], *, compose: Path = COMPOSE) -> dict[str, Service]:
    """Read the services of the compose file that run Airflow, with `${…}` filled from `variables`."""
    document = yaml.safe_load(compose.read_text(encoding="utf-8"))
    services = {}
    for name, service in document["services"].items():
        if service.get("image") != "sitrep:local":
            continue
        environment = {key: interpolate(str(value), variables) for key, value in service["environment"].items()}
        command = tuple(interpolate(str(part), variables) for part in service["command"])
        services[name] = Service(name=name, command=command, environment=environment)
    return services


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """Fill `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `$$` as compose does."""

    def fill(match: re.Match[str]) -> str:
        if match["name"] is None:
            return "$"
        value = variables.get(match["name"], "")
        if value or match["how"] is None:
            return value
        if match["how"] == ":-":
            return match["rest"]
        raise SettingsError(match["rest"] or "is not set", subject=match["name"])

    return _VARIABLE.sub(fill, text)


def localise(
    service: Service, settings: Settings, *, ports: Mapping[str, int], overrides: Mapping[str, str]
) -> Service:
    """The same service on this machine: names of services become 127.0.0.1 with `ports`, image paths become ours."""
    host_ports = {"api-server:8080": ports["api-server"], "postgres:5432": ports.get("postgres", 5432)}
    host_ports["redis:6379"] = ports.get("redis", 6379)
    environment = dict(service.environment)
    for name, value in environment.items():
        for address, port in host_ports.items():
            value = value.replace(address, f"127.0.0.1:{port}")  # noqa: PLW2901  # filled in step by step
        environment[name] = value.replace("/opt/sitrep/data", str(settings.home)).replace(
            "/opt/sitrep", str(REPOSITORY)
        )
    environment |= {
        "AIRFLOW_HOME": str(settings.airflow_home),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(ports["api-server"]),
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST": "127.0.0.1",
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(ports.get("health", 8974)),
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "SITREP"))}
    inherited["PATH"] = f"{Path(sys.executable).parent}:{inherited.get('PATH', '')}"
    return Service(name=service.name, command=service.command, environment={**inherited, **environment, **overrides})


@contextmanager
def run_servers(
    settings: Settings, *, ports: Mapping[str, int], variables: Mapping[str, str], overrides: Mapping[str, str]
) -> Iterator[Running]:
    """Migrate the metadata, create the pool, start the servers, wait until they answer; stop them at the end."""
    services = {
        name: localise(service, settings, ports=ports, overrides=overrides)
        for name, service in read_services(variables).items()
    }
    running = Running(settings.home / "logs")
    try:
        if running.start(services["init"]).wait(180) != 0:
            raise SettingsError("init failed; see its log", subject=str(running.logs / "init.log"))
        running.processes.pop("init")
        for name in SERVERS:
            running.start(services[name])
        _wait_until_healthy(f"http://127.0.0.1:{ports['api-server']}/api/v2/monitor/health", running)
        yield running
    finally:
        running.stop()


def serve_airflow(settings: Settings, *, port: int) -> int:
    """Airflow with its UI on 127.0.0.1 until Ctrl-C, on SQLite in the home; gives the exit status."""
    overrides = {
        # One machine, one user who can reach 127.0.0.1: no password to look for.
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        # A look must not start last night's fetch by itself: whoever wants it unpauses it.
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": airflow_environment(settings)["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"],
        "SITREP_HOME": str(settings.home),
    }
    secret = airflow_environment(settings)["AIRFLOW__API_AUTH__JWT_SECRET"]
    variables = {
        **dict.fromkeys(("POSTGRES_PASSWORD", "REDIS_PASSWORD"), "unused"),
        "JWT_SECRET": secret,
        "API_SECRET_KEY": secret,
        # Airflow reads an empty key as "no encryption"; nothing secret is stored on this machine's SQLite.
        "FERNET_KEY": os.environ.get("FERNET_KEY", ""),
    }
    variables["FERNET_KEY"] = variables["FERNET_KEY"] or _make_fernet_key(settings)
    started = time.monotonic()
    with run_servers(settings, ports={"api-server": port}, variables=variables, overrides=overrides):
        seconds = time.monotonic() - started
        print(f"Airflow is up after {seconds:.0f} s: http://127.0.0.1:{port}  (Ctrl-C stops it)")  # noqa: T201
        print("Metadata is SQLite: fine for a look. Backfills of scheduled DAGs want PostgreSQL: see the README.")  # noqa: T201
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("stopping")  # noqa: T201
    return 0


def create_backfill(settings: Settings, dag_id: str, first: dt.date, last: dt.date) -> int:
    """Wrap `airflow backfill create` for the days from first to last, inclusive; gives its exit status.

    Errors: SettingsError on SQLite, whose live scheduler dies of a backfill (database is locked).
    """
    import datetime as dt  # noqa: PLC0415  # typing only above

    environment = {**os.environ, **airflow_environment(settings)}
    if environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("sqlite"):
        reason = "metadata is SQLite, and a live scheduler on SQLite dies of backfills: use PostgreSQL"
        raise SettingsError(reason, subject="AIRFLOW__DATABASE__SQL_ALCHEMY_CONN")
    # The last day's run is due on the next night, and Airflow reads --to-date as that midnight: ask for one day more.
    until = last + dt.timedelta(days=2)
    days = ["--from-date", str(first), "--to-date", str(until)]
    command = [sys.executable, "-m", "airflow", "backfill", "create", "--dag-id", dag_id, *days]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  # fixed words and dates


def _wait_until_healthy(url: str, running: Running) -> None:
    deadline = time.monotonic() + 120
    pool = urllib3.PoolManager(retries=False)
    while time.monotonic() < deadline:
        dead = [name for name, process in running.processes.items() if process.poll() is not None]
        if dead:
            raise SettingsError(f"{dead[0]} ended at once; see its log", subject=str(running.logs / f"{dead[0]}.log"))
        try:
            answer = pool.request("GET", url, timeout=2.0)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.3)
            continue
        health = answer.json()
        if answer.status == 200 and health.get("scheduler", {}).get("status") == "healthy":  # noqa: PLR2004  # OK
            return
        time.sleep(0.3)
    raise SettingsError("not healthy after two minutes; see its logs", subject=str(running.logs))


def _make_fernet_key(settings: Settings) -> str:
    from cryptography.fernet import Fernet  # noqa: PLC0415  # comes with Airflow

    path = settings.airflow_home / "fernet_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(Fernet.generate_key())
    return path.read_text()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
    if number == signal.SIGKILL:
        process.wait(10)
