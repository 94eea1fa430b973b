"""Write and read captures: WARC 1.1, gzip per record, everything kept that cleaning needs.

In      responses, documents and instants (writer); a WARC file, ours or anyone's (reader)
Out     finished shards `<shard_id>-0000.warc.gz`, …; an iterator of Page and Reject
Units   offsets: bytes into the compressed file, where the record's gzip member begins
Errors  the writer lets OSError of the disk out; the reader gives a Reject for each record that it cannot read,
        and goes on with the next; a missing file is a ParseError
Source  ISO 28500:2017 (WARC 1.1). What we know beside the response (outlet, feed's title and time, zone) stands in
        `Sitrep-…` fields of the same record, which the standard allows, so that a shard alone can be cleaned again.

Bodies are stored decoded: the payload is what a reader of HTML wants, the digest is that of the page whatever the
server compressed it with, and the record is gzipped anyway. The original header is kept under another name.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import os
import re
import sys
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Self, cast

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from sitrep.codings import GZIP_MAGIC, UnpackedFile, decode_body, read_first_member
from sitrep.errors import ParseError, RefusedError, SitrepError
from sitrep.records import Page, PublishedBasis, Reject
from sitrep.urls import registered_domain

CaptureKind = Literal["page", "feed"]

SUFFIX = ".warc.gz"
_PARTIAL = ".part"
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:sitrep:capture")
_HOLDS_DOCUMENT = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DEFAULT_MAX_BODY_BYTES = 10_000_000
# The encoded block may be larger than the decoded body by its headers, never by much.
_HEAD_BYTES = 1_000_000
# fastwarc reads a header of at most 32 KB, and ours must fit.
_FIELD_BYTES = 2_048
_URL_BYTES = 8_192
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_RECORD_TAIL = b"\r\n\r\n"
_SCAN_BYTES = 1 << 20
_HTTP_OK = 200
_HTTP_UNCHANGED = 304
_HTTP_REFUSED = 400
_OURS_AFTER_DECODING = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureHints:
    """What the feed or sidecar knows of a document; kept in the record, given back in the Page."""

    source_id: str
    title: str | None = None
    published_at: dt.datetime | None = None
    published_raw: str | None = None
    published_basis: PublishedBasis = "none"
    language: str | None = None
    zone: str = "UTC"
    guid: str | None = None
    hops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureHead:
    """What is known of a record before its body is read: enough to leave it out."""

    url: str
    captured_at: dt.datetime
    source_id: str
    content_type: str
    status: int | None
    kind: CaptureKind
    content_length: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRef:
    """Where a capture stands: the shard's final name, and the offset of its record."""

    name: str
    offset: int
    payload_digest: str


def make_shard_id(label: str, *parts: str) -> str:
    """Name a shard: a readable label, and a hash of all that makes it this one. The same parts give the same name."""
    slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:40] or "shard"
    digest = hashlib.sha256("\x00".join((label, *parts)).encode()).hexdigest()
    return f"{slug}-{digest[:10]}"


