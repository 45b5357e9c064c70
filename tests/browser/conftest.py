"""The real app on a store of its own, and Chromium to look at it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.running import FLAGS, SEED, running
from tests.web.networks import papers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog

    from tests.browser.running import App

expect.set_options(timeout=30_000)


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser window, and what it did besides showing the page."""

    page: Page
    hosts: set[str]
    """Hosts of all requests."""
    alarms: list[str]
    """Dialogs and errors of scripts."""

    def dismiss(self, dialog: Dialog) -> None:
        """Close a dialog and remember it."""
        self.alarms.append(dialog.message)
        dialog.dismiss()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on the demo network."""
    with running(tmp_path_factory.mktemp("demo"), SEED) as started:
        yield started


@pytest.fixture(scope="session")
def papers_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on two papers with hostile names, which tests may import into."""
    folder = tmp_path_factory.mktemp("papers")
    with running(folder, papers(folder / "bundle")) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; skips where there is none, but in CI."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(FLAGS))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A fresh window; afterwards nothing may have left the machine, no dialog come up and no script failed."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000}, locale="en-GB")
    page.set_default_timeout(30_000)
    seen = Visit(page, set(), [])
    page.on("request", lambda request: seen.hosts.add(urlsplit(request.url).hostname or ""))
    page.on("websocket", lambda socket: seen.hosts.add(urlsplit(socket.url).hostname or ""))
    page.on("dialog", lambda dialog: seen.dismiss(dialog))
    page.on("pageerror", lambda error: seen.alarms.append(str(error)))
    yield seen
    page.close()
    assert seen.hosts - {"", "localhost"} == set()
    assert seen.alarms == []
