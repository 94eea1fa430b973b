"""Public addresses only, and an end in time."""

from __future__ import annotations

import datetime as dt
import itertools
import socket
import threading
import time
from pathlib import Path

import pytest

from sitrep.errors import FetchError, RefusedError
from sitrep.fetch.guards import Deadline, dial, is_public
from sitrep.fetch.politeness import Politeness
from sitrep.settings import Settings

NOW = dt.datetime(2023, 1, 31, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",  # noqa: S104  never bound
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
        "", "press.example", "127.0.0.1.", "1",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address: str) -> None:
    """Whatever it is wrapped in."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    """The counterpart."""
    assert is_public(address)


def test_a_name_is_refused_for_any_address_inside() -> None:
    """The address that would be connected to is the one that is checked, so a name cannot answer twice."""
    with Deadline(1.0) as deadline, pytest.raises(RefusedError, match="no public address"):
        dial("localhost", 80, resolve={}, connect_seconds=1.0, deadline=deadline)


def test_a_mapped_host_is_the_only_exception() -> None:
    """The settings say so, host by host."""
    with socket.create_server(("127.0.0.1", 0)) as server, Deadline(1.0) as deadline:
        host, port = server.getsockname()
        resolve = {"press.example": f"{host}:{port}"}
        dial("press.example", 80, resolve=resolve, connect_seconds=1.0, deadline=deadline).close()
        with pytest.raises(RefusedError):
            dial("127.0.0.1", port, resolve=resolve, connect_seconds=1.0, deadline=deadline)


def test_a_closed_port_is_a_fetch_error() -> None:
    """It may be open tomorrow."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = "{}:{}".format(*server.getsockname())
    with Deadline(1.0) as deadline, pytest.raises(FetchError, match="cannot connect"):
        dial("press.example", 80, resolve={"press.example": address}, connect_seconds=1.0, deadline=deadline)


def test_the_deadline_wakes_whoever_reads() -> None:
    """However often a byte comes."""
    one, other = socket.socketpair()
    with one, other, Deadline(0.2) as deadline:
        deadline.watch(one)
        started_at = time.monotonic()
        assert one.recv(1) == b""
        assert time.monotonic() - started_at < 1.0
        with pytest.raises(FetchError, match=r"not finished after 0\.2 s"):
            deadline.check("press.example")


def test_a_deadline_that_was_met_does_nothing() -> None:
    """The socket stays open."""
    one, other = socket.socketpair()
    with one, other:
        with Deadline(0.1) as deadline:
            deadline.watch(one)
        time.sleep(0.2)
        other.sendall(b"x")
        assert one.recv(1) == b"x"


def test_requests_to_one_domain_are_spaced_whoever_asks(tmp_path: Path) -> None:
    """Feeds, pages and subdomains share the domain's turn, and so do threads."""
    settings = Settings(home=tmp_path, spacing_seconds=0.15)
    turns: list[float] = []

    def ask(url: str) -> None:
        with Politeness(settings=settings, clock=lambda: NOW).take_turn(url, is_page=False):
            turns.append(time.monotonic())

    urls = ["https://www.press.example/feed", "https://news.press.example/a", "http://press.example/b"]
    threads = [threading.Thread(target=ask, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(later - earlier >= 0.14 for earlier, later in itertools.pairwise(turns))


def test_domains_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """Spacing is by registered domain."""
    politeness = Politeness(settings=Settings(home=tmp_path, spacing_seconds=5.0), clock=lambda: NOW)
    started_at = time.monotonic()
    for domain in ("one.example", "two.example", "three.example"):
        with politeness.take_turn(f"http://{domain}/", is_page=False):
            pass
    assert time.monotonic() - started_at < 1.0


def test_a_deferred_domain_is_left_alone_until_then(tmp_path: Path) -> None:
    """In later runs too."""
    settings = Settings(home=tmp_path)
    Politeness(settings=settings, clock=lambda: NOW).defer_domain(
        "http://a.press.example/", NOW + dt.timedelta(hours=2)
    )

    with pytest.raises(FetchError, match="come back after"):
        Politeness(settings=settings, clock=lambda: NOW).check_domain("http://press.example/x")
    Politeness(settings=settings, clock=lambda: NOW + dt.timedelta(hours=3)).check_domain("http://press.example/x")
