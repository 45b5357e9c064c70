"""Backup, restore and the conversion of an earlier format killed at any moment: all of it, or as it was before.

REFGRAPH_TEST_KILLS says how often each; 6 are usual.
"""

from __future__ import annotations

import itertools
import os
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.store.address import open_backend
from refgraph.store.sqlite.schema import SCHEMA_VERSION
from refgraph.store.sqlite.store import SqliteStore
from tests.faults.earlier import make_earlier
from tests.faults.killing import Command, done
from tests.store.batches import add

if TYPE_CHECKING:
    from pathlib import Path

    from tests.facts import Cells

KILLS = int(os.environ.get("REFGRAPH_TEST_KILLS", "6"))
PEOPLE: list[Cells] = [{"person_id": f"p{i:05}", "email": f"{i}@example.org"} for i in range(600)]
KNOWS: list[Cells] = [
    {"person_a": str(a["person_id"]), "person_b": str(b["person_id"]), "strength": 0.5}
    for a, b in itertools.pairwise(PEOPLE)
]


def made(path: Path, count: int) -> str:
    """A store with so many people; its digest."""
    with SqliteStore(path, create=True) as store:
        add(store, people=PEOPLE[:count])
        return store.digest()


def digest(path: Path) -> str:
    """Digest of a store, which must be sound."""
    with closing(open_backend(f"sqlite:///{path}")) as store:
        assert store.check() == []
        return store.digest()


def clear(folder: Path, name: str) -> None:
    """Remove a file and what lies beside it."""
    for path in folder.iterdir():
        if name in path.name:
            path.unlink()


def moments(rng: np.random.Generator, usual_s: float) -> list[float]:
    return [float(moment) for moment in rng.uniform(0, 1.05 * usual_s, KILLS)]


@pytest.mark.slow
def test_a_killed_backup_is_whole_or_not_there(tmp_path: Path) -> None:
    content = made(tmp_path / "store.db", 600)
    arguments = ["backup", str(tmp_path / "backup"), "--store", f"sqlite:///{tmp_path}/store.db"]
    usual = done(arguments, tmp_path / "answer")
    for moment in moments(np.random.default_rng(1), usual.seconds):
        clear(tmp_path, "backup")
        ended = Command(arguments, tmp_path / "answer").killed_after(moment)
        if ended.document or (tmp_path / "backup").exists():
            assert digest(tmp_path / "backup") == content
        else:
            done(arguments, tmp_path / "answer")
    assert digest(tmp_path / "store.db") == content


@pytest.mark.slow
@pytest.mark.parametrize("earlier", [False, True])
def test_a_killed_restore_leaves_the_old_store_or_the_new(tmp_path: Path, earlier: bool) -> None:
    backup, place, old = tmp_path / "backup", tmp_path / "store.db", tmp_path / "old"
    after = made(backup, 600)
    if earlier:
        make_earlier(old, SCHEMA_VERSION - 1, people=PEOPLE[:400])
        shutil.copy(old, tmp_path / "converted")
        before = digest(tmp_path / "converted")
    else:
        before = made(old, 400)
    arguments = ["restore", str(backup), "--replace", "--store", f"sqlite:///{place}"]
    shutil.copy(old, place)
    usual = done(arguments, tmp_path / "answer")
    for moment in moments(np.random.default_rng(2), usual.seconds):
        clear(tmp_path, "store.db")
        shutil.copy(old, place)
        ended = Command(arguments, tmp_path / "answer").killed_after(moment)
        assert digest(place) in ({after} if ended.document else {before, after})
        done(arguments, tmp_path / "answer")
        assert digest(place) == after


@pytest.mark.slow
@pytest.mark.parametrize("store_format", range(1, SCHEMA_VERSION))
def test_a_killed_conversion_begins_again_from_the_store_as_it_was(tmp_path: Path, store_format: int) -> None:
    place, old = tmp_path / "store.db", tmp_path / "old"
    make_earlier(old, store_format, people=PEOPLE, knows=KNOWS)
    arguments = ["status", "--store", f"sqlite:///{place}"]
    shutil.copy(old, place)
    usual = done(arguments, tmp_path / "answer")
    content = digest(place)
    for moment in moments(np.random.default_rng(3), usual.seconds):
        clear(tmp_path, "store.db")
        shutil.copy(old, place)
        Command(arguments, tmp_path / "answer").killed_after(moment)
        assert done(arguments, tmp_path / "answer").document["counts"]["people"] == 600
        assert digest(place) == content
        assert digest_of_kept(tmp_path, store_format) == content


def digest_of_kept(folder: Path, store_format: int) -> str:
    """Digest of the one backup a conversion leaves, put in place elsewhere: it is of the earlier format."""
    (kept,) = folder.glob("store.db.format-*")
    assert kept.name == f"store.db.format-{store_format}.backup"
    clear(folder, "again")
    shutil.copy(kept, folder / "again")
    return digest(folder / "again")
