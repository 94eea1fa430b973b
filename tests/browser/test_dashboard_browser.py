"""The dashboard as a person meets it: choose, look, open the words, take rows along."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import ledger_kit as kit
import press_kit
import pytest
from browser_kit import SHOTS, Watch, serve
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sitrep.models import build_models
from sitrep.publish import publish_snapshot
from sitrep.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


def open_view(page: Page, address: str, query: str = "") -> None:
    """Log in by the printed address, with a view's query behind it, and wait for the charts."""
    page.goto(f"{address}&{query}" if query else address)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    """Wait until the view has loaded and nothing is busy."""
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("[aria-busy]")).to_have_count(0)


def take_shot(page: Page, name: str, *, full: bool = False) -> None:
    """Keep a picture for whoever wants to look."""
    SHOTS.mkdir(exist_ok=True)
    page.mouse.move(0, 0)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=full)


def heat_cells(page: Page, front: str) -> tuple[float, float]:
    """Where the row of a front lies on the screen: the left edge of the drawing, the middle of the row."""
    name = page.locator(".names button", has_text=front).bounding_box()
    drawing = page.locator("#fronts .chart").bounding_box()
    assert name is not None
    assert drawing is not None
    return drawing["x"], name["y"] + name["height"] / 2


@pytest.mark.parametrize("view", ["overview", "contested", "tallies", "timeline", "sources"])
def test_every_view_draws_without_an_error_and_asks_nobody_else(page: Page, served: str, view: str) -> None:
    open_view(page, served, f"view={view}")

    expect(page.locator("section.card h2").first).to_be_visible()
    expect(page.locator(".failure")).to_have_count(0)
    take_shot(page, f"{view}-light", full=True)


def test_the_first_page_says_the_day_and_leaves_no_token_in_the_address(page: Page, served: str) -> None:
    open_view(page, served)

    expect(page.locator("#day")).to_have_text("Tuesday 14 February 2023")
    expect(page.locator(".lead")).to_contain_text("events reported on")
    expect(page.locator("#status")).to_contain_text("an invented press")
    assert "token" not in page.url


def test_day_front_and_measure_can_be_switched_and_the_address_restores_them(
    page: Page, context: BrowserContext, served: str
) -> None:
    open_view(page, served)
    page.get_by_label("Day before").click()
    expect(page.locator("#day")).to_have_text("Monday 13 February 2023")
    page.get_by_label("Measure").select_option("killed")
    page.get_by_label("Losses of").select_option("ua")
    page.get_by_label("Front", exact=True).select_option("bakhmut")
    wait_until_drawn(page)
    expect(page.locator(".names button")).to_have_text(["Bakhmut"])
    expect(page.locator("#fronts .note")).to_contain_text("Killed, Ukraine’s side (largest claim)")

    again = context.new_page()
    again.goto(page.url)
    wait_until_drawn(again)
    expect(again.locator("#day")).to_have_text("Monday 13 February 2023")
    expect(again.locator(".names button")).to_have_text(["Bakhmut"])
    expect(again.locator("#measure")).to_have_value("killed")

    page.go_back()
    wait_until_drawn(page)
    expect(page.locator("#front")).to_have_value("")


def test_a_cell_opens_the_words_behind_it_with_the_quote_marked(page: Page, served: str) -> None:
    open_view(page, served, "from=2023-02-10&to=2023-02-14&measure=killed&side=ua")
    left, middle = heat_cells(page, "Bakhmut")
    page.mouse.click(left + 3.5 * 34 + 4, middle)

    drawer = page.get_by_role("dialog")
    expect(drawer.locator("h2")).to_contain_text("Bakhmut, 13 Feb 2023")
    drawer.get_by_role("button", name=re.compile("210 .*defenders of the northern flank")).click()
    expect(drawer.locator("mark")).to_have_text("the strike on Bakhmut killed 210 defenders of the northern flank")
    expect(drawer).to_contain_text("the defence ministry in Moscow (Russia)")
    expect(drawer).to_contain_text("Dated by")
    link = drawer.get_by_role("link", name="Open article").first
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    assert "open=figure" in page.url
    take_shot(page, "words-light")


def test_a_quiet_day_is_told_from_a_day_without_sources(page: Page, served: str) -> None:
    open_view(page, served, f"day={press_kit.QUIET_DAY}")
    expect(page.locator(".lead")).to_contain_text("Quiet: 1 article read")

    page.goto(page.url.replace(str(press_kit.QUIET_DAY), str(press_kit.DARK_DAY)))
    wait_until_drawn(page)
    expect(page.locator(".lead")).to_contain_text("No sources")


def test_a_view_downloads_as_csv_with_the_rows_that_it_shows(page: Page, served: str, tmp_path: Path) -> None:
    open_view(page, served, "view=contested")
    with page.expect_download() as started:
        page.locator("#contested").get_by_role("link", name="CSV").click()
    started.value.save_as(tmp_path / "rows.csv")

    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == page.locator("article.case").count()
    assert {"Makiivka", "Kramatorsk"} <= {row["place"] for row in rows}


