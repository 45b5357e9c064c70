"""Rows of one key, found without looking at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.sources.fingerprints import fingerprints, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.sources.sheet import Indices, Sheet

_MOST = 2**62
_TOGETHER = 20_000
"""Rows given at a time, unless one key has more."""


def key_codes(sheet: Sheet) -> npt.NDArray[np.int64]:
    """A number for each row: equal for rows of equal keys, and only for those."""
    codes = np.zeros(len(sheet.numbers), np.int64)
    size = 1
    for name in sheet.table.key:
        column, most = _codes(sheet, name)
        if size * most > _MOST:
            codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
            size = int(codes.max(initial=0)) + 1
        codes *= most
        codes += column
        size *= most
        del column
    return codes


def repeated(sheet: Sheet) -> Iterator[list[list[int]]]:
    """Give the indices of active rows whose key comes more than once, key by key, some thousand rows at a time.

    Indices of a key rise; keys come by their first row.
    """
    suspects = _suspects(sheet)
    if suspects is not None and not len(suspects):
        return
    codes = key_codes(sheet)
    if suspects is not None or not sheet.is_active.all():
        suspects = sheet.active() if suspects is None else suspects
        codes = codes[suspects]
    ordered = np.sort(codes)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    del ordered
    if not len(twice):
        return
    found = np.flatnonzero(np.isin(codes, twice))
    _, first, group = np.unique(codes[found], return_index=True, return_inverse=True)
    order = np.argsort(first[group], kind="stable")
    indices, groups = (found if suspects is None else suspects[found])[order], group[order]
    bounds = np.flatnonzero(np.diff(groups, prepend=-1, append=-1))
    batch: list[list[int]] = []
    count = 0
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        batch.append(indices[start:end].tolist())
        count += end - start
        if count >= _TOGETHER:
            yield batch
            batch, count = [], 0
    yield batch


def _suspects(sheet: Sheet) -> Indices | None:
    """Rows of entities whose id may come more than once; None for relations, of which any row may."""
    if not sheet.table.is_entity:
        return None
    is_whole = bool(sheet.is_active.all())
    ids = sheet.columns[0] if is_whole else sheet.columns[0].filter(pa.array(sheet.is_active))
    found = shared(fingerprints(ids.chunks))
    return found if is_whole or not len(found) else sheet.active()[found]


def _codes(sheet: Sheet, name: str) -> tuple[npt.NDArray[np.integer], int]:
    """Numbers from 0 on for the cells of a key's column, and one more than the greatest."""
    column = sheet.column(name)
    if not (pa.types.is_date32(column.type) or pa.types.is_boolean(column.type)):
        codes = sheet.codes(name)
        codes += 1
        return codes, len(sheet.words(name)) + 1
    whole = column.cast(pa.int32()) if pa.types.is_date32(column.type) else column.cast(pa.int8())
    low = pc.min(whole).as_py() or 0
    numbers = whole.cast(pa.int64()).combine_chunks().fill_null(low - 1).to_numpy(zero_copy_only=False) - (
        low - 1
    )
    return numbers, int(numbers.max(initial=0)) + 1
