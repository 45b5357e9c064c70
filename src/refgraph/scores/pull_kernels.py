"""Compiled loops that pass word of mouth on by one step: every listener adds up what reaches him."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.csr_kernels import even_cuts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.csr_kernels import Rows
    from refgraph.snapshot.snapshot import Floats, Ints

    Members = tuple[NDArray[np.int64], Ints, Floats, Floats]
    """`indptr`, `member`, `attendance` and `factor` of groups."""
    Talk = tuple[NDArray[np.int64], NDArray[np.int64], Floats]
    """By person, `indptr` and entries of `member`; what each entry hears, shape (entries, c)."""


@numba.njit(cache=True, parallel=True, nogil=True)
def pull(rows: Rows, talk: Talk, hearing: Floats, words: Floats, heard: Floats, workers: int) -> None:
    """Write what reaches everybody when all say their `words`: hearing * (rates of his row @ words + talk), shape (n, c).

    Each listener's sum is taken in the order of his row, then of his groups. Unsigned positions spare the check for
    negative ones, which costs half the time; two columns at once share the way through memory.
    """
    indptr, indices, rate = rows
    places, entry, said = talk
    columns, cut = words.shape[1], even_cuts(indptr, workers)
    for worker in numba.prange(workers):
        for listener in range(cut[worker], cut[worker + 1]):
            first, last = np.uint64(indptr[listener]), np.uint64(indptr[listener + 1])
            for c in range(0, columns, 2):
                one, other, total, beside = np.uint32(c), np.uint32(min(c + 1, columns - 1)), 0.0, 0.0
                for at in range(first, last):
                    speaker = np.uint32(indices[at])
                    total += rate[at] * words[speaker, one]
                    beside += rate[at] * words[speaker, other]
                for at in range(places[listener], places[listener + 1]):
                    total += said[entry[at], one]
                    beside += said[entry[at], other]
                heard[listener, one] = hearing[listener] * total
                heard[listener, other] = hearing[listener] * beside


@numba.njit(cache=True, parallel=True, nogil=True)
def talk_in_groups(groups: Members, words: Floats, heard: Floats, workers: int) -> None:
    """Write what each member of each group hears there when all say their `words`, by entry of `member`, shape (entries, c).

    Sums over the others run from both ends of the group. The sum over all less one's own word would leave
    rounding noise where nobody else said anything.
    """
    indptr, member, attendance, factor = groups
    columns, cut = words.shape[1], even_cuts(indptr, workers)
    for worker in numba.prange(workers):
        said = np.empty(columns)
        for g in range(cut[worker], cut[worker + 1]):
            first, last = indptr[g], indptr[g + 1]
            said[:] = 0.0
            for at in range(first, last):
                for c in range(columns):
                    heard[at, c] = said[c]
                    said[c] += attendance[at] * words[member[at], c]
            said[:] = 0.0
            for at in range(last - 1, first - 1, -1):
                for c in range(columns):
                    heard[at, c] = factor[g] * attendance[at] * (heard[at, c] + said[c])
                    said[c] += attendance[at] * words[member[at], c]
