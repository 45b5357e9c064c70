"""Changes: what the batches after a version wrote and deleted, and columns brought up to date with them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.columns import Columns
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


@dataclass(frozen=True, slots=True)
class _Edit:
    """Rows of the former columns give way to one row, or to none."""

    first: int
    last: int
    """Behind the last row that goes; `first` where none does."""
    key: Key
    row: Row | None


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
    return {column.name: _edited(cells[column.name], edits, at) for at, column in enumerate(table.columns)}


def _edited(cells: Sequence[Cell], edits: Sequence[_Edit], at: int) -> list[Cell]:
    """One column with the cells of the new rows, which are at position `at` in a row."""
    edited: list[Cell] = []
    done = 0
    for edit in edits:
        edited += cells[done : edit.first]
        if edit.row is not None:
            edited.append(edit.row[at])
        done = edit.last
    edited += cells[done:]
    return edited


class _Keys:
    """Keys of a table's rows, a sorted sequence."""

    def __init__(self, table: Table, cells: Mapping[str, Sequence[Cell]]) -> None:
        self._columns = [cells[name] for name in table.key]

    def __len__(self) -> int:
        return len(self._columns[0])

    def __getitem__(self, at: int) -> Key:
        return tuple(key_text(column[at]) for column in self._columns)

    def edit(self, key: Key, row: Row | None) -> _Edit:
        """Where a row of this key goes, in place of the one that stands there."""
        at = bisect_left(self, key)
        return _Edit(at, at + 1 if at < len(self) and self[at] == key else at, key, row)
