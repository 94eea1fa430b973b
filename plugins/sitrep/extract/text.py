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

from sitrep.records import SpanField

# A full stop behind these ends no sentence.
_ABBREVIATIONS = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "sgt", "capt", "adm", "cmdr", "brig", "rep", "sen", "gov", "st", "no", "vs", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "dept", "est", "fig", "inc", "ltd", "co", "u.s", "u.k", "u.n", "e.g", "i.e", "a.m", "p.m"]
)
_BREAK = re.compile(r"""(?<=[.!?…])["”’»)\]]*\s+(?=["“‘«(\[]*[A-ZА-ЯІЇЄҐ0-9])""")
_LAST_WORD = re.compile(r"([\w.]+)\.[\"”’»)\]]*$")
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
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
    for paragraph, match in enumerate(_PARAGRAPH.finditer(text)):
        for start, end in _split(text, match.start(), match.end()):
            sentences.append(Sentence(start, end, len(sentences), paragraph, start < body_start, text[start:end]))
    return Document(title, body, published, party, text, body_start, sentences, [s.start for s in sentences])


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts, begin = [], start
    for match in _BREAK.finditer(text, start, end):
        word = _LAST_WORD.search(text, max(begin, match.start() - 24), match.start())
        last = word[1].lower() if word else ""
        if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha()):
            continue
        cuts.append((begin, match.start()))
        begin = match.end()
    cuts.append((begin, end))
    return [(a, b) for a, b in cuts if text[a:b].strip()]
