"""The dashboard inside Airflow: log in, open it from the navigation, use it in Airflow's frame."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from browser_kit import SHOTS, run_api_server
from playwright.sync_api import BrowserContext, Page, expect

from sitrep.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def airflow(press: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Airflow's API server over the press."""
    with run_api_server(press, tmp_path_factory.mktemp("airflow")) as started:
        yield started


def log_in(page: Page, address: str, password: str) -> None:
    """Fill Airflow's form as a person does."""
    page.goto(address)
    page.locator("input[name=username]").fill("analyst")
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/auth/login" not in url)


def test_whoever_is_not_logged_in_gets_nothing(airflow: tuple[str, str]) -> None:
    address, _ = airflow
    pool = urllib3.PoolManager(retries=False)
    paths = (
        "",
        "openapi.json",
        "docs",
        "redoc",
        "api/state",
        "api/fronts",
        "api/download/fronts.csv",
        "static/app.js",
        "x",
    )

    assert {path: pool.request("GET", f"{address}/sitrep/{path}").status for path in paths} == dict.fromkeys(paths, 401)


def test_the_view_opens_from_the_navigation_and_works_in_the_frame(
    context: BrowserContext, airflow: tuple[str, str], tmp_path: Path
) -> None:
    address, password = airflow
    # Airflow's own pages log what they like: only ours are watched elsewhere.
    page = context.new_page()
    log_in(page, address, password)
    page.get_by_role("button", name="Browse").click()
    page.get_by_role("menuitem", name="Sitrep").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#day")).to_have_text("Tuesday 14 February 2023")
    expect(frame.locator("#fronts .chart svg")).to_be_visible()
    page.screenshot(path=SHOTS / "airflow-light.png")

    frame.get_by_role("link", name="Contested").click()
    with page.expect_download() as started:
        frame.locator("#contested").get_by_role("link", name="CSV").click()
    started.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == frame.locator("article.case").count()

    frame.locator("button.voice").first.click()
    expect(frame.locator("#drawer mark")).to_be_visible()
    # A frame of Airflow's may open no window: addresses are copied there.
    expect(frame.locator("#drawer a")).to_have_count(0)
    expect(frame.locator("#drawer").get_by_role("button", name="Copy link").first).to_be_visible()
    page.screenshot(path=SHOTS / "airflow-words.png")


def test_a_copied_link_is_airflows_and_restores_the_view(context: BrowserContext, airflow: tuple[str, str]) -> None:
    address, password = airflow
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    log_in(page, address, password)
    page.goto(f"{address}/plugin/sitrep")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Measure").select_option("strike")
    expect(frame.locator("#fronts .note")).to_contain_text("Strikes")
    frame.locator("#copy-link").click()
    expect(frame.locator("#live")).to_have_text("Link to this view copied")
    link = page.evaluate("navigator.clipboard.readText()")

    assert link.startswith(f"{address}/plugin/sitrep")
    assert link.endswith("?measure=strike")
    other = context.new_page()
    other.goto(link)
    expect(other.frame_locator("iframe").locator("#measure")).to_have_value("strike")
