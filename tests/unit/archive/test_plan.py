"""Planning: what becomes a shard, under which name, and what is refused."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sitrep.archive.plan import plan_shards
from sitrep.errors import ParseError, SettingsError
from sitrep.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", shard_bytes=1_000)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


def write_lines(path: Path, count: int) -> Path:
    path.write_text("".join(json.dumps({"id": n, "text": "x" * 80}) + "\n" for n in range(count)))
    return path


def test_the_same_files_make_the_same_shards_anywhere(source: Path, tmp_path: Path, settings: Settings) -> None:
    """And other bytes, or another choice, make other shards."""
    first = plan_shards([write_lines(source / "a.jsonl", 3)], settings=settings)
    (tmp_path / "elsewhere").mkdir()
    moved = plan_shards([write_lines(tmp_path / "elsewhere" / "a.jsonl", 3)], settings=settings)
    chosen = plan_shards([source / "a.jsonl"], settings=settings, hosts=["a.example"])
    changed = plan_shards([write_lines(source / "a.jsonl", 4)], settings=settings)

    ids = [plan[0].shard_id for plan in (first, moved, chosen, changed)]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_a_large_file_of_lines_is_cut_without_a_gap(source: Path, settings: Settings) -> None:
    """Each byte belongs to one shard; a gzipped file is one."""
    path = write_lines(source / "a.jsonl", 50)
    shards = plan_shards([path], settings=settings)
    zipped = source / "a.jsonl.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes()))

    assert len(shards) == 6
    assert [shard.start for shard in shards[1:]] == [shard.end for shard in shards[:-1]]
    assert (shards[0].start, shards[-1].end) == (0, path.stat().st_size)
    assert len({shard.shard_id for shard in shards}) == 6
    assert len(plan_shards([zipped], settings=settings)) == 1


def test_a_single_file_is_work_for_several_workers(source: Path, tmp_path: Path) -> None:
    """It is cut into eight, never smaller than two megabytes and never larger than a shard may be."""
    usual = load_settings(home=tmp_path / "home")
    for size, wanted in ((1_900_000, 1), (4_100_000, 3), (40_000_000, 8), (700_000_000, 11)):
        path = source / "a.jsonl"
        with path.open("wb") as file:
            file.truncate(size)
        shards = plan_shards([path], settings=usual)
        assert len(shards) == wanted
        assert [shard.start for shard in shards] == [0, *(shard.end for shard in shards[:-1])]
        assert shards[-1].end == size


def test_a_table_is_cut_at_its_row_groups(source: Path, settings: Settings) -> None:
    """Small groups are read together."""
    path = source / "a.parquet"
    pq.write_table(pa.table({"text": [f"{n} {'xyz' * n}" for n in range(100)]}), path, row_group_size=10)

    shards = plan_shards([path], settings=settings)

    assert 1 < len(shards) <= 10
    assert [shard.start for shard in shards[1:]] == [shard.end for shard in shards[:-1]]
    assert shards[-1].end == 10


def test_a_folder_is_read_as_what_lies_in_it(source: Path, settings: Settings) -> None:
    """Pages and texts together, archives each for itself, hidden files and sidecars not at all."""
    (source / "deep" / ".git").mkdir(parents=True)
    for name in ("a.html", "b.txt", "deep/c.htm", "d.jpg", ".hidden.html", "deep/.git/e.html", "sidecar.csv"):
        (source / name).write_text("file\n" if name.endswith("csv") else "x")
    write_lines(source / "c.jsonl", 2)

    shards = plan_shards([source], settings=settings)

    assert [(shard.kind, shard.part) for shard in shards] == [
        ("folder", "2 files"),
        ("folder", "2 files"),
        ("jsonl", ""),
    ]


def test_a_full_folder_is_cut_by_size(source: Path, settings: Settings) -> None:
    """So that a shard stays small enough to be lost."""
    for number in range(9):
        (source / f"{number}.txt").write_text("x" * 400)

    shards = plan_shards([source], settings=settings)

    assert [(shard.start, shard.end) for shard in shards] == [(0, 3), (3, 6), (6, 9)]


def test_a_single_page_is_a_source(source: Path, settings: Settings) -> None:
    """Its neighbours are not read."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (source / name).write_text(name)

    (shard,) = plan_shards([source / "b.txt"], settings=settings)

    assert (shard.kind, shard.start, shard.end) == ("folder", 1, 2)


def test_a_wacz_gives_a_shard_for_each_warc_inside(source: Path, settings: Settings) -> None:
    """Its indexes and pages lists are not archives."""
    path = source / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("archive/b.warc.gz", "archive/a.warc.gz", "indexes/index.cdx.gz", "pages/pages.jsonl"):
            archive.writestr(name, b"x")

    assert [shard.part for shard in plan_shards([path], settings=settings)] == [
        "archive/a.warc.gz",
        "archive/b.warc.gz",
    ]


