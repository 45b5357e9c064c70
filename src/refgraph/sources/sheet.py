"""The rows of one file while they are decided on."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.model.batch import FileCount, HeldRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.model.tables import Cell, Key, Row, Table
    from refgraph.sources.report import Report
    from refgraph.sources.text import Note


@dataclass(slots=True)
class Sheet:
    """A file's text and its typed rows; a row that is held, merged or blank leaves None behind."""

    table: Table
    file: str
    text: str
    report: Report
    rows: list[Row | None] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("q"))
    """Row numbers as a spreadsheet counts, along `rows`."""
    bounds: array[int] = field(default_factory=lambda: array("q"))
    """Start and end in `text` of each row, two a row."""
    read: int = 0
    blank: int = 0
    held: int = 0
    merged: int = 0
    _key_at: tuple[int, ...] = field(init=False)
    held_ids: dict[str, int] = field(default_factory=dict)
    """Row number by id of held rows whose id could be read; only for tables of entities."""

    def __post_init__(self) -> None:
        """Look up the key's columns once."""
        self._key_at = tuple(self.table.index(name) for name in self.table.key)

    def add(self, row: Row | None, number: int, start: int, end: int) -> int:
        """Append a row and give its index."""
        self.rows.append(row)
        self.numbers.append(number)
        self.bounds.extend((start, end))
        return len(self.rows) - 1

    def active(self) -> Iterator[tuple[int, Row]]:
        """Walk the rows still in play, by index."""
        return ((index, row) for index, row in enumerate(self.rows) if row is not None)

    def raw(self, index: int) -> str:
        """Text of a row as it stands in the file."""
        return self.text[self.bounds[2 * index] : self.bounds[2 * index + 1]]

    def hold(self, index: int, column: str, note: Note, value: str | None = None) -> None:
        """Hold a row back."""
        row = self.rows[index]
        if row is not None and row[0] is not None and self.table.is_entity:
            self.held_ids[str(row[0])] = self.numbers[index]
        self.rows[index] = None
        self.held += 1
        number = self.numbers[index]
        held = HeldRow(self.file, number, column, note.code, note.text, self.raw(index))
        self.report.hold(held, value)

    def merge(self, index: int) -> None:
        """Count a row as merged with another or with what is known."""
        self.rows[index] = None
        self.merged += 1

    def warn(self, index: int, column: str | None, note: Note, value: str | None = None) -> None:
        """Warn about a row."""
        self.report.warn(self.file, note, row=self.numbers[index], column=column, value=value)

    def change(self, index: int, column: str, cell: str | None) -> None:
        """Put another cell into a row."""
        row = self.rows[index]
        if row is not None:
            at = self.table.index(column)
            self.rows[index] = (*row[:at], cell, *row[at + 1 :])

    def key(self, row: Row) -> Key:
        """Key of a row, as `Table.key_of` gives it."""
        return tuple(_key_text(row[at]) for at in self._key_at)

    def has_distinct_keys(self) -> bool:
        """Whether no key comes twice among the rows in play."""
        active = sum(row is not None for row in self.rows)
        if self.table.is_entity:
            return len({row[0] for _, row in self.active()}) == active
        return len({self.key(row) for _, row in self.active()}) == active

    def count(self) -> FileCount:
        """What became of the rows, once every row is decided on."""
        imported = self.read - self.blank - self.held - self.merged
        return FileCount(self.read, imported, self.merged, self.held, self.blank)


def _key_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)
