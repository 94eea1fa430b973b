"""Read ARC, the format that WARC came from.

In      an ARC file: plain, gzipped a record at a time, or gzipped as a whole
Out     Document for each captured page, Reject for each record that cannot be read, with its offset
Units   offsets: bytes into the file, of the record or of the gzip member that holds it
Errors  ParseError if the file cannot be opened
Source  Burner and Kahle 1996: `URL IP-address archive-date content-type archive-length`, then as many bytes; version 2
        puts more fields between type and length
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sitrep.archive.context import Context
from sitrep.archive.documents import Document, parse_instant
from sitrep.archive.shards import Shard
from sitrep.captures import CaptureHints
from sitrep.codings import GZIP_MAGIC, decode_body
from sitrep.errors import ParseError, RefusedError, SitrepError
from sitrep.records import Reject
from sitrep.urls import registered_domain

_HEAD = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*:\S*) (\S+) (\d{8,14}) (\S+) (?:.* )?(\d+)\s*$")
_STEP_BYTES = 1 << 16
_MOST_HEAD_BYTES = 1 << 14
_HTTP_OK = 200
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read_arc(shard: Shard, context: Context) -> Iterator[Document | Reject]:
    """Yield the pages of the file in its order; after a damage, go on with the next gzip member."""
    path = Path(shard.path)
    last_at = _EPOCH
    try:
        file = path.open("rb")
    except OSError as exc:
        raise ParseError(f"cannot open: {exc.strerror}", subject=shard.path) from exc
    with file:
        start: int | None = 0
        while start is not None:
            stream = _Members(file, start)
            reader = io.BufferedReader(stream, _STEP_BYTES)
            try:
                for head, block in _read_records(reader, context.settings.max_body_bytes):
                    subject = f"{path.name}@{stream.member_start}"
                    try:
                        last_at = _read_instant(head)
                        document = _to_document(head, block, last_at, context)
                        if document is not None:
                            yield document
                    except SitrepError as exc:
                        yield context.reject(head[1].decode("utf-8", "replace") or subject, exc, last_at)
                start = None
            except (SitrepError, OSError, EOFError, zlib.error) as exc:
                damaged = stream.member_start
                reason = exc.reason if isinstance(exc, SitrepError) else str(exc)
                yield context.reject(f"{path.name}@{damaged}", ParseError(f"record is damaged: {reason}"), last_at)
                start = _find_member(file, damaged + 1) if stream.is_gzipped else None


class _Members(io.RawIOBase):
    """The decoded bytes of a file from some gzip member on; knows where the member began that it is in."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__()
        self._file = file
        file.seek(start)
        self.member_start = start
        self.is_gzipped = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        file.seek(start)
        self._decoder = zlib.decompressobj(31)
        self._pending = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer has no len()
        data = self._decode(len(buffer)) if self.is_gzipped else self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _decode(self, size: int) -> bytes:
        while True:
            if self._decoder.eof:
                self._pending = self._decoder.unused_data or self._file.read(_STEP_BYTES)
                self.member_start = self._file.tell() - len(self._pending)
                if not self._pending.startswith(GZIP_MAGIC[: len(self._pending)]) or not self._pending:
                    return b""
                self._decoder = zlib.decompressobj(31)
            data = self._pending or self._file.read(_STEP_BYTES)
            if not data:
                raise EOFError("file ends within a record")
            decoded = self._decoder.decompress(data, size)
            self._pending = self._decoder.unconsumed_tail
            if decoded:
                return decoded


def _read_records(reader: io.BufferedReader[_Members], max_body_bytes: int) -> Iterator[tuple[re.Match[bytes], bytes]]:
    while True:
        line = reader.readline(_MOST_HEAD_BYTES)
        if not line:
            return
        if not line.strip():
            continue
        head = _HEAD.match(line)
        if head is None:
            raise ParseError(f"no ARC record: {line[:60]!r}")
        length = int(head[5])
        if length > 2 * max_body_bytes:
            _skip(reader, length)
            yield head, b""
            continue
        block = reader.read(length)
        if len(block) != length:
            raise ParseError(f"record is cut: {len(block)} of {length} bytes")
        yield head, block


def _skip(reader: io.BufferedReader[_Members], length: int) -> None:
    while length:
        chunk = reader.read(min(length, _STEP_BYTES))
        if not chunk:
            raise ParseError("record is cut")
        length -= len(chunk)


def _read_instant(head: re.Match[bytes]) -> dt.datetime:
    digits = head[3].decode()
    instant = parse_instant(digits if len(digits) in {8, 14} else digits[:8], "UTC")
    if instant is None:
        raise ParseError(f"record has no readable date: {digits}")
    return instant


def _to_document(head: re.Match[bytes], block: bytes, captured_at: dt.datetime, context: Context) -> Document | None:
    url = head[1].decode("utf-8", "replace")
    if not url.startswith(("http://", "https://")):
        return None  # the file's own head, a DNS answer
    max_body_bytes = context.settings.max_body_bytes
    if int(head[5]) and not block:
        raise RefusedError(f"record of {int(head[5])} bytes is over the limit of {max_body_bytes}")
    status, fields, body = _split_http(block)
    if status is not None and status != _HTTP_OK:
        if status < 400:  # noqa: PLR2004  # a redirect holds no page
            return None
        raise RefusedError(f"captured answer has status {status}")
    outlet = context.outlets.find(None, url)
    return Document(
        url=url,
        body=decode_body(body, fields.get("content-encoding"), max_body_bytes, subject=url),
        content_type=fields.get("content-type") or head[4].decode("ascii", "replace"),
        captured_at=captured_at,
        hints=CaptureHints(
            source_id=outlet.source_id if outlet else registered_domain(url), zone=outlet.zone if outlet else "UTC"
        ),
        subject=url,
    )


def _split_http(block: bytes) -> tuple[int | None, dict[str, str], bytes]:
    status = re.match(rb"HTTP/\d(?:\.\d)? +(\d{3})", block)
    if status is None:
        return None, {}, block
    end = re.search(rb"\r?\n\r?\n", block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    pairs = (line.decode("latin-1").partition(":") for line in re.split(rb"\r?\n", head)[1:])
    return int(status[1]), {name.strip().lower(): value.strip() for name, _, value in pairs}, body


def _find_member(file: BinaryIO, start: int) -> int | None:
    """Find where the next gzip member begins: its magic, and that something can be decoded there."""
    file.seek(start)
    base, window = start, b""
    while chunk := file.read(_STEP_BYTES):
        window += chunk
        for match in re.finditer(re.escape(GZIP_MAGIC), window):
            try:
                decoded = zlib.decompressobj(31).decompress(window[match.start() :], _MOST_HEAD_BYTES)
                if _HEAD.match(decoded.partition(b"\n")[0]):
                    return base + match.start()
            except zlib.error:
                continue
        kept = window[-_STEP_BYTES:]
        base += len(window) - len(kept)
        window = kept
    return None
