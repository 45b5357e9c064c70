"""Rows as properties of the graph: days are dates, what is empty is left out."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from refgraph.store.neo4j.layout import is_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.model.tables import Row
    from refgraph.store.neo4j.layout import Layout

Value = str | float | bool | date | None
Properties = dict[str, Value]


def properties_of(layout: Layout) -> Callable[[Row], Properties]:
    """Function that gives the properties of a row of a table, but for `num`, `ver` and what its name is found by.

    It raises ValueError for a day that is none.
    """
    table = layout.table
    places = [(table.index(column.name), column.name, is_day(column)) for column in layout.properties]

    def properties(row: Row) -> Properties:
        return {
            name: _day(f"{table.name}.{name}", str(row[at])) if is_date else row[at]
            for at, name, is_date in places
            if row[at] is not None
        }

    return properties


@lru_cache(maxsize=65536)
def _day(column: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError(f"found '{text}', expected a day as 2026-11-25")
    except ValueError as error:
        raise ValueError(f"{column} holds a cell that is no day: {error}") from error
    return day
