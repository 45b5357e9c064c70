"""Batches for tests, written as dicts of the cells that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from refgraph.model.batch import Batch, HeldRow
from refgraph.model.tables import Cell, Key, Row
from tests.facts import row_of

if TYPE_CHECKING:
    from refgraph.model.columns import Columns
    from refgraph.store.port import Store

Given = Sequence[Mapping[str, Cell]]


def rows(**tables: Given) -> dict[str, list[Row]]:
    return {name: [row_of(name, dict(cells)) for cells in given] for name, given in tables.items()}


def batch(
    batch_id: str,
    base_version: int,
    *,
    held: Sequence[HeldRow] = (),
    superseded: Mapping[str, Sequence[Row]] | None = None,
    **tables: Given,
) -> Batch:
    return Batch(batch_id, "folder", base_version, rows(**tables), held, superseded or {})


def add(store: Store, **tables: Given) -> int:
    """Apply tables as the store's next batch; the version after it."""
    base = store.version()
    return store.apply(Batch(f"batch-{base}", "folder", base, rows(**tables))).version


def deleting(store: Store, *, rows: Mapping[str, Given] | None = None, **keys: Sequence[Key]) -> Batch:
    """The store's next batch, which takes out the rows of keys by table and writes others."""
    base = store.version()
    written = {name: [row_of(name, dict(cells)) for cells in given] for name, given in (rows or {}).items()}
    return Batch(f"batch-{base}", "folder", base, written, deletes=keys)


def table_rows(columns: Columns, table: str) -> list[Row]:
    """Rows of one table of a snapshot, in its order."""
    return list(zip(*columns.tables[table].values(), strict=True))


def held_row(raw: str, *, row: int = 2, code: str = "bad_date") -> HeldRow:
    return HeldRow("events.csv", row, "date", code, "found 'x', expected a day", raw)
