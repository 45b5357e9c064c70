"""Rows of one table in a chosen order, their cells read as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.model.tables import TABLES, Cell
from refgraph.snapshot import arrow_columns
from refgraph.snapshot.arrow_columns import Coded, arrow_of, coded, is_strictly_ascending, plain_texts
from refgraph.snapshot.late_texts import LateTexts
from refgraph.snapshot.snapshot import ALWAYS
from refgraph.snapshot.texts import RowOf

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from refgraph.model.columns import Columns
    from refgraph.snapshot.snapshot import Bools, Codes, Floats, Ints

_EPOCH = date(1970, 1, 1).toordinal()
_NO_CODE = int(np.iinfo(np.int8).min)


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table; every reading method gives one entry for each, in `order`.

    Columns may be of Python cells or `ArrowCells`; these are read as whole arrays.
    """

    table: str
    columns: Mapping[str, Sequence[Cell]]
    order: NDArray[np.int64] | None = None
    """Positions in the columns; -1 stands for a row whose cells are all empty. None for all rows as they stand."""

    def __len__(self) -> int:
        """Count the rows."""
        return len(next(iter(self.columns.values()))) if self.order is None else len(self.order)

    def positions(self) -> NDArray[np.int64]:
        """Positions in the columns, -1 for a row whose cells are all empty; shape (rows,)."""
        return np.arange(len(self), dtype=np.int64) if self.order is None else self.order

    def take(self, chosen: NDArray[np.int64] | Bools) -> Rows:
        """Choose among these rows, by position or mask of shape (rows,)."""
        if chosen.dtype == np.bool_ and chosen.all():
            return self
        at = (np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen).astype(np.int64, copy=False)
        return Rows(self.table, self.columns, at if self.order is None else self.order[at])

    def cells(self, column: str) -> list[Cell]:
        """Cells as they are, None for empty."""
        cells = self.columns[column]
        if self.order is None:
            return list(cells)
        if not isinstance(cells, list):
            cells = list(cells)
        if (self.order >= 0).all():
            return list(map(cells.__getitem__, self.order.tolist()))
        return [cells[at] if at >= 0 else None for at in self.order.tolist()]

    def texts(self, column: str) -> tuple[str, ...]:
        """Texts, '' for empty; as many as rows. Fit for texts that recur."""
        if (array := arrow_of(self.columns[column])) is not None:
            found = coded(array)
            shared = [*found.values.to_pylist(), ""]
            return tuple(map(shared.__getitem__, self._at(found.codes, -1).tolist()))
        cells = self.cells(column)
        return tuple(["" if cell is None else cell if isinstance(cell, str) else str(cell) for cell in cells])

    def late_texts(self, column: str) -> Sequence[str]:
        """Texts as `texts`; those of an Arrow column stay there until somebody asks."""
        array = arrow_of(self.columns[column])
        if array is None:
            return self.texts(column)
        if not pa.types.is_dictionary(array.type):
            return LateTexts(plain_texts(array), self.order)
        found = coded(array)
        return LateTexts(found.values, self._at(found.codes, -1))

    def ids(self) -> Sequence[str]:
        """Ids of entities; where those of the column are sorted, a row is found by its id without a dict."""
        column = TABLES[self.table].key[0]
        array = arrow_of(self.columns[column])
        if array is None:
            return self.texts(column)
        plain = plain_texts(array)
        if self.order is None or is_strictly_ascending(plain):
            return LateTexts(plain, self.order, is_ascending=is_strictly_ascending(plain))
        taken = plain.take(pa.array(self.order))
        return LateTexts(taken, is_ascending=is_strictly_ascending(taken))

    def numbers(self, column: str) -> Floats:
        """Numbers, NaN for empty; float64 of shape (rows,)."""
        if (array := arrow_of(self.columns[column])) is not None:
            return self._at(arrow_columns.numbers(array), np.nan)
        return np.array(self.cells(column), np.float64)

    def flags(self, column: str) -> Bools:
        """Flags, False for empty; bool of shape (rows,)."""
        if (array := arrow_of(self.columns[column])) is not None:
            return self._at(arrow_columns.flags(array), absent=False)
        return np.array([cell is True for cell in self.cells(column)], np.bool_)

    def days(self, column: str, *, empty: int | None = None) -> Ints:
        """Days since 1970-01-01 of ISO texts; ValueError for an empty cell where `empty` is None."""
        if (array := arrow_of(self.columns[column])) is not None:
            absent = ALWAYS if empty is None else empty
            found = self._at(arrow_columns.days(array, absent), absent)
            if empty is None and array.null_count and (found == ALWAYS).any():
                raise self._empty_day(column)
            return found
        cells = self.cells(column)
        day_of: dict[Cell, int] = {cell: _day(str(cell)) for cell in set(cells) if cell is not None}
        if empty is not None:
            day_of[None] = empty
        elif None in cells:
            raise self._empty_day(column)
        return np.fromiter(map(day_of.__getitem__, cells), np.int32, len(cells))

    def codes(self, column: str, code_of: Mapping[str, int], *, empty: int | None = None) -> Codes:
        """Codes of choices, int8 of shape (rows,); raises ValueError for one without a code, and for an empty cell where `empty` is None."""
        found, values = self._coded(column)
        codes = [code_of.get(value, _NO_CODE) for value in values]
        table = np.array([*codes, _NO_CODE if empty is None else empty], np.int8)
        chosen: Codes = table[found]
        if (lacking := chosen == _NO_CODE).any():
            named = [*(f"'{value}'" for value in values), "an empty cell"]
            first = min(named[code] for code in np.unique(found[lacking]).tolist())
            choices = ", ".join(code_of)
            raise ValueError(f"{self.table}, column {column}: found {first}, expected one of {choices}")
        return chosen

    def has(self, column: str, choices: Collection[str]) -> Bools:
        """Whether each row's text is one of some; bool of shape (rows,)."""
        found, values = self._coded(column)
        is_one: Bools = np.array([*(value in choices for value in values), False], np.bool_)[found]
        return is_one

    def ranks(self, column: str) -> Ints:
        """Rank of each row's text among those there are, by code points, '' for empty; int32 of shape (rows,)."""
        found, values = self._coded(column)
        texts = [*values, ""]
        rank_of = {text: rank for rank, text in enumerate(sorted(set(texts)))}
        ranks: Ints = np.array([rank_of[text] for text in texts], np.int32)[found]
        return ranks

    def indices(self, column: str, index: Mapping[str, int], *, required: bool = False) -> Ints:
        """Indices of the entities whose ids the cells hold, -1 for empty.

        Raises ValueError for an id that `index` lacks, and for an empty cell where one is `required`.
        """
        array = arrow_of(self.columns[column])
        found = coded(_distinct(self.cells(column)) if array is None else array)
        at = found.codes if array is None else self._at(found.codes, -1)
        if required and (at < 0).any():
            raise self._unknown(column, "an empty cell")
        known = _known(found, index)
        if known is None:
            return at
        indices: Ints = np.append(known, np.int32(-1))[at]
        if (lost := (indices < 0) & (at >= 0)).any():
            raise self._unknown(column, f"'{found.values[int(at[np.argmax(lost)])].as_py()}'")
        return indices

    def _at(self, values: NDArray[Any], absent: Any) -> NDArray[Any]:
        """Entries of these rows from those of the whole column."""
        if self.order is None:
            return values
        if not len(values):
            return np.full(len(self.order), absent, values.dtype)
        taken = values[self.order]
        if (is_absent := self.order < 0).any():
            taken[is_absent] = absent
        return taken

    def _coded(self, column: str) -> tuple[Ints, list[str]]:
        """Positions of the rows' texts, -1 for empty, among some distinct ones."""
        array = arrow_of(self.columns[column])
        if array is None:
            found = coded(_distinct(self.cells(column)))
            return found.codes, found.values.to_pylist()
        found = coded(array)
        return self._at(found.codes, -1), found.values.to_pylist()

    def _empty_day(self, column: str) -> ValueError:
        return ValueError(f"{self.table}, column {column}: found an empty cell, expected a day")

    def _unknown(self, column: str, found: str) -> ValueError:
        return ValueError(f"{self.table}, column {column}: found {found}, expected a known id")


