"""Rows as they are stored, from checked rows as they were given, a chunk at a time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from refgraph.model.tables import TABLES, Kind
from refgraph.store.names import NAMED
from refgraph.store.sqlite.cells import DayNumbers, Found, stored_number
from refgraph.store.sqlite.layout import LAYOUTS, As, Layout, Stored, quoted, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from refgraph.model.tables import Cell, Row

_OFTEN = 3
"""A text that comes so often in a chunk is kept once and referred to by code."""
_LONGEST = 200
"""Characters of the longest text that is given a code because it comes often."""


class Encoder:
    """Knows the numbers of ids and the codes of texts, and gives codes to new texts; for one transaction."""

    def __init__(self, db: apsw.Connection) -> None:
        self.nums = {name: Found(db, _select_num(name)) for name in NAMED}
        """`num` by id; whoever adds an entity puts its own in."""
        self._days = DayNumbers()
        self._codes = _Codes(db)

    def rows(self, layout: Layout, rows: Sequence[Row]) -> list[Row]:
        """Cells as they are stored; ValueError for a reference to nothing, or a day that is none."""
        columns = [
            self._cells(layout, column, cells, rows)
            for column, cells in zip(layout.stored, zip(*rows, strict=True), strict=True)
        ]
        return list(zip(*columns, strict=True))

    def _cells(
        self, layout: Layout, column: Stored, cells: Sequence[Cell], rows: Sequence[Row]
    ) -> Sequence[Cell]:
        found: list[object]
        match column.kept:
            case As.DAY:
                found = self._day_cells(layout, column, cells)
            case As.NUM | As.NUM_OR_TEXT:
                found = self._references(layout, column, cells, rows)
            case As.CODED:
                found = self._coded(column, cells)
            case As.DECIMAL:
                found = [cell if cell is None else stored_number(cast("float", cell)) for cell in cells]
            case As.FLAG:
                found = [cell if cell is None else int(cast("bool", cell)) for cell in cells]
            case As.OWN_ID | As.TEXT:
                return cells
        if column.may_be_blank:
            found = [column.blank if cell is None else cell for cell in found]
        return cast("list[Cell]", found)

    def _day_cells(self, layout: Layout, column: Stored, cells: Sequence[Cell]) -> list[object]:
        try:
            return list(map(self._days.__getitem__, cells))
        except ValueError as error:
            raise ValueError(
                f"{layout.table.name}.{column.column.name} holds a cell that is no day: {error}"
            ) from error

    def _references(
        self, layout: Layout, column: Stored, cells: Sequence[Cell], rows: Sequence[Row]
    ) -> list[object]:
        table = str(column.column.refers_to)
        nums: list[object] = list(map(self.nums[table].__getitem__, cells))
        if column.kept is As.NUM_OR_TEXT:
            return [cell if num is None else num for num, cell in zip(nums, cells, strict=True)]
        if nums.count(None) != cells.count(None):
            row = next(
                row for row, num, cell in zip(rows, nums, cells, strict=True) if num is None is not cell
            )
            cell = row[layout.table.index(column.column.name)]
            raise ValueError(
                f"{layout.table.name} {layout.table.key_of(row)}: {column.column.name} '{cell}' is not in {table}"
            )
        return nums

    def _coded(self, column: Stored, cells: Sequence[Cell]) -> list[object]:
        codes = self._codes
        if column.in_key or column.column.kind is Kind.CHOICE or column.column.refers_to:
            return [cell if cell is None else codes[cell] for cell in cells]
        kept = {cell: codes.of(cell, count) for cell, count in Counter(cells).items()}
        return [kept[cell] for cell in cells]


class _Codes(dict[object, object]):
    """Codes of texts; a text asked for gets one."""

    def __init__(self, db: apsw.Connection) -> None:
        super().__init__()
        self._db = db

    def __missing__(self, text: object) -> object:
        """Look for the code, give one where there is none, and keep it."""
        code = self._db.execute("SELECT code FROM texts WHERE text = ?", (text,)).get
        if code is None:
            code = self._db.execute("INSERT INTO texts (text) VALUES (?) RETURNING code", (text,)).get
        self[text] = code
        return code

    def of(self, text: Cell, count: int) -> object:
        """Code of a text that has one here or comes often, else the text itself."""
        if not text or text in self:
            return self[text] if text else text
        return self[text] if count >= _OFTEN and len(str(text)) <= _LONGEST else text


def _select_num(table: str) -> str:
    return sql("SELECT num FROM", LAYOUTS[table].name, "WHERE", quoted(TABLES[table].key[0]), "= ?")
