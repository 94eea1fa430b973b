"""Make what the open web wrote fit to be shown to people: in pages, in reports and in feeds.

In      titles, quotes and texts of articles; codes of the ledger; numbers
Out     text without controls, of bounded length; links that only lead to the web; words for codes
Units   lengths and spans in code points, end excluded
Errors  none: whatever comes in, something harmless goes out
Why     Escaping is the business of whoever writes HTML. This is what escaping leaves: marks that turn the direction of
        all that follows, titles of a megabyte, `javascript:` addresses.
"""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

# Overrides, embeddings and isolates turn the order of what follows them; controls and tags are invisible.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_TAGS = re.compile("[\U000e0000-\U000e007f]")
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]?\s+|\n+")

TITLE_CHARS = 300
QUOTE_CHARS = 1200

EVENT_NAMES = {
    "strike": "strikes",
    "ground_attack": "ground attacks",
    "territorial_change": "changes of control",
    "air_defence": "air defence",
    "prisoner_exchange": "prisoner exchanges",
    "mobilisation": "mobilisation",
    "evacuation": "evacuations",
    "explosion": "explosions",
}
EFFECT_NAMES = {
    "killed": "killed",
    "wounded": "wounded",
    "casualties": "killed or wounded",
    "captured": "captured",
    "destroyed": "equipment destroyed",
    "intercepted": "drones, missiles and aircraft shot down",
}
SIDE_NAMES = {"ua": "Ukraine", "ru": "Russia", "other": "others", "third": "third parties"}
ENTITY_NAMES = {
    "people": "people",
    "armoured_vehicle": "armoured vehicles",
    "mlrs": "rocket launchers",
    "air_defence": "air-defence systems",
    "area_km2": "km²",
    "aircraft": "aircraft",
    "artillery": "artillery pieces",
    "military": "military",
    "person": "people",
    "child": "children",
}
_QUALIFIERS = {"at_least": "at least ", "at_most": "up to ", "about": "about ", "vague": "about "}
_DASH = "–"


def clean_text(text: str | None, limit: int = TITLE_CHARS) -> str:
    """The text in one line, without what cannot be seen, cut where it is too long to be read."""
    # Cut first: what is a megabyte long is not worth a regular expression.
    head = (text or "")[: limit * 4]
    shown = _SPACES.sub(" ", _strip_unseen(head)).strip()
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def _strip_unseen(text: str) -> str:
    return _TAGS.sub("", _UNSHOWABLE.sub("", text))


def safe_link(url: str | None) -> str | None:
    """The address if a browser may open it: http and https with a host, nothing else."""
    if not url or len(url) > 4000 or _UNSHOWABLE.search(url):  # noqa: PLR2004  # longer than any server takes
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None


def cut_context(before: str, after: str) -> tuple[str, str]:
    """Shorten the text around a quote to the sentence that it stands in, without what cannot be seen."""
    starts = [match.end() for match in _SENTENCE_END.finditer(before)]
    end = _SENTENCE_END.search(after)
    before = before[starts[-1] :] if starts else before
    after = after[: end.start()].rstrip() if end else after
    return _strip_unseen(before), _strip_unseen(after)


def name_entity(entity: str | None) -> str:
    """The words for what is counted."""
    if not entity:
        return ""
    return ENTITY_NAMES.get(entity, f"{entity.replace('_', ' ')}s")


def name_effect(effect: str, entity: str | None = None) -> str:
    """The words for what happened to it: "people killed", "tanks destroyed"."""
    word = "killed or wounded" if effect == "casualties" else effect.replace("_", " ")
    return f"{name_entity(entity)} {word}".strip()


def format_number(value: float | None) -> str:
    """A number as people write it; a dash where it is unknown."""
    if value is None:
        return _DASH
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def format_value(value: float | None, value_max: float | None = None, qualifier: str | None = None) -> str:
    """A stated number with its qualifier: "at least 63", "20–30"."""
    if value is not None and value_max is not None and value_max != value:
        return f"{format_number(value)}–{format_number(value_max)}"
    return f"{_QUALIFIERS.get(qualifier or '', '')}{format_number(value)}"


def format_range(low: float | None, high: float | None) -> str:
    """Bounds: "63–89", "at least 63" without an upper one, a dash without any."""
    if low is None and high is None:
        return _DASH
    if high is None:
        return f"at least {format_number(low)}"
    if low is None:
        return f"up to {format_number(high)}"
    return format_number(low) if low == high else f"{format_number(low)}–{format_number(high)}"


def format_day(day: dt.date | None) -> str:
    """A day in full: "Tuesday 14 February 2023"."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else _DASH
