"""Draw the report's charts, without a browser or a network.

In      Content of a report
Out     Vega-Lite specifications by name; SVG text and PNG bytes of them
Units   pixels; PNG at twice the size
Errors  none for days without data: such a chart is left out
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import vl_convert

from sitrep import theatres
from sitrep.display import SIDE_NAMES
from sitrep.report.content import BACK_DAYS, Content, Row

SIDE_COLORS = {"ua": "#2a6fbb", "ru": "#c0392b", "third": "#6b7280"}
_INK, _FAINT, _PAPER = "#1b1f24", "#6b7686", "#ffffff"
_SCALE = ["#f3dfae", "#f1b65b", "#e07b39", "#b8402a", "#6d1a1d"]
_CONFIG = {
    "background": _PAPER,
    "font": "Helvetica, Arial, DejaVu Sans, sans-serif",
    "view": {"stroke": None},
    "axis": {"labelColor": _INK, "titleColor": _FAINT, "domain": False, "ticks": False, "labelFontSize": 11},
    "legend": {"labelColor": _INK, "titleColor": _FAINT, "orient": "top", "titleFontWeight": "normal"},
    "header": {"labelFontSize": 12, "labelColor": _INK, "labelAnchor": "start"},
}
_FRONT_CHARS = 30
_DAY_LABEL = "date(toDate(datum.value)) % 7 == 1 ? timeFormat(toDate(datum.value), '%e %b') : ''"

_NUMBERED_ID = re.compile(r"\b(clip|gradient_?)(\d+)\b")

Spec = dict[str, Any]


def draw_charts(content: Content, theatre: str) -> dict[str, Spec]:
    """Every chart that this day has data for."""
    drawn = {"fronts": _draw_fronts(content), "map": _draw_map(content, theatre), "tallies": _draw_tallies(content)}
    return {name: {"config": _CONFIG, **spec} for name, spec in drawn.items() if spec is not None}


def render_svg(spec: Spec) -> str:
    """The chart as SVG, the same whenever it is drawn."""
    svg = str(vl_convert.vegalite_to_svg(json.dumps(spec)))
    # Vega numbers its clips and gradients through all that a process draws.
    numbers: dict[str, str] = {}
    return _NUMBERED_ID.sub(lambda match: match[1] + numbers.setdefault(match[0], str(len(numbers))), svg)


def render_png(spec: Spec) -> bytes:
    """The chart as PNG."""
    return bytes(vl_convert.vegalite_to_png(json.dumps(spec), scale=2))


def shorten_front(name: str) -> str:
    """A front's name without what stands in brackets: "Kharkiv (north Kharkiv border belt)" is Kharkiv."""
    short = name.split(" (", maxsplit=1)[0].strip()
    return short if len(short) <= _FRONT_CHARS else short[: _FRONT_CHARS - 1].rstrip() + "…"


def _draw_fronts(content: Content) -> Spec | None:
    """Day by front; a day on which nothing was read is grey, a quiet day is paper."""
    order = [row["front_id"] for row in content.front_list]
    shown = sorted({row["front_id"] for row in content.front_days if row["n_events"]}, key=order.index)
    if not shown:
        return None
    names = {row["front_id"]: shorten_front(row["name"]) for row in content.front_list}
    read = {row["day"] for row in content.coverage_days if row["n_articles"]}
    counts = {(row["day"], row["front_id"]): row["n_events"] for row in content.front_days}
    days = [content.day - dt.timedelta(days=n) for n in reversed(range(BACK_DAYS))]
    cells = [
        {"day": str(day), "front": names[front], "n": counts.get((day, front)) or None, "is_read": day in read}
        for day in days
        for front in shown
    ]
    title = "events reported a day; pale: none, grey: nothing was read"
    return {
        "data": {"values": cells},
        "width": BACK_DAYS * 18,
        "height": len(shown) * 20,
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "title": None, "axis": {"labelExpr": _DAY_LABEL, "labelAngle": 0}},
            "y": {
                "field": "front",
                "type": "nominal",
                "title": None,
                "sort": list(dict.fromkeys(names[front] for front in shown)),
                "axis": {"labelLimit": 200},
            },
        },
        "layer": [
            {
                "mark": {"type": "rect", "stroke": _PAPER},
                "encoding": {"color": {"condition": {"test": "datum.is_read", "value": "#f3f4f6"}, "value": "#c5cbd4"}},
            },
            {
                "transform": [{"filter": "isValid(datum.n)"}],
                "mark": {"type": "rect", "stroke": _PAPER},
                "encoding": {
                    "color": {
                        "field": "n",
                        "type": "quantitative",
                        "title": title,
                        "scale": {"range": _SCALE, "domainMin": 0},
                        "legend": {"titleLimit": 500, "gradientLength": 200, "tickMinStep": 1},
                    }
                },
            },
        ],
    }


