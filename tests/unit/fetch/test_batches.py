"""A night on a small site: what is asked, what is kept, and that a kill changes nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import multiprocessing
import random
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small_site import Site, make_feed, make_item, make_source, run_site

from sitrep.captures import describe_captures, read_captures
from sitrep.errors import ParseError, RefusedError, SettingsError
from sitrep.feed import parse_feed
from sitrep.fetch import (
    BatchResult,
    describe_fetch,
    drop_old_manifests,
    fetch_batch,
    fetch_batches,
    make_batch,
    plan_batches,
)
from sitrep.fetch.memory import MOST_EDITS, read_memory
from sitrep.fetch.pages import MOST_PAGES_PER_FEED
from sitrep.records import Fetch, Page, Source
from sitrep.settings import Settings

NIGHT = dt.datetime(2023, 2, 1, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
FEED = "http://press.example/feed"
PRESS = make_source()


@pytest.fixture
def site() -> Iterator[Site]:
    """A fresh one for each test."""
    with run_site() as running:
        yield running


class Nights:
    """Runs one batch, night after night."""

    def __init__(self, site: Site, home: Path, *sources: Source) -> None:
        hosts = ("press.example", "www.press.example", "other.example")
        self.settings = Settings(home=home, resolve=site.resolve(*hosts), read_timeout_seconds=2.0)
        self.sources = sources or (PRESS,)

    def run(self, night: int = 0, *, refetch: bool = False) -> BatchResult:
        """The night so many days after the first."""
        now = NIGHT + night * DAY
        batch = make_batch(self.sources)
        return fetch_batch(batch, settings=self.settings, day=now.date(), now=now, parse=parse_feed, refetch=refetch)

    def read_pages(self, result: BatchResult) -> list[Page]:
        """What the shards of a night hold."""
        items = [item for shard in result.shards for item in read_captures(self.settings.home / shard)]
        return [item for item in items if isinstance(item, Page)]


def outcomes(result: BatchResult, what: str = "page") -> list[str]:
    """In order."""
    return [fetch.outcome for fetch in result.fetches if fetch.what == what]


def put_pages(site: Site, *paths: str, body: str = "<p>{path}</p>", **headers: str) -> list[str]:
    """Pages of the press; gives their items."""
    for path in paths:
        site.put(f"http://press.example/{path}", body.format(path=path), Content_Type="text/html", **headers)
    return [make_item(f"http://press.example/{path}", guid=path, day=int(path[-1])) for path in paths]


def test_a_night_keeps_feed_and_pages_with_what_the_feed_says(site: Site, tmp_path: Path) -> None:
    """In order of publication, the first telling first."""
    site.put(FEED, make_feed(*reversed(put_pages(site, "a1", "a2", "a3"))), ETag='"v1"')
    nights = Nights(site, tmp_path)

    result = nights.run()

    pages = nights.read_pages(result)
    assert [page.url for page in pages] == [f"http://press.example/a{number}" for number in (1, 2, 3)]
    assert {(page.published_basis, page.language, page.zone, page.source_id) for page in pages} == {
        ("feed", "en", "Europe/Kyiv", "press")
    }
    assert pages[0].published_at == dt.datetime(2023, 1, 1, 10, tzinfo=dt.UTC)
    kinds = [row["kind"] for row in describe_captures(tmp_path / result.shards[0])]
    assert kinds == ["feed", "page", "page", "page"]
    assert result.shards[0].startswith("captures/2023-02-01/press-example-")
    assert [fetch.entries for fetch in result.fetches if fetch.what == "feed"] == [3]
    assert result.rejects == ()


def test_a_rerun_of_a_finished_night_asks_nobody_and_tells_the_same(site: Site, tmp_path: Path) -> None:
    """The manifest knows."""
    site.put(FEED, make_feed(*put_pages(site, "a1"), make_item("http://press.example/gone")))
    nights = Nights(site, tmp_path)
    first = nights.run()
    asked = len(site.requests)

    again = nights.run()

    assert again == dataclasses.replace(first, is_reused=True)
    assert len(site.requests) == asked


def test_the_next_night_asks_with_validators_and_fetches_only_what_is_new(site: Site, tmp_path: Path) -> None:
    """304 is success."""
    items = put_pages(site, "a1", "a2", "a3")
    site.put(FEED, make_feed(items[0]), ETag='"v1"', Last_Modified="Sun, 01 Jan 2023 10:00:00 GMT")
    nights = Nights(site, tmp_path)
    nights.run()
    assert outcomes(nights.run(1), "feed") == ["unchanged"]
    assert site.requests[-1][1]["If-None-Match"] == '"v1"'
    assert site.requests[-1][1]["If-Modified-Since"] == "Sun, 01 Jan 2023 10:00:00 GMT"

    site.put(FEED, make_feed(*items), ETag='"v2"')
    third = nights.run(2)

    assert [page.url for page in nights.read_pages(third)] == ["http://press.example/a2", "http://press.example/a3"]


def test_a_feed_that_ignores_validators_is_compared_by_its_bytes(site: Site, tmp_path: Path) -> None:
    """And a switch leaves the validators out for feeds that lie with them."""
    site.put(FEED, make_feed(*put_pages(site, "a1")), ETag='"same"')
    nights = Nights(site, tmp_path, make_source(ignore_validators=True))
    nights.run()

    assert outcomes(nights.run(1), "feed") == ["unchanged"]
    assert "If-None-Match" not in site.requests[-1][1]

    site.put(FEED, make_feed(*put_pages(site, "a1", "a2")), ETag='"same"')
    assert outcomes(nights.run(2)) == ["new"]


def test_now_and_then_a_feed_is_asked_without_validators(site: Site, tmp_path: Path) -> None:
    """Some keep an ETag while the content changes."""
    site.put(FEED, make_feed(*put_pages(site, "a1")), ETag='"stuck"')
    nights = Nights(site, tmp_path)
    for night in range(13):
        nights.run(night)

    conditional = ["If-None-Match" in headers for url, headers in site.requests if url == FEED]
    assert conditional == [False, *[True] * 10, False, True]


def test_validators_of_a_broken_feed_are_not_kept_but_its_entries_are(site: Site, tmp_path: Path) -> None:
    """Or the rest of it would never be read."""
    whole = make_feed(*put_pages(site, "a1", "a2"))
    site.put(FEED, whole[: whole.index("a2") - 20], ETag='"v1"')
    nights = Nights(site, tmp_path)

    first = nights.run()

    assert outcomes(first) == ["new"]
    assert [(reject.stage, reject.error) for reject in first.rejects] == [("feed", "ParseError")]
    assert "1 entries kept" in first.rejects[0].reason
    site.put(FEED, whole, ETag='"v1"')
    assert outcomes(nights.run(1)) == ["new"]


def test_a_validator_that_cannot_be_sent_is_not_kept(site: Site, tmp_path: Path) -> None:
    """Or the feed would fail every night, for a header of its own."""
    site.put(FEED, make_feed(*put_pages(site, "a1")), ETag='"folded\r\n over"')
    nights = Nights(site, tmp_path)
    nights.run()
    assert outcomes(nights.run(1), "feed") == ["unchanged"]


def test_validators_survive_errors(site: Site, tmp_path: Path) -> None:
    """A bad night costs no unconditional request."""
    site.put(FEED, make_feed(*put_pages(site, "a1")), ETag='"v1"')
    nights = Nights(site, tmp_path)
    nights.run()
    good = site.answers[FEED]
    site.put(FEED, status=500)
    assert [reject.error for reject in nights.run(1).rejects] == ["FetchError"]

    site.answers[FEED] = good
    assert outcomes(nights.run(2), "feed") == ["unchanged"]
    assert site.requests[-1][1]["If-None-Match"] == '"v1"'


def test_a_page_in_several_feeds_is_fetched_once(site: Site, tmp_path: Path) -> None:
    """Under whatever rendering of its address, also across batches."""
    site.put("http://press.example/feed", make_feed(*put_pages(site, "a1")))
    site.put("http://www.press.example/en", make_feed(make_item("http://press.example/a1?utm_source=x#top")))
    site.put("http://other.example/feed", make_feed(make_item("http://www.press.example/a1/")))
    sources = (
        PRESS,
        make_source("press-en", "http://www.press.example/en"),
        make_source("other", "http://other.example/feed"),
    )
    settings = Nights(site, tmp_path).settings
    site.put("http://www.press.example/a1/", "<p>a1</p>", Content_Type="text/html")

    def run(night: int) -> list[list[str]]:
        now = NIGHT + night * DAY
        batches = plan_batches(sources, settings, now)
        assert [batch.source_ids for batch in batches] == [("other",), ("press", "press-en")]
        results = fetch_batches(batches, settings=settings, day=now.date(), now=now, parse=parse_feed)
        assert [result.batch_id for result in results] == [batch.batch_id for batch in batches]
        return [outcomes(result) for result in results]

    assert sorted(run(0)) == [[], ["new"]]
    assert run(1) == [[], []]


def test_a_page_that_one_feed_misnames_is_fetched_by_the_other(site: Site, tmp_path: Path) -> None:
    """A claim that came to nothing is given back."""
    site.put("http://other.example/feed", make_feed(make_item("http://www.press.example/a1/")))
    site.put("http://press.example/feed", make_feed(*put_pages(site, "a1")))
    settings = Nights(site, tmp_path).settings

    def run(source: Source) -> list[str]:
        batch = make_batch([source])
        return outcomes(fetch_batch(batch, settings=settings, day=NIGHT.date(), now=NIGHT, parse=parse_feed))

    assert run(make_source("other", "http://other.example/feed")) == ["RefusedError"]
    assert run(PRESS) == ["new"]


def test_a_changed_guid_or_address_makes_no_new_story(site: Site, tmp_path: Path) -> None:
    """Known by the address under another guid, and by the guid under another address."""
    put_pages(site, "a1", "b1")
    site.put(FEED, make_feed(make_item("http://press.example/a1", guid="one")))
    nights = Nights(site, tmp_path)
    nights.run()
    site.put(FEED, make_feed(make_item("http://press.example/a1", guid="two")))
    assert outcomes(nights.run(1)) == []

    moved = make_item("http://press.example/b1", guid="two").replace("mple/b1</title>", "mple/a1</title>")
    site.put(FEED, make_feed(moved))
    assert outcomes(nights.run(2)) == []


def test_a_guid_that_every_item_has_identifies_none(site: Site, tmp_path: Path) -> None:
    """Some feeds do that."""
    put_pages(site, "a1", "a2")
    items = [make_item(f"http://press.example/a{number}", guid="same") for number in (1, 2)]
    site.put(FEED, make_feed(*items))
    assert outcomes(Nights(site, tmp_path).run()) == ["new", "new"]


def test_an_edited_story_is_captured_again_and_an_unchanged_page_is_a_revisit(site: Site, tmp_path: Path) -> None:
    """The feed's text changed: look again; if the page did not, say that it was seen."""
    url = "http://press.example/a1"
    site.put(url, "<p>Ten killed</p>", Content_Type="text/html")
    site.put(FEED, make_feed(make_item(url, text="ten")))
    nights = Nights(site, tmp_path)
    nights.run()

    site.put(FEED, make_feed(make_item(url, text="eleven")))
    second = nights.run(1)
    assert outcomes(second) == ["unchanged"]
    assert [row["type"] for row in describe_captures(tmp_path / second.shards[0])][-1] == "revisit"

    site.put(url, "<p>Twelve killed</p>", Content_Type="text/html")
    site.put(FEED, make_feed(make_item(url, text="twelve")))
    third = nights.run(2)
    assert [page.body for page in nights.read_pages(third)] == [b"<p>Twelve killed</p>"]


