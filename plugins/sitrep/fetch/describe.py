"""Show what one request would give: hops, verdicts, headers; nothing is stored.

In      a URL
Out     a dict, ready for JSON
Units   seconds; decoded bytes
Errors  none: what failed stands under `error`
Source  -
"""

from __future__ import annotations

import datetime as dt

from sitrep.captures import digest_payload
from sitrep.errors import SitrepError
from sitrep.fetch.client import fetch_url
from sitrep.fetch.politeness import Politeness
from sitrep.settings import Settings
from sitrep.urls import article_id, canonical_url, normalise_url, registered_domain


def describe_fetch(url: str, settings: Settings) -> dict[str, object]:
    """Ask for a URL as a run would, robots.txt and turn-taking included."""
    row: dict[str, object] = {"url": url}
    politeness = Politeness(settings=settings, clock=lambda: dt.datetime.now(dt.UTC))
    try:
        asked = normalise_url(url)
        row |= {"canonical_url": canonical_url(asked), "article_id": article_id(asked)}
        row["domain"] = registered_domain(asked)
        politeness.check_domain(asked)
        politeness.check_page(asked)
        with politeness.take_turn(asked, is_page=True):
            response = fetch_url(asked, settings=settings)
    except SitrepError as exc:
        return row | {"error": type(exc).__name__, "reason": exc.reason}
    return row | {
        "robots": "allowed",
        "final_url": response.url,
        "hops": list(response.hops),
        "moved_to": response.moved_to,
        "ip_address": response.ip_address,
        "status": response.status,
        "content_type": response.content_type,
        "content_encoding": response.header("content-encoding"),
        "etag": response.header("etag"),
        "last_modified": response.header("last-modified"),
        "body_bytes": len(response.body),
        "payload_digest": digest_payload(response.body),
        "seconds": round(response.seconds, 3),
    }
