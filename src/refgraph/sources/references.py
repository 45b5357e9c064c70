"""Ids that rows point to: they must exist in the bundle or the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.tables import EVENTS, TABLES, Column, Missing, Row
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.model.lookup import Lookup
    from refgraph.sources.sheet import Sheet

_REFERS_TO_ACCOUNT = frozenset(
    {
        "referral_asked",
        "referral_made",
        "referral_declined",
        "reference_call",
        "left_company",
        "joined_company",
    }
)
_KIND = EVENTS.index("kind")


@dataclass(frozen=True, slots=True)
class World:
    """Everything an id may point to."""

    sheets: Mapping[str, Sheet]
    lookup: Lookup

    def absent(self, table: str, ids: set[str]) -> set[str]:
        """Tell which ids stand neither in the rows in play nor in the store."""
        sheet = self.sheets.get(table)
        left = ids - {str(row[0]) for _, row in sheet.active()} if sheet and ids else ids
        known = self.lookup.known(table, [(identifier,) for identifier in sorted(left)]) if left else {}
        return {identifier for identifier in left if (identifier,) not in known}

    def held_in(self, table: str, identifier: str) -> int | None:
        """Give the row number of an id that this bundle holds back."""
        sheet = self.sheets.get(table)
        return sheet.held_ids.get(identifier) if sheet else None

    def has_reps(self) -> bool:
        """Whether the store or the bundle names representatives."""
        sheet = self.sheets.get("reps")
        return (sheet is not None and any(True for _ in sheet.active())) or self.lookup.count("reps") > 0


def settle_references(world: World) -> None:
    """Hold rows that point to nothing or to a held row; empty the cells that may point to nothing.

    Table by table, each after those it refers to; `parent_id` is left to `hierarchy`.
    """
    for name in TABLES:
        sheet = world.sheets.get(name)
        if sheet is None:
            continue
        for column in sheet.table.columns:
            if column.refers_to and column.refers_to != name:
                _settle_column(world, sheet, column)
    if "events" in world.sheets:
        _settle_refs(world, world.sheets["events"])


def hold_unknown(world: World, sheet: Sheet, index: int, column: str, identifier: str, target: str) -> None:
    """Hold a row that points to an id that does not exist, or only in a held row."""
    text = f"unknown {column} '{shown(identifier)}'"
    number = world.held_in(target, identifier)
    if number is not None:
        text += f": that row of {target} is held ({TABLES[target].file} row {number})"
    else:
        text += f": expected an id of {target} in this import or the store"
    sheet.hold(index, column, Note(f"unknown_{column}", text, holds=True), identifier)


def _settle_column(world: World, sheet: Sheet, column: Column) -> None:
    target = column.refers_to or ""
    if target == "reps" and not world.has_reps():
        return
    at = sheet.table.index(column.name)
    absent = world.absent(target, {str(row[at]) for _, row in sheet.active() if row[at] is not None})
    if not absent:
        return
    for index, row in sheet.active():
        if row[at] not in absent:
            continue
        if column.if_missing is Missing.HOLD:
            hold_unknown(world, sheet, index, column.name, str(row[at]), target)
        else:
            _empty(sheet, index, column.name, str(row[at]), target)


def _settle_refs(world: World, sheet: Sheet) -> None:
    at = sheet.table.index("ref")
    for target, is_meant in (("accounts", _names_account), ("events", _names_event)):
        meant = {str(row[at]) for _, row in sheet.active() if row[at] is not None and is_meant(row)}
        absent = world.absent(target, meant)
        for index, row in sheet.active() if absent else ():
            if row[at] in absent and is_meant(row):
                _empty(sheet, index, "ref", str(row[at]), target)


def _names_account(row: Row) -> bool:
    return row[_KIND] in _REFERS_TO_ACCOUNT


def _names_event(row: Row) -> bool:
    return row[_KIND] not in _REFERS_TO_ACCOUNT


def _empty(sheet: Sheet, index: int, column: str, identifier: str, target: str) -> None:
    text = f"unknown {column} '{shown(identifier)}', expected an id of {target}; left empty"
    sheet.change(index, column, None)
    sheet.warn(index, column, Note(f"unknown_{column}", text), identifier)
