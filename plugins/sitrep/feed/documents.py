"""Turn the bytes of a feed into text that begins at its root element, and refuse what would harm a parser.

In      bytes, and the Content-Type they came with
Out     Document: text from the root element on, the root's name, what was wrong
Units   limits in characters; measured on feedparser, see `refuse_harmful`
Errors  ParseError for what is refused
Source  XML 1.0, appendix F, for encodings; the measured inputs on which feedparser takes minutes or gigabytes
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from sitrep.errors import ParseError

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PATTERNS_WITHOUT_BOM: tuple[tuple[bytes, str], ...] = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# Codings in which ASCII is ASCII. Python knows others (utf-7, punycode) in which harm could hide from the guards.
_KNOWN_ENCODING = re.compile(
    r"^(?:utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1|windows-?125\d|cp-?(?:125\d|866)|koi8-[rut]|"
    r"mac-?cyrillic|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr))$",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_FORBIDDEN_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_ROOT = re.compile(r"<(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)[\s/>]")
_HTML_DOCTYPE = re.compile(r"<!doctype\s{1,20}html\b", re.IGNORECASE)
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "urlset", "sitemapindex", "channel"})
_FEED_ROOT = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF|urlset|sitemapindex)[\s>]")
_JUNK_CHARS = 100_000

_TAG_CHARS = 20_000
_MOST_DEPTH = 2_000
_MOST_NAMESPACES = 200
_SPACE = re.compile(r"\s*")
_LONG_TAG = re.compile(rf"<[A-Za-z/][^<>]{{{_TAG_CHARS},}}>?")
_TAG = re.compile(r"<(?P<close>/?)[A-Za-z_][^<>]*?(?P<empty>/?)>")
_NAMESPACE = re.compile(r"xmlns(?::[\w.-]+)?\s*=\s*[\"']([^\"'<>]{0,300})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`text` begins with `<root` (or is what it is, if there is no element); `root` is its local name, lower case.

    `first_line` is the line of the original on which `text` begins.
    """

    text: str
    root: str
    is_html: bool
    first_line: int = 1
    faults: tuple[str, ...] = ()


def decode_document(body: bytes, content_type: str | None) -> Document:
    """Decode, drop all in front of the root element, and refuse entities.

    Errors: ParseError if the document declares ENTITY.
    """
    text, faults = _decode(body, content_type)
    if _ENTITY.search(text):
        raise ParseError("declares ENTITY: refused, since a small feed can grow to gigabytes by it")
    clean = _FORBIDDEN_IN_XML.sub("", text)
    if len(clean) != len(text):
        faults.append(f"{len(text) - len(clean)} characters that XML forbids, dropped")
    start, is_html = _skip_prologue(clean)
    root = _ROOT.match(clean, start)
    name = root["name"].rpartition(":")[2].lower() if root else ""
    if name not in _FEED_ROOTS and not is_html:
        buried = _FEED_ROOT.search(clean, start, start + _JUNK_CHARS)
        if buried is not None:
            faults.append("text before the feed")
            start = buried.start()
            root = _ROOT.match(clean, start)
            name = root["name"].rpartition(":")[2].lower() if root else name
    return Document(
        text=clean[start:],
        root=name,
        is_html=is_html or name == "html",
        first_line=clean.count("\n", 0, start) + 1,
        faults=tuple(faults),
    )


def refuse_harmful(text: str) -> str:
    """Return the text without tags of absurd length. Errors: ParseError for nesting and namespaces beyond measure.

    On feedparser, one tag of 30,000 attributes took 8 s and grows with the square, as do distinct namespaces (3 MB:
    over a minute); a million nested elements took 730 MB.
    """
    text = _LONG_TAG.sub(" ", text)
    if len(set(_NAMESPACE.findall(text))) > _MOST_NAMESPACES:
        raise ParseError(f"declares more than {_MOST_NAMESPACES} namespaces")
    depth = 0
    for match in _TAG.finditer(_strip_cdata(text)):
        if match["close"]:
            depth = max(depth - 1, 0)
        elif not match["empty"]:
            depth += 1
            if depth > _MOST_DEPTH:
                raise ParseError(f"elements are nested more than {_MOST_DEPTH} deep")
    return text


def _strip_cdata(text: str) -> str:
    """Not a regular expression: many openings without an end would take it quadratic time."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<![CDATA[", position)) != -1:
        parts.append(text[position:start])
        end = text.find("]]>", start)
        if end == -1:
            return "".join(parts)
        position = end + 3
    return "".join([*parts, text[position:]])


def _decode(body: bytes, content_type: str | None) -> tuple[str, list[str]]:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _decode_loosely(body[len(mark) :], encoding)
    for pattern, encoding in _PATTERNS_WITHOUT_BOM:
        if body.startswith(pattern):
            return _decode_loosely(body, encoding)
    # Bytes that are UTF-8 are meant so, whatever is declared: by chance other encodings almost never look like it.
    try:
        return body.decode(), []
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(body[:1_000])
    charset = _CHARSET.search(content_type or "")
    for name in (declared[1].decode() if declared else None, charset[1] if charset else None):
        if name is not None and _KNOWN_ENCODING.match(name):
            return _decode_loosely(body, name)
    return body.decode("utf-8", "replace"), ["bytes that are not UTF-8, and no encoding declared"]


def _decode_loosely(body: bytes, encoding: str) -> tuple[str, list[str]]:
    try:
        return body.decode(encoding), []
    except (UnicodeDecodeError, LookupError):
        pass
    try:
        return body.decode(encoding, "replace"), [f"bytes that are not {encoding} as declared"]
    except LookupError:
        return body.decode("utf-8", "replace"), [f"unknown encoding {encoding}"]


def _skip_prologue(text: str) -> tuple[int, bool]:
    """Find the first element behind declaration, comments, instructions and doctype."""
    position, is_html = 0, False
    while True:
        space = _SPACE.match(text, position)
        position = space.end() if space else position
        if text.startswith("<?", position):
            end = text.find("?>", position)
        elif text.startswith("<!--", position):
            end = text.find("-->", position + 4)
        elif text.startswith("<!", position):
            is_html = is_html or text[position : position + 14].lower().split() == ["<!doctype", "html"]
            is_html = (
                is_html or re.match(r"<!doctype\s+html\b", text[position : position + 100], re.IGNORECASE) is not None
            )
            end = text.find(">", position)
        else:
            return position, is_html
        if end == -1:
            return position, is_html
        position = text.index(">", end) + 1
