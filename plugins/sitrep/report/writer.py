"""Write a report's files, each in one step, and bring the feed of reports up to date.

In      Settings, a day (None: the last that is known of), a folder (None: `reports` in the home)
Out     `<folder>/<day>/report.html`, `report.json`, `<chart>.png`; `<folder>/feed.xml`
Errors  SettingsError where nothing has been published
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jinja2

from sitrep.display import EVENT_NAMES, SIDE_NAMES, format_day, format_number, safe_link
from sitrep.report.charts import draw_charts, render_png, render_svg
from sitrep.report.content import Asker, Content, gather_content
from sitrep.settings import Settings
from sitrep.views import read_instant, read_span
from sitrep.warehouse import find_snapshot, open_snapshot

_ATOM = "http://www.w3.org/2005/Atom"
FEED_ENTRIES = 60


def write_report(settings: Settings, day: dt.date | None, out: Path | None = None) -> Path:
    """Write the report of a day, and return the path of its page."""
    content = _read_content(settings, day)
    root = out or settings.reports
    folder = root / content.day.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    charts = draw_charts(content, settings.theatre)
    for name, chart in charts.items():
        _write(folder / f"{name}.png", render_png(chart))
    pictures = {name: _embed(render_svg(chart)) for name, chart in charts.items()}
    _write(folder / "report.json", _dump(content.as_json()).encode())
    page = folder / "report.html"
    _write(page, _render_page(content, pictures).encode())
    _write(root / "feed.xml", _render_feed(root))
    return page


def _read_content(settings: Settings, day: dt.date | None) -> Content:
    path = find_snapshot(settings)
    published_at = read_instant(path)
    with open_snapshot(settings, path=path) as con:
        span = read_span(con)
        chosen = day or span.last or published_at.date()
        asker = Asker(con, span, chosen)
        earlier = [file for file in sorted(settings.snapshots.glob("sitrep-*.duckdb")) if file.name < path.name]
        if not earlier:
            return gather_content(asker, published_at=published_at, is_sample=settings.is_sample, before=None)
        with open_snapshot(settings, path=earlier[-1]) as old:
            before = (Asker(old, read_span(old), chosen), read_instant(earlier[-1]))
            return gather_content(asker, published_at=published_at, is_sample=settings.is_sample, before=before)


def _render_page(content: Content, pictures: dict[str, str]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_read_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=format_number, day=format_day, link=safe_link)
    template = environment.get_template("report.html")
    return template.render(c=content, pictures=pictures, sides=SIDE_NAMES, event_names=EVENT_NAMES)


def _read_template(name: str) -> str:
    return (resources.files("sitrep.report") / "templates" / name).read_text(encoding="utf-8")


def _embed(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _render_feed(root: Path) -> bytes:
    """Atom over all reports beside it, newest first."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    reports = sorted(root.glob("????-??-??/report.json"), reverse=True)[:FEED_ENTRIES]
    contents = [json.loads(path.read_text(encoding="utf-8")) for path in reports]
    _add(feed, "id", "urn:sitrep:reports")
    _add(feed, "title", "Sitrep: reports by day")
    _add(feed, "updated", max((made["published_at"] for made in contents), default="1970-01-01T00:00:00Z"))
    _add(_add(feed, "author"), "name", "Sitrep")
    _add(feed, "link", rel="self", href="feed.xml")
    for made in contents:
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:sitrep:report:{made['day']}")
        _add(entry, "title", format_day(dt.date.fromisoformat(made["day"])))
        _add(entry, "updated", made["published_at"])
        _add(entry, "link", rel="alternate", type="text/html", href=f"{made['day']}/report.html")
        _add(entry, "link", rel="alternate", type="application/json", href=f"{made['day']}/report.json")
        _add(entry, "summary", " ".join(made["lead"]))
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text
    return child


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_to_text) + "\n"


def _to_text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(value)


def _write(path: Path, body: bytes) -> None:
    """Let the file appear whole, or stay as it was."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(body)
    draft.replace(path)
