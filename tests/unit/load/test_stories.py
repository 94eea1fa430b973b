"""Stories: what is a copy, what is not, and that later copies change nothing."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa
import pytest
from syndication import COPY_KINDS, Telling, make_copy, syndicate, write_daily_report, write_story

from sitrep.clean.fingerprint import hash_sentences, sign_text
from sitrep.load.stories import DDL, assign_stories, find_numbers, share_numbers

ARTICLES = """
create table raw.articles (
    article_id varchar, revision bigint, text varchar, text_hash varchar,
    sentence_hashes bigint[], minhash bigint[], story_id varchar
)
"""


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(DDL)
        connection.execute(ARTICLES)
        yield connection


def load(con: duckdb.DuckDBPyConnection, *texts: tuple[str, str], revision: int = 0) -> dict[str, str]:
    """Insert (article_id, text) in order, as the loader does, and return every article's story."""
    insert(con, [(name, revision, text) for name, text in texts])
    assign_stories(con, [(name, revision) for name, _ in texts])
    return read_stories(con)


def insert(con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, int, str]]) -> None:
    loaded = pa.table(
        {
            "article_id": [name for name, _, _ in rows],
            "revision": [revision for _, revision, _ in rows],
            "text": [text for _, _, text in rows],
            "text_hash": [hashlib.sha256(text.encode()).hexdigest() for _, _, text in rows],
            "sentence_hashes": pa.array([hash_sentences(text) for _, _, text in rows], pa.list_(pa.int64())),
            "minhash": pa.array([sign_text(text) for _, _, text in rows], pa.list_(pa.int64())),
        }
    )
    con.register("loaded", loaded)
    con.execute("insert into raw.articles by name select * from loaded")
    con.unregister("loaded")


def read_stories(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("select article_id, story_id from raw.articles order by all").fetchall())


def write(seed: int, sentences: int = 16) -> str:
    return "\n".join(write_story(seed, sentences))


@pytest.mark.parametrize("kind", COPY_KINDS)
@pytest.mark.parametrize("is_same_load", [True, False], ids=["same-load", "later-load"])
def test_a_copy_has_the_story_of_its_original(con: duckdb.DuckDBPyConnection, kind: str, is_same_load: bool) -> None:
    """However it was changed, and whenever it was loaded."""
    original, other = ("a", write(1)), ("b", write(2))
    copy = ("c", "\n".join(make_copy(kind, write_story(1, 16), random.Random(3))))
    if is_same_load:
        stories = load(con, original, other, copy)
    else:
        load(con, original, other)
        stories = load(con, copy)

    assert stories == {"a": "a", "b": "b", "c": "a"}


def test_the_first_loaded_telling_names_the_story(con: duckdb.DuckDBPyConnection) -> None:
    """Even if it is the shorter one."""
    full = write_story(1, 20)

    assert load(con, ("cut", "\n".join(full[:7])), ("full", "\n".join(full))) == {"cut": "cut", "full": "cut"}


def test_two_stories_are_never_merged_over_a_bridge(con: duckdb.DuckDBPyConnection) -> None:
    """A text that is half one and half the other joins the one that it is more like; both keep their names."""
    first, second = write_story(1, 12), write_story(2, 12)
    load(con, ("a", "\n".join(first)), ("b", "\n".join(second)))

    stories = load(con, ("bridge", "\n".join([*first, *second[:11]])), ("a2", "\n".join(first)))

    assert stories == {"a": "a", "b": "b", "bridge": "a", "a2": "a"}


def test_daily_reports_of_one_form_are_stories_of_their_own(con: duckdb.DuckDBPyConnection) -> None:
    """They share nearly all of their words, and none of their numbers."""
    reports = [(f"day{day}", "\n".join(write_daily_report(day))) for day in range(5)]

    stories = load(con, *reports, ("copy", "\n".join([*write_daily_report(3), "Photos by our reader."])))

    assert stories == {**{name: name for name, _ in reports}, "copy": "day3"}


def test_a_shared_quotation_makes_no_copy(con: duckdb.DuckDBPyConnection) -> None:
    """One sentence in common is what two stories of one day have."""
    quote = "We will hold every metre of our land, the president said in his evening address to the nation."

    stories = load(con, ("a", f"{write(1)}\n{quote}"), ("b", f"{quote}\n{write(2)}"), ("c", quote))

    assert set(stories.values()) >= {"a", "b"}
    assert stories["b"] == "b"