def test_a_story_that_flaps_is_left_alone_in_the_end(site: Site, tmp_path: Path) -> None:
    """Capped."""
    url = "http://press.example/a1"
    nights = Nights(site, tmp_path)
    for night in range(MOST_EDITS + 4):
        site.put(url, f"<p>{night}</p>", Content_Type="text/html")
        site.put(FEED, make_feed(make_item(url, text=str(night % 2))))
        nights.run(night)

    assert site.asked.count(url) == MOST_EDITS + 1


def test_a_night_without_an_answer_is_tried_again_on_its_day(site: Site, tmp_path: Path) -> None:
    """The network may have been down; what was asked stays on the record."""
    site.put(FEED, status=503)
    nights = Nights(site, tmp_path)
    first = nights.run()
    assert nights.run() == dataclasses.replace(first, is_reused=True), "not at once"
    site.put(FEED, make_feed(*put_pages(site, "a1")))

    now = NIGHT + dt.timedelta(hours=1)
    later = fetch_batch(make_batch([PRESS]), settings=nights.settings, day=NIGHT.date(), now=now, parse=parse_feed)

    assert outcomes(later, "feed") == ["FetchError", "new"]
    assert outcomes(later) == ["new"]
    assert nights.run().is_reused


def test_what_fails_for_now_is_tried_again_even_if_the_feed_forgets_it(site: Site, tmp_path: Path) -> None:
    """With the title and time that the feed gave; not for ever."""
    items = put_pages(site, "a1", "a2")
    good = site.answers["http://press.example/a1"]
    site.put("http://press.example/a1", status=500)
    site.put(FEED, make_feed(*items))
    nights = Nights(site, tmp_path)
    assert [reject.error for reject in nights.run().rejects] == ["FetchError"]
    site.put(FEED, make_feed())

    site.answers["http://press.example/a1"] = good
    (page,) = nights.read_pages(nights.run(1))

    assert page.published_at == dt.datetime(2023, 1, 1, 10, tzinfo=dt.UTC)
    assert page.title == "xample/a1"


