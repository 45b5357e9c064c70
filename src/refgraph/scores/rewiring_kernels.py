"""Compiled loop that redraws who knows whom, everybody keeping the number of those he knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Ints

    Neighbours = tuple[NDArray[np.int64], Ints]
    Strata = tuple[NDArray[np.int64], NDArray[np.int64]]
    Draws = tuple[NDArray[np.int64], NDArray[np.int64], Bools]


@numba.njit(cache=True)
def swap_partners(one: Ints, other: Ints, neighbours: Neighbours, strata: Strata, draws: Draws) -> int:
    """Swap partners of pairs (one[i], other[i]) in place, pair after pair drawn; gives the number of swaps made.

    Pairs i and j of one stratum, a-b and c-d, become a-d and c-b: everybody keeps his number of neighbours. A swap
    that would make somebody his own neighbour, or a pair that is there already, is left out (Maslov & Sneppen 2002).
    `neighbours` is (indptr, people), both ways, kept up to date; `strata` gives the first pair and the number of
    pairs of each pair's stratum; `draws` are i, what j is drawn by, and whether j's ends change places before.
    """
    indptr, people = neighbours
    first, size = strata
    chosen, partner, turned = draws
    made = 0
    for s in range(len(chosen)):
        i = chosen[s]
        j = first[i] + partner[s] % size[i]
        a, b, c, d = one[i], other[i], one[j], other[j]
        if turned[s]:
            c, d = d, c
        if a == d or c == b or _are_neighbours(indptr, people, a, d) or _are_neighbours(indptr, people, c, b):
            continue
        _replace(indptr, people, a, b, d)
        _replace(indptr, people, b, a, c)
        _replace(indptr, people, c, d, b)
        _replace(indptr, people, d, c, a)
        other[i] = d
        if turned[s]:
            one[j] = b
        else:
            other[j] = b
        made += 1
    return made


@numba.njit(cache=True)
def _are_neighbours(indptr: NDArray[np.int64], people: Ints, one: int, other: int) -> bool:
    if indptr[one + 1] - indptr[one] > indptr[other + 1] - indptr[other]:
        one, other = other, one
    for at in range(indptr[one], indptr[one + 1]):  # noqa: SIM110 - kernels take no generators
        if people[at] == other:
            return True
    return False


@numba.njit(cache=True)
def _replace(indptr: NDArray[np.int64], people: Ints, person: int, former: int, later: int) -> None:
    for at in range(indptr[person], indptr[person + 1]):
        if people[at] == former:
            people[at] = later
            return
