"""Compiled loops over paths: depth-first for simple paths, level by level for the best chance alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Floats, Ints

    FanArrays = tuple[NDArray[np.int64], Ints, Floats]
    """`indptr`, `neighbour`, `chance`: rows by falling chance."""
    Limits = tuple[int, float, int]
    """Most ties of a path, least chance of a path, number of paths to keep."""
    Space = tuple[Floats, Ints, Ints, Floats, Ints]
    """By person: best chance (0) and level that improved it (-1). Then lists: people of two levels, chances, people."""


@numba.njit(cache=True)
def falling_order(indptr: NDArray[np.int64], value: Floats) -> NDArray[np.int64]:
    """Positions of the entries of each row by (value falling, position), shape of `value`."""
    order = np.empty(len(value), np.int64)
    for row in range(len(indptr) - 1):
        first, last = indptr[row], indptr[row + 1]
        order[first:last] = first + np.argsort(-value[first:last], kind="mergesort")
    return order


@numba.njit(cache=True)
def best_simple_paths(
    start: int, fan: FanArrays, carries: Bools, place: Ints, limits: Limits, backward: int
) -> tuple[Ints, Floats, Ints]:
    """Find the best simple paths from `start` to every wanted person over people who carry.

    `place`, shape (n,), numbers the wanted people from 0, -1 for the others. Gives, by that number (shape (w,) and
    longer), how many paths are kept, their chances (w, keep) and their people after the speaker
    (w, keep, max_hops), padded with -1; best first, by (chance rounded to 12 digits falling, people).
    `backward` (0 or 1) says that the fan leads from listeners to speakers, so that each person found is the speaker
    and `start` the listener.
    """
    indptr, neighbour, chance = fan
    max_hops, min_chance, keep = limits
    wanted = place.max() + 1 if len(place) else 0
    count = np.zeros(wanted, np.int32)
    kept = np.zeros((wanted, keep))
    people = np.full((wanted, keep, max_hops), -1, np.int32)
    node = np.full(max_hops + 1, -1, np.int32)
    cursor = np.zeros(max_hops + 1, np.int64)
    so_far = np.ones(max_hops + 1)
    path = np.empty(max_hops, np.int32)
    node[0], cursor[0], depth = start, indptr[start], 0
    while depth >= 0:
        at = cursor[depth]
        if at == indptr[node[depth] + 1] or so_far[depth] * chance[at] < min_chance:
            depth -= 1
            continue
        cursor[depth] += 1
        v, p = neighbour[at], so_far[depth] * chance[at]
        if _is_on(node, depth, v):
            continue
        w = place[v]
        if w >= 0:
            _people_after_speaker(node, depth, v, path, backward)
            count[w] = _keep(kept[w], people[w], count[w], p, path)
        if depth + 1 < max_hops and carries[v]:
            depth += 1
            node[depth], cursor[depth], so_far[depth] = v, indptr[v], p
    return count, kept, people


@numba.njit(cache=True)
def _is_on(node: Ints, depth: int, v: int) -> bool:
    """Whether v is among the first depth + 1 nodes."""
    found = False
    for i in range(depth + 1):
        found |= node[i] == v
    return found


@numba.njit(cache=True)
def _people_after_speaker(node: Ints, depth: int, v: int, path: Ints, backward: int) -> None:
    """Write the people after the speaker into `path`, in the order the word takes."""
    path[:] = -1
    if backward:
        for i in range(depth + 1):
            path[i] = node[depth - i]
    else:
        for i in range(depth):
            path[i] = node[i + 1]
        path[depth] = v


@numba.njit(cache=True)
def _keep(kept: Floats, people: Ints, count: int, p: float, path: Ints) -> int:
    """Insert a path in its place among the best; gives the new number of paths."""
    keep = len(kept)
    place = count
    while place > 0 and _is_better(p, path, kept[place - 1], people[place - 1]):
        place -= 1
    if place == keep:
        return count
    for i in range(min(count, keep - 1), place, -1):
        kept[i] = kept[i - 1]
        people[i] = people[i - 1]
    kept[place] = p
    people[place] = path
    return min(count + 1, keep)


@numba.njit(cache=True)
def _is_better(p: float, path: Ints, other_p: float, other_path: Ints) -> bool:
    """Whether a path comes before another one of the same speaker and listener."""
    mine, other = np.rint(p * 1e12), np.rint(other_p * 1e12)
    if mine != other:
        return bool(mine > other)
    for i in range(len(path)):
        if path[i] != other_path[i]:
            return bool(path[i] < other_path[i])
    return False


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