def test_three_attempts_are_enough(site: Site, tmp_path: Path) -> None:
    """Then it is given up, unless the network is asked again on purpose."""
    site.put("http://press.example/a1", status=500)
    site.put(FEED, make_feed(make_item("http://press.example/a1")))
    nights = Nights(site, tmp_path)

    tries = [len(outcomes(nights.run(night))) for night in range(5)]

    assert tries == [1, 1, 1, 0, 0]
    assert outcomes(nights.run(4, refetch=True)) == ["FetchError"]


def test_too_many_requests_ends_the_night_on_that_domain(site: Site, tmp_path: Path) -> None:
    """Retry-After is obeyed by the pages after it, and in the next run."""
    items = put_pages(site, "a1", "a2", "a3")
    site.put("http://press.example/a1", status=429, Retry_After="3600")
    site.put(FEED, make_feed(*items))
    nights = Nights(site, tmp_path)

    first = nights.run()

    assert outcomes(first) == ["FetchError"] * 3
    assert [url for url in site.asked if url != FEED] == ["http://press.example/a1"]
    assert "asked to come back" in first.rejects[1].reason
    site.put("http://press.example/a1", "<p>fine</p>", Content_Type="text/html")
    assert outcomes(nights.run(1)) == ["new", "new", "new"]


