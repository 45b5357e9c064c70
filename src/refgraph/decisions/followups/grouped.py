"""Rows of a table found by one of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Ints


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rows by key, in CSR form."""

    indptr: NDArray[np.int64]
    rows: NDArray[np.int64]

    def of(self, key: int) -> NDArray[np.int64]:
        """Rows of a key, ascending; none for -1."""
        if key < 0:
            return self.rows[:0]
        return self.rows[self.indptr[key] : self.indptr[key + 1]]


def grouped(keys: Ints, rows: NDArray[np.int64], size: int) -> Grouped:
    """Group ascending `rows` of a table by their `keys`, both of shape (rows,); keys of -1 are left out."""
    order = np.argsort(keys, kind="stable")
    indptr = np.searchsorted(keys[order], np.arange(size + 1))
    return Grouped(indptr.astype(np.int64), rows[order])
