"""Batches for tests, written as dicts of the cells that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.batch import Batch, HeldRow
from tests.facts import Cells, row_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.columns import Columns
    from refgraph.model.tables import Cell, Row
    from refgraph.store.port import Store


def rows(**tables: Sequence[Cells]) -> dict[str, list[Row]]:
    return {name: [row_of(name, cells) for cells in given] for name, given in tables.items()}


def batch(
    batch_id: str,
    base_version: int,
    *,
    held: Sequence[HeldRow] = (),
    superseded: Mapping[str, Sequence[Row]] | None = None,
    **tables: Sequence[Cells],
) -> Batch:
    return Batch(batch_id, "folder", base_version, rows(**tables), held, superseded or {})


def add(store: Store, **tables: Sequence[Cells]) -> int:
    """Apply tables as the store's next batch; the version after it."""
    base = store.version()
    return store.apply(batch(f"batch-{base}", base, **tables)).version


def table_rows(columns: Columns, table: str) -> list[tuple[Cell, ...]]:
    """Rows of one table of a snapshot, in its order."""
    return list(zip(*columns.tables[table].values(), strict=True))


def held_row(raw: str, *, row: int = 2, code: str = "bad_date") -> HeldRow:
    return HeldRow("events.csv", row, "date", code, "found 'x', expected a day", raw)
