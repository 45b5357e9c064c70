"""The bundle's rows laid over what the store knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from refgraph.model.arrow import ArrowRows
from refgraph.model.tables import EVENTS, Cell, Row
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.lookup import Lookup
    from refgraph.sources.sheet import Sheet

_MAY_FILL = frozenset({EVENTS.index("rep"), EVENTS.index("ref")})
"""Cells of an event that an import leaves empty when they point to nothing; a later import may fill them."""


def merge_known(sheets: Mapping[str, Sheet], lookup: Lookup) -> None:
    """Lay the rows in play over what is known, so that they are whole: an empty cell keeps what is known.

    Rows that say nothing new are counted as merged. An event known with other content is held.
    """
    for sheet in sheets.values():
        if lookup.count(sheet.table.name):
            laid: dict[int, Row] = {}
            for indices, rows in sheet.chunks(sheet.active()):
                _merge_chunk(sheet, lookup, indices, rows, laid)
            sheet.replace(laid)


def rows_in_play(sheet: Sheet) -> ArrowRows:
    """Give the rows that are neither held nor merged; the sheet has no columns after that."""
    kept = pa.array(sheet.is_active)
    found: list[pa.ChunkedArray] = []
    while len(found) < len(sheet.table.columns):
        # One column at a time, so that no two copies of a table are in memory.
        column = sheet.columns.pop(0)
        found.append(column if sheet.is_active.all() else column.filter(kept))
    return ArrowRows(sheet.table, found)


def _merge_chunk(
    sheet: Sheet, lookup: Lookup, indices: Sequence[int], rows: Sequence[Row], laid: dict[int, Row]
) -> None:
    keys = list(map(sheet.key, rows))
    known = lookup.known(sheet.table.name, keys)
    for index, key, row in zip(indices, keys, rows, strict=True) if known else ():
        former = known.get(key)
        if former is None:
            continue
        both = overlay(row, former)
        if both == former:
            sheet.merge(index)
        elif sheet.table is EVENTS and not _only_fills(both, former):
            _hold_event(sheet, index, row, former)
        elif both != row:
            laid[index] = both


def overlay(row: Row, former: Row) -> Row:
    """Lay a row over a former one: an empty cell never erases."""
    return tuple(old if new is None else new for new, old in zip(row, former, strict=True))


def _only_fills(row: Row, former: Row) -> bool:
    differing = [at for at, (new, old) in enumerate(zip(row, former, strict=True)) if new != old]
    return all(at in _MAY_FILL and former[at] is None for at in differing)


def _hold_event(sheet: Sheet, index: int, row: Row, former: Row) -> None:
    names = [column.name for column in sheet.table.columns]
    differing = [
        (name, new, old)
        for name, new, old in zip(names, row, former, strict=True)
        if new is not None and new != old
    ]
    name, new, old = differing[0]
    text = (
        f"event '{shown(str(row[0]))}' is known with other content: found {name} '{shown(_text(new))}', "
        f"known '{shown(_text(old))}'; give a new event its own id"
    )
    sheet.hold(index, name, Note("known_event", text, holds=True), _text(new))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
