"""Places for the nodes of a picture: distances on paper follow distances in the network.

Stress majorization: Gansner, Koren & North (2004), Graph drawing by stress majorization, GD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra
from scipy.spatial.distance import cdist

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.snapshot.snapshot import Floats
    from refgraph.views.network_neighbours import Ref
    from refgraph.views.network_surroundings import Surroundings

Place = tuple[float, float]

_ROUNDS = 250
_APART = 4.0
"""Distance of nodes without a path between them, in edges."""
_RNG_KEY = 20
LABEL = np.array([0.95, 0.5])
"""Room a node and its label take, in edge lengths."""
_PARTING_ROUNDS = 120
_TOUCH = 1e-6


def layout(n: int, ends: Sequence[tuple[int, int]], *, fixed: Floats | None = None) -> Floats:
    """Places of `n` nodes, shape (n, 2), in edge lengths; the same for the same input. O(n²) a round.

    The first rows of `fixed`, shape (f, 2), are kept as they are, so that nodes added later move nobody.
    """
    kept = 0 if fixed is None else len(fixed)
    distance = _distances(n, ends)
    places = np.random.default_rng(_RNG_KEY).normal(size=(n, 2))
    if fixed is not None:
        places[:kept] = fixed
        places[kept:] = _beside(distance, fixed) + 0.3 * places[kept:]
    if kept == n:
        return places
    weight = np.divide(1.0, distance**2, out=np.zeros_like(distance), where=distance > 0)
    for _ in range(_ROUNDS):
        places = _round(places, distance, weight, kept)
    return _parted(places if kept else _lengthwise(places), kept)


def _round(places: Floats, distance: Floats, weight: Floats, kept: int) -> Floats:
    """One step for the free nodes: each goes half the way to where the others want it, weighted.

    All move at once, so the whole way would let two nodes swap places for ever.
    """
    free = slice(kept, None)
    length = np.maximum(cdist(places[free], places), 1e-9)
    push = weight[free] * distance[free] / length
    wanted = weight[free] @ places + push.sum(axis=1, keepdims=True) * places[free] - push @ places
    moved = places.copy()
    moved[free] = (places[free] + wanted / np.maximum(weight[free].sum(axis=1, keepdims=True), 1e-9)) / 2.0
    return moved


def _lengthwise(places: Floats) -> Floats:
    """Turn the picture about its middle so that its longest extent lies across."""
    centred = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned: Floats = np.matmul(centred, axes[:, ::-1])
    furthest = turned[np.abs(turned).argmax(axis=0), [0, 1]]
    turned[:, furthest < 0] *= -1.0
    return turned


def _parted(places: Floats, kept: int) -> Floats:
    """Push free nodes apart, along the shorter way, until no label lies on another or the rounds are over."""
    n = len(places)
    free = (np.arange(n) >= kept).astype(np.float64)
    gives = free[:, np.newaxis] / np.maximum(free[:, np.newaxis] + free[np.newaxis, :], 1.0)
    order = np.sign(np.arange(n)[:, np.newaxis] - np.arange(n)[np.newaxis, :])[:, :, np.newaxis]
    for _ in range(_PARTING_ROUNDS):
        apart = places[:, np.newaxis, :] - places[np.newaxis, :, :]
        missing = LABEL - np.abs(apart)
        touches = (missing > _TOUCH).all(axis=2) & (order[:, :, 0] != 0)
        if not touches.any():
            break
        shorter = missing.argmin(axis=2)[:, :, np.newaxis] == np.arange(2)
        side = np.where(apart == 0, order, np.sign(apart))
        push = missing * side * shorter * (touches * gives)[:, :, np.newaxis]
        places = places + push.sum(axis=1) / np.maximum(touches.sum(axis=1), 1)[:, np.newaxis]
    return places


def _distances(n: int, ends: Sequence[tuple[int, int]]) -> Floats:
    """Edges between each two nodes, a constant where there is no path."""
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    graph = sparse.coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n)).tocsr()
    steps: Floats = dijkstra(graph, directed=False, unweighted=True)
    return np.where(np.isfinite(steps), steps, _APART)


def _beside(distance: Floats, fixed: Floats) -> Floats:
    """Start each free node beside the nearest fixed one, on the side away from the middle."""
    nearest = fixed[distance[len(fixed) :, : len(fixed)].argmin(axis=1)]
    away = nearest - fixed.mean(axis=0)
    length = np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    beside: Floats = nearest + away / length
    return beside


def placed(around: Surroundings, known: Mapping[Ref, Place]) -> dict[Ref, Place]:
    """Places of all nodes in the surroundings; the `known` ones among them stay where they are."""
    staying = [node.ref for node in around.nodes if node.ref in known]
    order = [*staying, *(node.ref for node in around.nodes if node.ref not in known)]
    row = {ref: i for i, ref in enumerate(order)}
    ends = [(row[link.source], row[link.target]) for link in around.edges if link.relation != "tie"]
    fixed = np.array([known[ref] for ref in staying]) if staying else None
    places = layout(len(order), ends, fixed=fixed)
    return {ref: (x, y) for ref, (x, y) in zip(order, places.tolist(), strict=True)}
