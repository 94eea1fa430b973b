"""Clean one page.

In      Page: bytes as captured, and what the feed or archive knows beside them
Out     Article with revision 0, or the Reject that says why there is none
Units   as in the records
Errors  none of its own: every fault of a page is a Reject
Source  trafilatura 2.3
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import unicodedata

from lxml import etree
from lxml.html import HTMLParser, fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document

from sitrep import PIPELINE_VERSION
from sitrep.clean.deadline import DeadlineError, limit_seconds
from sitrep.clean.decoding import decode_page, is_plain_text
from sitrep.clean.fingerprint import hash_sentences, sign_text
from sitrep.clean.language import find_language
from sitrep.clean.published import latest_day, settle_published
from sitrep.clean.residue import is_stub, remove_residue, remove_wall
from sitrep.errors import ParseError, SitrepError
from sitrep.records import Article, Page, Reject
from sitrep.settings import Settings
from sitrep.urls import article_id, canonical_url, urn_of

# They log at error level what a page is like, on standard error; our rejects say it, once and by page.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

# A text this short, out of a page that is much longer, is more often a menu than a story.
_LEAST_CHARS = 60
_DOUBTFUL_CHARS = 250
_MOST_TAGS = 150_000
_MOST_TITLE_CHARS = 500
_MOST_BYLINE_CHARS = 200
_LEAST_DATE = "1995-01-01"

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")
_HTML_LANGUAGE = re.compile(r"<html\b[^>]{0,400}?\blang\s*=\s*[\"']?([\w-]{2,12})", re.IGNORECASE)
_CANONICAL = re.compile(
    r"<link\b(?=[^>]{0,400}\brel\s*=\s*[\"']?canonical\b)[^>]{0,400}?\bhref\s*=\s*[\"']?(https?://[^\s\"'<>]+)",
    re.IGNORECASE,
)
# Each begins with a literal, which is found fast in a long page.
_NOT_FREE = (
    re.compile(r"isAccessibleForFree\"\s*:\s*\"?[Ff]alse\b"),
    re.compile(r"content_tier[\"']\s+content\s*=\s*[\"']?locked\b"),
)
_OPENING_CHARS = 4_096
_HEAD_CHARS = 200_000
_BULLET = re.compile(r"[-–—•*·▪◾●]\s|\d+[.)]\s")
# Lines of at least this length that break within a sentence were wrapped by a machine.
_LEAST_WRAPPED_CHARS = 40


def clean_page(page: Page, *, settings: Settings) -> Article | Reject:
    """Clean one page, within the time and size that the settings allow."""
    try:
        with limit_seconds(settings.clean_timeout_seconds):
            return _clean(page, settings)
    except DeadlineError:
        reason = f"cleaning took longer than {settings.clean_timeout_seconds:g} seconds"
        return _reject(page, ParseError(reason), settings)
    except SitrepError as exc:
        return _reject(page, exc, settings)


def _clean(page: Page, settings: Settings) -> Article | Reject:
    source = decode_page(page.body, page.content_type)
    if len(source) > settings.max_body_bytes:
        raise ParseError(f"page of {len(source)} characters is over the limit of {settings.max_body_bytes}")
    if is_plain_text(page.content_type):
        return _clean_text(page, source, settings)
    return _clean_html(page, source, settings)


def _clean_text(page: Page, source: str, settings: Settings) -> Article:
    """Plain text is a story already; its first line is its title only where somebody says so."""
    title = _tidy_title(page.title)
    lines = remove_residue(_drop_title(_unwrap(tidy_lines(source)), title))
    if not lines:
        raise ParseError("text is empty")
    return _to_article(page, settings, lines=lines, title=title, url=page.url or urn_of(page.body))


def _clean_html(page: Page, source: str, settings: Settings) -> Article:
    tags = source.count("<")
    if not tags:
        raise ParseError("not a page: it holds no markup")
    if tags > _MOST_TAGS:
        raise ParseError(f"page of {tags} tags is over the limit of {_MOST_TAGS}")
    found = bare_extraction(
        source,
        url=page.url,
        with_metadata=True,
        include_comments=False,
        deduplicate=False,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "min_date": _LEAST_DATE,
            "max_date": latest_day(page.captured_at).isoformat(),
        },
    )
    document = found if isinstance(found, Document) else Document()
    title = _tidy_title(document.title) or _tidy_title(page.title)
    lines = remove_residue(_drop_title(tidy_lines(document.text or ""), title))
    lines, wall = remove_wall(lines)
    size = sum(map(len, lines))
    if wall and size < _DOUBTFUL_CHARS:
        raise ParseError(f"a wall, not a story: {wall!r}")
    if size < _DOUBTFUL_CHARS:
        _refuse_unreadable(source, size)
    return _to_article(
        page,
        settings,
        lines=lines,
        title=title,
        url=_choose_url(page, source),
        byline=_tidy_byline(document.author),
        html=source,
        found_day=document.date,
    )


def _to_article(
    page: Page,
    settings: Settings,
    *,
    lines: list[str],
    title: str | None,
    url: str,
    byline: str | None = None,
    html: str = "",
    found_day: str | None = None,
) -> Article:
    text = "\n".join(lines)
    if len(text) > settings.max_article_chars:
        raise ParseError(f"text of {len(text)} characters is over the limit of {settings.max_article_chars}")
    published = settle_published(page, html, found_day)
    declared = _HTML_LANGUAGE.search(html[:_OPENING_CHARS])
    return Article(
        article_id=article_id(url),
        revision=0,
        url=url,
        canonical_url=canonical_url(url),
        source_id=page.source_id,
        title=title,
        byline=byline,
        language=find_language(text, page.language, declared[1] if declared else None),
        published_at=published.at,
        published_day=published.day,
        published_basis=published.basis,
        captured_at=page.captured_at,
        text=text,
        text_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        is_paywalled=any(pattern.search(html) for pattern in _NOT_FREE) or is_stub(text),
        is_sample=settings.is_sample,
        capture_file=page.capture_file,
        capture_offset=page.capture_offset,
        pipeline_version=PIPELINE_VERSION,
        sentence_hashes=hash_sentences(text),
        minhash=sign_text(text),
    )


def tidy_lines(text: str) -> list[str]:
    """Cut a text into its lines, NFC, without control and invisible characters, every blank one plain space.

    An empty line between paragraphs is kept as an empty string where the text is plain; trafilatura leaves none.
    """
    tidied = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    return [_SPACES.sub(" ", line).strip() for line in tidied.split("\n")]


def _unwrap(lines: list[str]) -> list[str]:
    """Join what a machine wrapped: a line that breaks within a sentence, and goes on in lower case."""
    joined: list[str] = []
    previous = ""
    for line in lines:
        is_continued = len(previous) >= _LEAST_WRAPPED_CHARS and (previous[-1].isalnum() or previous[-1] in ",-–")
        if is_continued and line[:1].islower() and not _BULLET.match(line):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        previous = line
    return joined


def _drop_title(lines: list[str], title: str | None) -> list[str]:
    """Drop empty lines, and the title where it opens the text: it would be read twice."""
    lines = [line for line in lines if line]
    if title and lines and lines[0].casefold() == title.casefold():
        return lines[1:]
    return lines


def _tidy_title(title: str | None) -> str | None:
    tidied = " ".join(part for part in tidy_lines(title or "") if part)
    return tidied[:_MOST_TITLE_CHARS] or None


def _tidy_byline(author: str | None) -> str | None:
    tidied = _tidy_title(author)
    return tidied if tidied and len(tidied) <= _MOST_BYLINE_CHARS else None


def _choose_url(page: Page, html: str) -> str:
    """The address asked for; the declared one only for a document that has none of its own."""
    if page.url.startswith(("http://", "https://")):
        return page.url
    declared = _CANONICAL.search(html[:_HEAD_CHARS])
    return declared[1] if declared else page.url or urn_of(page.body)


def _refuse_unreadable(source: str, size: int) -> None:
    """A short text is a menu that was left over if the parser gave up on the page; say why it did."""
    # Not trafilatura's own parser, which is shared: this one keeps its log to itself.
    parser = HTMLParser(encoding="utf-8")
    try:
        fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as exc:
        raise ParseError(f"page cannot be parsed: {exc}") from exc
    for entry in parser.error_log:
        if "Excessive depth" in entry.message:
            raise ParseError("page is nested too deep: more than 255 elements inside each other")
        if "esource limit" in entry.message or "huge" in entry.message.lower():
            raise ParseError("page has a single text of over 10 million bytes")
    if size < _LEAST_CHARS:
        raise ParseError(f"no article text found: {size} characters")


def _reject(page: Page, exc: SitrepError, settings: Settings) -> Reject:
    # The capture's own instant, not the clock's: the same captures must give the same rows.
    rejected_at: dt.datetime = page.captured_at
    return Reject(
        stage="clean",
        source_id=page.source_id,
        subject=page.url or page.capture_file,
        error=type(exc).__name__,
        reason=exc.reason,
        rejected_at=rejected_at,
        capture_file=page.capture_file,
        capture_offset=page.capture_offset,
        is_sample=settings.is_sample,
    )