def test_a_house_phrase_of_many_stories_is_no_evidence(con: duckdb.DuckDBPyConnection) -> None:
    """Two sentences that stand under every story of a site do not make short stories copies of each other."""
    phrases = "\n".join(f"This is the house phrase number {n} that stands under every story here." for n in range(3))

    stories = load(con, *[(f"s{seed:03}", f"{write(seed, 4)}\n{phrases}") for seed in range(150)])

    assert stories["s149"] == "s149"


def test_an_edited_page_stays_in_its_story(con: duckdb.DuckDBPyConnection) -> None:
    """A revision has the story of its article, whatever it says now."""
    load(con, ("a", write(1)), ("b", write(1)))
    load(con, ("b", write(9)), revision=1)

    rows = con.execute("select article_id, revision, story_id from raw.articles order by all").fetchall()

    assert rows == [("a", 0, "a"), ("b", 0, "a"), ("b", 1, "a")]


def test_two_revisions_in_one_load_share_their_story(con: duckdb.DuckDBPyConnection) -> None:
    """Also where neither was known before."""
    insert(con, [("a", 0, write(1)), ("a", 1, write(2))])

    assign_stories(con, [("a", 0), ("a", 1)])

    assert con.execute("select distinct story_id from raw.articles").fetchall() == [("a",)]


def test_loading_again_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    """A story is kept, though all of its rows were deleted and inserted anew, in another order."""
    longer = write(1) + "\nOne more sentence about it that nobody else has here."
    texts = [("a", write(1)), ("b", longer), ("c", write(2))]
    before = load(con, *texts)
    index = con.execute("select * from raw.story_sentences order by all").fetchall()

    con.execute("delete from raw.articles")
    after = load(con, *reversed(texts))

    assert after == before
    assert con.execute("select * from raw.story_sentences order by all").fetchall() == index


def test_a_text_that_was_cleaned_anew_is_found_by_its_new_words(con: duckdb.DuckDBPyConnection) -> None:
    """The index follows the text; the story stays."""
    load(con, ("a", write(1)))
    text = write(5)
    con.execute("delete from raw.articles")
    insert(con, [("a", 0, text)])
    assign_stories(con, [("a", 0)])

    assert load(con, ("b", text), ("c", write(1))) == {"a": "a", "b": "a", "c": "c"}


def test_the_index_rolls_back_with_the_load(con: duckdb.DuckDBPyConnection) -> None:
    """A failed load leaves no telling behind that a later copy could join."""
    con.begin()
    load(con, ("a", write(1)))
    con.rollback()

    assert load(con, ("b", write(1))) == {"b": "b"}


def test_texts_without_sentences_are_stories_of_their_own(con: duckdb.DuckDBPyConnection) -> None:
    """Nothing can be said about an empty text, and nothing is."""
    assert load(con, ("a", "Air raid."), ("b", "All clear."), ("c", "Air raid.")) == {"a": "a", "b": "b", "c": "a"}
    assert assign_stories(con, [("missing", 0)]) == 0


@pytest.mark.parametrize(
    ("ours", "theirs", "is_possible"),
    [
        ("1,030 of 133,190 and 9 tanks", "1030 of 133 190 and 9 tanks", True),
        ("1,030 of 133,190 and 9 tanks", "820 of 132,160 and 9 tanks", False),
        ("two men", "3 of 40 and 7 of 90", True),
    ],
    ids=["separators-do-not-count", "other-numbers", "too-few-to-tell"],
)
def test_a_copy_shares_numbers(ours: str, theirs: str, is_possible: bool) -> None:
    """Half of those of the poorer text."""
    assert share_numbers(find_numbers(ours), find_numbers(theirs)) is is_possible


def test_recall_and_precision_on_synthetic_syndication(con: duckdb.DuckDBPyConnection) -> None:
    """A small version of the benchmark, with the same bars: recall 0.95, precision 0.995."""
    tellings = list(syndicate(1_500, seed=7))
    insert(con, [(t.name, 0, t.text) for t in tellings])
    assign_stories(con, [(t.name, 0) for t in tellings])

    recall, precision = score(tellings, read_stories(con))

    assert recall >= 0.95
    assert precision >= 0.995


def score(tellings: Sequence[Telling], stories: dict[str, str]) -> tuple[float, float]:
    original = {t.name: t.original for t in tellings}
    first: dict[str, str] = {}
    hits = []
    for telling in tellings:
        if telling.original in first:
            hits.append(stories[telling.name] == stories[first[telling.original]])
        first.setdefault(telling.original, telling.name)
    joins = [original[name] == original[story] for name, story in stories.items() if name != story]
    return sum(hits) / len(hits), sum(joins) / len(joins)
