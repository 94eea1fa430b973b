"""Cut an article into paragraphs, sentences and quotations, with offsets.

In      title and body: str, as cleaned; nothing is edited
Out     Document; its `text` is title, blank line, body, so that one pass covers both
Units   offsets in code points into `Document.text`, end excluded
Errors  none: any Unicode string gives a Document
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from dataclasses import dataclass, field

from sitrep.extract import lexicon
from sitrep.extract.frozen import frozen
from sitrep.records import SpanField

_ABBREVIATIONS = frozenset(lexicon.load("words")["abbreviations"])
_BREAK = re.compile(r"""[.!?…]["”’»)\]]*\s+(?=["“‘«(\[]*[A-ZА-ЯІЇЄҐ0-9])""")
_LAST_WORD = re.compile(r"([\w.]+)\.[\"”’»)\]]*$")
# A cleaner that lost the space behind a full stop: "the ministry said.Ukrainian troops".
_GLUED = re.compile(r"[.!?](?=[A-Z][a-z])(?<=[a-z]{3}.)")
_LINE = re.compile(r"[^\n]+")
_ENDED = re.compile(r"[.!?:;…][\"”’»)\]]*\s*$")
_WRAP_SHORT, _WRAP_LONG, _WRAP_SHARE, _WRAP_LINES = 50, 90, 0.6, 5
_LONGEST = 3000


@frozen
class Sentence:
    """One sentence: `index` in the document, `paragraph` counted from 0 (the title, where there is one, is 0)."""

    start: int
    end: int
    index: int
    paragraph: int
    is_title: bool
    text: str


@dataclass(slots=True)
class Document:
    """An article ready for the finders."""

    title: str
    body: str
    published: dt.date | None
    party: str | None
    text: str
    body_start: int
    sentences: list[Sentence]
    _starts: list[int] = field(default_factory=list)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the offset, or the last one that starts before it."""
        i = bisect.bisect_right(self._starts, offset) - 1
        return self.sentences[i] if i >= 0 else None

    def locate(self, start: int, end: int) -> tuple[SpanField, int, int]:
        """The same span as offsets into the article's own title or text."""
        if start < self.body_start:
            return "title", start, min(end, len(self.title))
        return "text", start - self.body_start, end - self.body_start


def read_document(title: str | None, body: str, published: dt.date | None, party: str | None = None) -> Document:
    """Cut title and body into sentences. `party` is the outlet's own side, where it has one."""
    title = title or ""
    text = f"{title}\n\n{body}" if title else body
    body_start = len(text) - len(body)
    sentences: list[Sentence] = []
    for paragraph, (begin, finish) in enumerate(_paragraphs(text, body_start)):
        for start, end in _split(text, begin, finish):
            sentences.append(Sentence(start, end, len(sentences), paragraph, start < body_start, text[start:end]))
    return Document(title, body, published, party, text, body_start, sentences, [s.start for s in sentences])


def _paragraphs(text: str, body_start: int) -> list[tuple[int, int]]:
    """Lines, but those of a text that was wrapped by width are joined again."""
    lines = [match.span() for match in _LINE.finditer(text)]
    body = [end - start for start, end in lines if start >= body_start]
    wide = sum(_WRAP_SHORT <= length <= _WRAP_LONG for length in body)
    is_wrapped = len(body) >= _WRAP_LINES and wide >= _WRAP_SHARE * len(body)
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        before = joined[-1] if joined else None
        if before is not None and start - before[1] == 1 and _is_wrap(text, before, start, is_wrapped=is_wrapped):
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return joined


def _is_wrap(text: str, before: tuple[int, int], start: int, *, is_wrapped: bool) -> bool:
    line_start = max(before[0], text.rfind("\n", before[0], before[1]) + 1)
    if before[1] - line_start < _WRAP_SHORT or _ENDED.search(text, max(line_start, before[1] - 8), before[1]):
        return False
    return is_wrapped or text[start].islower()


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts, begin = [], start
    # Each is led by the mark that ends a sentence.
    breaks = [(match.start() + 1, match.end()) for match in _BREAK.finditer(text, start, end)]
    breaks += [(match.end(), match.end()) for match in _GLUED.finditer(text, start, end)]
    for stop, after in sorted(breaks):
        word = _LAST_WORD.search(text, max(begin, stop - 24), stop)
        last = word[1].lower() if word else ""
        if stop < begin or last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
            continue
        cuts.append((begin, stop))
        begin = after
    cuts.append((begin, end))
    return [part for a, b in cuts for part in _cap(text, a, b) if text[part[0] : part[1]].strip()]


def _cap(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut what no sentence is long enough for, at white space, so that the rules' work stays bounded."""
    parts = []
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]
