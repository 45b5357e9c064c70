"""The foot of a page says which version it shows, and which one rankings are of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.service.workspace import Workspace
from refgraph.store.sqlite.store import SqliteStore
from refgraph.web.footing import rankings_line
from refgraph.web.store import Scene, account_scores
from refgraph.web.words import Words
from tests.bundle_files import newspapers
from tests.store.batches import add
from tests.web.pages import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refgraph.views.terms import Language
    from tests.facts import Cells
    from tests.web.conftest import OpenApp

DAY = date(2026, 1, 1)
TROUBLE: Cells = {
    "event_id": "e2", "kind": "satisfaction", "date": "2026-01-01", "account_id": "morning", "person_id": "li",
    "value": -1.0,
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(SqliteStore(tmp_path / "store.db", create=True)) as opened:
        opened.import_path(newspapers(tmp_path / "bundle"), today=DAY)
        yield opened


def scene_of(workspace: Workspace, language: Language = "en") -> Scene:
    scores = workspace.scores(as_of=DAY)
    return Scene(workspace, scores, scores.everybody, Words(language))


def test_rankings_are_of_the_version_before_until_everybody_is_re_scored(workspace: Workspace) -> None:
    assert rankings_line(scene_of(workspace)) == "everybody re-scored"
    add(workspace.store, events=[TROUBLE])
    waiting = scene_of(workspace)
    assert rankings_line(waiting).endswith(
        "rankings of everybody are still those of version 1 and being re-scored"
    )
    assert "版本 1" in rankings_line(scene_of(workspace, "zh"))
    assert waiting.scores.heard.negative.any()
    # A page that began before shows one version to its end.
    assert waiting.is_waiting
    assert rankings_line(scene_of(workspace, "zh")) == "全部已重新评分"


def test_a_waiting_page_ranks_by_what_was_heard_before_and_shows_opinions_as_they_are(
    workspace: Workspace,
) -> None:
    before = account_scores(scene_of(workspace))
    add(workspace.store, events=[TROUBLE])
    waiting = scene_of(workspace)
    opinion, heard = account_scores(waiting)
    np.testing.assert_array_equal(heard.net, before[1].net)
    # A survey of 10 and a satisfaction of -1, both of weight 2 and new: r = s = 2, W = 2.
    assert opinion.disbelief[waiting.scores.snapshot.account("morning")] == pytest.approx(1 / 3)
    assert not waiting.scores.is_complete
    whole = replace(waiting, everybody=waiting.scores)
    assert account_scores(whole)[1].negative.any()


def test_an_open_page_shows_the_version_after_an_event(
    open_app: OpenApp, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFGRAPH_STORE", workspace.url)
    app = open_app(account="morning", as_of=DAY.isoformat(), lang="en")
    assert "Store version 1, everybody re-scored" in text_of(app)
    add(workspace.store, events=[TROUBLE])
    app.run()
    assert not app.exception
    assert "Store version 2, " in text_of(app)
