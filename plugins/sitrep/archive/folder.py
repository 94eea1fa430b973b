"""Read a folder of pages and texts, with what a sidecar says of them.

In      a shard: a folder and the places of its files in the sorted listing
Out     Document for each .html, .htm, .xhtml, .txt or .md file, Reject for each other, and for each row of a sidecar
        that names no file of the folder
Units   places from 0
Errors  ParseError if a sidecar cannot be read; a file that cannot be read is a Reject
Source  a sidecar is `sidecar.csv` in the file's folder or above it: file, url, title, published, source, language, and
        if need be zone and captured
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sitrep.archive.context import Context, read_mtime
from sitrep.archive.documents import Document, find_field, make_document
from sitrep.archive.shards import Selection, Shard
from sitrep.errors import ParseError, RefusedError, SitrepError
from sitrep.records import Reject

SIDECAR = "sidecar.csv"
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})

Sidecar = Mapping[str, Mapping[str, str]]


def list_files(folder: Path) -> list[Path]:
    """List all files below a folder in one order everywhere, without hidden ones and sidecars."""
    found = [
        Path(parent, name)
        for parent, folders, names in os.walk(folder)
        if not any(part.startswith(".") for part in Path(parent).relative_to(folder).parts)
        for name in names
        if not name.startswith(".") and name != SIDECAR
    ]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def read_folder(shard: Shard, context: Context, files: list[Path]) -> Iterator[Document | Reject]:
    """Yield the files of the shard. `files` is the listing of its folder."""
    folder = Path(shard.path)
    sidecar = read_sidecar(folder, shard.selection)
    # Told once a folder: by the shard in front of which there is no other.
    if not any(path.suffix.lower() in PAGE_SUFFIXES | TEXT_SUFFIXES for path in files[: shard.start]):
        there = {path.relative_to(folder).as_posix() for path in files}
        for name in sorted(set(sidecar) - there):
            fault = ParseError("the sidecar names a file that is not there")
            yield context.reject(f"{folder.name}/{name}", fault, read_mtime(folder))
    for path in files[shard.start : shard.end]:
        name = path.relative_to(folder).as_posix()
        try:
            yield _read_file(path, name, sidecar.get(name, {}), shard.selection, context)
        except SitrepError as exc:
            yield context.reject(f"{folder.name}/{name}", exc, read_mtime(path if path.exists() else folder))


def read_sidecar(folder: Path, selection: Selection) -> Sidecar:
    """Read every sidecar below a folder; keys are paths within the folder. A nearer sidecar wins."""
    rows: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.rglob(SIDECAR), key=lambda path: len(path.parts)):
        base = path.parent.relative_to(folder)
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    rows[(base / (_find_name(row, selection) or "?")).as_posix()] = row
        except (OSError, UnicodeDecodeError, csv.Error) as exc:
            raise ParseError(f"cannot read the sidecar: {exc}", subject=str(path)) from exc
    return rows


def _find_name(row: Mapping[str, str], selection: Selection) -> str | None:
    key = dict(selection.columns).get("file", "file")
    return row.get(key) or row.get("filename") or row.get("path")


def _read_file(path: Path, name: str, row: Mapping[str, str], selection: Selection, context: Context) -> Document:
    suffix = path.suffix.lower()
    if suffix not in PAGE_SUFFIXES | TEXT_SUFFIXES:
        raise ParseError(f"not a page or text: {suffix or 'a file without an ending'}")
    try:
        captured_at = read_mtime(path)
        size = path.stat().st_size
        if size > context.settings.max_body_bytes:
            raise RefusedError(f"file of {size} bytes is over the limit of {context.settings.max_body_bytes}")
        body = path.read_bytes()
    except OSError as exc:
        raise ParseError(f"cannot read the file: {exc.strerror}") from exc
    return make_document(
        {**row, "id": find_field(row, "id", selection) or name},
        body=body,
        # No charset: what the page itself declares is a better witness than a guess of ours.
        content_type="text/plain" if suffix in TEXT_SUFFIXES else "text/html",
        captured_at=captured_at,
        selection=selection,
        outlets=context.outlets,
        subject=name,
    )
