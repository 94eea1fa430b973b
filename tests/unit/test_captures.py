"""Captures: the same bytes for the same input, and a damaged record costs that record alone."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import re
import zlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from sitrep.captures import (
    CaptureHints,
    CaptureWriter,
    describe_captures,
    is_sliceable,
    make_shard_id,
    name_sealed_shards,
    read_captures,
    remove_partial_shards,
)
from sitrep.errors import ParseError
from sitrep.records import Page, Reject

AT = dt.datetime(2023, 1, 31, 15, 7, 41, 250_000, tzinfo=dt.UTC)
HINTS = CaptureHints(
    source_id="press",
    title="Tolls \u201crise\u201d\r\nInjected: yes",
    published_at=AT - dt.timedelta(hours=3),
    published_raw="Tue, 31 Jan 2023 14:07:41 EET",
    published_basis="feed",
    language="en",
    zone="Europe/Kyiv",
    guid="tag:1",
    hops=("http://press.example/1",),
)


def write_pages(folder: Path, pages: int = 6, max_bytes: int = 1_000_000) -> list[Path]:
    """Pages of noise, which no compressor shortens, so that offsets are far apart."""
    noise = random.Random(5)
    with CaptureWriter(folder, "shard", max_bytes) as writer:
        for number in range(pages):
            writer.write_response(
                url=f"https://press.example/{number}",
                captured_at=AT,
                body=b"<p>" + noise.randbytes(3_000),
                status=200,
                reason="OK",
                headers=(("Content-Type", "text/html"), ("Content-Encoding", "br"), ("X-Odd", "a\nb")),
                request_head=b"GET / HTTP/1.1\r\nHost: press.example\r\n\r\n",
                hints=HINTS,
            )
        return writer.close()


def split(path: Path) -> tuple[list[Page], list[Reject]]:
    """What a shard holds, good and bad."""
    items = list(read_captures(path))
    return [item for item in items if isinstance(item, Page)], [item for item in items if isinstance(item, Reject)]


def test_a_page_comes_back_with_all_that_the_feed_said(tmp_path: Path) -> None:
    """A shard alone can be cleaned again, without the network or the feed."""
    (path,) = write_pages(tmp_path, pages=1)

    (page,), rejects = split(path)

    assert rejects == []
    assert (page.url, page.source_id, page.language, page.zone) == (
        "https://press.example/0",
        "press",
        "en",
        "Europe/Kyiv",
    )
    assert page.title == "Tolls \u201crise\u201d Injected: yes"
    assert (page.published_at, page.published_basis) == (HINTS.published_at, "feed")
    assert (page.captured_at, page.content_type, page.capture_file) == (AT, "text/html", str(path))
    assert page.body.startswith(b"<p>")
    assert len(page.body) == 3_003


def test_the_offset_is_where_the_record_begins(tmp_path: Path) -> None:
    """So that a row can be traced to its bytes."""
    (path,) = write_pages(tmp_path)
    pages, _ = split(path)
    data = path.read_bytes()

    for page in pages:
        record = zlib.decompressobj(31).decompress(data[page.capture_offset :])
        assert f"WARC-Target-URI: {page.url}\r\n".encode() in record


def test_the_same_captures_give_the_same_bytes(tmp_path: Path) -> None:
    """Ids and digests are made from content, instants are handed in."""
    one, other = write_pages(tmp_path / "one"), write_pages(tmp_path / "other")

    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_another_reader_of_warc_agrees(tmp_path: Path) -> None:
    """Our captures are someone's backfill: warcio reads types, URLs, digests and bodies."""
    (path,) = write_pages(tmp_path, pages=2)

    with path.open("rb") as file:
        records = [
            (record.rec_type, record.content_stream().read(), record.digest_checker.passed)
            for record in ArchiveIterator(file, check_digests=True)
        ]

    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "request", "response", "request"]
    assert all(passed is not False for _, _, passed in records)
    assert records[1][1].startswith(b"<p>")


def test_shards_are_of_bounded_size_and_named_in_order(tmp_path: Path) -> None:
    """A new shard begins before the bound is passed."""
    paths = write_pages(tmp_path, pages=6, max_bytes=6_500)

    assert [path.name for path in paths] == [f"shard-000{number}.warc.gz" for number in range(3)]
    assert [len(split(path)[0]) for path in paths] == [2, 2, 2]


