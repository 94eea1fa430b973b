"""Start the dashboard as a person does, alone or inside Airflow, and watch what a browser makes of it.

Each server is a process of its own on 127.0.0.1 and is stopped by its own process group.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import urllib3
from playwright.sync_api import Page

from sitrep.embedded import airflow_environment
from sitrep.settings import Settings

SHOTS = Path(__file__).parents[1] / "browser" / "shots"
CHROMIUM = shutil.which("chromium")
BIN = Path(sys.executable).parent


@dataclass(slots=True)
class Watch:
    """What a page did that it should not: errors, refused scripts, requests to elsewhere."""

    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Listen to a page."""
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            self.strangers.append(url)


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """Run `sitrep serve` on a free port; yields the address that it prints."""
    environment = {**os.environ, "SITREP_HOME": str(settings.home), "SITREP_IS_SAMPLE": "1", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [BIN / "sitrep", "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        stop(process)


@contextmanager
def run_api_server(settings: Settings, folder: Path) -> Iterator[tuple[str, str]]:
    """Airflow's API server alone, on SQLite, with one user; yields its address and the user's password."""
    port, password = free_port(), secrets.token_urlsafe(12)
    words = folder / "passwords.json"
    words.write_text(json.dumps({"analyst": password}))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")},
        **airflow_environment(settings.model_copy(update={"home": folder})),
        "SITREP_HOME": str(settings.home),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "analyst:viewer",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(words),
    }
    subprocess.run([BIN / "airflow", "db", "migrate"], env=environment, check=True, capture_output=True)
    with (folder / "api-server.log").open("wb") as log:
        process = subprocess.Popen(
            [BIN / "airflow", "api-server"], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api/v2/version")
        yield f"http://127.0.0.1:{port}", password
    finally:
        stop(process)


def wait_for(url: str, *, seconds: float = 90) -> None:
    """Wait until an address answers."""
    deadline = time.monotonic() + seconds
    pool = urllib3.PoolManager(retries=False)
    while time.monotonic() < deadline:
        try:
            if pool.request("GET", url, timeout=2.0).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.3)
    raise TimeoutError(f"{url} did not answer")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """End a server that we started, with its children."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, number)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue
        return
