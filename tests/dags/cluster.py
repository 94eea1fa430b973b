"""Real servers on 127.0.0.1 for the long suites: PostgreSQL, Redis, and Airflow's processes from the compose file.

Each starts on a free port in a folder of its own and is stopped by its own process group. `reason_to_skip` says what
this machine lacks; `.ci/packages postgresql redis-server` installs it.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet

_PG_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def reason_to_skip(*, redis: bool = False) -> str | None:
    """What is missing here, or None."""
    if not _PG_BIN:
        return "needs PostgreSQL's server (Debian package postgresql)"
    if redis and not shutil.which("redis-server"):
        return "needs Redis (Debian package redis-server)"
    return None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fresh_variables() -> dict[str, str]:
    """What `.env` would hold."""
    words = {name: secrets.token_urlsafe(24) for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "JWT_SECRET")}
    return {**words, "API_SECRET_KEY": secrets.token_urlsafe(24), "FERNET_KEY": Fernet.generate_key().decode()}


@contextmanager
def run_postgres(folder: Path, password: str) -> Iterator[int]:
    """PostgreSQL with an empty database `airflow`; yields its port."""
    binaries, port, data = _PG_BIN[-1], free_port(), folder / "postgres"
    data.mkdir(parents=True)
    # PostgreSQL refuses to run as root; Debian's package brings a user of its own.
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    demoted = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    if demoted:
        shutil.chown(data, user)
        for path in (folder, *folder.parents[:-2]):
            path.chmod(path.stat().st_mode | 0o011)
    words = folder / "pw"
    words.write_text(password)
    words.chmod(0o644)
    subprocess.run(
        [*demoted, binaries / "initdb", "-D", data, "-U", "airflow", "-A", "scram-sha-256", f"--pwfile={words}", "-N"],
        check=True,
        capture_output=True,
    )
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(data), "-c", "fsync=off"]
    with (folder / "postgres.log").open("wb") as log:
        server = subprocess.Popen(
            [*demoted, binaries / "postgres", "-D", data, *options], stdout=log, stderr=log, start_new_session=True
        )
    try:
        environment = {**os.environ, "PGPASSWORD": password}
        create = [binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "airflow", "airflow"]
        _retry(lambda: subprocess.run(create, env=environment, check=False, capture_output=True).returncode == 0)
        yield port
    finally:
        _stop(server)


@contextmanager
def run_redis(folder: Path, password: str) -> Iterator[int]:
    """Redis with a password and nothing on disk; yields its port."""
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--requirepass", password, "--save", ""]
    with (folder / "redis.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, cwd=folder)
    try:
        _retry(lambda: _answers(port))
        yield port
    finally:
        _stop(server)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _retry(check: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if check():
            return
        time.sleep(0.2)
    raise TimeoutError(f"not up after {seconds} s")


def _stop(server: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        os.killpg(server.pid, number)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            continue
        return
