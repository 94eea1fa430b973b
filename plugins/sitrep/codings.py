"""Undo HTTP content codings without ever holding more than a set number of bytes; read files gzipped as a whole.

In      chunks of an encoded body, and the value of its Content-Encoding header; an open file
Out     decoded bytes
Units   bytes, after decoding
Errors  ParseError if the bytes are not what the header says or end too early; RefusedError beyond the limit
Source  RFC 9110, 8.4; the measured bombs (0.95 MB of gzip to 1 GB) that no client stops by itself
"""

from __future__ import annotations

import contextlib
import io
import sys
import zlib
from typing import BinaryIO, Protocol

import brotli

from sitrep.errors import ParseError, RefusedError

_STEP_BYTES = 65_536
# Small, since one step decodes to a thousand times as much at most.
_FILE_STEP_BYTES = 4_096
GZIP_MAGIC = b"\x1f\x8b\x08"
# More layers than this is no server's habit but an attack: each layer multiplies by a thousand.
_MOST_LAYERS = 2
_NOTHING_TO_UNDO = frozenset({"", "identity", "none"})

# What we ask servers for: only what we can undo here.
ACCEPTED_CODINGS = "gzip, deflate, br"


class _Decoder(Protocol):
    """One layer: gives at most about one step of bytes a call, and keeps the rest of its input."""

    def decode(self, data: bytes) -> bytes: ...

    @property
    def has_more(self) -> bool: ...

    @property
    def is_finished(self) -> bool: ...


class _Zlib:
    """Gzip (also of several members) and zlib; `deflate` may come without its zlib header, as some servers send it."""

    def __init__(self, coding: str) -> None:
        self._is_gzip = coding != "deflate"
        self._inner = zlib.decompressobj(31 if self._is_gzip else 15)
        self._rest = b""
        self._is_first = True
        self._has_filled_step = False

    def decode(self, data: bytes) -> bytes:
        data = self._rest + data
        if not data and not self._has_filled_step:
            return b""
        if self._inner.eof:
            return self._decode_next_member(data)
        try:
            out = self._inner.decompress(data, _STEP_BYTES)
        except zlib.error:
            if self._is_gzip or not self._is_first:
                raise
            self._inner = zlib.decompressobj(-15)
            out = self._inner.decompress(data, _STEP_BYTES)
        self._is_first = False
        self._rest = self._inner.unconsumed_tail or self._inner.unused_data
        # zlib may hold output of a full step back although all input is consumed.
        self._has_filled_step = len(out) >= _STEP_BYTES and not self._inner.eof
        return out

    def _decode_next_member(self, data: bytes) -> bytes:
        self._rest = b""
        self._has_filled_step = False
        if not (self._is_gzip and data.startswith(b"\x1f\x8b")):
            return b""  # trailing padding, which every client ignores
        self._inner = zlib.decompressobj(31)
        return self.decode(data)

    @property
    def has_more(self) -> bool:
        return bool(self._rest) or self._has_filled_step

    @property
    def is_finished(self) -> bool:
        # An empty body under `Content-Encoding: gzip` is common for errors and is no fault.
        return self._inner.eof or self._is_first


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._is_first = True
        self._has_filled_step = False

    def decode(self, data: bytes) -> bytes:
        if self._inner.is_finished() or not (data or self.has_more):
            self._has_filled_step = False
            return b""
        self._is_first = False
        out = bytes(self._inner.process(data, output_buffer_limit=_STEP_BYTES))
        # can_accept_more_data() says yes although output is still held back: only a short answer means empty.
        self._has_filled_step = len(out) >= _STEP_BYTES
        return out

    @property
    def has_more(self) -> bool:
        return self._has_filled_step or not (self._is_first or self._inner.can_accept_more_data())

    @property
    def is_finished(self) -> bool:
        return self._is_first or bool(self._inner.is_finished())


