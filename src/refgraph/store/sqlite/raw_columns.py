"""Whole tables out of the file as arrays, the cells as they are stored; by scans that make few Python objects."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.errors import StoreCorrupt
from refgraph.model.tables import Kind
from refgraph.store.sqlite.layout import DECIMALS, LAYOUTS, NEVER, As, Layout, Stored, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import apsw
    from numpy.typing import NDArray

EMPTY = -1
"""Stands for an empty cell among numbers and codes, which are never negative."""
IS_TEXT = -2
"""Stands for a cell that is kept as a text, which is found among the column's literals."""
TEXTS = "texts"
"""The table of texts that are kept by code."""
_SCANNED = 1 << 15
"""Rows turned into arrays at a time."""
_TAKEN = 8192
"""Texts turned into an array at a time."""
_SMALL_EMPTY, _SMALL_TEXT = 2**31 - 1, 2**31 - 2
"""Stand for `EMPTY` and `IS_TEXT` while two cells come as one integer, for which none may be negative."""
_EMPTY_DECIMAL, _REAL = -(2**63) + 1, -(2**63) + 2
"""Stand among multiples of 1 / `DECIMALS` for an empty cell, and for a number that is none."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One table as it is stored."""

    cells: Mapping[str, NDArray[Any]]
    """All columns but the own id, each of shape (rows,) in the order of the file: int32 numbers, codes and days, with
    `EMPTY`, `IS_TEXT` and `NEVER`; int8 flags with `EMPTY`; float64 decimals with NaN. `num` among them where rows
    have one."""
    literals: Mapping[str, pa.Array]
    """Texts of the cells that are `IS_TEXT`, in the order of the file."""
    ids: pa.Array | None
    """Own ids, ascending (code points); None for relations. Not checked where the file's index says so."""
    id_nums: NDArray[np.int32] | None
    """`num` of the row of each of `ids`."""


def raw_table(db: apsw.Connection, table: str) -> Raw:
    """Read one table within the caller's transaction; raises `StoreCorrupt` for cells no store writes."""
    layout = LAYOUTS[table]
    cells = _cells(db, layout)
    literals = {
        stored.column.name: _texts(db, _literals_query(layout, stored))
        for stored in layout.stored
        if _may_be_text(stored) and (cells[stored.column.name] == IS_TEXT).any()
    }
    if not layout.has_num:
        return Raw(cells, literals, None, None)
    return Raw(cells, literals, *_ids(db, layout, cells["num"]))


def _ids(db: apsw.Connection, layout: Layout, nums: NDArray[np.int32]) -> tuple[pa.Array, NDArray[np.int32]]:
    """Own ids, ascending, and the number of each one's row."""
    ids = _texts(db, sql("SELECT", layout.order, "FROM", layout.name, "ORDER BY num"))
    if len(ids) < 2 or pc.all(pc.less(ids[:-1], ids[1:])).as_py():
        return ids, nums
    # The index of ids alone has them in order, which is quicker than to sort them.
    by_id = _numbers(db, sql("SELECT num FROM", layout.name, "ORDER BY", layout.order), np.int32)
    at = np.minimum(np.searchsorted(nums, by_id), len(nums) - 1)
    if len(by_id) != len(nums) or (nums[at] != by_id).any():
        raise damaged(f"the index of {layout.table.name} is not of its rows")
    return ids.take(pa.array(at)), by_id


def raw_texts(db: apsw.Connection) -> Raw:
    """Read the texts that are kept by code: `code` and, in its order, `text` among the literals."""
    codes = _numbers(db, "SELECT code FROM texts ORDER BY code", np.int32)
    return Raw({"code": codes}, {"text": _texts(db, "SELECT text FROM texts ORDER BY code")}, None, None)


def _cells(db: apsw.Connection, layout: Layout) -> dict[str, NDArray[Any]]:
    """All columns but the own id."""
    small = [stored for stored in layout.stored if stored.kept not in (As.OWN_ID, As.DECIMAL)]
    decimals = [stored for stored in layout.stored if stored.kept is As.DECIMAL]
    # Most time goes into making a Python object for each cell, so two small ones come as one integer.
    cells = [*(["num"] if layout.has_num else []), *map(_small_cell, small)]
    pairs = [" << 32 | ".join(f"({cell})" for cell in cells[at : at + 2]) for at in range(0, len(cells), 2)]
    asked = ", ".join([*pairs, *map(_decimal_cell, decimals)])
    query = sql("SELECT", asked, "FROM", layout.name, "ORDER BY", _scan_order(layout))
    whole = iter(_filled(db, layout, query, len(cells), len(decimals)))
    found = {"num": next(whole)} if layout.has_num else {}
    found |= {stored.column.name: _typed(layout, stored, next(whole)) for stored in small}
    return found | {stored.column.name: _decimals(db, layout, stored, next(whole)) for stored in decimals}


