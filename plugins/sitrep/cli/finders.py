"""Commands that run the engine over files, without a home: extract, find, locate. JSON lines and CSV in and out."""

from __future__ import annotations

import csv
import datetime as dt
import enum
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from sitrep.errors import ParseError

Input = Annotated[Path, typer.Argument(exists=True, dir_okay=False, allow_dash=True, help="A file, or - for input.")]


class Finder(enum.StrEnum):
    """What `sitrep find` can find."""

    numbers = "numbers"
    dates = "dates"
    places = "places"
    actors = "actors"


class Mode(enum.StrEnum):
    """How partial dates are read."""

    news = "news"
    narrative = "narrative"


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(extract)
    app.command()(find)
    app.command()(locate)
    app.command()(rules)


def extract(source: Input) -> None:
    """Read articles (JSON lines: id, title, published, text), write their figures and events as JSON lines."""
    from sitrep.extract import extract_document
    from sitrep.settings import load_settings

    theatre = load_settings().theatre
    for record in _read_lines(source):
        _write(
            extract_document(
                str(record["id"]),
                record.get("title"),
                record["text"],
                _day(record.get("published")),
                language=record.get("language"),
                party=record.get("party"),
                theatre=theatre,
            )
        )


def find(
    what: Annotated[Finder, typer.Argument(help="numbers, dates, places or actors")],
    source: Input,
    mode: Annotated[Mode, typer.Option(help="narrative: partial dates follow the story's own year.")] = Mode.news,
) -> None:
    """Write each article's spans of one kind, with normalised values, as JSON lines; the input's key comes back."""
    from sitrep.extract import find_spans
    from sitrep.settings import load_settings

    theatre = load_settings().theatre
    for record in _read_lines(source):
        key = "doc_id" if "doc_id" in record else "id"
        published = _day(record.get("dct") or record.get("published"))
        found = find_spans(what.value, record["text"], published, mode=mode.value, theatre=theatre)
        _write({key: record[key], "timexes" if what is Finder.dates else what.value: found})


def locate(source: Input) -> None:
    """Add place_id, lat, lon and front_id to a CSV with the columns date, place and (places named together) group."""
    from sitrep.extract import locate_rows
    from sitrep.settings import load_settings

    with _open(source) as lines:
        reader = csv.DictReader(lines)
        missing = {"date", "place"} - set(reader.fieldnames or ())
        if missing:
            raise ParseError(f"no column {' and '.join(sorted(missing))}", subject=str(source))
        rows = list(locate_rows(list(reader), theatre=load_settings().theatre))
    fields = [*(reader.fieldnames or ()), *(f for f in ("place_id", "lat", "lon", "front_id"))]
    writer = csv.DictWriter(sys.stdout, dict.fromkeys(fields), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def rules() -> None:
    """List every rule that a record can name, with what it means, as a Markdown table."""
    from sitrep.extract import read_rules

    typer.echo("| rule | what it means |\n|---|---|")
    for name, meaning in sorted(read_rules().items()):
        typer.echo(f"| `{name}` | {meaning} |")


def _read_lines(source: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON lines file; a bad line goes to standard error as a reject, and the rest is read."""
    with _open(source) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = _check(json.loads(line))
            except ValueError as exc:
                fault = {"stage": "extract", "subject": f"{source}:{number}", "error": "ParseError", "reason": str(exc)}
                typer.echo(json.dumps(fault, ensure_ascii=False), err=True)
                continue
            yield record


def _check(record: Any) -> dict[str, Any]:  # noqa: ANN401  # whatever JSON holds
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ValueError("wants an object with a text")  # noqa: TRY004  # what the caller turns into a reject
    if "id" not in record and "doc_id" not in record:
        raise ValueError("wants an id")
    _day(record.get("dct") or record.get("published"))
    return record


def _day(value: str | None) -> dt.date | None:
    """The calendar day of an ISO date or time."""
    return dt.date.fromisoformat(value[:10]) if value else None


def _open(source: Path) -> Any:  # noqa: ANN401  # a text stream, from a file or from standard input
    return sys.stdin if str(source) == "-" else source.open(encoding="utf-8", newline="")


def _write(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
