"""How an opener's reference calls went, on the page of an account that he can open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bundle_files import write_folder
from tests.web.networks import DAY, load, papers
from tests.web.pages import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.views.terms import Language
    from tests.facts import Cells
    from tests.web.conftest import OpenApp


@pytest.fixture
def called(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app open another store than usual, in which Li's call went worse than expected."""
    url = f"sqlite:///{tmp_path / 'papers.db'}"
    load(url, papers(tmp_path / "papers"))
    call: Cells = {
        "event_id": "c",
        "kind": "reference_call",
        "date": "2025-05-01",
        "person_id": "li",
        "value": 0.8,
    }
    said: Cells = {
        "event_id": "j",
        "kind": "satisfaction",
        "date": DAY,
        "account_id": "group",
        "value": 0.2,
        "ref": "c",
    }
    load(url, write_folder(tmp_path / "calls", events=[call, said]))
    assert url != store_url
    monkeypatch.setenv("REFGRAPH_STORE", url)


@pytest.mark.usefixtures("called")
@pytest.mark.parametrize(
    ("language", "told"),
    [
        # (2 + .7) / (2 + 1)
        ("en", ("willingness to speak for us 0.90", "2025-05-01 expected tone +0.8, actual +0.2.")),
        ("zh", ("为我们说话的意愿 0.90", "口碑电话：2025-05-01 预期语气 +0.8，实际 +0.2。")),
    ],
)
def test_a_card_shows_the_willingness_and_the_calls_behind_it(
    open_app: OpenApp, language: Language, told: tuple[str, str]
) -> None:
    page = text_of(open_app(account="evening", as_of=DAY, lang=language))
    assert [sentence for sentence in told if sentence not in page] == []


def test_without_a_judged_call_no_card_speaks_of_willingness(open_app: OpenApp) -> None:
    assert "willingness" not in text_of(open_app(account="evening", as_of=DAY, lang="en"))
