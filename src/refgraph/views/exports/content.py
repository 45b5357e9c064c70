"""What an export is made from, and its rows one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from refgraph.model.digests import digest_of_sums, rows_sum
from refgraph.model.progress import silent
from refgraph.model.tables import TABLES, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refgraph.model.columns import Columns
    from refgraph.model.progress import Progress
    from refgraph.model.tables import Row, Table
    from refgraph.scores.scores import Scores

_CHUNK = 8192


@dataclass(frozen=True, slots=True)
class Content:
    """One state of a store, with the scores of a day."""

    columns: Columns
    scores: Scores
    progress: Progress = silent
    """Told a stage for each table, such as `export people`, with its rows written and all."""

    def count(self, table: Table) -> int:
        """Count the rows of a table."""
        return len(self.columns.tables[table.name][table.columns[0].name])

    def rows(self, table: Table) -> Iterator[Row]:
        """Give the rows of a table in order, few of them in memory at a time."""
        return chain.from_iterable(self.chunks(table))

    def chunks(self, table: Table, size: int = _CHUNK) -> Iterator[list[Row]]:
        """Give the rows of a table in lists of at most `size`."""
        cells = self.columns.tables[table.name]
        total, done = self.count(table), 0
        # As the iterators of the columns give them, since those of Arrow arrays turn many cells at a time.
        rows = zip(*(cells[column.name] for column in table.columns), strict=True)
        while chunk := list(islice(rows, size)):
            yield chunk
            done += len(chunk)
            self.tell(table, done, total)

    def tell(self, table: Table, done: int, total: int) -> None:
        """Say how many rows of a table are written."""
        self.progress(f"export {table.name}", done, total)

    def digest(self) -> str:
        """Digest of all rows (`model.digests.content_digest`)."""
        return digest_of_sums(
            {table.name: (self.count(table), rows_sum(self.rows(table))) for table in TABLES.values()}
        )


def cell_text(cell: Cell) -> str:
    """Text of a cell in the import format; reading it back gives the same cell."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


def object_of(table: Table, row: Row) -> dict[str, Cell]:
    """Cells of a row by column name, in order, without the empty ones."""
    return {column.name: cell for column, cell in zip(table.columns, row, strict=True) if cell is not None}


def texts(cells: Iterable[Cell]) -> list[str]:
    """Texts of cells in the import format."""
    return list(map(cell_text, cells))
