"""Stores of each backend for tests, filled from dicts of the cells that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.batch import Batch
from refgraph.store.neo4j.store import Neo4jStore
from refgraph.store.sqlite.store import SqliteStore
from tests.store.batches import rows, table_rows

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.tables import Cell, Row
    from refgraph.store.port import Store
    from tests.facts import Cells


class Shelf:
    """What tests bring into a store and look up in it."""

    def add(self: Store, **tables: list[Cells]) -> int:
        """Bring rows in as `folder-` and the version before; the version after."""
        base = self.version()
        return self.apply(Batch(f"folder-{base}", "folder", base, rows(**tables))).version

    def table(self: Store, name: str) -> set[Row]:
        """Rows of a table as they are."""
        return set(table_rows(self.snapshot(), name))

    def ids(self: Store, name: str) -> set[str]:
        """Ids of an entity table."""
        return {str(row[0]) for row in table_rows(self.snapshot(), name)}

    def cells(self: Store, name: str, entity_id: str) -> tuple[Cell, ...]:
        """One entity's row."""
        return self.known(name, [(entity_id,)])[entity_id,]


class FileBooks(Shelf, SqliteStore):
    """A store in a file of its own in a folder."""

    def __init__(self, folder: Path, **tables: list[Cells]) -> None:
        super().__init__(folder / f"{sum(1 for _ in folder.iterdir())}.db", create=True)
        self.add(**tables)


class GraphBooks(Shelf, Neo4jStore):
    """A store on a server that has none."""

    def __init__(self, url: str, **tables: list[Cells]) -> None:
        super().__init__(url, create=True)
        self.add(**tables)


Books = FileBooks | GraphBooks
