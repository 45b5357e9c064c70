from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import UnknownId
from refgraph.service.asking import openers_of, paths_between, targets_of
from refgraph.service.workspace import open_store
from tests.bundle_files import newspapers

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.scores.scores import Scores

DAY = date(2026, 1, 1)


@pytest.fixture
def scores(tmp_path: Path) -> Scores:
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", create=True) as opened:
        opened.import_path(newspapers(tmp_path / "bundle"), today=DAY)
        return opened.scores(as_of=DAY)


def test_openers_and_targets_of_unknown_ids_say_so(scores: Scores) -> None:
    with pytest.raises(UnknownId, match="there is no account 'nowhere'"):
        openers_of(scores, "nowhere")
    with pytest.raises(UnknownId, match="there is no account and no person 'nowhere'"):
        targets_of(scores, "nowhere")
    with pytest.raises(UnknownId, match="there is no person 'nowhere'"):
        paths_between(scores, "li", "nowhere")


def test_an_account_opens_what_its_people_open(scores: Scores) -> None:
    assert targets_of(scores, "morning") == targets_of(scores, "li")


def test_paths_lead_from_speaker_to_listener(scores: Scores) -> None:
    (path,) = paths_between(scores, "li", "wang")
    assert [scores.snapshot.people.ids[person] for person in path.people] == ["li", "wang"]
