"""Personalised PageRank by igraph, reset to a hundredth of the people; a unit is a whole run."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DAMPING = 0.85


def prepared(folder: Path) -> Callable[[], int]:
    """Personalised PageRank of a graph, ready to run."""
    igraph: Any = import_module("igraph")
    indptr, indices = np.load(folder / "indptr.npy"), np.load(folder / "indices.npy")
    n = len(indptr) - 1
    speaker = np.repeat(np.arange(n), np.diff(indptr))
    graph = igraph.Graph(n=n, edges=np.stack((speaker, indices), axis=1), directed=True)
    reset = list(range(0, n, 100))

    def run() -> int:
        graph.personalized_pagerank(damping=_DAMPING, reset_vertices=reset, implementation="prpack")
        return 1

    return run
