"""Compiled loops over paths: the best simple paths between one person and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.path_rows import keep_path, no_rows, row_of
from refgraph.scores.path_walk import walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.path_rows import Best
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

    FanArrays = tuple[NDArray[np.int64], Ints, Floats]
    """`indptr`, `neighbour`, `chance`: rows by falling chance."""
    Limits = tuple[int, float, int]
    """Most ties of a path, least chance of a path, number of paths to keep."""
    Way = tuple[int, int]
    """`backward` and `over_bad`, each 0 or 1."""
    Relays = tuple[Ints, Ints, Ints, Floats, Floats]
    """By person reached over two ties: index, number of ways. By way: who is between, chance of the tie to who is
    between, chance of the tie between him and `start`."""

_DIGITS = 1e12
"""Chances that agree after rounding to 12 digits are equal, and ids decide."""


@numba.njit(cache=True)
def best_simple_paths(
    start: int, fan: FanArrays, carries: Bools, wanted: Bools, limits: Limits, way: Way, space: Ints
) -> Best:
    """Find the best simple paths between `start` and every wanted person.

    Over people who carry; with `over_bad` over at least one who does not. `backward` says that the fan leads from
    listeners to speakers, so that each person found is the speaker and `start` the listener; chances are multiplied
    from the speaker on either way. Gives by row, in no order: the person found, how many paths are kept, their
    chances (rows, keep) and their people after the speaker (rows, keep, max_hops), padded with -1; best first, by
    (chance rounded to 12 digits falling, people). `space`, shape (2, n), is full of -1 and is left so.

    A path of three ties is a tie and a way of two ties to `start`; of the ways from one person the `keep + 1` best
    suffice, as at most one of them meets the path's other end. So up to 3 ties it costs O(keep · ties of the people
    reached), however many paths there are; beyond 3 it walks all paths.
    """
    max_hops, min_chance, keep = limits
    best = no_rows(64, keep, max_hops)
    if max_hops > 3:
        best = walk(start, fan, carries, wanted, min_chance, way, space[1], best)
    else:
        if not way[1]:
            best = _one_tie(start, fan, wanted, min_chance, way, space[1], best)
        if max_hops > 1:
            best, relays = _two_ties(start, fan, carries, wanted, limits, way, space, best)
            if max_hops > 2:
                best = _three_ties(start, fan, wanted, min_chance, way, space[1], relays, best)
    size = best[0][0]
    for i in range(size):
        space[1, best[1][i]] = -1
    return best[0], best[1][:size], best[2][:size], best[3][:size], best[4][:size]


@numba.njit(cache=True)
def _one_tie(
    start: int, fan: FanArrays, wanted: Bools, min_chance: float, way: Way, row: Ints, best: Best
) -> Best:
    """Keep the paths of one tie."""
    indptr, neighbour, chance = fan
    path = np.full(best[4].shape[2], np.int32(-1))
    for at in range(indptr[start], indptr[start + 1]):
        if chance[at] < min_chance:
            break
        v = neighbour[at]
        if wanted[v]:
            best, w = row_of(best, row, v)
            path[0] = start if way[0] else v
            keep_path(best, w, chance[at], path)
    return best


@numba.njit(cache=True)
def _two_ties(
    start: int,
    fan: FanArrays,
    carries: Bools,
    wanted: Bools,
    limits: Limits,
    way: Way,
    space: Ints,
    best: Best,
) -> tuple[Best, Relays]:
    """Keep the paths of two ties, and list the best ways between `start` and each person who can be a relay."""
    indptr, neighbour, chance = fan
    max_hops, min_chance, keep = limits
    backward, over_bad = way
    path = np.full(max_hops, np.int32(-1))
    relays, size = _no_relays(_ways(start, fan, min_chance) if max_hops > 2 else 0, keep + 1), 0
    for first in range(indptr[start], indptr[start + 1]):
        b, near = neighbour[first], chance[first]
        if near < min_chance:
            break
        if not carries[b] and not over_bad:
            continue
        for second in range(indptr[b], indptr[b + 1]):
            a, leg = neighbour[second], chance[second]
            if leg * near < min_chance:
                break
            if a == start:
                continue
            if wanted[a] and carries[b] != over_bad:
                best, w = row_of(best, space[1], a)
                path[0], path[1] = b, start if backward else a
                keep_path(best, w, leg * near, path)
            if max_hops > 2 and ((carries[a] and carries[b]) != over_bad):
                if space[0, a] < 0:
                    space[0, a] = size
                    relays[0][size] = a
                    size += 1
                _keep_way(relays, space[0, a], b, leg, near)
    for i in range(size):
        space[0, relays[0][i]] = -1
    return best, (relays[0][:size], relays[1][:size], relays[2][:size], relays[3][:size], relays[4][:size])


@numba.njit(cache=True)
def _three_ties(
    start: int,
    fan: FanArrays,
    wanted: Bools,
    min_chance: float,
    way: Way,
    row: Ints,
    relays: Relays,
    best: Best,
) -> Best:
    """Keep the paths of three ties: the tie of an outer person, then one of the best ways of two."""
    indptr, neighbour, chance = fan
    person, count, between, leg, near = relays
    backward, path = way[0], np.full(best[4].shape[2], np.int32(-1))
    for r in range(len(person)):
        a, greatest = person[r], leg[r, 0] * near[r, 0]
        for at in range(indptr[a], indptr[a + 1]):
            v, outer = neighbour[at], chance[at]
            if outer * greatest < min_chance - 2.0 / _DIGITS:
                break
            if v == start or not wanted[v]:
                continue
            least = min_chance if row[v] < 0 else max(min_chance, best[3][row[v], -1])
            for i in range(count[r]):
                b = between[r, i]
                p = outer * leg[r, i] * near[r, i] if backward else near[r, i] * leg[r, i] * outer
                if p < least - 2.0 / _DIGITS:
                    break  # with room to spare: ways of equal rounded chance are listed by id
                if b != v and p >= min_chance:
                    best, w = row_of(best, row, v)
                    path[0], path[1] = (a, b) if backward else (b, a)
                    path[2] = start if backward else v
                    keep_path(best, w, p, path)
                    least = max(least, best[3][w, -1])
    return best


@numba.njit(cache=True)
def _ways(start: int, fan: FanArrays, min_chance: float) -> int:
    """Count the ways of two ties from `start`."""
    indptr, neighbour, chance = fan
    ways = 0
    for at in range(indptr[start], indptr[start + 1]):
        if chance[at] < min_chance:
            break
        first = indptr[neighbour[at]]
        end, last = first, indptr[neighbour[at] + 1]
        while end < last:
            middle = (end + last) // 2
            if chance[middle] * chance[at] < min_chance:
                last = middle
            else:
                end = middle + 1
        ways += end - first
    return ways


@numba.njit(cache=True)
def _no_relays(room: int, keep: int) -> Relays:
    """Give room for so many people of `keep` ways each."""
    count = np.zeros(room, np.int32)
    between = np.empty((room, keep), np.int32)
    return np.empty(room, np.int32), count, between, np.empty((room, keep)), np.empty((room, keep))


@numba.njit(cache=True)
def _keep_way(relays: Relays, r: int, b: int, leg: float, near: float) -> None:
    """Insert a way in its place among the best of relay r, by (chance rounded falling, who is between)."""
    _, count, between, legs, nears = relays
    at, mine = count[r], np.rint(leg * near * _DIGITS)
    while at > 0:
        other = np.rint(legs[r, at - 1] * nears[r, at - 1] * _DIGITS)
        if mine < other or (mine == other and b > between[r, at - 1]):
            break
        at -= 1
    keep = between.shape[1]
    if at == keep:
        return
    last = min(count[r], keep - 1)
    for i in range(last, at, -1):
        between[r, i], legs[r, i], nears[r, i] = between[r, i - 1], legs[r, i - 1], nears[r, i - 1]
    between[r, at], legs[r, at], nears[r, at] = b, leg, near
    count[r] = last + 1
