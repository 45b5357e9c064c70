"""Compiled loops over the sets that groups cover: which sets each is in, the greedy choice, how much a choice covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Ints

    Rows = tuple[NDArray[np.int64], Ints]
    """CSR without values."""
    Counts = NDArray[np.int64]

_LOW = np.int64((1 << 32) - 1)
"""A key is count · 2^32 + (_LOW - group): the greatest key has the greatest count, the smallest group among equals."""


@numba.njit(cache=True)
def transposed(rows: Rows, columns: int) -> Rows:
    """List the rows of each column, ascending: shapes (columns + 1,) and (entries,)."""
    indptr, column = rows
    start = np.zeros(columns + 1, np.int64)
    for g in column:
        start[g + 1] += 1
    for g in range(columns):
        start[g + 1] += start[g]
    at, row = start[:-1].copy(), np.empty(len(column), np.int32)
    for i in range(len(indptr) - 1):
        for j in range(indptr[i], indptr[i + 1]):
            g = column[j]
            row[at[g]] = i
            at[g] += 1
    return start, row


@numba.njit(cache=True)
def greedy_cover(sets: Rows, index: Rows, k: int) -> tuple[Ints, Counts, Counts]:
    """Choose up to k groups, each time the one in most sets not yet covered, of equal ones the smallest.

    `index` is the transpose of `sets`. Gives the groups chosen as long as they cover anything, how many sets each
    added, both of shape (chosen,), and for every prefix of the choice, from the empty one, the sets it covers plus
    the k greatest that any groups would add to it: none of shape (chosen + 1,) is below what the best k cover
    (Tang, Tang, Xiao, Yuan 2018, OPIM, SIGMOD, §4). Counts are kept exactly for all groups, none is dropped.
    """
    (set_indptr, member), (indptr, in_set) = sets, index
    groups = len(indptr) - 1
    count = np.empty(groups, np.int64)
    for g in range(groups):
        count[g] = indptr[g + 1] - indptr[g]
    with_count = np.zeros(count.max() + 1 if groups else 1, np.int64)
    for c in count:
        with_count[c] += 1
    is_covered = np.zeros(len(set_indptr) - 1, np.bool_)
    chosen, gain, above = np.empty(k, np.int32), np.empty(k, np.int64), np.empty(k + 1, np.int64)
    heap, size, low = np.empty(groups, np.int64), 0, len(with_count)
    covered, picks = 0, 0
    while True:
        above[picks] = covered + _top_sum(with_count, k)
        if picks == k:
            break
        heap, size, low = _refresh(heap, size, low, count, indptr, with_count)
        if size == 0:
            break
        g = _LOW - (heap[0] & _LOW)
        chosen[picks], gain[picks] = g, count[g]
        covered += count[g]
        picks += 1
        for at in range(indptr[g], indptr[g + 1]):
            i = in_set[at]
            if not is_covered[i]:
                is_covered[i] = True
                for j in range(set_indptr[i], set_indptr[i + 1]):
                    c = count[member[j]]
                    count[member[j]] = c - 1
                    with_count[c] -= 1
                    with_count[c - 1] += 1
    return chosen[:picks], gain[:picks], above[: picks + 1]


@numba.njit(cache=True)
def _top_sum(with_count: Counts, k: int) -> int:
    """Sum of the k greatest counts."""
    total, left, c = 0, k, len(with_count) - 1
    while c > 0 and left > 0:
        taken = min(left, with_count[c])
        total += taken * c
        left -= taken
        c -= 1
    return total


@numba.njit(cache=True)
def _refresh(
    heap: Counts, size: int, low: int, count: Counts, indptr: NDArray[np.int64], with_count: Counts
) -> tuple[Counts, int, int]:
    """Bring the group of the greatest key to the top of the heap; size 0 where no group is in an uncovered set.

    On the heap are the groups that were in at least `low` sets at first, with keys of counts that may have fallen
    since. The others come in before they can matter: once the greatest count there is is below `low`.
    """
    while True:
        while size > 0:
            g = _LOW - (heap[0] & _LOW)
            if heap[0] >> 32 == count[g]:
                break
            heap[0] = (count[g] << 32) | (_LOW - g)
            _sift(heap, 0, size)
        top = heap[0] >> 32 if size > 0 else 0
        if top >= low or low <= 1:
            return heap, size if top > 0 else 0, low
        next_low = low // 2
        for g in range(len(count)):
            at_first = indptr[g + 1] - indptr[g]
            if next_low <= at_first < low:
                heap[size] = (count[g] << 32) | (_LOW - g)
                size += 1
        low = next_low
        for i in range(size // 2 - 1, -1, -1):
            _sift(heap, i, size)


@numba.njit(cache=True)
def _sift(heap: Counts, i: int, size: int) -> None:
    """Let the entry i sink to its place in a heap with the greatest entry first."""
    key = heap[i]
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] > heap[child]:
            child += 1
        if heap[child] <= key:
            break
        heap[i] = heap[child]
        i = child
    heap[i] = key


@numba.njit(cache=True, parallel=True)
def covered_in_order(sets: Rows, order: Ints, k: int, workers: int) -> Counts:
    """Count the sets that each of k chosen groups covers first, shape (k,).

    `order`, by group, numbers the chosen from 0 and is k for the others.
    """
    indptr, member = sets
    added, many = np.zeros((workers, k + 1), np.int64), len(indptr) - 1
    for worker in numba.prange(workers):
        for i in range(worker * many // workers, (worker + 1) * many // workers):
            first = k
            for j in range(indptr[i], indptr[i + 1]):
                first = min(first, order[member[j]])
            added[worker, first] += 1
    total: Counts = added.sum(axis=0)
    return total[:k]
