"""Ask no site more often than it bears: robots.txt, spacing per registered domain, Retry-After.

In      URLs; the state folder; settings
Out     verdicts, and time spent waiting
Units   seconds; instants UTC
Errors  RefusedError where robots.txt forbids a page; FetchError where it cannot be had for now, or where the domain
        asked to be left alone until later
Source  RFC 9309 (robots), read by Protego; RFC 9110, 10.2.3 (Retry-After)

The time of the last request lies in a file per domain, behind a lock, so that processes share it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from filelock import FileLock
from protego import Protego

from sitrep.errors import FetchError, RefusedError, SitrepError
from sitrep.fetch.client import PRODUCT, Manners, Response, fetch_url
from sitrep.fetch.files import read_json, write_json
from sitrep.settings import Settings
from sitrep.urls import registered_domain

_ROBOTS_BYTES = 512_000  # RFC 9309 asks for at least 500 KiB
_ROBOTS_LIVES = dt.timedelta(hours=24)
_STALE_ROBOTS_LIVES = dt.timedelta(days=30)
_LONGEST_CRAWL_DELAY_SECONDS = 60.0
_LONGEST_RETRY_AFTER = dt.timedelta(hours=24)
_USUAL_RETRY_AFTER = dt.timedelta(hours=1)  # for a 429 that does not say
_HTTP_OK = 200
_HTTP_TOO_MANY = 429
_HTTP_REFUSED = 400
_HTTP_FAILED = 500
_HTTP_UNAVAILABLE = 503

Clock = Callable[[], dt.datetime]
OnRequest = Callable[[str, "Response | SitrepError", float], None]


def read_retry_after(response: Response, now: dt.datetime) -> dt.datetime | None:
    """Read until when a 429 or 503 asks to be left alone; at most a day, whatever it says."""
    if response.status not in {_HTTP_TOO_MANY, _HTTP_UNAVAILABLE}:
        return None
    value = (response.header("retry-after") or "").strip()
    asked_for = _read_http_date(value)
    if re.fullmatch(r"[0-9]{1,9}", value):
        until = now + min(dt.timedelta(seconds=int(value)), _LONGEST_RETRY_AFTER)
    elif asked_for is not None:
        until = asked_for
    else:
        until = now + _USUAL_RETRY_AFTER if response.status == _HTTP_TOO_MANY else now
    return max(now, min(until, now + _LONGEST_RETRY_AFTER))


def _read_http_date(value: str) -> dt.datetime | None:
    try:
        instant = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return instant.replace(tzinfo=dt.UTC) if instant.tzinfo is None else instant.astimezone(dt.UTC)


@dataclass(slots=True)
class Politeness:
    """What one run knows of the sites it asks. `on_request` is told each request for a robots.txt."""

    settings: Settings
    clock: Clock
    on_request: OnRequest = field(default=lambda _url, _result, _seconds: None)
    _robots: dict[str, Protego | SitrepError] = field(default_factory=dict)

    def check_page(self, url: str, *, is_in_turn: bool = False) -> None:
        """Errors: RefusedError if robots.txt forbids it, FetchError if robots.txt cannot be had for now.

        `is_in_turn` is for the hops of a request: whoever has a turn and waits for another one may wait for ever.
        """
        robots = self._read_robots(url, is_in_turn=is_in_turn)
        if isinstance(robots, SitrepError):
            raise robots
        if not robots.can_fetch(url, PRODUCT):
            raise RefusedError("robots.txt forbids it", subject=url)

    @property
    def for_pages(self) -> Manners:
        """As a request for a page wants it, hops included: robots.txt obeyed, crawl-delay kept."""
        return _PageManners(self)

    @property
    def for_feeds(self) -> Manners:
        """As a request for a feed wants it, which is published to be asked for: spacing and deferral only."""
        return _FeedManners(self)

    def check_domain(self, url: str) -> None:
        """Errors: FetchError while a domain has asked to be left alone."""
        until = self._read_deferral(registered_domain(url))
        if until is not None and self.clock() < until:
            raise FetchError(f"the server asked to come back after {until:%Y-%m-%d %H:%M} UTC", subject=url)

    def defer_domain(self, url: str, until: dt.datetime) -> None:
        """Leave a domain alone until then, in later runs too."""
        write_json(self._domain_path(registered_domain(url), "deferred.json"), {"until": until.isoformat()})

    @contextmanager
    def take_turn(self, url: str, *, is_page: bool) -> Iterator[None]:
        """Wait until the domain may be asked again, and keep others waiting while it is asked."""
        host = (urlsplit(url).hostname or "").lower()
        if host in self.settings.resolve and not self._is_spacing_chosen:
            yield
            return
        spacing = max(self.settings.spacing_seconds, self._find_crawl_delay(url) if is_page else 0.0)
        domain = registered_domain(url)
        stamp = self._domain_path(domain, "asked")
        stamp.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._domain_path(domain, "lock")):
            if stamp.exists():
                # The stamp may lie in the future after a clock was set back: never wait longer than the spacing.
                time.sleep(min(max(stamp.stat().st_mtime + spacing - time.time(), 0.0), spacing))
            stamp.touch()  # before too: a killed run has asked as well
            try:
                yield
            finally:
                stamp.touch()

    @property
    def _is_spacing_chosen(self) -> bool:
        """A fixed host is one of our own, and is spaced only if somebody says so."""
        return "spacing_seconds" in self.settings.model_fields_set and self.settings.spacing_seconds > 0

    def _domain_path(self, domain: str, name: str) -> Path:
        return self.settings.state / "domains" / f"{_file_name(domain)}.{name}"

    def _read_deferral(self, domain: str) -> dt.datetime | None:
        value = read_json(self._domain_path(domain, "deferred.json")).get("until")
        return dt.datetime.fromisoformat(value) if isinstance(value, str) else None

    def _find_crawl_delay(self, url: str) -> float:
        robots = self._read_robots(url)
        delay = None if isinstance(robots, SitrepError) else robots.crawl_delay(PRODUCT)
        return min(float(delay or 0.0), _LONGEST_CRAWL_DELAY_SECONDS)

    def _read_robots(self, url: str, *, is_in_turn: bool = False) -> Protego | SitrepError:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._load_robots(site, is_in_turn=is_in_turn)
        return self._robots[site]

    def _load_robots(self, site: str, *, is_in_turn: bool) -> Protego | SitrepError:
        path = self.settings.state / "robots" / f"{_file_name(site)}.json"
        kept = read_json(path)
        age = self.clock() - dt.datetime.fromisoformat(kept["fetched_at"]) if "fetched_at" in kept else None
        if age is not None and age < _ROBOTS_LIVES:
            return _parse_robots(kept["text"])
        try:
            text = self._fetch_robots(f"{site}/robots.txt", is_in_turn=is_in_turn)
        except RefusedError:
            text = ""  # unreachable for good, by a guard: the page itself will be refused as well
        except SitrepError as exc:
            if age is not None and age < _STALE_ROBOTS_LIVES:
                return _parse_robots(kept["text"])
            return FetchError(f"no robots.txt to be had: {exc.reason}", subject=site)
        write_json(path, {"site": site, "fetched_at": self.clock().isoformat(), "text": text})
        return _parse_robots(text)

    def _fetch_robots(self, url: str, *, is_in_turn: bool) -> str:
        """The text; empty, which allows all, where the server says that there is none."""
        started_at = time.monotonic()
        try:
            manners = None if is_in_turn else self.for_feeds
            response = fetch_url(url, settings=self.settings, max_bytes=_ROBOTS_BYTES, truncate=True, manners=manners)
        except SitrepError as exc:
            self.on_request(url, exc, time.monotonic() - started_at)
            raise
        self.on_request(url, response, response.seconds)
        if response.status >= _HTTP_FAILED or response.status == _HTTP_TOO_MANY:
            raise FetchError(f"status {response.status}", subject=url)
        # Some files begin with a byte order mark, which would hide the first line.
        return response.body.decode("utf-8-sig", "replace") if response.status == _HTTP_OK else ""


@dataclass(frozen=True, slots=True)
class _FeedManners:
    politeness: Politeness

    def take_turn(self, url: str) -> AbstractContextManager[None]:
        return self.politeness.take_turn(url, is_page=False)

    def check_hop(self, url: str, *, is_in_turn: bool) -> None:
        if not is_in_turn:
            self.politeness.check_domain(url)


@dataclass(frozen=True, slots=True)
class _PageManners:
    politeness: Politeness

    def take_turn(self, url: str) -> AbstractContextManager[None]:
        return self.politeness.take_turn(url, is_page=True)

    def check_hop(self, url: str, *, is_in_turn: bool) -> None:
        self.politeness.check_domain(url)
        self.politeness.check_page(url, is_in_turn=is_in_turn)


def _parse_robots(text: str) -> Protego:
    return Protego.parse(text)


def _file_name(name: str) -> str:
    """A name that any file system takes, still readable, and not the same for two domains."""
    plain = re.sub(r"[^a-z0-9.-]+", "_", name.lower()).strip("._")[:80]
    return plain if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
