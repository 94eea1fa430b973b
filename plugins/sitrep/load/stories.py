"""Give each newly loaded article its story: that of the first-loaded telling of which it is a copy, or one of its own.

In      a connection inside the load's transaction; the keys of the articles just loaded, in plan order
Out     `raw.articles.story_id` set; the index tables of DDL kept up to date
Units   containment and likeness: shares between 0 and 1
Errors  those of DuckDB; the caller rolls back
Source  thresholds measured on 100,000 documents: containment of sentences at 0.7 finds cut copies (recall 1.0 at 30 %,
        where MinHash finds none), MinHash at 0.4 finds reworded ones

For the loader
    Tables   DDL creates `raw.story_tellings`, `raw.story_sentences` and `raw.story_bands` (idempotent; put it into a
             migration). `raw.articles` must have `article_id varchar, revision, text varchar, text_hash varchar,
             sentence_hashes bigint[], minhash bigint[], story_id varchar`.
    Call     `assign_stories(con, keys)` after the rows are inserted and before the audits, in the same transaction,
             with (article_id, revision) in plan order (`… from chosen order by shard_no, row_no`). Keys whose rows
             are not in `raw.articles`, or unchanged there, cost nothing.
    Effect   A row that has a story keeps it; if its text changed, its index entries are renewed. A row that was loaded
             once and deleted since gets its old story back. A revision has the story of its article.

Why so. An index in tables survives the process, rolls back with the load, and is read by set-based joins, so that time
grows with the number of articles. Each article is compared with tellings, not with stories, and takes the story of the
best one alone: a text that resembles two stories joins one and never merges them. Daily reports of one form share most
of their words but not their numbers: a copy must share those.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
import xxhash

DDL = """
create schema if not exists raw;
create table if not exists raw.story_tellings (
    telling_id bigint, article_id varchar, revision bigint, story_id varchar, text_hash varchar,
    n_sentences bigint, numbers bigint[], minhash bigint[]
);
create table if not exists raw.story_sentences (sentence_hash bigint, telling_id bigint);
create table if not exists raw.story_bands (band_hash bigint, telling_id bigint);
"""

CONTAINMENT = 0.7
LIKENESS = 0.4
# Three rows a band: at a likeness of 0.4 of 96 places, 88 % of pairs share one of 32 bands, at 0.75 all do.
_BAND_ROWS = 3
_CHUNK_ARTICLES = 1_000
# One sentence alone is a quotation that two stories share.
_LEAST_SHARED = 2
# A sentence or band that this many stories have is a house phrase and tells nothing.
_MOST_STORIES = 100
_LEAST_NUMBERS = 3
_SHARED_NUMBERS = 0.5
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")

_VIEWS = (
    "story_keys", "story_renewed", "story_rows", "story_entries", "story_open", "story_wanted", "story_chosen",
)  # fmt: skip

Key = tuple[str, int]


@dataclass(slots=True)
class _Telling:
    """An article as the index knows it; `telling_id` grows in the order of loading."""

    telling_id: int
    key: Key
    story_id: str | None
    text_hash: str
    sentences: Sequence[int]
    numbers: frozenset[int]
    minhash: Sequence[int]
    is_known: bool
    is_indexed: bool


@dataclass(slots=True)
class _Candidates:
    """What each new telling may be a copy of: (score, telling_id), by kind of evidence."""

    exact: dict[int, int] = field(default_factory=dict)
    by_sentences: dict[int, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    by_bands: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class _Known:
    """What the index keeps of an older telling that is a candidate."""

    story_id: str
    numbers: frozenset[int]
    minhash: Sequence[int]


def assign_stories(con: duckdb.DuckDBPyConnection, keys: Iterable[Key]) -> int:
    """Set the story of every key that has none, in the given order; returns how many joined an earlier telling."""
    ordered = list(dict.fromkeys((str(article_id), int(revision)) for article_id, revision in keys))
    copies = 0
    for start in range(0, len(ordered), _CHUNK_ARTICLES):
        copies += _assign_chunk(con, ordered[start : start + _CHUNK_ARTICLES])
    return copies


def find_numbers(text: str) -> frozenset[int]:
    """Hash the numbers of a text, whatever separates their thousands."""
    return frozenset(_hash(re.sub(r"\D", "", match[0])) for match in _NUMBER.finditer(text))


def share_numbers(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    """Whether two texts can tell the same story: half of the numbers of the poorer one stand in the other."""
    poorer = min(len(ours), len(theirs))
    return poorer < _LEAST_NUMBERS or len(ours & theirs) >= _SHARED_NUMBERS * poorer


def _assign_chunk(con: duckdb.DuckDBPyConnection, keys: Sequence[Key]) -> int:
    tellings = _read_tellings(con, keys)
    fresh = [telling for telling in tellings if not telling.is_indexed]
    if fresh:
        _write_index(con, fresh)
    open_tellings = [telling for telling in fresh if telling.story_id is None]
    copies = _choose_stories(con, open_tellings) if open_tellings else 0
    _write_stories(con, tellings)
    for view in _VIEWS:
        con.unregister(view)
    return copies


def _read_tellings(con: duckdb.DuckDBPyConnection, keys: Sequence[Key]) -> list[_Telling]:
    """Read the rows of the keys that the index does not hold as they are, or that have no story yet."""
    _put(
        con,
        "story_keys",
        article_id=pa.array([key[0] for key in keys], pa.string()),
        revision=pa.array([key[1] for key in keys], pa.int64()),
        position=pa.array(range(len(keys)), pa.int64()),
    )
    rows = con.execute("""
        with siblings as (
            select article_id, arg_min(story_id, telling_id) as story_id
            from raw.story_tellings
            where article_id in (select article_id from story_keys)
            group by article_id
        )

        select
            k.article_id, k.revision, coalesce(a.story_id, known.story_id, siblings.story_id), a.text_hash,
            a.sentence_hashes, a.minhash, a.text,
            known.telling_id, known.text_hash is not distinct from a.text_hash and known.telling_id is not null
        from story_keys as k
        inner join raw.articles as a on a.article_id = k.article_id and a.revision = k.revision
        left join raw.story_tellings as known on known.article_id = k.article_id and known.revision = k.revision
        left join siblings on siblings.article_id = k.article_id
        where a.story_id is null or known.telling_id is null or known.text_hash is distinct from a.text_hash
        order by k.position
    """).fetchall()
    # All rows are fetched everywhere: DuckDB 2 streams, and takes no other work before a result is drained.
    ((highest,),) = con.execute("select coalesce(max(telling_id), 0) from raw.story_tellings").fetchall()
    next_id = int(highest) + 1
    tellings: list[_Telling] = []
    for article_id, revision, story_id, text_hash, sentences, minhash, text, telling_id, is_indexed in rows:
        is_known = telling_id is not None
        if not is_known:
            telling_id, next_id = next_id, next_id + 1  # noqa: PLW2901  # a new telling gets its number here
        tellings.append(
            _Telling(
                telling_id=telling_id,
                key=(article_id, revision),
                story_id=story_id,
                text_hash=text_hash,
                sentences=list(sentences or ()),
                numbers=find_numbers(text or ""),
                minhash=list(minhash or ()),
                is_known=is_known,
                is_indexed=bool(is_indexed),
            )
        )
    return tellings


def _write_index(con: duckdb.DuckDBPyConnection, tellings: Sequence[_Telling]) -> None:
    """Put tellings into the index, replacing what it held of them. Their stories follow in `_write_stories`."""
    ids = [telling.telling_id for telling in tellings]
    renewed = [telling.telling_id for telling in tellings if telling.is_known]
    if renewed:
        _put(con, "story_renewed", telling_id=pa.array(renewed, pa.int64()))
        for table in ("story_tellings", "story_sentences", "story_bands"):
            con.execute(f"delete from raw.{table} where telling_id in (from story_renewed)")  # noqa: S608  # ours
    _put(
        con,
        "story_rows",
        telling_id=pa.array(ids, pa.int64()),
        article_id=pa.array([telling.key[0] for telling in tellings], pa.string()),
        revision=pa.array([telling.key[1] for telling in tellings], pa.int64()),
        story_id=pa.array([telling.story_id for telling in tellings], pa.string()),
        text_hash=pa.array([telling.text_hash for telling in tellings], pa.string()),
        n_sentences=pa.array([len(telling.sentences) for telling in tellings], pa.int64()),
        numbers=pa.array([sorted(telling.numbers) for telling in tellings], pa.list_(pa.int64())),
        minhash=pa.array([telling.minhash for telling in tellings], pa.list_(pa.int64())),
    )
    con.execute("insert into raw.story_tellings by name select * from story_rows")
    for name, table, entries in (
        ("sentence_hash", "story_sentences", [(t.telling_id, t.sentences) for t in tellings]),
        ("band_hash", "story_bands", [(t.telling_id, hash_bands(t.minhash)) for t in tellings]),
    ):
        pairs = [(value, telling_id) for telling_id, values in entries for value in values]
        columns = {
            name: pa.array([pair[0] for pair in pairs], pa.int64()),
            "telling_id": pa.array([pair[1] for pair in pairs], pa.int64()),
        }
        _put(con, "story_entries", **columns)
        con.execute(f"insert into raw.{table} by name select * from story_entries")  # noqa: S608  # names are ours


def hash_bands(minhash: Sequence[int]) -> list[int]:
    """Cut a signature into bands and hash each; texts that share a band are worth comparing."""
    values = np.asarray(minhash, dtype=np.uint64).tobytes()
    size = _BAND_ROWS * 8
    return [_signed(xxhash.xxh64_intdigest(values[i : i + size], seed=i)) for i in range(0, len(values), size)]


def _choose_stories(con: duckdb.DuckDBPyConnection, tellings: Sequence[_Telling]) -> int:
    """Walk the new tellings in order; each joins the story of its best earlier match, or begins one."""
    candidates = _find_candidates(con, tellings)
    known = _read_known(con, candidates)
    by_id = {telling.telling_id: telling for telling in tellings}
    chosen: dict[str, str] = {}
    copies = 0
    for telling in tellings:
        match = _choose_match(telling, candidates, known, by_id)
        article_id = telling.key[0]
        if article_id in chosen:  # an earlier revision, in this very chunk
            telling.story_id = chosen[article_id]
        elif match is None:
            telling.story_id = article_id
        else:
            telling.story_id = _story_of(match, known, by_id)
            copies += 1
        chosen.setdefault(article_id, telling.story_id)
    return copies


def _find_candidates(con: duckdb.DuckDBPyConnection, tellings: Sequence[_Telling]) -> _Candidates:
    _put(
        con,
        "story_open",
        telling_id=pa.array([telling.telling_id for telling in tellings], pa.int64()),
        text_hash=pa.array([telling.text_hash for telling in tellings], pa.string()),
    )
    candidates = _Candidates()
    for ours, theirs in con.execute("""
        select o.telling_id, min(t.telling_id)
        from story_open as o
        inner join raw.story_tellings as t on t.text_hash = o.text_hash and t.telling_id < o.telling_id
        group by o.telling_id
    """).fetchall():
        candidates.exact[ours] = theirs
    for ours, theirs, score in con.execute(_SHARED_SENTENCES, [_MOST_STORIES, _LEAST_SHARED, CONTAINMENT]).fetchall():
        candidates.by_sentences[ours].append((score, theirs))
    for ours, theirs in con.execute(_SHARED_BANDS, [_MOST_STORIES]).fetchall():
        candidates.by_bands[ours].append(theirs)
    return candidates


_ENTRIES = """
    ours as (
        select e.{value}, e.telling_id
        from raw.{table} as e
        where e.telling_id in (select telling_id from story_open)
    ),

    theirs as (
        select e.{value}, e.telling_id, coalesce(t.story_id, t.article_id) as story_id
        from raw.{table} as e
        inner join raw.story_tellings as t using (telling_id)
        where e.{value} in (select {value} from ours)
    ),

    common as (
        select {value} from theirs group by {value} having count(distinct story_id) > ?
    )
