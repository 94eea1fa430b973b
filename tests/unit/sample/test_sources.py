"""The loader of feeds.toml: what it reads, and what it refuses by name."""

from pathlib import Path

import pytest

from sitrep import theatres
from sitrep.errors import SettingsError
from sitrep.records import Source
from sitrep.sources import read_sources

GOOD = {
    "source_id": '"wire"',
    "name": '"The Wire"',
    "url": '"https://wire.example/rss"',
    "language": '"en"',
    "party": '"third"',
    "zone": '"Europe/London"',
}

BAD_VALUES = [
    pytest.param({"source_id": '"The Wire"'}, "source_id", id="an-id-with-blanks"),
    pytest.param({"source_id": '"../wire"'}, "source_id", id="an-id-that-climbs-folders"),
    pytest.param({"name": '" "'}, "name", id="an-empty-name"),
    pytest.param({"url": '"ftp://wire.example/rss"'}, "url", id="another-scheme"),
    pytest.param({"url": '"file:///etc/passwd"'}, "url", id="a-local-file"),
    pytest.param({"url": '"https:///rss"'}, "url", id="no-host"),
    pytest.param({"url": '"https://wire.example:http/rss"'}, "url", id="a-port-that-is-no-number"),
    pytest.param({"url": '"https://wire.example/a feed"'}, "url", id="a-blank-in-the-address"),
    pytest.param({"url": "7"}, "url", id="an-address-that-is-no-text"),
    pytest.param({"language": '"English"'}, "language", id="a-language-by-name"),
    pytest.param({"party": '"neutral"'}, "party", id="an-unknown-party"),
    pytest.param({"zone": '"Mars/Olympus"'}, "zone", id="no-such-zone"),
    pytest.param({"zone": '"EET+2"'}, "zone", id="an-offset-for-a-zone"),
    pytest.param({"verified": '"yes"'}, "verified", id="a-flag-that-is-text"),
    pytest.param({"ignore_validators": "1"}, "ignore_validators", id="a-flag-that-is-a-number"),
    pytest.param({"prty": '"ua"'}, "prty", id="a-mistyped-key"),
]

BAD_FILES = [
    pytest.param("", "no [[feed]]", id="empty"),
    pytest.param("feed = []", "no [[feed]]", id="no-feed-in-the-list"),
    pytest.param('feed = "wire"', "no [[feed]]", id="text-for-the-list"),
    pytest.param("feed = [1]", "wants a table", id="a-number-for-a-feed"),
    pytest.param("[[feed]\n", "line 1", id="no-toml"),
]


def write_feeds(folder: Path, *entries: dict[str, str]) -> Path:
    """A feeds.toml of these entries, values as TOML writes them."""
    path = folder / "feeds.toml"
    tables = ["\n".join(["[[feed]]", *(f"{key} = {value}" for key, value in entry.items())]) for entry in entries]
    path.write_text("\n\n".join(tables), encoding="utf-8")
    return path


def test_an_entry_becomes_a_source(tmp_path: Path) -> None:
    """All keys are kept; the two flags are false until someone says otherwise."""
    (source,) = read_sources(write_feeds(tmp_path, GOOD))

    assert source == Source(
        source_id="wire",
        name="The Wire",
        url="https://wire.example/rss",
        language="en",
        party="third",
        zone="Europe/London",
    )
    assert not source.verified
    assert not source.ignore_validators


def test_flags_are_read_and_order_is_kept(tmp_path: Path) -> None:
    """The file's order is the order of a run."""
    second = GOOD | {"source_id": '"aaa"', "url": '"http://aaa.example/rss"', "verified": "true"}
    sources = read_sources(write_feeds(tmp_path, GOOD, second))

    assert [(s.source_id, s.verified) for s in sources] == [("wire", False), ("aaa", True)]


@pytest.mark.parametrize(("change", "key"), BAD_VALUES)
def test_a_bad_value_is_refused_by_entry_and_key(tmp_path: Path, change: dict[str, str], key: str) -> None:
    """The message leads to the line: which feed, which key."""
    first = GOOD | {"source_id": '"first"', "url": '"https://first.example/rss"'}

    with pytest.raises(SettingsError) as refusal:
        read_sources(write_feeds(tmp_path, first, GOOD | change))

    assert "feed 2" in refusal.value.subject
    assert refusal.value.subject.endswith(f", {key}")


@pytest.mark.parametrize("key", sorted(GOOD))
def test_a_missing_key_is_refused_by_entry_and_key(tmp_path: Path, key: str) -> None:
    """Nothing is guessed: not the zone, not the party."""
    with pytest.raises(SettingsError, match="is missing") as refusal:
        read_sources(write_feeds(tmp_path, {k: v for k, v in GOOD.items() if k != key}))

    assert refusal.value.subject.endswith(f", {key}")


@pytest.mark.parametrize("key", ["source_id", "url"])
def test_a_feed_that_stands_twice_is_refused(tmp_path: Path, key: str) -> None:
    """One id would mix two outlets' rows; one URL would ask one server twice."""
    other = {"source_id": '"other"', "url": '"https://other.example/rss"'}
    twin = GOOD | {k: v for k, v in other.items() if k != key}

    with pytest.raises(SettingsError, match="stands twice") as refusal:
        read_sources(write_feeds(tmp_path, GOOD, twin))

    assert refusal.value.subject.endswith(f", {key}")


@pytest.mark.parametrize(("text", "complaint"), BAD_FILES)
def test_a_file_without_feeds_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    """A run without a feed would do nothing and call it success."""
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError) as refusal:
        read_sources(path)

    assert complaint in refusal.value.reason


def test_a_file_that_is_not_there_is_refused_by_its_path(tmp_path: Path) -> None:
    """The user sees which path was looked at."""
    with pytest.raises(SettingsError) as refusal:
        read_sources(tmp_path / "none.toml")

    assert refusal.value.subject == str(tmp_path / "none.toml")


def test_the_theatre_lists_live_feeds_of_all_parties() -> None:
    """English editions: English is what is extracted."""
    sources = read_sources(theatres.folder("ukraine") / "feeds.toml")

    assert len(sources) >= 15
    assert {source.party for source in sources} == {"ua", "ru", "third"}
    assert {source.language for source in sources} == {"en"}
