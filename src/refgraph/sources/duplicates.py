"""Rows of one key in one file: entities merge or are held, relations are folded into one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from refgraph.model.tables import KNOWS, MEMBER_ROLES, MEMBERSHIPS, Cell, Key, Row
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.sources.sheet import Sheet

_GREATER = {
    ("knows", KNOWS.index("strength")),
    ("memberships", MEMBERSHIPS.index("attendance")),
}
_HIGHER = {("memberships", MEMBERSHIPS.index("role")): {role: -i for i, role in enumerate(MEMBER_ROLES)}}
_STRENGTH = KNOWS.index("strength")


def settle_ids(sheet: Sheet) -> None:
    """Merge equal rows of one id with a warning; hold all rows of an id whose rows differ."""
    for key, indices in _repeated(sheet).items():
        rows = [sheet.rows[index] for index in indices]
        name = f"{sheet.table.key[0]} '{shown(key[0])}'"
        if len(set(rows)) == 1:
            for index in indices[1:]:
                sheet.warn(
                    index, sheet.table.key[0], Note("duplicate", f"duplicate of an equal row of {name}")
                )
                sheet.merge(index)
            continue
        numbers = ", ".join(str(sheet.numbers[index]) for index in indices[:10])
        text = f"duplicate id: {name} has different content in rows {numbers}; keep one of them"
        for index in indices:
            sheet.hold(index, sheet.table.key[0], Note("duplicate_id", text, holds=True), key[0])


def fold_relations(sheet: Sheet) -> list[Row]:
    """Fold rows of one relation's key into one, with a warning, and give the rows that lost.

    In code-point order a later row's cells replace an earlier one's, empty ones never; of strengths and attendances
    the larger counts, of circle roles the higher. The row kept is the first in the file.
    """
    lost: list[Row] = []
    for key, indices in _repeated(sheet).items():
        rows = sorted((row for index in indices if (row := sheet.rows[index]) is not None), key=_in_order)
        winner = _folded(sheet.table.name, rows)
        lost += [row for row in dict.fromkeys(rows) if row != winner]
        sheet.rows[indices[0]] = winner
        note = _fold_note(sheet, key, rows)
        for index in indices[1:]:
            sheet.warn(index, None, note)
            sheet.merge(index)
    return lost


def _repeated(sheet: Sheet) -> Mapping[Key, list[int]]:
    """Collect the indices of active rows whose key comes more than once."""
    if sheet.has_distinct_keys():
        return {}
    first: dict[Key, int] = {}
    repeated: dict[Key, list[int]] = defaultdict(list)
    for index, row in sheet.active():
        key = sheet.key(row)
        earlier = first.setdefault(key, index)
        if earlier != index:
            repeated[key] = repeated[key] or [earlier]
            repeated[key].append(index)
    return repeated


def _in_order(row: Row) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


def _folded(table: str, rows: Sequence[Row]) -> Row:
    winner = list(rows[0])
    for row in rows[1:]:
        for at, cell in enumerate(row):
            winner[at] = _stronger(table, at, winner[at], cell)
    return tuple(winner)


def _stronger(table: str, at: int, former: Cell, cell: Cell) -> Cell:
    if former is None or cell is None:
        return former if cell is None else cell
    if (table, at) in _GREATER and isinstance(former, float) and isinstance(cell, float):
        return max(former, cell)
    ranks = _HIGHER.get((table, at))
    if ranks:
        return max(former, cell, key=lambda role: ranks.get(str(role), -len(ranks)))
    return cell


def _fold_note(sheet: Sheet, key: Key, rows: Sequence[Row]) -> Note:
    ends = key[:2] if sheet.table is KNOWS else key
    name = ", ".join(shown(part) for part in ends if part)
    if len(set(rows)) == 1:
        return Note("duplicate", f"duplicate of an equal row ({name})")
    if sheet.table is KNOWS and len({row[_STRENGTH] for row in rows}) > 1:
        return Note("two_strengths", f"duplicate with two strengths ({name}); the larger one counts")
    return Note(
        "duplicate", f"duplicate with other content ({name}); folded into one row, the others kept in history"
    )
