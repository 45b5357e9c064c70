"""Columns put together from arrays of whole tables: texts by position, rows in the order of their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.order import ascending

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOSTLY = 4
"""A column whose texts are different in more than one row of so many has no dictionary."""
_FEW = 1000
"""Different texts up to which a column has one nevertheless."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts: the position of each row's among some, -1 for empty."""

    codes: NDArray[np.int32]
    values: pa.Array
    is_plain: bool = False
    """Whether the texts differ so much that they are laid out one a row."""

    @classmethod
    def of(cls, texts: pa.Array) -> Self:
        """Give equal texts one position."""
        found = texts.dictionary_encode()
        codes, values = found.indices.fill_null(-1).to_numpy(), found.dictionary
        return cls(
            codes, values, is_plain=len(values) > _FEW and is_mostly_different(len(values), len(codes))
        )

    def with_texts(self, at: NDArray[np.int64], texts: pa.Array) -> Coded:
        """Put texts into some rows, equal ones and those that are among the values at one position."""
        codes = self.codes.copy()
        codes[at] = np.arange(len(self.values), len(self.values) + len(texts))
        distinct = joined(self.values, texts).dictionary_encode()
        codes = np.append(distinct.indices.to_numpy(), np.int32(-1))[codes]
        return Coded(codes, distinct.dictionary)

    def array(self, order: NDArray[Any] | None) -> pa.Array:
        """Lay the column out, rows in the order given, None for as they are."""
        codes = self.codes if order is None else self.codes[order]
        if self.is_plain and order is None and np.array_equal(codes, np.arange(len(self.values))):
            return self.values
        positions = masked(codes, codes < 0)
        return (
            self.values.take(positions)
            if self.is_plain
            else pa.DictionaryArray.from_arrays(positions, self.values)
        )

    def ranks(self) -> NDArray[np.int64]:
        """Rank of each row's text by code points, -1 for empty."""
        rank = np.empty(len(self.values) + 1, np.int64)
        rank[pc.sort_indices(self.values).to_numpy()] = np.arange(len(self.values))
        rank[-1] = -1
        return rank[self.codes]


def is_mostly_different(texts: int, rows: int) -> bool:
    """Whether so many different texts in so many rows are better laid out one a row."""
    return texts * _MOSTLY > rows


def joined(one: pa.Array, other: pa.Array) -> pa.Array:
    """One array behind another; of which the first may be empty and of another type."""
    return pa.concat_arrays([one, other]) if len(one) else other


def places(nums: NDArray[np.int32]) -> NDArray[np.int32]:
    """Position of each number, -1 where it does not stand; with an entry of -1 behind the greatest.

    Numbers have shape (rows,) and are none of them negative.
    """
    found = np.full(int(nums.max(initial=-1)) + 2, -1, np.int32)
    found[nums] = np.arange(len(nums), dtype=np.int32)
    return found


def masked(cells: NDArray[Any], is_empty: NDArray[np.bool_]) -> pa.Array:
    """Cells as an array, null where they are empty."""
    return pa.array(cells, mask=is_empty) if is_empty.any() else pa.array(cells)


def order_by(keys: list[NDArray[Any]]) -> NDArray[np.int64] | None:
    """What to take, so that rows stand by their keys; None where they stand so."""
    order = ascending(*keys)
    return None if order.dtype == np.bool_ else order.astype(np.int64, copy=False)
