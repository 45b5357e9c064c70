"""A store with two papers, and the app on it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest
from streamlit.testing.v1 import AppTest

import refgraph.web
from tests.seed.network import SEED
from tests.web.networks import load, papers

_MAIN = Path(refgraph.web.__file__).with_name("main.py")


class OpenApp(Protocol):
    """Runs the app at an address."""

    def __call__(self, page: str = ..., /, **address: str) -> AppTest:
        """Open a page by the name of its file with the parameters of its address."""
        ...


@pytest.fixture(scope="session")
def papers_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the papers, which no test changes."""
    folder = tmp_path_factory.mktemp("papers")
    url = f"sqlite:///{folder / 'papers.db'}"
    load(url, papers(folder / "bundle"))
    return url


@pytest.fixture
def store_url(papers_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The store the app opens."""
    monkeypatch.setenv("REFGRAPH_STORE", papers_url)
    monkeypatch.delenv("REFGRAPH_LANG", raising=False)
    return papers_url


@pytest.fixture(scope="session")
def seed_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the demo network, which no test changes."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
    load(url, SEED)
    return url


@pytest.fixture
def open_demo(seed_url: str, monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """Open the app on the demo network."""
    monkeypatch.setenv("REFGRAPH_STORE", seed_url)
    monkeypatch.delenv("REFGRAPH_LANG", raising=False)
    return _open


@pytest.fixture
def open_app(store_url: str) -> OpenApp:
    """Open the app on the store."""
    return _open


def _open(page: str = "account", /, **address: str) -> AppTest:
    app = AppTest.from_file(str(_MAIN), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    if page != "account":
        app.switch_page(f"screens/{page}.py")
    app.run()
    assert not app.exception
    return app
