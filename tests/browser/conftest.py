"""A real browser for the dashboard: Debian's chromium, driven by Playwright."""

from __future__ import annotations

from collections.abc import Iterator

import press_kit
import pytest
from browser_kit import CHROMIUM, Watch, serve
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sitrep.settings import Settings


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless chromium for all tests."""
    if CHROMIUM is None:
        pytest.skip("needs chromium: .ci/packages chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test where a page logged an error or asked another host."""
    seen = Watch()
    yield seen
    assert seen.errors == []
    assert seen.strangers == []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile on a desktop screen."""
    made = browser.new_context(viewport={"width": 1360, "height": 900}, color_scheme="light", locale="en-GB")
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    """A watched page."""
    opened = context.new_page()
    watch.follow(opened)
    return opened


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Nine weeks of a made-up press, published."""
    settings = press_kit.press_settings(tmp_path_factory.mktemp("press"))
    press_kit.publish_press(settings)
    return settings


@pytest.fixture(scope="session")
def hostile_press(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same press with pages that attack whoever shows them."""
    settings = press_kit.press_settings(tmp_path_factory.mktemp("hostile"))
    press_kit.publish_press(settings, is_hostile=True)
    return settings


@pytest.fixture(scope="session")
def served(press: Settings) -> Iterator[str]:
    """`sitrep serve` on the press; the address with its token."""
    with serve(press) as address:
        yield address