"""
_SHARED_SENTENCES = f"""
    with {_ENTRIES.format(table="story_sentences", value="sentence_hash")},

    telling as (
        select telling_id, count(*) as n_sentences
        from ours
        anti join common using (sentence_hash)
        group by telling_id
    ),

    pairs as (
        select ours.telling_id, theirs.telling_id as their_id, count(*) as n_shared
        from ours
        anti join common using (sentence_hash)
        inner join theirs on theirs.sentence_hash = ours.sentence_hash and theirs.telling_id < ours.telling_id
        group by ours.telling_id, theirs.telling_id
        having count(*) >= ?
    )

    select pairs.telling_id, their_id, n_shared / least(telling.n_sentences, t.n_sentences) as score
    from pairs
    inner join telling using (telling_id)
    inner join raw.story_tellings as t on t.telling_id = their_id
    where n_shared / least(telling.n_sentences, t.n_sentences) >= ?
    order by all
"""  # noqa: S608  # names are ours
_SHARED_BANDS = f"""
    with {_ENTRIES.format(table="story_bands", value="band_hash")}

    select distinct ours.telling_id, theirs.telling_id as their_id
    from ours
    anti join common using (band_hash)
    inner join theirs on theirs.band_hash = ours.band_hash and theirs.telling_id < ours.telling_id
    order by all
