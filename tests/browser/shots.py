"""Write the README's screenshots of all pages, in both languages, to the folder given as argument."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser.canvas import click_node, wait_until_drawn
from tests.browser.running import FLAGS, SEED, App, running

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOUND = {"en": "talks with", "zh": "有来往"}
_PLANS = {
    "followup": {"rep": "zhou-lan", "as_of": "2026-03-17"},
    "week": {"rep": "zhou-lan", "as_of": "2026-11-25"},
    "territory": {"objective": "concentrate", "budget": "6", "as_of": "2026-11-25"},
    "whatif": {"lose": "pujiang-morning", "as_of": "2026-11-25"},
}
_CUSTOMERS = """客户名称,联系人,职位,电话,行业,地区,介绍人,传真
海门日报,沈若川,信息部主任,021-55550101,报业,海门,李明朗,021-55550109
浦东电视台,陆一鸣,采购经理,,传媒,浦东,沈若川,
,许南星,办公室主任,021-55550144,,,,
"""
_EVIDENCE = {"en": "What the opinion rests on", "zh": "评价的依据"}


def main(folder: Path) -> None:
    """Start the app on the demo network and write `PAGE-LANG.png` for each page and language."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, running(Path(place), SEED) as app, _window() as page:
        for language in ("en", "zh"):
            _account(page, app, language)
            page.screenshot(path=folder / f"account-{language}.png")
            _network(page, app, language)
            page.screenshot(path=folder / f"network-{language}.png")
            for name, params in _PLANS.items():
                page.goto(app.at(name, lang=language, **params))
                expect(page.locator(".rg-title")).to_be_visible()
                _settle(page)
                page.screenshot(path=folder / f"{name}-{language}.png")
            _evidence(page, app, language)
            page.screenshot(path=folder / f"evidence-{language}.png")
            _data(page, app, language, Path(place))
            page.screenshot(path=folder / f"data-{language}.png")


def _account(page: Page, app: App, language: str) -> None:
    page.goto(app.at("account", account="pujiang-business", lang=language))
    expect(page.locator(".rg-card").first).to_contain_text(_FOUND[language])
    _settle(page)


def _network(page: Page, app: App, language: str) -> None:
    page.goto(app.at("network", start="accounts:pujiang-business", lang=language))
    wait_until_drawn(page)
    click_node(page, "people", "li-minglang")
    expect(page.get_by_text(_EVIDENCE[language])).to_be_visible()
    page.mouse.move(1395, 5)
    expect(page.locator(".vis-tooltip")).to_be_hidden()
    _settle(page)


def _evidence(page: Page, app: App, language: str) -> None:
    """The verdict, computed for the first language and kept for the second."""
    page.goto(app.at("evidence", lang=language))
    expect(page.locator(".rg-title").first).to_be_visible()
    _settle(page)
    if page.locator(".rg-tiles").count() == 0:
        page.get_by_role("button", name="Look at the history").click()
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(3)
    _settle(page)


def _settle(page: Page) -> None:
    """Wait until the page says it is at rest and its fonts are there."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    page.evaluate("document.fonts.ready")


def _data(page: Page, app: App, language: str, place: Path) -> None:
    """The preview of a customer list in Chinese, one row of which lacks the customer's name."""
    sheet = place / "客户名单.csv"
    sheet.write_text(_CUSTOMERS, encoding="utf-8")
    page.goto(app.at("data", lang=language))
    page.locator("input[type=file]").set_input_files(sheet)
    expect(page.locator(".rg-table").first).to_be_visible()
    _settle(page)


@contextmanager
def _window() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, locale="en-GB")
        page.set_default_timeout(60_000)
        yield page
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
