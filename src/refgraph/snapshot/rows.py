"""Rows of one table in a chosen order, their cells read as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.tables import TABLES, Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from refgraph.model.columns import Columns
    from refgraph.snapshot.snapshot import Bools, Codes, Floats, Ints

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table; every reading method gives one entry for each, in `order`."""

    table: str
    columns: Mapping[str, Sequence[Cell]]
    order: NDArray[np.int64]
    """Positions in the columns; -1 stands for a row whose cells are all empty."""

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.order)

    def take(self, positions: NDArray[np.int64] | Bools) -> Rows:
        """Choose among these rows, by position or mask of shape (rows,)."""
        return Rows(self.table, self.columns, self.order[positions])

    def cells(self, column: str) -> list[Cell]:
        """Cells as they are, None for empty."""
        cells = self.columns[column]
        if len(self.order) == len(cells) and (self.order == np.arange(len(cells))).all():
            return list(cells)
        if (self.order >= 0).all():
            return list(map(cells.__getitem__, self.order.tolist()))
        return [cells[at] if at >= 0 else None for at in self.order.tolist()]

    def texts(self, column: str) -> tuple[str, ...]:
        """Texts, '' for empty; as many as rows."""
        cells = self.cells(column)
        return tuple(["" if cell is None else cell if isinstance(cell, str) else str(cell) for cell in cells])

    def numbers(self, column: str) -> Floats:
        """Numbers, NaN for empty; float64 of shape (rows,)."""
        return np.array(self.cells(column), np.float64)

    def flags(self, column: str) -> Bools:
        """Flags, False for empty; bool of shape (rows,)."""
        return np.array([cell is True for cell in self.cells(column)], np.bool_)

    def days(self, column: str, *, empty: int | None = None) -> Ints:
        """Days since 1970-01-01 of ISO texts; ValueError for an empty cell where `empty` is None."""
        cells = self.cells(column)
        day_of: dict[Cell, int] = {cell: _day(str(cell)) for cell in set(cells) if cell is not None}
        if empty is not None:
            day_of[None] = empty
        elif None in cells:
            raise ValueError(f"{self.table}, column {column}: found an empty cell, expected a day")
        return np.fromiter(map(day_of.__getitem__, cells), np.int32, len(cells))

    def codes(self, column: str, code_of: Mapping[str, int], *, empty: int | None = None) -> Codes:
        """Codes of choices, int8 of shape (rows,); raises ValueError for one without a code, and for an empty cell where `empty` is None."""
        cells = self.cells(column)
        known: dict[Cell, int] = dict(code_of.items())
        if empty is not None:
            known[None] = empty
        unknown = sorted(
            {"an empty cell" if cell is None else f"'{cell}'" for cell in set(cells) - known.keys()}
        )
        if unknown:
            choices = ", ".join(code_of)
            raise ValueError(f"{self.table}, column {column}: found {unknown[0]}, expected one of {choices}")
        return np.fromiter(map(known.__getitem__, cells), np.int8, len(cells))

    def indices(self, column: str, index: Mapping[str, int], *, required: bool = False) -> Ints:
        """Indices of the entities whose ids the cells hold, -1 for empty.

        Raises ValueError for an id that `index` lacks, and for an empty cell where one is `required`.
        """
        cells = self.cells(column)
        known: dict[Cell, int] = dict(index.items())
        if not required:
            known[None] = -1
        try:
            return np.fromiter(map(known.__getitem__, cells), np.int32, len(cells))
        except KeyError as error:
            found = "an empty cell" if error.args[0] is None else f"'{error.args[0]}'"
            raise ValueError(f"{self.table}, column {column}: found {found}, expected a known id") from error


def rows_of(columns: Columns, table: str) -> Rows:
    """All rows of a table, in the order of the columns.

    Raises ValueError where the table or one of its columns is missing, or its columns differ in length.
    """
    cells = columns.tables.get(table, {})
    missing = [column.name for column in TABLES[table].columns if column.name not in cells]
    if missing:
        raise ValueError(f"{table} lacks the columns {', '.join(missing)}")
    lengths = {column.name: len(cells[column.name]) for column in TABLES[table].columns}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"the columns of {table} differ in length: {lengths}")
    return Rows(table, cells, np.arange(next(iter(lengths.values())), dtype=np.int64))


def entities(columns: Columns, table: str) -> Rows:
    """Rows of a table sorted by their id (code points); raises ValueError for an id that stands twice."""
    rows = rows_of(columns, table)
    ids = rows.texts(TABLES[table].key[0])
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    for before, after in zip(order.tolist(), order.tolist()[1:], strict=False):
        if ids[before] == ids[after]:
            raise ValueError(f"{table}: the id '{ids[after]}' stands twice")
    return rows.take(order)


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - _EPOCH
