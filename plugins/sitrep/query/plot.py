"""Draw an answer: days along the x axis, numbers up the y axis, one line or set of bars a series.

In      SQL whose answer has a number, and a day, an instant or a name to set it against
Out     a PNG, SVG or HTML file, by its suffix; no network, no browser: HTML carries its own scripts
Errors  SettingsError for an answer that cannot be drawn, or a suffix that is none of these
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair as alt
import pyarrow as pa

from sitrep.errors import SettingsError
from sitrep.query.formats import to_plain_rows
from sitrep.query.run import DEFAULT_SECONDS, ask
from sitrep.settings import Settings

_SUFFIXES = (".png", ".svg", ".html")
_MOST_ROWS = 20_000


def plot_query(settings: Settings, sql: str, path: Path, *, timeout_seconds: float = DEFAULT_SECONDS) -> None:
    """Draw the answer to `sql` into `path`."""
    if path.suffix not in _SUFFIXES:
        raise SettingsError(f"wants a file that ends in {', '.join(_SUFFIXES)}", subject=str(path))
    chart = draw(ask(settings, sql, timeout_seconds=timeout_seconds))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.draft{path.suffix}")
    options: dict[str, Any] = {"inline": True} if path.suffix == ".html" else {}
    if path.suffix == ".png":
        options["scale_factor"] = 2
    chart.save(str(draft), **options)
    draft.replace(path)


def draw(answer: pa.Table) -> alt.Chart:
    """Choose the marks by the types of the columns: a day makes lines, a name makes bars."""
    kinds = {field.name: field.type for field in answer.schema}
    numbers = [name for name, kind in kinds.items() if _is_number(kind)]
    days = [name for name, kind in kinds.items() if pa.types.is_temporal(kind)]
    names = [name for name, kind in kinds.items() if pa.types.is_string(kind) or pa.types.is_large_string(kind)]
    if not numbers or not (days or names):
        raise SettingsError("has no number to draw, or no day or name to set it against", subject="plot")
    if answer.num_rows > _MOST_ROWS:
        raise SettingsError(f"has {answer.num_rows:,} rows, more than {_MOST_ROWS:,} cannot be seen", subject="plot")
    data = alt.InlineData(values=to_plain_rows(answer))
    axis = days[0] if days else names[0]
    series = next((name for name in names if name != axis), None)
    x = alt.X(field=axis, type="temporal" if days else "nominal", title=axis, sort=None if days else "-y")
    chart: alt.Chart = alt.Chart(data, width=720, height=360)
    if len(numbers) > 1 and series is None:
        chart = chart.transform_fold(numbers, as_=["measure", "amount"])
        y, series = alt.Y(field="amount", type="quantitative", title=None), "measure"
    else:
        y = alt.Y(field=numbers[0], type="quantitative", title=numbers[0])
    chart = chart.mark_line(point=True) if days else chart.mark_bar()
    color = alt.Undefined if series is None else alt.Color(field=series, type="nominal", title=None)
    drawn: alt.Chart = chart.encode(x=x, y=y, color=color)
    return drawn


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))
