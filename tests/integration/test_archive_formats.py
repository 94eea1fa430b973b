"""The same stories in every form of archive give the same articles; what is broken is a reject, the rest is read."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sitrep.archive import Shard, plan_shards, read_shard, wants_article
from sitrep.captures import CaptureHints, CaptureWriter
from sitrep.clean import clean_page
from sitrep.errors import ParseError, RefusedError, SettingsError
from sitrep.feed import parse_feed
from sitrep.records import Article, Page, Reject, Source
from sitrep.settings import Settings, load_settings

CAPTURED_AT = dt.datetime(2023, 2, 10, 8, tzinfo=dt.UTC)
STORIES = [
    {
        "url": f"https://paper.example/news/story-{number}",
        "title": f"Story number {number} of the bridge",
        "published": f"2023-02-0{number + 1}",
        "language": "en",
        "source": "Paper",
        "text": "\n".join(
            f"Sentence {part} of story {number} says that {number * 10 + part} men crossed the bridge at night."
            for part in range(9)
        ),
    }
    for number in range(5)
]
Build = Callable[[Path], Path]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


def to_html(story: dict[str, str]) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in story["text"].split("\n"))
    return (
        f'<html lang="en"><head><title>{story["title"]}</title>'
        f'<meta property="article:published_time" content="{story["published"]}T00:00:00Z"></head>'
        f"<body><article><h1>{story['title']}</h1>{paragraphs}</article></body></html>"
    )


def stamp(path: Path) -> Path:
    os.utime(path, (CAPTURED_AT.timestamp(), CAPTURED_AT.timestamp()))
    return path


def build_warc(folder: Path) -> Path:
    with CaptureWriter(folder, "crawl", 10**8) as writer:
        for story in STORIES:
            writer.write_response(
                url=story["url"],
                captured_at=CAPTURED_AT,
                body=to_html(story).encode(),
                status=200,
                reason="OK",
                headers=(("Content-Type", "text/html; charset=utf-8"),),
                request_head=b"GET / HTTP/1.1\r\n\r\n",
                hints=CaptureHints(source_id="paper"),
            )
    return folder / "crawl-0000.warc.gz"


def build_plain_warc(folder: Path) -> Path:
    path = folder / "plain.warc"
    path.write_bytes(gzip.decompress(build_warc(folder).read_bytes()))
    return path


def build_single_member_warc(folder: Path) -> Path:
    path = folder / "single.warc.gz"
    path.write_bytes(gzip.compress(gzip.decompress(build_warc(folder).read_bytes())))
    return path


def build_wacz(folder: Path) -> Path:
    path = folder / "crawl.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.write(build_warc(folder), "archive/data.warc.gz")
        archive.writestr("pages/pages.jsonl", "{}\n")
    return path


def to_arc_records() -> list[bytes]:
    head = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    records = [b"filedesc://crawl.arc 0.0.0.0 20230210080000 text/plain %d\n%s\n" % (len(head), head)]
    for story in STORIES:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + to_html(story).encode()
        line = f"{story['url']} 192.0.2.1 20230210080000 text/html {len(block)}\n"
        records.append(line.encode() + block + b"\n")
    return records


def build_arc(folder: Path) -> Path:
    path = folder / "crawl.arc"
    path.write_bytes(b"".join(to_arc_records()))
    return path


def build_gzipped_arc(folder: Path) -> Path:
    path = folder / "crawl.arc.gz"
    path.write_bytes(b"".join(gzip.compress(record) for record in to_arc_records()))
    return path


def build_single_member_arc(folder: Path) -> Path:
    path = folder / "crawl.arc.gz"
    path.write_bytes(gzip.compress(b"".join(to_arc_records())))
    return path


def build_listing(folder: Path) -> Path:
    build_warc(folder)
    path = folder / "warc.paths.gz"
    path.write_bytes(gzip.compress(b"crawl-data/CC-NEWS/2023/02/crawl-0000.warc.gz\n"))
    return path


def build_jsonl(folder: Path) -> Path:
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(story) + "\n" for story in STORIES))
    return stamp(path)


def build_gzipped_jsonl(folder: Path) -> Path:
    path = folder / "articles.jsonl.gz"
    path.write_bytes(gzip.compress(build_jsonl(folder).read_bytes()))
    return stamp(path)


def build_html_jsonl(folder: Path) -> Path:
    path = folder / "pages.ndjson"
    path.write_text("".join(json.dumps({"url": s["url"], "html": to_html(s)}) + "\n" for s in STORIES))
    return stamp(path)


def build_parquet(folder: Path) -> Path:
    path = folder / "articles.parquet"
    pq.write_table(pa.Table.from_pylist(STORIES), path, row_group_size=2)
    return stamp(path)


def build_text_folder(folder: Path) -> Path:
    lines = ["file,url,title,published,source,language"]
    for number, story in enumerate(STORIES):
        stamp_target = folder / f"{number}.txt"
        stamp_target.write_text(f"{story['title']}\n\n" + story["text"].replace("\n", "\n\n"))
        stamp(stamp_target)
        lines.append(f"{number}.txt,{story['url']},{story['title']},{story['published']},Paper,en")
    (folder / "sidecar.csv").write_text("\n".join(lines) + "\n")
    return folder


def build_html_folder(folder: Path) -> Path:
    lines = ["file,url"]
    (folder / "pages").mkdir()
    for number, story in enumerate(STORIES):
        path = folder / "pages" / f"{number}.html"
        path.write_text(to_html(story))
        stamp(path)
        lines.append(f"pages/{number}.html,{story['url']}")
    (folder / "sidecar.csv").write_text("\n".join(lines) + "\n")
    return folder


def build_rss(folder: Path) -> Path:
    items = "".join(
        f"<item><title>{s['title']}</title><link>{s['url']}</link>"
        f"<pubDate>{dt.date.fromisoformat(s['published']):%a, %d %b %Y} 00:00:00 GMT</pubDate>"
        "<content:encoded><![CDATA["
        + "".join(f"<p>{line}</p>" for line in s["text"].split("\n"))
        + "]]></content:encoded></item>"
        for s in STORIES
    )
    path = folder / "feed.xml"
    path.write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Paper</title>{items}</channel></rss>"
    )
    return stamp(path)


def build_atom(folder: Path) -> Path:
    entries = "".join(
        f'<entry><id>urn:{n}</id><title>{s["title"]}</title><link href="{s["url"]}"/>'
        f"<published>{s['published']}T00:00:00Z</published><content type='html'>"
        + "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in s["text"].split("\n"))
        + "</content></entry>"
        for n, s in enumerate(STORIES)
    )
    path = folder / "feed.atom"
    path.write_text(f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>P</title>{entries}</feed>')
    return stamp(path)


def build_json_feed(folder: Path) -> Path:
    items = [
        {"id": s["url"], "url": s["url"], "title": s["title"], "date_published": f"{s['published']}T00:00:00Z",
         "content_html": "".join(f"<p>{line}</p>" for line in s["text"].split("\n"))}
        for s in STORIES
    ]  # fmt: skip
    path = folder / "feed.json"
    path.write_text(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": items}))
    return stamp(path)


FORMATS = [
    build_warc, build_plain_warc, build_single_member_warc, build_wacz, build_arc, build_gzipped_arc,
    build_single_member_arc, build_listing, build_jsonl, build_gzipped_jsonl, build_html_jsonl, build_parquet,
    build_text_folder, build_html_folder, build_rss, build_atom, build_json_feed,
]  # fmt: skip
IN_PLACE = {"build_warc", "build_plain_warc", "build_single_member_warc", "build_listing"}


def parse(body: bytes, address: str) -> object:
    source = Source(source_id="-", name="-", url=address, language="en", party="third", zone="UTC")
    return parse_feed(body, source=source, url=address, content_type=None)


def read_items(shards: list[Shard], settings: Settings) -> list[Page | Reject]:
    return [item for shard in shards for item in read_shard(shard, settings=settings, parse_feed=parse)]  # type: ignore[arg-type]


def clean_items(items: list[Page | Reject], settings: Settings) -> list[Article]:
    articles = [clean_page(item, settings=settings) for item in items if isinstance(item, Page)]
    assert [article for article in articles if isinstance(article, Reject)] == []
    return [article for article in articles if isinstance(article, Article)]


@pytest.mark.parametrize("build", FORMATS, ids=lambda build: build.__name__.removeprefix("build_"))
def test_every_form_of_archive_gives_the_same_articles(build: Build, source: Path, settings: Settings) -> None:
    """Text, title, day and address; and a second reading gives the same pages without the source."""
    path = build(source)
    shards = plan_shards([path], settings=settings)

    items = read_items(shards, settings)
    articles = clean_items(items, settings)

    assert [(a.url, a.title, a.text) for a in articles] == [(s["url"], s["title"], s["text"]) for s in STORIES]
    assert [str(a.published_day) for a in articles] == [s["published"] for s in STORIES]
    assert {a.language for a in articles} == {"en"}
    assert {a.captured_at for a in articles} == {CAPTURED_AT}
    if build.__name__ not in IN_PLACE:
        assert {a.capture_file.split("/")[:2] == ["captures", "archive"] for a in articles} == {True}
        for file in source.rglob("*"):
            file.unlink() if file.is_file() else None
    else:
        assert {Path(a.capture_file).parent for a in articles} == {source}
    assert read_items(shards, settings) == items
    assert list(settings.home.rglob("*.part")) == []


@pytest.mark.parametrize("build", [build_warc, build_jsonl, build_text_folder, build_rss], ids=lambda b: b.__name__)
def test_days_and_hosts_are_chosen(build: Build, source: Path, settings: Settings) -> None:
    """By what is known before cleaning, else by the page's own date."""
    path = build(source)
    since, until = dt.date(2023, 2, 2), dt.date(2023, 2, 4)
    shards = plan_shards([path], settings=settings, since=since, until=until)
    elsewhere = plan_shards([path], settings=settings, hosts=["*.elsewhere.example"])

    articles = clean_items(read_items(shards, settings), settings)
    wanted = [str(article.published_day) for article in articles if wants_article(shards[0], article)]

    assert wanted == ["2023-02-02", "2023-02-03", "2023-02-04"]
    assert read_items(elsewhere, settings) == []


