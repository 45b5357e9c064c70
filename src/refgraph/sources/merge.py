"""The bundle's rows laid over what the store knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import EVENTS, Cell, Key, Row
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.sources.sheet import Sheet

_MAY_FILL = frozenset({EVENTS.index("rep"), EVENTS.index("ref")})
"""Cells of an event that an import leaves empty when they point to nothing; a later import may fill them."""


def merge_rows(sheet: Sheet, known: Mapping[Key, Row]) -> list[Row]:
    """Give the rows to write, whole; an empty cell keeps what is known.

    Rows that say nothing new are counted as merged. An event known with other content is held.
    """
    changed: list[Row] = []
    for index, row in sheet.active():
        former = known.get(sheet.key(row)) if known else None
        if former is None:
            changed.append(row)
            continue
        laid = overlay(row, former)
        if laid == former:
            sheet.merge(index)
        elif sheet.table is EVENTS and not _only_fills(laid, former):
            _hold_event(sheet, index, row, former)
        else:
            changed.append(laid)
    return changed


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
