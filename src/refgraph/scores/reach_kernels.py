"""Compiled loops over best chances: from one person to all others, level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from refgraph.scores.path_kernels import FanArrays
    from refgraph.snapshot.snapshot import Floats, Ints

    Space = tuple[Floats, Ints, Ints, Floats, Ints]
    """By person: best chance (0) and level that improved it (-1). Then lists: people of two levels, chances, people."""


@numba.njit(cache=True, parallel=True)
def best_chance_sums(fan: FanArrays, max_hops: int, min_chance: float, workers: int) -> Floats:
    """Sum over all others of the best path's chance, shape (n,).

    Every worker has its own work space and takes every workers-th person, so no two write to the same entry of the
    result, and no sum depends on how many there are.
    """
    n = len(fan[0]) - 1
    total = np.zeros(n)
    for worker in numba.prange(workers):
        best = np.zeros(n)
        level = np.full(n, -1, np.int32)
        nodes = np.empty((2, n), np.int32)
        values = np.empty(n)
        touched = np.empty(n, np.int32)
        for source in range(worker, n, workers):
            total[source] = _sum_from(
                source, fan, max_hops, min_chance, (best, level, nodes, values, touched)
            )
    return total


@numba.njit(cache=True)
def _sum_from(source: int, fan: FanArrays, max_hops: int, min_chance: float, space: Space) -> float:
    """Relax level by level from one source; leaves the work space as it found it.

    A walk that returns to a person has no more chance than the path without the detour, which is no longer: so the
    best over all walks is the best over simple paths.
    """
    indptr, neighbour, chance = fan
    best, level, nodes, values, touched = space
    best[source] = 1.0
    nodes[0, 0], size, reached = source, 1, 0
    for hop in range(max_hops):
        now, after = hop % 2, (hop + 1) % 2
        # Chances of the last level are read before any of this level is written: at most `hop + 1` ties a path.
        for i in range(size):
            values[i] = best[nodes[now, i]]
        next_size = 0
        for i in range(size):
            u = nodes[now, i]
            for at in range(indptr[u], indptr[u + 1]):
                p = values[i] * chance[at]
                if p < min_chance:
                    break
                v = neighbour[at]
                if p > best[v]:
                    if best[v] == 0.0:
                        touched[reached] = v
                        reached += 1
                    best[v] = p
                    if level[v] != hop:
                        level[v] = hop
                        nodes[after, next_size] = v
                        next_size += 1
        size = next_size
    total = 0.0
    for i in range(reached):
        total += best[touched[i]]
        best[touched[i]], level[touched[i]] = 0.0, -1
    best[source] = 0.0
    return total
