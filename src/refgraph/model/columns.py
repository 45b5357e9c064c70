"""The store's content as columns: what `Store.snapshot` returns and `snapshot.build` reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES, Cell, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Columns:
    """All rows of one consistent store version, column by column."""

    store_uuid: str
    version: int
    tables: Mapping[str, Mapping[str, Sequence[Cell]]]
    """`tables["people"]["name"]` is the name column; the columns of a table have equal length and order."""


def columns_of(rows: Mapping[str, Sequence[Row]], *, store_uuid: str = "", version: int = 0) -> Columns:
    """Turn rows by table name into columns; tables not named are empty."""
    return Columns(
        store_uuid,
        version,
        {
            table.name: {
                column.name: [row[i] for row in rows.get(table.name, ())]
                for i, column in enumerate(table.columns)
            }
            for table in TABLES.values()
        },
    )
