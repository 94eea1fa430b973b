"""Read articles from JSON lines, one object a line, plain or gzipped.

In      a shard: a file and the bytes of it in which its lines begin (all of a gzipped file)
Out     Document for each object with a text or markup, Reject for each line that is none, and one where a gzipped file
        is damaged, since nothing behind that can be read
Units   offsets in bytes of the decoded file
Errors  ParseError if the file cannot be opened
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from sitrep.archive.context import Context, read_mtime
from sitrep.archive.documents import Document, make_document, read_body
from sitrep.archive.shards import Shard
from sitrep.errors import ParseError, SitrepError
from sitrep.records import Reject

_SLACK_BYTES = 1_000_000


def read_jsonl(shard: Shard, context: Context) -> Iterator[Document | Reject]:
    """Yield the objects of the lines that begin between `start` and `end`."""
    path = Path(shard.path)
    captured_at = read_mtime(path)
    longest = context.settings.max_body_bytes + _SLACK_BYTES
    with _open(path) as file:
        offset = shard.start
        try:
            for offset, line in _read_lines(file, shard, longest):
                subject = f"{path.name}@{offset}"
                try:
                    fields = _parse(line, longest)
                    if fields is None:
                        continue
                    body, content_type = read_body(fields, shard.selection)
                    yield make_document(
                        fields,
                        body=body,
                        content_type=content_type,
                        captured_at=captured_at,
                        selection=shard.selection,
                        outlets=context.outlets,
                        subject=subject,
                    )
                except SitrepError as exc:
                    yield context.reject(subject, exc, captured_at)
        except (OSError, EOFError, zlib.error) as exc:
            fault = ParseError(f"cannot read on behind this line: {exc}")
            yield context.reject(f"{path.name}@{offset}", fault, captured_at)


def _open(path: Path) -> BinaryIO:
    is_gzipped = path.suffix.lower() == ".gz"
    try:
        return cast("BinaryIO", gzip.open(path, "rb")) if is_gzipped else path.open("rb")
    except OSError as exc:
        raise ParseError(f"cannot open: {exc.strerror}", subject=str(path)) from exc


def _read_lines(file: BinaryIO, shard: Shard, longest: int) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, line); of a line that is too long only the beginning, which then is no JSON."""
    offset = shard.start
    if offset:
        # The line that began before belongs to the slice before: read to its end, from one byte back.
        file.seek(offset - 1)
        offset += _skip_line(file) - 1
    while not shard.end or offset < shard.end:
        line = file.readline(longest)
        if not line:
            return
        yield offset, line
        offset += len(line)
        if not line.endswith(b"\n"):
            offset += _skip_line(file)


def _skip_line(file: BinaryIO) -> int:
    skipped = 0
    while chunk := file.readline(_SLACK_BYTES):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


def _parse(line: bytes, longest: int) -> dict[str, object] | None:
    if not line.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return None
    if len(line) >= longest:
        raise ParseError(f"line is longer than {longest} bytes")
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise ParseError(f"no JSON: {exc}"[:300]) from exc
    if not isinstance(value, dict):
        raise ParseError(f"wants an object a line, got {type(value).__name__}")
    return value
