"""Fetch one URL, bounded in time, bytes and hops.

In      a URL; headers; settings with the limits
Out     Response: final URL, chain, status, headers, decoded body
Units   seconds; decoded bytes
Errors  RefusedError for what our guards forbid (scheme, address, size, hops, certificate); FetchError for what the
        network or server failed at; ParseError for a body that is not encoded as it says
Source  RFC 9110 and 9112, by urllib3 over http.client
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sitrep.codings import ACCEPTED_CODINGS, BoundedDecoder
from sitrep.errors import FetchError, ParseError, RefusedError
from sitrep.fetch.guards import Deadline, dial
from sitrep.settings import Settings
from sitrep.urls import normalise_url, registered_domain

PRODUCT = "Sitrep"
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT_REDIRECTS = frozenset({301, 308})
_PORTS = {"http": 80, "https": 443}
_VALIDATOR_CHARS = 1_000
_STEP_BYTES = 65_536
_HTTP_OK = 200
_HTTP_REFUSED = 400
_HTTP_FAILED = 500
_HTTP_SOFT = frozenset({408, 425, 429})
_HTTP_EMPTY = frozenset({204, 205, 304})
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"

_Dial = Callable[[str, int], socket.socket]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer. `hops` are the URLs on the way, from the one asked to the last but one; `url` is the last.

    `moved_to` is set where the server said for good that the address changed. The body of an error status is not
    read. `head` is our request as it was sent.
    """

    url: str
    hops: tuple[str, ...]
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    head: bytes
    seconds: float
    ip_address: str
    moved_to: str | None = None
    is_truncated: bool = False

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def validator(self, name: str) -> str | None:
        """A header that will be sent back verbatim, or None if it cannot: folded over lines, or of absurd length."""
        value = self.header(name)
        return value if value and value.isprintable() and len(value) <= _VALIDATOR_CHARS else None

    def check_status(self) -> None:
        """Errors: for anything but 200; FetchError where it may pass, as 5xx and 429 do, else RefusedError."""
        if self.status == _HTTP_OK:
            return
        is_soft = self.status >= _HTTP_FAILED or self.status in _HTTP_SOFT
        raise (FetchError if is_soft else RefusedError)(f"status {self.status}", subject=self.url)

    @property
    def content_type(self) -> str:
        """As declared, or empty."""
        return self.header("content-type") or ""

    @property
    def body_hash(self) -> str:
        """Tells whether a body changed."""
        return hashlib.sha256(self.body).hexdigest()[:32]


def user_agent(settings: Settings) -> str:
    """Say honestly who asks, and how to reach whoever runs it."""
    contact = settings.contact.strip()
    return f"{PRODUCT}/1 (+{contact})" if contact else f"{PRODUCT}/1 (news ledger; operator gave no contact)"


class Manners(Protocol):
    """When and whether an address may be asked; the hops of a request are asked for like its beginning."""

    def take_turn(self, url: str) -> AbstractContextManager[None]:
        """Wait until the domain may be asked, and hold its turn while the block runs."""

    def check_hop(self, url: str, *, is_in_turn: bool) -> None:
        """Errors: if a redirect must not be followed. `is_in_turn` says that the domain's turn is taken."""


def fetch_url(
    url: str,
    *,
    settings: Settings,
    headers: Mapping[str, str] | None = None,
    max_bytes: int | None = None,
    truncate: bool = False,
    refused_types: tuple[str, ...] = (),
    manners: Manners | None = None,
) -> Response:
    """Fetch a URL with GET, follow at most 5 redirects, each hop guarded like the first.

    `truncate` keeps the first `max_bytes` of a longer body instead of refusing it; `refused_types` are beginnings of
    content types whose bodies are not worth reading. `manners` are asked at the beginning and at each redirect; a
    redirect to another domain gives the turn back and waits for that domain's, outside of the deadline.
    """
    chain = _Chain(
        target=normalise_url(url, keep_trackers=True),
        settings=settings,
        headers=headers or {},
        limit=max_bytes or settings.max_body_bytes,
        truncate=truncate,
        refused_types=refused_types,
    )
    while True:
        with (
            manners.take_turn(chain.target) if manners is not None else nullcontext(),
            Deadline(settings.total_timeout_seconds, spent_seconds=chain.seconds) as deadline,
        ):
            response = chain.follow_within_domain(deadline, manners)
        if response is not None:
            return response
        if manners is not None:
            manners.check_hop(chain.target, is_in_turn=False)


