from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StaleBase
from refgraph.model.progress import silent
from refgraph.service.importing import import_into
from refgraph.service.restoring import restore_store
from refgraph.service.workspace import Workspace, open_store
from refgraph.sources.plan import ReadOptions
from refgraph.store.sqlite.store import SqliteStore
from tests.bundle_files import newspapers, write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refgraph.model.batch import Applied, Batch
    from refgraph.model.progress import Progress

DAY = date(2026, 1, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_store(f"sqlite:///{tmp_path / 'store.db'}", create=True) as opened:
        opened.import_path(newspapers(tmp_path / "bundle"), today=DAY)
        yield opened


def test_scores_are_shared_until_the_store_changes(workspace: Workspace, tmp_path: Path) -> None:
    first = workspace.scores(as_of=DAY)
    assert workspace.scores(as_of=DAY) is first
    more = write_folder(tmp_path / "more", people=[{"person_id": "zhao"}])
    with open_store(workspace.url) as other:
        other.import_path(more, today=DAY)
    assert "zhao" in workspace.scores(as_of=DAY).snapshot.person_index
    assert "zhao" not in first.snapshot.person_index


def test_a_restored_store_is_not_taken_for_the_one_before(workspace: Workspace, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'other.db'}", create=True) as other:
        other.import_path(write_folder(tmp_path / "o", people=[{"person_id": "qian"}]), today=DAY)
        other.backup(tmp_path / "saved.db")
    # Both stores are at version 1, only their identities differ.
    assert workspace.scores(as_of=DAY).snapshot.version == 1
    restore_store(tmp_path / "saved.db", workspace.url, replace=True)
    assert workspace.scores(as_of=DAY).snapshot.people.ids == ("qian",)


class Overtaken(SqliteStore):
    """A store into which another process imports just before each of the first few batches."""

    def __init__(self, path: Path, folders: list[Path]) -> None:
        super().__init__(path, create=True)
        self.folders = folders
        self.other = SqliteStore(path)

    def apply(self, batch: Batch, *, progress: Progress = silent) -> Applied:
        if self.folders:
            import_into(self.other, self.folders.pop(), options=ReadOptions(), today=DAY)
        return super().apply(batch, progress=progress)

    def close(self) -> None:
        self.other.close()
        super().close()


def overtaking(tmp_path: Path, times: int) -> Overtaken:
    folders = [write_folder(tmp_path / f"f{i}", people=[{"person_id": f"p{i}"}]) for i in range(times)]
    return Overtaken(tmp_path / "busy.db", folders)


def test_an_import_that_was_overtaken_plans_again(tmp_path: Path) -> None:
    store = overtaking(tmp_path, 2)
    report = import_into(store, newspapers(tmp_path / "bundle"), options=ReadOptions(), today=DAY)
    assert report.version == 3
    assert store.info().counts["people"] == 4
    store.close()


def test_an_import_that_is_always_overtaken_gives_up_and_changes_nothing(tmp_path: Path) -> None:
    store = overtaking(tmp_path, 5)
    with pytest.raises(StaleBase):
        import_into(store, newspapers(tmp_path / "bundle"), options=ReadOptions(), today=DAY)
    assert store.info().counts["people"] == 5
    store.close()


def test_reps_without_a_row_go_by_their_id(workspace: Workspace, tmp_path: Path) -> None:
    reps = write_folder(tmp_path / "reps", reps=[{"rep_id": "zhou", "name": "周岚"}])
    workspace.import_path(reps, today=DAY)
    assert workspace.rep_names({"zhou", "gone"}) == {"zhou": "周岚", "gone": "gone"}
