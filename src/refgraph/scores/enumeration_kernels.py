"""Compiled loops over all outcomes of few uncertain ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.cascade_kernels import unmark
from refgraph.scores.rr_kernels import owners, seated

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.cascade_kernels import Marks
    from refgraph.scores.path_kernels import FanArrays
    from refgraph.scores.rr_kernels import Sought
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

    Tossed = tuple[NDArray[np.int8], int]
    """How the coins fall (1 carries, 0 does not) and how many of them are fixed; further ones carry."""


@numba.njit(cache=True)
def has_more_uncertain(chance: Floats, most: int) -> bool:
    """Whether more than `most` chances are neither 0 nor 1; looks no further than it must."""
    found = 0
    for p in chance:
        if 0.0 < p < 1.0:
            found += 1
            if found > most:
                break
    return found > most


@numba.njit(cache=True)
def all_sets(
    fan: FanArrays, sought: Sought, most_ties: int, most_entries: int
) -> tuple[Floats, NDArray[np.int64], Ints, float]:
    """List the reverse-reachable sets of every root in every world, with the worlds' chances.

    Gives weights, shape (sets,), the sets' groups in CSR form, and the sum of the weights of those that an active
    person reaches, which are not listed. The weights of a root sum to 1. The ties that are met by a root alone
    decide, so there are at most 2^(uncertain ties) sets a root. Gives nothing, and -1.0, once the groups of all sets
    together are more than `most_entries`.
    """
    roots, seat_indptr, seat_person, may_choose, own_indptr, own_group, stops = sought
    n = len(fan[0]) - 1
    queue, seen = np.empty(n, np.int32), np.zeros((n >> 3) + 1, np.uint8)
    seen_group = np.zeros((len(may_choose) >> 3) + 1, np.uint8)
    coin, covered, sets, used = np.empty(most_ties, np.int8), 0.0, 0, 0
    weight, indptr = np.empty(1024), np.zeros(1025, np.int64)
    member = np.empty(1024 + len(may_choose), np.int32)
    for root in roots:
        fixed, is_open = 0, True
        while is_open:
            people, chance = seat_person[seat_indptr[root] : seat_indptr[root + 1]], 1.0
            size, is_covered = seated(people, queue, seen, stops)
            if not is_covered:
                size, chance, fixed = _world(fan, queue, size, seen, stops, (coin, fixed))
                is_covered, size = size < 0, size if size >= 0 else -1 - size
            unmark(seen, queue, size)
            if is_covered:
                covered += chance
            else:
                if sets == len(weight):
                    weight, indptr = _longer(weight), _longer(indptr)
                if len(member) < used + len(may_choose):
                    member = _longer(member)
                if size == 0 and may_choose[root]:
                    member[used] = root
                    used += 1
                elif len(own_indptr):
                    used += owners(own_indptr, own_group, queue[:size], member[used:], seen_group)
                else:
                    member[used : used + size] = queue[:size]
                    used += size
                weight[sets] = chance
                sets += 1
                indptr[sets] = used
                if used > most_entries:
                    return weight[:0], indptr[:1], member[:0], -1.0
            fixed = _next(coin, fixed)
            is_open = fixed > 0
    return weight[:sets], indptr[: sets + 1], member[:used], covered


@numba.njit(cache=True)
def _next(coin: NDArray[np.int8], fixed: int) -> int:
    """Turn the last coin that carries, forgetting those behind it; gives how many are fixed then, 0 after the last."""
    while fixed > 0 and coin[fixed - 1] == 0:
        fixed -= 1
    if fixed > 0:
        coin[fixed - 1] = 0
    return fixed


@numba.njit(cache=True)
def _longer(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """The same values with as much room again."""
    longer = np.empty(2 * len(values), values.dtype)
    longer[: len(values)] = values
    return longer


@numba.njit(cache=True)
def _world(
    fan: FanArrays, queue: Ints, size: int, seen: Marks, stops: Bools, tossed: Tossed
) -> tuple[int, float, int]:
    """Follow the ties in one world, as `cascade` does; gives the size, the chance of the coins met, their number."""
    indptr, neighbour, chance = fan
    coin, fixed = tossed
    met, likely, at = 0, 1.0, 0
    while at < size:
        v = queue[at]
        at += 1
        for here in range(indptr[v], indptr[v + 1]):
            p, u = chance[here], neighbour[here]
            bit = np.uint8(1 << (u & 7))
            if p <= 0.0 or seen[u >> 3] & bit:
                continue
            if p < 1.0:
                if met == fixed:
                    coin[met] = 1
                    fixed += 1
                likely *= p if coin[met] else 1.0 - p
                met += 1
                if not coin[met - 1]:
                    continue
            seen[u >> 3] |= bit
            queue[size] = u
            size += 1
            if len(stops) > 0 and stops[u]:
                return -1 - size, likely, fixed
    return size, likely, fixed


@numba.njit(cache=True)
def best_choice(mask: NDArray[np.int64], weight: Floats, groups: int, k: int) -> NDArray[np.int64]:
    """Try every choice of k of up to 62 groups; gives the first, in order of their numbers, that covers the most.

    `mask`, shape (sets,), has bit g where the set holds group g. Equal to 12 digits is equal.
    """
    chosen, best, most = np.arange(k), np.arange(k), -1.0
    while True:
        bits = np.int64(0)
        for g in chosen:
            bits |= np.int64(1) << g
        covered = 0.0
        for i in range(len(mask)):
            if mask[i] & bits:
                covered += weight[i]
        if np.rint(covered * 1e12) > np.rint(most * 1e12):
            most = covered
            best[:] = chosen
        i = k - 1
        while i >= 0 and chosen[i] == groups - k + i:
            i -= 1
        if i < 0:
            break
        chosen[i] += 1
        for j in range(i + 1, k):
            chosen[j] = chosen[j - 1] + 1
    return best
