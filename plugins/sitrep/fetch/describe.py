"""Show what one request would give: hops, verdicts, headers; nothing is stored.

In      a URL
Out     a dict, ready for JSON
Units   seconds; decoded bytes
Errors  as a run would have it rejected: FetchError, RefusedError, ParseError
Source  -
"""

from __future__ import annotations

import datetime as dt

from sitrep.captures import digest_payload
from sitrep.fetch.client import fetch_url
from sitrep.fetch.pages import is_wall
from sitrep.fetch.politeness import Politeness
from sitrep.settings import Settings
from sitrep.urls import article_id, canonical_url, normalise_url, registered_domain


def describe_fetch(url: str, settings: Settings) -> dict[str, object]:
    """Ask for a URL as a run would, robots.txt, walls and turn-taking included."""
    politeness = Politeness(settings=settings, clock=lambda: dt.datetime.now(dt.UTC))
    asked = normalise_url(url)
    politeness.check_domain(asked)
    politeness.check_page(asked)
    with politeness.take_turn(asked, is_page=True):
        response = fetch_url(asked, settings=settings, check_hop=politeness.check_hop)
    response.check_status()
    return {
        "url": url,
        "asked_url": asked,
        "final_url": response.url,
        "canonical_url": canonical_url(response.url),
        "article_id": article_id(response.url),
        "domain": registered_domain(response.url),
        "robots": "allowed",
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
        "is_wall": is_wall(asked, response.url),
        "seconds": round(response.seconds, 3),
    }
