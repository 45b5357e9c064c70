"""Compiled loops over paths: the best simple paths between one person and others."""

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
    Best = tuple[Ints, Floats, Ints]
    """By wanted person: number of paths kept, chances, people after the speaker."""
    Ways = tuple[Ints, Ints, Ints, Floats]
    """People reached; by person: number of ways, who is between, chance of the tie to who is between."""

_DIGITS = 1e12
"""Chances that agree after rounding to 12 digits are equal, and ids decide."""


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
) -> Best:
    """Find the best simple paths from `start` to every wanted person over people who carry.

    `place`, shape (n,), numbers the wanted people from 0, -1 for the others. Gives, by that number (shape (w,) and
    longer), how many paths are kept, their chances (w, keep) and their people after the speaker
    (w, keep, max_hops), padded with -1; best first, by (chance rounded to 12 digits falling, people).
    `backward` (0 or 1) says that the fan leads from listeners to speakers, so that each person found is the speaker
    and `start` the listener. Chances are multiplied from the speaker on either way.

    A path of three ties is a tie and a way of two ties to `start`; of the ways from one person the `keep + 1` best
    suffice, as at most one of them meets the path's other end. So up to 3 ties it costs O(keep · ties of the people
    reached), however many paths there are; beyond 3 it walks all paths.
    """
    max_hops, min_chance, keep = limits
    wanted = place.max() + 1 if len(place) else 0
    count = np.zeros(wanted, np.int32)
    best = (count, np.zeros((wanted, keep)), np.full((wanted, keep, max_hops), np.int32(-1)))
    if wanted == 0:
        return best
    if max_hops > 3:
        _walk(start, fan, carries, place, min_chance, backward, best)
        return best
    near = _one_tie(start, fan, place, min_chance, backward, best)
    if max_hops > 1:
        ways = _ways(start, fan, carries, near, min_chance, keep + 1)
        _two_ties(start, place, near, ways, backward, best)
        if max_hops > 2:
            _three_ties(start, fan, carries, place, near, ways, (min_chance, backward), best)
    return best


@numba.njit(cache=True)
def _one_tie(start: int, fan: FanArrays, place: Ints, min_chance: float, backward: int, best: Best) -> Floats:
    """Keep the paths of one tie; gives the chance of each person's tie with `start`, 0 below `min_chance`."""
    indptr, neighbour, chance = fan
    near = np.zeros(len(indptr) - 1)
    path = np.full(best[2].shape[2], np.int32(-1))
    for at in range(indptr[start], indptr[start + 1]):
        if chance[at] < min_chance:
            break
        v = neighbour[at]
        near[v] = chance[at]
        if place[v] >= 0:
            path[0] = start if backward else v
            _keep(best, place[v], chance[at], path)
    return near


@numba.njit(cache=True)
def _ways(start: int, fan: FanArrays, carries: Bools, near: Floats, min_chance: float, keep: int) -> Ways:
    """List the best ways of two ties between `start` and each person, by (chance rounded falling, who is between)."""
    indptr, neighbour, chance = fan
    n = len(indptr) - 1
    reached, size = np.empty(n, np.int32), 0
    count, between, leg = np.zeros(n, np.int32), np.empty((n, keep), np.int32), np.empty((n, keep))
    for first in range(indptr[start], indptr[start + 1]):
        b = neighbour[first]
        if chance[first] < min_chance:
            break
        if not carries[b]:
            continue
        for second in range(indptr[b], indptr[b + 1]):
            a, way = neighbour[second], chance[second] * near[b]
            if way < min_chance:
                break
            if a == start:
                continue
            if count[a] == 0:
                reached[size] = a
                size += 1
            at = count[a]
            while at > 0:
                other = between[a, at - 1]
                mine, its = np.rint(way * _DIGITS), np.rint(leg[a, at - 1] * near[other] * _DIGITS)
                if mine < its or (mine == its and b > other):
                    break
                at -= 1
            if at == keep:
                continue
            last = min(count[a], keep - 1)
            for i in range(last, at, -1):
                between[a, i], leg[a, i] = between[a, i - 1], leg[a, i - 1]
            between[a, at], leg[a, at] = b, chance[second]
            count[a] = last + 1
    return reached[:size], count, between, leg