def _filled(db: apsw.Connection, layout: Layout, query: str, small: int, decimals: int) -> list[NDArray[Any]]:
    """Columns of a scan of a table: the small ones, which come in pairs, then the others."""
    counted = db.execute('SELECT "rows" FROM counters WHERE tbl = ?', (layout.table.name,)).get
    # Filled in place: arrays that are put together later touch twice the memory.
    columns: list[NDArray[Any]] = [
        np.empty(int(str(counted)), dtype) for dtype in [*[np.int32] * small, *[np.int64] * decimals]
    ]
    at = 0
    for chunk in _chunks(db, query, (small + 1) // 2 + decimals, np.int64):
        if at + len(chunk) > len(columns[0]):
            raise damaged(f"{layout.table.name} has more rows than were counted")
        for column, part in zip(columns, _parted(chunk, small), strict=True):
            column[at : at + len(chunk)] = part
        at += len(chunk)
    return [column[:at] for column in columns]


def _parted(chunk: NDArray[np.int64], small: int) -> Iterator[NDArray[Any]]:
    """Columns of some rows, from pairs of small ones and the others."""
    for at in range(small):
        is_first = at % 2 == 0 and at + 1 < small
        pair = chunk[:, at // 2]
        yield pair >> 32 if is_first else pair.astype(np.int32)
    for at in range((small + 1) // 2, chunk.shape[1]):
        yield chunk[:, at]


def _typed(layout: Layout, stored: Stored, cells: NDArray[np.int32]) -> NDArray[Any]:
    if (cells < 0).any():
        raise damaged(f"{layout.table.name}, column {stored.column.name} holds a cell that no store writes")
    if stored.kept is As.DAY:
        return cells + np.int32(NEVER)
    cells[cells == _SMALL_EMPTY] = EMPTY
    cells[cells == _SMALL_TEXT] = IS_TEXT
    return cells.astype(np.int8) if stored.kept is As.FLAG else cells


def _decimals(
    db: apsw.Connection, layout: Layout, stored: Stored, cells: NDArray[np.int64]
) -> NDArray[np.float64]:
    found: NDArray[np.float64] = cells / DECIMALS
    found[cells == _EMPTY_DECIMAL] = np.nan
    if (is_real := cells == _REAL).any():
        where = f"WHERE typeof({stored.name}) NOT IN ('integer', 'null') ORDER BY {_scan_order(layout)}"
        query = sql("SELECT", stored.name, "FROM", layout.name, where)
        found[is_real] = _numbers(db, query, np.float64)
    return found


def _small_cell(stored: Stored) -> str:
    """Expression for a number from 0 to 2^31 - 1."""
    name = stored.name
    if stored.kept is As.DAY:
        return f"{name} - {NEVER}" if stored.in_key else f"ifnull({name}, {NEVER}) - {NEVER}"
    if stored.kept is As.CODED and stored.may_be_blank:
        return f"CASE {name} WHEN '' THEN {_SMALL_EMPTY} ELSE {name} END"
    if not _may_be_text(stored):
        return name if stored.column.required or stored.in_key else f"ifnull({name}, {_SMALL_EMPTY})"
    if stored.kept is As.TEXT:
        return f"{_SMALL_TEXT} + ({name} IS NULL)"
    # Numbers come before all texts; to ask for the type takes longer.
    return f"CASE WHEN {name} IS NULL THEN {_SMALL_EMPTY} WHEN {name} < '' THEN {name} ELSE {_SMALL_TEXT} END"


def _decimal_cell(stored: Stored) -> str:
    name = stored.name
    number = f"CASE typeof({name}) WHEN 'integer' THEN {name} ELSE {_REAL} END"
    return f"CASE WHEN {name} IS NULL THEN {_EMPTY_DECIMAL} ELSE {number} END"


def _scan_order(layout: Layout) -> str:
    """Order of the rows in the file."""
    return "num" if layout.has_num else layout.order


def _may_be_text(stored: Stored) -> bool:
    """Whether a cell may stand as the text itself, not as a number or code of it."""
    is_always_coded = stored.in_key or stored.column.kind is Kind.CHOICE or stored.column.refers_to
    return stored.kept in (As.TEXT, As.NUM_OR_TEXT) or (stored.kept is As.CODED and not is_always_coded)


def _literals_query(layout: Layout, stored: Stored) -> str:
    where = f"WHERE typeof({stored.name}) = 'text' ORDER BY {_scan_order(layout)}"
    return sql("SELECT", stored.name, "FROM", layout.name, where)


def _chunks(db: apsw.Connection, query: str, width: int, dtype: type) -> Iterator[NDArray[Any]]:
    """Rows of numbers, some at a time, of shape (rows, width)."""
    # Cells go from SQLite into the array one after the other, without a list of them in between.
    cells = chain.from_iterable(db.execute(query))
    chunk: NDArray[Any]
    with _as_written():
        while len(chunk := np.fromiter(islice(cells, _SCANNED * width), dtype)):
            yield chunk.reshape(-1, width)


def _numbers(db: apsw.Connection, query: str, dtype: type) -> NDArray[Any]:
    """One column of numbers, shape (rows,)."""
    return np.concatenate([np.empty((0, 1), dtype), *_chunks(db, query, 1, dtype)])[:, 0]


def _texts(db: apsw.Connection, query: str) -> pa.Array:
    cells = chain.from_iterable(db.execute(query))
    chunks = [pa.array([], pa.large_string())]
    with _as_written():
        while len(chunk := pa.array(islice(cells, _TAKEN), pa.large_string())):
            chunks.append(chunk)
    return pa.concat_arrays(chunks)


@contextmanager
def _as_written() -> Iterator[None]:
    """What is no number or no Unicode where one was written comes from damage."""
    try:
        yield
    except (TypeError, ValueError) as error:
        raise damaged(f"a cell cannot be read: {error}") from error


def damaged(what: str) -> StoreCorrupt:
    """Say that the file holds what no store writes."""
    return StoreCorrupt(f"the store is damaged: {what}", "restore a backup")
