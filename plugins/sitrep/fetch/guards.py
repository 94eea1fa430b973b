"""Connect to public addresses only, and end every request by its deadline.

In      a host and port; the hosts that the settings map to a local address
Out     a connected socket
Units   seconds
Errors  RefusedError for an address that is not public; FetchError where nobody answers or no name is found
Source  IANA's special-purpose registries, as Python's ipaddress knows them

The address is checked on the very socket address that is connected to: a name that answers differently the second
time (DNS rebinding) gains nothing, since it is asked once.
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from sitrep.errors import FetchError, RefusedError

_MOST_ADDRESSES = 4
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: str) -> bool:
    """Tell whether an address is one of the open internet, also when an IPv6 address wraps an IPv4 one."""
    try:
        return all(_is_global(ip) for ip in _unwrap(ipaddress.ip_address(address.partition("%")[0])))
    except ValueError:
        return False


def _unwrap(ip: _IpAddress) -> list[_IpAddress]:
    """What must be global: of a mapped or NAT64 address only the inner one is, the wrapper never."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip.ipv4_mapped is not None:
        return [ip.ipv4_mapped]
    if ip in _NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)]
    return [ip, *([ip.sixtofour] if ip.sixtofour is not None else []), *(ip.teredo or ())]


def _is_global(ip: _IpAddress) -> bool:
    is_site_local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or is_site_local)


class Deadline:
    """Ends a request when its time is up, whatever it is doing: handshake, headers or a body that drips.

    Time-outs of a socket begin anew with each byte, so they cannot do that. A context manager; `watch` names the
    socket in use. When the time comes the connection is shut down, which wakes whoever reads from it.
    """

    def __init__(self, seconds: float, *, spent_seconds: float = 0.0) -> None:
        left = max(seconds - spent_seconds, 0.001)
        self._ends_at = time.monotonic() + left
        self.seconds = seconds
        self.has_passed = False
        self._guard: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(left, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        """Start the clock."""
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        """Stop the clock."""
        self._timer.cancel()
        self._release()

    @property
    def remaining(self) -> float:
        """Seconds left, never less than a moment: zero would mean no time-out to a socket."""
        return max(self._ends_at - time.monotonic(), 0.001)

    def watch(self, sock: socket.socket) -> None:
        """Shut down this connection at the deadline. A duplicate is kept, since TLS takes the socket over."""
        self._release()
        with self._lock:
            self._guard = sock.dup()
            if self.has_passed:
                _shut_down(self._guard)

    def check(self, subject: str) -> None:
        """Errors: FetchError if the time is up."""
        if self.has_passed or time.monotonic() >= self._ends_at:
            raise FetchError(f"not finished after {self.seconds:g} s", subject=subject)

    def _expire(self) -> None:
        with self._lock:
            self.has_passed = True
            if self._guard is not None:
                _shut_down(self._guard)

    def _release(self) -> None:
        with self._lock:
            if self._guard is not None:
                self._guard.close()
                self._guard = None


def _shut_down(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other side was faster
        sock.shutdown(socket.SHUT_RDWR)


def dial(
    host: str, port: int, *, resolve: Mapping[str, str], connect_seconds: float, deadline: Deadline
) -> socket.socket:
    """Connect to a host: to the first of its addresses that answers, if every one of them is public.

    Errors: RefusedError for an address that is not public, FetchError if none answers.
    """
    mapped = resolve.get(host)
    addresses = (
        [_split_target(mapped)] if mapped else _find_addresses(host, port, min(connect_seconds, deadline.remaining))
    )
    if mapped is None:
        closed = [address for address, _ in addresses if not is_public(address)]
        if closed:
            raise RefusedError(f"{host} is at {closed[0]}, which is no public address", subject=host)
    reason = "no address"
    for address in addresses[:_MOST_ADDRESSES]:
        deadline.check(host)
        try:
            sock = socket.create_connection(address, min(connect_seconds, deadline.remaining))
        except OSError as exc:
            reason = str(exc.strerror or exc or type(exc).__name__)
            continue
        deadline.watch(sock)
        return sock
    raise FetchError(f"cannot connect: {reason}", subject=host)


def _split_target(target: str) -> tuple[str, int]:
    address, _, port = target.rpartition(":")
    return address.strip("[]"), int(port)


def _find_addresses(host: str, port: int, seconds: float) -> list[tuple[str, int]]:
    """Ask for a name's addresses, in a thread: the system's resolver knows no deadline."""
    with contextlib.suppress(ValueError):
        return [(ipaddress.ip_address(host).compressed, port)]
    answers: queue.SimpleQueue[list[tuple[str, int]] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys((str(row[4][0]), int(row[4][1])) for row in found)))
        except (OSError, UnicodeError) as exc:
            answers.put(exc)

    threading.Thread(target=ask, daemon=True, name=f"resolve {host}").start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise FetchError(f"no address found within {seconds:g} s", subject=host) from None
    if isinstance(answer, Exception):
        raise FetchError(f"no address found ({answer})", subject=host) from answer
    return answer
