"""Fetch one page outside of a night, and show what it gave: hops, verdicts, headers; nothing is stored.

In      a URL
Out     Response; a dict, ready for JSON
Units   seconds; decoded bytes
Errors  as a run would have it rejected: FetchError, RefusedError, ParseError
Source  -
"""

from __future__ import annotations

import datetime as dt

from sitrep.captures import digest_payload
from sitrep.fetch.client import Response, fetch_url
from sitrep.fetch.pages import is_wall
from sitrep.fetch.politeness import Politeness, read_retry_after
from sitrep.settings import Settings
from sitrep.urls import article_id, canonical_url, normalise_url, registered_domain


def fetch_politely(url: str, *, settings: Settings) -> Response:
    """Fetch a page outside of a night: robots.txt, turns and deferrals as in one.

    Errors: as of `fetch_url`; FetchError or RefusedError for any status but 200.
    """
    politeness = Politeness(settings=settings, clock=lambda: dt.datetime.now(dt.UTC))
    asked = normalise_url(url)
    politeness.check_domain(asked)
    politeness.check_page(asked)
    response = fetch_url(asked, settings=settings, manners=politeness.for_pages)
    retry_at = read_retry_after(response, dt.datetime.now(dt.UTC))
    if retry_at is not None:
        politeness.defer_domain(response.url, retry_at)
    response.check_status()
    return response


def describe_fetch(url: str, settings: Settings) -> dict[str, object]:
    """Ask for a URL as a run would, robots.txt, walls and turn-taking included."""
    response = fetch_politely(url, settings=settings)
    asked = normalise_url(url)
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
