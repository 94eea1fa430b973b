"""A server that does to its clients all that servers do, out of malice or by mistake. Answers on 127.0.0.1 only."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import brotli
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Behaviour = Callable[["Visit"], None]

PAGE = b"<!doctype html><html><body><p>The bridge was reopened on Monday.</p></body></html>"
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_GIVE_UP_SECONDS = 8.0


@dataclass(slots=True)
class Visit:
    """One connection, its request read."""

    sock: socket.socket
    path: str
    head: bytes

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self.sock.sendall(data)

    def send_for_ever(self, make: Callable[[int], bytes], pause_seconds: float = 0.0) -> None:
        """Send until the client has enough; a client that never has is left after a while."""
        ends_at = time.monotonic() + _GIVE_UP_SECONDS
        number = 0
        while time.monotonic() < ends_at:
            self.send(make(number))
            number += 1
            time.sleep(pause_seconds)

    def hold(self) -> None:
        """Say nothing, until the client goes."""
        self.sock.settimeout(_GIVE_UP_SECONDS)
        with suppress(OSError):
            self.sock.recv(1)


def answer(body: bytes, *headers: str, status: str = "200 OK", content_type: str = "text/html") -> bytes:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def redirect(location: str, *headers: str, status: str = "302 Found") -> Behaviour:
    """Send elsewhere."""
    return lambda visit: visit.send(answer(b"", f"Location: {location}", *headers, status=status))


def reply(data: bytes) -> Behaviour:
    """Send these bytes and close."""
    return lambda visit: visit.send(data)


def encoded(coding: str, body: bytes) -> Behaviour:
    """Send a body under this Content-Encoding."""
    return reply(answer(body, f"Content-Encoding: {coding}"))


def _bomb_gzip() -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(compressor.compress(bytes(1_000_000)) for _ in range(100)) + compressor.flush()


def _bomb_deflate() -> bytes:
    compressor = zlib.compressobj(9)
    return b"".join(compressor.compress(bytes(1_000_000)) for _ in range(100)) + compressor.flush()


def _bomb_brotli() -> bytes:
    compressor = brotli.Compressor(quality=4)
    return b"".join(compressor.process(bytes(1_000_000)) for _ in range(100)) + compressor.finish()


def _after(head: bytes, body: Behaviour) -> Behaviour:
    def behave(visit: Visit) -> None:
        visit.send(head)
        body(visit)

    return behave


def _drip(data: bytes, pause_seconds: float) -> Behaviour:
    return lambda visit: visit.send_for_ever(
        lambda number: data[number % len(data) : number % len(data) + 1], pause_seconds
    )


def _flood(data: bytes) -> Behaviour:
    return lambda visit: visit.send_for_ever(lambda _: data)


def _reset(visit: Visit) -> None:
    visit.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    visit.sock.close()


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_BROKEN_CRC = gzip.compress(PAGE, mtime=0)[:-8] + b"\x00" * 8

# What each path does; the first part of the name says what kind of trouble it is.
BEHAVIOURS: dict[str, Behaviour] = {
    # Time
    "time/drip-body": _after(_OK + b"\r\n", _drip(b"<p>slowly ", 0.05)),
    "time/drip-headers": _after(b"HTTP/1.1 200 OK\r\nX-Slow: ", _drip(b"abc", 0.05)),
    "time/drip-status": _drip(b"HTTP/1.1 200 OKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK", 0.05),
    "time/drip-chunks": _after(CHUNKED, lambda visit: visit.send_for_ever(lambda _: _chunk(b"x"), 0.05)),
    "time/drip-whole-length": _after(_OK + b"Content-Length: 100000\r\n\r\n", _drip(b"y", 0.05)),
    "time/silent": lambda visit: visit.hold(),
    "time/silent-after-headers": _after(_OK + b"Content-Length: 100\r\n\r\n", lambda visit: visit.hold()),
    "time/endless-continue": lambda visit: visit.send_for_ever(lambda _: b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    # Size
    "size/endless-body": _after(_OK + b"\r\n", _flood(b"<p>and so on</p>" * 1000)),
    "size/endless-chunks": _after(CHUNKED, _flood(_chunk(b"<p>and so on</p>" * 1000))),
    "size/endless-header-line": _after(b"HTTP/1.1 200 OK\r\nX-Long: ", _flood(b"a" * 16_000)),
    "size/endless-headers": _after(
        b"HTTP/1.1 200 OK\r\n", lambda visit: visit.send_for_ever(lambda number: f"X-{number}: a\r\n".encode() * 10)
    ),
    "size/endless-status-line": _after(b"HTTP/1.1 200 ", _flood(b"O" * 16_000)),
    "size/endless-chunk-size": _after(CHUNKED, _flood(b"0" * 16_000)),
    "size/endless-chunk-extension": _after(CHUNKED + b"5;", _flood(b"e" * 16_000)),
    "size/honest-length": _after(_OK + b"Content-Length: 99999999999\r\n\r\n", _flood(b"z" * 16_000)),
    "size/endless-gzip-of-nothing": _after(
        _OK + b"Content-Encoding: gzip\r\n\r\n", _flood(gzip.compress(b"", mtime=0) * 500)
    ),
    # Bombs
    "bomb/gzip": encoded("gzip", _bomb_gzip()),
    "bomb/deflate": encoded("deflate", _bomb_deflate()),
    "bomb/brotli": encoded("br", _bomb_brotli()),
    "bomb/gzip-in-gzip": encoded("gzip, gzip", gzip.compress(_bomb_gzip(), mtime=0)),
    "bomb/gzip-in-brotli": encoded("gzip, br", brotli.compress(_bomb_gzip())),
    "bomb/five-layers": encoded("gzip, gzip, gzip, gzip, gzip", b"irrelevant"),
    # Lies
    "lie/longer-length": reply(_OK + b"Content-Length: 5000\r\n\r\n" + PAGE),
    "lie/two-lengths": reply(_OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + PAGE),
    "lie/gzip-that-is-plain": encoded("gzip", PAGE),
    "lie/brotli-that-is-gzip": encoded("br", gzip.compress(PAGE, mtime=0)),
    "lie/gzip-cut": encoded("gzip", gzip.compress(PAGE, mtime=0)[:-12]),
    "lie/brotli-cut": encoded("br", brotli.compress(PAGE * 9)[:-3]),
    "lie/gzip-wrong-checksum": encoded("gzip", _BROKEN_CRC),
    "lie/unknown-coding": encoded("rot13", PAGE),
    "lie/bad-chunk-size": reply(CHUNKED + b"zz\r\nhello\r\n"),
    "lie/negative-chunk-size": reply(CHUNKED + b"-5\r\nhello\r\n"),
    "lie/chunks-cut": reply(CHUNKED + b"50\r\nonly this"),
    "lie/unasked-304": reply(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "lie/image": reply(answer(b"\x89PNG", content_type="image/png")),
    "lie/video-endless": _after(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", _flood(b"v" * 16_000)),
    # Redirects
    "hop/circle": redirect("/hop/circle"),
    "hop/circle-of-two": redirect("/hop/circle-back"),
    "hop/circle-back": redirect("/hop/circle-of-two"),
    "hop/cookie-wall": redirect("/hop/cookie-wall", "Set-Cookie: seen=1; Path=/"),
    "hop/consent-wall": redirect("/consent?back=1"),
    "hop/chain": redirect("/hop/chain-1"),
    **{f"hop/chain-{number}": redirect(f"/hop/chain-{number + 1}") for number in range(1, 9)},
    "hop/file": redirect("file:///etc/passwd"),
    "hop/ftp": redirect("ftp://hostile.example/x"),
    "hop/gopher": redirect("gopher://127.0.0.1:70/_x"),
    "hop/data": redirect("data:text/html,hello"),
    "hop/javascript": redirect("javascript:alert(1)"),
    "hop/loopback": redirect("http://127.0.0.1/"),
    "hop/loopback-v6": redirect("http://[::1]/"),
    "hop/loopback-mapped": redirect("http://[::ffff:127.0.0.1]/"),
    "hop/loopback-decimal": redirect("http://2130706433/"),
    "hop/loopback-hex": redirect("http://0x7f000001/"),
    "hop/loopback-short": redirect("http://127.1/"),
    "hop/any-address": redirect("http://0.0.0.0/"),
    "hop/localhost": redirect("http://localhost/"),
    "hop/metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "hop/private": redirect("http://10.0.0.1/"),
    "hop/private-nat64": redirect("http://[64:ff9b::a00:1]/"),
    "hop/private-6to4": redirect("http://[2002:a00:1::]/"),
    "hop/unique-local": redirect("http://[fd00::1]/"),
    "hop/multicast": redirect("http://224.0.0.1/"),
    "hop/credentials": redirect("http://hostile.example@127.0.0.1/"),
    "hop/no-host": redirect("http:///path"),
    "hop/bad-port": redirect("http://hostile.example:99999/"),
    "hop/long": redirect("/" + "x" * 10_000),
    "hop/nowhere": reply(answer(b"", status="302 Found")),
    # Protocol
    "wire/close": lambda _: None,
    "wire/reset": _reset,
    "wire/garbage": reply(b"\x00\xff\x13\x37" * 100),
    "wire/ssh": reply(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "wire/no-status": reply(PAGE),
    "wire/status-of-letters": reply(b"HTTP/1.1 OK fine\r\n\r\n"),
    "wire/status-99999": reply(b"HTTP/1.1 99999 Much\r\n\r\n"),
    "wire/status-418": reply(answer(b"", status="418 I'm a teapot")),
    "wire/status-503": reply(answer(b"busy" * 1000, status="503 Service Unavailable")),
    "wire/headers-cut": reply(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    # Fine after all: what a careful client must still read
    "fine/shorter-length": reply(_OK + b"Content-Length: " + str(len(PAGE)).encode() + b"\r\n\r\n" + PAGE + b"surplus"),
    "fine/length-of-letters": reply(_OK + b"Content-Length: many\r\n\r\n" + PAGE),
    "fine/negative-length": reply(_OK + b"Content-Length: -7\r\n\r\n" + PAGE),
    "fine/no-length": reply(_OK + b"\r\n" + PAGE),
    "fine/chunked": reply(CHUNKED + _chunk(PAGE[:20]) + _chunk(PAGE[20:]) + b"0\r\n\r\n"),
    "fine/chunked-and-length": reply(
        _OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + _chunk(PAGE) + b"0\r\n\r\n"
    ),
    "fine/gzip": encoded("gzip", gzip.compress(PAGE, mtime=0)),
    "fine/raw-deflate": encoded("deflate", zlib.compress(PAGE)[2:-4]),
    "fine/identity": encoded("identity", PAGE),
    "fine/bare-newlines": reply(_OK.replace(b"\r\n", b"\n") + b"\n" + PAGE),
    "fine/nul-in-header": reply(_OK + b"X-Odd: a\x00b\r\n\r\n" + PAGE),
    "fine/latin-header": reply(_OK + "X-Odd: caf\u00e9\r\n\r\n".encode("latin-1") + PAGE),
    "fine/moved": redirect("/fine/zug-\u00fcber-kyiv?utm_source=hop", status="301 Moved Permanently"),
    "fine/zug-%C3%BCber-kyiv?utm_source=hop": reply(answer(PAGE)),
    "robots.txt": reply(answer(b"", status="404 Not Found")),
    "consent?back=1": reply(answer(PAGE)),
}


@dataclass(slots=True)
class HostileServer:
    """Listens on 127.0.0.1; a thread a connection. `pages` adds behaviours; `context` makes it speak TLS."""

    behaviours: dict[str, Behaviour] = field(default_factory=lambda: dict(BEHAVIOURS))
    context: ssl.SSLContext | None = None
    visits: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=64))

    def __enter__(self) -> Self:
        """Listen."""
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        """Stop listening; connections end with their clients."""
        self._listener.close()

    @property
    def address(self) -> str:
        """Where it listens, as `settings.resolve` wants it."""
        host, port = self._listener.getsockname()
        return f"{host}:{port}"

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(sock,), daemon=True).start()

    def _answer(self, sock: socket.socket) -> None:
        with suppress(OSError), sock:
            sock.settimeout(_GIVE_UP_SECONDS)
            if self.context is not None:
                sock = self.context.wrap_socket(sock, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head and (data := sock.recv(65_536)):
                head += data
            path = head.split(b" ", 2)[1].decode().lstrip("/") if head.count(b" ") > 1 else ""
            self.visits.append(path)
            self.heads.append(head)
            self.behaviours.get(path, reply(answer(b"", status="404 Not Found")))(Visit(sock, path, head))
            with suppress(OSError, ValueError):
                if self.context is not None:
                    sock.unwrap()
            sock.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """A certificate authority of our own, and a maker of certificates that it signed."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    authority: x509.Certificate

    @property
    def bundle(self) -> Path:
        """The authority's certificate, for a client to trust."""
        return self.folder / "authority.pem"

    def make_context(self, host: str, *, days: int = 30, is_trusted: bool = True) -> ssl.SSLContext:
        """A server's context with a certificate for this host; negative `days` make an expired one."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer_key = self.key if is_trusted else key
        issuer = self.authority.subject if is_trusted else _name(host)
        certificate = _sign(_name(host), issuer, key, issuer_key, days=days, host=host)
        path = self.folder / f"{host}-{days}-{is_trusted}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def make_certificates(folder: Path) -> Certificates:
    """Make an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    authority = _sign(_name("authority.example"), _name("authority.example"), key, key, days=30, host=None)
    certificates = Certificates(folder=folder, key=key, authority=authority)
    certificates.bundle.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    return certificates


def _name(host: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])


def _sign(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    days: int,
    host: str | None,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=60))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    )
    if host is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


@contextmanager
def serve_raw(handle: Callable[[socket.socket], None]) -> Iterator[str]:
    """Listen with a handler that gets the bare connection, before any request is read."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_guard, args=(handle, sock), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    host, port = listener.getsockname()
    try:
        yield f"{host}:{port}"
    finally:
        listener.close()


def _guard(handle: Callable[[socket.socket], None], sock: socket.socket) -> None:
    with suppress(OSError), sock:
        sock.settimeout(_GIVE_UP_SECONDS)
        handle(sock)
