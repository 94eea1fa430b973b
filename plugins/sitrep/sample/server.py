"""Serve the sample's outlets over HTTP on 127.0.0.1, told apart by their Host header.

In      the files of `pages/` and `feeds/` beside this module, read once
Out     serve_sample: a context in which the outlets answer, and the mapping that SITREP_RESOLVE wants
Units   bodies in bytes, as they lie; every header is fixed, dates too, so that two runs receive the same bytes
Errors  OSError where the wanted port is taken; an unknown host or path is answered with 404, as the web does
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

# The day after the sample ends. It stands for the clock, too: a Date header that moved would move captured bytes.
_LAST_MODIFIED = "Wed, 15 Feb 2023 00:00:00 GMT"
_CONTENT_TYPES = {
    "atom.xml": "application/atom+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
}
_INDEX = "index.html"
_NOT_FOUND = b"<!DOCTYPE html><title>Not found</title><h1>This page is gone</h1>\n"


@dataclass(frozen=True, slots=True)
class _Document:
    body: bytes
    content_type: str
    etag: str


@contextmanager
def serve_sample(port: int = 0) -> Iterator[tuple[int, dict[str, str]]]:
    """Answer for all outlets until the context ends; yield the port and {host: "127.0.0.1:port"}.

    The port is one that is free, unless a fixed one is wanted. Nothing is logged.
    """
    with ThreadingHTTPServer(("127.0.0.1", port), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.server_port, dict.fromkeys(hosts(), f"127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            thread.join()


def hosts() -> tuple[str, ...]:
    """The outlets' hosts, in order."""
    return tuple(sorted({host for host, _ in _read_documents()}))


def feeds_path() -> Path:
    """The sample's own feeds.toml, for settings and `read_sources`."""
    return Path(str(resources.files(__package__).joinpath("feeds.toml")))


@cache
def _read_documents() -> MappingProxyType[tuple[str, str], _Document]:
    """Every document by host and path. All are held in memory, so no request can reach another file."""
    folder = resources.files(__package__)
    return MappingProxyType(
        {
            (host.name, _to_path(names)): _to_document(file)
            for part in ("pages", "feeds")
            for host in folder.joinpath(part).iterdir()
            for names, file in _walk(host, ())
        }
    )


def _walk(folder: Traversable, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Traversable]]:
    for entry in folder.iterdir():
        names = (*above, entry.name)
        if entry.is_dir():
            yield from _walk(entry, names)
        else:
            yield names, entry


def _to_path(names: tuple[str, ...]) -> str:
    return "/" + "/".join(names).removesuffix(_INDEX)


def _to_document(file: Traversable) -> _Document:
    body = file.read_bytes()
    kinds = (kind for ending, kind in _CONTENT_TYPES.items() if file.name.endswith(ending))
    content_type = next(kinds, "application/octet-stream")
    return _Document(body, content_type, f'"{hashlib.sha256(body).hexdigest()[:20]}"')


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD, conditional ones with 304 where nothing changed: nothing ever does."""

    protocol_version = "HTTP/1.1"
    server_version = "sitrep-sample"
    sys_version = ""
    timeout = 10  # an idle kept-alive connection lets its thread go

    def do_GET(self) -> None:
        """Answer with the document, 304 or 404."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self._answer(with_body=False)

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002  # the base class's signature
        """The sample's one instant, whatever the clock says."""
        return _LAST_MODIFIED

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's signature
        """Keep quiet: the demo's tables are what its reader came for."""

    def _answer(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        document = _read_documents().get((host, self.path.partition("?")[0]))
        if document is None:
            self._send(HTTPStatus.NOT_FOUND, _NOT_FOUND, {"Content-Type": "text/html"}, with_body=with_body)
            return
        validators = {"ETag": document.etag, "Last-Modified": _LAST_MODIFIED}
        if self._is_known(document):
            self._send(HTTPStatus.NOT_MODIFIED, b"", validators, with_body=False)
        else:
            headers = {"Content-Type": document.content_type, **validators}
            self._send(HTTPStatus.OK, document.body, headers, with_body=with_body)

    def _is_known(self, document: _Document) -> bool:
        """Whether the client holds this very document; an ETag, where sent, outranks a date (RFC 9110, 13.2.2)."""
        if (tags := self.headers.get("If-None-Match")) is not None:
            held = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in held or document.etag in held
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since) >= parsedate_to_datetime(_LAST_MODIFIED)
        except (TypeError, ValueError):  # a date without a zone, or no date at all: as if it had not been sent
            return False

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str], *, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)