@dataclass(slots=True, kw_only=True)
class _Chain:
    """A request and where it has been led; `seconds` were spent asking, without the waiting for turns."""

    target: str
    settings: Settings
    headers: Mapping[str, str]
    limit: int
    truncate: bool
    refused_types: tuple[str, ...]
    seconds: float = 0.0
    hops: list[str] = field(default_factory=list)
    moved_to: str | None = None
    is_permanent: bool = True
    sets_cookie: bool = False

    def follow_within_domain(self, deadline: Deadline, manners: Manners | None) -> Response | None:
        """Ask, and follow redirects as long as they stay on the domain; None if `target` is on another one now."""
        domain = registered_domain(self.target)
        started_at, spent = time.monotonic(), self.seconds
        while True:
            hop = _Hop(self.target, settings=self.settings, deadline=deadline, limit=self.limit, truncate=self.truncate)
            hop.refused_types = self.refused_types
            hop.ask(self.headers)
            self.seconds = spent + time.monotonic() - started_at
            location = _find_location(hop)
            if location is None:
                return hop.to_response(tuple(self.hops), self.seconds, self.moved_to)
            self._move(hop, location)
            if registered_domain(self.target) != domain:
                return None
            if manners is not None:
                manners.check_hop(self.target, is_in_turn=True)

    def _move(self, hop: _Hop, location: str) -> None:
        self.hops.append(self.target)
        self.sets_cookie = self.sets_cookie or hop.header("set-cookie") is not None
        self.target = _follow(self.target, location, self.hops, sets_cookie=self.sets_cookie)
        self.is_permanent = self.is_permanent and hop.status in _PERMANENT_REDIRECTS
        self.moved_to = self.target if self.is_permanent else self.moved_to


def _follow(url: str, location: str, hops: list[str], *, sets_cookie: bool) -> str:
    try:
        target = normalise_url(urljoin(url, location), keep_trackers=True)
    except (ParseError, ValueError) as exc:
        raise RefusedError(f"redirects to {location[:200]!r}, which is no web address", subject=hops[0]) from exc
    if target in hops:
        why = " (it wants a cookie)" if sets_cookie else ""
        raise RefusedError(f"redirects in a circle{why}", subject=hops[0])
    if len(hops) > _MOST_REDIRECTS:
        raise RefusedError(f"redirects more than {_MOST_REDIRECTS} times", subject=hops[0])
    return target


def _find_location(hop: _Hop) -> str | None:
    location = hop.header("location")
    if hop.status not in _REDIRECTS or not location:
        return None
    try:  # http.client reads headers as Latin-1; servers write UTF-8
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location


