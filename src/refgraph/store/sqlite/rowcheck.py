"""Refuse rows that no import plans, and bring the others to the form they are read back in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from refgraph.store.sqlite.layout import LAYOUTS, As, Layout, Stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.batch import Batch
    from refgraph.model.tables import Cell, Row

_TEXT: frozenset[type] = frozenset({str, type(None)})
_NUMBER: frozenset[type] = frozenset({float, int, type(None)})
_FLAG: frozenset[type] = frozenset({bool, type(None)})


def layout_of(table: str) -> Layout:
    """Layout of a table; ValueError for an unknown one."""
    if table not in LAYOUTS:
        raise ValueError(f"there is no table '{table}', expected one of {', '.join(LAYOUTS)}")
    return LAYOUTS[table]


def check_tables(batch: Batch) -> None:
    """Raise ValueError for a table that there is not, and for merged ids of a table that has none."""
    for table in (*batch.upserts, *batch.superseded, *batch.deletes, *batch.aliases, *batch.distinct):
        layout_of(table)
    for table in batch.aliases:
        if not LAYOUTS[table].table.is_entity:
            raise ValueError(f"rows of {table} have no id that could stand for another")


def checked(layout: Layout, rows: list[Row]) -> list[Row]:
    """Rows with cells equal in type and value to those that will be read back: numbers are floats, -0.0 is 0.0.

    The rows themselves where they are such already.

    Raises ValueError for a wrong width or type of cell, and for a number that is not finite.
    """
    width = len(layout.stored)
    if any(len(row) != width for row in rows):
        raise ValueError(f"a row of {layout.table.name} has not {width} cells")
    columns = list(zip(*rows, strict=True))
    same = True
    for at, (column, cells) in enumerate(zip(layout.stored, columns, strict=True)):
        found = _checked_cells(layout, column, cells)
        same = same and found is cells
        columns[at] = tuple(found)
    return rows if same else list(zip(*columns, strict=True))


def _checked_cells(layout: Layout, column: Stored, cells: Sequence[Cell]) -> Sequence[Cell]:
    is_number = column.kept is As.DECIMAL
    allowed = _NUMBER if is_number else _FLAG if column.kept is As.FLAG else _TEXT
    types = set(map(type, cells))
    if not allowed.issuperset(types):
        raise ValueError(f"{_name(layout, column)} holds a cell of the wrong type")
    if is_number:
        return _floats(layout, column, cells, has_whole=int in types)
    return [cell or None for cell in cells] if column.may_be_blank and "" in cells else cells


def _floats(layout: Layout, column: Stored, cells: Sequence[Cell], *, has_whole: bool) -> Sequence[Cell]:
    numbers = cast("list[float]", [cell for cell in cells if cell is not None])
    if not all(map(math.isfinite, numbers)):
        raise ValueError(f"{_name(layout, column)} holds a number that is not finite")
    if not has_whole and 0.0 not in numbers:
        return cells
    # Adding zero makes -0.0 the 0.0 that is kept of it.
    return [cell if cell is None else float(cell) + 0.0 for cell in cells]


def _name(layout: Layout, column: Stored) -> str:
    return f"{layout.table.name}.{column.column.name}"