def test_the_query_of_a_view_can_be_copied(page: Page, context: BrowserContext, served: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_view(page, served, "view=contested")
    page.locator("#contested").get_by_role("button", name="Copy query").click()
    expect(page.locator("#live")).to_have_text("Query copied")

    assert "from contested as contested" in page.evaluate("navigator.clipboard.readText()")


def test_only_what_was_published_by_a_day_is_shown(page: Page, served: str) -> None:
    open_view(page, served, "view=contested")
    everything = page.locator("article.case").count()
    page.get_by_label("As known on").fill("2023-01-10")
    page.get_by_label("As known on").blur()

    expect(page.locator("article.case")).to_have_count(2)
    assert everything > 2
    expect(page.locator("#to")).to_have_value("2023-01-10")


def test_a_period_can_be_brushed(page: Page, served: str) -> None:
    open_view(page, served)
    strip = page.locator(".strip svg").bounding_box()
    assert strip is not None
    page.mouse.move(strip["x"] + strip["width"] * 0.02, strip["y"] + 15)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] * 0.3, strip["y"] + 15, steps=6)
    page.mouse.up()

    expect(page.locator("#to")).not_to_have_value("2023-02-14")
    wait_until_drawn(page)
    assert "from=" in page.url
    assert "to=" in page.url


def test_everything_can_be_reached_by_keyboard(page: Page, served: str) -> None:
    open_view(page, served, "view=contested")
    voice = page.locator("button.voice").first
    voice.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(voice).to_be_focused()

    page.get_by_role("link", name="Overview").focus()
    page.keyboard.press("Enter")
    wait_until_drawn(page)
    page.locator("#fronts .as-table summary").focus()
    page.keyboard.press("Enter")
    page.locator("#fronts table button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator(".item").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("[")
    expect(page.locator("#day")).not_to_have_text("Tuesday 14 February 2023")


def test_dark_mode_follows_the_system_and_can_be_switched(browser: Browser, watch: Watch, served: str) -> None:
    context = browser.new_context(viewport={"width": 1360, "height": 900}, color_scheme="dark", locale="en-GB")
    page = context.new_page()
    watch.follow(page)
    open_view(page, served, "measure=killed&side=ua")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(15, 18, 22)"
    take_shot(page, "overview-dark", full=True)

    page.locator("#theme").click()
    wait_until_drawn(page)
    assert page.evaluate(ground) == "rgb(247, 248, 249)"
    context.close()


@pytest.mark.parametrize("view", ["overview", "contested", "tallies", "timeline", "sources"])
def test_a_phone_shows_all_without_scrolling_sideways(browser: Browser, watch: Watch, served: str, view: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, locale="en-GB")
    page = context.new_page()
    watch.follow(page)
    open_view(page, served, f"view={view}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    take_shot(page, f"{view}-phone", full=True)
    context.close()


def test_hostile_pages_are_only_ever_text(page: Page, hostile_press: Settings) -> None:
    with serve(hostile_press) as address:
        for view in ("overview", "contested", "timeline", "sources"):
            open_view(page, address, f"view={view}&front=nikopol_znpp&from=2023-02-01&to=2023-02-14")
            assert page.evaluate("window.hacked") is None
        page.goto(page.url.replace("view=sources", "measure=killed&side=ua"))
        wait_until_drawn(page)
        page.locator("#map .as-table summary").click()
        page.locator("#map table button").first.click()
        drawer = page.get_by_role("dialog")
        expect(drawer).to_contain_text("<b onmouseover=window.hacked=1>5 people</b>")
        # Every telling of the story is listed, the one with an address that is no link, too.
        drawer.locator(".item", has_text="<b onmouseover").first.click()
        expect(drawer.locator("mark")).to_contain_text("<b onmouseover")
        expect(drawer).to_contain_text("<script>window.hacked=1</script>")
        take_shot(page, "hostile")
        assert "\u202e" not in drawer.inner_text()
        for link in drawer.locator("a").all():
            assert (link.get_attribute("href") or "").startswith("https://")
        assert max(len(text) for text in drawer.locator("bdi").all_inner_texts()) <= 300
        assert page.evaluate("window.hacked") is None


def test_before_the_first_publish_the_page_says_what_to_run(page: Page, tmp_path: Path) -> None:
    with serve(kit.settings_for(tmp_path)) as address:
        page.goto(address)
        expect(page.locator("#nothing")).to_contain_text("sitrep demo")
        take_shot(page, "nothing")


def test_a_publish_while_somebody_looks_shows_at_the_next_load(page: Page, tmp_path: Path) -> None:
    settings = kit.settings_for(tmp_path)
    told = kit.event("strike", on=kit.day("2023-01-10"), front_id="bakhmut")
    kit.load(settings, kit.article("a", [], [told]))
    build_models(settings)
    publish_snapshot(settings, dt.datetime(2023, 1, 11, tzinfo=dt.UTC))
    with serve(settings) as address:
        open_view(page, address)
        expect(page.locator("#day")).to_have_text("Tuesday 10 January 2023")

        later = kit.event("strike", on=kit.day("2023-01-11"), front_id="bakhmut")
        kit.load(settings, kit.article("b", [], [later], published="2023-01-11T09:00:00"), shard_id="s2")
        build_models(settings)
        publish_snapshot(settings, dt.datetime(2023, 1, 12, tzinfo=dt.UTC))
        page.reload()
        wait_until_drawn(page)
        expect(page.locator("#day")).to_have_text("Wednesday 11 January 2023")


def test_a_long_history_becomes_weeks_then_months(page: Page, served: str) -> None:
    open_view(page, served, "from=2021-02-15")
    expect(page.locator("#fronts h2")).to_have_text("Fronts by week")

    page.goto(page.url.replace("from=2021-02-15", "from=2019-02-15"))
    wait_until_drawn(page)
    expect(page.locator("#fronts h2")).to_have_text("Fronts by month")
