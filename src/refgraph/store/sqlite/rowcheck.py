"""Refuse a batch that no import plans, before the write lock is taken."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from refgraph.store.sqlite.reading import layout_of
from refgraph.store.sqlite.schema import LAYOUTS, Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.batch import Batch
    from refgraph.model.tables import Cell, Row

_TEXT: frozenset[type] = frozenset({str, type(None)})
_NUMBER: frozenset[type] = frozenset({float, int, type(None)})
_FLAG: frozenset[type] = frozenset({bool, type(None)})


def check_batch(batch: Batch) -> None:
    """Raise ValueError for an unknown table, a wrong width or type of cell, a number that is not finite, a key twice."""
    for table, rows in [*batch.upserts.items(), *batch.superseded.items()]:
        _check_rows(layout_of(table), rows)
    for table, rows in batch.upserts.items():
        layout = LAYOUTS[table]
        if len({layout.sql_key(row) for row in rows}) != len(rows):
            raise ValueError(f"batch '{batch.batch_id}' has two rows of one key in {table}")


def _check_rows(layout: Layout, rows: Sequence[Row]) -> None:
    width = len(layout.table.columns)
    if any(len(row) != width for row in rows):
        raise ValueError(f"a row of {layout.table.name} has not {width} cells")
    for at, cells in enumerate(zip(*rows, strict=True)):
        is_number = at in layout.numbers_at
        allowed = _NUMBER if is_number else _FLAG if at in layout.flags_at else _TEXT
        column = f"{layout.table.name}.{layout.table.columns[at].name}"
        if not allowed.issuperset(map(type, cells)):
            raise ValueError(f"{column} holds a cell of the wrong type")
        if is_number and not all(map(_is_finite, cells)):
            raise ValueError(f"{column} holds a number that is not finite")


def _is_finite(cell: Cell) -> bool:
    return not isinstance(cell, float) or math.isfinite(cell)
