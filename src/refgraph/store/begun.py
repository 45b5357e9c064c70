"""Columns without what begins after a day, as the port promises them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.arrow import ArrowCells, array_of, in_one_piece
from refgraph.model.columns import Columns
from refgraph.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from refgraph.model.tables import Cell

_BEGINS = {"roles": "from", "memberships": "from", "knows": "since", "events": "date"}


def begun(columns: Columns, as_of: date) -> Columns:
    """Leave out rows that begin after a day, but for orders; a row without a beginning stays."""
    tables = {
        name: _begun(name, cells, as_of) if name in _BEGINS else cells
        for name, cells in columns.tables.items()
    }
    return Columns(columns.store_uuid, columns.version, tables)


def _begun(table: str, cells: Mapping[str, Sequence[Cell]], as_of: date) -> Mapping[str, Sequence[Cell]]:
    arrays = {
        column.name: in_one_piece(array_of(cells[column.name], column)) for column in TABLES[table].columns
    }
    begins = pc.less_equal(arrays[_BEGINS[table]], pa.scalar(as_of, pa.date32()))
    stays = pc.fill_null(begins, True)  # noqa: FBT003
    if table == "events":
        stays = pc.or_(stays, _is_order(arrays["kind"]))
    return {name: ArrowCells(array.filter(stays)) for name, array in arrays.items()}


def _is_order(kind: Any) -> Any:
    plain = kind.cast(pa.large_string())
    return pc.fill_null(pc.equal(plain, "deal_won"), False)  # noqa: FBT003
