"""Compiled loops over many targets at once: the speakers with the greatest best chance times worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.scores.path_kernels import FanArrays
    from refgraph.snapshot.snapshot import Bools, Floats, Ints

    SeatArrays = tuple[NDArray[np.int64], Ints]
    """`indptr`, `person`."""
    Tops = tuple[Ints, Ints, Floats, Floats]
    """Person (-1 where there are fewer), contact, chance, value: one row a target, best first."""
    Row = tuple[Ints, Ints, Floats, Floats]
    """One row of `Tops`."""
    Heap = tuple[Floats, Floats, Ints, Ints, Ints]
    """Bound, chance, person, ties used and contact of each way still to be followed, the greatest bound first."""
    Seen = tuple[Floats, Ints, Ints]
    """By person: greatest chance he was met with as a relay (0), the ties used then, and the contact."""

_SLACK = 2e-12
"""Values nearer than this may agree after rounding to 12 digits, where ids decide."""
_DIGITS = 1e12


@numba.njit(cache=True, parallel=True)
def obtainable(fan: FanArrays, worth: Floats, carries: Bools, max_hops: int) -> Floats:
    """By person (n) and number j of further ties (max_hops): the greatest chance times worth of a speaker to him.

    Column 0 is `worth`, the person's own; further columns take at most j ties backward over people who carry, and
    are 0 for who does not carry. Each row of a column is written by one thread.
    """
    indptr, neighbour, chance = fan
    n = len(worth)
    greatest = worth.max() if n else 0.0
    best = np.zeros((n, max_hops))
    best[:, 0] = worth
    for j in range(1, max_hops):
        for listener in numba.prange(n):
            if carries[listener]:
                value = 0.0
                for at in range(indptr[listener], indptr[listener + 1]):
                    if chance[at] * greatest <= value:
                        break
                    speaker = neighbour[at]
                    value = max(value, chance[at] * max(best[speaker, 0], best[speaker, j - 1]))
                best[listener, j] = value
    return best


@numba.njit(cache=True, parallel=True)
def top_speakers(
    fan: FanArrays, best: Floats, carries: Bools, seats: SeatArrays, min_chance: float, k: int, workers: int
) -> Tops:
    """Find the k best speakers to each of the seats' groups, by (chance * worth rounded falling, person).

    `best` as of `obtainable`. Every worker takes every workers-th group and writes its rows alone.
    """
    groups = len(seats[0]) - 1
    shape = (groups, k)
    tops = (
        np.full(shape, np.int32(-1)),
        np.full(shape, np.int32(-1)),
        np.zeros(shape),
        np.zeros(shape),
    )
    for worker in numba.prange(workers):
        _serve(worker, workers, fan, best, carries, seats, min_chance, tops)
    return tops


@numba.njit(cache=True)
def _serve(
    worker: int,
    workers: int,
    fan: FanArrays,
    best: Floats,
    carries: Bools,
    seats: SeatArrays,
    min_chance: float,
    tops: Tops,
) -> None:
    """Answer every workers-th group."""
    n, (indptr, people) = len(best), seats
    limits = (min_chance, best[:, 0].max() if n else 0.0)
    seen = (np.zeros(n), np.zeros(n, np.int32), np.zeros(n, np.int32))
    heap = _room(64)
    for group in range(worker, len(indptr) - 1, workers):
        seated = people[indptr[group] : indptr[group + 1]]
        row = (tops[0][group], tops[1][group], tops[2][group], tops[3][group])
        heap = _search(fan, best, carries, seated, limits, row, seen, heap)


@numba.njit(cache=True)
def _search(
    fan: FanArrays,
    best: Floats,
    carries: Bools,
    seated: Ints,
    limits: tuple[float, float],
    row: Row,
    seen: Seen,
    heap: Heap,
) -> Heap:
    """Follow the way with the greatest bound first, until none can still change the row.

    Gives the heap's arrays for the next search; leaves `seen` as it found it.
    """
    touched, met, size = np.empty(16, np.int32), 0, 0
    for contact in seated:
        if carries[contact]:
            heap, size = _extend(fan, best, seated, limits, row, heap, size, (1.0, contact, 0, contact))
    while size > 0 and heap[0][0] >= row[3][-1] - _SLACK:
        way = (heap[1][0], heap[2][0], heap[3][0], heap[4][0])
        size = _drop_first(heap, size)
        if _is_known(seen, way):
            continue
        if seen[0][way[1]] == 0.0:
            if met == len(touched):
                touched = np.concatenate((touched, touched))
            touched[met] = way[1]
            met += 1
        seen[0][way[1]], seen[1][way[1]], seen[2][way[1]] = way[0], way[2], way[3]
        heap, size = _extend(fan, best, seated, limits, row, heap, size, way)
    for i in range(met):
        seen[0][touched[i]] = 0.0
    return heap


@numba.njit(cache=True)
def _is_known(seen: Seen, way: tuple[float, int, int, int]) -> bool:
    """Whether the person was met before with no less chance and no more ties, so that this way adds nothing."""
    chance, person, used, contact = way
    before = seen[0][person]
    if before == 0.0 or seen[1][person] > used:
        return False
    is_same = seen[2][person] == contact and before >= chance
    return bool(is_same or before > chance * (1.0 + 1e-9))


@numba.njit(cache=True)
def _extend(
    fan: FanArrays,
    best: Floats,
    seated: Ints,
    limits: tuple[float, float],
    row: Row,
    heap: Heap,
    size: int,
    way: tuple[float, int, int, int],
) -> tuple[Heap, int]:
    """Take one tie more: keep the speakers found in the row, put the ways on into the heap."""
    indptr, neighbour, chance = fan
    min_chance, greatest = limits
    so_far, listener, used, contact = way
    left = best.shape[1] - used - 1
    for at in range(indptr[listener], indptr[listener + 1]):
        p = so_far * chance[at]
        if p < min_chance or p * greatest < row[3][-1] - _SLACK:
            break
        speaker = neighbour[at]
        value = p * best[speaker, 0]
        if value > 0.0 and value >= row[3][-1] - _SLACK and not _is_among(seated, speaker):
            _keep(row, speaker, contact, p, value)
        bound = p * best[speaker, left] if left > 0 else 0.0
        if bound > 0.0 and bound >= row[3][-1] - _SLACK:
            if size == len(heap[0]):
                heap = _doubled(heap)
            size = _add(heap, size, bound, (p, speaker, used + 1, contact))
    return heap, size


@numba.njit(cache=True)
def _is_among(ascending: Ints, person: int) -> bool:
    """Whether a person is in a list in ascending order."""
    first, last = 0, len(ascending)
    while first < last:
        middle = (first + last) // 2
        if ascending[middle] < person:
            first = middle + 1
        else:
            last = middle
    return bool(first < len(ascending) and ascending[first] == person)


@numba.njit(cache=True)
def _keep(row: Row, speaker: int, contact: int, chance: float, value: float) -> None:
    """Put a speaker in his place in the row, once, with his best contact."""
    person, contacts, chances, values = row
    k, last = len(person), 0
    while last < k and person[last] >= 0 and person[last] != speaker:
        last += 1
    if last < k and person[last] == speaker:
        mine, before = np.rint(value * _DIGITS), np.rint(values[last] * _DIGITS)
        if mine < before or (mine == before and contact >= contacts[last]):
            return
    at = last
    while at > 0:
        mine, other = np.rint(value * _DIGITS), np.rint(values[at - 1] * _DIGITS)
        if mine < other or (mine == other and speaker > person[at - 1]):
            break
        at -= 1
    if at == k:
        return
    for i in range(min(last, k - 1), at, -1):
        person[i], contacts[i], chances[i], values[i] = (
            person[i - 1],
            contacts[i - 1],
            chances[i - 1],
            values[i - 1],
        )
    person[at], contacts[at], chances[at], values[at] = speaker, contact, chance, value


@numba.njit(cache=True)
def _room(size: int) -> Heap:
    """Give room for so many ways."""
    return (
        np.empty(size),
        np.empty(size),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
    )


@numba.njit(cache=True)
def _doubled(heap: Heap) -> Heap:
    """Give the same ways in twice the room."""
    size = len(heap[0])
    larger: Heap = _room(2 * size)
    larger[0][:size], larger[1][:size], larger[2][:size] = heap[0], heap[1], heap[2]
    larger[3][:size], larger[4][:size] = heap[3], heap[4]
    return larger


@numba.njit(cache=True)
def _add(heap: Heap, size: int, bound: float, way: tuple[float, int, int, int]) -> int:
    """Add a way; gives the new size."""
    at = size
    while at > 0 and heap[0][(at - 1) // 2] < bound:
        _move(heap, (at - 1) // 2, at)
        at = (at - 1) // 2
    heap[0][at], heap[1][at], heap[2][at], heap[3][at], heap[4][at] = bound, way[0], way[1], way[2], way[3]
    return size + 1


@numba.njit(cache=True)
def _drop_first(heap: Heap, size: int) -> int:
    """Take the first way out; gives the new size."""
    last = size - 1
    bound, at = heap[0][last], 0
    while 2 * at + 1 < last:
        child = 2 * at + 1
        if child + 1 < last and heap[0][child + 1] > heap[0][child]:
            child += 1
        if heap[0][child] <= bound:
            break
        _move(heap, child, at)
        at = child
    _move(heap, last, at)
    return last


@numba.njit(cache=True)
def _move(heap: Heap, source: int, target: int) -> None:
    """Copy one entry of the heap."""
    heap[0][target], heap[1][target], heap[2][target] = heap[0][source], heap[1][source], heap[2][source]
    heap[3][target], heap[4][target] = heap[3][source], heap[4][source]
