"""Fits in a file: one made before there were any is like one that has none, and damage to a fit is found."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import StoreCorrupt
from refgraph.model.batch import Batch
from refgraph.store.carrying import carry
from refgraph.store.sqlite.backup import restore_file
from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import add
from tests.store.full import tally_of

if TYPE_CHECKING:
    from pathlib import Path


def store_with(path: Path, statement: str, *documents: str) -> Path:
    """A store of one person and some fits, to which somebody did something."""
    with SqliteStore(path, create=True) as store:
        add(store, people=[{"person_id": "ann"}])
        for at, document in enumerate(documents, 1):
            store.apply(Batch(f"fit {at}", "fit", at, {}, fit=document))
    with closing(connect(path)) as db:
        db.execute(statement)
    return path


def test_a_file_from_before_there_were_fits_has_none_and_is_sound(tmp_path: Path) -> None:
    path = store_with(tmp_path / "store.db", "DROP TABLE fits")
    with SqliteStore(path) as store:
        assert (store.fits(), store.check(), store.version()) == ([], [], 1)
        assert tally_of(store).counts["fits"] == 0
        carry(store, f"sqlite:///{tmp_path / 'copy.db'}")
        store.backup(str(tmp_path / "backup.db"))
    restore_file(tmp_path / "backup.db", tmp_path / "restored.db")
    for name in ("copy.db", "restored.db"):
        with SqliteStore(tmp_path / name) as other:
            assert (other.fits(), other.check()) == ([], [])


def test_such_a_file_keeps_its_first_fit_beside_those_who_have_it_open(tmp_path: Path) -> None:
    path = store_with(tmp_path / "store.db", "DROP TABLE fits")
    with SqliteStore(path) as reader, SqliteStore(path) as store:
        assert reader.fits() == []
        store.apply(Batch("first", "fit", 1, {}, fit="{}"))
        assert reader.fits() == store.fits()
        assert [fit.document for fit in reader.fits()] == ["{}"]
        assert store.check() == []


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE fits SET document = '[]' WHERE ver = 2", "the fit of import 2 is not as it was written"),
        ("UPDATE fits SET digest = '' WHERE ver = 3", "the fit of import 3 is not as it was written"),
        ("UPDATE fits SET ver = 4 WHERE ver = 3", "there is a fit that no import brought"),
    ],
)
def test_a_fit_that_no_import_brought_so_is_found_and_not_restored(
    tmp_path: Path, statement: str, finding: str
) -> None:
    path = store_with(tmp_path / "store.db", statement, "{}", "[1]")
    with SqliteStore(path) as store:
        assert store.check() == [finding]
        assert store.look().findings == [finding]
    with pytest.raises(StoreCorrupt, match=finding):
        restore_file(path, tmp_path / "restored.db")