def test_a_listing_names_files_here_and_elsewhere(source: Path, settings: Settings) -> None:
    """A file that lies here is read in place; the days of its name are judged before it is opened."""
    names = [f"crawl-data/CC-NEWS/2023/0{m}/CC-NEWS-20230{m}15120000-00001.warc.gz" for m in (1, 2, 3)]
    local = source / names[1]
    local.parent.mkdir(parents=True)
    local.write_bytes(b"x")
    listing = source / "crawl-data" / "warc.paths.gz"
    listing.write_bytes(gzip.compress("\n".join(names).encode()))

    every = plan_shards([listing], settings=settings)
    february = plan_shards([listing], settings=settings, since=dt.date(2023, 2, 1), until=dt.date(2023, 2, 28))

    assert [(shard.kind, shard.path) for shard in every] == [
        ("remote", f"https://data.commoncrawl.org/{names[0]}"),
        ("warc", str(local)),
        ("remote", f"https://data.commoncrawl.org/{names[2]}"),
    ]
    assert [shard.path for shard in february] == [str(local)]
    assert all(shard.seconds_estimate > 0 for shard in every)


def test_the_wayback_machine_is_asked_month_by_month(settings: Settings) -> None:
    """Days at both ends are inclusive."""
    shards = plan_shards(
        ["wayback:https://paper.example/news/*"],
        settings=settings,
        since=dt.date(2022, 12, 30),
        until=dt.date(2023, 2, 3),
    )

    assert [shard.part for shard in shards] == [
        "2022-12-30..2022-12-31",
        "2023-01-01..2023-01-31",
        "2023-02-01..2023-02-03",
    ]


def test_a_source_that_is_given_twice_is_read_once(source: Path, settings: Settings) -> None:
    """Order is that of the sources."""
    first, second = write_lines(source / "b.jsonl", 1), write_lines(source / "a.jsonl", 2)

    shards = plan_shards([first, second, first], settings=settings)

    assert [Path(shard.path).name for shard in shards] == ["b.jsonl", "a.jsonl"]


REFUSED = [
    pytest.param(["missing.jsonl"], {}, "no such file", id="missing"),
    pytest.param(["a.docx"], {}, "no kind of archive", id="unknown-kind"),
    pytest.param(["empty"], {}, "nothing to read", id="empty-folder"),
    pytest.param(["texts"], {"published_from": "sidecar"}, "no sidecar.csv", id="no-sidecar"),
    pytest.param(["texts"], {"published_from": "hearsay"}, "wants one of page, sidecar, archive", id="published-from"),
    pytest.param(["texts"], {"columns": {"headline": "x"}}, "no field 'headline'", id="unknown-field"),
    pytest.param(
        ["texts"], {"since": dt.date(2023, 2, 1), "until": dt.date(2023, 1, 1)}, "is after", id="days-reversed"
    ),
    pytest.param(["wayback:https://paper.example/*"], {}, "wants --from and --to", id="wayback-without-days"),
    pytest.param(["wayback:paper"], {}, "wants wayback:https://", id="wayback-without-address"),
    pytest.param(["https://paper.example/story"], {}, "an address wants to be", id="page-address"),
]


@pytest.mark.parametrize(("names", "choice", "reason"), REFUSED)
def test_a_source_without_sense_is_refused_by_name(
    names: list[str], choice: dict[str, object], reason: str, source: Path, settings: Settings
) -> None:
    """Before anything is read."""
    (source / "empty").mkdir()
    (source / "texts").mkdir()
    (source / "texts" / "a.txt").write_text("x")
    (source / "a.docx").write_text("x")
    sources = [name if ":" in name else str(source / name) for name in names]

    with pytest.raises(SettingsError, match=reason):
        plan_shards(sources, settings=settings, **choice)  # type: ignore[arg-type]  # rows of mixed types


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.parquet", b"no parquet"),
        ("a.wacz", b"no zip"),
        ("warc.paths.gz", b"no gzip"),
        ("warc.paths", b"../../etc/passwd.warc.gz"),
        ("warc.paths", b"https://other.example/a.warc.gz"),
    ],
    ids=["parquet", "wacz", "gzip", "path-upwards", "foreign-address"],
)
def test_a_file_that_is_not_what_its_name_says_is_a_parse_error(
    name: str, content: bytes, source: Path, settings: Settings
) -> None:
    """The message names it."""
    (source / name).write_bytes(content)

    with pytest.raises(ParseError, match=name.replace(".", r"\.")):
        plan_shards([source / name], settings=settings)
