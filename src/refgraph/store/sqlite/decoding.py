"""Rows as they were given, from rows as they are stored, a chunk at a time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from refgraph.model.tables import TABLES
from refgraph.store.names import NAMED
from refgraph.store.sqlite.cells import DayTexts, Found, number_of
from refgraph.store.sqlite.layout import LAYOUTS, As, Layout, Stored, quoted, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import apsw

    from refgraph.model.tables import Cell, Row

CHUNK = 2000
"""Rows turned at a time."""


class Decoder:
    """Knows the ids and texts behind numbers and codes, each looked up once; for one transaction."""

    def __init__(self, db: apsw.Connection) -> None:
        self._days = DayTexts()
        self._texts = Found(db, "SELECT text FROM texts WHERE code = ?")
        self.ids = {name: Found(db, _select_id(name)) for name in NAMED}

    def row(self, layout: Layout, stored: Row) -> Row:
        """One row as it was given."""
        return self.rows(layout, [stored])[0]

    def rows(self, layout: Layout, stored: Sequence[Row]) -> list[Row]:
        """Rows as they were given; what stands behind a stored row's columns is left out."""
        # Fewer columns than cells: num and ver may stand behind.
        columns = [
            self._cells(column, cells)
            for column, cells in zip(layout.stored, zip(*stored, strict=True), strict=False)
        ]
        return list(zip(*columns, strict=True))

    def texts(self, cells: Iterable[object]) -> list[str]:
        """Texts of cells that are kept as texts or by code."""
        return [str(cell) if isinstance(cell, str) else str(self._texts[cell]) for cell in cells]

    def all_rows(self, layout: Layout, stored: Iterable[Row]) -> Iterator[Row]:
        """Rows as they were given, however many, in their order."""
        rest = iter(stored)
        while chunk := list(islice(rest, CHUNK)):
            yield from self.rows(layout, chunk)

    def _cells(self, column: Stored, cells: Sequence[Cell]) -> Sequence[Cell]:
        found: Iterable[object]
        match column.kept:
            case As.DAY:
                found = map(self._days.__getitem__, cells)
            case As.NUM:
                found = map(self.ids[str(column.column.refers_to)].__getitem__, cells)
            case As.NUM_OR_TEXT:
                found = _unless_text(cells, self.ids[str(column.column.refers_to)])
            case As.CODED:
                found = _unless_text(cells, self._texts)
                found = (cell or None for cell in found) if column.may_be_blank else found
            case As.DECIMAL:
                found = map(number_of, cells)
            case As.FLAG:
                found = (cell if cell is None else bool(cell) for cell in cells)
            case As.OWN_ID | As.TEXT:
                return cells
        return cast("list[Cell]", list(found))


def _select_id(table: str) -> str:
    return sql("SELECT", quoted(TABLES[table].key[0]), "FROM", LAYOUTS[table].name, "WHERE num = ?")


def _unless_text(cells: Sequence[Cell], known: Found) -> list[object]:
    return [cell if isinstance(cell, str) else known[cell] for cell in cells]