def test_a_site_that_is_down_is_left_alone_after_five_failures(site: Site, tmp_path: Path) -> None:
    """The rest waits for the next run, and costs no attempt."""
    paths = [f"a{number}" for number in range(1, 9)]
    items = put_pages(site, *paths)
    good = dict(site.answers)
    for path in paths:
        site.put(f"http://press.example/{path}", status=502)
    site.put(FEED, make_feed(*items))
    nights = Nights(site, tmp_path)

    assert outcomes(nights.run()) == ["FetchError"] * 5 + ["skipped"] * 3
    site.answers |= good
    assert outcomes(nights.run(1)) == ["new"] * 8


def test_the_newest_pages_come_first_when_there_are_too_many(site: Site, tmp_path: Path) -> None:
    """What is left waits for the next night."""
    items = put_pages(site, "a1", "a2", "a3") + put_pages(site, *(f"b{n}9" for n in range(MOST_PAGES_PER_FEED - 1)))
    site.put(FEED, make_feed(*items))
    nights = Nights(site, tmp_path)

    first, second = nights.run(), nights.run(1)

    assert outcomes(first).count("new") == MOST_PAGES_PER_FEED
    assert outcomes(first).count("skipped") == 2
    assert nights.read_pages(first)[0].url == "http://press.example/a3"
    assert [page.url[-2:] for page in nights.read_pages(second)] == ["a1", "a2"]


