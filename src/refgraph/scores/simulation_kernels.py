"""Compiled loops over simulated cascades."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.cascade_kernels import cascade, marked, unmark
from refgraph.scores.coins import first_state
from refgraph.scores.rr_kernels import owners

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.path_kernels import FanArrays
    from refgraph.snapshot.snapshot import Ints

    Own = tuple[NDArray[np.int64], Ints, int]
    """Counted groups of each person (CSR), and the number of groups; an empty `indptr` counts people themselves."""


@numba.njit(cache=True, parallel=True)
def cascades(fan: FanArrays, people: Ints, own: Own, key: np.uint64, draws: int, workers: int) -> Ints:
    """Count who is reached from `people` in each world, shape (draws,); a world depends on `key` and its number alone."""
    own_indptr, own_group, groups = own
    n, reached = len(fan[0]) - 1, np.empty(draws, np.int32)
    for worker in numba.prange(workers):
        queue, seen = np.empty(n, np.int32), np.zeros((n >> 3) + 1, np.uint8)
        members, seen_group = np.empty(groups, np.int32), np.zeros((groups >> 3) + 1, np.uint8)
        nobody = np.empty(0, np.bool_)
        for draw in range(worker * draws // workers, (worker + 1) * draws // workers):
            size = 0
            for start in people:
                size = marked(seen, start, queue, size)
            size, _ = cascade(fan, queue, size, seen, nobody, np.uint64(first_state(key, draw)))
            unmark(seen, queue, size)
            reached[draw] = size
            if len(own_indptr):
                reached[draw] = owners(own_indptr, own_group, queue[:size], members, seen_group)
    return reached