def digest_payload(body: bytes) -> str:
    """Give the digest as WARC spells it. SHA-1, since it is what every archive carries; it guards against decay."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def find_shards(folder: Path, shard_id: str) -> list[Path]:
    """Find the finished shards of a writer, in order."""
    return sorted(folder.glob(f"{shard_id}-[0-9][0-9][0-9][0-9]{SUFFIX}"))


def remove_partial_shards(folder: Path, shard_id: str) -> list[Path]:
    """Remove what a killed writer of this shard left unfinished, and say what it was."""
    stale = sorted(folder.glob(f"{shard_id}-[0-9][0-9][0-9][0-9]{SUFFIX}{_PARTIAL}"))
    for path in stale:
        path.unlink(missing_ok=True)
    return stale


def name_sealed_shards(paths: Iterable[Path]) -> None:
    """Give sealed shards their final names; those that have them already are left alone, so that it can be repeated."""
    folders = set()
    for path in paths:
        partial = path.with_name(path.name + _PARTIAL)
        if partial.exists():
            partial.replace(path)
            folders.add(path.parent)
    for folder in sorted(folders):
        _sync_folder(folder)


class CaptureWriter:
    """Write captures into one shard after another, each at most about `max_bytes` of captured bytes.

    A context manager. Every shard is written under a temporary name; only `close` gives them their names, all at
    once, after the disk has them: a killed writer leaves nothing that a reader would take for a capture. Leaving the
    block by an exception throws the shards away. A shard that would hold nothing is never made.
    """

    def __init__(self, folder: Path, shard_id: str, max_bytes: int) -> None:
        self._folder = folder
        self._shard_id = shard_id
        self._max_bytes = max_bytes
        self._partials: list[Path] = []
        self._file: BinaryIO | None = None
        self._held_bytes = 0
        self._records = 0

    def __enter__(self) -> Self:
        """Nothing is opened before the first capture."""
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        """Finish the shards, or throw them away if the block failed."""
        if kind is None:
            self.close()
        else:
            self.abort()

    def write_response(
        self,
        *,
        url: str,
        captured_at: dt.datetime,
        body: bytes,
        status: int,
        reason: str,
        headers: tuple[tuple[str, str], ...],
        request_head: bytes,
        hints: CaptureHints,
        kind: CaptureKind = "page",
        ip_address: str | None = None,
    ) -> CaptureRef:
        """Write a response with its request. `body` is decoded; `headers` are as the server sent them."""
        block = _format_http_head(status, reason, headers, len(body)) + body
        fields = _format_hints(hints, kind)
        if ip_address:
            fields["WARC-IP-Address"] = ip_address
        fields["WARC-Payload-Digest"] = digest_payload(body)
        return self._write_exchange(
            warc_type="response",
            url=url,
            captured_at=captured_at,
            block=block,
            fields=fields,
            request_head=request_head,
            body_bytes=len(body),
        )

    def write_revisit(
        self,
        *,
        url: str,
        captured_at: dt.datetime,
        status: int,
        reason: str,
        headers: tuple[tuple[str, str], ...],
        request_head: bytes,
        hints: CaptureHints,
        payload_digest: str,
        refers_to_date: dt.datetime | None = None,
        kind: CaptureKind = "page",
    ) -> CaptureRef:
        """Write that the body was seen again unchanged: the earlier capture of this URL with this digest holds it."""
        fields = _format_hints(hints, kind)
        fields["WARC-Profile"] = _REVISIT + (
            "server-not-modified" if status == _HTTP_UNCHANGED else "identical-payload-digest"
        )
        fields["WARC-Payload-Digest"] = payload_digest
        fields["WARC-Refers-To-Target-URI"] = _format_field(url, _URL_BYTES)
        if refers_to_date is not None:
            fields["WARC-Refers-To-Date"] = _format_instant(refers_to_date)
        block = _format_http_head(status, reason, headers, 0)
        return self._write_exchange(
            warc_type="revisit",
            url=url,
            captured_at=captured_at,
            block=block,
            fields=fields,
            request_head=request_head,
            body_bytes=0,
        )

    def write_resource(
        self, *, url: str, captured_at: dt.datetime, body: bytes, content_type: str, hints: CaptureHints
    ) -> CaptureRef:
        """Write a document that came without HTTP: a line of JSONL, a file of a folder."""
        self._make_room(captured_at, len(body))
        fields = _format_hints(hints, "page")
        fields["WARC-Payload-Digest"] = digest_payload(body)
        offset = self._write_record(
            warc_type="resource",
            url=url,
            captured_at=captured_at,
            content_type=content_type,
            block=body,
            fields=fields,
        )
        self._held_bytes += len(body)
        return CaptureRef(name=self._name(), offset=offset, payload_digest=fields["WARC-Payload-Digest"])

    def seal(self) -> list[Path]:
        """Bring all shards to the disk and say what their names will be, in order; nothing can be added after.

        For one who must write down the names before they are given: `name_sealed_shards` gives them.
        """
        self._close_file()
        sealed = [path.with_name(path.name.removesuffix(_PARTIAL)) for path in self._partials]
        self._partials = []
        return sealed

    def close(self) -> list[Path]:
        """Bring all shards to the disk, then give them their names. Returns them in order."""
        finished = self.seal()
        name_sealed_shards(finished)
        return finished

    def abort(self) -> None:
        """Throw away what is not finished."""
        if self._file is not None:
            self._file.close()
            self._file = None
        for path in self._partials:
            path.unlink(missing_ok=True)
        self._partials = []

    def _write_exchange(
        self,
        *,
        warc_type: str,
        url: str,
        captured_at: dt.datetime,
        block: bytes,
        fields: dict[str, str],
        request_head: bytes,
        body_bytes: int,
    ) -> CaptureRef:
        self._make_room(captured_at, body_bytes)
        offset = self._write_record(
            warc_type=warc_type,
            url=url,
            captured_at=captured_at,
            content_type="application/http; msgtype=response",
            block=block,
            fields=fields,
        )
        self._write_record(
            warc_type="request",
            url=url,
            captured_at=captured_at,
            content_type="application/http; msgtype=request",
            block=request_head,
            fields={"WARC-Concurrent-To": self._record_id(self._records - 1)},
        )
        self._held_bytes += body_bytes
        return CaptureRef(name=self._name(), offset=offset, payload_digest=fields["WARC-Payload-Digest"])

    def _make_room(self, captured_at: dt.datetime, body_bytes: int) -> None:
        if self._file is not None and self._held_bytes + body_bytes > self._max_bytes:
            self._close_file()
        if self._file is None:
            self._open_next(captured_at)

    def _open_next(self, captured_at: dt.datetime) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._shard_id}-{len(self._partials):04d}{SUFFIX}{_PARTIAL}"
        self._partials.append(path)
        self._held_bytes = 0
        self._file = path.open("wb")
        info = f"software: sitrep\r\nformat: WARC File Format 1.1\r\nisPartOf: {self._shard_id}\r\n".encode()
        fields = {"WARC-Filename": self._name()}
        self._write_record(
            warc_type="warcinfo",
            url=None,
            captured_at=captured_at,
            content_type="application/warc-fields",
            block=info,
            fields=fields,
        )

    def _close_file(self) -> None:
        if self._file is None:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._file = None

    def _name(self) -> str:
        return self._partials[-1].name.removesuffix(_PARTIAL)

    def _record_id(self, number: int) -> str:
        return f"<urn:uuid:{uuid.uuid5(_IDS, f'{self._shard_id}/{number}')}>"

    def _write_record(
        self,
        *,
        warc_type: str,
        url: str | None,
        captured_at: dt.datetime,
        content_type: str,
        block: bytes,
        fields: Mapping[str, str],
    ) -> int:
        head = {"WARC-Type": warc_type, "WARC-Record-ID": self._record_id(self._records)}
        head["WARC-Date"] = _format_instant(captured_at)
        if url is not None:
            head["WARC-Target-URI"] = _format_field(url, _URL_BYTES)
        head["WARC-Block-Digest"] = digest_payload(block)
        head |= fields
        head["Content-Type"] = _format_field(content_type) or "application/octet-stream"
        head["Content-Length"] = str(len(block))
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        compressor = zlib.compressobj(6, zlib.DEFLATED, 31)
        data = compressor.compress(b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n")
        file = cast("BinaryIO", self._file)
        offset = file.tell()
        file.write(data + compressor.flush())
        self._records += 1
        return offset


def read_captures(
    path: Path,
    *,
    capture_file: str | None = None,
    accept: Callable[[CaptureHead], bool] | None = None,
    source_id: str | None = None,
    published_basis: PublishedBasis = "none",
    max_body_bytes: int = _DEFAULT_MAX_BODY_BYTES,
    start: int = 0,
    end: int = 0,
) -> Iterator[Page | Reject]:
    """Yield the documents of a WARC file in its order, and a Reject for each that cannot be read.

    `capture_file` is the name that rows carry (default: the path); `accept` leaves pages out before their bodies are
    decoded (default: none is); `source_id` is for records that name none
    (default: the registered domain); `published_basis="archive"` takes a foreign record's capture time for its
    publication time; `start` and `end` choose the records that begin between them (default: all), so that slices of a
    file that `is_sliceable` give each record once. Requests, revisits, feeds, redirects and DNS records are passed over
    in silence.
    Errors: ParseError if the file cannot be opened.
    """
    reading = _Reading(
        path=path,
        capture_file=capture_file or str(path),
        accept=_is_page if accept is None else lambda head: _is_page(head) and accept(head),
        source_id=source_id,
        published_basis=published_basis,
        max_body_bytes=max_body_bytes,
        start=start,
        end=end or sys.maxsize,
    )
    for item in reading.read_items(_to_page):
        if isinstance(item, Page | Reject):
            yield item


def is_sliceable(path: Path) -> bool:
    """Whether one can begin to read in the middle of a WARC file: each of its records is a gzip member of its own."""
    with path.open("rb") as file:
        return _opens_a_record(file, 0, is_gzip=True) and not _is_packed_whole(file)


def describe_captures(path: Path) -> Iterator[dict[str, object]]:
    """Yield one dict for each record that holds a response, document or revisit; rejects have the key `error`."""
    reading = _Reading(path=path, capture_file=str(path), accept=lambda _: True)
    for item in reading.read_items(_to_description):
        if isinstance(item, Reject):
            yield {"offset": item.capture_offset, "url": item.subject, "error": item.error, "reason": item.reason}
        elif isinstance(item, dict):
            yield item


@dataclass(slots=True, kw_only=True)
class _Record:
    """A record read whole and verified."""

    head: CaptureHead
    warc_type: str
    fields: Mapping[str, str]
    http_fields: Mapping[str, str]
    body: bytes


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One pass over a file; `last_at` is the newest instant seen, which dates a record whose own is unreadable."""

    path: Path
    capture_file: str
    accept: Callable[[CaptureHead], bool]
    source_id: str | None = None
    published_basis: PublishedBasis = "none"
    max_body_bytes: int = _DEFAULT_MAX_BODY_BYTES
    last_at: dt.datetime = _EPOCH
    last_offset: int = -1
    has_rejected_last: bool = False
    start: int = 0
    end: int = sys.maxsize
    has_passed_end: bool = False

    def read_items(self, convert: Callable[[_Reading, _Record], object]) -> Iterator[object]:
        """Read on after each damage: find the next record's beginning and start there."""
        try:
            opened = self.path.open("rb")
        except OSError as exc:
            raise ParseError(f"cannot open captures: {exc.strerror}", subject=str(self.path)) from exc
        with opened:
            if not _is_packed_whole(opened):
                yield from self._read_file(opened, convert, is_gzip=_is_gzip(opened))
                return
            unpacked = UnpackedFile(opened)
            yield from self._read_file(unpacked, convert, is_gzip=False)
            if unpacked.fault is not None and not self.has_rejected_last:
                yield self._reject(max(self.last_offset, 0), f"{unpacked.fault} (bytes after this record)")

    def _read_file(
        self, file: BinaryIO, convert: Callable[[_Reading, _Record], object], *, is_gzip: bool
    ) -> Iterator[object]:
        # What begins in front of a slice, or cannot be told for a record there, is told by the slice before.
        start = _find_record(file, self.start, is_gzip=is_gzip) if self.start else 0
        while start is not None and start < self.end:
            before = self.last_offset
            fault: str | None = None
            file.seek(start)
            try:
                yield from self._read_from(file, convert)
            except (OSError, ValueError) as exc:
                fault = str(exc)
            if self.has_passed_end:
                return
            if self.last_offset <= before:
                yield self._reject(start, fault or "file holds no record")
                self.last_offset = start
                start = _find_record(file, start + 1, is_gzip=is_gzip)
                continue
            damaged = _find_end(file, self.last_offset, is_gzip=is_gzip)
            if damaged is not None and _opens_a_record(file, damaged, is_gzip=is_gzip):
                start = damaged
            elif damaged is not None and not _is_at_end(file, damaged):
                # A record whose beginning is broken, or one cut so short that the iteration ends in silence.
                yield self._reject(damaged, fault or "bytes that are no record")
                self.last_offset = damaged
                start = _find_record(file, damaged + 1, is_gzip=is_gzip)
            elif fault is not None or (damaged is None and self.has_rejected_last):
                # Where the last record ends is not known: if it was rejected, that is why.
                if not self.has_rejected_last:
                    yield self._reject(self.last_offset, f"{fault} (bytes after this record)")
                start = _find_record(file, self.last_offset + 1, is_gzip=is_gzip)
            else:
                start = None

    def _read_from(self, file: BinaryIO, convert: Callable[[_Reading, _Record], object]) -> Iterator[object]:
        for record in ArchiveIterator(file, parse_http=False):
            offset = record.stream_pos
            if offset >= self.end:
                self.has_passed_end = True
                return
            try:
                item = self._read_record(record, offset, convert)
            except SitrepError as exc:
                item = self._reject(offset, exc.reason, url=record.headers.get("WARC-Target-URI"))
            finally:
                # Read to the end, so that damage further on is not blamed on the next record.
                record.consume()
            self.last_offset = max(self.last_offset, offset)
            self.has_rejected_last = isinstance(item, Reject)
            if item is not None:
                yield item

    def _read_record(
        self, record: WarcRecord, offset: int, convert: Callable[[_Reading, _Record], object]
    ) -> object | None:
        warc_type = record.record_type
        if record.headers.get("Content-Length") is None or record.headers.get("WARC-Type") is None:
            raise ParseError("record ends in its header")
        if warc_type == WarcRecordType.unknown:
            raise ParseError("record is of no type that WARC knows")
        if not warc_type & _HOLDS_DOCUMENT:
            return None
        captured_at = _parse_instant(record.headers.get("WARC-Date"))
        self.last_at = captured_at or self.last_at
        length = record.content_length
        if length > self.max_body_bytes + _HEAD_BYTES:
            raise RefusedError(f"record of {length} bytes is over the limit of {self.max_body_bytes}")
        block = record.reader.read()
        if len(block) != length:
            raise ParseError(f"record is cut: {len(block)} of {length} bytes")
        _verify_digest(block, record.headers.get("WARC-Block-Digest"))
        parsed = self._parse_block(record, block, offset, captured_at)
        return convert(self, parsed) if parsed is not None else None

    def _parse_block(
        self, record: WarcRecord, block: bytes, offset: int, captured_at: dt.datetime | None
    ) -> _Record | None:
        fields = _lower_names(record.headers.items())
        url = (fields.get("warc-target-uri") or "").strip("<> ")
        if not url:
            raise ParseError("record names no URL")
        if captured_at is None:
            raise ParseError("record has no readable date")
        is_resource = record.record_type == WarcRecordType.resource
        declared = fields.get("content-type", "")
        if not is_resource and not declared.lower().startswith("application/http"):
            return None  # a dns: answer or the like
        status, http_fields, body = (None, {}, block) if is_resource else _split_http(block)
        head = CaptureHead(
            url=url,
            captured_at=captured_at,
            source_id=fields.get("sitrep-source") or self.source_id or registered_domain(url),
            content_type=declared if is_resource else http_fields.get("content-type", ""),
            status=status,
            kind="feed" if fields.get("sitrep-kind") == "feed" else "page",
            content_length=len(body),
            offset=offset,
        )
        warc_type = fields["warc-type"]
        if not self.accept(head):
            return None
        if warc_type == "response":
            body = self._decode(body, http_fields)
        return _Record(head=head, warc_type=warc_type, fields=fields, http_fields=http_fields, body=body)

    def _decode(self, body: bytes, http_fields: Mapping[str, str]) -> bytes:
        if "chunked" in http_fields.get("transfer-encoding", "").lower():
            body = _join_chunks(body)
        try:
            return decode_body(body, http_fields.get("content-encoding"), self.max_body_bytes)
        except ParseError:
            # Several crawlers store the body decoded and leave the header as it was: a page that reads as text is one.
            if _looks_like_text(body):
                return body
            raise

    def _reject(self, offset: int, reason: str, *, url: str | None = None) -> Reject:
        return Reject(
            stage="archive",
            source_id=self.source_id,
            subject=_format_field(url, _URL_BYTES) if url else f"{self.capture_file}@{offset}",
            error="ParseError",
            reason=reason,
            rejected_at=self.last_at,
            capture_file=self.capture_file,
            capture_offset=offset,
        )


