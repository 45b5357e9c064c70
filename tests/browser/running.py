"""The real app on a store of its own, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlencode

from tests.web.networks import load

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SEED = Path(__file__).resolve().parents[2] / "seed"
_END_S = 20.0
_START_S = 60.0


@dataclass(frozen=True, slots=True)
class App:
    """A running app."""

    address: str
    store_url: str

    def at(self, page: str = "account", /, **params: str) -> str:
        """Address of a page with parameters."""
        return f"{self.address}/{page}?{urlencode(params)}"


@contextmanager
def running(folder: Path, bundle: Path) -> Iterator[App]:
    """Import a bundle into a store in the folder and run the app on it."""
    url = f"sqlite:///{folder / 'store.db'}"
    load(url, bundle)
    with serving(folder, url) as app:
        yield app


@contextmanager
def serving(folder: Path, url: str) -> Iterator[App]:
    """Run the app on the store at an address; its log goes to the folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "refgraph.web", "--store", url, "--port", str(port), "--no-browser"]
    # The other core is the browser's.
    environment = {**os.environ, "NUMBA_NUM_THREADS": "1"}
    log = folder / "app.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment) as process,
    ):
        try:
            _wait(f"http://localhost:{port}", process, log)
            yield App(f"http://localhost:{port}", url)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the app to end, and end it where it does not within some seconds: no test waits for ever."""
    process.terminate()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()


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
