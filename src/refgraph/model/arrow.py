"""Cells and rows kept as Arrow arrays: a tenth of the memory of Python objects, and ready for whole-column work.

Types by what a column holds: day is date32, number, share and money float64, flag bool, a table's own ids, names and
notes large_string, all other texts dictionary<int32, large_string>. Whoever reads arrays takes any text column plain
or as a dictionary, in one piece or several. Empty cells are null. Read one by one, the cells are those of
`model.tables` (days as ISO texts), so whoever takes a `Sequence[Cell]` or `Sequence[Row]` takes these too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, overload

import numpy as np
import pyarrow as pa

from refgraph.model.tables import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBERS = frozenset({Kind.NUMBER, Kind.SHARE, Kind.MONEY})
_PLAIN_TEXTS = frozenset({Kind.NAME, Kind.NOTE})
_CHUNK = 8192
"""Rows turned into Python objects at a time."""


def arrow_type(column: Column) -> pa.DataType:
    """Arrow type of a column's cells."""
    if column.kind in _NUMBERS:
        return pa.float64()
    if column.kind is Kind.DAY:
        return pa.date32()
    if column.kind is Kind.FLAG:
        return pa.bool_()
    # Ids of the table itself are all different: a dictionary would only say them twice.
    if column.kind in _PLAIN_TEXTS or (column.kind is Kind.ID and column.refers_to is None):
        return pa.large_string()
    return pa.dictionary(pa.int32(), pa.large_string())


def array_of(cells: Sequence[Cell], column: Column) -> pa.Array | pa.ChunkedArray:
    """Lay cells out as an array of the column's type; what is one already comes back as it is.

    Raises ValueError for a day that is none and a text that is not Unicode (pyarrow.ArrowInvalid among them).
    """
    if isinstance(cells, ArrowCells):
        return cells.array
    wanted = arrow_type(column)
    if column.kind is Kind.DAY:
        return pa.array(cells, pa.string()).cast(wanted)
    if pa.types.is_dictionary(wanted):
        return pa.array(cells, pa.large_string()).dictionary_encode().cast(wanted)
    return pa.array(cells, wanted)


def in_one_piece(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Join the chunks of an array; what is one piece already comes back as it is."""
    if not isinstance(array, pa.ChunkedArray):
        return array
    if array.num_chunks == 1:
        return array.chunk(0)
    if pa.types.is_dictionary(array.type):
        array = array.unify_dictionaries()
    return array.combine_chunks()


class ArrowCells(Sequence[Cell]):
    """One column."""

    def __init__(self, array: pa.Array | pa.ChunkedArray) -> None:
        self.array = array

    def __len__(self) -> int:
        """Count the cells."""
        return len(self.array)

    @overload
    def __getitem__(self, at: int) -> Cell: ...
    @overload
    def __getitem__(self, at: slice) -> list[Cell]: ...
    def __getitem__(self, at: int | slice) -> Cell | list[Cell]:
        """One cell, or a list of some."""
        if isinstance(at, slice):
            return _cells(_sliced(self.array, at))
        cell = self.array[_place(at, len(self))].as_py()
        return cell.isoformat() if isinstance(cell, date) else cell

    def __iter__(self) -> Iterator[Cell]:
        """Give the cells in order."""
        for start in range(0, len(self), _CHUNK):
            yield from _cells(self.array.slice(start, _CHUNK))

    def __eq__(self, other: object) -> bool:
        """Compare with any sequence of cells."""
        return isinstance(other, Sequence) and len(self) == len(other) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class ArrowRows(Sequence[Row]):
    """Rows of one table, column by column."""

    def __init__(self, table: Table, arrays: Sequence[pa.Array | pa.ChunkedArray]) -> None:
        """Take the arrays of all columns, in the order of `Table.columns` and of one length (else ValueError)."""
        if len(arrays) != len(table.columns) or len(set(map(len, arrays))) != 1:
            raise ValueError(f"{table.name} takes {len(table.columns)} columns of one length")
        self.table = table
        self.arrays = tuple(arrays)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.arrays[0])

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """One row, or a list of some."""
        if isinstance(at, slice):
            return _rows([_sliced(array, at) for array in self.arrays])
        place = _place(at, len(self))
        return _rows([array.slice(place, 1) for array in self.arrays])[0]

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order."""
        for chunk in self.chunks():
            yield from chunk

    def chunks(self, size: int = _CHUNK) -> Iterator[list[Row]]:
        """Give the rows in lists of at most `size`."""
        for start in range(0, len(self), size):
            yield _rows([array.slice(start, size) for array in self.arrays])

    def __eq__(self, other: object) -> bool:
        """Compare with any sequence of rows."""
        return isinstance(other, Sequence) and len(self) == len(other) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def rows_of_cells(table: Table, cells: Mapping[str, Sequence[Cell]]) -> ArrowRows:
    """Lay columns by name out as rows."""
    return ArrowRows(table, [array_of(cells[column.name], column) for column in table.columns])


def _place(at: int, length: int) -> int:
    place = at + length if at < 0 else at
    if not 0 <= place < length:
        raise IndexError(at)
    return place


def _sliced(array: pa.Array | pa.ChunkedArray, at: slice) -> pa.Array | pa.ChunkedArray:
    start, stop, step = at.indices(len(array))
    if step == 1:
        return array.slice(start, max(0, stop - start))
    return in_one_piece(array).take(pa.array(np.arange(start, stop, step)))


def _cells(array: pa.Array | pa.ChunkedArray) -> list[Cell]:
    if pa.types.is_dictionary(array.type):
        # Laid out as plain texts first: cells of a dictionary become Python objects ten times slower.
        array = array.cast(array.type.value_type)
    elif pa.types.is_date32(array.type):
        array = array.cast(pa.string())
    cells: list[Cell] = array.to_pylist()
    return cells


def _rows(arrays: Sequence[pa.Array | pa.ChunkedArray]) -> list[Row]:
    return list(zip(*map(_cells, arrays), strict=True))