def test_a_redirect_into_what_robots_txt_forbids_is_not_followed(site: Site, tmp_path: Path) -> None:
    """Each hop is asked for like a page; also on the same domain, whose turn is taken."""
    site.put("http://press.example/a1", status=302, Location="http://www.press.example/secret/a1")
    site.put("http://www.press.example/robots.txt", "User-agent: *\nDisallow: /secret/")
    site.put(FEED, make_feed(make_item("http://press.example/a1")))
    nights = Nights(site, tmp_path)

    (reject,) = nights.run().rejects

    assert (reject.error, reject.reason) == ("RefusedError", "robots.txt forbids it")
    assert "http://www.press.example/secret/a1" not in site.asked


def test_a_dead_feed_is_told_and_still_asked(site: Site, tmp_path: Path) -> None:
    """The reject counts the failures; each wait is longer, none is for ever."""
    site.put(FEED, status=410)
    nights = Nights(site, tmp_path)
    reasons = [reject.reason for night in range(60) for reject in nights.run(night).rejects]

    assert 8 <= len(reasons) <= 20
    assert "counted as dead" in reasons[-1]
    assert "since 2023-02-01" in reasons[-1]
    memory = read_memory(nights.settings, PRESS)
    assert memory.is_dead

    site.put(FEED, make_feed(*put_pages(site, "a1")))
    assert "new" in [outcome for night in range(60, 68) for outcome in outcomes(nights.run(night), "feed")]
    assert not read_memory(nights.settings, PRESS).is_dead


def test_a_feed_that_is_not_due_is_skipped_and_not_planned(site: Site, tmp_path: Path) -> None:
    """The server said how long its answer is fresh."""
    site.put(FEED, make_feed(*put_pages(site, "a1")), Cache_Control="max-age=36000")
    nights = Nights(site, tmp_path)
    nights.run()

    def plan(now: dt.datetime, day: dt.date | None = None) -> int:
        return len(plan_batches([PRESS], nights.settings, now, day=day))

    soon = NIGHT + dt.timedelta(hours=2)
    assert plan(soon) == 1, "the day has a manifest, which a rerun must find"
    assert plan(soon, NIGHT.date() + DAY) == 0
    assert plan(NIGHT + DAY) == 1
    batch = make_batch([PRESS])
    later = fetch_batch(batch, settings=nights.settings, day=NIGHT.date() + DAY, now=soon, parse=parse_feed)
    assert outcomes(later, "feed") == ["skipped"]


def test_refetch_asks_again_and_keeps_what_was_there(site: Site, tmp_path: Path) -> None:
    """Without validators; new captures stand beside the old."""
    site.put(FEED, make_feed(*put_pages(site, "a1")), ETag='"v1"')
    nights = Nights(site, tmp_path)
    first = nights.run()
    site.put(FEED, make_feed(*put_pages(site, "a1", "a2")), ETag='"v1"')

    second = nights.run(refetch=True)

    assert second.shards[0] == first.shards[0]
    assert [page.url for page in nights.read_pages(second)] == ["http://press.example/a1", "http://press.example/a2"]
    assert dataclasses.replace(second, is_reused=True) == nights.run()