def test_nothing_has_its_name_before_all_is_on_the_disk(tmp_path: Path) -> None:
    """A killed writer leaves nothing that a reader would take for a capture, and its rest can be removed."""
    writer = CaptureWriter(tmp_path, "shard", 10)
    for number in range(3):
        writer.write_resource(
            url=f"urn:{number}", captured_at=AT, body=b"text " * 9, content_type="text/plain", hints=HINTS
        )
    assert list(tmp_path.glob("*.warc.gz")) == []

    assert len(remove_partial_shards(tmp_path, "shard")) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_failed_block_leaves_nothing(tmp_path: Path) -> None:
    """The exception goes on, the files do not stay."""

    def fail() -> None:
        with CaptureWriter(tmp_path, "shard", 10) as writer:
            writer.write_resource(url="urn:1", captured_at=AT, body=b"text", content_type="text/plain", hints=HINTS)
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert list(tmp_path.iterdir()) == []


def test_a_writer_without_captures_makes_no_file(tmp_path: Path) -> None:
    """An empty shard would be work for nothing."""
    with CaptureWriter(tmp_path / "day", "shard", 10) as writer:
        assert writer.close() == []
    assert not (tmp_path / "day").exists()


def test_sealed_shards_can_be_named_later_and_twice(tmp_path: Path) -> None:
    """Whoever wrote the names down first can finish after a kill."""
    writer = CaptureWriter(tmp_path, "shard", 100)
    writer.write_resource(url="urn:1", captured_at=AT, body=b"text", content_type="text/plain", hints=HINTS)
    sealed = writer.seal()
    assert not sealed[0].exists()

    name_sealed_shards(sealed)
    name_sealed_shards(sealed)

    assert [page.url for page in split(sealed[0])[0]] == ["urn:1"]
    assert list(tmp_path.iterdir()) == sealed


def test_revisits_and_feeds_are_told_but_are_no_pages(tmp_path: Path) -> None:
    """An unchanged body is cleaned once; a feed is kept as evidence."""
    common = {"captured_at": AT, "reason": "OK", "headers": (), "request_head": b"GET", "hints": HINTS}
    with CaptureWriter(tmp_path, "shard", 10_000) as writer:
        writer.write_response(url="https://press.example/feed", body=b"<rss/>", status=200, kind="feed", **common)
        writer.write_revisit(url="https://press.example/1", status=304, payload_digest="sha1:X", **common)
        (path,) = writer.close()

    assert list(read_captures(path)) == []
    assert [(row["type"], row["kind"], row["status"]) for row in describe_captures(path)] == [
        ("response", "feed", 200),
        ("revisit", "page", 304),
    ]


def test_records_can_be_left_out_by_their_heads(tmp_path: Path) -> None:
    """Hosts and dates are filtered before anything is decoded."""
    (path,) = write_pages(tmp_path)

    kept = list(read_captures(path, accept=lambda head: head.url.endswith("/3")))

    assert [page.url for page in kept if isinstance(page, Page)] == ["https://press.example/3"]


def damage(data: bytes, position: int) -> bytes:
    """One wrong byte."""
    return data[:position] + bytes([data[position] ^ 0x55]) + data[position + 1 :]


def find_members(data: bytes) -> list[int]:
    """Where the gzip members of a shard begin: pages, requests and the head."""
    offsets, position = [], 0
    while position < len(data):
        offsets.append(position)
        decoder = zlib.decompressobj(31)
        decoder.decompress(data[position:])
        position = len(data) - len(decoder.unused_data)
    return offsets


# Where the byte stands in a record: its first ones, its header, its body and its end.
PLACES = (0, 1, 2, 3, 5, 8, 10, 12, 30, 80, 150, 230, 900, 2_500, -9, -5, -4, -1)
_GZIP_FLAGS_THAT_NOBODY_READS = range(4, 10)


@pytest.mark.parametrize("place", PLACES)
def test_one_damaged_byte_costs_one_record_and_is_one_reject_with_its_offset(place: int, tmp_path: Path) -> None:
    """Wherever the byte: the rest is read, nothing passes for what it is not, and the right record is blamed."""
    (path,) = write_pages(tmp_path)
    data = path.read_bytes()
    pages, _ = split(path)
    offsets = find_members(data)
    bad = tmp_path / "bad.warc.gz"

    for offset, end in pairwise([*offsets, len(data)]):
        position = offset + place if place >= 0 else end + place
        if not offset <= position < end or position - offset in _GZIP_FLAGS_THAT_NOBODY_READS:
            continue
        bad.write_bytes(damage(data, position))
        kept, rejects = split(bad)
        assert [reject.capture_offset for reject in rejects] == [offset]
        # Damage behind the last byte of a body costs no page.
        assert {page.body for page in kept} <= {page.body for page in pages}
        assert {page.capture_offset for page in pages} - {page.capture_offset for page in kept} <= {offset}


