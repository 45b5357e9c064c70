"""Compiled walk over all simple paths of any number of ties, depth first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.path_rows import keep_path, row_of

if TYPE_CHECKING:
    from refgraph.scores.path_kernels import FanArrays, Way
    from refgraph.scores.path_rows import Best
    from refgraph.snapshot.snapshot import Bools, Ints


@numba.njit(cache=True)
def walk(
    start: int,
    fan: FanArrays,
    carries: Bools,
    wanted: Bools,
    min_chance: float,
    way: Way,
    row: Ints,
    best: Best,
) -> Best:
    """Keep the best of all simple paths; parameters as of `best_simple_paths`."""
    indptr, neighbour, chance = fan
    backward, over_bad = way
    max_hops = best[4].shape[2]
    node = np.full(max_hops + 1, np.int32(-1))
    cursor, so_far = np.zeros(max_hops + 1, np.int64), np.ones(max_hops + 1)
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
        if wanted[v] and (not over_bad or _is_over_bad(node, depth, carries)):
            best, w = row_of(best, row, v)
            _people_after_speaker(node, depth, v, path, backward)
            keep_path(best, w, p, path)
        if depth + 1 < max_hops and (carries[v] or over_bad):
            depth += 1
            node[depth], cursor[depth], so_far[depth] = v, indptr[v], p
    return best


@numba.njit(cache=True)
def _is_on(node: Ints, depth: int, v: int) -> bool:
    """Whether v is among the first depth + 1 nodes."""
    found = False
    for i in range(depth + 1):
        found |= node[i] == v
    return found


@numba.njit(cache=True)
def _is_over_bad(node: Ints, depth: int, carries: Bools) -> bool:
    """Whether somebody after the start, up to the depth, does not carry."""
    found = False
    for i in range(1, depth + 1):
        found |= not carries[node[i]]
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
