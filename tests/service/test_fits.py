from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.service.fits import fit_in_force, keep_fit
from refgraph.service.undoing import undo_import
from tests.service.books import FileBooks

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.batch import Applied, Batch
    from refgraph.model.progress import Progress
    from tests.service.conftest import NewBooks


def documents(store: FileBooks) -> list[str]:
    return [fit.document for fit in store.fits()]


def test_the_latest_fit_is_in_force_until_it_is_undone(new_books: NewBooks) -> None:
    store = new_books()
    assert fit_in_force(store) is None
    assert keep_fit(store, '{"effect": 0.04}', by="Zhou") == 2
    assert keep_fit(store, '{"effect": 0.06}') == 3
    kept = fit_in_force(store)
    assert kept is not None
    assert (kept.version, kept.document) == (3, '{"effect": 0.06}')
    undo_import(store, 3)
    kept = fit_in_force(store)
    assert kept is not None
    assert (kept.version, kept.document) == (2, '{"effect": 0.04}')
    assert kept.applied_at == store.imports()[1].applied_at
    assert (store.imports()[1].source, store.imports()[1].by) == ("fit", "Zhou")


def test_the_defaults_come_again_and_go_again(tmp_path: Path) -> None:
    with FileBooks(tmp_path) as store:
        keep_fit(store, "{}")
        keep_fit(store, "")
        assert fit_in_force(store) is None
        assert documents(store) == ["{}", ""]
        undo_import(store, 3)
        kept = fit_in_force(store)
        assert kept is not None
        assert kept.version == 2


def test_the_same_fit_on_the_same_version_is_the_same_batch(tmp_path: Path) -> None:
    ids = []
    for name, document in (("a", "{}"), ("b", "{}"), ("c", "[]")):
        (tmp_path / name).mkdir()
        with FileBooks(tmp_path / name) as store:
            keep_fit(store, document)
            ids.append(store.imports()[-1].batch_id)
            keep_fit(store, document)
            assert store.imports()[-1].batch_id != ids[-1]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 2


class Overtaken(FileBooks):
    """A store that others write to once, just before something is written."""

    is_overtaken = False

    def apply(self, batch: Batch, *, progress: Progress = lambda *_: None) -> Applied:
        if batch.fit is not None and not self.is_overtaken:
            self.is_overtaken = True
            self.add(people=[{"person_id": "cy"}])
        return super().apply(batch, progress=progress)


def test_a_fit_is_kept_beside_what_others_write(tmp_path: Path) -> None:
    with Overtaken(tmp_path) as store:
        assert keep_fit(store, "{}") == 3
        assert documents(store) == ["{}"]


def test_half_a_character_is_not_kept(tmp_path: Path) -> None:
    with FileBooks(tmp_path) as store, pytest.raises(ValueError, match="the fit holds half a character"):
        keep_fit(store, '"\ud800"')
