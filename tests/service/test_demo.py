from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import RefgraphError
from refgraph.service.demo import demo_url, require_demo
from refgraph.service.workspace import open_store
from tests.bundle_files import newspapers, write_folder

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 1, 1)


def test_the_demo_is_never_mixed_into_other_data(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mine.db'}"
    with open_store(url, create=True) as mine:
        require_demo(url)
        mine.import_path(newspapers(tmp_path / "customers"), today=DAY)
    with pytest.raises(RefgraphError, match="holds other data than the demo network"):
        require_demo(url)


def test_a_demo_that_was_added_to_opens_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    require_demo(url)
    with open_store(url, create=True) as demo:
        demo.import_path(newspapers(tmp_path / "seed"), today=DAY)
        demo.import_path(write_folder(tmp_path / "more", people=[{"person_id": "zhao"}]), today=DAY)
    require_demo(url)


def test_the_demo_has_a_store_of_its_own_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REFGRAPH_STORE", raising=False)
    assert demo_url(None).endswith("/demo.db")
    monkeypatch.setenv("REFGRAPH_STORE", "sqlite:///env.db")
    assert demo_url(None) == "sqlite:///env.db"
    assert demo_url("sqlite:///named.db") == "sqlite:///named.db"