def test_an_index_leads_to_its_newest_sitemaps(site: Site, tmp_path: Path) -> None:
    """And only to what is of these days: a sitemap lists all that a site ever had."""
    put_pages(site, "a1", "a2")
    rows = "".join(
        f"<url><loc>http://press.example/a{number}</loc><lastmod>{day}</lastmod></url>"
        for number, day in ((1, "2023-01-31T10:00:00Z"), (2, "2015-01-01"))
    )
    site.put("http://press.example/s1.xml", f"<urlset>{rows}</urlset>")
    site.put(
        FEED, "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>"
    )

    result = Nights(site, tmp_path).run()

    assert outcomes(result) == ["new"]
    assert [reject.subject for reject in result.rejects] == ["http://press.example/s2.xml"]


def test_a_day_without_news_leaves_no_shard(site: Site, tmp_path: Path) -> None:
    """But a manifest."""
    site.put(FEED, make_feed(), ETag='"v1"')
    nights = Nights(site, tmp_path)
    nights.run()
    assert nights.run(1).shards == ()
    assert nights.run(1).is_reused


def test_rows_of_a_sample_say_so(site: Site, tmp_path: Path) -> None:
    """A real run never mixes with them."""
    site.put(FEED, make_feed(make_item("http://press.example/gone")))
    nights = Nights(site, tmp_path)
    nights.settings = nights.settings.for_sample()
    result = nights.run()
    assert all(row.is_sample for row in (*result.fetches, *result.rejects))


def test_captures_survive_the_loss_of_the_state(site: Site, tmp_path: Path) -> None:
    """A fetch without its manifests begins anew, and writes over nothing."""
    site.put(FEED, make_feed(*put_pages(site, "a1")))
    nights = Nights(site, tmp_path)
    first = nights.run()
    (tmp_path / "state").rename(tmp_path / "lost")

    second = nights.run()

    assert set(first.shards).isdisjoint(second.shards)
    assert all((tmp_path / shard).exists() for shard in (*first.shards, *second.shards))


def test_manifests_go_after_their_days_and_captures_stay(site: Site, tmp_path: Path) -> None:
    """A recent night is rerun without the network; of an old one nothing but the manifest goes."""
    site.put(FEED, make_feed(*put_pages(site, "a1", "a2")))
    nights = Nights(site, tmp_path)
    old = nights.run()
    put_pages(site, "a3")
    site.put(FEED, make_feed(*put_pages(site, "a3")))
    recent = nights.run(5)
    asked = len(site.requests)
    kept = nights.settings.manifest_days_kept

    removed = drop_old_manifests(nights.settings, NIGHT.date() + dt.timedelta(days=kept + 5))

    assert removed == [NIGHT.date().isoformat()]
    assert nights.run(5) == dataclasses.replace(recent, is_reused=True)
    assert len(site.requests) == asked
    assert [page.url[-2:] for page in nights.read_pages(old)] == ["a1", "a2"]
    assert drop_old_manifests(nights.settings, NIGHT.date() + dt.timedelta(days=kept + 5)) == []


def test_a_manifest_that_a_kill_left_without_effect_names_its_captures_before_it_goes(
    site: Site, tmp_path: Path
) -> None:
    """No capture is lost."""
    site.put(FEED, make_feed(*put_pages(site, "a1")))
    nights = Nights(site, tmp_path)
    result = nights.run()
    for shard in result.shards:
        (tmp_path / shard).rename(tmp_path / f"{shard}.part")

    drop_old_manifests(nights.settings, NIGHT.date() + dt.timedelta(days=1_000))

    assert [page.url for page in nights.read_pages(result)] == ["http://press.example/a1"]
    assert not list((tmp_path / "state" / "manifests").iterdir())


