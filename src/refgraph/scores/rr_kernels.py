"""Compiled loops over reverse-reachable sets: drawing them in parallel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.scores.cascade_kernels import cascade, marked, unmark
from refgraph.scores.coins import GAMMA, below_one, first_state, mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.cascade_kernels import Marks
    from refgraph.scores.path_kernels import FanArrays
    from refgraph.snapshot.snapshot import Bools, Ints

    Sought = tuple[Ints, NDArray[np.int64], Ints, Bools, NDArray[np.int64], Ints, Bools]
    """Counted groups (roots); people of each group (CSR); groups that may be chosen, shape (g,); those of each person
    (CSR; an empty `indptr` says that person and group are the same); people who are active, shape (n,) or empty."""
    Space = tuple[Ints, Marks, Marks]
    """People reached, marks by person, marks by group."""

COVERED = -1
"""Length of a set that an active person reaches."""


@numba.njit(cache=True, parallel=True)
def draw_sets(
    fan: FanArrays,
    sought: Sought,
    key: np.uint64,
    first: int,
    todo: NDArray[np.int64],
    members: Ints,
    length: Ints,
) -> NDArray[np.int64]:
    """Draw the reverse-reachable sets of the numbers in `todo`, shape (workers, 2): from, to (excluded).

    `length`, by set number - `first`, gets the number of groups of each set or COVERED, `members`, shape
    (workers, room), the groups of each worker's sets one after the other. Every worker stops before a set that does
    not fit. Gives, shape (workers, 3), the number it stopped at, how much of its room it used and how many people the
    sets reached. A set depends on `key` and its number alone.
    """
    workers, n = len(todo), len(fan[0]) - 1
    done = np.zeros((workers, 3), np.int64)
    for worker in numba.prange(workers):
        space = (
            np.empty(n, np.int32),
            np.zeros((n >> 3) + 1, np.uint8),
            np.zeros((len(sought[3]) >> 3) + 1, np.uint8),
        )
        number, used, work = todo[worker, 0], 0, 0
        while number < todo[worker, 1]:
            size, reached = draw_set(fan, sought, key, number, members[worker, used:], space)
            if size > len(members[worker]) - used:
                break
            length[number - first] = size
            used += max(size, 0)
            work += reached
            number += 1
        done[worker, 0], done[worker, 1], done[worker, 2] = number, used, work
    return done


@numba.njit(cache=True)
def draw_set(
    fan: FanArrays, sought: Sought, key: np.uint64, number: int, members: Ints, space: Space
) -> tuple[int, int]:
    """Draw one set; gives its size, COVERED, or more than the room in `members` if it does not fit; and people reached."""
    roots, seat_indptr, seat_person, may_choose, own_indptr, own_group, stops = sought
    queue, seen, seen_group = space
    state = first_state(key, number) + GAMMA
    root = roots[int(below_one(mixed(state)) * len(roots))]
    is_direct, size, is_covered = len(own_indptr) == 0, 0, False
    if is_direct:
        size = marked(seen, root, queue, size)
    else:
        people = seat_person[seat_indptr[root] : seat_indptr[root + 1]]
        size, is_covered = seated(people, queue, seen, stops)
    if not is_covered:
        reached, state = cascade(fan, queue, size, seen, stops, state)
        is_covered, size = reached < 0, reached if reached >= 0 else -1 - reached
    unmark(seen, queue, size)
    if is_covered:
        return COVERED, size
    if is_direct:
        if size <= len(members):
            members[:size] = queue[:size]
        return size, size
    if size > 0:
        return owners(own_indptr, own_group, queue[:size], members, seen_group), size
    if may_choose[root] and len(members):
        members[0] = root
    return int(may_choose[root]), 0


@numba.njit(cache=True)
def seated(people: Ints, queue: Ints, seen: Marks, stops: Bools) -> tuple[int, bool]:
    """Mark some people and put them first into the queue; gives their number, and whether any of them is in `stops`."""
    size, is_covered = 0, False
    for v in people:
        size = marked(seen, v, queue, size)
        is_covered |= len(stops) > 0 and stops[v]
    return size, is_covered


@numba.njit(cache=True)
def owners(own_indptr: NDArray[np.int64], own_group: Ints, people: Ints, members: Ints, seen: Marks) -> int:
    """List the distinct groups of some people; gives their number, more than the room if they do not fit."""
    size, room = 0, len(members)
    for v in people:
        for at in range(own_indptr[v], own_indptr[v + 1]):
            g = own_group[at]
            bit = np.uint8(1 << (g & 7))
            if size <= room and not seen[g >> 3] & bit:
                if size < room:
                    seen[g >> 3] |= bit
                    members[size] = g
                size += 1
    unmark(seen, members, min(size, room))
    return size
