"""Compiled loops that bring together, for each speaker, his ties apart from groups and the groups he is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.csr_kernels import even_cuts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.csr_kernels import Rows
    from refgraph.snapshot.snapshot import Floats, Ints

    Rings = tuple[NDArray[np.int64], Ints, Floats, Floats, NDArray[np.int64]]
    """`indptr`, `member`, `attendance` and `factor` of groups, and how far each member looks along the ring."""
    Places = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
    """By person, `indptr` and entries of `member`; then the group of each entry."""
    Found = tuple[Ints, Ints, Floats]
    """Speaker who last met each listener (-1), listeners met, talk with each of them."""


@numba.njit(cache=True)
def most_listeners(apart: Rows, more: Rows, rings: Rings, places: Places) -> NDArray[np.int64]:
    """`indptr` of rows that hold what `listeners_of` writes, shape (n + 1,)."""
    n = len(apart[0]) - 1
    starts = np.zeros(n + 1, np.int64)
    for speaker in range(n):
        most = apart[0][speaker + 1] - apart[0][speaker] + more[0][speaker + 1] - more[0][speaker]
        for place in range(places[0][speaker], places[0][speaker + 1]):
            g = places[2][places[1][place]]
            most += min(rings[0][g + 1] - rings[0][g] - 1, 2 * rings[4][g])
        starts[speaker + 1] = starts[speaker] + most
    return starts


@numba.njit(cache=True, parallel=True)
def listeners_of(
    apart: Rows, more: Rows, rings: Rings, places: Places, rows: Rows, workers: int
) -> NDArray[np.int64]:
    """Write the listeners of each speaker, ascending, and their rates into the first entries of his row.

    They are in what is `apart`, in `more` and, group by group, in his groups; the rates of those in several are added
    up in that order. Gives how many there are, those left with 0 dropped, shape (n,).
    """
    starts, listeners, rate = rows
    n = len(starts) - 1
    size, cut = np.empty(n, np.int64), even_cuts(starts, workers)
    for worker in numba.prange(workers):
        met, talk = np.full(n, np.int32(-1)), np.empty(n)
        for speaker in range(cut[worker], cut[worker + 1]):
            first = starts[speaker]
            found = (met, listeners[first : starts[speaker + 1]], talk)
            count = _collect(speaker, found, 0, apart)
            count = _collect(speaker, found, count, more)
            count = _meet(speaker, found, count, rings, places)
            listeners[first : first + count].sort()
            kept = first
            for at in range(first, first + count):
                if talk[listeners[at]] != 0.0:
                    listeners[kept], rate[kept] = listeners[at], talk[listeners[at]]
                    kept += 1
            size[speaker] = kept - first
    return size


@numba.njit(cache=True)
def _collect(speaker: int, found: Found, count: int, rows: Rows) -> int:
    """Add a speaker's row to what was found; gives the number of listeners found by now."""
    indptr, indices, value = rows
    for at in range(indptr[speaker], indptr[speaker + 1]):
        count = _add(speaker, found, count, indices[at], value[at])
    return count


@numba.njit(cache=True)
def _meet(speaker: int, found: Found, count: int, rings: Rings, places: Places) -> int:
    """Add what the speaker talks with the other members of each of his groups, on large ones with neighbours alone."""
    indptr, member, attendance, factor, steps = rings
    for place in range(places[0][speaker], places[0][speaker + 1]):
        entry = places[1][place]
        g = places[2][entry]
        first, size, share = indptr[g], indptr[g + 1] - indptr[g], attendance[entry]
        near = min(2 * steps[g], size - 1)
        at = entry - first - near // 2
        if at < 0:
            at += size
        for _ in range(near + 1):
            other = first + at
            talk = factor[g] * (share * attendance[other])
            if talk > 0.0 and other != entry:
                count = _add(speaker, found, count, member[other], talk)
            at += 1
            if at == size:
                at = 0
    return count


@numba.njit(cache=True)
def _add(speaker: int, found: Found, count: int, listener: int, talk: float) -> int:
    met, listeners, total = found
    if met[listener] == speaker:
        total[listener] += talk
        return count
    met[listener], listeners[count], total[listener] = speaker, listener, talk
    return count + 1
