"""Draw the README's pictures: `screenshots.py FOLDER` writes overview.png and contested.png there."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "kit"))
import browser_kit
import press_kit
from playwright.sync_api import sync_playwright

PICTURES = {
    "overview": ("light", 1360, 880, ""),
    "contested": ("dark", 1360, 760, "&view=contested&from=2023-01-01"),
}


def main() -> None:
    """Publish the press, open each view, keep its picture."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sitrep-shots-") as home:
        settings = press_kit.press_settings(Path(home))
        press_kit.publish_press(settings)
        with browser_kit.serve(settings) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_kit.CHROMIUM, args=["--no-sandbox"])
            for name, (scheme, width, height, query) in PICTURES.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB"
                )
                page = context.new_page()
                page.goto(address + query)
                page.wait_for_selector("html[data-ready]", state="attached")
                if name == "contested":
                    page.locator("button.voice").nth(3).click()
                    page.wait_for_selector("#drawer mark")
                page.screenshot(path=folder / f"{name}.png")
                print(folder / f"{name}.png")
            browser.close()


main()