class BoundedDecoder:
    """Decode a body chunk by chunk; the sum of all that comes out is at most `max_bytes`."""

    def __init__(self, content_encoding: str | None, max_bytes: int, *, subject: str = "") -> None:
        """Errors: ParseError for a coding we do not know, RefusedError for a pile of them."""
        codings = [part.strip().lower() for part in (content_encoding or "").split(",")]
        codings = [coding for coding in codings if coding not in _NOTHING_TO_UNDO]
        self._subject = subject
        self._max_bytes = max_bytes
        self.decoded_bytes = 0
        if len(codings) > _MOST_LAYERS:
            raise RefusedError(f"{len(codings)} content codings on top of each other", subject=subject)
        # Codings are listed in the order in which they were applied.
        self._layers = [self._make_layer(coding) for coding in reversed(codings)]

    def _make_layer(self, coding: str) -> _Decoder:
        if coding in {"gzip", "x-gzip", "deflate"}:
            return _Zlib(coding)
        if coding == "br":
            return _Brotli()
        raise ParseError(f"unknown content coding {coding[:40]!r}", subject=self._subject)

    def decode(self, chunk: bytes) -> bytes:
        """Return what this chunk adds to the body."""
        try:
            return b"".join(self._run(chunk, 0))
        except (zlib.error, brotli.error) as exc:
            raise ParseError(f"body is not encoded as its header says ({exc})", subject=self._subject) from exc

    def finish(self) -> None:
        """Check that the encoded body was whole."""
        if not all(layer.is_finished for layer in self._layers):
            raise ParseError("encoded body ends too early", subject=self._subject)

    def _run(self, data: bytes, depth: int) -> list[bytes]:
        if depth == len(self._layers):
            self.decoded_bytes += len(data)
            if self.decoded_bytes > self._max_bytes:
                raise RefusedError(f"body decodes to more than {self._max_bytes} bytes", subject=self._subject)
            return [data]
        layer = self._layers[depth]
        parts = self._run(layer.decode(data), depth + 1)
        while layer.has_more:
            parts += self._run(layer.decode(b""), depth + 1)
        return parts


def decode_body(body: bytes, content_encoding: str | None, max_bytes: int, *, subject: str = "") -> bytes:
    """Decode a whole body at once. Errors: as the module says."""
    decoder = BoundedDecoder(content_encoding, max_bytes, subject=subject)
    out = decoder.decode(body)
    decoder.finish()
    return out


def read_first_member(file: BinaryIO, least_bytes: int) -> bytes:
    """Return what a file's first gzip member begins with; empty if there is none."""
    file.seek(0)
    decoder, data = zlib.decompressobj(31), b""
    with contextlib.suppress(zlib.error):
        while not decoder.eof and len(data) < least_bytes and (step := file.read(_FILE_STEP_BYTES)):
            data += decoder.decompress(step)
    return data


class UnpackedFile(io.BufferedIOBase, BinaryIO):
    """A file that was gzipped as a whole, as if it were plain: offsets count unpacked bytes.

    Where it is damaged it ends, and `fault` says why: what stands before is read.
    """

    name = ""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.fault: str | None = None
        self._rewind()

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on; fewer bytes than asked for only at the end."""
        wanted = sys.maxsize if size is None or size < 0 else size
        while len(self._pending) < wanted and (data := self._decode_step()):
            self._pending += data
        taken = bytes(self._pending[:wanted])
        del self._pending[: len(taken)]
        self._position += len(taken)
        return taken

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go there by reading; back means from the beginning again."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("seeks from the beginning only")
        if offset < self._position:
            self._rewind()
        while self._position < offset and self.read(min(offset - self._position, _STEP_BYTES)):
            continue
        return self._position

    def tell(self) -> int:
        """Unpacked bytes in front of the next one."""
        return self._position

    def _rewind(self) -> None:
        self._file.seek(0)
        self._decoder = zlib.decompressobj(31)
        self._pending = bytearray()
        self._position = 0
        self._has_ended = False

    def _decode_step(self) -> bytes:
        while not self._has_ended:
            step = (self._decoder.unused_data if self._decoder.eof else b"") + self._file.read(_FILE_STEP_BYTES)
            if self._decoder.eof and step.startswith(GZIP_MAGIC):
                self._decoder = zlib.decompressobj(31)
            elif self._decoder.eof or not step:
                self._has_ended = True
                if not self._decoder.eof:
                    self.fault = "gzip ends too early"
                return b""
            before = self._decoder.copy()
            try:
                data = self._decoder.decompress(step)
            except zlib.error as exc:
                self._has_ended = True
                self.fault = f"gzip is damaged ({exc})"
                return _salvage(before, step)
            if data:
                return data
        return b""


def _salvage(decoder: zlib._Decompress, step: bytes) -> bytes:
    """Decode byte by byte up to the damage: a whole step at once gives nothing."""
    data = b""
    with contextlib.suppress(zlib.error):
        for place in range(len(step)):
            data += decoder.decompress(step[place : place + 1])
    return data
