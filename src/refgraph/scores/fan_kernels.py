"""Compiled loop that sorts each person's ties, strongest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.csr_kernels import even_cuts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Floats, Ints

_SHORT_ROW = 24
"""Entries up to which a row is sorted by insertion."""


@numba.njit(cache=True, parallel=True)
def sort_falling(indptr: NDArray[np.int64], neighbour: Ints, chance: Floats, workers: int) -> None:
    """Sort each row by chance, falling, in place; equal ones stay in the order given."""
    cut = even_cuts(indptr, workers)
    for worker in numba.prange(workers):
        for row in range(cut[worker], cut[worker + 1]):
            first, last = indptr[row], indptr[row + 1]
            _sort(neighbour[first:last], chance[first:last])


@numba.njit(cache=True)
def _sort(neighbour: Ints, chance: Floats) -> None:
    if len(chance) > _SHORT_ROW:
        order = np.argsort(-chance, kind="mergesort")
        neighbour[:], chance[:] = neighbour[order], chance[order]
        return
    for at in range(1, len(chance)):
        who, value, to = neighbour[at], chance[at], at
        while to > 0 and chance[to - 1] < value:
            neighbour[to], chance[to] = neighbour[to - 1], chance[to - 1]
            to -= 1
        neighbour[to], chance[to] = who, value
