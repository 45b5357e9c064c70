"""Swaps of edge ends by networkx over a whole graph, degrees kept; a unit is a swap."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SWAPS = 10_000


def prepared(folder: Path) -> Callable[[], int]:
    """Swaps in a graph, ready to run; gives their number."""
    networkx: Any = import_module("networkx")
    indptr, indices = np.load(folder / "indptr.npy"), np.load(folder / "indices.npy")
    speaker = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    graph = networkx.Graph()
    graph.add_edges_from(zip(speaker.tolist(), indices.tolist(), strict=True))

    def run() -> int:
        networkx.double_edge_swap(graph, nswap=_SWAPS, max_tries=100 * _SWAPS)
        return _SWAPS

    return run
