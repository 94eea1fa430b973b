"""Shards go through JSON unchanged; a selection judges by address, day and capture."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.archive.shards import Selection, Shard
from sitrep.errors import ParseError

JANUARY = Selection(since=dt.date(2023, 1, 1), until=dt.date(2023, 1, 31))


@given(
    st.builds(
        Shard,
        shard_id=st.text(),
        kind=st.sampled_from(["warc", "jsonl", "folder"]),
        path=st.text(),
        size_bytes=st.integers(0, 10**12),
        part=st.text(),
        start=st.integers(0, 10**9),
        end=st.integers(0, 10**9),
        selection=st.builds(
            Selection,
            since=st.none() | st.dates(),
            until=st.none() | st.dates(),
            hosts=st.lists(st.text()).map(tuple),
            published_from=st.sampled_from(["page", "sidecar", "archive"]),
            columns=st.dictionaries(st.text(), st.text()).map(lambda columns: tuple(sorted(columns.items()))),
        ),
    )
)
def test_a_shard_survives_json(shard: Shard) -> None:
    """A scheduler keeps it as one line of text."""
    assert Shard.from_json(shard.to_json()) == shard
    assert "\n" not in shard.to_json()


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"kind": "floppy"}', '{"since": "soon"}'])
def test_what_is_no_shard_is_a_parse_error(line: str) -> None:
    """Whoever edited it by hand."""
    with pytest.raises(ParseError):
        Shard.from_json(line)


def test_a_foreign_kind_is_a_parse_error() -> None:
    """Also if all else is there."""
    line = Shard(shard_id="a", kind="warc", path="a.warc", size_bytes=1).to_json().replace("warc", "floppy")

    with pytest.raises(ParseError, match="floppy"):
        Shard.from_json(line)


HOSTS = [
    pytest.param("bbc.co.uk", "https://www.bbc.co.uk/news/1", True, id="bare-name-means-www"),
    pytest.param("bbc.co.uk", "https://news.bbc.co.uk/1", False, id="but-no-other-host"),
    pytest.param("*.bbc.co.uk", "https://news.bbc.co.uk/1", True, id="glob"),
    pytest.param("*.UA", "https://WWW.PRAVDA.COM.UA/eng/", True, id="case-does-not-count"),
    pytest.param("pravda.*", "urn:sha256:00", False, id="no-host"),
    pytest.param("x", "http://[broken", False, id="malformed"),
]


@pytest.mark.parametrize(("glob", "url", "is_wanted"), HOSTS)
def test_hosts_are_globs(glob: str, url: str, is_wanted: bool) -> None:
    """Without a host in the selection every address is wanted."""
    assert Selection(hosts=(glob,)).wants_url(url) is is_wanted
    assert Selection().wants_url(url)


DAYS = [
    pytest.param("https://a.example/2023/01/15/story", True, id="inside"),
    pytest.param("https://a.example/2022-12-31/story", True, id="a-day-of-grace"),
    pytest.param("https://a.example/2022/12/20/story", False, id="before"),
    pytest.param("https://a.example/news/2023-2-7/", False, id="after"),
    pytest.param("https://a.example/2023/13/45/story", True, id="no-day"),
    pytest.param("https://a.example/story-20221220", True, id="digits-are-no-day"),
]


@pytest.mark.parametrize(("url", "is_wanted"), DAYS)
def test_a_day_in_the_address_decides_before_cleaning(url: str, is_wanted: bool) -> None:
    """With a day of grace for zones and edits."""
    assert JANUARY.wants_url(url) is is_wanted
    assert Selection().wants_url(url)


def test_unknown_days_are_wanted_and_captures_bound_below_only() -> None:
    """A page captured in March may have been published in January; one captured in December was not."""
    assert JANUARY.wants_day(None)
    assert JANUARY.wants_day(dt.date(2023, 1, 31))
    assert not JANUARY.wants_day(dt.date(2023, 2, 1))
    assert JANUARY.wants_capture(dt.datetime(2023, 3, 1, tzinfo=dt.UTC))
    assert not JANUARY.wants_capture(dt.datetime(2022, 12, 31, 23, tzinfo=dt.UTC))
