"""Ids and names that are other writings of earlier ones; what is plainly written once costs a pattern match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from refgraph.sources.fingerprints import fingerprints, shared
from refgraph.sources.text import composed, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refgraph.sources.sheet import Indices, Sheet

_ASCII_WORD = "\\A[!-~]*\\z"
"""Folded by lower case alone."""
_COMPOSED = (
    "\\A[!-~\\x{c0}-\\x{d6}\\x{d8}-\\x{f6}\\x{f8}-\\x{ff}\\x{4e00}-\\x{9fff}]+"
    "(?: [!-~\\x{c0}-\\x{d6}\\x{d8}-\\x{f6}\\x{f8}-\\x{ff}\\x{4e00}-\\x{9fff}]+)*\\z"
)
"""Of usual width and composed, with single spaces: `composed` leaves these as they are."""
_CHUNK = 50_000


def similar_ids(sheet: Sheet) -> Iterator[tuple[int, str, str]]:
    """Find rows whose id is an earlier one's but for case, width, composition or spaces: index, earlier id, id."""
    ids = sheet.columns[0] if sheet.is_active.all() else sheet.columns[0].filter(pa.array(sheet.is_active))
    alike = shared(fingerprints(_folded(ids)))
    if not len(alike):
        return iter(())
    # Two texts that only share a fingerprint are sorted out here.
    return _later_writings(sheet, sheet.active()[alike], sheet.table.key[0], folded)


def _folded(texts: pa.ChunkedArray) -> Iterator[pa.Array]:
    for chunk in texts.chunks:
        for start in range(0, len(chunk), _CHUNK):
            part = chunk.slice(start, _CHUNK)
            yield _replaced(pc.ascii_lower(part), part, ~_matches(part, _ASCII_WORD), folded)


def similar_names(sheet: Sheet) -> Iterator[tuple[int, str, str]]:
    """Find rows whose name is an earlier one's but for width, composition or spaces: index, earlier name, name."""
    names = sheet.column("name").filter(pa.array(sheet.is_active)).drop_null().combine_chunks()
    unsure = names.filter(pa.array(~_matches(names, _COMPOSED))).unique().to_pylist()
    odd = {plain: name for name in unsure if (plain := composed(name)) != name}
    if not odd:
        return iter(())
    is_odd = pc.is_in(sheet.column("name"), pa.array([*odd, *unsure], pa.large_string()))
    concerned = np.flatnonzero(sheet.is_active & is_odd.to_numpy())
    found = _later_writings(sheet, concerned, "name", composed)
    return ((index, other, name) for index, other, name in found if composed(name) in odd)


def _matches(texts: pa.Array, pattern: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _replaced(
    plain: pa.Array,
    words: pa.Array,
    is_odd: np.ndarray[tuple[int], np.dtype[np.bool_]],
    fold: Callable[[str], str],
) -> pa.Array:
    if not is_odd.any():
        return plain
    mask = pa.array(is_odd)
    return pc.replace_with_mask(plain, mask, pa.array(map(fold, words.filter(mask).to_pylist()), plain.type))


def _later_writings(
    sheet: Sheet, indices: Indices, column: str, fold: Callable[[str], str]
) -> Iterator[tuple[int, str, str]]:
    first: dict[str, str] = {}
    for start in range(0, len(indices), _CHUNK):
        taken = pa.array(indices[start : start + _CHUNK])
        texts = sheet.column(column).take(taken).cast(pa.large_string()).to_pylist()
        for index, text in zip(taken.to_pylist(), texts, strict=True):
            if first.setdefault(fold(text), text) != text:
                yield index, first[fold(text)], text
