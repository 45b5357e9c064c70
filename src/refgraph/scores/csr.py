"""Square matrices in CSR form, made on all cores: doubles added up, rows turned into columns.

Large arrays are made here and not in the kernels: numpy asks for huge pages, without which a third of the time goes
into the first touch of memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.csr_kernels import add_up, close_gaps, scatter, starts_of, transpose
from refgraph.scores.parallel import one_at_a_time

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.csr_kernels import Rows
    from refgraph.snapshot.snapshot import Floats, Ints

WORKERS = 16
"""Parts that rows are divided into, about as many rows and entries in each; no result depends on how many."""


def summed(row: Ints, column: Ints, value: Floats, n: int) -> Rows:
    """Matrix of shape (n, n), columns ascending; doubles are added up in the order given, sums of 0 left out."""
    starts = starts_of(row, n)
    columns, values = np.empty(len(row), np.int32), np.empty(len(row))
    scatter((row, column, value), starts, columns, values)
    with one_at_a_time:
        size = add_up(starts, columns, values, WORKERS)
    return packed(starts, size, columns, values)


def packed(starts: NDArray[np.int64], size: NDArray[np.int64], columns: Ints, values: Floats) -> Rows:
    """Rows without gaps; row r is the first `size[r]` entries from `starts[r]` on. Takes the arrays for its own."""
    indptr = close_gaps(starts, size, columns, values)
    for array in (columns, values):
        array.resize(int(indptr[-1]), refcheck=False)
    return indptr, columns, values


def transposed(indptr: NDArray[np.int64], indices: Ints) -> tuple[NDArray[np.int64], Ints, NDArray[np.int64]]:
    """Columns of a square matrix: `indptr`, rows (ascending within a column) and positions of the entries; O(entries)."""
    starts = starts_of(indices, len(indptr) - 1)
    row_of, entry = np.empty(len(indices), np.int32), np.empty(len(indices), np.int64)
    with one_at_a_time:
        transpose(indptr, indices, starts, row_of, entry, numba.get_num_threads())
    return starts, row_of, entry