@numba.njit(cache=True)
def _two_ties(start: int, place: Ints, near: Floats, ways: Ways, backward: int, best: Best) -> None:
    """Keep the paths of two ties."""
    reached, count, between, leg = ways
    path = np.full(best[2].shape[2], np.int32(-1))
    for v in reached:
        if place[v] >= 0:
            for i in range(count[v]):
                path[0] = between[v, i]
                path[1] = start if backward else v
                _keep(best, place[v], leg[v, i] * near[path[0]], path)


@numba.njit(cache=True)
def _three_ties(
    start: int,
    fan: FanArrays,
    carries: Bools,
    place: Ints,
    near: Floats,
    ways: Ways,
    bounds: tuple[float, int],
    best: Best,
) -> None:
    """Keep the paths of three ties: the tie of an outer person, then one of the best ways of two."""
    indptr, neighbour, chance = fan
    min_chance, backward = bounds
    reached, count, between, leg = ways
    kept, path = best[1], np.full(best[2].shape[2], np.int32(-1))
    for a in reached:
        if not carries[a]:
            continue
        for at in range(indptr[a], indptr[a + 1]):
            v, outer = neighbour[at], chance[at]
            if outer * leg[a, 0] * near[between[a, 0]] < min_chance - 2.0 / _DIGITS:
                break
            w = place[v]
            if v == start or w < 0:
                continue
            for i in range(count[a]):
                b = between[a, i]
                p = outer * leg[a, i] * near[b] if backward else near[b] * leg[a, i] * outer
                if p < max(min_chance, kept[w, -1]) - 2.0 / _DIGITS:
                    break  # with room to spare: ways of equal rounded chance are listed by id
                if b != v and p >= min_chance:
                    path[0], path[1] = (a, b) if backward else (b, a)
                    path[2] = start if backward else v
                    _keep(best, w, p, path)


@numba.njit(cache=True)
def _walk(
    start: int, fan: FanArrays, carries: Bools, place: Ints, min_chance: float, backward: int, best: Best
) -> None:
    """Keep the best of all simple paths, depth first."""
    indptr, neighbour, chance = fan
    max_hops = best[2].shape[2]
    node = np.full(max_hops + 1, np.int32(-1))
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
        if place[v] >= 0:
            _people_after_speaker(node, depth, v, path, backward)
            _keep(best, place[v], p, path)
        if depth + 1 < max_hops and carries[v]:
            depth += 1
            node[depth], cursor[depth], so_far[depth] = v, indptr[v], p


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
def _keep(best: Best, w: int, p: float, path: Ints) -> None:
    """Insert a path in its place among the best of the wanted person w."""
    count, kept, people = best
    keep, at = kept.shape[1], count[w]
    while at > 0 and _is_better(p, path, kept[w, at - 1], people[w, at - 1]):
        at -= 1
    if at == keep:
        return
    last = min(count[w], keep - 1)
    for i in range(last, at, -1):
        kept[w, i] = kept[w, i - 1]
        people[w, i] = people[w, i - 1]
    kept[w, at] = p
    people[w, at] = path
    count[w] = last + 1


@numba.njit(cache=True)
def _is_better(p: float, path: Ints, other_p: float, other_path: Ints) -> bool:
    """Whether a path comes before another one of the same speaker and listener."""
    mine, other = np.rint(p * _DIGITS), np.rint(other_p * _DIGITS)
    is_better = mine > other
    if mine == other:
        for i in range(len(path)):
            if path[i] != other_path[i]:
                is_better = path[i] < other_path[i]
                break
    return bool(is_better)
