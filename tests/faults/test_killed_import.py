"""The import command killed at any moment: never half an import, never a lost acknowledged one.

REFGRAPH_TEST_KILLS says how often; 60 times is usual.
"""

from __future__ import annotations

import itertools
import os
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.errors import StoreMissing
from refgraph.store.address import open_backend
from tests.bundle_files import write_folder
from tests.faults.killing import Command, done

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("REFGRAPH_TEST_KILLS", "60"))
PEOPLE = 60


def bundle(folder: Path, number: int) -> Path:
    """A circle's worth of people who all know the next one; ids carry the bundle's number."""
    ids = [f"b{number:02}-{i:04}" for i in range(PEOPLE)]
    return write_folder(
        folder,
        people=[{"person_id": key} for key in ids],
        knows=[{"person_a": a, "person_b": b} for a, b in itertools.pairwise(ids)],
    )


def state(url: str) -> tuple[int, int, int]:
    """Version, people and knows of a store, which must be sound; zeros without one."""
    try:
        store = open_backend(url)
    except StoreMissing:
        return 0, 0, 0
    with closing(store):
        assert store.check() == []
        info = store.info()
        assert len(store.imports()) == info.version
        return info.version, info.counts["people"], info.counts["knows"]


@pytest.mark.slow
def test_kill_9_at_any_moment_leaves_whole_imports_that_the_same_command_completes(tmp_path: Path) -> None:
    rng = np.random.default_rng(60)
    url, answer = f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "answer"
    usual = done(["import", str(bundle(tmp_path / "usual", 99)), "--store", f"{url}.usual"], answer)
    outcomes = set()
    for kill in range(KILLS):
        folder = bundle(tmp_path / "bundle", kill)
        arguments = ["import", str(folder), "--store", url]
        ended = Command(arguments, answer).killed_after(float(rng.uniform(0, 1.05 * usual.seconds)))
        before, after = (
            (kill, kill * PEOPLE, kill * (PEOPLE - 1)),
            (kill + 1, (kill + 1) * PEOPLE, (kill + 1) * (PEOPLE - 1)),
        )
        found = state(url)
        # Killed between the commit and the answer, the import is there and nobody was told.
        assert found in ({after} if ended.document else {before, after})
        outcomes.add((bool(ended.document), found == after))
        if found == before:
            assert done(arguments, answer).document["outcome"] == "accept"
            assert state(url) == after
    assert (False, False) in outcomes, "no import was killed before it was done: the test did not test"
    folder = bundle(tmp_path / "bundle", KILLS - 1)
    again = done(["import", str(folder), "--store", url], answer)
    assert again.document["version"] == KILLS
