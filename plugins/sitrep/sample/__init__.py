"""A small press that answers on this machine: five fictive outlets, six weeks of one winter, and their mistakes.

`make demo` and the tests need real feeds and pages over real HTTP, the same bytes every time, and no network. So the
outlets live under `.example`, which no resolver answers, and `serve_sample` answers for them on 127.0.0.1; the fetcher
is told where by SITREP_RESOLVE. What they report follows the public record of the war between 28 December 2022 and
14 February 2023: the strikes, tolls and tallies are real claims. The outlets, their reporters, every sentence and a few
minor details are made up, so nothing here is a source. `pages/<host>/` and `feeds/<host>/` hold the files as they are
sent.

What the sample is there to show: two sides' tolls of one strike (Makiivka), a toll that rises and is revised (Dnipro),
daily tallies with increments and a gap, one agency story on three sites (one edited, one cut short), denials, a
forecast, subsets, one village under two spellings. And what a run must survive: a page that is gone, a PDF, an empty
page, a page that no one dated, a page in another language.
"""

from sitrep.sample.server import feeds_path, hosts, serve_sample

__all__ = ["feeds_path", "hosts", "serve_sample"]
