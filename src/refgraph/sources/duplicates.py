"""Rows of one key in one file: entities merge or are held, relations are folded into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import KNOWS, MEMBER_ROLES, MEMBERSHIPS, Cell, Key, Row
from refgraph.sources.repeats import repeated
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refgraph.sources.sheet import Sheet

_GREATER = {
    ("knows", KNOWS.index("strength")),
    ("memberships", MEMBERSHIPS.index("attendance")),
}
_HIGHER = {("memberships", MEMBERSHIPS.index("role")): {role: -i for i, role in enumerate(MEMBER_ROLES)}}
_STRENGTH = KNOWS.index("strength")


def settle_ids(sheet: Sheet) -> None:
    """Merge equal rows of one id with a warning; hold all rows of an id whose rows differ."""
    for groups in repeated(sheet):
        for indices, rows in _with_rows(sheet, groups):
            _settle_id(sheet, indices, rows)


def _settle_id(sheet: Sheet, indices: Sequence[int], rows: Sequence[Row]) -> None:
    column, identifier = sheet.table.key[0], str(rows[0][0])
    name = f"{column} '{shown(identifier)}'"
    if len(set(rows)) == 1:
        for index in indices[1:]:
            sheet.warn(index, column, Note("duplicate", f"duplicate of an equal row of {name}"))
            sheet.merge(index)
        return
    numbers = ", ".join(str(sheet.numbers[index]) for index in indices[:10])
    text = f"duplicate id: {name} has different content in rows {numbers}; keep one of them"
    for index in indices:
        sheet.hold(index, column, Note("duplicate_id", text, holds=True), identifier)


def fold_relations(sheet: Sheet) -> list[Row]:
    """Fold rows of one relation's key into one, with a warning, and give the rows that lost.

    In code-point order a later row's cells replace an earlier one's, empty ones never; of strengths and attendances
    the larger counts, of circle roles the higher. The row kept is the first in the file.
    """
    lost: list[Row] = []
    winners: dict[int, Row] = {}
    for groups in repeated(sheet):
        for indices, found in _with_rows(sheet, groups):
            rows = sorted(found, key=_in_order)
            winner = _folded(sheet.table.name, rows)
            lost += [row for row in dict.fromkeys(rows) if row != winner]
            if winner != found[0]:
                winners[indices[0]] = winner
            note = _fold_note(sheet, sheet.key(winner), rows)
            for index in indices[1:]:
                sheet.warn(index, None, note)
                sheet.merge(index)
    sheet.replace(winners)
    return lost


def fold_rows(table: str, rows: Sequence[Row]) -> Row:
    """Fold rows of one key into one, by the rule of `fold_relations`; a single row stays as it is."""
    return rows[0] if len(rows) == 1 else _folded(table, sorted(rows, key=_in_order))


def _with_rows(sheet: Sheet, groups: Sequence[list[int]]) -> Iterator[tuple[list[int], list[Row]]]:
    rows = iter(sheet.rows([index for indices in groups for index in indices]))
    for indices in groups:
        yield indices, [next(rows) for _ in indices]


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