def rows_of(columns: Columns, table: str) -> Rows:
    """All rows of a table, in the order of the columns.

    Raises ValueError where the table or one of its columns is missing, or its columns differ in length.
    """
    cells = columns.tables.get(table, {})
    missing = [column.name for column in TABLES[table].columns if column.name not in cells]
    if missing:
        raise ValueError(f"{table} lacks the columns {', '.join(missing)}")
    lengths = {column.name: len(cells[column.name]) for column in TABLES[table].columns}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"the columns of {table} differ in length: {lengths}")
    return Rows(table, cells)


def entities(columns: Columns, table: str) -> Rows:
    """Rows of a table sorted by their id (code points); raises ValueError for an id that stands twice."""
    rows = rows_of(columns, table)
    cells = rows.columns[TABLES[table].key[0]]
    array = arrow_of(cells)
    ids = (
        pa.array(rows.texts(TABLES[table].key[0]), pa.large_string()) if array is None else plain_texts(array)
    )
    if is_strictly_ascending(ids):
        return rows
    order = pc.sort_indices(ids)
    ascending = ids.take(order)
    if len(twice := ascending[1:].filter(pc.equal(ascending[:-1], ascending[1:]))):
        raise ValueError(f"{table}: the id '{twice[0].as_py()}' stands twice")
    return rows.take(order.to_numpy().astype(np.int64))


def _distinct(cells: Sequence[Cell]) -> pa.Array:
    """Texts as a dictionary with its codes."""
    return pa.array(cells, pa.large_string()).dictionary_encode()


def _known(found: Coded, index: Mapping[str, int]) -> Ints | None:
    """Index of each distinct id, -1 where it is not known; None where they are all there are, in their order."""
    if isinstance(index, RowOf) and isinstance(index.texts, LateTexts):
        return index.texts.rows_of(found.values)
    return np.array([index.get(value, -1) for value in found.values.to_pylist()], np.int32)


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - _EPOCH
