"""Read pages from the Internet Archive's Wayback Machine.

In      a shard: `wayback:` and an address, with `*` at its end for all below it; the days of the shard
Out     Document for each page captured in those days, the first capture of each address; Reject for each that the
        Archive lists but does not play
Units   requests a minute
Errors  FetchError where the Archive does not answer: the shard is tried again later
Source  the Archive's CDX server, through the library `wayback`, within the 24 requests a minute that it asks for
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from filelock import FileLock
from requests.adapters import HTTPAdapter
from wayback import CdxRecord, RateLimit, WaybackClient, WaybackSession
from wayback.exceptions import RateLimitError, WaybackException, WaybackRetryError

from sitrep.archive.context import Context
from sitrep.archive.documents import Document
from sitrep.archive.shards import Shard
from sitrep.captures import CaptureHints
from sitrep.errors import FetchError, ParseError, RefusedError, SitrepError
from sitrep.records import Reject
from sitrep.settings import Settings
from sitrep.urls import registered_domain

PREFIX = "wayback:"
_HOST = "web.archive.org"
_REQUESTS_A_SECOND = 24 / 60
_FILTERS = ("statuscode:200", "mimetype:text/html")


def read_wayback(shard: Shard, context: Context) -> Iterator[Document | Reject]:
    """Yield what the Archive holds of the address in the shard's days."""
    address = shard.path.removeprefix(PREFIX)
    with _hold_queue(context.settings), WaybackClient(open_session(context.settings)) as client:
        try:
            for record in _search(client, address, shard):
                if not shard.selection.wants_url(record.url):
                    continue
                try:
                    yield _read_record(client, record, context)
                except SitrepError as exc:
                    yield context.reject(record.url, exc, record.timestamp)
        except (WaybackException, requests.RequestException) as exc:
            raise FetchError(f"the Wayback Machine does not answer: {exc}", subject=shard.path) from exc


def open_session(settings: Settings) -> WaybackSession:
    """A session that keeps to the Archive's pace and says who asks."""
    # One limit for searches and pages together; the library would give each a limit of its own.
    limit = RateLimit(0 if _HOST in settings.resolve else _REQUESTS_A_SECOND)
    session = WaybackSession(
        retries=2,
        timeout=(settings.connect_timeout_seconds, settings.total_timeout_seconds),
        user_agent=f"sitrep (+{settings.contact})" if settings.contact else "sitrep",
        search_calls_per_second=limit,
        memento_calls_per_second=limit,
    )
    if _HOST in settings.resolve:
        session.mount(f"https://{_HOST}/", _ResolvedAdapter(settings.resolve[_HOST]))
    return session


def _hold_queue(settings: Settings) -> FileLock:
    """Workers keep the pace together only if one of them asks at a time; the others wait for their shard's turn."""
    settings.state.mkdir(parents=True, exist_ok=True)
    return FileLock(settings.state / "wayback.lock")


class _ResolvedAdapter(HTTPAdapter):
    """Ask another address for what the Archive's host serves: the setting that fixes hosts holds here as well."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        """Send the request there, and let the answer keep the address that was asked for."""
        asked = str(request.url)
        request.url = f"http://{self._address}{asked.partition(_HOST)[2]}"
        response = super().send(request, *args, **kwargs)  # type: ignore[arg-type]  # passed through as they come
        request.url = asked
        response.url = asked
        return response


def _search(client: WaybackClient, address: str, shard: Shard) -> Iterator[CdxRecord]:
    first, _, last = shard.part.partition("..")
    yield from client.search(
        address.removesuffix("*"),
        match_type="prefix" if address.endswith("*") else "exact",
        from_date=dt.date.fromisoformat(first),
        to_date=dt.date.fromisoformat(last),
        filter_field=list(_FILTERS),
        collapse="urlkey",
        skip_malformed_results=True,
    )


def _read_record(client: WaybackClient, record: CdxRecord, context: Context) -> Document:
    try:
        memento = client.get_memento(record, exact=False)
        with memento:
            body = memento.content
            content_type = memento.headers.get("Content-Type", "text/html")
    except (RateLimitError, WaybackRetryError):
        raise
    except (WaybackException, requests.RequestException) as exc:
        raise ParseError(f"the Wayback Machine does not play it: {exc}") from exc
    limit = context.settings.max_body_bytes
    if len(body) > limit:
        raise RefusedError(f"page of {len(body)} bytes is over the limit of {limit}")
    outlet = context.outlets.find(None, record.url)
    return Document(
        url=record.url,
        body=body,
        content_type=content_type,
        captured_at=record.timestamp.astimezone(dt.UTC),
        hints=CaptureHints(
            source_id=outlet.source_id if outlet else registered_domain(record.url),
            language=outlet.language if outlet else None,
            zone=outlet.zone if outlet else "UTC",
        ),
        subject=record.url,
    )


def is_address(text: str) -> bool:
    """Whether this is an address that the Archive can be asked for."""
    parts = urlsplit(text.removesuffix("*"))
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
