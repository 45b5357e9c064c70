"""Places for the nodes of a picture: distances on paper follow distances in the network.

Stress majorization: Gansner, Koren & North (2004), Graph drawing by stress majorization, GD.
"""

from __future__ import annotations

from functools import cache
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
_TOUCH = 1e-6
_TRIED_AT_ONCE = 128

_STEP = 0.25
_REACH = 64


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
    """Move each free node to the free place nearest to it, so that no label lies on another; from the middle outwards."""
    outwards = kept + np.linalg.norm(places[kept:] - places.mean(axis=0), axis=1).round(9).argsort(
        kind="stable"
    )
    parted = places.copy()
    taken = parted[:kept]
    for node in outwards.tolist():
        parted[node] = _free_place(places[node], taken)
        taken = np.vstack([taken, parted[node]])
    return parted


def _free_place(wanted: Floats, taken: Floats) -> Floats:
    """Place nearest to the wanted one where no label lies on those of the `taken` places, shape (t, 2)."""
    steps = _steps()
    for first in range(0, len(steps), _TRIED_AT_ONCE):
        places = wanted + steps[first : first + _TRIED_AT_ONCE]
        beside = np.abs(places[:, :1] - taken[:, 0]) >= LABEL[0] - _TOUCH
        above = np.abs(places[:, 1:] - taken[:, 1]) >= LABEL[1] - _TOUCH
        free = (beside | above).all(axis=1)
        if free.any():
            found: Floats = places[free.argmax()]
            return found
    return wanted


@cache
def _steps() -> Floats:
    """Ways to go in search of a free place, shortest first, shape (s, 2), in edge lengths."""
    across, down = np.meshgrid(np.arange(-_REACH, _REACH + 1), np.arange(-_REACH, _REACH + 1))
    steps = np.column_stack([across.ravel(), down.ravel()]).astype(np.float64) * _STEP
    shortest_first = np.lexsort((steps[:, 0], steps[:, 1], (steps**2).sum(axis=1)))
    return steps[shortest_first]


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
