"""Compiled loop that lists the members of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Floats, Ints


@numba.njit(cache=True)
def distinct_members(
    indptr: NDArray[np.int64], person: Ints, attendance: Floats
) -> tuple[NDArray[np.int64], Ints, Floats]:
    """Members of each group once, with their greatest attendance, by (attendance, person).

    Group g is `person[indptr[g]:indptr[g + 1]]`, ascending, people in it several times among them.
    """
    starts, member, share = np.zeros_like(indptr), np.empty_like(person), np.empty_like(attendance)
    kept = 0
    for g in range(len(indptr) - 1):
        for at in range(indptr[g], indptr[g + 1]):
            if kept > starts[g] and member[kept - 1] == person[at]:
                share[kept - 1] = max(share[kept - 1], attendance[at])
            else:
                member[kept], share[kept] = person[at], attendance[at]
                kept += 1
        starts[g + 1] = kept
        _sort(member[starts[g] : kept], share[starts[g] : kept])
    return starts, member[:kept].copy(), share[:kept].copy()


@numba.njit(cache=True)
def _sort(member: Ints, share: Floats) -> None:
    """Sort the members of one group, given by person, in place."""
    for at in range(1, len(share)):
        if share[at - 1] > share[at]:
            order = np.argsort(share, kind="mergesort")
            member[:], share[:] = member[order], share[order]
            return
