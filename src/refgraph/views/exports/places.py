"""Places for the nodes of a graph file, also of a large one; the same graph gets the same places.

Pivot MDS: Brandes & Pich (2007), Eigensolver methods for progressive multidimensional scaling of large data, GD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from refgraph.views.network_layout import layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Floats
    from refgraph.views.graph import MultiDirected

    Longs = NDArray[np.int64]

_SMALL = 300
"""Nodes up to which each takes part in the layout of all others."""
_PIVOTS = 30
_EDGE_LENGTH = 100.0
"""Length of an edge in the units of a file, in which nodes are about 10 wide."""
_GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
_SPACING = 0.4
"""Room a node takes among those at one place, in edge lengths."""


def places(graph: MultiDirected) -> dict[str, tuple[float, float]]:
    """Place of each node; nodes near each other in the graph are near on paper. O(ties) for large graphs."""
    nodes = list(graph)
    row = {node: i for i, node in enumerate(nodes)}
    ends = sorted({(row[a], row[b]) for a, b in graph.edges() if a != b})
    found = layout(len(nodes), ends) if len(nodes) <= _SMALL else pivot_layout(len(nodes), ends)
    rounded = (found * _EDGE_LENGTH).round(1) + 0.0
    return {node: (x, y) for node, (x, y) in zip(nodes, rounded.tolist(), strict=True)}


def pivot_layout(n: int, ends: list[tuple[int, int]]) -> Floats:
    """Places of `n` nodes, shape (n, 2), in edge lengths, from distances to a few nodes far from each other."""
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    both = np.vstack([pairs, pairs[:, ::-1]])
    graph = sparse.coo_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(n, n)).tocsr()
    indptr, indices = graph.indptr.astype(np.int64), graph.indices.astype(np.int64)
    squares = _pivot_distances(indptr, indices, n) ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    _, axes = np.linalg.eigh(centred.T @ centred)
    found: Floats = np.matmul(centred, axes[:, :-3:-1])
    furthest = found[np.abs(found).argmax(axis=0), [0, 1]]
    found[:, furthest < 0] *= -1.0
    spread = np.maximum(found.std(axis=0), 1e-9)
    return _parted(found / spread * (np.sqrt(n) * _SPACING))


def _pivot_distances(indptr: Longs, indices: Longs, n: int) -> Floats:
    """Edges from each node to each pivot, shape (n, pivots); the next pivot is the node furthest from all so far."""
    nearest = np.full(n, np.inf)
    pivot = int(np.diff(indptr).argmax())
    columns = []
    for _ in range(min(_PIVOTS, n)):
        columns.append(_steps_from(pivot, indptr, indices))
        nearest = np.minimum(nearest, columns[-1])
        pivot = int(nearest.argmax())
    return np.column_stack(columns)


def _steps_from(start: int, indptr: Longs, indices: Longs) -> Floats:
    """Edges from a node to each, shape (n,); two more than the furthest has where there is no path."""
    steps = np.full(len(indptr) - 1, -1.0)
    steps[start] = 0.0
    front, level = np.array([start]), 0
    while len(front):
        level += 1
        size = indptr[front + 1] - indptr[front]
        first = np.repeat(indptr[front] - np.concatenate([[0], np.cumsum(size)[:-1]]), size)
        beside = indices[first + np.arange(size.sum())]
        front = np.unique(beside[steps[beside] < 0])
        steps[front] = level
    steps[steps < 0] = level + 1
    return steps


def _parted(found: Floats) -> Floats:
    """Spread nodes at one place around it like the seeds of a sunflower."""
    _, group = np.unique(found.round(6), axis=0, return_inverse=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    rank = np.empty(len(group))
    rank[order] = np.arange(len(group)) - np.repeat(starts, np.diff([*starts, len(group)]))
    angle, radius = rank * _GOLDEN_ANGLE, np.sqrt(rank) * _SPACING
    parted: Floats = found + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return parted