def test_two_workers_with_one_batch_do_the_work_once(site: Site, tmp_path: Path) -> None:
    """The second waits, and reads the manifest."""
    site.put(FEED, make_feed(*put_pages(site, "a1", "a2")))
    nights = Nights(site, tmp_path)
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: nights.run(), range(4)))

    assert sorted(result.is_reused for result in results) == [False, True, True, True]
    assert len({result.shards for result in results}) == 1
    assert site.asked.count("http://press.example/a1") == 1


def test_a_batch_of_several_domains_makes_no_sense() -> None:
    """They could not be spaced."""
    with pytest.raises(SettingsError, match="one domain"):
        make_batch([PRESS, make_source("other", "http://other.example/feed")])
    with pytest.raises(SettingsError):
        make_batch([])


def test_the_order_of_sources_does_not_name_a_batch() -> None:
    """A rerun finds its manifest."""
    other = make_source("press-en", "http://www.press.example/en")
    assert make_batch([PRESS, other]) == make_batch([other, PRESS])
    assert make_batch([PRESS]).batch_id != make_batch([PRESS, other]).batch_id


def test_one_request_can_be_looked_at(site: Site, tmp_path: Path) -> None:
    """Hops and verdicts; nothing is stored."""
    put_pages(site, "a1")
    site.put("http://press.example/old", status=301, Location="/a1")
    settings = Nights(site, tmp_path).settings

    row = describe_fetch("http://press.example/old", settings)

    assert row["final_url"] == row["moved_to"] == "http://press.example/a1"
    assert (row["hops"], row["status"], row["robots"]) == (["http://press.example/old"], 200, "allowed")
    with pytest.raises(ParseError):
        describe_fetch("file:///etc/passwd", settings)
    with pytest.raises(RefusedError, match="status 404"):
        describe_fetch("http://press.example/gone", settings)
    assert not (tmp_path / "captures").exists()
    json.dumps(row)


def _run_night(port: int, home: str) -> None:
    nights = Nights(Site(port=port), Path(home))
    nights.run()


def _rows(fetches: tuple[Fetch, ...]) -> list[tuple[str, str, int | None]]:
    # A robots.txt that the killed run learnt is not asked for again.
    return [(fetch.url, fetch.outcome, fetch.status) for fetch in fetches if fetch.what != "robots"]


def test_a_night_killed_at_any_moment_ends_as_if_it_had_not_been(site: Site, tmp_path: Path) -> None:
    """Kill -9, start again: the same rows and captures, nothing temporary left."""
    paths = [f"a{number}" for number in range(1, 10)]
    site.put(
        FEED, make_feed(*put_pages(site, *paths, body="<p>{path}</p>" * 3_000), make_item("http://press.example/gone"))
    )
    calm = Nights(site, tmp_path / "calm")
    started_at = time.monotonic()
    undisturbed = calm.run()
    seconds = time.monotonic() - started_at
    moments = random.Random(7)
    spawn = multiprocessing.get_context("fork")

    for attempt in range(12):
        home = tmp_path / f"killed-{attempt}"
        process = spawn.Process(target=_run_night, args=(site.port, str(home)))
        process.start()
        time.sleep(moments.uniform(0.0, seconds * 1.5))
        assert process.pid is not None
        process.kill()
        process.join()
        assert process.exitcode in {0, -signal.SIGKILL}
        nights = Nights(site, home)
        result = nights.run()

        assert _rows(result.fetches) == _rows(undisturbed.fetches)
        assert [(page.url, page.body) for page in nights.read_pages(result)] == [
            (page.url, page.body) for page in calm.read_pages(undisturbed)
        ]
        assert sorted(path.name for path in home.rglob("*") if path.name.endswith((".part", ".tmp"))) == []
        assert sorted(path.name for path in (home / "captures").rglob("*.gz")) == [Path(s).name for s in result.shards]
        assert not list(home.rglob("*.memories.json"))
        assert read_memory(nights.settings, PRESS).entries.keys() == read_memory(calm.settings, PRESS).entries.keys()
