"""A report is whole, stands alone, and says the same on the page, in JSON and in the feed."""

from __future__ import annotations

import datetime as dt
import json
import re
import struct
from html.parser import HTMLParser
from pathlib import Path

import ledger_kit as kit
import press_kit
import pytest
from lxml import etree

from sitrep import theatres
from sitrep.errors import SettingsError
from sitrep.models import build_models
from sitrep.publish import publish_snapshot
from sitrep.report import write_report
from sitrep.settings import Settings

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A made-up press with hostile pages in it, published, and published again with one more story."""
    made = press_kit.press_settings(tmp_path_factory.mktemp("press"))
    press_kit.publish_press(made, is_hostile=True)
    where = {"place": "Vuhledar", "place_id": find_place("Vuhledar"), "front_id": "vuhledar"}
    figure = kit.figure(60, side="ru", on=dt.date(2023, 2, 10), claimant_side="ru", **where)
    kit.load(made, kit.article("late", [figure], published="2023-02-14T20:00:00"), shard_id="late")
    build_models(made)
    publish_snapshot(made, dt.datetime(2023, 2, 15, 3, tzinfo=dt.UTC))
    return made


def find_place(name: str) -> str:
    """The gazetteer's id of a place with one name."""
    return next(place.place_id for place in theatres.read_places("ukraine") if place.name == name)


def read_feed(root: Path) -> etree._Element:
    """The feed of reports."""
    return etree.fromstring((root / "feed.xml").read_bytes())


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.seen.append((tag, dict(attrs)))


def read_tags(page: Path) -> list[tuple[str, dict[str, str | None]]]:
    """Parse a page as a browser would."""
    parser = Tags()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.seen


def test_the_page_stands_alone_and_runs_nothing(press: Settings) -> None:
    tags = read_tags(write_report(press, None))

    assert not {"script", "link", "iframe", "object", "form"} & {tag for tag, _ in tags}
    assert all(str(given["src"]).startswith("data:image/svg+xml;base64,") for tag, given in tags if tag == "img")
    assert not [name for _, given in tags for name in given if name.startswith("on")]
    assert not [given for tag, given in tags if tag == "a"]


def test_charts_lie_beside_it_as_png(press: Settings) -> None:
    folder = write_report(press, None).parent

    for name in ("fronts", "map", "tallies"):
        head = (folder / f"{name}.png").read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", head[16:])[0] > 600


def test_page_json_and_feed_say_the_same(press: Settings, tmp_path: Path) -> None:
    page = write_report(press, None, tmp_path)
    content = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))
    text = page.read_text(encoding="utf-8")
    entry = read_feed(tmp_path).find("a:entry", ATOM)

    assert page == tmp_path / "2023-02-14" / "report.html"
    assert content["day"] == "2023-02-14"
    assert "Tuesday 14 February 2023" in text
    assert entry is not None
    assert entry.findtext("a:title", namespaces=ATOM) == "Tuesday 14 February 2023"
    assert entry.findtext("a:summary", namespaces=ATOM) == " ".join(content["lead"])
    assert {row["figure_id_ua"] for row in content["contested"] if row["figure_id_ua"]} <= set(
        re.findall(r"<code>(\w+)</code>", text)
    )


def test_the_same_tables_give_the_same_bytes(press: Settings, tmp_path: Path) -> None:
    first, second = (write_report(press, None, tmp_path / name) for name in ("one", "two"))

    assert first.read_bytes() == second.read_bytes()
    assert (first.parent / "report.json").read_bytes() == (second.parent / "report.json").read_bytes()


def test_claims_stand_by_side_and_are_never_added(press: Settings, tmp_path: Path) -> None:
    page = write_report(press, dt.date(2023, 2, 14), tmp_path)
    content = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))
    kherson = next(row for row in content["claims"] if row["front_id"] == "kherson" and row["effect"] == "killed")

    assert (kherson["words_ua"], kherson["words_ru"], kherson["words_third"]) == ("3", "0", None)


def test_what_changed_since_the_last_run_is_told(press: Settings, tmp_path: Path) -> None:
    page = write_report(press, None, tmp_path)
    changes = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))["changes"]

    assert changes["since"] == "2023-02-15T02:30:00Z"
    assert changes["counts"]["n_articles"] == 1
    assert [(row["place"], row["is_new"], row["moves"]) for row in changes["contested"]] == [
        ("Vuhledar", False, [{"side": "Russia", "before": "30", "after": "60"}])
    ]


def test_a_hostile_title_is_text(press: Settings, tmp_path: Path) -> None:
    text = write_report(press, press_kit.LAST, tmp_path).read_text(encoding="utf-8")

    assert "<i onclick" not in text
    assert "&lt;i onclick" in text
    assert "\u202e" not in text
    assert len(text) < 2_000_000


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(press_kit.QUIET_DAY, "A quiet day", id="quiet"),
        pytest.param(press_kit.DARK_DAY, "nobody was heard", id="no-sources"),
        pytest.param(dt.date(2022, 3, 1), "nobody was heard", id="before-the-first"),
        pytest.param(dt.date(2031, 1, 1), "nobody was heard", id="after-the-last"),
    ],
)
def test_a_day_without_events_has_a_report_too(press: Settings, tmp_path: Path, day: dt.date, words: str) -> None:
    assert words in write_report(press, day, tmp_path).read_text(encoding="utf-8")


def test_the_feed_lists_all_reports_newest_first(press: Settings, tmp_path: Path) -> None:
    for day in (dt.date(2023, 2, 13), dt.date(2023, 2, 14), dt.date(2023, 2, 12)):
        write_report(press, day, tmp_path)
    links = read_feed(tmp_path).findall("a:entry/a:link[@type='text/html']", ATOM)

    assert [link.get("href") for link in links] == [f"2023-02-{day}/report.html" for day in (14, 13, 12)]


def test_an_empty_ledger_has_a_report(tmp_path: Path) -> None:
    settings = kit.settings_for(tmp_path)
    kit.load(settings, kit.article("a"))
    build_models(settings)
    publish_snapshot(settings, dt.datetime(2023, 1, 11, 2, tzinfo=dt.UTC))

    assert "2023-01-11" in str(write_report(settings, None))


def test_before_the_first_publish_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing is published yet"):
        write_report(kit.settings_for(tmp_path), None)
