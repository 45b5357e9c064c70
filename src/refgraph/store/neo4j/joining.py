"""Columns put together from lists: what refers to others by number gets their positions, rows the order of their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.arrow import ArrowCells, arrow_type
from refgraph.model.columns import Columns
from refgraph.model.tables import Kind
from refgraph.store.assembling import Coded, masked, order_by, places
from refgraph.store.neo4j.counted import damaged
from refgraph.store.neo4j.layout import LAYOUTS, NODES, NodeLayout, RelationLayout
from refgraph.store.neo4j.scans import ACCOUNT, DAYS_A_YEAR, END, FROM, NUM, START, TO, reference_name
from refgraph.store.soundness import lost_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from refgraph.model.tables import Column
    from refgraph.store.neo4j.counted import Counted
    from refgraph.store.neo4j.layout import Reference
    from refgraph.store.neo4j.scanning import Lists

_NEVER = -1_000_000
"""The day of a key where there is none: before every other, the year 1 among them."""


def columns_of_lists(found: Counted, lists: Mapping[str, Lists]) -> Columns:
    """Turn all scans into columns sorted by key; raises `StoreCorrupt` for references to nothing.

    References are positions among the ids of the table they point to: its id column is their dictionary.
    """
    known = {name: _Ids.of(layout, lists[name], found.next_nums[name]) for name, layout in NODES.items()}
    tables = {
        name: _Entities(layout, lists, known).columns()
        if isinstance(layout, NodeLayout)
        else _Relations(layout, lists, known).columns()
        for name, layout in LAYOUTS.items()
    }
    return Columns(found.store_uuid, found.version, tables)


@dataclass(frozen=True, slots=True)
class _Ids:
    """Ids of a table, which others refer to by number."""

    table: str
    ids: pa.Array
    """Ascending."""
    order: NDArray[np.int64] | None
    """Where each one's row stands among those that were read; None where they stand so."""
    at_num: NDArray[np.int32]
    """Position of each number's id, -1 where no row has it; the last entry is -1 too."""

    @classmethod
    def of(cls, layout: NodeLayout, read: Lists, next_num: int) -> _Ids:
        table, ids, nums = layout.table.name, read[layout.id], read[NUM].to_numpy()
        if ids.null_count:
            raise damaged(f"{table} has a row without {layout.id}")
        if nums.max(initial=-1) >= next_num:
            raise damaged(f"{table} has a row that no import wrote")
        nums = nums.astype(np.int32)
        if len(ids) < 2 or pc.all(pc.less(ids[:-1], ids[1:])).as_py():
            return cls(table, ids, None, places(nums))
        order = pc.sort_indices(ids).to_numpy().astype(np.int64)
        return cls(table, ids.take(pa.array(order)), order, places(nums[order]))

    def positions(self, nums: pa.Array, *, of: str) -> NDArray[np.int32]:
        """Positions of the ids of some numbers, to which rows of a table refer."""
        asked = nums.to_numpy()
        if len(asked) and not 0 <= asked.min() <= asked.max() < len(self.at_num):
            raise damaged(lost_reference(of, self.table))
        found: NDArray[np.int32] = self.at_num[asked]
        if (found < 0).any():
            raise damaged(lost_reference(of, self.table))
        return found


@dataclass(frozen=True, slots=True)
class _Entities:
    """A table of nodes."""

    layout: NodeLayout
    lists: Mapping[str, Lists]
    known: Mapping[str, _Ids]

    def columns(self) -> dict[str, ArrowCells]:
        own, read = self.known[self.layout.table.name], self.lists[self.layout.table.name]
        references = {reference.column.name: reference for reference in self.layout.references}
        found = {}
        for column in self.layout.table.columns:
            if column.name == self.layout.id:
                array = own.ids
            elif column.name in references:
                array = self._reference(references[column.name], own).array(None)
            else:
                array = _laid_out(read[column.name], column, own.order)
            found[column.name] = ArrowCells(array)
        return found

    def _reference(self, reference: Reference, own: _Ids) -> Coded:
        pairs, table = self.lists[reference_name(self.layout, reference)], self.layout.table.name
        target = self.known[reference.target.name]
        codes = np.full(len(own.ids), -1, np.int32)
        codes[own.positions(pairs[NUM], of=table)] = target.positions(pairs[TO], of=table)
        coded = Coded(codes, target.ids)
        if not reference.may_dangle:
            return coded
        return _with_unknown(coded, _taken(self.lists[table][reference.column.name], own.order))


@dataclass(frozen=True, slots=True)
class _Relations:
    """A table of relationships."""

    layout: RelationLayout
    lists: Mapping[str, Lists]
    known: Mapping[str, _Ids]

    def columns(self) -> dict[str, ArrowCells]:
        coded = self._ends()
        coded |= {
            reference.column.name: self._reporting(reference, coded) for reference in self.layout.references
        }
        coded |= {
            column.name: Coded.of(self._read[column.name])
            for column in self.layout.key
            if pa.types.is_dictionary(arrow_type(column))
        }
        order = self._by_key(coded)
        return {
            column.name: ArrowCells(
                coded[column.name].array(order)
                if column.name in coded
                else _laid_out(self._read[column.name], column, order)
            )
            for column in self.layout.table.columns
        }

    @property
    def _read(self) -> Lists:
        return self.lists[self.layout.table.name]

    def _ends(self) -> dict[str, Coded]:
        table = self.layout.table.name
        found = {}
        for end, name in ((self.layout.start, START), (self.layout.end, END)):
            ids = self.known[end.target.name]
            found[end.column.name] = Coded(ids.positions(self._read[name], of=table), ids.ids)
        return found

    def _by_key(self, coded: Mapping[str, Coded]) -> NDArray[np.int64] | None:
        # Positions among ids rise with them.
        keys: dict[str, NDArray[Any]] = {
            end.column.name: coded[end.column.name].codes for end in (self.layout.start, self.layout.end)
        }
        keys |= {column.name: self._key(column, coded) for column in self.layout.key}
        return order_by([keys[name] for name in self.layout.table.key])

    def _key(self, column: Column, coded: Mapping[str, Coded]) -> NDArray[Any]:
        """Cells of a column of the key as numbers that rise with their texts."""
        if column.name in coded:
            return coded[column.name].ranks()
        if column.kind is Kind.DAY:
            return _filled(_days(self._read[column.name]))
        flags: NDArray[np.int8] = self._read[column.name].cast(pa.int8()).fill_null(-1).to_numpy()
        return flags

    def _reporting(self, reference: Reference, coded: Mapping[str, Coded]) -> Coded:
        """Whom each role reports to, by the line of its person that says it is the role's."""
        lines, table = self.lists[reference_name(self.layout, reference)], self.layout.table.name
        people, start, end = (
            self.known[reference.target.name],
            coded[self.layout.start.column.name],
            coded[self.layout.end.column.name],
        )
        accounts = pc.index_in(lines[ACCOUNT], value_set=end.values).fill_null(-1).to_numpy()
        rows = [start.codes, end.codes, _filled(_days(self._read[FROM]))]
        said = [people.positions(lines[NUM], of=table), accounts, _filled(_days(lines[FROM]))]
        at = _matched(rows, said)
        codes = np.full(len(start.codes), -1, np.int32)
        codes[at[at >= 0]] = people.positions(lines[TO], of=table)[at >= 0]
        return _with_unknown(Coded(codes, people.ids), self._read[reference.column.name])


def _matched(rows: list[NDArray[Any]], lines: list[NDArray[Any]]) -> NDArray[np.int64]:
    """For each of `lines` the position of the row that has the same cells, -1 where none has; one array a cell."""
    both = [np.concatenate(cells) for cells in zip(rows, lines, strict=True)]
    # Equal ones keep their order, so of each kind the row comes first.
    order = np.lexsort(both)
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = np.logical_or.reduce([cells[order][1:] != cells[order][:-1] for cells in both])
    found = np.empty(len(order), np.int64)
    found[order] = order[is_first][np.cumsum(is_first) - 1]
    at = found[len(rows[0]) :]
    return np.where(at < len(rows[0]), at, -1)


def _with_unknown(coded: Coded, texts: pa.Array) -> Coded:
    """Add the ids that the store does not know where there is none that it knows."""
    at = np.flatnonzero((coded.codes < 0) & texts.is_valid().to_numpy(zero_copy_only=False))
    return coded.with_texts(at, texts.take(pa.array(at))) if len(at) else coded


def _laid_out(cells: pa.Array, column: Column, order: NDArray[np.int64] | None) -> pa.Array:
    if column.kind is Kind.DAY:
        return _taken(_days(cells), order).cast(pa.date32())
    if pa.types.is_dictionary(arrow_type(column)):
        return Coded.of(cells).array(order)
    return _taken(cells, order)


def _taken(cells: pa.Array, order: NDArray[np.int64] | None) -> pa.Array:
    return cells if order is None else cells.take(pa.array(order))


def _days(cells: pa.Array) -> pa.Array:
    """Days since 1970-01-01, from year * `DAYS_A_YEAR` + day of the year."""
    said = cells.fill_null(1970 * DAYS_A_YEAR + 1).to_numpy()
    first = (said // DAYS_A_YEAR - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    days = (first + said % DAYS_A_YEAR - 1).astype(np.int32)
    return masked(days, cells.is_null().to_numpy(zero_copy_only=False))


def _filled(days: pa.Array) -> NDArray[np.int32]:
    filled: NDArray[np.int32] = days.fill_null(_NEVER).to_numpy()
    return filled
