"""Refuse rows and tables that no import plans, and bring the other rows to the form they are read back in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from refgraph.model.tables import TABLES, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.batch import Batch
    from refgraph.model.tables import Cell, Column, Row, Table

NUMBERS = frozenset({Kind.NUMBER, Kind.SHARE, Kind.MONEY})
"""Kinds of columns that hold floats."""
_TEXT: frozenset[type] = frozenset({str, type(None)})
_NUMBER: frozenset[type] = frozenset({float, int, type(None)})
_FLAG: frozenset[type] = frozenset({bool, type(None)})


def table_of(name: str) -> Table:
    """Table of a name; ValueError for an unknown one."""
    if name not in TABLES:
        raise ValueError(f"there is no table '{name}', expected one of {', '.join(TABLES)}")
    return TABLES[name]


def check_tables(batch: Batch) -> None:
    """Raise ValueError for a table that there is not, merged ids of a table that has none, a fit that is no Unicode."""
    for name in (*batch.upserts, *batch.superseded, *batch.deletes, *batch.aliases, *batch.distinct):
        table_of(name)
    for name in batch.aliases:
        if not TABLES[name].is_entity:
            raise ValueError(f"rows of {name} have no id that could stand for another")
    if batch.fit is not None and not is_unicode(batch.fit):
        raise ValueError("the fit holds half a character, which no store can keep")


def checked(table: Table, rows: list[Row]) -> list[Row]:
    """Rows with cells equal in type and value to those that will be read back: numbers are floats, -0.0 is 0.0.

    The rows themselves where they are such already.

    Raises ValueError for a wrong width or type of cell, and for a number that is not finite.
    """
    width = len(table.columns)
    if any(len(row) != width for row in rows):
        raise ValueError(f"a row of {table.name} has not {width} cells")
    columns = list(zip(*rows, strict=True))
    same = True
    for at, (column, cells) in enumerate(zip(table.columns, columns, strict=True)):
        found = _checked_cells(table, column, cells)
        same = same and found is cells
        columns[at] = tuple(found)
    return rows if same else list(zip(*columns, strict=True))


def may_be_blank(table: Table, column: Column) -> bool:
    """Whether an empty cell of the column is part of a key, where '' and None are one."""
    return column.name in table.key and not column.required and column.kind is not Kind.FLAG


def is_unicode(text: str) -> bool:
    """Whether a text has no lone surrogates, which a file in a wrong encoding may leave in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def storable(text: str) -> str:
    """A text as a database takes it: a folder's name may hold bytes that are no UTF-8, they are kept as escapes."""
    return text if is_unicode(text) else text.encode("utf-8", "backslashreplace").decode()


def _checked_cells(table: Table, column: Column, cells: Sequence[Cell]) -> Sequence[Cell]:
    is_number = column.kind in NUMBERS
    allowed = _NUMBER if is_number else _FLAG if column.kind is Kind.FLAG else _TEXT
    types = set(map(type, cells))
    if not allowed.issuperset(types):
        raise ValueError(f"{table.name}.{column.name} holds a cell of the wrong type")
    if is_number:
        return _floats(table, column, cells, has_whole=int in types)
    return [cell or None for cell in cells] if may_be_blank(table, column) and "" in cells else cells


def _floats(table: Table, column: Column, cells: Sequence[Cell], *, has_whole: bool) -> Sequence[Cell]:
    numbers = cast("list[float]", [cell for cell in cells if cell is not None])
    if not all(map(math.isfinite, numbers)):
        raise ValueError(f"{table.name}.{column.name} holds a number that is not finite")
    if not has_whole and 0.0 not in numbers:
        return cells
    # Adding zero makes -0.0 the 0.0 that is kept of it.
    return [cell if cell is None else float(cell) + 0.0 for cell in cells]