"""  # noqa: S608  # names are ours


def _read_known(con: duckdb.DuckDBPyConnection, candidates: _Candidates) -> dict[int, _Known]:
    wanted = {*candidates.exact.values()}
    wanted.update(theirs for pairs in candidates.by_sentences.values() for _, theirs in pairs)
    wanted.update(theirs for pairs in candidates.by_bands.values() for theirs in pairs)
    _put(con, "story_wanted", telling_id=pa.array(sorted(wanted), pa.int64()))
    rows = con.execute("""
        select telling_id, story_id, numbers, minhash from raw.story_tellings
        where story_id is not null and telling_id in (select telling_id from story_wanted)
    """).fetchall()
    return {
        telling_id: _Known(story_id, frozenset(numbers), minhash) for telling_id, story_id, numbers, minhash in rows
    }


def _choose_match(
    telling: _Telling, candidates: _Candidates, known: dict[int, _Known], by_id: dict[int, _Telling]
) -> int | None:
    """The same text; else the best by sentences; else the likest by words. Of equals the first-loaded one."""
    if telling.telling_id in candidates.exact:
        return candidates.exact[telling.telling_id]

    def is_possible(theirs: int) -> bool:
        return share_numbers(telling.numbers, (known.get(theirs) or by_id[theirs]).numbers)

    for _, theirs in sorted(candidates.by_sentences.get(telling.telling_id, ()), key=lambda pair: (-pair[0], pair[1])):
        if is_possible(theirs):
            return theirs
    ids = candidates.by_bands.get(telling.telling_id, [])
    if not ids:
        return None
    signatures = np.array([(known.get(theirs) or by_id[theirs]).minhash for theirs in ids], dtype=np.int64)
    likeness = (signatures == np.asarray(telling.minhash, dtype=np.int64)).mean(axis=1)
    for score, theirs in sorted(zip(likeness.tolist(), ids, strict=True), key=lambda pair: (-pair[0], pair[1])):
        if score >= LIKENESS and is_possible(theirs):
            return theirs
    return None


def _story_of(telling_id: int, known: dict[int, _Known], by_id: dict[int, _Telling]) -> str:
    story_id = known[telling_id].story_id if telling_id in known else by_id[telling_id].story_id
    if story_id is None:
        raise AssertionError(f"telling {telling_id} is matched before it has a story")
    return story_id


def _write_stories(con: duckdb.DuckDBPyConnection, tellings: Sequence[_Telling]) -> None:
    if not tellings:
        return
    _put(
        con,
        "story_chosen",
        telling_id=pa.array([telling.telling_id for telling in tellings], pa.int64()),
        article_id=pa.array([telling.key[0] for telling in tellings], pa.string()),
        revision=pa.array([telling.key[1] for telling in tellings], pa.int64()),
        story_id=pa.array([telling.story_id for telling in tellings], pa.string()),
    )
    con.execute("""
        update raw.story_tellings set story_id = chosen.story_id
        from story_chosen as chosen
        where raw.story_tellings.telling_id = chosen.telling_id and raw.story_tellings.story_id is null
    """)
    con.execute("""
        update raw.articles set story_id = chosen.story_id
        from story_chosen as chosen
        where
            raw.articles.article_id = chosen.article_id
            and raw.articles.revision = chosen.revision
            and raw.articles.story_id is null
    """)


def _put(con: duckdb.DuckDBPyConnection, name: str, **columns: pa.Array) -> None:
    """Show the columns to the database under this name, in place of what it showed there before."""
    con.register(name, pa.table(columns))


def _hash(text: str) -> int:
    return _signed(xxhash.xxh64_intdigest(text))


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