def _is_page(head: CaptureHead) -> bool:
    return head.kind == "page" and (head.status is None or head.status == _HTTP_OK or head.status >= _HTTP_REFUSED)


def _to_page(reading: _Reading, record: _Record) -> Page | None:
    head, fields = record.head, record.fields
    if record.warc_type == "revisit":
        return None
    if head.status is not None and head.status != _HTTP_OK:
        raise RefusedError(f"captured answer has status {head.status}")
    published_at = _parse_instant(fields.get("sitrep-published"))
    basis = fields.get("sitrep-published-basis", "none")
    if published_at is None and reading.published_basis == "archive":
        published_at, basis = head.captured_at, "archive"
    return Page(
        url=head.url,
        body=record.body,
        content_type=head.content_type,
        source_id=head.source_id,
        captured_at=head.captured_at,
        capture_file=reading.capture_file,
        capture_offset=head.offset,
        title=fields.get("sitrep-title"),
        published_at=published_at,
        published_basis=cast("PublishedBasis", basis) if basis in {"feed", "page", "archive"} else "none",
        language=fields.get("sitrep-language"),
        zone=fields.get("sitrep-zone", "UTC"),
    )


def _to_description(_: _Reading, record: _Record) -> dict[str, object]:
    head, fields = record.head, record.fields
    return {
        "offset": head.offset,
        "type": record.warc_type,
        "kind": head.kind,
        "url": head.url,
        "captured_at": head.captured_at.isoformat(),
        "source_id": head.source_id,
        "status": head.status,
        "content_type": head.content_type,
        "body_bytes": len(record.body),
        "payload_digest": fields.get("warc-payload-digest"),
        "title": fields.get("sitrep-title"),
        "published_at": fields.get("sitrep-published"),
        "published_raw": fields.get("sitrep-published-raw"),
        "published_basis": fields.get("sitrep-published-basis"),
        "language": fields.get("sitrep-language"),
        "zone": fields.get("sitrep-zone"),
        "hops": fields.get("sitrep-hops", "").split(),
    }


