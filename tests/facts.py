"""Facts for tests, written as dicts of the cells that matter; the rest is empty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from refgraph.model.columns import Columns, columns_of
from refgraph.model.tables import TABLES, Cell, Row
from refgraph.snapshot.build import build

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot

Cells = dict[str, Cell]
TODAY = "2026-01-01"


def row_of(table: str, cells: Cells) -> Row:
    """One row; a missing name is the id, an undirected knows is put in its canonical order."""
    spec = TABLES[table]
    filled = dict(cells)
    if spec.is_entity and table != "events":
        filled.setdefault("name", filled[spec.key[0]])
    if table == "knows":
        filled.setdefault("directed", False)
        if not filled["directed"]:
            filled["person_a"], filled["person_b"] = sorted(
                [str(filled["person_a"]), str(filled["person_b"])]
            )
    unknown = set(filled) - {column.name for column in spec.columns}
    assert not unknown, f"{table} has no column {unknown}"
    return tuple(filled.get(column.name) for column in spec.columns)


def columns(**tables: list[Cells]) -> Columns:
    """Columns of tables given by name."""
    return columns_of({name: [row_of(name, cells) for cells in rows] for name, rows in tables.items()})


def snapshot_of(as_of: str = TODAY, /, **tables: list[Cells]) -> Snapshot:
    """Snapshot as of an ISO day of tables given by name."""
    return build(columns(**tables), date.fromisoformat(as_of))