@pytest.mark.parametrize("place", PLACES)
def test_damage_in_a_plain_file_is_blamed_on_its_record(place: int, tmp_path: Path) -> None:
    """A byte of a field that nobody checks changes nothing; any other costs its record, and the next is read."""
    (path,) = write_pages(tmp_path)
    data = gzip.decompress(path.read_bytes())
    whole = tmp_path / "whole.warc"
    whole.write_bytes(data)
    pages, _ = split(whole)
    offsets = [match.start() for match in re.finditer(rb"WARC/1\.1\r\nWARC-Type", data)]
    bad = tmp_path / "bad.warc"

    for offset, end in pairwise([*offsets, len(data)]):
        position = offset + place if place >= 0 else end + place
        if not offset <= position < end:
            continue
        bad.write_bytes(damage(data, position))
        kept, rejects = split(bad)
        assert {reject.capture_offset for reject in rejects} <= {offset}
        assert len(rejects) <= 1
        lost = {page.capture_offset for page in pages} - {page.capture_offset for page in kept}
        assert lost <= {offset}
        assert not lost or rejects


HEADER_DAMAGE = [
    pytest.param(b"WARC/1.1", b"WORC/1.1", id="version"),
    pytest.param(b"WARC-Type:", b"WARC-Tipe:", id="type"),
    pytest.param(b"Content-Length: 3", b"Content-Length: x", id="length-unreadable"),
    pytest.param(b"Content-Length: 3", b"Content-Length: 2", id="length-too-small"),
    pytest.param(b"Content-Length: 3", b"Content-Length: 9", id="length-into-later-records"),
    pytest.param(b"Content-Length: 3", b"Content-Length: 399", id="length-beyond-the-file"),
    pytest.param(b"\r\n\r\nHTTP/1.1", b"\r\nxxHTTP/1.1", id="end-of-header"),
]


@pytest.mark.parametrize("is_gzip", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize(("old", "new"), HEADER_DAMAGE)
def test_a_broken_header_costs_its_record_and_no_other(old: bytes, new: bytes, is_gzip: bool, tmp_path: Path) -> None:
    """Also where the lie about its length would swallow those behind it."""
    (path,) = write_pages(tmp_path)
    data = path.read_bytes()
    pages, _ = split(path)
    records = [gzip.decompress(data[start:end]) for start, end in pairwise([*find_members(data), len(data)])]
    records[5] = records[5].replace(old, new, 1)
    parts = [gzip.compress(record, mtime=0) if is_gzip else record for record in records]
    bad = tmp_path / "bad.warc"
    bad.write_bytes(b"".join(parts))

    kept, rejects = split(bad)

    assert [page.url for page in kept] == [page.url for page in pages if not page.url.endswith("/2")]
    assert [reject.capture_offset for reject in rejects] == [len(b"".join(parts[:5]))]


def forget_instant(item: Page | Reject) -> Page | Reject:
    """Leave out when a reject was."""
    return replace(item, rejected_at=AT) if isinstance(item, Reject) else item


@pytest.mark.parametrize("step", [500, 3_000, 7_001, 20_000, 100_000])
def test_slices_of_a_file_give_each_record_and_each_fault_once(step: int, tmp_path: Path) -> None:
    """Wherever the cuts fall, and whatever is damaged at them."""
    (path,) = write_pages(tmp_path)
    data = path.read_bytes()
    offsets = find_members(data)
    assert is_sliceable(path)

    for position in (None, 1, offsets[3] + 1, offsets[3] + 2_000, offsets[6] + 1, offsets[6] + 2_000, offsets[-1] + 3):
        path.write_bytes(data if position is None else damage(data, position))
        sliced = [
            item
            for start in range(0, len(data), step)
            for item in read_captures(path, start=start, end=min(start + step, len(data)))
        ]
        # A fault without an instant bears that of the record read before it, if there is one in its slice.
        assert list(map(forget_instant, sliced)) == list(map(forget_instant, read_captures(path)))


def test_what_was_packed_whole_or_not_at_all_is_not_sliced(tmp_path: Path) -> None:
    """In the middle of it no record can be told from the text of a page."""
    (path,) = write_pages(tmp_path)
    plain = gzip.decompress(path.read_bytes())
    for name, data in {"whole.warc.gz": gzip.compress(plain, mtime=0), "plain.warc": plain, "no.warc.gz": b""}.items():
        (tmp_path / name).write_bytes(data)
        assert not is_sliceable(tmp_path / name)


def test_a_file_gzipped_as_a_whole_is_read_and_offsets_count_unpacked_bytes(tmp_path: Path) -> None:
    """Each record has an offset of its own."""
    (path,) = write_pages(tmp_path)
    data = gzip.decompress(path.read_bytes())
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(data, mtime=0))

    kept, rejects = split(whole)

    assert rejects == []
    assert [page.url for page in kept] == [page.url for page in split(path)[0]]
    for page in kept:
        assert f"WARC-Target-URI: {page.url}\r\n".encode() in data[page.capture_offset :][:600]


