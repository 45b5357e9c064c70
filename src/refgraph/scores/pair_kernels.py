"""Compiled loops that list pairs of people whose time together has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from refgraph.snapshot.snapshot import STILL, Floats, Ints

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STILL = np.int32(STILL)


@numba.njit(cache=True)
def ended_pairs(
    indptr: NDArray[np.int64],
    person: Ints,
    start: Ints,
    end: Ints,
    attendance: Floats,
    overlap_days: int,
    limit: int,
    neighbours: int,
) -> tuple[Ints, Floats]:
    """Pairs of people whose last time together at a place has ended; each pair once a place.

    Stays at place p are the rows `indptr[p]:indptr[p + 1]`, sorted by person; a current stay ends `STILL`, so two
    who are both there now have no ended time. Two stays are time together where the day of the first end is at
    least `overlap_days` after that of the later beginning. Of several the one that ended last counts. Where more
    than `limit` people were at the place that day, only those at most `neighbours` apart on its ring are paired.

    Returns rows (person, person, place, day of the end, people at the place that day) and the product of both
    attendances that day.
    """
    found, product, count = np.empty((16, 5), np.int32), np.empty(16, np.float64), 0
    for place in range(len(indptr) - 1):
        rows = slice(indptr[place], indptr[place + 1])
        who, since, until, share = person[rows], start[rows], end[rows], attendance[rows]
        for day in np.unique(until[until != _STILL]):
            there = present(who, since, until, share, day)
            size = len(there)
            leaves = np.zeros(size, np.bool_)
            for i in range(size):
                leaves[i] = _leaves(who, until, there[i], day)
            for i in range(size):
                if not leaves[i]:
                    continue
                for j in range(size):
                    steps = abs(i - j)
                    if steps == 0 or (leaves[j] and j < i):
                        continue
                    if size > limit and min(steps, size - steps) > neighbours:
                        continue
                    if _last_together(who, since, until, there[i], there[j], overlap_days) != day:
                        continue
                    if count == len(product):
                        found = np.concatenate((found, np.empty_like(found)))
                        product = np.concatenate((product, np.empty_like(product)))
                    found[count, 0], found[count, 1] = who[there[i]], who[there[j]]
                    found[count, 2], found[count, 3], found[count, 4] = place, day, size
                    product[count] = share[there[i]] * share[there[j]]
                    count += 1
    return found[:count], product[:count]


@numba.njit(cache=True)
def present(who: Ints, since: Ints, until: Ints, share: Floats, day: int) -> NDArray[np.int64]:
    """Row of each person at one place on a day, in the order of the ring: by (attendance, person).

    Rows are sorted by person; of several that cover the day the one with the greatest attendance is given.
    """
    rows, count = np.empty(len(who), np.int64), 0
    for row in range(len(who)):
        if not since[row] <= day <= until[row]:
            continue
        if count > 0 and who[rows[count - 1]] == who[row]:
            if share[row] > share[rows[count - 1]]:
                rows[count - 1] = row
        else:
            rows[count] = row
            count += 1
    rows = rows[:count]
    return rows[np.argsort(share[rows], kind="mergesort")]


@numba.njit(cache=True)
def _leaves(who: Ints, until: Ints, row: int, day: int) -> bool:
    """Whether a stay of the person in `row` ends that day."""
    first = row
    while first > 0 and who[first - 1] == who[row]:
        first -= 1
    while first < len(who) and who[first] == who[row]:
        if until[first] == day:
            return True
        first += 1
    return False


@numba.njit(cache=True)
def _last_together(who: Ints, since: Ints, until: Ints, one: int, other: int, overlap_days: int) -> np.int64:
    """Last day of the latest time together of the people in two rows; they have one that ends on some day."""
    while one > 0 and who[one - 1] == who[one]:
        one -= 1
    while other > 0 and who[other - 1] == who[other]:
        other -= 1
    last = np.int64(-(2**62))
    a = one
    while a < len(who) and who[a] == who[one]:
        b = other
        while b < len(who) and who[b] == who[other]:
            ended = np.int64(min(until[a], until[b]))
            if ended - max(since[a], since[b]) >= overlap_days and ended > last:
                last = ended
            b += 1
        a += 1
    return last
