"""Changes: what the batches after a version wrote and deleted, and columns brought up to date with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.columns import Columns
from refgraph.model.edits import Edit, edited
from refgraph.model.tables import TABLES, Cell, Key, Row, Table, key_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Changes:
    """What leads from one version of a store to a later one."""

    store_uuid: str
    since: int
    """Version they start from."""
    version: int
    """Version they lead to; `since` where nothing was applied meanwhile."""
    rows: Mapping[str, Sequence[Row]]
    """Rows added or updated, whole and as they now are, by table name and key; tables without any are left out."""
    deleted: Mapping[str, Sequence[Key]]
    """Keys of rows that are there no more, likewise; some may never have been there at `since`."""
    counts: Mapping[str, int]
    """Rows of every table at `version`."""

    def only_adds(self, table: str, before: int) -> bool:
        """Whether nothing happened but that rows were added to `table`, which had `before` rows at `since`."""
        others = (self.rows.keys() | self.deleted.keys()) - {table}
        added = len(self.rows.get(table, ()))
        return not others and table not in self.deleted and self.counts[table] == before + added


def applied(columns: Columns, changes: Changes) -> Columns:
    """Bring columns sorted by key, such as a store reads, up to date; unchanged tables are shared.

    O(rows) for a changed table. Raises ValueError for changes of another store or since another version.
    """
    if (columns.store_uuid, columns.version) != (changes.store_uuid, changes.since):
        raise ValueError(
            f"found changes of store {changes.store_uuid} since version {changes.since}, "
            f"expected those of {columns.store_uuid} since version {columns.version}"
        )
    changed = changes.rows.keys() | changes.deleted.keys()
    tables = {
        name: _changed(TABLES[name], cells, changes) if name in changed else cells
        for name, cells in columns.tables.items()
    }
    return Columns(columns.store_uuid, changes.version, tables)


def _changed(
    table: Table, cells: Mapping[str, Sequence[Cell]], changes: Changes
) -> Mapping[str, Sequence[Cell]]:
    keys = _Keys(table, cells)
    edits = [
        edit
        for key in changes.deleted.get(table.name, ())
        if (edit := keys.edit(key, None)).last > edit.first
    ]
    edits += [keys.edit(table.key_of(row), row) for row in changes.rows.get(table.name, ())]
    # A row that comes in before another one has the smaller key of the two.
    edits.sort(key=lambda edit: (edit.first, edit.key))
    return {
        column.name: edited(cells[column.name], edits, column, at) for at, column in enumerate(table.columns)
    }


class _Keys:
    """Keys of a table's rows, which rise."""

    def __init__(self, table: Table, cells: Mapping[str, Sequence[Cell]]) -> None:
        self._columns = [cells[name] for name in table.key]

    def edit(self, key: Key, row: Row | None) -> Edit:
        """Where a row of this key goes, in place of the one that stands there."""
        low, high = 0, len(self._columns[0])
        while low < high:
            middle = (low + high) // 2
            if self._compared(middle, key) < 0:
                low = middle + 1
            else:
                high = middle
        is_there = low < len(self._columns[0]) and self._compared(low, key) == 0
        return Edit(low, low + 1 if is_there else low, key, row)

    def _compared(self, at: int, key: Key) -> int:
        """Whether the key of a row is less than another one (-1), equal (0) or greater (1)."""
        # Cell by cell: most often the first one tells, and reading one from an array takes a while.
        for column, text in zip(self._columns, key, strict=True):
            if (mine := key_text(column[at])) != text:
                return -1 if mine < text else 1
        return 0
