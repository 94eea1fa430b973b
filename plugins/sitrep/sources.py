"""Read the outlets that a run follows: a feeds.toml, one `[[feed]]` an outlet.

In      a TOML file; each feed has source_id, name, url, language, party, zone, and may have verified, ignore_validators
Out     list[Source], in file order
Units   zone: an IANA name, the outlet's own, which decides what day "Tuesday" is; language: a code of 2 or 3 letters
Errors  SettingsError naming the file, the entry and the key: missing, unknown, of the wrong type or without sense,
        or an id or URL that stands twice
Source  theatres/<theatre>/feeds.toml, sample/feeds.toml, or a file of the user's own
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from sitrep.errors import SettingsError
from sitrep.records import Party, Source

_TEXTS = ("source_id", "name", "url", "language", "party", "zone")
_FLAGS = ("verified", "ignore_validators")

# An id names folders of state and rows of every table: it must be safe in both.
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_sources(path: Path) -> list[Source]:
    """Return every feed of the file; a file without a feed is an error, since a run of it would do nothing."""
    entries = _read_entries(path)
    sources = [_to_source(entry, f"{path.name}, {_label(number, entry)}") for number, entry in enumerate(entries, 1)]
    for key in ("source_id", "url"):
        _refuse_twins(sources, key, path.name)
    return sources


def _read_entries(path: Path) -> list[Any]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise SettingsError(str(exc), subject=str(path)) from exc
    entries = document.get("feed")
    if not isinstance(entries, list) or not entries:
        raise SettingsError("has no [[feed]]", subject=str(path))
    return entries


def _label(number: int, entry: object) -> str:
    """What the reader of the message searches for: the id if there is one, the place in the file always."""
    source_id = entry.get("source_id") if isinstance(entry, dict) else None
    return f"feed {number} ({source_id})" if isinstance(source_id, str) else f"feed {number}"


def _to_source(entry: object, label: str) -> Source:
    if not isinstance(entry, dict):
        raise SettingsError("wants a table", subject=label)
    if unknown := sorted(set(entry) - {*_TEXTS, *_FLAGS}):
        raise SettingsError("no such key", subject=f"{label}, {unknown[0]}")
    texts = {key: _read_text(entry, key, label) for key in _TEXTS}
    flags = {key: _read_flag(entry, key, label) for key in _FLAGS}
    for key, complaint in _find_nonsense(texts):
        raise SettingsError(complaint, subject=f"{label}, {key}")
    return Source(**texts, **flags)  # type: ignore[arg-type]  # party was checked against its words just above


def _read_text(entry: dict[str, object], key: str, label: str) -> str:
    if key not in entry:
        raise SettingsError("is missing", subject=f"{label}, {key}")
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f"wants text, got {value!r}", subject=f"{label}, {key}")
    return value.strip()


def _read_flag(entry: dict[str, object], key: str, label: str) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise SettingsError(f"wants true or false, got {value!r}", subject=f"{label}, {key}")
    return value


def _find_nonsense(texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return (key, complaint) for each value that has the right type and no sense."""
    sane = {
        "source_id": (_ID.fullmatch(texts["source_id"]), "wants lower-case letters, digits and single hyphens"),
        "url": (_is_web_address(texts["url"]), "wants an http or https address with a host"),
        "language": (_LANGUAGE.fullmatch(texts["language"]), "wants a language code such as en"),
        "party": (texts["party"] in get_args(Party), f"wants one of {', '.join(get_args(Party))}"),
        "zone": (texts["zone"] in _zones(), "is no IANA time zone"),
    }
    return [(key, f"{complaint}, got {texts[key]!r}") for key, (is_sane, complaint) in sane.items() if not is_sane]


@cache
def _zones() -> frozenset[str]:
    """All zones: listing them reads hundreds of files."""
    return frozenset(available_timezones())


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises on a port that is no number
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(c.isspace() for c in url)


def _refuse_twins(sources: list[Source], key: str, file_name: str) -> None:
    seen: dict[str, str] = {}
    for source in sources:
        value = str(getattr(source, key))
        if value in seen:
            raise SettingsError(f"stands twice: {value!r}", subject=f"{file_name}, feed ({source.source_id}), {key}")
        seen[value] = source.source_id
