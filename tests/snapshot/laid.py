"""Columns laid out as Arrow arrays, in the ways they come: from a store, from an import, in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from refgraph.model.arrow import ArrowCells, array_of
from refgraph.model.columns import Columns
from refgraph.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.model.tables import Cell, Column

Lay = "Callable[[list[Cell], Column], Any]"


def laid(columns: Columns, lay: Callable[[list[Cell], Column], Any] = array_of) -> Columns:
    """The same cells as arrays; references share the ids of the table they point to where these are arrays."""
    return Columns(
        columns.store_uuid,
        columns.version,
        {
            name: {
                column.name: ArrowCells(lay(list(cells[column.name]), column))
                for column in TABLES[name].columns
            }
            for name, cells in columns.tables.items()
        },
    )


def plain(cells: list[Cell], column: Column) -> Any:
    """Texts as they are, short offsets."""
    array = array_of(cells, column)
    is_text = pa.types.is_dictionary(array.type) or pa.types.is_large_string(array.type)
    return array.cast(pa.large_string()).cast(pa.string()) if is_text else array


def in_pieces(cells: list[Cell], column: Column) -> Any:
    """Three pieces, each with a dictionary of its own."""
    pieces = [array_of(cells[:2], column), array_of(cells[2:3], column), array_of(cells[3:], column)]
    return pa.chunked_array(pieces)


def sharing_ids(columns: Columns) -> Columns:
    """As a store gives them: references as positions among the ids of the table they point to."""
    tables = {name: dict(cells) for name, cells in laid(columns).tables.items()}
    for name, table in TABLES.items():
        for column in table.columns:
            if column.refers_to is not None:
                ids = tables[column.refers_to][TABLES[column.refers_to].key[0]].array  # type: ignore[attr-defined]
                at = {key: i for i, key in enumerate(ids.to_pylist())}
                cells = list(tables[name][column.name])
                if all(cell is None or cell in at for cell in cells):
                    codes = pa.array([None if cell is None else at[cell] for cell in cells], pa.int32())
                    tables[name][column.name] = ArrowCells(pa.DictionaryArray.from_arrays(codes, ids))
    return Columns(columns.store_uuid, columns.version, tables)
