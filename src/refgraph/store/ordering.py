"""Rows of a batch by key, a chunk at a time, without making a list of all of them where they are Arrow arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.model.tables import key_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from refgraph.model.arrow import ArrowRows
    from refgraph.model.tables import Row, Table

CHUNK = 5000
"""Rows of a chunk."""
_NO_DAY = -1_000_000
"""Stands for no day: before the year 1, the first that a column can hold."""


def in_key_order(table: Table, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Give rows by the texts of their key, in lists of at most `CHUNK`.

    Numbers then do not depend on the order of the batch, and trees grow at their ends.
    """
    if isinstance(rows, (list, tuple)) or not _is_arrow(rows):
        key_at = _key_at(table)
        listed = sorted(rows, key=lambda row: [key_text(row[at]) for at in key_at])
        yield from (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))
    else:
        yield from _arrow_chunks(table, rows)


def _key_at(table: Table) -> list[int]:
    return [table.index(name) for name in table.key]


def _is_arrow(rows: Sequence[Row]) -> bool:
    # Whoever has such rows has loaded the library already; nobody else need.
    return hasattr(rows, "arrays")


def _arrow_chunks(table: Table, rows: Sequence[Row]) -> Iterator[list[Row]]:
    from refgraph.model.arrow import ArrowRows

    assert isinstance(rows, ArrowRows)
    order = _order([_ranks(rows.arrays[at]) for at in _key_at(table)])
    if order is None:
        yield from rows.chunks(CHUNK)
        return
    yield from _taken(rows, order)


def _taken(rows: ArrowRows, order: NDArray[np.int64]) -> Iterator[list[Row]]:
    from refgraph.model.arrow import ArrowRows

    arrays = [_whole(array) for array in rows.arrays]
    for start in range(0, len(order), CHUNK):
        places = order[start : start + CHUNK]
        yield from ArrowRows(rows.table, [array.take(places) for array in arrays]).chunks(CHUNK)


def _order(ranks: Sequence[NDArray[np.int32]]) -> NDArray[np.int64] | None:
    """Positions of the rows by key; None where they are in that order already."""
    import numpy as np

    later = np.zeros(max(len(ranks[0]) - 1, 0), bool)
    for column in reversed(ranks):
        step = np.sign(np.diff(column))
        later = (step > 0) | ((step == 0) & later)
    return None if later.all() else np.lexsort(list(reversed(ranks)))


def _ranks(array: pa.Array | pa.ChunkedArray) -> NDArray[np.int32]:
    """Numbers that order the cells of a key's column as their texts do, the empty one first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = _whole(array)
    if pa.types.is_dictionary(whole.type):
        return _filled(_text_ranks(whole.dictionary).take(whole.indices))
    if pa.types.is_date32(whole.type):
        # Of days with years of four digits the texts are ordered as the numbers.
        return _filled(whole.cast(pa.int32()))
    if pa.types.is_boolean(whole.type):
        return _filled(whole.cast(pa.int8()))
    return _filled(_text_ranks(pc.cast(whole, pa.large_string())))


def _text_ranks(texts: pa.Array) -> pa.Array:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    ranks = np.arange(len(texts), dtype=np.int32)
    # Texts that rise are the common case, of millions the sorting would be felt.
    if not pc.all(pc.less(texts[:-1], texts[1:]), skip_nulls=False).as_py():
        ranks[pc.sort_indices(texts).to_numpy()] = np.arange(len(texts), dtype=np.int32)
    return pa.array(ranks, mask=texts.is_null().to_numpy(zero_copy_only=False) if texts.null_count else None)


def _filled(ranks: pa.Array) -> NDArray[np.int32]:
    import numpy as np

    filled: NDArray[np.int32] = ranks.fill_null(_NO_DAY if ranks.type.bit_width > 8 else -1).to_numpy()
    return filled.astype(np.int32)


def _whole(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    if not isinstance(array, pa.ChunkedArray):
        return array
    return (
        array.unify_dictionaries().combine_chunks()
        if pa.types.is_dictionary(array.type)
        else array.combine_chunks()
    )
