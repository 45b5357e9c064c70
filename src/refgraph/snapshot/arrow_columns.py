"""Whole Arrow columns as numpy arrays, without a Python object for each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.arrow import ArrowCells, in_one_piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.tables import Cell
    from refgraph.snapshot.snapshot import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts as positions among its distinct ones."""

    codes: Ints
    """Position of each row's text among `values`, -1 for an empty cell; shape (rows,)."""
    values: pa.Array
    """Distinct texts, plain; some may stand in no row."""


def arrow_of(cells: Sequence[Cell]) -> pa.Array | None:
    """Array of a column in one piece, None for one of Python objects."""
    return in_one_piece(cells.array) if isinstance(cells, ArrowCells) else None


def plain_texts(array: pa.Array) -> pa.Array:
    """Texts as they are, not as a dictionary; '' for empty."""
    plain = array if pa.types.is_large_string(array.type) else array.cast(pa.large_string())
    return pc.fill_null(plain, "") if plain.null_count else plain


def coded(array: pa.Array) -> Coded:
    """Positions of texts among the distinct ones, those of the column's own dictionary where it has one."""
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    codes = pc.fill_null(array.indices, -1) if array.null_count else array.indices
    values = array.dictionary
    plain = values if pa.types.is_large_string(values.type) else values.cast(pa.large_string())
    return Coded(codes.to_numpy(zero_copy_only=False).astype(np.int32, copy=False), plain)


def numbers(array: pa.Array) -> Floats:
    """Numbers, NaN for empty; float64 of shape (rows,)."""
    found: Floats = array.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return found


def flags(array: pa.Array) -> Bools:
    """Flags, False for empty; bool of shape (rows,)."""
    found: Bools = pc.fill_null(array, False).to_numpy(zero_copy_only=False)  # noqa: FBT003
    return found


def days(array: pa.Array, empty: int) -> Ints:
    """Days since 1970-01-01, `empty` for empty cells; int32 of shape (rows,)."""
    found: Ints = pc.fill_null(array.cast(pa.date32()).cast(pa.int32()), empty).to_numpy(zero_copy_only=False)
    return found


def is_strictly_ascending(texts: pa.Array) -> bool:
    """Whether each text is less than the next, by code points; none is empty as null."""
    return len(texts) < 2 or bool(pc.all(pc.less(texts[:-1], texts[1:])).as_py())
