"""Which rows of the store a small import will ask about: known from the start, they are looked up together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.model.tables import Key
    from refgraph.sources.sheet import Sheet

_SMALL = 2000
"""Rows up to which an import is small."""


def expected_keys(sheets: Mapping[str, Sheet]) -> dict[str, list[Key]]:
    """By table, keys of the rows in play and of those they refer to; empty for an import that is not small."""
    if sum(int(sheet.is_active.sum()) for sheet in sheets.values()) > _SMALL:
        return {}
    keys: dict[str, dict[Key, None]] = {name: {} for name in TABLES}
    for name, sheet in sheets.items():
        rows = sheet.rows(sheet.active())
        keys[name].update(dict.fromkeys(map(sheet.key, rows)))
        for at, column in enumerate(sheet.table.columns):
            if column.refers_to is not None:
                keys[column.refers_to].update(
                    dict.fromkeys((str(row[at]),) for row in rows if row[at] is not None)
                )
    return {name: list(those) for name, those in keys.items() if those}
