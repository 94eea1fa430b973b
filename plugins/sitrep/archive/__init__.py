"""Read archives of articles, of whatever form: plan them as shards, then turn each shard into pages.

A shard is a file, or a slice of one, small enough to be worked on by one process and to be lost and
done again. Planning reads names, sizes and the edges of files, never their middle; the same files and the same choice
give the same shards under the same names.

Decisions
- WARC files stay where they lie and are read in place. Everything else becomes WARC records of ours first, so that all
  that comes after has one kind of input and a day can be cleaned again when the source is gone. What could not be read
  stands in the shard's manifest beside its captures, and comes back with every reading.
- `--from` and `--to` mean publication. Before cleaning a page is left out if its stated day, or the day in its
  address, lies outside, or if it was captured before the first day; a page that says nothing is cleaned, and
  `wants_article` judges its own date.
- A date from a sidecar, column or feed is the outlet's word about the page. It ranks behind the page's own date
  ("archive"), unless `published_from="sidecar"` says that the page's own is not to be trusted.
- An outlet that we follow keeps its name and zone in an archive: by its id, else by its registered domain.
"""

from sitrep.archive.plan import plan_shards
from sitrep.archive.reading import read_shard, wants_article
from sitrep.archive.shards import Selection, Shard

__all__ = ["Selection", "Shard", "plan_shards", "read_shard", "wants_article"]
