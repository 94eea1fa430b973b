"""Turn a captured page into an article: text, title, byline, publication time with its basis, language, fingerprint.

Pure: the same page gives the same article, with no clock and no network; `rejected_at` of a reject is the instant of
the capture. What cannot be an article is a `Reject` and never an empty article.

Decisions
- An article is named by the address that was asked for, never by the `rel=canonical` of the page: copies name their
  original there, and a broken template names one address for all pages, which would make revisions of each other.
  Only a document that has no address of its own takes the declared one.
- The publication time comes from the feed, else the page, else the archive. htmldate finds the day (232 of 239 right
  with `original_date`); the hour is taken from the page's own ISO instants, if one falls on that day.
- `text_hash` covers the text alone: a headline under test must not make revisions.
- `revision` is 0 here: which one it is can only be known at load, where the earlier ones are.
- trafilatura never deduplicates: its memory of earlier pages would make the rows depend on the order of pages.
"""

from sitrep.clean.page import clean_page

__all__ = ["clean_page"]