def test_slices_of_a_file_of_lines_give_each_line_once(source: Path, settings: Settings) -> None:
    """Wherever the cuts fall."""
    path = build_jsonl(source)
    whole = [page.url for page in read_items(plan_shards([path], settings=settings), settings)]  # type: ignore[union-attr]
    for shard_bytes in (100, 333, 1_000, len(STORIES[0]["text"])):
        sliced = settings.model_copy(update={"shard_bytes": shard_bytes, "home": settings.home / str(shard_bytes)})
        shards = plan_shards([path], settings=sliced)
        assert len(shards) > 1
        assert [page.url for page in read_items(shards, sliced)] == whole  # type: ignore[union-attr]


def test_bad_lines_are_rejects_with_their_offset(source: Path, settings: Settings) -> None:
    """And the lines around them are read; a second reading tells them again."""
    good = json.dumps(STORIES[0]).encode()
    bad = [
        b"{",
        b"[1]",
        b'{"id": 1}',
        b'{"text": 7, "title": []}',
        b"\xff\xfe",
        b"",
        b'{"text": "' + b"x" * 30_000 + b'"}',
    ]
    path = source / "bad.jsonl"
    path.write_bytes(b"\n".join([good, *bad, json.dumps({**STORIES[1], "published": "2 days ago"}).encode()]))
    stamp(path)
    tight = settings.model_copy(update={"max_body_bytes": 20_000})
    shards = plan_shards([path], settings=tight)

    items = read_items(shards, tight)

    rejects = [item for item in items if isinstance(item, Reject)]
    assert [item.url for item in items if isinstance(item, Page)] == [STORIES[0]["url"], STORIES[1]["url"]]
    assert rejects[0].subject == f"bad.jsonl@{len(good) + 1}"
    assert {reject.stage for reject in rejects} == {"archive"}
    reasons = " ".join(reject.reason for reject in rejects)
    for word in ("no JSON", "wants an object", "no text", "'2 days ago' is no ISO date", "over the limit"):
        assert word in reasons
    assert read_items(shards, tight) == items


def test_files_that_are_no_pages_are_rejects(source: Path, settings: Settings) -> None:
    """By name; the others are read."""
    (source / "a.txt").write_text(STORIES[0]["text"])
    (source / "b.jpg").write_bytes(b"\xff\xd8")
    (source / "c.html").write_bytes(b"x" * 2_000)
    tight = settings.model_copy(update={"max_body_bytes": 1_000})

    items = read_items(plan_shards([source], settings=tight), tight)

    assert [(item.subject, item.error) for item in items if isinstance(item, Reject)] == [
        ("source/b.jpg", "ParseError"),
        ("source/c.html", "RefusedError"),
    ]
    assert len([item for item in items if isinstance(item, Page)]) == 1


def test_a_link_that_leads_nowhere_is_a_reject(source: Path, settings: Settings) -> None:
    """The files beside it are read."""
    folder = build_text_folder(source)
    (folder / "lost.html").symlink_to(folder / "nowhere.html")

    items = read_items(plan_shards([folder], settings=settings), settings)

    assert len([item for item in items if isinstance(item, Page)]) == len(STORIES)
    assert [item.subject for item in items if isinstance(item, Reject)] == [f"{folder.name}/lost.html"]


def test_a_sidecar_that_names_what_is_not_there_is_told_once(source: Path, settings: Settings) -> None:
    """Also a row that names nothing; the others count, and lines of several shards tell it once."""
    for number in range(4):
        stamp_target = source / f"{number}.txt"
        stamp_target.write_text(STORIES[number]["text"])
    (source / "sidecar.csv").write_text("file,published\n1.txt,2023-02-02\ngone.txt,2023-02-02\n,2023-02-02\n")
    sliced = settings.model_copy(update={"shard_bytes": 800})
    shards = plan_shards([source], settings=sliced)

    items = read_items(shards, sliced)

    assert len(shards) > 1
    assert [item.subject for item in items if isinstance(item, Reject)] == ["source/?", "source/gone.txt"]
    assert [item.published_at is not None for item in items if isinstance(item, Page)] == [False, True, False, False]


def test_a_sidecar_outranks_the_page_only_if_asked(source: Path, settings: Settings) -> None:
    """Both ways the basis is told."""
    (source / "a.html").write_text(to_html(STORIES[0]))
    stamp(source / "a.html")
    (source / "sidecar.csv").write_text("file,url,published\na.html,https://paper.example/a,2023-02-09\n")
    found = {}
    for published_from in ("page", "sidecar"):
        shards = plan_shards([source], settings=settings, published_from=published_from)
        (article,) = clean_items(read_items(shards, settings), settings)
        found[published_from] = (str(article.published_day), article.published_basis)

    assert found == {"page": ("2023-02-01", "page"), "sidecar": ("2023-02-09", "feed")}


def test_the_capture_time_dates_an_archive_only_if_asked(source: Path, settings: Settings) -> None:
    """A crawl of news sees a page soon; any other crawl sees it whenever."""
    story = STORIES[0]
    page = to_html({**story, "published": ""})
    with CaptureWriter(source, "crawl", 10**8) as writer:
        writer.write_resource(url=story["url"], captured_at=CAPTURED_AT, body=page.encode(), content_type="text/html",
                              hints=CaptureHints(source_id="paper"))  # fmt: skip
    found = {}
    for published_from in ("page", "archive"):
        shards = plan_shards([source], settings=settings, published_from=published_from)
        (article,) = clean_items(read_items(shards, settings), settings)
        found[published_from] = article.published_basis

    assert found == {"page": "none", "archive": "archive"}


def test_an_outlet_that_we_follow_lends_its_name_and_zone(source: Path, settings: Settings) -> None:
    """In a foreign WARC as well: the side of a claim hangs on it."""
    path = build_warc(source)
    raw = (
        gzip.decompress(path.read_bytes())
        .replace(b"Sitrep-Source: paper\r\n", b"")
        .replace(b"Sitrep-Zone: UTC\r\n", b"")
    )
    (source / "foreign.warc").write_bytes(raw)
    outlet = Source(source_id="the-paper", name="P", url="https://www.paper.example/rss", language="en", party="ua",
                    zone="Europe/Kyiv")  # fmt: skip
    (shard,) = plan_shards([source / "foreign.warc"], settings=settings)

    known = list(read_shard(shard, settings=settings, outlets=[outlet]))
    unknown = list(read_shard(shard, settings=settings))

    assert {(page.source_id, page.zone) for page in known if isinstance(page, Page)} == {("the-paper", "Europe/Kyiv")}
    assert {(page.source_id, page.zone) for page in unknown if isinstance(page, Page)} == {("paper.example", "UTC")}


def find_members(data: bytes) -> list[int]:
    return [i for i in range(len(data)) if data.startswith(b"\x1f\x8b\x08", i)]


@pytest.mark.parametrize("build", [build_warc, build_gzipped_arc], ids=["warc", "arc"])
def test_a_corrupt_record_is_a_reject_with_its_offset_and_the_rest_is_read(
    build: Build, source: Path, settings: Settings
) -> None:
    """Bytes turned over in the middle of a gzip member."""
    path = build(source)
    data = bytearray(path.read_bytes())
    members = find_members(bytes(data))
    broken = members[len(members) // 2]
    if build is build_warc:  # a response, not the request behind it
        broken = members[3]
    data[broken + 60 : broken + 90] = bytes(30)
    path.write_bytes(bytes(data))

    items = read_items(plan_shards([path], settings=settings), settings)

    rejects = [item for item in items if isinstance(item, Reject)]
    assert len([item for item in items if isinstance(item, Page)]) == 4
    assert len(rejects) == 1
    # A damaged header cannot be told from the bytes behind the record before it: then that one's offset is given.
    offset = int(rejects[0].subject.rpartition("@")[2])
    assert offset in {broken, members[members.index(broken) - 1]}


def test_a_digest_that_does_not_fit_is_a_reject(source: Path, settings: Settings) -> None:
    """The record is whole, but not what was written."""
    path = build_plain_warc(source)
    path.write_bytes(path.read_bytes().replace(b"Sentence 4 of story 2", b"Sentence 4 of story 9"))

    items = read_items(plan_shards([path], settings=settings), settings)

    assert len([item for item in items if isinstance(item, Page)]) == 4
    assert ["digest" in item.reason.lower() for item in items if isinstance(item, Reject)] == [True]


@pytest.mark.parametrize("build", [build_gzipped_arc, build_arc], ids=["gzip", "plain"])
def test_an_arc_that_ends_too_early_is_a_reject(build: Build, source: Path, settings: Settings) -> None:
    """What stands before the cut is read."""
    path = build(source)
    path.write_bytes(path.read_bytes()[:-200])

    items = read_items(plan_shards([path], settings=settings), settings)

    assert len([item for item in items if isinstance(item, Page)]) == 4
    assert ["damaged" in item.reason for item in items if isinstance(item, Reject)] == [True]


def test_a_gzipped_file_of_lines_that_is_cut_gives_what_stands_before(source: Path, settings: Settings) -> None:
    """And says that there was more."""
    path = build_gzipped_jsonl(source)
    path.write_bytes(path.read_bytes()[:-40])

    items = read_items(plan_shards([path], settings=settings), settings)

    assert [type(item) for item in items].count(Page) >= 3
    assert ["cannot read on" in item.reason for item in items if isinstance(item, Reject)][-1]


def test_a_damaged_row_group_costs_its_own_rows(source: Path, settings: Settings) -> None:
    """The other groups are read."""
    path = source / "articles.parquet"
    rows = [{**story, "text": story["text"] + str(number)} for number in range(20) for story in STORIES]
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, path, row_group_size=20, use_dictionary=False, write_page_checksum=True)
    text = pq.ParquetFile(path).metadata.row_group(2).column(table.column_names.index("text"))
    data = bytearray(path.read_bytes())
    near_end = text.data_page_offset + text.total_compressed_size - 60
    data[near_end : near_end + 30] = bytes(30)
    path.write_bytes(bytes(data))

    items = read_items(plan_shards([path], settings=settings), settings)

    assert [type(item) for item in items].count(Page) == 80
    assert ["row group 2" in item.reason for item in items if isinstance(item, Reject)] == [True]


def test_a_wacz_with_wrong_bytes_costs_one_record(source: Path, settings: Settings) -> None:
    """The zip's own checksum says no more than that something is wrong somewhere."""
    path = build_wacz(source)
    data = bytearray(path.read_bytes())
    broken = find_members(bytes(data))[3]
    data[broken + 60 : broken + 90] = bytes(30)
    path.write_bytes(bytes(data))

    items = read_items(plan_shards([path], settings=settings), settings)

    assert [type(item) for item in items].count(Page) == 4
    assert [type(item) for item in items].count(Reject) == 1


def test_pictures_and_scripts_of_a_crawl_are_passed_over(source: Path, settings: Settings) -> None:
    """They are no faults, and must not make a run fail; a page that was refused is one."""
    with CaptureWriter(source, "crawl", 10**8) as writer:
        for url, status, content_type in (
            ("https://paper.example/a.png", 200, "image/png"),
            ("https://paper.example/a.js", 200, "application/javascript"),
            ("https://paper.example/robots.txt", 200, "text/plain"),
            ("https://paper.example/moved", 301, "text/html"),
            ("https://paper.example/gone", 404, "text/html"),
        ):
            writer.write_response(url=url, captured_at=CAPTURED_AT, body=b"x", status=status, reason="-",
                                  headers=(("Content-Type", content_type),), request_head=b"GET / HTTP/1.1\r\n\r\n",
                                  hints=CaptureHints(source_id="paper"))  # fmt: skip

    items = read_items(plan_shards([source], settings=settings), settings)

    assert [item.subject for item in items if isinstance(item, Reject)] == ["https://paper.example/gone"]
    assert len(items) == 1


def test_a_conversion_that_is_killed_starts_anew(source: Path, settings: Settings) -> None:
    """Nothing half-written is ever taken for the shard."""
    path = build_jsonl(source)
    (shard,) = plan_shards([path], settings=settings)
    half = read_shard(shard, settings=settings)
    folder = settings.captures / "archive"
    folder.mkdir(parents=True)
    (folder / f"{shard.shard_id}-0000.warc.gz.part").write_bytes(b"half")
    (folder / f"{shard.shard_id}.json.part").write_text("{")

    assert len(list(half)) == 5
    assert sorted(file.name for file in folder.iterdir()) == [
        f"{shard.shard_id}-0000.warc.gz",
        f"{shard.shard_id}.json",
    ]


def test_a_teaser_wants_its_page(source: Path, settings: Settings) -> None:
    """Lent a fetcher, the archive asks it; without one the entry is a reject, never an article of two lines."""
    path = source / "sitemap.xml"
    path.write_text(
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        + "".join(
            f"<url><loc>{s['url']}</loc><news:news><news:publication_date>{s['published']}T10:00:00Z"
            f"</news:publication_date><news:title>{s['title']}</news:title></news:news></url>"
            for s in STORIES
        )
        + "</urlset>"
    )
    asked: list[str] = []

    def fetch(url: str) -> Page:
        asked.append(url)
        if url.endswith("3"):
            raise RefusedError("robots.txt forbids it", subject=url)
        body = to_html(STORIES[int(url[-1])]).encode()
        return Page(url=url, body=body, content_type="text/html", source_id="x", captured_at=CAPTURED_AT,
                    capture_file="", capture_offset=0)  # fmt: skip

    (shard,) = plan_shards([path], settings=settings, since=dt.date(2023, 2, 2))
    fetched = list(read_shard(shard, settings=settings, parse_feed=parse, fetch_page=fetch))  # type: ignore[arg-type]
    other = settings.model_copy(update={"home": settings.home / "other"})
    unfetched = list(read_shard(shard, settings=other, parse_feed=parse))  # type: ignore[arg-type]

    assert asked == [s["url"] for s in STORIES[1:]]
    assert [item.reason for item in fetched if isinstance(item, Reject)] == ["robots.txt forbids it"]
    assert [item.published_basis for item in fetched if isinstance(item, Page)] == ["feed"] * 3
    assert ["does not hold it" in item.reason for item in unfetched if isinstance(item, Reject)] == [True] * 4


def write_index(path: Path, *addresses: str) -> Path:
    """A sitemap index."""
    rows = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>')
    return path


def write_sitemap(path: Path, *numbers: int) -> Path:
    """A sitemap of some of the stories; one whose name ends so is gzipped."""
    rows = "".join(
        f"<url><loc>{STORIES[number]['url']}</loc><lastmod>{STORIES[number]['published']}</lastmod></url>"
        for number in numbers
    )
    data = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


class Shelf:
    """Lends pages of the stories and whatever else is put on it; anything else is refused."""

    def __init__(self, **documents: bytes) -> None:
        self.documents = {story["url"]: to_html(story).encode() for story in STORIES}
        self.documents |= {f"https://paper.example/{name}.xml": body for name, body in documents.items()}
        self.asked: list[str] = []

    def fetch(self, url: str) -> Page:
        """What stands there."""
        self.asked.append(url)
        if url not in self.documents:
            raise RefusedError("status 404", subject=url)
        return Page(url=url, body=self.documents[url], content_type="", source_id="-", captured_at=CAPTURED_AT,
                    capture_file="", capture_offset=0)  # fmt: skip


def read_with(shelf: Shelf, shards: list[Shard], settings: Settings) -> tuple[list[str], list[Reject]]:
    """Addresses of the pages, and the rejects."""
    items = [
        item
        for shard in shards
        for item in read_shard(shard, settings=settings, parse_feed=parse, fetch_page=shelf.fetch)  # type: ignore[arg-type]
    ]
    return [item.url for item in items if isinstance(item, Page)], [item for item in items if isinstance(item, Reject)]


LAYOUTS = [
    pytest.param(("sitemap.xml", "news-1.xml", "maps/news-2.xml.gz"), id="as-on-the-site"),
    pytest.param(("sitemap.xml", "news-1.xml", "news-2.xml.gz"), id="all-in-one-folder"),
    pytest.param(("paper.example/maps/map.xml", "paper.example/news-1.xml", "paper.example/maps/news-2.xml"),
                 id="below-the-host"),
]  # fmt: skip