def _draw_map(content: Content, theatre: str) -> Spec | None:
    """Places with events of the last week on an outline of the land."""
    path = theatres.folder(theatre) / "outline.geojson"
    if not content.places or not path.is_file():
        return None
    outline = json.loads(path.read_text(encoding="utf-8"))
    west, south, east, north = outline["view"]
    frame = {"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[west, south], [east, north]]}}
    points = [{name: row[name] for name in ("name", "kind", "lat", "lon", "value")} for row in content.places]
    position = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    largest = max(int(point["value"]) for point in points)
    # A region is no point: it is drawn hollow, at its middle.
    solid = {"condition": {"test": "datum.kind === 'settlement'", "value": 0.75}, "value": 0.12}
    size = {
        "field": "value",
        "type": "quantitative",
        "title": "events in a week",
        "scale": {"range": [30, 600], "domainMin": 0},
        "legend": {"values": sorted({1, largest}), "symbolFillColor": "#c8442b"},
    }
    land = {"condition": {"test": "datum.properties.is_subject", "value": "#f1f2f4"}, "value": "#e0e4e9"}
    return {
        "width": 640,
        "height": 430,
        "projection": {"type": "mercator", "fit": frame},
        "layer": [
            {
                "data": {"values": outline["features"]},
                "mark": {"type": "geoshape", "stroke": "#b4bcc8", "strokeWidth": 0.7, "clip": True},
                "encoding": {"fill": land},
            },
            {
                "data": {"values": points},
                "mark": {"type": "circle", "color": "#c8442b", "stroke": "#5b1512", "clip": True},
                "encoding": {**position, "size": size, "fillOpacity": solid},
            },
            {
                "data": {"values": _spread_labels(points)},
                "mark": {"type": "text", "dx": 9, "align": "left", "fontSize": 11, "color": _INK, "clip": True},
                "encoding": {**position, "text": {"field": "name"}},
            },
        ],
    }


def _spread_labels(points: list[Row]) -> list[Row]:
    """The places that can be named without one name lying on another, most events first."""
    named: list[Row] = []
    for point in points:
        if all(abs(point["lat"] - other["lat"]) > 0.3 or abs(point["lon"] - other["lon"]) > 1.8 for other in named):  # noqa: PLR2004  # a line high, a name wide
            named.append(point)
    return named[:14]


def _draw_tallies(content: Content) -> Spec | None:
    """Daily increments of the longest series; a misread total is left out."""
    steps = [row for row in content.tally_days if row["flag"] is None and _step(row) is not None]
    counts: dict[tuple[str, str], int] = {}
    for row in steps:
        key = (row["measure_id"], row["claimant_side"])
        counts[key] = counts.get(key, 0) + 1
    chosen = sorted(counts, key=lambda key: ("personnel" not in key[0], -counts[key], key))[:4]
    rows = [
        {
            "day": str(row["day"]),
            "series": f"{row['measure']}, a day: {SIDE_NAMES[row['claimant_side']]} says",
            "n": _step(row),
            "side": row["claimant_side"],
        }
        for row in steps
        if (row["measure_id"], row["claimant_side"]) in chosen
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: row["series"])
    color = {"domain": list(SIDE_COLORS), "range": list(SIDE_COLORS.values())}
    return {
        "data": {"values": rows},
        "columns": 2,
        "facet": {"field": "series", "type": "nominal", "title": None},
        "resolve": {"scale": {"y": "independent"}},
        "spec": {
            "width": 300,
            "height": 90,
            "mark": {"type": "bar", "width": {"band": 0.8}},
            "encoding": {
                "x": {
                    "field": "day",
                    "type": "temporal",
                    "timeUnit": "yearmonthdate",
                    "title": None,
                    "axis": {"format": "%e %b", "tickCount": 5, "grid": False},
                },
                "y": {
                    "field": "n",
                    "type": "quantitative",
                    "title": None,
                    "axis": {"tickCount": 3, "format": "~s", "gridColor": "#e6e9ed"},
                },
                "color": {"field": "side", "type": "nominal", "legend": None, "scale": color},
            },
        },
    }


def _step(row: Row) -> float | None:
    stated: float | None = row["increment_stated"]
    computed: float | None = row["increment_computed"]
    return stated if stated is not None else computed