def test_a_damaged_file_gzipped_as_a_whole_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    """Cut, or with a byte that ends the decoding."""
    (path,) = write_pages(tmp_path)
    packed = gzip.compress(gzip.decompress(path.read_bytes()), mtime=0)
    urls = [page.url for page in split(path)[0]]
    bad = tmp_path / "bad.warc.gz"

    for data in (packed[:11_000], packed[:11_000] + bytes(2_000), packed[:-1], damage(packed, len(packed) - 6)):
        bad.write_bytes(data)
        kept, rejects = split(bad)
        assert [page.url for page in kept] == urls[: len(kept)]
        assert len(kept) >= 2
        assert 1 <= len(rejects) <= 2


def test_a_cut_shard_gives_all_before_the_cut_and_one_reject(tmp_path: Path) -> None:
    """A cut in the middle of a record is told."""
    (path,) = write_pages(tmp_path)
    pages, _ = split(path)
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(path.read_bytes()[: pages[4].capture_offset + 900])

    kept, rejects = split(cut)

    assert [page.url for page in kept] == [page.url for page in pages[:4]]
    assert [reject.capture_offset for reject in rejects] == [pages[4].capture_offset]
    assert rejects[0].rejected_at == AT


def test_bytes_between_records_are_one_reject(tmp_path: Path) -> None:
    """And cost no record."""
    (path,) = write_pages(tmp_path)
    pages, _ = split(path)
    data, offset = path.read_bytes(), pages[3].capture_offset
    mixed = tmp_path / "mixed.warc.gz"
    mixed.write_bytes(data[:offset] + b"rubbish" * 300 + data[offset:])

    kept, rejects = split(mixed)

    assert [page.url for page in kept] == [page.url for page in pages]
    assert len(rejects) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x1f\x8b\x08",
        b"<html></html>",
        gzip.compress(b"<html></html>", mtime=0),
        b"WARC/1.1\r\n\r\n",
        b"\x00" * 5_000,
    ],
)
def test_a_file_that_is_no_warc_is_a_reject(data: bytes, tmp_path: Path) -> None:
    """Broken input never passes as an empty result."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)

    kept, rejects = split(path)

    assert kept == []
    assert len(rejects) == 1


def test_a_missing_file_is_a_parse_error(tmp_path: Path) -> None:
    """It names the file."""
    with pytest.raises(ParseError, match=r"nowhere\.warc"):
        list(read_captures(tmp_path / "nowhere.warc"))


def foreign(*records: bytes, is_gzip: bool) -> bytes:
    """A WARC as others write it."""
    return b"".join(gzip.compress(record, mtime=0) if is_gzip else record for record in records)


def foreign_record(head: str, block: bytes) -> bytes:
    """One record of it, with the fields that every crawler writes."""
    fields = (
        f"WARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2023-01-31T10:00:00Z\r\n{head}Content-Length: {len(block)}\r\n"
    )
    return f"WARC/1.0\r\n{fields}\r\n".encode() + block + b"\r\n\r\n"


_URL = "WARC-Target-URI: http://www.press.example/a\r\n"
_RESPONSE = f"WARC-Type: response\r\n{_URL}Content-Type: application/http; msgtype=response\r\n"
_GZIP_HEAD = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
_PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>hello</p>"
FOREIGN = [
    pytest.param(_PLAIN, b"<p>hello</p>", id="plain"),
    pytest.param(
        _GZIP_HEAD + gzip.compress(b"<p>hello</p>"), b"<p>hello</p>", id="gzip"
    ),
    pytest.param(_GZIP_HEAD + b"<p>hello</p>", b"<p>hello</p>", id="decoded-before"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>he\r\n7\r\nllo</p>\r\n0\r\n\r\n",
        b"<p>hello</p>",
        id="chunked",
    ),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>hello</p>", b"<p>hello</p>", id="not-chunked-at-all"
    ),
    pytest.param(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>hello</p>", b"<p>hello</p>", id="bare-newlines"),
]  # fmt: skip


@pytest.mark.parametrize("is_gzip", [True, False], ids=["gzip", "plain-file"])
@pytest.mark.parametrize(("block", "body"), FOREIGN)
def test_archives_of_others_are_read(block: bytes, body: bytes, is_gzip: bool, tmp_path: Path) -> None:
    """The source is the domain, the publication time that of the capture, if asked for."""
    path = tmp_path / "theirs.warc"
    path.write_bytes(foreign(foreign_record(_RESPONSE, block), is_gzip=is_gzip))

    (page,) = [item for item in read_captures(path, published_basis="archive") if isinstance(item, Page)]

    assert (page.body, page.source_id, page.published_basis) == (body, "press.example", "archive")
    assert page.published_at == page.captured_at == dt.datetime(2023, 1, 31, 10, tzinfo=dt.UTC)


BAD_RECORDS = [
    pytest.param(_RESPONSE, b"no http at all", "no HTTP status", id="no-http"),
    pytest.param(_RESPONSE, b"HTTP/1.1 404 Not Found\r\n\r\n", "status 404", id="not-found"),
    pytest.param(_RESPONSE + "WARC-Block-Digest: sha1:AAAA\r\n", _PLAIN, "digest does not match", id="digest"),
    pytest.param(_RESPONSE.replace(_URL, ""), _PLAIN, "names no URL", id="no-url"),
    pytest.param(
        _RESPONSE, _GZIP_HEAD + gzip.compress(bytes(30_000_000)), "more than", id="bomb"
    ),
    pytest.param(_RESPONSE, b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x00\x01", "encoded", id="not-brotli"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "block", "reason"), BAD_RECORDS)
def test_a_bad_record_is_a_reject_and_the_next_is_read(head: str, block: bytes, reason: str, tmp_path: Path) -> None:
    """Each says why."""
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(foreign(foreign_record(head, block), foreign_record(_RESPONSE, _PLAIN), is_gzip=True))

    kept, rejects = split(path)

    assert [page.body for page in kept] == [b"<p>hello</p>"]
    assert len(rejects) == 1
    assert reason in rejects[0].reason


def test_records_that_are_no_documents_are_passed_over(tmp_path: Path) -> None:
    """Redirects, DNS answers and metadata are what every crawl is full of."""
    moved = foreign_record(_RESPONSE, b"HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n")
    dns = foreign_record(
        _RESPONSE.replace("application/http; msgtype=response", "text/dns"), b"press.example 192.0.2.1"
    )
    metadata = foreign_record("WARC-Type: metadata\r\nWARC-Target-URI: http://a.example/\r\n", b"outlink: x")
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(foreign(moved, dns, metadata, is_gzip=True))

    assert list(read_captures(path)) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=300), position=st.integers(0, 20_000))
def test_no_damage_escapes_as_an_exception(data: bytes, position: int, tmp_path: Path) -> None:
    """Any bytes anywhere: pages and rejects, and an end."""
    path = tmp_path / "shard-0000.warc.gz"
    if not path.exists():
        write_pages(tmp_path)
    whole = path.read_bytes()
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(whole[:position] + data + whole[position + len(data) :])

    kept, _ = split(bad)

    assert len(kept) <= 6


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=st.text(max_size=3_000), body=st.binary(max_size=500), url=st.text(min_size=1, max_size=50))
def test_any_title_and_body_come_back(title: str, body: bytes, url: str, tmp_path: Path) -> None:
    """No text can break out of its field."""
    with CaptureWriter(tmp_path, "any", 100_000) as writer:
        writer.write_resource(
            url=f"urn:x:{url}",
            captured_at=AT,
            body=body,
            content_type="text/plain",
            hints=CaptureHints(source_id="press", title=title),
        )
        (path,) = writer.close()

    (page,), rejects = split(path)

    assert rejects == []
    assert page.body == body
    assert page.source_id == "press"


def test_shard_ids_are_readable_and_depend_on_all_parts() -> None:
    """The same parts, the same name."""
    assert (
        make_shard_id("Press.example", "a")
        == make_shard_id("Press.example", "a")
        != make_shard_id("Press.example", "b")
    )
    assert make_shard_id("Press.example", "a").startswith("press-example-")