@pytest.mark.parametrize("is_folder", [True, False], ids=["folder", "index-file"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_index_brings_the_sitemaps_that_lie_here(
    layout: tuple[str, str, str], is_folder: bool, source: Path, settings: Settings
) -> None:
    """Each page is asked for once, whether the folder or the index alone is given; nothing else is asked for."""
    index, first, second = layout
    path = write_index(source / index, "https://paper.example/news-1.xml", "https://paper.example/maps/news-2.xml.gz")
    write_sitemap(source / first, 0, 1)
    write_sitemap(source / second, 2, 3, 4)
    shelf = Shelf()

    shards = plan_shards([source if is_folder else path], settings=settings)
    pages, rejects = read_with(shelf, shards, settings)

    assert sorted(pages) == sorted(shelf.asked) == [story["url"] for story in STORIES]
    assert rejects == []
    assert len(shards) == 3


def test_sitemaps_that_are_not_here_are_fetched_and_one_that_fails_is_one_reject(
    source: Path, settings: Settings
) -> None:
    """Also where the index is an address; the others are read."""
    children = [f"https://paper.example/{name}.xml" for name in ("gone", "here", "page")]
    index = write_index(source / "sitemap.xml", *children)
    here = write_sitemap(source / "elsewhere" / "x.xml", 1, 2).read_bytes()
    shelf = Shelf(here=here, page=b"<!doctype html><p>Not found", index=index.read_bytes())

    for given in (index, "https://paper.example/index.xml"):
        home = settings.model_copy(update={"home": settings.home / Path(given).name})
        pages, rejects = read_with(shelf, plan_shards([given], settings=home), home)

        assert pages == [STORIES[1]["url"], STORIES[2]["url"]]
        assert [(reject.subject, reject.reason[:20]) for reject in rejects] == [
            (children[0], "status 404"),
            (children[2], "a web page where a f"),
        ]


def test_nested_indexes_end_and_a_circle_is_no_trap(settings: Settings, source: Path) -> None:
    """Each sitemap is asked for once; below the third index one reject says that it goes no further."""
    names = ["a", "b", "c", "d", "e"]
    documents = {}
    for name, below in itertools.pairwise(names):
        addresses = (f"https://paper.example/{below}.xml", f"https://paper.example/{name}.xml")
        documents[name] = write_index(source / f"{name}.xml", *addresses).read_bytes()
    shelf = Shelf(**documents)

    pages, rejects = read_with(shelf, plan_shards(["https://paper.example/a.xml"], settings=settings), settings)

    assert pages == []
    assert [(reject.subject, "3 deep" in reject.reason) for reject in rejects] == [
        ("https://paper.example/e.xml", True)
    ]
    assert sorted(shelf.asked) == [f"https://paper.example/{name}.xml" for name in "abcd"]


def test_a_sitemap_of_another_day_is_not_asked_for(source: Path, settings: Settings) -> None:
    """Where its address names the day."""
    children = ["https://paper.example/2023/01/05/news.xml", "https://paper.example/2023/02/02/news.xml"]
    index = write_index(source / "sitemap.xml", *children)
    shelf = Shelf()

    shards = plan_shards([index], settings=settings, since=dt.date(2023, 2, 1), until=dt.date(2023, 2, 3))
    read_with(shelf, shards, settings)

    assert shelf.asked == children[1:]


def test_a_warc_of_a_site_with_its_sitemaps_gives_its_pages(source: Path, settings: Settings) -> None:
    """Index and sitemaps beside them are no pages and no faults."""
    index = write_index(source / "maps" / "index.xml", "https://paper.example/news.xml").read_bytes()
    news = write_sitemap(source / "maps" / "news.xml", 0, 1).read_bytes()
    with CaptureWriter(source / "crawl", "crawl", 10**8) as writer:
        documents = [("index.xml", index, "application/xml"), ("news.xml", news, "text/xml")]
        documents += [(f"p{number}", to_html(STORIES[number]).encode(), "text/html") for number in (0, 1)]
        for name, body, content_type in documents:
            writer.write_response(
                url=f"https://paper.example/{name}", captured_at=CAPTURED_AT, body=body, status=200, reason="OK",
                headers=(("Content-Type", content_type),), request_head=b"GET / HTTP/1.1\r\n\r\n",
                hints=CaptureHints(source_id="paper"),
            )  # fmt: skip

    pages, rejects = read_with(Shelf(), plan_shards([source / "crawl"], settings=settings), settings)

    assert pages == ["https://paper.example/p0", "https://paper.example/p1"]
    assert rejects == []


def test_a_feed_that_harms_is_a_reject(source: Path, settings: Settings) -> None:
    """The parser's fault is told, and nothing is expanded here either."""
    path = source / "bomb.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">]><rss><channel><item>&a;</item></channel></rss>'
    )

    items = read_items(plan_shards([path], settings=settings), settings)

    assert ["ENTIT" in item.reason.upper() for item in items if isinstance(item, Reject)] == [True]


def test_a_feed_without_a_parser_is_said_to_want_one(source: Path, settings: Settings) -> None:
    """Rooms do not import each other: whoever calls lends it."""
    (shard,) = plan_shards([build_rss(source)], settings=settings)

    with pytest.raises(SettingsError, match="wants a parser"):
        list(read_shard(shard, settings=settings))


def test_an_archive_that_vanished_is_a_parse_error(source: Path, settings: Settings) -> None:
    """It names the file."""
    path = build_warc(source)
    (shard,) = plan_shards([path], settings=settings)
    path.unlink()

    with pytest.raises(ParseError, match="crawl-0000"):
        list(read_shard(shard, settings=settings))


def test_seeds_are_read_with_their_sidecar(settings: Settings) -> None:
    """The two articles of the shared seeds, where they are at hand."""
    seeds = Path(__file__).parents[3] / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("no shared seeds here")

    shards = plan_shards([seeds], settings=settings, published_from="sidecar")
    articles = clean_items(read_items(shards, settings), settings)

    assert [str(article.published_day) for article in articles] == ["2023-02-07", "2023-01-03"]
    assert [article.source_id for article in articles] == ["wire", "bfm-tv"]
    assert "133,190" in articles[0].text
    assert not articles[0].text.endswith("Comments are closed.")


@pytest.fixture(autouse=True)
def _no_leftovers(settings: Settings) -> Iterator[None]:
    yield
    assert list(settings.home.rglob("*.part")) == []