class _Hop:
    """One request and its answer, on a connection of its own."""

    def __init__(self, url: str, *, settings: Settings, deadline: Deadline, limit: int, truncate: bool) -> None:
        self.url = url
        self._settings = settings
        self._deadline = deadline
        self._limit = limit
        self._truncate = truncate
        self._ip_address = ""
        self.refused_types: tuple[str, ...] = ()
        self.status = 0
        self.reason = ""
        self.headers: tuple[tuple[str, str], ...] = ()
        self._body = b""
        self._head = b""
        self._is_truncated = False

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    def to_response(self, hops: tuple[str, ...], seconds: float, moved_to: str | None) -> Response:
        return Response(
            url=self.url,
            hops=hops,
            status=self.status,
            reason=self.reason,
            headers=self.headers,
            body=self._body,
            head=self._head,
            seconds=seconds,
            ip_address=self._ip_address,
            moved_to=moved_to,
            is_truncated=self._is_truncated,
        )

    def ask(self, headers: Mapping[str, str]) -> None:
        """Send the request and read the answer. Errors: as the module says."""
        parts = urlsplit(self.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {
            "Host": parts.netloc,
            "User-Agent": user_agent(self._settings),
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED_CODINGS,
            "Connection": "close",
            **headers,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        self._head = f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1", "replace")
        # The port is named always: without one, http.client takes the last part of an IPv6 address for it.
        pool = self._make_pool(parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme])
        try:
            answer = pool.urlopen(
                "GET", target, headers=sent, redirect=False, retries=False, preload_content=False, decode_content=False
            )
            try:
                self._read_answer(answer)
            finally:
                answer.close()
        except urllib3.exceptions.HTTPError as exc:
            self._deadline.check(self.url)
            raise self._translate(exc) from exc
        except (OSError, ValueError) as exc:  # a socket shut down under TLS speaks in many tongues
            self._deadline.check(self.url)
            raise FetchError(f"broken answer ({exc})"[:300], subject=self.url) from exc
        finally:
            pool.close()
        # A body without a length ends where the connection ends: at the deadline it would look whole.
        self._deadline.check(self.url)

    def _make_pool(self, scheme: str, host: str, port: int) -> HTTPConnectionPool:
        read = min(self._settings.read_timeout_seconds, self._deadline.remaining)
        timeout = urllib3.Timeout(connect=read, read=read)
        if scheme == "http":
            return _PlainPool(host, port, timeout=timeout, maxsize=1, dial=self._dial)
        return _TlsPool(host, port, timeout=timeout, maxsize=1, dial=self._dial, ssl_context=_make_tls_context())

    def _dial(self, host: str, port: int) -> socket.socket:
        sock = dial(
            host.strip("[]").lower(),
            port,
            resolve=self._settings.resolve,
            connect_seconds=self._settings.connect_timeout_seconds,
            deadline=self._deadline,
        )
        self._ip_address = str(sock.getpeername()[0])
        return sock

    def _read_answer(self, answer: urllib3.BaseHTTPResponse) -> None:
        # Headers cut by the deadline look like headers that end.
        self._deadline.check(self.url)
        self.status = answer.status
        self.reason = answer.reason or ""
        self.headers = tuple(answer.headers.iteritems())
        if self.status >= _HTTP_REFUSED or self.status in _REDIRECTS or self.status in _HTTP_EMPTY:
            return
        content_type = (self.header("content-type") or "").strip().lower()
        if self.refused_types and content_type.startswith(self.refused_types):
            raise RefusedError(f"is {content_type[:60]}, which is no page", subject=self.url)
        decoder = BoundedDecoder(self.header("content-encoding"), self._limit, subject=self.url)
        parts: list[bytes] = []
        received = 0
        while chunk := answer.read(_STEP_BYTES, decode_content=False):
            self._deadline.check(self.url)
            received += len(chunk)
            try:
                parts.append(decoder.decode(chunk))
                self._check_size(received)
            except RefusedError:
                if not self._truncate:
                    raise
                self._is_truncated = True
                break
        else:
            decoder.finish()
        if not received and self.header("content-length") is None and self.header("transfer-encoding") is None:
            raise FetchError("answer ends with its headers", subject=self.url)
        self._body = b"".join(parts)[: self._limit]

    def _check_size(self, received_bytes: int) -> None:
        """Encoded bytes count too: a body may be endless and decode to nothing."""
        if received_bytes > self._limit:
            raise RefusedError(f"body is longer than {self._limit} bytes", subject=self.url)

    def _translate(self, exc: urllib3.exceptions.HTTPError) -> FetchError | RefusedError:
        if isinstance(exc, urllib3.exceptions.SSLError):
            if "CERTIFICATE_VERIFY_FAILED" in str(exc) or "certificate" in str(exc).lower():
                return RefusedError(f"certificate is not valid ({_inner_reason(exc)})", subject=self.url)
            return FetchError(f"TLS failed ({_inner_reason(exc)})", subject=self.url)
        if isinstance(exc, urllib3.exceptions.TimeoutError):
            return FetchError(f"silent for {self._settings.read_timeout_seconds:g} s", subject=self.url)
        return FetchError(f"broken answer ({_inner_reason(exc)})", subject=self.url)


def _inner_reason(exc: BaseException) -> str:
    """urllib3 wraps: the last argument that is an error says what happened."""
    inner = [part for part in exc.args if isinstance(part, BaseException)]
    return _inner_reason(inner[-1]) if inner else str(exc)[:200]


class _StrictContext(ssl.SSLContext):
    """Takes a connection that was cut for what it is: Python's default passes it off as the end of the body."""

    def wrap_socket(self, *args: object, **kwargs: object) -> ssl.SSLSocket:
        kwargs["suppress_ragged_eofs"] = False
        return super().wrap_socket(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came


def _make_tls_context() -> ssl.SSLContext:
    """Certificate and host name are verified against the system's authorities; there is no way around it."""
    context = _StrictContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_default_certs()
    return context


class _PlainConnection(HTTPConnection):
    """Connects by our own dialling instead of by name."""

    def __init__(self, *args: object, dial: _Dial, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self._guarded_dial = dial

    def _new_conn(self) -> socket.socket:
        return self._guarded_dial(self.host, self.port or 80)


class _TlsConnection(HTTPSConnection):
    """The same for https; certificate and name are verified by urllib3 as always."""

    def __init__(self, *args: object, dial: _Dial, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self._guarded_dial = dial

    def _new_conn(self) -> socket.socket:
        return self._guarded_dial(self.host, self.port or 443)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection
