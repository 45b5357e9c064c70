"""The store's content as Arrow columns, from whole tables as they are stored."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from refgraph.model.arrow import ArrowCells
from refgraph.model.columns import Columns
from refgraph.store.assembling import Coded, is_mostly_different, joined, masked, order_by, places
from refgraph.store.names import NAMED
from refgraph.store.sqlite.layout import LAYOUTS, NEVER, As, Layout, Stored
from refgraph.store.sqlite.raw_columns import IS_TEXT, TEXTS, Raw, damaged, raw_table, raw_texts
from refgraph.store.sqlite.raw_pieces import state_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    import apsw
    from numpy.typing import NDArray

_DECODERS = 2
"""Tables turned into columns at a time."""


def columns_within(db: apsw.Connection) -> Columns:
    """Read all tables within the caller's transaction, sorted by key; raises `StoreCorrupt`."""
    raw = {name: raw_table(db, name) for name in LAYOUTS} | {TEXTS: raw_texts(db)}
    return columns_of_raw(raw, *state_within(db))


def columns_of_raw(raw: Mapping[str, Raw], store_uuid: str, version: int) -> Columns:
    """Turn all tables as they are stored, and `texts`, into columns sorted by key.

    References are positions among the ids of the table they point to: its id column is their dictionary.
    """
    known = {name: _Ids.of(name, raw[name]) for name in NAMED}
    texts = _Texts(raw[TEXTS].cells["code"], raw[TEXTS].literals["text"])
    decodings = [_Decoding(layout, raw[name], known, texts) for name, layout in LAYOUTS.items()]
    # Nearly all of it is work on whole arrays, during which other threads go on.
    with ThreadPoolExecutor(_DECODERS) as pool:
        decoded = pool.map(_Decoding.columns, decodings)
        return Columns(store_uuid, version, dict(zip(LAYOUTS, decoded, strict=True)))


@dataclass(frozen=True, slots=True)
class _Ids:
    """Ids of a table that others refer to by number."""

    ids: pa.Array
    """Ascending."""
    at_num: NDArray[np.int32]
    """Position of each number's id, -1 where no row has it; the last entry is -1 too."""

    @classmethod
    def of(cls, table: str, raw: Raw) -> _Ids:
        assert raw.ids is not None
        assert raw.id_nums is not None
        return cls(raw.ids, _places(raw.id_nums, f"{table} has a row with a negative number"))


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts kept by code."""

    codes: NDArray[np.int32]
    """Ascending."""
    texts: pa.Array

    def behind(self, codes: NDArray[np.int32]) -> pa.Array:
        """Texts of some codes."""
        at = np.minimum(np.searchsorted(self.codes, codes), max(0, len(self.codes) - 1))
        if len(codes) and (not len(self.codes) or (self.codes[at] != codes).any()):
            raise damaged("a code has no text")
        return self.texts.take(pa.array(at))


@dataclass(frozen=True, slots=True)
class _Decoding:
    """One table on its way from stored cells to columns."""

    layout: Layout
    raw: Raw
    known: Mapping[str, _Ids]
    texts: _Texts

    def columns(self) -> dict[str, ArrowCells]:
        coded = {
            stored.column.name: self._coded(stored)
            for stored in self.layout.stored
            if stored.kept in (As.NUM, As.NUM_OR_TEXT, As.CODED, As.TEXT)
        }
        order = self._by_id() if self.layout.has_num else self._by_key(coded)
        return {
            stored.column.name: ArrowCells(
                coded[stored.column.name].array(order)
                if stored.column.name in coded
                else self._array(stored, order)
            )
            for stored in self.layout.stored
        }

    def _by_id(self) -> NDArray[np.int64] | None:
        """Rows of an entity by id; None where they stand so."""
        assert self.raw.id_nums is not None
        nums, ids = self.raw.cells["num"], self.raw.id_nums
        if np.array_equal(nums, ids):
            return None
        at = _places(nums, f"{self.layout.table.name} has a row with a negative number")
        if len(nums) != len(ids) or (ids < 0).any() or (ids >= len(at)).any() or (at[ids] < 0).any():
            raise damaged(f"the index of {self.layout.table.name} is not of its rows")
        return at[ids].astype(np.int64)

    def _by_key(self, coded: Mapping[str, Coded]) -> NDArray[Any] | None:
        """Rows of a relation by key; None where they stand so."""
        keys: list[NDArray[Any]] = []
        for at in self.layout.key_at:
            stored = self.layout.stored[at]
            name = stored.column.name
            if stored.kept is As.NUM:
                # Positions among ids rise with them.
                keys.append(coded[name].codes)
            else:
                keys.append(coded[name].ranks() if name in coded else self.raw.cells[name])
        return order_by(keys)

    def _array(self, stored: Stored, order: NDArray[Any] | None) -> pa.Array:
        if stored.kept is As.OWN_ID:
            return self.raw.ids
        cells = self.raw.cells[stored.column.name]
        cells = cells if order is None else cells[order]
        if stored.kept is As.DECIMAL:
            return pa.array(cells, from_pandas=True)
        if stored.kept is As.FLAG:
            return masked(cells == 1, cells < 0)
        return masked(cells, cells == NEVER).cast(pa.date32())

    def _coded(self, stored: Stored) -> Coded:
        if stored.kept in (As.NUM, As.NUM_OR_TEXT):
            return self._reference(stored)
        cells = self.raw.cells[stored.column.name]
        is_used = np.zeros(max(0, int(cells.max(initial=-1))) + 1, np.bool_)
        is_used[cells[cells >= 0]] = True
        used = np.flatnonzero(is_used).astype(np.int32)
        position = np.full(len(is_used) + 1, -1, np.int32)
        position[used] = np.arange(len(used))
        return self._with_literals(stored, position[np.maximum(cells, -1)], self.texts.behind(used))

    def _reference(self, stored: Stored) -> Coded:
        cells = self.raw.cells[stored.column.name]
        known = self.known[str(stored.column.refers_to)]
        if (cells >= len(known.at_num)).any():
            raise self._lost(stored)
        codes = known.at_num[np.maximum(cells, -1)]
        if ((codes < 0) & (cells >= 0)).any():
            raise self._lost(stored)
        return self._with_literals(stored, codes, known.ids)

    def _with_literals(self, stored: Stored, codes: NDArray[np.int32], values: pa.Array) -> Coded:
        """Add the texts that stand in the rows themselves."""
        name, is_text = stored.column.name, stored.kept is As.TEXT
        literals = self.raw.literals.get(name)
        if literals is None:
            return Coded(codes, values, is_plain=is_text)
        at = np.flatnonzero(self.raw.cells[name] == IS_TEXT)
        if len(at) != len(literals):
            raise damaged(f"{self.layout.table.name}, column {name} changed while it was read")
        if is_text or (stored.kept is As.CODED and is_mostly_different(len(literals), len(codes))):
            codes[at] = np.arange(len(values), len(values) + len(literals))
            return Coded(codes, joined(values, literals), is_plain=True)
        return Coded(codes, values).with_texts(at, literals)

    def _lost(self, stored: Stored) -> Exception:
        table, name = self.layout.table.name, stored.column.name
        return damaged(
            f"{table}, column {name} refers to a row of {stored.column.refers_to} that is not there"
        )


def _places(nums: NDArray[np.int32], if_negative: str) -> NDArray[np.int32]:
    """Position of each number; raises `StoreCorrupt` for a negative one."""
    if (nums < 0).any():
        raise damaged(if_negative)
    return places(nums)
