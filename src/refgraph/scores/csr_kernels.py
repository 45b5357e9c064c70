"""Compiled loops that put entries into rows: by counting sort, transposed, and with doubles added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Floats, Ints

    Rows = tuple[NDArray[np.int64], Ints, Floats]
    """`indptr`, `indices` and a value each: a matrix in CSR form."""
    Entries = tuple[Ints, Ints, Floats]
    """Row, column and value of each entry, in any order."""

_SHORT_ROW = 48
"""Entries up to which a row is sorted by insertion."""


@numba.njit(cache=True)
def grouped(key: Ints, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Order entries by (key, position), in O(entries + count): `indptr` of `count` rows, and the positions."""
    indptr = starts_of(key, count)
    place, order = indptr.copy(), np.empty(len(key), np.int64)
    for at in range(len(key)):
        order[place[key[at]]] = at
        place[key[at]] += 1
    return indptr, order


@numba.njit(cache=True)
def starts_of(key: Ints, count: int) -> NDArray[np.int64]:
    """`indptr` of the rows that entries with these keys make, shape (count + 1,)."""
    indptr = np.zeros(count + 1, np.int64)
    for at in range(len(key)):
        indptr[key[at] + 1] += 1
    for k in range(count):
        indptr[k + 1] += indptr[k]
    return indptr


@numba.njit(cache=True)
def even_cuts(indptr: NDArray[np.int64], workers: int) -> NDArray[np.int64]:
    """Bounds of the rows each worker takes, shape (workers + 1,): about as many rows and entries together for each."""
    n = len(indptr) - 1
    cut, row, whole = np.zeros(workers + 1, np.int64), 0, indptr[n] + n
    for worker in range(1, workers):
        while row < n and (indptr[row] + row) * workers < whole * worker:
            row += 1
        cut[worker] = row
    cut[workers] = n
    return cut


@numba.njit(cache=True, parallel=True)
def transpose(
    indptr: NDArray[np.int64],
    indices: Ints,
    starts: NDArray[np.int64],
    row_of: Ints,
    entry: NDArray[np.int64],
    workers: int,
) -> None:
    """Write the row and the position of each entry by column, whose `indptr` is `starts`; rows ascend within a column.

    Every worker walks all entries and writes those of its own range of columns, so the result does not depend on
    how many there are.
    """
    n = len(indptr) - 1
    cut = even_cuts(starts, workers)
    for worker in numba.prange(workers):
        first, last = cut[worker], cut[worker + 1]
        place = starts[first:last].copy()
        for row in range(n):
            for at in range(indptr[row], indptr[row + 1]):
                column = indices[at]
                if first <= column < last:
                    to = place[column - first]
                    row_of[to], entry[to] = row, at
                    place[column - first] = to + 1


@numba.njit(cache=True)
def scatter(entries: Entries, starts: NDArray[np.int64], columns: Ints, values: Floats) -> None:
    """Write the column and value of each entry into its row, which begins at `starts`, in the order given."""
    row, column, value = entries
    place = starts.copy()
    for at in range(len(row)):
        to = place[row[at]]
        columns[to], values[to] = column[at], value[at]
        place[row[at]] = to + 1


@numba.njit(cache=True, parallel=True)
def add_up(starts: NDArray[np.int64], columns: Ints, values: Floats, workers: int) -> NDArray[np.int64]:
    """Sort each row by column and add up doubles, in its first entries; gives how many are left, sums of 0 left out."""
    n = len(starts) - 1
    size, cut = np.empty(n, np.int64), even_cuts(starts, workers)
    for worker in numba.prange(workers):
        for r in range(cut[worker], cut[worker + 1]):
            size[r] = _add_up(columns[starts[r] : starts[r + 1]], values[starts[r] : starts[r + 1]])
    return size


@numba.njit(cache=True)
def close_gaps(
    starts: NDArray[np.int64], size: NDArray[np.int64], columns: Ints, values: Floats
) -> NDArray[np.int64]:
    """Move rows together, of which each stands in the first `size` entries from its start; gives the new `indptr`."""
    indptr = np.zeros(len(size) + 1, np.int64)
    for r in range(len(size)):
        indptr[r + 1] = indptr[r] + size[r]
        if indptr[r] < starts[r]:
            for step in range(size[r]):
                columns[indptr[r] + step] = columns[starts[r] + step]
                values[indptr[r] + step] = values[starts[r] + step]
    return indptr


@numba.njit(cache=True)
def _add_up(columns: Ints, values: Floats) -> int:
    """Sort one row and add up doubles, in place; gives how many are left."""
    _sort(columns, values)
    kept, at = 0, 0
    while at < len(columns):
        column, total = columns[at], values[at]
        at += 1
        while at < len(columns) and columns[at] == column:
            total += values[at]
            at += 1
        if total != 0.0:
            columns[kept], values[kept] = column, total
            kept += 1
    return kept


@numba.njit(cache=True)
def _sort(columns: Ints, values: Floats) -> None:
    """Sort one row by column, equal ones in the order given, in place."""
    if len(columns) > _SHORT_ROW:
        order = np.argsort(columns, kind="mergesort")
        columns[:], values[:] = columns[order], values[order]
        return
    for at in range(1, len(columns)):
        column, value, to = columns[at], values[at], at
        while to > 0 and columns[to - 1] > column:
            columns[to], values[to] = columns[to - 1], values[to - 1]
            to -= 1
        columns[to], values[to] = column, value
