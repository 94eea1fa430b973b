"""Tell when two addresses mean the same page, and name articles by their address.

In      URLs as feeds, pages and archives write them
Out     a URL to fetch (`normalise_url`), a URL that identifies (`canonical_url`), an id, a registered domain
Units   -
Errors  ParseError from `normalise_url` for what cannot be fetched; the others take anything
Source  courlan's list of tracking parameters; the public suffix list that comes with tld. What courlan leaves apart
        (http and https, www, m. and amp, fragments) is unified here.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from courlan.clean import clean_query
from tld import get_fld

from sitrep.errors import ParseError

_MOST_CHARS = 2_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_BLANKS = re.compile(r"[\x00-\x20\x7f\u00a0\u200b\ufeff]+")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_DOUBLED_SLASHES = re.compile(r"/{2,}")

# What courlan's list leaves in: campaign marks of news sites, seen in feeds.
_MORE_TRACKERS = re.compile(
    r"^(?:at_(?:medium|campaign|custom\d|link_\w+|format|ptr_name|bbc_team)|ns_\w+|cmp(?:id)?|ocid|smid|smtyp|mod|"
    r"fb_\w+|_ga|_gl|_hs\w+|hss_channel|wt_mc|wt\.mc\w*|icid|ito|sh|share|shared|sref|feedtype|feedname|"
    r"rss|fromrss|from_rss|output_?type|traffic_source|yclid|ysclid|srsltid|si|__twitter_impression|"
    r"phpsessid|jsessionid|sid|amp|amp_js_v|amp_gsa|usqp|noamp|mobile|print|nocache)$",
    re.IGNORECASE,
)
# A prefix of the host that only chooses a rendering. Removed only where a whole name remains.
_RENDERING_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.]+)")
_RENDERING_PATHS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^/amp(?=/.)"), ""),
    (re.compile(r"(?:/amp)+/?$"), ""),
    (re.compile(r"\.amp(?=\.html?$|$)"), ""),
    (re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$"), "/"),
    (re.compile(r";jsessionid=[^/;]*", re.IGNORECASE), ""),
)
# Addresses that carry another address inside.
_WRAPPERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(r"^https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?P<inner>https?:/{1,2}.+)$"),
        lambda match: re.sub(r"^(https?):/+", r"\1://", match["inner"]),
    ),
    (
        re.compile(r"^https?://(?:[\w.-]+\.cdn\.ampproject\.org/[cv]|(?:www\.)?google\.\w+/amp)/(?P<tls>s/)?(?P<inner>.+)$"),
        lambda match: ("https://" if match["tls"] else "http://") + match["inner"],
    ),
)  # fmt: skip


@lru_cache(maxsize=8192)
def normalise_url(url: str, *, keep_trackers: bool = False) -> str:
    """Return the address as we fetch it: ASCII, no fragment, no credentials, no trackers, nothing superfluous.

    `keep_trackers` is for redirects: a server that asks for a parameter must get it, or it asks again for ever.

    Errors: ParseError for other schemes than http and https, for no or an impossible host, and beyond 2,000 characters.
    """
    text = _BLANKS.sub(lambda match: " " if match[0] == " " else "", url.strip()).strip().replace("&amp;", "&")
    if len(text) > _MOST_CHARS:
        raise ParseError(f"address of {len(text)} characters", subject=text[:100])
    try:
        parts = urlsplit(text)
        port = parts.port
        host = _normalise_host(parts.hostname or "")
    except ValueError as exc:
        raise ParseError(f"malformed address ({exc})", subject=text[:200]) from exc
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ParseError(f"scheme {scheme[:20]!r} is neither http nor https", subject=text[:200])
    if not host:
        raise ParseError("address without a host", subject=text[:200])
    netloc = host if port in {None, _DEFAULT_PORTS[scheme]} else f"{host}:{port}"
    path = _remove_dots(_normalise_escapes(parts.path)) or "/"
    query = _normalise_escapes(parts.query) if keep_trackers else _clean_query(parts.query)
    return urlunsplit((scheme, netloc, path, query, ""))


@lru_cache(maxsize=8192)
def canonical_url(url: str) -> str:
    """Return the address that identifies a page, whatever link led to it. It need not answer to a request.

    http and https, `www.`, `m.` and AMP renderings, default documents, trailing and doubled slashes, the order of
    parameters and archive wrappers are unified. What is no web address (`urn:`, `file:`) stays as it is.
    """
    inner = _unwrap(url.strip())
    try:
        parts = urlsplit(normalise_url(inner))
    except ParseError:
        return inner
    host = parts.netloc
    while (shorter := _RENDERING_HOST.sub("", host)) != host:
        host = shorter
    path = _DOUBLED_SLASHES.sub("/", parts.path)
    for pattern, replacement in _RENDERING_PATHS:
        path = pattern.sub(replacement, path)
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return urlunsplit(("https", re.sub(r":(?:80|443)$", "", host), path.rstrip("/"), query, ""))


def article_id(url: str) -> str:
    """Name an article by the hash of its canonical address; a document without one has a `urn:sha256:` address."""
    return hashlib.sha256(canonical_url(url).encode("utf-8", "replace")).hexdigest()[:32]


def urn_of(body: bytes) -> str:
    """Give the address of a document that has none."""
    return "urn:sha256:" + hashlib.sha256(body).hexdigest()


def registered_domain(url: str) -> str:
    """Return the domain that somebody registered (`bbc.co.uk`): outlets are polite to, and named by, that.

    Takes a URL or a bare host. An IP address stands for itself; for what is not on the public suffix list, the
    last two labels; for what has no host, the scheme.
    """
    try:
        parts = urlsplit(url if ":" in url or url.startswith("//") else f"//{url}")
        host = _normalise_host(parts.hostname or "").strip("[]")
    except ValueError:
        return "unknown"
    return _registered_domain(host) if host else (parts.scheme or "unknown")


@lru_cache(maxsize=4096)
def _registered_domain(host: str) -> str:
    try:
        return ipaddress.ip_address(host).compressed
    except ValueError:
        pass
    found = get_fld(host, fix_protocol=True, fail_silently=True)
    return found or ".".join(host.split(".")[-2:])


def _unwrap(url: str) -> str:
    for pattern, unwrap in _WRAPPERS:
        match = pattern.match(url)
        if match is not None:
            return unwrap(match)
    return url


@lru_cache(maxsize=4096)
def _normalise_host(host: str) -> str:
    host = host.rstrip(".").lower()
    if ":" in host:
        return f"[{ipaddress.ip_address(host.partition('%')[0]).compressed}]"
    if not host.isascii():
        host = host.encode("idna").decode()
    if host and _HOST.fullmatch(host) is None:
        raise ValueError(f"no host name: {host[:80]!r}")
    return host


def _normalise_escapes(text: str) -> str:
    def settle(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    return quote(_BARE_PERCENT.sub("%25", _ESCAPE.sub(settle, text)), safe="/%!$&'()*+,;=:@~?")


def _remove_dots(path: str) -> str:
    """RFC 3986, 5.2.4, for an absolute path."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _clean_query(query: str) -> str:
    # Not parse_qs: it would lose `?12345`, which is how some sites name an article.
    pairs = [pair for pair in query.split("&") if pair]
    kept = [pair for pair in pairs if not _is_tracker(unquote(pair.partition("=")[0]))]
    return _normalise_escapes("&".join(kept))


@lru_cache(maxsize=4096)
def _is_tracker(name: str) -> bool:
    return _MORE_TRACKERS.match(name) is not None or not clean_query(f"{quote(name)}=1")
