"""PageRank by networkit; a unit is an iteration."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DAMPING = 0.85
_TOLERANCE = 1e-9


def prepared(folder: Path) -> Callable[[], int]:
    """PageRank of a graph, ready to run until it converges; gives the number of iterations."""
    networkit: Any = import_module("networkit")
    indptr, indices = np.load(folder / "indptr.npy"), np.load(folder / "indices.npy")
    n = len(indptr) - 1
    speaker = np.repeat(np.arange(n), np.diff(indptr))
    graph = networkit.GraphFromCoo((speaker, indices.astype(np.int64)), n=n, directed=True)

    def run() -> int:
        ranks = networkit.centrality.PageRank(graph, _DAMPING, _TOLERANCE)
        ranks.run()
        return int(ranks.numberOfIterations())

    return run
