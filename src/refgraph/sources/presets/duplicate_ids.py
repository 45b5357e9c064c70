"""Entities that several rows of one import describe differently: all are held, none is chosen.

Where one row says only a part of an entity, as in exports of a CRM, other cells differ by right: there the names count.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.sources.text import Note, folded, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.sources.converted import Converted, ConvertedRow


def hold_conflicts(converted: Converted) -> None:
    """Hold all source rows whose id stands in another one with other cells, as the import folder does."""
    for name, rows in converted.tables.items():
        if not TABLES[name].is_entity:
            continue
        by_id: dict[str, list[ConvertedRow]] = defaultdict(list)
        for row in rows:
            by_id[row.cells.get(TABLES[name].key[0], "")].append(row)
        for identifier, same in by_id.items():
            if identifier and any(row.cells != same[0].cells for row in same[1:]):
                _hold(converted, name, identifier, same)


def hold_two_names(converted: Converted) -> None:
    """Hold all source rows that give one person's id to people of different names."""
    by_id: dict[str, list[ConvertedRow]] = defaultdict(list)
    for row in converted.tables.get("people", ()):
        if not row.is_weak and row.cells.get("name"):
            by_id[row.cells.get("person_id", "")].append(row)
    for identifier, same in by_id.items():
        if len(same) > 1 and identifier and len({folded(row.cells["name"]) for row in same}) > 1:
            _hold(converted, "people", identifier, same)


def _hold(converted: Converted, table: str, identifier: str, rows: Sequence[ConvertedRow]) -> None:
    column = TABLES[table].key[0]
    places = ", ".join(str(converted.sources[row.source].number) for row in rows[:10])
    text = f"duplicate id: {column} '{shown(identifier)}' has different content in rows {places}; keep one of them"
    for row in rows:
        file = converted.sources[row.source].file
        label = converted.label(file, table, column)
        converted.remark(row.source, label, Note("duplicate_id", text, holds=True), identifier)
