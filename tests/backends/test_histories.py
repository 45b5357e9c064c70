"""Whatever is done at random to a file and to a server in turn, both hold the same after every step."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.backends.contents import contents_of
from tests.service.books import FileBooks, GraphBooks
from tests.service.test_undoing_laws import Actor, State, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.changes import Changes

STEPS = 12


def told(changes: Changes) -> list[object]:
    """What changed, without the store's identity."""
    rows = {name: list(rows) for name, rows in changes.rows.items()}
    return [
        changes.version,
        rows,
        {name: list(keys) for name, keys in changes.deleted.items()},
        changes.counts,
    ]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(102, 104))
def test_both_hold_the_same_after_every_deed(number: int, server_url: str, tmp_path: Path) -> None:
    folders = [tmp_path / "file", tmp_path / "server"]
    for folder in folders:
        folder.mkdir()
    with closing(FileBooks(folders[0])) as file, closing(GraphBooks(server_url)) as graph:
        pair = (
            Actor(folders[0], np.random.default_rng(number), file),
            Actor(folders[1], np.random.default_rng(number), graph),
        )
        for _ in range(STEPS):
            for actor in pair:
                actor.act()
            assert State.of(graph) == State.of(file)
            assert rows_of(graph.snapshot()) == rows_of(file.snapshot())
            since = int(pair[0].rng.integers(file.version() + 1))
            pair[1].rng.integers(file.version() + 1)
            assert told(graph.changes_since(since)) == told(file.changes_since(since))
        assert contents_of(graph) == contents_of(file)
