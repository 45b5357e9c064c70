"""A store for tests, filled from dicts of the cells that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.batch import Batch
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import rows, table_rows

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.tables import Cell, Row
    from tests.facts import Cells


class Books(SqliteStore):
    """A store in a file of its own in a folder."""

    def __init__(self, folder: Path, **tables: list[Cells]) -> None:
        super().__init__(folder / f"{sum(1 for _ in folder.iterdir())}.db", create=True)
        self.add(**tables)

    def add(self, **tables: list[Cells]) -> int:
        """Bring rows in as `folder-` and the version before; the version after."""
        base = self.version()
        return self.apply(Batch(f"folder-{base}", "folder", base, rows(**tables))).version

    def table(self, name: str) -> set[Row]:
        """Rows of a table as they are."""
        return set(table_rows(self.snapshot(), name))

    def ids(self, name: str) -> set[str]:
        """Ids of an entity table."""
        return {str(row[0]) for row in self.table(name)}

    def cells(self, name: str, entity_id: str) -> tuple[Cell, ...]:
        """One entity's row."""
        return self.known(name, [(entity_id,)])[entity_id,]
