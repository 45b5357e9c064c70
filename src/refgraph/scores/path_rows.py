"""Compiled rows of the best paths: one row for each person found, made when the first path to him is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Floats, Ints

    Best = tuple[NDArray[np.int64], Ints, Ints, Floats, Ints]
    """Number of rows in use, shape (1,). By row: the person found, number of paths, chances, people after the
    speaker."""

_DIGITS = 1e12
"""Chances that agree after rounding to 12 digits are equal, and ids decide."""


@numba.njit(cache=True)
def no_rows(room: int, keep: int, max_hops: int) -> Best:
    """Give room for so many rows of `keep` paths, none in use."""
    return (
        np.zeros(1, np.int64),
        np.empty(room, np.int32),
        np.zeros(room, np.int32),
        np.zeros((room, keep)),
        np.full((room, keep, max_hops), np.int32(-1)),
    )


@numba.njit(cache=True)
def row_of(best: Best, row: Ints, person: int) -> tuple[Best, int]:
    """Give the row of a person, made if there is none; `row`, shape (n,), numbers them, -1 for none."""
    at = row[person]
    if at < 0:
        at = best[0][0]
        if at == len(best[1]):
            best = _doubled(best)
        best[0][0] = at + 1
        best[1][at] = person
        row[person] = at
    return best, at


@numba.njit(cache=True)
def keep_path(best: Best, w: int, p: float, path: Ints) -> None:
    """Insert a path in its place in row w, by (chance rounded to 12 digits falling, people)."""
    _, _, count, kept, people = best
    keep, at = kept.shape[1], count[w]
    while at > 0 and _is_better(p, path, kept[w, at - 1], people[w, at - 1]):
        at -= 1
    if at == keep:
        return
    last = min(count[w], keep - 1)
    for i in range(last, at, -1):
        kept[w, i] = kept[w, i - 1]
        people[w, i] = people[w, i - 1]
    kept[w, at] = p
    people[w, at] = path
    count[w] = last + 1


@numba.njit(cache=True)
def _is_better(p: float, path: Ints, other_p: float, other_path: Ints) -> bool:
    """Whether a path comes before another one of the same speaker and listener."""
    mine, other = np.rint(p * _DIGITS), np.rint(other_p * _DIGITS)
    is_better = mine > other
    if mine == other:
        for i in range(len(path)):
            if path[i] != other_path[i]:
                is_better = path[i] < other_path[i]
                break
    return bool(is_better)


@numba.njit(cache=True)
def _doubled(best: Best) -> Best:
    """Give the same rows in twice the room."""
    room, keep, max_hops = best[4].shape
    larger: Best = no_rows(2 * room, keep, max_hops)
    larger[0][0] = best[0][0]
    larger[1][:room], larger[2][:room] = best[1], best[2]
    larger[3][:room], larger[4][:room] = best[3], best[4]
    return larger
