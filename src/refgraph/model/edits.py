"""Edits: rows of a column that give way to others, in lists and in arrays."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.arrow import ArrowCells, array_of, in_one_piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.model.tables import Cell, Column, Key, Row

_FEW = 1000
"""Texts up to which each is searched for alone in a sorted dictionary."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Rows of the former columns give way to one row, or to none."""

    first: int
    last: int
    """Behind the last row that goes; `first` where none does."""
    key: Key
    row: Row | None


def edited(cells: Sequence[Cell], edits: Sequence[Edit], column: Column, at: int) -> Sequence[Cell]:
    """One column after edits in the order of their rows; its cells are at position `at` in a new row.

    O(rows) by copying; an array stays one, in one piece.
    """
    if isinstance(cells, ArrowCells):
        return ArrowCells(_edited_array(in_one_piece(cells.array), edits, column, at))
    found: list[Cell] = []
    done = 0
    for edit in edits:
        found += cells[done : edit.first]
        if edit.row is not None:
            found.append(edit.row[at])
        done = edit.last
    found += cells[done:]
    return found


def _edited_array(array: pa.Array, edits: Sequence[Edit], column: Column, at: int) -> pa.Array:
    new: list[Cell] = [edit.row[at] for edit in edits if edit.row is not None]
    if not pa.types.is_dictionary(array.type):
        return _spliced(array, array_of(new, column).cast(array.type), edits)
    codes, values = _coded(new, array.dictionary)
    return pa.DictionaryArray.from_arrays(
        _spliced(array.indices, codes.cast(array.indices.type), edits), values
    )


def _spliced(array: pa.Array, new: pa.Array, edits: Sequence[Edit]) -> pa.Array:
    pieces, done, used = [], 0, 0
    for edit in edits:
        pieces.append(array.slice(done, edit.first - done))
        if edit.row is not None:
            pieces.append(new.slice(used, 1))
            used += 1
        done = edit.last
    return pa.concat_arrays([*pieces, array.slice(done)])


def _coded(cells: Sequence[Cell], values: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Positions of texts among values, and the values with those behind them that were not among them."""
    texts = pa.array(cells, values.type)
    distinct = texts.unique().drop_null()
    found = _positions(distinct, values)
    if found.null_count:
        values = pa.concat_arrays([values, distinct.filter(found.is_null())])
        found = pc.index_in(distinct, value_set=values) if len(distinct) > _FEW else _behind(found, values)
    return found.take(pc.index_in(texts, value_set=distinct)), values


def _positions(texts: pa.Array, values: pa.Array) -> pa.Array:
    """Position of each text among values, null where it is not there."""
    is_ascending = len(values) < 2 or pc.all(pc.less(values[:-1], values[1:])).as_py()
    if len(texts) > _FEW or not is_ascending:
        return pc.index_in(texts, value_set=values)
    known = ArrowCells(values)
    places = [bisect_left(known, text) for text in texts.to_pylist()]
    found = [
        place if place < len(values) and known[place] == text else None
        for place, text in zip(places, texts.to_pylist(), strict=True)
    ]
    return pa.array(found, pa.int32())


def _behind(found: pa.Array, values: pa.Array) -> pa.Array:
    """Positions, where those that are null are at the end of the values, one after the other."""
    missing = iter(range(len(values) - found.null_count, len(values)))
    return pa.array([next(missing) if at is None else at for at in found.to_pylist()], pa.int32())
