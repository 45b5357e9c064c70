"""The real app on a store of its own, and Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.web.networks import load, papers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_SEED = Path(__file__).resolve().parents[2] / "seed"
_START_S = 60.0


@dataclass(frozen=True, slots=True)
class App:
    """A running app."""

    address: str
    store_url: str

    def at(self, page: str = "account", /, **params: str) -> str:
        """Address of a page with parameters."""
        return f"{self.address}/{page}?{urlencode(params)}"


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
    yield from _running(tmp_path_factory.mktemp("demo"), _SEED)


@pytest.fixture(scope="session")
def papers_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on two papers with hostile names, which tests may import into."""
    folder = tmp_path_factory.mktemp("papers")
    yield from _running(folder, papers(folder / "bundle"))


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
    page.on("dialog", seen.dismiss)
    page.on("pageerror", lambda error: seen.alarms.append(str(error)))
    yield seen
    page.close()
    assert seen.hosts - {"", "localhost"} == set()
    assert seen.alarms == []


def _running(folder: Path, bundle: Path) -> Iterator[App]:
    url = f"sqlite:///{folder / 'store.db'}"
    load(url, bundle)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "refgraph.web", "--store", url, "--port", str(port), "--no-browser"]
    log = folder / "app.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=folder, stdout=output, stderr=output) as process,
    ):
        try:
            _wait(f"http://localhost:{port}", process, log)
            yield App(f"http://localhost:{port}", url)
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the app did not start: {log.read_text('utf-8', 'replace')}")
