"""Commands that look inside one stage: feed, fetch, clean, captures. JSON lines out, rejects to standard error."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from sitrep.errors import SitrepError
from sitrep.records import Page, Reject, Source
from sitrep.settings import load_settings


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(feed)
    app.command()(fetch)
    app.command()(clean)
    app.command()(captures)


def feed(
    sources: Annotated[list[str], typer.Argument(help="Feed URLs, or files (read as bytes).")],
    zone: Annotated[str, typer.Option(help="Zone of dates that name none.")] = "UTC",
) -> None:
    """Print the entries of feeds as JSON lines."""
    from sitrep.feed import iter_feed_lines, parse_feed
    from sitrep.fetch import fetch_url

    settings = load_settings()
    for subject in sources:
        source = Source(source_id="-", name=subject, url=subject, language="en", party="third", zone=zone)
        try:
            if "://" in subject:
                answer = fetch_url(subject, settings=settings)
                answer.check_status()
                declared = answer.header("Content-Type")
                parsed = parse_feed(answer.body, source=source, url=answer.url, content_type=declared)
            else:
                address = Path(subject).absolute().as_uri()
                parsed = parse_feed(_read(subject), source=source, url=address, content_type=None)
        except SitrepError as exc:
            _reject("feed", subject, exc)
            continue
        for line in iter_feed_lines(parsed):
            _print(line)
        if parsed.fault:
            _complain({"stage": "feed", "subject": subject, "error": "ParseError", "reason": parsed.fault})


def fetch(urls: Annotated[list[str], typer.Argument(help="Page URLs.")]) -> None:
    """Fetch pages and print what happened: hops, verdicts, status, sizes."""
    from sitrep.fetch import describe_fetch

    settings = load_settings()
    for url in urls:
        try:
            _print(describe_fetch(url, settings))
        except SitrepError as exc:
            _reject("fetch", url, exc)


def clean(
    files: Annotated[list[Path], typer.Argument(help="HTML or plain text files.")],
    url: Annotated[str, typer.Option(help="The address that the page had.")] = "",
) -> None:
    """Print the articles of pages as JSON lines."""
    from sitrep.clean import clean_page

    settings = load_settings()
    for path in files:
        try:
            page = Page(
                url=url,
                body=_read(str(path)),
                content_type="text/plain" if path.suffix == ".txt" else "text/html",
                source_id="-",
                captured_at=dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC),
                capture_file=str(path),
                capture_offset=0,
            )
            article = clean_page(page, settings=settings)
        except SitrepError as exc:
            _reject("clean", str(path), exc)
            continue
        if isinstance(article, Reject):
            _complain(dataclasses.asdict(article))
        else:
            _print({k: v for k, v in dataclasses.asdict(article).items() if k not in {"sentence_hashes", "minhash"}})


def captures(files: Annotated[list[Path], typer.Argument(help="WARC files.")]) -> None:
    """Print what shards of captures hold, a line a record."""
    from sitrep.captures import describe_captures

    for path in files:
        try:
            for record in describe_captures(path):
                (_complain if "error" in record else _print)(record)
        except SitrepError as exc:
            _reject("archive", str(path), exc)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as exc:
        raise SitrepError(exc.strerror or str(exc), subject=path) from exc


def _print(record: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def _complain(record: Mapping[str, Any]) -> None:
    sys.stderr.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def _reject(stage: str, subject: str, exc: SitrepError) -> None:
    _complain({"stage": stage, "subject": subject, "error": type(exc).__name__, "reason": exc.reason})
