"""Turn the bytes of a page into text, or say what they are instead.

In      bytes as captured, and the Content-Type that came with them
Out     str
Units   -
Errors  ParseError for what is no text (PDF, image, JSON, feed), is empty, or cannot be decoded
Source  the order of the encoding sniffing algorithm of the HTML standard, but UTF-8 first: bytes beyond ASCII that are
        valid UTF-8 are nothing else, whatever the header says
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from sitrep.errors import ParseError

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or sound"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzipped data"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"\x00\x00\x00\x20ftyp", "a video"),
)
_FOREIGN_TYPES = re.compile(
    r"(?:image|audio|video|font)/|application/(?:pdf|(?:ld\+)?json|zip|gzip|octet-stream|javascript|msword|vnd\.|rss|atom)"
    r"|text/(?:css|javascript|csv|calendar)",
    re.IGNORECASE,
)
_HTML = re.compile(rb"<html|<!doctype html", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>)?(?:\s|<!--.*?-->)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
_HEAD_BYTES = 4_096
_GUESS_BYTES = 5_000
# A page is garbled when more than this share of its characters could not be decoded.
_MOST_LOST = 0.01
# What browsers read for these labels, which many servers give for Windows text.
_BROWSER_NAMES = dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"), "cp1252")
# Encodings whose bytes are all ASCII, so that UTF-8 cannot tell: the declaration decides.
_SEVEN_BIT = re.compile(r"iso-2022|hz-gb|utf-?7|utf-?16|utf-?32", re.IGNORECASE)


def decode_page(body: bytes, content_type: str) -> str:
    """Return the text of a page, without byte-order mark and NULs."""
    if not body.strip():
        raise ParseError("page is empty")
    _refuse_foreign(body, content_type)
    text = _decode(body, content_type).replace("\x00", "")
    if text.count("\ufffd") > max(_MOST_LOST * len(text), 2):
        raise ParseError("page cannot be decoded: its bytes fit no encoding it names")
    if _FEED.match(text):
        raise ParseError("not a page but a feed or sitemap")
    return text


def is_plain_text(content_type: str) -> bool:
    """Whether the document has no markup."""
    return content_type.partition(";")[0].strip().lower() == "text/plain"


def _refuse_foreign(body: bytes, content_type: str) -> None:
    for magic, name in _MAGIC:
        if body.startswith(magic):
            raise ParseError(f"not a page but {name}")
    if _FOREIGN_TYPES.match(content_type.strip()) and not re.search(
        rb"<html|<!doctype html", body[:_HEAD_BYTES], re.IGNORECASE
    ):
        raise ParseError(f"not a page but {content_type.partition(';')[0].strip().lower()}")
    if not is_plain_text(content_type) and body.lstrip()[:1] in {b"{", b"["} and b"<" not in body[:_HEAD_BYTES]:
        raise ParseError("not a page but JSON")


def _decode(body: bytes, content_type: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _find_declared(body, content_type)
    if declared and _SEVEN_BIT.match(declared):
        return _try(body, declared) or body.decode("utf-8", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as exc:
        # A page cut within its last character, or one bad byte in a comment, is still UTF-8.
        if declared in {None, "utf-8", "utf8"} and exc.start > _GUESS_BYTES:
            lenient = body.decode("utf-8", "replace")
            if lenient.count("\ufffd") <= _MOST_LOST * len(lenient):
                return lenient
    return _try(body, declared) or _guess(body)


def _find_declared(body: bytes, content_type: str) -> str | None:
    if match := _CHARSET.search(content_type):
        return match[1].lower()
    head = body[:_HEAD_BYTES]
    found = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    return found[1].decode("ascii").lower() if found else None


def _try(body: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return body.decode(
            _BROWSER_NAMES.get(encoding, encoding), "replace" if encoding.startswith("utf") else "strict"
        )
    except (LookupError, UnicodeDecodeError):
        return None


def _guess(body: bytes) -> str:
    best = from_bytes(body[:_GUESS_BYTES] + body[-_GUESS_BYTES:]).best()
    return (best and _try(body, best.encoding)) or body.decode("utf-8", "replace")