def _format_field(value: str, max_bytes: int = _FIELD_BYTES) -> str:
    """One line, no controls: a value must not be able to begin a field of its own. Lone surrogates become marks."""
    line = _CONTROLS.sub(" ", value).strip()
    return line.encode("utf-8", "replace")[:max_bytes].decode("utf-8", "ignore")


def _format_hints(hints: CaptureHints, kind: CaptureKind) -> dict[str, str]:
    known: dict[str, str | None] = {
        "Sitrep-Source": hints.source_id,
        "Sitrep-Kind": kind,
        "Sitrep-Title": hints.title,
        "Sitrep-Published": _format_instant(hints.published_at) if hints.published_at else None,
        "Sitrep-Published-Raw": hints.published_raw,
        "Sitrep-Published-Basis": hints.published_basis if hints.published_at else None,
        "Sitrep-Language": hints.language,
        "Sitrep-Zone": hints.zone,
        "Sitrep-Guid": hints.guid,
    }
    fields = {name: _format_field(value) for name, value in known.items() if value}
    if hints.hops:
        fields["Sitrep-Hops"] = _format_field(" ".join(hints.hops), _URL_BYTES)
    return {name: value for name, value in fields.items() if value}


def _format_instant(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _parse_instant(value: str | None) -> dt.datetime | None:
    """Read WARC's W3C date, from the bare day to nanoseconds; the older 14 digits of ARC are not WARC."""
    if not value:
        return None
    text = re.sub(r"(\.\d{6})\d+", r"\1", value.strip())
    try:
        instant = dt.datetime.fromisoformat(text)
        return instant.replace(tzinfo=dt.UTC) if instant.tzinfo is None else instant.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _format_http_head(status: int, reason: str, headers: tuple[tuple[str, str], ...], body_bytes: int) -> bytes:
    lines = [f"HTTP/1.1 {status} {_format_field(reason)}".rstrip()]
    for name, value in headers:
        kept = f"X-Sitrep-Original-{name}" if name.lower() in _OURS_AFTER_DECODING else name
        lines.append(f"{_format_field(kept)}: {_format_field(value)}")
    lines.append(f"Content-Length: {body_bytes}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _split_http(block: bytes) -> tuple[int, dict[str, str], bytes]:
    match = re.search(rb"\r?\n\r?\n", block)
    head, body = (block[: match.start()], block[match.end() :]) if match else (block, b"")
    status_line, *lines = re.split(rb"\r?\n", head)
    status = re.match(rb"(?:HTTP/\d(?:\.\d)?|ICY) +(\d{3})", status_line)
    if status is None:
        raise ParseError("response has no HTTP status line")
    pairs = (line.decode("utf-8", "replace").partition(":") for line in lines)
    return int(status[1]), _lower_names((name, value) for name, _, value in pairs), body


def _lower_names(pairs: Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _join_chunks(body: bytes) -> bytes:
    """Undo chunked transfer coding; a body that is not chunked after all stays as it is."""
    parts: list[bytes] = []
    position = 0
    while match := re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r\n").match(body, position):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        position = match.end() + size + 2
    return b"".join(parts) if parts else body


def _looks_like_text(body: bytes) -> bool:
    return b"\x00" not in body[:1000] and b"<" in body[:1000]


def _verify_digest(block: bytes, stated: str | None) -> None:
    """Compare with the block digest if one is stated in a way that we know; archives spell it in base32 or hex."""
    name, _, value = (stated or "").partition(":")
    if not value or name.lower() not in {"sha1", "sha256", "md5"}:
        return
    digest = hashlib.new(name.lower(), block, usedforsecurity=False)
    wanted = value.strip()
    if wanted.lower() != digest.hexdigest() and wanted.upper().rstrip("=") != (
        base64.b32encode(digest.digest()).decode().rstrip("=")
    ):
        raise ParseError("digest does not match: the record is damaged")


def _is_packed_whole(file: BinaryIO) -> bool:
    """Whether the first gzip member goes on after its first record."""
    head = read_first_member(file, _SCAN_BYTES)
    end = _find_plain_end(io.BytesIO(head), 0)
    return end is not None and head.startswith(b"WARC/", end)


def _find_record(file: BinaryIO, start: int, *, is_gzip: bool) -> int | None:
    """Find where the next record begins: a gzip member that opens with a WARC version, or that version itself."""
    mark = GZIP_MAGIC if is_gzip else b"WARC/1."
    position = start
    while True:
        file.seek(position)
        chunk = file.read(_SCAN_BYTES)
        if len(chunk) < len(mark):
            return None
        found = chunk.find(mark)
        while found != -1:
            if _opens_a_record(file, position + found, is_gzip=is_gzip):
                return position + found
            found = chunk.find(mark, found + 1)
        position += len(chunk) - len(mark) + 1


def _find_end(file: BinaryIO, offset: int, *, is_gzip: bool) -> int | None:
    """Find where the record at the offset ends; None if that cannot be known of it."""
    file.seek(offset)
    return _find_member_end(file) if is_gzip else _find_plain_end(file, offset)


def _find_member_end(file: BinaryIO) -> int | None:
    decoder = zlib.decompressobj(31)
    try:
        while not decoder.eof:
            chunk = decoder.unconsumed_tail or file.read(_SCAN_BYTES)
            if not chunk:
                return None
            decoder.decompress(chunk, _SCAN_BYTES)
    except zlib.error:
        return None
    return file.tell() - len(decoder.unused_data)


def _find_plain_end(file: BinaryIO, offset: int) -> int | None:
    head, mark, _ = file.read(_HEAD_BYTES).partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\nContent-Length:[ \t]*(\d{1,15})[ \t]*(?:\r\n|$)", head)
    # A damaged blank line lets the header run on into the block, whose lines are others.
    if not mark or length is None or any(b":" not in line for line in head.split(b"\r\n")[1:]):
        return None
    end = offset + len(head) + len(mark) + int(length[1])
    file.seek(end)
    # A length that was changed by damage leads to somewhere else.
    return end + len(_RECORD_TAIL) if file.read(len(_RECORD_TAIL)) == _RECORD_TAIL else None


def _is_at_end(file: BinaryIO, offset: int) -> bool:
    """Whether nothing but blanks or padding follows."""
    file.seek(offset)
    return not file.read(_SCAN_BYTES).strip(b"\r\n\x00 ")


def _is_gzip(file: BinaryIO) -> bool:
    file.seek(0)
    # The name helps where the very first bytes are damaged.
    return file.read(len(GZIP_MAGIC)) == GZIP_MAGIC or file.name.endswith(".gz")


def _opens_a_record(file: BinaryIO, offset: int, *, is_gzip: bool) -> bool:
    file.seek(offset)
    data = file.read(512)
    if not is_gzip:
        return re.match(rb"WARC/1\.\d\r?\n[A-Za-z-]+:", data) is not None
    try:
        return zlib.decompressobj(31).decompress(data, 5) == b"WARC/"
    except zlib.error:
        return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
