"""Ids that rows point to: they must exist in the bundle or the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.tables import TABLES, Column, Missing
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refgraph.model.lookup import Lookup
    from refgraph.sources.sheet import Indices, Sheet

_REFERS_TO_ACCOUNT = (
    "referral_asked",
    "referral_made",
    "referral_declined",
    "reference_call",
    "left_company",
    "joined_company",
)
_CHUNK = 20_000
"""Ids looked up or rows read at a time."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything an id may point to."""

    sheets: Mapping[str, Sheet]
    lookup: Lookup

    def absent(self, table: str, ids: pa.Array) -> npt.NDArray[np.bool_]:
        """Tell which ids stand neither in the rows in play nor in the store."""
        is_absent = np.ones(len(ids), np.bool_)
        sheet = self.sheets.get(table)
        if sheet and len(ids):
            is_absent &= ~pc.is_in(ids, ids_in_play(sheet)).to_numpy(zero_copy_only=False)
        left = np.flatnonzero(is_absent)
        if len(left) and self.lookup.count(table):
            for start in range(0, len(left), _CHUNK):
                part = left[start : start + _CHUNK]
                keys = [(identifier,) for identifier in ids.take(pa.array(part)).to_pylist()]
                known = self.lookup.known(table, keys)
                is_absent[part] = [key not in known for key in keys]
        return is_absent

    def held_in(self, table: str, identifier: str) -> int | None:
        """Give the row number of an id that this bundle holds back."""
        sheet = self.sheets.get(table)
        return sheet.held_ids.get(identifier) if sheet else None

    def has_reps(self) -> bool:
        """Whether the store or the bundle names representatives."""
        sheet = self.sheets.get("reps")
        return (sheet is not None and bool(sheet.is_active.any())) or self.lookup.count("reps") > 0


def ids_in_play(sheet: Sheet) -> pa.Array:
    """Ids of an entity's rows that are neither held nor merged."""
    return sheet.columns[0].filter(pa.array(sheet.is_active)).combine_chunks()


def pointing_nowhere(
    world: World, sheet: Sheet, name: str, target: str, is_meant: npt.NDArray[np.bool_]
) -> Indices:
    """Indices of the rows meant whose cell names an id of a table that is not there."""
    codes = sheet.codes(name)
    meant = np.flatnonzero(is_meant & (codes >= 0))
    used = np.flatnonzero(np.bincount(codes[meant], minlength=1)) if len(meant) else meant
    ids = sheet.words(name).take(pa.array(used))
    is_absent = np.zeros(len(sheet.words(name)), np.bool_)
    is_absent[used] = world.absent(target, ids)
    return meant[is_absent[codes[meant]]]


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
    lost = pointing_nowhere(world, sheet, column.name, target, sheet.is_active)
    if not len(lost):
        return
    if column.if_missing is Missing.EMPTY:
        _empty(sheet, lost, column.name, target)
        return
    for index, identifier in zip(lost.tolist(), cells_of(sheet, column.name, lost), strict=True):
        hold_unknown(world, sheet, index, column.name, identifier, target)


def _settle_refs(world: World, sheet: Sheet) -> None:
    is_of_account = names_account(sheet)
    for target, is_meant in (("accounts", is_of_account), ("events", ~is_of_account)):
        lost = pointing_nowhere(world, sheet, "ref", target, is_meant & sheet.is_active)
        if len(lost):
            _empty(sheet, lost, "ref", target)


def names_account(events: Sheet) -> npt.NDArray[np.bool_]:
    """Events whose `ref` is an account's id."""
    kinds = events.words("kind")
    is_of_account = np.append(
        pc.is_in(kinds, pa.array(_REFERS_TO_ACCOUNT, kinds.type)).to_numpy(zero_copy_only=False), False
    )
    found: npt.NDArray[np.bool_] = is_of_account[events.codes("kind")]
    return found


def cells_of(sheet: Sheet, name: str, indices: Indices) -> Iterator[str]:
    """Texts of one column in some rows, none of them empty."""
    for start in range(0, len(indices), _CHUNK):
        taken = pa.array(indices[start : start + _CHUNK])
        yield from sheet.column(name).take(taken).cast(pa.large_string()).to_pylist()


def _empty(sheet: Sheet, lost: Indices, column: str, target: str) -> None:
    for index, identifier in zip(lost.tolist(), cells_of(sheet, column, lost), strict=True):
        text = f"unknown {column} '{shown(identifier)}', expected an id of {target}; left empty"
        sheet.warn(index, column, Note(f"unknown_{column}", text), identifier)
    sheet.empty(column, lost)
