"""Numbers that stand for texts: equal texts have equal ones, and different texts nearly always different ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from refgraph.sources.sheet import Indices

_CHUNK = 100_000
_PRIME = np.uint64(0x100000001B3)
_START = np.uint64(0xCBF29CE484222325)
"""Prime and offset of the 64-bit FNV-1a hash (Fowler, Noll, Vo)."""


def fingerprints(parts: Iterable[pa.Array]) -> npt.NDArray[np.uint64]:
    """One number a text, for arrays of large_string without nulls; the time is that of their longest text."""
    found = [_of_chunk(part.slice(start, _CHUNK)) for part in parts for start in range(0, len(part), _CHUNK)]
    return np.concatenate(found) if found else np.empty(0, np.uint64)


def shared(numbers: npt.NDArray[np.uint64]) -> Indices:
    """Where those numbers stand that come more than once; usually nowhere, which costs one sort."""
    ordered = np.sort(numbers)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.flatnonzero(np.isin(numbers, twice)) if len(twice) else np.empty(0, np.int64)


def _of_chunk(texts: pa.Array) -> npt.NDArray[np.uint64]:
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    lengths = np.diff(offsets)
    found = np.full(len(texts), _START)
    rows, starts = np.arange(len(texts)), offsets[:-1]
    for place in range(int(lengths.max(initial=0))):
        if place and not place % 16:
            rows = rows[lengths[rows] > place]
        going = rows[lengths[rows] > place]
        found[going] = (found[going] ^ data[starts[going] + place]) * _PRIME
    return found
